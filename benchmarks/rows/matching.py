"""Templates."""

import cv2
import mahotas
import numpy as np
from harness import Row
from inputs import noise, nuclei

import pyimg as mh

COVERS = "template_match find"


def _inner(answer, k):
    """Give what OpenCV gives: sums of windows that lie within."""
    return answer[k // 2 : -(k // 2), k // 2 : -(k // 2)]


def rows():
    """Yield the rows."""
    for dtype, k in (("u1", 21), ("f4", 21), ("f4", 7), ("u1", 63), ("f4", 63)):
        a = noise("n512", dtype)
        t = a[100 : 100 + k, 200 : 200 + k].copy()
        yield Row(
            f"template_match/noise/k{k}/{dtype}/n512",
            lambda a=a, t=t, k=k: _inner(mh.template_match(a, t), k),
            {"opencv": lambda a=a, t=t: cv2.matchTemplate(a, t, cv2.TM_SQDIFF)},
            agree=(1e-3 if dtype == "f4" else 8, 0),
            note="OpenCV expands the square: its sums are off by 1e-4 and more where they are near 0",
        )
    a = noise("n512", "f8")
    t = a[100:121, 200:221].copy()
    yield Row(
        "template_match/noise/k21/f8/n512",
        lambda: mh.template_match(a, t),
        {"mahotas": lambda: mahotas.template_match(a, t)},
    )
    for dtype, image in (("u1", nuclei("nd2", "u1")), ("f4", nuclei("nd2", "f4"))):
        t = image[300:311, 400:411].copy()
        yield Row(
            f"find/nuclei/k11/{dtype}/nd2",
            lambda image=image, t=t: mh.find(image, t),
            {"mahotas": lambda image=image, t=t: mahotas.find(image, t)},
        )
    flat = np.zeros_like(image)
    yield Row(
        "find/constant/k11/f4/nd2",
        lambda: mh.find(flat, flat[:11, :11]),
        {"mahotas": lambda: mahotas.find(flat, flat[:11, :11])},
    )
