"""Contrast, overlays: known answers, mahotas, what mahotas gets wrong."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh


def formula(img, first=0, last=255):
    """The definition in exact arithmetic, for integers."""
    from fractions import Fraction

    least, most = int(img.min()), int(img.max())
    if least == most:
        return np.full(img.shape, first)
    flat = [int(Fraction((int(v) - least) * (last - first), most - least) + first) for v in img.ravel()]
    return np.array(flat).reshape(img.shape)


@given(s.images([d for d in s.PIXELS if d.kind in "bui" and d.itemsize < 8], min_side=1))
def test_integers_are_stretched_exactly(img):
    answer = mh.stretch(img)
    assert answer.dtype == np.uint8 and answer.shape == img.shape
    np.testing.assert_array_equal(answer, formula(img.astype(np.int64)))


@given(s.images(s.FLOATS, nan=True))
def test_floats_stay_in_range_and_in_order(img):
    answer = mh.stretch(img)
    finite = img[np.isfinite(img)]
    if len(finite) and finite.min() < finite.max():
        assert answer[img == finite.min()].max() == 0 and answer[img == finite.max()].min() == 255
    assert (answer[np.isnan(img)] == 0).all()
    order = np.argsort(np.nan_to_num(img.ravel(), nan=-np.inf))
    if len(finite):
        assert (np.diff(answer.ravel()[order].astype(int)) >= 0).all()


@pytest.mark.parametrize("dtype", ["u1", "u2", "i4", "f4", "f8"])
def test_mahotas_agrees_to_its_rounding(dtype):
    mahotas = pytest.importorskip("mahotas")
    rng = np.random.default_rng(0)
    img = (rng.random((40, 50)) * 200).astype(dtype)
    for arguments in ((), (255,), (20,), (10, 20), (3, 200)):
        ours, theirs = mh.stretch(img, *arguments).astype(int), mahotas.stretch(img, *arguments).astype(int)
        assert set(np.unique(ours - theirs)) <= {0, 1}
        assert (ours != theirs).mean() < 0.02


@pytest.mark.parametrize("ends", [(0, 255), (10, 200), (0.5, 100), (200, 10)])
def test_float32_is_stretched_as_float64(ends):
    rng = np.random.default_rng(4)
    for largest in (1e-3, 1.0, 255.0, 1e20):
        for a in (rng.random(5000) * largest, np.floor(rng.random(5000) * largest), np.linspace(0, largest, 256)):
            a = a.astype(np.float32)
            a[7:9] = np.nan, np.inf
            np.testing.assert_array_equal(mh.stretch(a, *ends), mh.stretch(a.astype(np.float64), *ends))


def test_nothing_wraps():
    assert mh.stretch([0, 10], 300).tolist() == [0, 255]
    assert mh.stretch([0, 10], -50, 50).tolist() == [0, 50]
    assert mh.stretch([0, 5, 10], -300, 300, dtype=np.int8).tolist() == [-128, 0, 127]
    assert mh.stretch([0, 10], 0, 2.0**70, dtype=np.uint64).tolist() == [0, 2**64 - 1]
    assert mh.stretch(np.array([0, 2**64 - 1], np.uint64)).tolist() == [0, 255]


@given(s.images(["i1", "u1", "i4"], min_side=1), st.integers(-300, 300), st.integers(-300, 300))
def test_any_ends_exactly(img, first, last):
    answer = mh.stretch(img, first, last, dtype=np.int16)
    np.testing.assert_array_equal(answer, formula(img.astype(np.int64), first, last))


def test_ends_may_be_exchanged():
    assert mh.stretch([0, 1, 5], 255, 0).tolist() == [255, 204, 0]
    assert mh.stretch([0.0, np.nan, 5.0], 255, 0).tolist() == [255, 255, 0]


def test_not_finite_pixels_do_not_spoil_the_others():
    img = np.array([np.nan, 1, 3, np.inf, -np.inf, 2])
    assert mh.stretch(img).tolist() == [0, 0, 255, 255, 0, 127]
    assert mh.stretch(np.full(3, np.nan)).tolist() == [0, 0, 0]
    assert mh.stretch([np.inf, 4.0, np.nan], 7, 9).tolist() == [9, 7, 7]
    assert mh.stretch([np.inf, 4.0, -np.inf], 7, 9, float).tolist() == [9, 7, 7]


def test_extreme_ranges():
    big = np.finfo(float).max
    assert mh.stretch([-big, 0, big]).tolist() == [0, 127, 255]
    assert mh.stretch([0, 5e-324, 1e-323]).tolist() == [0, 127, 255]
    assert mh.stretch(np.array([0, 1, 2], np.longdouble)).tolist() == [0, 127, 255]
    assert mh.stretch(np.array([0, 1, 2], np.float16), dtype=np.float16).dtype == np.float16


def test_constant_and_empty():
    assert mh.stretch(np.full((3, 4), 9), 10, 20).tolist() == np.full((3, 4), 10).tolist()
    assert mh.stretch(np.zeros((0, 4))).shape == (0, 4)
    assert mh.stretch(7).shape == ()


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_do_not_matter(threads):
    img = np.random.default_rng(1).random((1500, 1400)).astype(np.float32)
    np.testing.assert_array_equal(mh.stretch(img, threads=threads), mh.stretch(img, threads=1))


def test_stretch_errors():
    for wrong, error in ((None, TypeError), ("x", TypeError), (np.zeros(3, complex), TypeError)):
        with pytest.raises(error, match="img"):
            mh.stretch(wrong)
    with pytest.raises(TypeError, match="dtype"):
        mh.stretch([1, 2], dtype=complex)
    with pytest.raises(ValueError, match="arg1"):
        mh.stretch([1, 2], 0, np.nan)
    with pytest.raises(ValueError, match="2 or 3 axes"):
        mh.stretch_rgb(np.zeros((2, 2, 3, 3)))


def test_module_and_function():
    import pyimg.stretch
    from pyimg.stretch import stretch

    assert pyimg.stretch is stretch


def test_stretch_rgb_takes_channels_apart():
    img = np.random.default_rng(0).integers(0, 90, (6, 7, 3))
    for i in range(3):
        np.testing.assert_array_equal(mh.stretch_rgb(img, 9)[..., i], mh.stretch(img[..., i], 9))


def test_as_rgb():
    a = np.arange(6).reshape(2, 3)
    picture = mh.as_rgb(a, None, 7)
    assert picture.dtype == np.uint8 and picture.shape == (2, 3, 3)
    np.testing.assert_array_equal(picture[..., 0], mh.stretch(a))
    assert (picture[..., 1] == 0).all() and (picture[..., 2] == 7).all()
    assert mh.as_rgb(np.zeros((2, 3, 4)), 1, 2).shape == (2, 3, 4, 3)
    for wrong in ((None, None, None), (a, a[:1], None), (a, 300, None), (a, -1, None)):
        with pytest.raises(ValueError):
            mh.as_rgb(*wrong)


@given(st.data())
def test_overlay(data):
    gray = data.draw(s.images(["u1"], min_dims=2, max_dims=3))
    mask = data.draw(s.images(["?", "i4"], shape=gray.shape))
    picture = mh.overlay(gray, green=mask)
    np.testing.assert_array_equal(picture[..., 0], gray)
    np.testing.assert_array_equal(picture[..., 1], np.where(mask != 0, 255, gray))


def test_overlay_contours():
    labels = np.zeros((7, 9), int)
    labels[1:6, 1:4], labels[1:6, 4:8] = 1, 2
    outline = mh.overlay(np.zeros((7, 9), np.uint8), red=labels, contours=True)[..., 0] > 0
    inside = np.zeros((7, 9), bool)
    inside[2:5, 2:3] = inside[2:5, 5:7] = True
    np.testing.assert_array_equal(outline, (labels > 0) & ~inside)


def test_overlay_errors():
    with pytest.raises(ValueError, match="uint8"):
        mh.overlay(np.zeros((3, 3)), if_gray_dtype_not_uint8="error")
    with pytest.raises(ValueError, match="shape of `gray`"):
        mh.overlay(np.zeros((3, 3)), red=np.zeros((3, 4)))
    with pytest.raises(ValueError, match="one of"):
        mh.overlay(np.zeros((3, 3)), if_gray_dtype_not_uint8="shrink")


@pytest.mark.parametrize("dtype", ["u1", "i2", "u4", "i8"])
def test_what_fills_the_range_stays_as_it_is(dtype):
    a = np.random.default_rng(0).permutation(256).astype(dtype).reshape(16, 16)
    stretched = mh.stretch(a)
    assert stretched.dtype == np.uint8 and stretched is not a
    np.testing.assert_array_equal(stretched, a)
    np.testing.assert_array_equal(mh.stretch(a[a < 200], 0, 199), a[a < 200])
    np.testing.assert_array_equal(mh.stretch(a, 255, 0), 255 - a.astype(int))
