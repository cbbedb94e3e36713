"""Interpolation and resizing."""

import cv2
import diplib
import mahotas.interpolate
import numpy as np
from harness import Row
from inputs import nuclei
from scipy import ndimage as ndi
from skimage import transform

import pyimg as mh
from pyimg import interpolate as it


def rows():
    """Yield the rows."""
    step = (1.25, -2.5)
    for dtype in ("f4", "f8"):
        a = nuclei("nd2", dtype)[:1024, :1024].copy()
        matrix = np.array([[1, 0, step[1]], [0, 1, step[0]]])
        for order in (1, 3):
            peers = {
                "scipy": lambda a=a, order=order: ndi.shift(a, step, order=order),
                "mahotas": lambda a=a, order=order: mahotas.interpolate.shift(a, step, order=order),
            }
            if order == 1:
                peers["opencv"] = lambda a=a, m=matrix: cv2.warpAffine(a, m, a.shape[::-1])
            else:
                peers["diplib"] = lambda a=a: diplib.Shift(a, step[::-1], "3-cubic")
            yield Row(
                f"shift/order{order}/{dtype}/1024",
                lambda a=a, order=order: it.shift(a, step, out=a.dtype, order=order, threads=1), peers, agree=None,
            )  # fmt: skip
            peers = {"scipy": lambda a=a, order=order: ndi.zoom(a, 1.5, order=order)}
            yield Row(
                f"zoom/order{order}/{dtype}/1024",
                lambda a=a, order=order: it.zoom(a, 1.5, out=a.dtype, order=order, threads=1), peers,
                agree=(1e-5, 1e-2),
            )  # fmt: skip
            yield Row(
                f"rotate/order{order}/{dtype}/1024",
                lambda a=a, order=order: it.rotate(a, 30, reshape=False, out=a.dtype, order=order, threads=1),
                {
                    "scipy": lambda a=a, order=order: ndi.rotate(a, 30, reshape=False, order=order),
                    "skimage": lambda a=a, order=order: transform.rotate(a, 30, order=order),
                },
                agree=None, note="skimage's order 3 is a local cubic",
            )  # fmt: skip
    for dtype in ("u1", "f4"):
        a = nuclei("nd2", dtype)
        peers = {"opencv": lambda a=a: cv2.resize(a, (3072, 3072)), "scipy": lambda a=a: ndi.zoom(a, 1.5, order=1)}
        yield Row(f"resize_to/order1/{dtype}/up1.5", lambda a=a: mh.resize_to(a, (3072, 3072), 1), peers, agree=None,
                  note="opencv keeps the outer edges, not the centres")  # fmt: skip
        yield Row(f"resize_to/order3/{dtype}/up1.5", lambda a=a: mh.resize_to(a, (3072, 3072), 3),
                  {"scipy": lambda a=a: ndi.zoom(a, 1.5)}, agree=(1.001, 0.01))  # fmt: skip
    a = nuclei("nd2", "f4")
    yield Row("imresize/order1/f4/down.5", lambda: mh.imresize(a, 0.5, 1),
              {"scipy": lambda: ndi.zoom(a, 0.5, order=1)}, agree=(1e-5, 0.01))  # fmt: skip
    yield Row("spline_filter/f4/nd2", lambda: it.spline_filter(a), {"scipy": lambda: ndi.spline_filter(a)},
              agree=(1e-5, 0))  # fmt: skip
