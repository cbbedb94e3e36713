"""Nearest labels: by hand, against mahotas and SciPy, and how they must move."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

from pyimg.segmentation import gvoronoi


def brute(labeled, spacing=1):
    """Look at all labeled pixels, nearest first, then lowest index along the last axis, then the one before."""
    sites = np.argwhere(labeled)
    result = np.zeros_like(labeled)
    for p in np.ndindex(labeled.shape) if len(sites) else ():
        away = (((sites - p) * spacing) ** 2).sum(1)
        result[p] = labeled[tuple(sites[np.lexsort([*sites.T, away])[0]])]
    return result


def test_by_hand():
    np.testing.assert_array_equal(gvoronoi([[1, 0, 0, 0, 2]]), [[1, 1, 1, 2, 2]])
    np.testing.assert_array_equal(gvoronoi([[3], [0], [0], [0], [7]]), [[3], [3], [3], [7], [7]])
    np.testing.assert_array_equal(gvoronoi([[0, 1], [2, 0]]), [[2, 1], [2, 2]])  # the lower column wins
    labeled = np.zeros((2, 3), int)
    labeled[0, 0], labeled[1, 2] = 5, -6
    np.testing.assert_array_equal(gvoronoi(labeled), [[5, 5, -6], [5, -6, -6]])
    np.testing.assert_array_equal(gvoronoi(labeled, spacing=(1, 9)), [[5, 5, -6], [5, -6, -6]])
    np.testing.assert_array_equal(gvoronoi(labeled, spacing=(9, 1)), [[5, 5, 5], [-6, -6, -6]])


@given(labeled=s.images(min_dims=1, max_dims=4, max_side=5), thin=st.integers(0, 99))
def test_every_array_agrees_with_brute_force(labeled, thin):
    labeled = np.where(np.random.default_rng(thin).random(labeled.shape) < 0.3, labeled, 0).astype(labeled.dtype)
    before = labeled.copy()
    segmented = gvoronoi(labeled)
    assert segmented.dtype == labeled.dtype.newbyteorder("=") and segmented.flags.c_contiguous
    np.testing.assert_array_equal(segmented, brute(labeled))
    np.testing.assert_array_equal(labeled, before)


@given(st.data())
def test_spacing_agrees_with_brute_force(data):
    labeled = data.draw(s.images(["u1"], min_dims=1, max_dims=3, max_side=5))
    sizes = [data.draw(st.sampled_from([0.5, 1.0, 3.0])) for _ in labeled.shape]
    np.testing.assert_array_equal(gvoronoi(labeled, spacing=sizes), brute(labeled, sizes))


@pytest.mark.parametrize("sites", [3, 60, 3000])
@pytest.mark.parametrize("dtype", ["?", "u1", "i2", "i4", "i8", "f4", "f8"])
def test_mahotas_agrees(dtype, sites):
    mahotas = pytest.importorskip("mahotas.segmentation")
    rng = np.random.default_rng(3)
    labeled = np.zeros((90, 130), dtype)
    labeled.ravel()[rng.integers(0, labeled.size, sites)] = rng.integers(1, 99, sites)
    segmented = gvoronoi(labeled)
    np.testing.assert_array_equal(segmented, mahotas.gvoronoi(labeled))
    for threads in (2, 3):
        np.testing.assert_array_equal(gvoronoi(labeled, threads=threads), segmented)


@pytest.mark.parametrize("shape", [(500,), (200, 150), (20, 30, 40), (7, 8, 9, 10), (1, 300), (300, 1)])
@pytest.mark.parametrize("spacing", [None, 0.65, (3.3, 1, 0.7, 2)])
def test_no_label_is_nearer_than_scipy_says(shape, spacing):
    ndimage = pytest.importorskip("scipy.ndimage")
    labeled = np.where(np.random.default_rng(4).random(shape) < 0.01, 1, 0)
    labeled.ravel()[3] = 1
    labeled[labeled != 0] = np.arange(1, labeled.sum() + 1)
    spacing = spacing[: len(shape)] if isinstance(spacing, tuple) else spacing
    segmented = gvoronoi(labeled, spacing=spacing)
    nearest = np.argwhere(labeled)[segmented - 1]
    sizes = np.ones(len(shape)) if spacing is None else np.broadcast_to(spacing, len(shape))
    away = np.sqrt((((np.moveaxis(np.indices(shape), 0, -1) - nearest) * sizes) ** 2).sum(-1))
    np.testing.assert_allclose(away, ndimage.distance_transform_edt(labeled == 0, sampling=spacing), rtol=1e-12)


def test_floats():
    labeled = np.array([[-0.0, 0, 2.5, -0.0], [0, 0, 0, np.nan]])
    for dtype in (np.float16, np.float32, np.float64, np.longdouble):
        segmented = gvoronoi(labeled.astype(dtype))
        assert segmented.dtype == dtype
        np.testing.assert_array_equal(segmented, [[2.5, 2.5, 2.5, 2.5], [2.5, 2.5, 2.5, np.nan]])


@pytest.mark.parametrize("shape", [(), (0,), (0, 5), (5, 0), (3, 0, 2), (1,), (4, 5)])
def test_nothing_labeled(shape):
    for dtype in (np.int32, np.longdouble, np.float16):
        segmented = gvoronoi(np.zeros(shape, dtype))
        assert segmented.shape == shape and segmented.dtype == dtype and not segmented.any()


@given(labeled=s.images(["i4"], min_dims=2, max_dims=3, min_side=1))
def test_labels_stay_and_spread_to_all(labeled):
    segmented = gvoronoi(labeled)
    assert (segmented[labeled != 0] == labeled[labeled != 0]).all()
    assert segmented.all() == bool(labeled.any())
    np.testing.assert_array_equal(gvoronoi(segmented), segmented)


def test_errors():
    with pytest.raises(ValueError, match="`spacing` must be positive"):
        gvoronoi(np.ones((2, 2)), spacing=0)
    with pytest.raises(ValueError, match="`spacing` must have one entry per axis"):
        gvoronoi(np.ones((2, 2)), spacing=(1, 1, 1))
    with pytest.raises(TypeError, match="`labeled` must have a dtype of kind"):
        gvoronoi(np.ones((2, 2), complex))
    assert gvoronoi(np.eye(3, dtype=int), spacing=(1e300, 1e-300)).tolist() == np.repeat([[1], [1], [1]], 3, 1).tolist()
