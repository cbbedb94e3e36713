"""Morphology."""

import cv2
import diplib
import fill_voids
import mahotas
import numpy as np
import SimpleITK as sitk
from harness import Row
from inputs import blobs, images, masks, noise, nuclei
from scipy import ndimage
from skimage import morphology

import pyimg as mh

CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
ELEMENTS = {
    "cross1": CROSS,
    "box3": np.ones((3, 3), np.uint8),
    "box5": np.ones((5, 5), np.uint8),
    "disk5": mh.morph.disk(5).astype(np.uint8),
    "disk15": mh.morph.disk(15).astype(np.uint8),
    "sq15": np.ones((15, 15), np.uint8),
    "sq31": np.ones((31, 31), np.uint8),
    "diagonal9": np.eye(9, dtype=np.uint8),
}

COVERS = (
    "erode dilate open close tophat_open tophat_close subm cdilate cerode "
    "close_holes hitmiss thin locmax locmin regmax regmin h_maxima h_minima reconstruction"
)


def flat_rows():
    """Yield erosion, dilation and opening by flat elements."""
    for element, Bc in ELEMENTS.items():
        for name, a in images(also="noise isbi n512 n8192" if element in ("box3", "disk5") else "n512"):
            yield Row(
                f"erode/{element}/{name}",
                lambda a=a, Bc=Bc: mh.erode(a, Bc, flat=True),
                {"opencv": lambda a=a, Bc=Bc: cv2.erode(a, Bc)},
                margin=4 * (element == "diagonal9"),
            )
    for element in ("box3", "box5", "disk5", "disk15", "diagonal9"):
        for name, a in images(also="n512" if element == "disk5" else ""):
            yield Row(
                f"dilate/{element}/{name}",
                lambda a=a, Bc=ELEMENTS[element]: mh.dilate(a, Bc, flat=True),
                {"opencv": lambda a=a, Bc=ELEMENTS[element]: cv2.dilate(a, Bc)},
                margin=int(element == "diagonal9"),  # what would fall outside falls on the frame
            )
    volume = nuclei("nd3", "u2")
    yield Row(
        "erode/box3/nuclei/u2/nd3",
        lambda: mh.erode(volume, np.ones((3, 3, 3)), flat=True),
        {
            "scipy": lambda: ndimage.grey_erosion(volume, 3),
            "diplib": lambda: diplib.Erosion(volume, diplib.SE(3, "rectangular")),
        },
        margin=1,
    )
    for name, b in images(also="noise n512"):
        Bc = ELEMENTS["disk5"]
        for ours, theirs in ((mh.open, cv2.MORPH_OPEN), (mh.close, cv2.MORPH_CLOSE)):
            yield Row(
                f"{ours.__name__}/disk5/{name}",
                lambda b=b, Bc=Bc, f=ours: f(b, Bc, flat=True),
                {"opencv": lambda b=b, Bc=Bc, how=theirs: cv2.morphologyEx(b, how, Bc)},
            )
        Bc15 = ELEMENTS["disk15"]
        for ours, theirs in ((mh.tophat_open, cv2.MORPH_TOPHAT), (mh.tophat_close, cv2.MORPH_BLACKHAT)):
            yield Row(
                f"{ours.__name__}/disk15/{name}",
                lambda b=b, Bc=Bc15, f=ours: f(b, Bc, flat=True),
                {"opencv": lambda b=b, Bc=Bc15, how=theirs: cv2.morphologyEx(b, how, Bc)},
                agree=(1e-6 if b.dtype.kind == "f" else 0, 0),
            )


def valued_rows():
    """Yield what mahotas does with the values of an element."""
    for name, a in images("u1 u2", ""):
        for f, g in ((mh.erode, mahotas.erode), (mh.dilate, mahotas.dilate)):
            yield Row(
                f"{f.__name__}/default/{name}",
                lambda a=a, f=f: f(a),
                {"mahotas": lambda a=a, g=g: g(a)},
            )
    ball = np.array([[1, 2, 1], [2, 3, 2], [1, 2, 1]], np.uint8)
    a = nuclei("nd2", "u1")
    yield Row("erode/values3/u1/nd2", lambda: mh.erode(a, ball), {"mahotas": lambda: mahotas.erode(a, ball)})
    for name, a in images("u1 u2 f4 f8", "n512 n8192"):
        b = np.roll(a, 9, 0)
        yield Row(
            f"subm/{name}",
            lambda a=a, b=b: mh.morph.subm(a, b),
            {"opencv": lambda a=a, b=b: cv2.subtract(a, b)}
            | ({"mahotas": lambda a=a, b=b: mahotas.morph.subm(a, b)} if a.dtype.kind == "u" else {}),
        )
    a = nuclei("n512", "u1")
    less = mh.morph.subm(a, np.full_like(a, 20))
    cross = CROSS.astype(bool)
    for name, n in (("once", 1), ("10 times", 10)):
        yield Row(
            f"cdilate/{name}/u1/n512",
            lambda n=n: mh.cdilate(less, a, cross, n),
            {"mahotas": lambda n=n: mahotas.cdilate(less, a, cross, n)},
        )
    yield Row("cerode/u1/n512", lambda: mh.cerode(a, less, cross), {"mahotas": lambda: mahotas.cerode(a, less, cross)})


