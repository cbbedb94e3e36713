"""Morphology."""

import cv2
import diplib
import mahotas
import numpy as np
import SimpleITK as sitk
from harness import Row
from inputs import blobs, noise, nuclei
from scipy import ndimage
from skimage import morphology

import pyimg as mh

CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
ELEMENTS = {
    "cross1": CROSS,
    "box3": np.ones((3, 3), np.uint8),
    "disk5": mh.morph.disk(5).astype(np.uint8),
    "disk15": mh.morph.disk(15).astype(np.uint8),
    "sq15": np.ones((15, 15), np.uint8),
    "sq31": np.ones((31, 31), np.uint8),
}


def flat_rows():
    """Yield erosion, dilation and opening by flat elements."""
    for dtype in ("u1", "u2", "f4", "f8"):
        a = nuclei("nd2", dtype)
        for name, Bc in ELEMENTS.items():
            yield Row(
                f"erode/{name}/{dtype}/nd2",
                lambda a=a, Bc=Bc: mh.erode(a, Bc, flat=True),
                {"opencv": lambda a=a, Bc=Bc: cv2.erode(a, Bc)},
            )
    a = nuclei("nd2", "u1")
    for name in ("box3", "disk5", "disk15"):
        Bc = ELEMENTS[name]
        yield Row(
            f"dilate/{name}/u1/nd2",
            lambda Bc=Bc: mh.dilate(a, Bc, flat=True),
            {"opencv": lambda Bc=Bc: cv2.dilate(a, Bc)},
        )
    for dtype in ("u1", "u2"):
        b = nuclei("nd2", dtype)
        Bc = ELEMENTS["disk5"]
        for ours, theirs in ((mh.open, cv2.MORPH_OPEN), (mh.close, cv2.MORPH_CLOSE)):
            yield Row(
                f"{ours.__name__}/disk5/{dtype}/nd2",
                lambda b=b, Bc=Bc, f=ours: f(b, Bc, flat=True),
                {"opencv": lambda b=b, Bc=Bc, how=theirs: cv2.morphologyEx(b, how, Bc)},
            )
        Bc15 = ELEMENTS["disk15"]
        yield Row(
            f"tophat_open/disk15/{dtype}/nd2",
            lambda b=b, Bc=Bc15: mh.morph.tophat_open(b, Bc, flat=True),
            {"opencv": lambda b=b, Bc=Bc15: cv2.morphologyEx(b, cv2.MORPH_TOPHAT, Bc)},
        )


def valued_rows():
    """Yield what mahotas does with the values of an element."""
    for dtype in ("u1", "u2"):
        a = nuclei("nd2", dtype)
        for f, g in ((mh.erode, mahotas.erode), (mh.dilate, mahotas.dilate)):
            yield Row(
                f"{f.__name__}/default/{dtype}/nd2",
                lambda a=a, f=f: f(a),
                {"mahotas": lambda a=a, g=g: g(a)},
            )
    ball = np.array([[1, 2, 1], [2, 3, 2], [1, 2, 1]], np.uint8)
    a = nuclei("nd2", "u1")
    yield Row("erode/values3/u1/nd2", lambda: mh.erode(a, ball), {"mahotas": lambda: mahotas.erode(a, ball)})
    b = noise("nd2", "u1")
    yield Row(
        "subm/u1/nd2",
        lambda: mh.morph.subm(a, b),
        {"opencv": lambda: cv2.subtract(a, b), "mahotas": lambda: mahotas.morph.subm(a, b)},
    )


