"""Interpolation and resizing."""

import cv2
import diplib
import mahotas.interpolate
import mahotas.resize
import numpy as np
from harness import Row
from inputs import nuclei
from scipy import ndimage as ndi
from skimage import transform

import pyimg as mh
from pyimg import interpolate as it

COVERS = "shift zoom rotate affine_transform resize_to resize_rgb_to imresize spline_filter spline_filter1d"


TURN = np.array([[0.9, 0.3], [-0.3, 0.9]])


def warped(a, order):
    """Transform with OpenCV: its columns come first."""
    matrix = np.array([[0.9, -0.3, -2], [0.3, 0.9, 3]])
    way = cv2.INTER_LINEAR if order else cv2.INTER_NEAREST
    return cv2.warpAffine(a, matrix, a.shape[::-1], flags=way | cv2.WARP_INVERSE_MAP)


def rows():
    """Yield the rows."""
    step = (1.25, -2.5)
    for dtype in ("u1", "u2", "f4", "f8"):
        a = nuclei("n1024", dtype)
        name = f"nuclei/{dtype}/n1024"
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
                f"shift/order{order}/{name[7:]}",
                lambda a=a, order=order: it.shift(a, step, out=a.dtype, order=order), peers, agree=None,
            )  # fmt: skip
            peers = {"scipy": lambda a=a, order=order: ndi.zoom(a, 1.5, order=order)}
            yield Row(
                f"zoom/order{order}/{name[7:]}",
                lambda a=a, order=order: it.zoom(a, 1.5, out=a.dtype, order=order), peers,
                agree=(1e-5, 1e-2),
            )  # fmt: skip
            yield Row(
                f"rotate/order{order}/{name[7:]}",
                lambda a=a, order=order: it.rotate(a, 30, reshape=False, out=a.dtype, order=order),
                {
                    "scipy": lambda a=a, order=order: ndi.rotate(a, 30, reshape=False, order=order),
                    "skimage": lambda a=a, order=order: transform.rotate(a, 30, order=order),
                },
                agree=None, note="skimage's order 3 is a local cubic",
            )  # fmt: skip
        for order in (0, 1, 3):
            peers = {"scipy": lambda a=a, order=order: ndi.affine_transform(a, TURN, (3, -2), order=order)}
            if order < 3:
                peers["opencv"] = lambda a=a, order=order: warped(a, order)
            yield Row(
                f"affine_transform/order{order}/{name[7:]}",
                lambda a=a, order=order: it.affine_transform(a, TURN, (3, -2), out=a.dtype, order=order), peers,
                agree=None, note="opencv: places in 1/32 of a pixel",
            )  # fmt: skip
    for dtype in ("u1", "u2", "f4", "f8"):
        a = nuclei("nd2", dtype)
        for order in (0, 1):
            yield Row(
                f"affine_transform/order{order}/{dtype}/nd2",
                lambda a=a, order=order: it.affine_transform(a, TURN, (3, -2), out=a.dtype, order=order),
                {"opencv": lambda a=a, order=order: warped(a, order)},
                agree=None, note="opencv: places in 1/32 of a pixel",
            )  # fmt: skip
        peers = {"opencv": lambda a=a: cv2.resize(a, (3072, 3072)), "scipy": lambda a=a: ndi.zoom(a, 1.5, order=1)}
        yield Row(f"resize_to/order1/up1.5/{dtype}/nd2", lambda a=a: mh.resize_to(a, (3072, 3072), 1), peers, agree=None,
                  note="opencv keeps the outer edges, not the centres")  # fmt: skip
        for name, size in (("up1.5", (3072, 3072)), ("down.4", (819, 819))):
            yield Row(
                f"resize_to/order0/{name}/{dtype}/nd2", lambda a=a, size=size: mh.resize_to(a, size, 0),
                {
                    "opencv": lambda a=a, size=size: cv2.resize(a, size, interpolation=cv2.INTER_NEAREST),
                    "scipy": lambda a=a, size=size: ndi.zoom(a, size[0] / 2048, order=0),
                },
                agree=None, note="opencv keeps the outer edges, not the centres",
            )  # fmt: skip
        yield Row(
            f"resize_to/order1/down.4/{dtype}/nd2", lambda a=a: mh.resize_to(a, (819, 819), 1),
            {"opencv": lambda a=a: cv2.resize(a, (819, 819)), "scipy": lambda a=a: ndi.zoom(a, 0.4, order=1)},
            agree=None, note="opencv keeps the outer edges, not the centres",
        )  # fmt: skip
        yield Row(f"resize_to/order3/up1.5/{dtype}/nd2", lambda a=a: mh.resize_to(a, (3072, 3072), 3),
                  {"scipy": lambda a=a: ndi.zoom(a, 1.5)}, agree=(1.001, 0.01))  # fmt: skip
    volume, turn = nuclei("nd3", "u2"), np.array([[1, 0.1, 0], [-0.1, 0.9, 0.3], [0, -0.3, 0.9]])
    for order in (0, 1, 3):
        yield Row(
            f"affine_transform/order{order}/u2/nd3",
            lambda order=order: it.affine_transform(volume, turn, (3, -2, 4), out=volume.dtype, order=order),
            {"scipy": lambda order=order: ndi.affine_transform(volume, turn, (3, -2, 4), order=order)},
            agree=(1.001, 0.001), note="scipy truncates",
        )  # fmt: skip
    a = nuclei("nd2", "f4")
    yield Row("imresize/order1/down.5/f4/nd2", lambda: mh.imresize(a, 0.5, 1),
              {"scipy": lambda: ndi.zoom(a, 0.5, order=1)}, agree=(1e-5, 0.01))  # fmt: skip
    for dtype in ("f4", "f8"):
        a = nuclei("nd2", dtype)
        yield Row(f"spline_filter/{dtype}/nd2", lambda a=a: it.spline_filter(a), {"scipy": lambda a=a: ndi.spline_filter(a)},
                  agree=(1e-5, 0))  # fmt: skip
        yield Row(f"spline_filter1d/axis0/{dtype}/nd2", lambda a=a: it.spline_filter1d(a, axis=0),
                  {"scipy": lambda a=a: ndi.spline_filter1d(a, axis=0)}, agree=(1e-5, 0))  # fmt: skip
    rgb = np.ascontiguousarray(np.dstack([nuclei("n1024")] * 3))
    for dtype in ("u1", "f4"):
        wide = np.ascontiguousarray(np.dstack([nuclei("n1024", dtype)] * 3))
        yield Row(f"resize_rgb_to/order1/{dtype}/n1024", lambda a=wide: mh.resize_rgb_to(a, (1500, 1500), 1),
                  {"opencv": lambda a=wide: cv2.resize(a, (1500, 1500))}, agree=None,
                  note="opencv keeps the outer edges, not the centres")  # fmt: skip
    yield Row("resize_rgb_to/u1/n1024", lambda: mh.resize_rgb_to(rgb, (1500, 1500)),
              {"mahotas": lambda: mahotas.resize.resize_rgb_to(rgb, (1500, 1500))}, agree=None,
              note="mahotas's places are off, and its sums wrap")  # fmt: skip
