"""Distances: by hand, against SciPy, and how they must move."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh


def brute(bw, spacing=None):
    bw = np.asarray(bw) != 0
    sizes = np.ones(bw.ndim) if spacing is None else np.broadcast_to(spacing, bw.ndim)
    at = np.argwhere(np.ones_like(bw)) * sizes
    away = at[~bw.ravel()]
    return ((at[:, None] - away) ** 2).sum(-1).min(1).reshape(bw.shape)


def test_by_hand():
    bw = np.ones((3, 5), bool)
    bw[1, 1] = False
    expected = [[2, 1, 2, 5, 10], [1, 0, 1, 4, 9], [2, 1, 2, 5, 10]]
    np.testing.assert_array_equal(mh.distance(bw), expected)
    np.testing.assert_array_equal(mh.distance(bw, "euclidean"), np.sqrt(expected))
    np.testing.assert_array_equal(mh.distance(bw.tolist(), "euclidean2", spacing=2), 4 * np.array(expected))
    assert mh.distance(bw, spacing=(3, 1))[0, 3] == 9 + 4


@given(bw=s.images(min_dims=1, max_dims=4, nan=True))
def test_every_array_agrees_with_brute_force(bw):
    if not bw.size or (np.asarray(bw) != 0).all():
        return
    d = mh.distance(bw)
    assert d.dtype == np.float64 and d.shape == bw.shape
    np.testing.assert_array_equal(d, brute(bw))
    np.testing.assert_array_equal(mh.distance(bw, "euclidean"), np.sqrt(d))


@given(st.data())
def test_spacing_agrees_with_brute_force(data):
    bw = data.draw(s.images([bool], min_dims=1, max_dims=3, min_side=1))
    if bw.all():
        return
    spacing = [data.draw(st.sampled_from([0.5, 1, 2, 0.65, 1.3, 0.1])) for _ in range(bw.ndim)]
    np.testing.assert_allclose(mh.distance(bw, spacing=spacing), brute(bw, spacing), rtol=1e-13)


@pytest.mark.parametrize("shape", [(500, 400), (40, 50, 60), (9, 200, 11), (8, 9, 10, 11), (3000,), (1, 900), (900, 1)])
@pytest.mark.parametrize("background", [0.5, 0.02, 0.0005])
@pytest.mark.parametrize("spacing", [None, 0.65, (3, 1, 1, 1), (1.7, 0.3, 1, 1)])
def test_scipy_agrees(shape, background, spacing):
    ndimage = pytest.importorskip("scipy.ndimage")
    bw = np.random.default_rng(1).random(shape) > background
    bw.ravel()[bw.size // 3] = False
    spacing = spacing[: len(shape)] if isinstance(spacing, tuple) else spacing
    expected = ndimage.distance_transform_edt(bw, sampling=spacing)
    d = mh.distance(bw, "euclidean", spacing=spacing)
    np.testing.assert_allclose(d, expected, rtol=1e-13)
    for threads in (2, 3, 8):
        np.testing.assert_array_equal(mh.distance(bw, "euclidean", spacing=spacing, threads=threads), d)


def test_mahotas_agrees():
    mahotas = pytest.importorskip("mahotas")
    rng = np.random.default_rng(2)
    for shape in [(60, 70), (20, 9, 30), (5, 6, 7, 8), (50,)]:
        bw = rng.random(shape) > 0.1
        np.testing.assert_array_equal(mh.distance(bw), mahotas.distance(bw))


@pytest.mark.parametrize("long", [30_000, 50_000, 70_000])
def test_exact_beyond_the_square_root_of_int32(long):
    bw = np.ones((2, long), bool)
    bw[0, 0] = False
    for image in (bw, bw.T):
        d = mh.distance(image)
        assert d[1 if image is bw else -1, -1 if image is bw else 1] == (long - 1) ** 2 + 1
        assert d[0, -1] == ((long - 1) ** 2 if image is bw else 1)


@pytest.mark.parametrize("shape", [(), (3,), (3, 4), (2, 3, 4), (1, 1)])
def test_without_background_all_is_infinitely_far(shape):
    assert np.isposinf(mh.distance(np.ones(shape))).all()
    assert np.isposinf(mh.distance(np.ones(shape), "euclidean", spacing=2)).all()
    assert not mh.distance(np.zeros(shape)).any() and mh.distance(np.zeros(shape)).shape == shape


def test_what_counts_as_background():
    np.testing.assert_array_equal(mh.distance([0, -1, np.nan, 0.5, -0.0]), [0, 1, 4, 1, 0])
    np.testing.assert_array_equal(mh.distance(np.array([0, 1, 5], np.longdouble)), [0, 1, 4])


def test_spacing_whose_squares_are_beyond_integers():
    np.testing.assert_array_equal(mh.distance([[0, 1, 1]], spacing=(1, 1e6)), [[0, 1e12, 4e12]])
    np.testing.assert_allclose(mh.distance([[0], [1]], "euclidean", spacing=(1e9, 1e-9)), [[0], [1e9]])
    wide = np.ones((3, 300))
    wide[1, 7] = 0
    np.testing.assert_array_equal(mh.distance(wide, spacing=(2, 1e-200)), np.tile([[4.0], [0], [4]], 300))


@pytest.mark.parametrize("n", [180, 182, 200, 33_000])
def test_far_pixels_are_exact_whatever_the_width_inside(n):
    for shape in ((2, n), (n, 2), (1, n, 2)):
        bw = np.ones(shape, bool)
        bw[(0,) * bw.ndim] = False
        grid = np.ogrid[tuple(slice(k) for k in shape)]
        np.testing.assert_array_equal(mh.distance(bw), sum(g.astype(np.int64) ** 2 for g in grid))


@pytest.mark.parametrize("shape", [(0,), (0, 5), (5, 0), (3, 0, 2)])
def test_empty(shape):
    d = mh.distance(np.ones(shape, bool))
    assert d.shape == shape and d.dtype == np.float64


@given(bw=s.images([bool], min_dims=2, max_dims=3, min_side=1), axis=st.integers(0, 1))
def test_moves_with_the_image(bw, axis):
    d = mh.distance(bw)
    np.testing.assert_array_equal(mh.distance(np.flip(bw, axis)), np.flip(d, axis))
    np.testing.assert_array_equal(mh.distance(bw.T), d.T)


def test_errors():
    with pytest.raises(ValueError, match="`metric` must be one of 'euclidean2', 'euclidean'; not 'cityblock'"):
        mh.distance(np.ones((2, 2)), "cityblock")
    with pytest.raises(ValueError, match="`spacing` must be positive"):
        mh.distance(np.ones((2, 2)), spacing=0)
    with pytest.raises(ValueError, match="`spacing` must be at most"):
        mh.distance(np.ones((2, 2)), spacing=1e200)
    with pytest.raises(ValueError, match="`spacing` must have one entry per axis"):
        mh.distance(np.ones((2, 2)), spacing=(1, 1, 1))
    with pytest.raises(TypeError, match="`bw` must have a dtype of kind"):
        mh.distance(np.ones((2, 2), complex))