def binary_rows():
    """Yield masks, 2-D and 3-D."""
    b, v = blobs("nd2"), blobs("nd3")
    for name in ("box3", "disk5", "disk15"):
        Bc = ELEMENTS[name]
        yield Row(
            f"erode/{name}/bool/nd2",
            lambda Bc=Bc: mh.erode(b, Bc),
            {
                "opencv": lambda Bc=Bc: cv2.erode(b.view(np.uint8), Bc),
                "mahotas": lambda Bc=Bc: mahotas.erode(b, Bc.astype(bool)),
            },
        )
    z, y, x = np.ogrid[-3:4, -3:4, -3:4]
    ball = z * z + y * y + x * x <= 9
    yield Row(
        "erode/ball3/bool/nd3",
        lambda: mh.erode(v, ball),
        {
            "scipy": lambda: ndimage.binary_erosion(v, ball, border_value=1),
            "mahotas": lambda: mahotas.erode(v, ball),
        },
    )
    for size, mask in (("nd2", b), ("nd3", v)):
        peers = {"diplib": lambda mask=mask: diplib.FillHoles(diplib.Image(mask), 1)}
        if size == "nd2":
            peers["opencv"] = lambda mask=mask: _fill(mask)
        yield Row(f"close_holes/{size}", lambda mask=mask: mh.close_holes(mask), peers)
    template = np.array([[0, 0, 0], [2, 1, 2], [1, 1, 1]])
    theirs = np.array([[-1, -1, -1], [0, 1, 0], [1, 1, 1]], np.int32)
    yield Row(
        "hitmiss/nd2",
        lambda: mh.hitmiss(b, template),
        {"opencv": lambda: cv2.morphologyEx(b.view(np.uint8), cv2.MORPH_HITMISS, theirs)},
        margin=1,
    )
    yield Row(
        "thin/blobs/nd2",
        lambda: mh.thin(b),
        {
            "mahotas": lambda: mahotas.thin(b),
            "diplib": lambda: diplib.EuclideanSkeleton(diplib.Image(b)),
            "skimage": lambda: morphology.skeletonize(b),
        },
        agree=None,
        note="diplib and scikit-image: skeletons of another kind",
    )
    solid = mh.gaussian_filter(np.random.default_rng(0).random((96, 96, 96)), 4) > 0.5
    yield Row(
        "thin/solid/nd3",
        lambda: mh.thin(solid),
        {"skimage": lambda: morphology.skeletonize(solid)},
        agree=None,
        note="scikit-image: other end points",
    )


def _fill(mask):
    ring = cv2.copyMakeBorder(mask.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    cv2.floodFill(ring, None, (0, 0), 2)
    return ring[1:-1, 1:-1] != 2


def extrema_rows():
    """Yield local and regional maxima."""
    for dtype in ("u1", "u2", "f4"):
        a = noise("nd2", dtype)
        for size in (3, 13):
            Bc = np.ones((size, size), np.uint8)
            yield Row(
                f"locmax/{size}/{dtype}/nd2",
                lambda a=a, Bc=Bc: mh.locmax(a, Bc),
                {"opencv": lambda a=a, Bc=Bc: cv2.dilate(a, Bc) == a},
            )
        yield Row(
            f"regmax/{dtype}/nd2",
            lambda a=a: mh.regmax(a),
            {
                "skimage": lambda a=a: morphology.local_maxima(a, connectivity=1),
                "mahotas": lambda a=a: mahotas.regmax(a),
            },
        )


def rebuilt_rows():
    """Yield reconstructions, from the image less a tenth of its range."""
    for size, dtypes in (("nd2", ("u1", "u2", "f4")), ("nd3", ("u1",))):
        for dtype in dtypes:
            a = nuclei(size, dtype)
            less = np.full_like(a, 0.1 if dtype == "f4" else np.iinfo(dtype).max // 10)
            marker = mh.morph.subm(a, less)
            peers = {
                "diplib": lambda m=marker, a=a: diplib.MorphologicalReconstruction(diplib.Image(m), diplib.Image(a), 1)
            }
            if size == "nd2":
                peers["simpleitk"] = lambda m=marker, a=a: sitk.GetArrayFromImage(
                    sitk.ReconstructionByDilation(sitk.GetImageFromArray(m), sitk.GetImageFromArray(a))
                )
            yield Row(
                f"reconstruction/{dtype}/{size}",
                lambda m=marker, a=a: mh.morph.reconstruction(m, a),
                peers,
                agree=(1e-6, 0),
            )


def rows():
    """Yield the rows."""
    yield from flat_rows()
    yield from valued_rows()
    yield from binary_rows()
    yield from extrema_rows()
    yield from rebuilt_rows()
