"""Histograms."""

import cv2
import mahotas
import numpy as np
from harness import Row
from inputs import images

import pyimg as mh

COVERS = "fullhistogram"


def rows():
    """Yield the rows."""
    for name, a in images("u1 u2", "noise isbi n512 n8192"):
        bins = int(a.max()) + 1
        yield Row(
            f"fullhistogram/{name}",
            lambda a=a: mh.fullhistogram(a),
            {
                "mahotas": lambda a=a: mahotas.fullhistogram(a),
                "opencv": lambda a=a, bins=bins: cv2.calcHist([a], [0], None, [bins], [0, bins]).ravel(),
                "numpy": lambda a=a: np.bincount(a.ravel()),
            },
        )