def binary_rows():
    """Yield masks, 2-D and 3-D."""
    b, v = blobs("nd2"), blobs("nd3")
    for element in ("box3", "disk5", "disk15"):
        Bc = ELEMENTS[element]
        for name, m in masks("noise n512 n8192" if element == "box3" else "noise"):
            for f, g, theirs in ((mh.erode, mahotas.erode, cv2.erode), (mh.dilate, mahotas.dilate, cv2.dilate)):
                yield Row(
                    f"{f.__name__}/{element}/{name}",
                    lambda m=m, Bc=Bc, f=f: f(m, Bc),
                    {
                        "opencv": lambda m=m, Bc=Bc, f=theirs: f(m.view(np.uint8), Bc),
                        "mahotas": lambda m=m, Bc=Bc, f=g: f(m, Bc.astype(bool)),
                    },
                )
    z, y, x = np.ogrid[-3:4, -3:4, -3:4]
    ball = z * z + y * y + x * x <= 9
    yield Row(
        "dilate/ball3/blobs/nd3",
        lambda: mh.dilate(v, ball),
        {"scipy": lambda: ndimage.binary_dilation(v, ball), "mahotas": lambda: mahotas.dilate(v, ball)},
    )
    yield Row(
        "erode/ball3/blobs/nd3",
        lambda: mh.erode(v, ball),
        {
            "scipy": lambda: ndimage.binary_erosion(v, ball, border_value=1),
            "mahotas": lambda: mahotas.erode(v, ball),
        },
    )
    for name, mask in masks("noise n512 nd3 n8192"):
        peers = {
            "diplib": lambda mask=mask: diplib.FillHoles(diplib.Image(mask), 1),
            "fill_voids": lambda mask=mask: fill_voids.fill(mask),
        }
        if mask.ndim == 2:
            peers["opencv"] = lambda mask=mask: _fill(mask)
        yield Row(f"close_holes/{name}", lambda mask=mask: mh.close_holes(mask), peers)
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
    for name, a in [*images(also="n512 isbi"), *((f"noise/{d}/nd2", noise("nd2", d)) for d in ("u1", "u2", "f4", "f8"))]:
        for size in (3, 13):
            Bc = np.ones((size, size), np.uint8)
            for ours, theirs in ((mh.locmax, cv2.dilate), (mh.locmin, cv2.erode)):
                if ours is mh.locmax or name.startswith("nuclei"):
                    yield Row(
                        f"{ours.__name__}/box{size}/{name}",
                        lambda a=a, Bc=Bc, f=ours: f(a, Bc),
                        {"opencv": lambda a=a, Bc=Bc, f=theirs: f(a, Bc) == a},
                    )
        for ours, theirs, other in (
            (mh.regmax, morphology.local_maxima, mahotas.regmax),
            (mh.regmin, morphology.local_minima, mahotas.regmin),
        ):
            peers = {"skimage": lambda a=a, f=theirs: f(a, connectivity=1)}
            if a.dtype.kind == "u":
                peers["mahotas"] = lambda a=a, f=other: f(a)
            if ours is mh.regmax or name.startswith("nuclei"):
                yield Row(f"{ours.__name__}/{name}", lambda a=a, f=ours: f(a), peers)
    for name, a in images("u1 u2 f4", "n512"):
        h = 0.1 if a.dtype.kind == "f" else int(np.iinfo(a.dtype).max) // 10
        for ours, theirs in ((mh.morph.h_maxima, morphology.h_maxima), (mh.morph.h_minima, morphology.h_minima)):
            yield Row(
                f"{ours.__name__}/{name}",
                lambda a=a, f=ours, h=h: f(a, h),
                {"skimage": lambda a=a, f=theirs, h=h: f(a, h, CROSS) != 0} if "n512" in name else {},
                agree=None,
                note="scikit-image marks only the tops; it takes seconds at 2048²",
            )


def rebuilt_rows():
    """Yield reconstructions, from the image less a tenth of its range."""
    for name, a in images(also="isbi n512 nd3"):
        less = np.full_like(a, 0.1 if a.dtype.kind == "f" else np.iinfo(a.dtype).max // 10)
        marker = mh.morph.subm(a, less)
        peers = {
            "diplib": lambda m=marker, a=a: diplib.MorphologicalReconstruction(diplib.Image(m), diplib.Image(a), 1),
            "simpleitk": lambda m=marker, a=a: sitk.GetArrayFromImage(
                sitk.ReconstructionByDilation(sitk.GetImageFromArray(m), sitk.GetImageFromArray(a))
            ),
        }
        if "n512" in name:  # seconds at 2048²
            peers["skimage"] = lambda m=marker, a=a: morphology.reconstruction(m, a, footprint=CROSS)
        yield Row(
            f"reconstruction/{name}",
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
