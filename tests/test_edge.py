"""Edges against hand computations, mahotas, and themselves."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given

import pyimg as mh
from pyimg import edge


def image(shape, dtype=float, seed=0):
    return (np.random.default_rng(seed).random(shape) * 200).astype(dtype)


def test_sobel_of_a_step_by_hand():
    f = np.zeros((4, 6), np.uint8)
    f[:, 3:] = 9
    assert mh.sobel(f, just_filter=True).tolist() == [[0, 0, 0.25, 0.25, 0, 0]] * 4  # (4 * 1 / 8) ** 2


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (1, 9), (2, 2), (50, 60)], ids=str)
@pytest.mark.parametrize("dtype", ["u1", "i4", "f4", "f8", "?"])
def test_mahotas_filters_agree(shape, dtype):
    mahotas = pytest.importorskip("mahotas")
    a = image(shape, dtype)
    np.testing.assert_allclose(mh.sobel(a, just_filter=True), mahotas.sobel(a, just_filter=True), rtol=0, atol=1e-13)
    np.testing.assert_allclose(
        mh.dog(a, just_filter=True), mahotas.dog(a, just_filter=True), rtol=0, atol=1e-12 * max(1, float(a.max()))
    )


def test_sobel_is_the_same_with_and_without_the_kernel_of_planes():
    a = image((13, 17))
    deep = edge._gradient(np.repeat(a[None], 4, axis=0), 4.0**-2 / 64, None)
    np.testing.assert_allclose(deep, np.repeat(edge._gradient(a, 1 / 64, None)[None], 4, axis=0), rtol=1e-13)


def test_sobel_edges_of_a_step():
    pytest.importorskip("pyimg.morph")
    f = np.zeros((60, 60))
    f[:, 30:] = 1
    edges = mh.sobel(f)
    assert edges.dtype == bool
    assert np.flatnonzero(edges.all(axis=0)).tolist() == [29, 30]
    assert edges.sum() == 120


def test_a_constant_image_has_no_edges():
    for f in (np.full((5, 6), 7), np.zeros((0, 4)), np.zeros((5, 6), bool)):
        assert mh.sobel(f).dtype == bool
        assert mh.sobel(f, just_filter=True).dtype == float
        assert not mh.sobel(f).any()
        assert not mh.dog(f).any()


def test_dog_marks_the_negative_side_on_every_axis():
    f = np.zeros((40, 40))
    f[20:] = 100
    assert np.flatnonzero(mh.dog(f)[:, 9]).tolist() == [20]
    np.testing.assert_array_equal(mh.dog(f.T), mh.dog(f).T)
    np.testing.assert_array_equal(mh.dog(f[::-1]), mh.dog(f)[::-1])


def test_crossings_by_hand():
    d = np.array([0, -5, 5, 0, -5, 1, -1, 0, 1, 5.0])
    out = np.zeros(10, np.uint8)
    edge._kernels.crossings(d, np.array([10], np.intp), 2.5, 0, 1, out)
    # -5 beside 5, 0 between 5 and -5, -5 beside 1; 1 to -1 differ by 2 only
    assert np.flatnonzero(out).tolist() == [1, 3, 4]


@given(s.images(dtypes=("f8", "u1", "i2"), min_dims=1, max_dims=3))
def test_turning_the_image_turns_the_edges(a):
    if a.ndim == 3 and 3 in (a.shape[0], a.shape[2]):
        return
    np.testing.assert_array_equal(mh.dog(a.T), mh.dog(a).T) if a.dtype.kind != "f" else None
    np.testing.assert_allclose(mh.sobel(a.T, True), mh.sobel(a, True).T, rtol=1e-12, atol=1e-12)


def test_any_number_of_axes():
    a = image((9, 10, 11))
    assert mh.dog(a).any()
    assert mh.sobel(a, just_filter=True).shape == a.shape
    np.testing.assert_allclose(mh.sobel(np.arange(5), just_filter=True), [1 / 64, 1 / 16, 1 / 16, 1 / 16, 1 / 64])
    with pytest.raises(ValueError, match="colours"):
        mh.sobel(np.zeros((32, 16, 3)))
    for call in (mh.sobel, mh.dog):
        with pytest.raises(ValueError, match="`img`"):
            call(np.float64(3))
        with pytest.raises(TypeError, match="`img`"):
            call(a + 1j)
    with pytest.raises(ValueError, match="sigma"):
        mh.dog(a, sigma1=0.05)


def test_threads_do_not_change_a_bit():
    a = image((900, 900))
    np.testing.assert_array_equal(mh.sobel(a, True, threads=1), mh.sobel(a, True, threads=4))
