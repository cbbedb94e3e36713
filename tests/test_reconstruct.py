"""Reconstruction and extended extrema."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg import morph
from pyimg._backend import BACKEND


@given(data=st.data())
def test_equals_conditional_steps_repeated(data):
    dtype = data.draw(st.sampled_from(s.PIXELS))
    shape = data.draw(s.shapes(1, 3, min_side=1, max_side=6))
    a, b = data.draw(s.arrays(dtype, shape)), data.draw(s.arrays(dtype, shape))
    low, high = np.minimum(a, b), np.maximum(a, b)
    box = np.ones(data.draw(st.tuples(*[st.sampled_from([1, 3, 5])] * len(shape))), bool)
    Bc = data.draw(st.sampled_from([None, 1, 2, box]))
    up = mh.cdilate(low, high, Bc, n=low.size, flat=True)
    down = mh.cerode(high, low, Bc, n=low.size, flat=True)
    np.testing.assert_array_equal(morph.reconstruction(low, high, Bc=Bc), up)
    np.testing.assert_array_equal(morph.reconstruction(high, low, "erosion", Bc), down)


@pytest.mark.parametrize("dtype", ["u1", "u2", "i4", "f4", "f8"])
@pytest.mark.parametrize("shape", [(80, 90), (12, 20, 15)])
def test_equals_scikit_image(dtype, shape):
    morphology = pytest.importorskip("skimage.morphology")
    rng = np.random.default_rng(0)
    mask = (rng.random(shape) * 100).astype(dtype)
    mask = mh.dilate(mask, flat=True)
    marker = (mask * 0.7).astype(dtype)
    for k in range(1, len(shape) + 1):
        Bc = morph.get_structuring_elem(mask, k)
        expected = morphology.reconstruction(marker, mask, footprint=Bc)
        np.testing.assert_array_equal(morph.reconstruction(marker, mask, Bc=k), expected.astype(dtype))
        expected = morphology.reconstruction(mask, marker, "erosion", footprint=Bc)
        np.testing.assert_array_equal(morph.reconstruction(mask, marker, "erosion", k), expected.astype(dtype))


def test_fills_holes():
    rng = np.random.default_rng(1)
    a = mh.close(rng.random((60, 70)) > 0.7)
    marker = a.copy()
    marker[1:-1, 1:-1] = True
    np.testing.assert_array_equal(morph.reconstruction(marker, a, "erosion"), mh.close_holes(a))


def test_follows_a_spiral():
    n = 301 if BACKEND == "compiled" else 41
    a = np.zeros((n, n), np.uint8)
    y, x, step, turn = n // 2, n // 2, 2, 0
    while step < n - 2:
        dy, dx = ((0, 1), (1, 0), (0, -1), (-1, 0))[turn % 4]
        for _ in range(step):
            y, x = y + dy, x + dx
            a[y, x] = 200
        turn += 1
        step += 2 * (turn % 2 == 0)
    marker = np.zeros_like(a)
    marker[y, x] = 150
    np.testing.assert_array_equal(morph.reconstruction(marker, a), np.minimum(a, 150))


def test_infinite_pixels():
    mask = np.array([np.inf, 3, np.inf, -np.inf, 5, 7])
    marker = np.array([-np.inf, -np.inf, np.inf, -np.inf, -np.inf, 1])
    np.testing.assert_array_equal(morph.reconstruction(marker, mask), [3, 3, np.inf, -np.inf, 1, 1])


@pytest.mark.parametrize("dtype", ["u1", "i2", "f4"])
def test_extended_maxima_by_hand(dtype):
    f = np.array([[0, 3, 2, 3, 0, 9, 8, 7, 0, 1, 0]]).astype(dtype)
    assert np.flatnonzero(morph.h_maxima(f, 1)).tolist() == [1, 2, 3, 5, 6]
    assert np.flatnonzero(morph.h_maxima(f, 2)).tolist() == [1, 2, 3, 5, 6, 7]
    assert np.flatnonzero(morph.h_maxima(f, 4)).tolist() == [5, 6, 7]
    np.testing.assert_array_equal(morph.h_minima(10 - f, 2), morph.h_maxima(f, 2))


def test_tops_are_those_of_scikit_image():
    morphology = pytest.importorskip("skimage.morphology")
    label = pytest.importorskip("scipy.ndimage").label
    f = np.random.default_rng(0).random((40, 40))
    tops = morphology.h_maxima(f, 0.3, footprint=morph.get_structuring_elem(f, 1)) > 0
    got = morph.h_maxima(f, 0.3)
    assert got[tops].all()
    labeled, n = label(got)
    assert np.unique(labeled[tops]).tolist() == list(range(1, n + 1))


def test_types_and_layouts():
    for dtype in ("?", "f2", "g", ">u2", ">f8"):
        a = np.asfortranarray(np.arange(12).reshape(3, 4).astype(dtype))
        got = morph.reconstruction(a, a)
        assert got.dtype == a.dtype.newbyteorder("=")
        np.testing.assert_array_equal(got, a)
        assert morph.reconstruction(a[:0], a[:0]).shape == (0, 4)
    assert morph.h_maxima(np.ones((3, 3), bool), 1).all()


def test_errors_name_the_argument():
    a = np.zeros((3, 3), np.uint8)
    with pytest.raises(ValueError, match="`marker` must be nowhere above `mask`, but is at 9"):
        morph.reconstruction(a + 1, a)
    with pytest.raises(ValueError, match="`marker` must be nowhere below"):
        morph.reconstruction(a, a + 1, "erosion")
    with pytest.raises(ValueError, match="`mask` must have the dtype"):
        morph.reconstruction(a, a.astype(float))
    with pytest.raises(ValueError, match="`mask` must have the shape"):
        morph.reconstruction(a, a[:2])
    with pytest.raises(ValueError, match="`mask` must not have NaN"):
        morph.reconstruction(a.astype(float), a * np.nan)
    with pytest.raises(ValueError, match="`method` must be one of"):
        morph.reconstruction(a, a, "closing")
    with pytest.raises(ValueError, match="`h` must be"):
        morph.h_maxima(a, 0)
    with pytest.raises(TypeError, match="`h` must be an integer"):
        morph.h_maxima(a, 1.5)
    with pytest.raises(ValueError, match="`h` must be positive"):
        morph.h_minima(a.astype(float), 0)
