"""Distances."""

import cv2
import diplib
import edt
import mahotas
import numpy as np
import peers
from harness import Row
from inputs import blobs, masks
from scipy import ndimage

import pyimg as mh

COVERS = "distance"


def squared(bw):
    """Take OpenCV's exact distance, squared."""
    return cv2.distanceTransform(bw.view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE) ** 2


def rows():
    """Yield the rows."""
    sparse = np.random.default_rng(1).random((2048, 2048)) > 1e-3
    for name, bw in [*masks("noise n512 nd3 n8192"), ("gaps/nd2", ~blobs("nd2")), ("sparse/nd2", sparse)]:
        flat = {
            "mahotas": lambda a=bw: mahotas.distance(a),
            "opencv": lambda a=bw: squared(a),
        }
        yield Row(
            f"distance/{name}",
            lambda a=bw: mh.distance(a),
            {
                "edt": lambda a=bw: edt.edtsq(a, parallel=peers.threads()),
                "diplib": lambda a=bw: diplib.EuclideanDistanceTransform(diplib.Image(a), "object", "square"),
                "scipy": lambda a=bw: ndimage.distance_transform_edt(a) ** 2,
            }
            | (flat if bw.ndim == 2 else {}),
            agree=(0.1, 0),
        )
    for name, bw in {"nd2": blobs("nd2"), "nd3": blobs("nd3")}.items():
        sizes = (0.65, 0.2, 0.2)[-bw.ndim :]
        sizes = (0.3, *sizes[1:])
        yield Row(
            f"distance/spacing/{name}",
            lambda a=bw, s=sizes: mh.distance(a, "euclidean", spacing=s),
            {
                "edt": lambda a=bw, s=sizes: edt.edt(a, anisotropy=s, parallel=peers.threads()),
                "diplib": lambda a=bw, s=sizes: diplib.EuclideanDistanceTransform(
                    diplib_image(a, s), border="object", method="separable"
                ),
            },
            agree=(1e-3, 0),
        )


def diplib_image(bw, sizes):
    """Give DIPlib the pixels and their size; its axes run the other way."""
    image = diplib.Image(bw)
    image.SetPixelSize(diplib.PixelSize([diplib.PhysicalQuantity(s, "um") for s in sizes[::-1]]))
    return image
