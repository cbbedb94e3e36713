"""Thresholds."""

import cv2
import mahotas
import numpy as np
import pywt
import skimage.filters
from harness import Row
from inputs import images, noise, nuclei

import pyimg as mh

COVERS = "otsu rc li yen triangle multiotsu niblack sauvola soft_threshold bernsen gbernsen"


def rows():
    """Yield the rows."""
    for name, a in images(also="noise isbi n512 nd3 n8192"):
        peers = {"skimage": lambda a=a: skimage.filters.threshold_otsu(a)}
        if a.dtype.kind == "u" and a.ndim == 2:
            peers["opencv"] = lambda a=a: cv2.threshold(a, 0, 1, cv2.THRESH_OTSU | cv2.THRESH_BINARY)[0]
            peers["mahotas"] = lambda a=a: mahotas.otsu(a)
        yield Row(f"otsu/{name}", lambda a=a: mh.otsu(a), peers, agree=None)
        peers = {"skimage": lambda a=a: skimage.filters.threshold_isodata(a)}
        if a.dtype.kind == "u":
            peers["mahotas"] = lambda a=a: mahotas.rc(a)
        yield Row(f"rc/{name}", lambda a=a: mh.rc(a), peers, agree=None)
    for what in ("li", "yen", "triangle", "multiotsu", "niblack", "sauvola"):
        ours, theirs = getattr(mh.thresholding, what), getattr(skimage.filters, f"threshold_{what}")
        local = what in ("niblack", "sauvola")
        for name, a in images("u1 u2" if what == "multiotsu" else "u1 u2 f4 f8", "n512"):
            if what == "multiotsu" and a.dtype == np.uint16:
                continue  # scikit-image: minutes
            yield Row(
                f"{what}/{name}",
                lambda a=a, ours=ours: ours(a),
                {"skimage": lambda a=a, theirs=theirs: theirs(a)},
                agree=(1e-3 if local else 0.5, 0) if a.dtype == np.uint8 else None,
            )
    for dtype in ("f4", "f8"):
        a = noise("nd2", dtype) - np.dtype(dtype).type(0.5)
        yield Row(
            f"soft_threshold/{dtype}/nd2",
            lambda a=a: mh.thresholding.soft_threshold(a, 0.2),
            {
                "mahotas": lambda a=a: mahotas.thresholding.soft_threshold(a, 0.2),
                "pywavelets": lambda a=a: pywt.threshold(a, 0.2, "soft"),
            },
            agree=(1e-6, 0),
        )
    a = nuclei("nd2", "u1")
    for radius in (5, 15):
        disk = mh.morph.circle_se(radius).astype(np.uint8)
        peers = {"opencv": lambda disk=disk: _bernsen(a, disk)}
        if radius < 10:
            peers["mahotas"] = lambda radius=radius: mahotas.thresholding.bernsen(a, radius, 15)
        yield Row(
            f"bernsen/r{radius}/u1/nd2",
            lambda radius=radius: mh.thresholding.bernsen(a, radius, 15),
            peers,
            agree=(0, 0.05),  # OpenCV rounds the middle
            margin=radius,
        )
    yield Row(
        "gbernsen/disk5/u1/nd2",
        lambda: mh.thresholding.gbernsen(a, mh.morph.circle_se(5), 15, 128),
        {
            "opencv": lambda: _bernsen(a, mh.morph.circle_se(5).astype(np.uint8)),
            "mahotas": lambda: mahotas.thresholding.gbernsen(a, mahotas.morph.circle_se(5), 15, 128),
        },
        agree=(0, 0.05),
        margin=5,
    )


def _bernsen(a, disk):
    least, most = cv2.erode(a, disk), cv2.dilate(a, disk)
    middle = cv2.addWeighted(least, 0.5, most, 0.5, -0.5)
    return np.where(cv2.subtract(most, least) < 15, a > 128, a > middle)
