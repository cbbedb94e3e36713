"""Thresholds."""

import cv2
import mahotas
import numpy as np
import pywt
import skimage.filters
from harness import Row
from inputs import noise, nuclei

import pyimg as mh


def rows():
    """Yield the rows."""
    for dtype in ("u1", "u2", "f4"):
        a = nuclei("nd2", dtype)
        peers = {"scikit-image": lambda a=a: skimage.filters.threshold_otsu(a)}
        if dtype != "f4":
            peers["opencv"] = lambda a=a: cv2.threshold(a, 0, 1, cv2.THRESH_OTSU | cv2.THRESH_BINARY)[0]
            peers["mahotas"] = lambda a=a: mahotas.otsu(a)
        yield Row(f"otsu/{dtype}/nd2", lambda a=a: mh.otsu(a), peers, agree=None)
        peers = {"scikit-image": lambda a=a: skimage.filters.threshold_isodata(a)}
        if dtype != "f4":
            peers["mahotas"] = lambda a=a: mahotas.rc(a)
        yield Row(f"rc/{dtype}/nd2", lambda a=a: mh.rc(a), peers, agree=None)
    grey = nuclei("nd2", "u1")
    for name in ("li", "yen", "triangle", "multiotsu", "niblack", "sauvola"):
        ours, theirs = getattr(mh.thresholding, name), getattr(skimage.filters, f"threshold_{name}")
        yield Row(
            f"{name}/u1/nd2",
            lambda ours=ours: ours(grey),
            {"scikit-image": lambda theirs=theirs: theirs(grey)},
            agree=(1e-3 if name in ("niblack", "sauvola") else 0.5, 0),
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
        disk = mahotas.morph.circle_se(radius).astype(np.uint8)
        peers = {"opencv": lambda disk=disk: _bernsen(a, disk)}
        if radius < 10:
            peers["mahotas"] = lambda radius=radius: mahotas.thresholding.bernsen(a, radius, 15)
        yield Row(
            f"bernsen/r{radius}/u1/nd2",
            lambda radius=radius: mh.thresholding.bernsen(a, radius, 15),
            peers,
            margin=radius,
        )


def _bernsen(a, disk):
    least, most = cv2.erode(a, disk), cv2.dilate(a, disk)
    middle = cv2.addWeighted(least, 0.5, most, 0.5, -0.5)
    return np.where(cv2.subtract(most, least) < 15, a > 128, a > middle)
