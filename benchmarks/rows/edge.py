"""Edges."""

import cv2
import mahotas
import numpy as np
from harness import Row
from inputs import images
from scipy import ndimage as ndi
from skimage import filters

import pyimg as mh

COVERS = "sobel dog"


def opencv_sobel(a):
    """Give the squared gradient of the scaled image."""
    deep, scale = (cv2.CV_64F if a.dtype == np.float64 else cv2.CV_32F), 1 / 8 / float(a.max() - a.min())
    gx, gy = (cv2.Sobel(a, deep, *d, scale=scale, borderType=cv2.BORDER_REPLICATE) for d in ((1, 0), (0, 1)))
    return gx * gx + gy * gy


def rows():
    """Yield the rows."""
    for name, a in images(also="noise isbi n512 n8192"):
        yield Row(
            f"sobel/{name}",
            lambda a=a: mh.sobel(a, just_filter=True),
            {
                "opencv": lambda a=a: opencv_sobel(a),
                "skimage": lambda a=a: filters.sobel(a),
                "mahotas": lambda a=a: mahotas.sobel(a, just_filter=True),
            },
            agree=None,
            note="skimage: not squared",
        )
    for name, a in images("f4 f8", "n512"):

        def opencv(a=a):
            first, second = (cv2.GaussianBlur(a, (17, 17), s, borderType=cv2.BORDER_REPLICATE) for s in (2, 2.002))
            return second - first

        yield Row(
            f"dog/{name}",
            lambda a=a: mh.dog(a, just_filter=True),
            {
                "opencv": opencv,
                "scipy": lambda a=a: ndi.gaussian_filter(a, 2.002, mode="nearest") - ndi.gaussian_filter(a, 2, mode="nearest"),
                "mahotas": lambda a=a: mahotas.dog(a, just_filter=True),
            },
            agree=(1e-5, 0),
        )
