"""Histograms."""

import cv2
import mahotas
import numpy as np
from harness import Row
from inputs import nuclei

import pyimg as mh


def rows():
    """Yield the rows."""
    for dtype in ("u1", "u2"):
        a = nuclei("nd2", dtype)
        bins = int(a.max()) + 1
        yield Row(
            f"fullhistogram/nuclei/{dtype}/nd2",
            lambda a=a: mh.fullhistogram(a),
            {
                "mahotas": lambda a=a: mahotas.fullhistogram(a),
                "opencv": lambda a=a, bins=bins: cv2.calcHist([a], [0], None, [bins], [0, bins]).ravel(),
                "numpy": lambda a=a: np.bincount(a.ravel()),
            },
        )
