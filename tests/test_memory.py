"""The extra memory that docstrings state is what functions take, and every function on images states it.

Arrays that NumPy allocates are traced; the result is not extra. Limits are bytes per pixel.
"""

import inspect
import tracemalloc

import numpy as np
import pytest

import pyimg as mh
from pyimg._backend import BACKEND
from pyimg.features import surf
from pyimg.thresholding import sauvola

SIDE = 1000
SLACK = 0.75  # tables and rows, which do not grow with the image

rng = np.random.default_rng(1)
NOISE = rng.integers(0, 256, (SIDE, SIDE)).astype(np.uint8)
MASK = NOISE > 60
LABELS = np.kron(np.arange(1, 101).reshape(10, 10), np.ones((100, 100))).astype(np.int32)
SEEDS = np.where(rng.random(LABELS.shape) > 0.999, LABELS, 0).astype(np.int32)
COLOURS = np.stack([NOISE] * 3, -1)
DISK = mh.disk(6)
MATRIX = np.array([[0.9, 0.1], [-0.1, 0.9]])
IMAGES = {t: NOISE.astype(t) for t in ("u1", "u2", "i8", "f4", "f8")}
IMAGES |= {"mask": MASK, "labels": LABELS, "seeds": SEEDS, "colours": COLOURS}



def like(a, other):
    """Cut the other image to the shape of `a`."""
    return other[: a.shape[0], : a.shape[1]]


# function, its call on an image, and the bytes per pixel for each image
TABLE = [
    ("gaussian_filter", lambda a: mh.gaussian_filter(a, 3), {"u1": 0, "f4": 0, "f8": 0}),
    ("convolve", lambda a: mh.convolve(a, np.ones((5, 5))), {"u1": 0, "f4": 0, "f8": 0}),
    ("convolve1d", lambda a: mh.convolve1d(a, [1, 2, 1], 0), {"u1": 0, "f8": 0, "mask": 9}),
    ("laplacian_2D", mh.laplacian_2D, {"u1": 0, "f8": 0}),
    ("median_filter", lambda a: mh.median_filter(a, np.ones((15, 15))), {"u1": 2, "u2": 4, "f4": 8, "f8": 16}),
    ("rank_filter", lambda a: mh.rank_filter(a, DISK, 20), {"u1": 2, "u2": 4, "f4": 8, "f8": 16}),
    ("median_filter", lambda a: mh.median_filter(a, DISK, mask=like(a, MASK)), {"u1": 21, "f4": 24, "f8": 28}),
    ("mean_filter", lambda a: mh.mean_filter(a, np.ones((9, 9))), {"u1": 0, "u2": 0, "f8": 0, "i8": 48}),
    ("template_match", lambda a: mh.template_match(a, NOISE[:9, :9]), {"u1": 4, "u2": 16, "f4": 16, "f8": 16}),
    ("majority_filter", lambda a: mh.majority_filter(a, 5), {"mask": 0}),
    ("haar", mh.haar, {"f4": 0, "f8": 0}),
    ("ihaar", mh.ihaar, {"u1": 16, "f4": 4, "f8": 8}),
    ("daubechies", lambda a: mh.daubechies(a, "D8"), {"f4": 0, "f8": 0}),
    ("dilate", lambda a: mh.dilate(a, DISK), {"u1": 0, "u2": 0, "f4": 0, "f8": 0}),
    ("open", mh.open, {"u1": 1, "u2": 2, "f4": 4, "f8": 8}),
    ("tophat_open", mh.tophat_open, {"u1": 2, "u2": 4, "f8": 16}),
    ("regmax", mh.regmax, {"u1": 0, "f8": 0}),
    ("close_holes", mh.close_holes, {"mask": 0}),
    ("thin", mh.thin, {"mask": 2}),
    ("cwatershed", lambda a: mh.cwatershed(a, like(a, SEEDS)), {"u1": 10, "u2": 11, "f4": 40, "f8": 40}),
    ("label", mh.label, {"mask": 3, "labels": 2}),
    ("relabel", mh.relabel, {"labels": 0}),
    ("borders", mh.borders, {"labels": 0}),
    ("perimeter", mh.perimeter, {"mask": 6}),
    ("labeled_sum", lambda a: mh.labeled_sum(a, like(a, LABELS)), {"u1": 0, "f8": 0}),
    ("labeled_max", lambda a: mh.labeled_max(a, like(a, LABELS)), {"u1": 0, "f8": 0}),
    ("region_table", mh.region_table, {"labels": 2}),
    ("center_of_mass", lambda a: mh.center_of_mass(a, like(a, LABELS)), {"u1": 0, "f8": 0}),
    ("fullhistogram", mh.fullhistogram, {"u1": 0, "u2": 0}),
    ("distance", mh.distance, {"mask": 2}),
    ("euler", mh.euler, {"mask": 3}),
    ("otsu", mh.otsu, {"u1": 0, "u2": 0, "i8": 9, "f4": 4, "f8": 4}),
    ("rc", mh.rc, {"u1": 0, "u2": 0, "i8": 9, "f4": 4, "f8": 4}),
    ("bernsen", lambda a: mh.thresholding.bernsen(a, 5, 20), {"u1": 6, "u2": 12, "f4": 16, "f8": 40}),
    ("thresholding.sauvola", sauvola, {"u1": 8, "f8": 8}),
    ("sobel", mh.sobel, {"u1": 9, "f8": 9}),
    ("dog", mh.dog, {"u1": 9, "f8": 9}),
    ("segmentation.gvoronoi", mh.segmentation.gvoronoi, {"seeds": 8}),
    ("segmentation.slic", mh.segmentation.slic, {"colours": 40}),
    ("shift", lambda a: mh.shift(a, [1.5, 2.5]), {"u1": 0, "f8": 0}),
    ("zoom", lambda a: mh.zoom(a, 1.5), {"u1": 20, "f8": 20}),
    ("rotate", lambda a: mh.rotate(a, 30.0), {"u1": 8 + 8 * 1.9, "f8": 8 + 8 * 1.9}),
    ("affine_transform", lambda a: mh.affine_transform(a, MATRIX), {"u1": 8, "f8": 8}),
    ("spline_filter", mh.spline_filter, {"u1": 0, "f8": 0}),
    ("stretch", mh.stretch, {"u2": 0, "f8": 0}),
    ("as_rgb", lambda a: mh.as_rgb(a, a, a), {"u1": 0, "f8": 0}),
    ("overlay", lambda a: mh.overlay(a, like(a, MASK)), {"u1": 1, "f8": 2}),
    ("rgb2lab", mh.rgb2lab, {"colours": 0}),
    ("features.haralick", mh.features.haralick, {"u1": 24, "u2": 32}),
    ("features.lbp", lambda a: mh.features.lbp(a, 2, 8), {"u1": 12, "f8": 12}),
    ("features.pftas", mh.features.pftas, {"u1": 3, "u2": 3}),
    ("features.zernike_moments", lambda a: mh.features.zernike_moments(a, 400), {"u1": 8, "f8": 8}),
    ("features.surf.surf", surf.surf, {"u1": 12 + 3, "f8": 12 + 3}),
    ("polygon.fill_convexhull", mh.polygon.fill_convexhull, {"mask": 0}),
]
NOT_OF_IMAGES = frozenset(
    """citation detect_format get_threads imload_multi imsave imsave_multi imread_multi imwrite_multi imwrite set_threads
    show_config supports_format test""".split()
)


@pytest.mark.skipif(BACKEND == "reference", reason="NumPy twins take what they take")
@pytest.mark.parametrize(("call", "limits"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_extra_memory_is_as_stated(call, limits):
    before = mh.get_threads()
    mh.set_threads(1)
    try:
        for kind, limit in limits.items():
            a = IMAGES[kind]
            call(a[:200, :200])  # what is made once, for all calls
            tracemalloc.start()
            result = call(a)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            extra = (peak - _size(result)) / SIDE**2
            assert extra <= limit + SLACK, f"{kind}: {extra:.2f} bytes per pixel"
    finally:
        tracemalloc.stop()
        mh.set_threads(before)


def _size(result):
    if isinstance(result, tuple):
        return sum(map(_size, result))
    return result.nbytes if isinstance(result, np.ndarray) else 0


@pytest.mark.parametrize("name", sorted({*mh._HOME, *(row[0] for row in TABLE)} - NOT_OF_IMAGES))
def test_extra_memory_is_stated(name):
    function = surf.surf if name == "features.surf.surf" else mh
    for part in name.split(".") if function is mh else ():
        function = getattr(function, part)
    if inspect.isfunction(function):
        assert "memory" in function.__doc__.lower()
