"""Thresholds."""

import itertools

import numpy as np
import pytest
import strategies as s
from hypothesis import assume, given
from hypothesis import strategies as st

import pyimg as mh
from pyimg.thresholding import bernsen, gbernsen, otsu, rc, soft_threshold

FINITE = [*s.PIXELS, np.dtype("f2")]


def between(a, T):
    """Give the variance between the classes, in exact arithmetic where the values are moderate."""
    low, high = a[a <= T], a[a > T]
    return low.size * high.size * (low.mean() - high.mean()) ** 2 if low.size and high.size else 0


@given(s.images(FINITE, min_side=1, max_dims=2))
def test_otsu_is_the_best_of_all(img):
    a = np.asarray(img).astype(np.float64)
    assume(np.abs(a).max() < 1e9)
    T = otsu(img)
    assert type(T) is (float if img.dtype.kind == "f" else int)
    tries = [between(a, v) for v in np.unique(a)]
    assert between(a, T) == pytest.approx(max(tries), rel=1e-9)
    if max(tries) > 0:
        assert T in a


def slow_rc(a):
    """Follow the definition level by level."""
    levels = np.unique(a)
    if len(levels) == 1:
        return levels[0]
    for t, following in itertools.pairwise(levels):
        T = (a[a <= t].mean() + a[a > t].mean()) / 2
        if following >= T:
            return T
    return T


@given(s.images(FINITE, min_side=1, max_dims=2))
def test_rc(img):
    a = np.asarray(img).astype(np.float64)
    assume(np.abs(a).max() < 1e6)
    assert rc(img) == pytest.approx(slow_rc(a), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("dtype", ["u1", "u2"])
def test_as_mahotas(dtype):
    mahotas = pytest.importorskip("mahotas")
    rng = np.random.default_rng(0)
    for k in range(6):
        a = np.concatenate([rng.normal(60, 10, 3000), rng.normal(60 + 25 * k, 20, 1000), np.zeros(500)])
        a = (np.clip(a, 0, 255) * (1 if dtype == "u1" else 41)).astype(dtype)
        for zeros in (False, True):
            assert otsu(a, zeros) == mahotas.otsu(a, zeros)
            assert rc(a, zeros) == mahotas.rc(a, zeros)


def test_thresholds_move_with_the_image():
    a = np.random.default_rng(1).integers(0, 200, (30, 40)) ** 2
    T, R = otsu(a), rc(a)
    for moved in (a - 20000, a.astype(np.int32) - 20000, (a - 20000).astype(float), a.astype(np.int64) - 20000 + 2**40):
        base = int(moved.min()) - int(a.min())
        assert otsu(moved) == T + base
        assert rc(moved) == pytest.approx(R + base)
    assert otsu(a * 1e200) == pytest.approx(T * 1e200)
    assert rc(a * 1e200) == pytest.approx(R * 1e200)
    assert otsu(a * 1e-200) == pytest.approx(T * 1e-200)
    huge = np.array([-(2**63), 2**63 - 1, 2**63 - 2])
    assert otsu(huge) == -(2**63)


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("kind", range(6))
def test_many_floats_as_if_all_were_sorted(kind, dtype, monkeypatch):
    rng = np.random.default_rng(kind)
    a = np.concatenate([rng.normal(0, 1, 30000), rng.normal(6, 2, 9000)])
    a = [a, np.abs(a), a**3, np.append(a, 1e7), np.round(a, 1), rng.choice([-3.5, 2, 9.25], 40000)][kind].astype(dtype)
    rng.shuffle(a)
    fast = [otsu(a), otsu(a, True), rc(a), rc(a, True)]
    monkeypatch.setattr("pyimg.thresholding._global._FEW", 10**9)
    assert [otsu(a), otsu(a, True)] == fast[:2]
    assert [rc(a), rc(a, True)] == pytest.approx(fast[2:], rel=1e-9)


def test_constant_empty_and_zero_images():
    for method in (otsu, rc):
        assert method(np.zeros((4, 4), np.uint8)) == method(np.zeros((4, 4), np.uint8), ignore_zeros=True) == 0
        assert method(np.full(3, -7)) == -7
        assert method(np.array([0, 0, 0, 5, 9]), ignore_zeros=True) >= 5
        with pytest.raises(ValueError, match="empty"):
            method(np.zeros((0, 3), np.uint8))
        with pytest.raises(ValueError, match="finite"):
            method(np.array([1, np.nan]))
    assert otsu(np.full(3, 7, np.uint8)) == 0
    assert rc(np.full(3, 7, np.uint8)) == 7


@given(s.images("i1 u1 i4 u8 f2 f4 f8".split(), nan=True), st.sampled_from([0, 1, 3, 100, 1000]))
def test_soft_threshold(f, t):
    ours = soft_threshold(f, t)
    assert ours.dtype == f.dtype.newbyteorder("=")
    with np.errstate(all="ignore"):
        for v, o in zip(np.asarray(f).ravel().tolist(), ours.ravel().tolist()):
            expected = v - t if v > t else v + t if v < -t else v if v != v else 0
            if f.dtype.kind == "f":
                expected = f.dtype.type(expected)
            np.testing.assert_equal(o, expected)


def test_soft_threshold_as_pywt_and_errors():
    pywt = pytest.importorskip("pywt")
    a = np.random.default_rng(0).normal(size=(20, 30))
    np.testing.assert_allclose(soft_threshold(a, 0.7), pywt.threshold(a, 0.7, "soft"), rtol=1e-12, atol=1e-12)
    assert soft_threshold(np.array([2, 3], np.longdouble), 1).dtype == np.longdouble
    with pytest.raises(ValueError, match="tval"):
        soft_threshold(a, -1)
    with pytest.raises(ValueError, match="whole"):
        soft_threshold(np.arange(3), 0.5)
    with pytest.raises(TypeError):
        soft_threshold(a > 0, 1)


@given(s.images("? u1 i1 u2 i4 f4 f8".split(), min_side=1, max_dims=3, max_side=5), st.data())
def test_gbernsen(f, data):
    se = data.draw(s.structuring_elements(f.ndim, max_side=4))
    contrast, level = data.draw(st.sampled_from([0, 1, 2.5, 1000])), data.draw(st.sampled_from([-1, 0.5, 2]))
    exact = (lambda v: int(v)) if f.dtype.kind in "bui" else float
    padded = np.pad(np.asarray(f), 4, "symmetric")
    steps = np.argwhere(se) - np.array([n // 2 for n in se.shape])
    expected = np.zeros(f.shape, bool)
    for p in np.ndindex(f.shape):
        near = [exact(padded[tuple(np.add(p, d) + 4)]) for d in steps]
        v, a, b = exact(f[p]), min(near), max(near)
        expected[p] = v > level if b - a < contrast else 2 * v > a + b
    np.testing.assert_array_equal(gbernsen(f, se, contrast, level), expected)


def test_bernsen():
    f = np.zeros((32, 32), np.uint8)
    f[16:] = 200
    assert bernsen(f, 3, 10, 50)[20, 16] and not bernsen(f, 3, 10, 50)[5, 16]
    # signed images too, which mahotas's range wraps
    signed = (f.astype(int) - 100).astype(np.int8)
    np.testing.assert_array_equal(bernsen(signed, 3, 10, -50), bernsen(f, 3, 10, 50))
    np.testing.assert_array_equal(bernsen(f, 10**9, 10), f > 100)
    volume = np.random.default_rng(0).integers(0, 255, (6, 7, 8), np.uint8)
    ball = sum(np.square(v - 3) for v in np.ogrid[:7, :7, :7]) < 9
    np.testing.assert_array_equal(bernsen(volume, 3, 10), gbernsen(volume, ball, 10, 128))
    for bad in (0, -1):
        with pytest.raises(ValueError, match="radius"):
            bernsen(f, bad, 10)
    with pytest.raises(ValueError, match="se"):
        gbernsen(f, np.zeros((3, 3)), 1, 1)
    assert mh.thresholding.bernsen(np.zeros((0, 3)), 2, 1).shape == (0, 3)


def bimodal(dtype):
    rng = np.random.default_rng(5)
    a = np.concatenate([rng.normal(60, 12, 4000), rng.normal(170, 25, 1500)]).reshape(50, -1)
    return np.clip(a, 0, 255).astype(dtype)


@pytest.mark.parametrize("dtype", ["u1", "i4", "f4", "f8"])
@pytest.mark.parametrize("name", ["li", "yen", "triangle"])
def test_as_scikit_image(name, dtype):
    filters = pytest.importorskip("skimage.filters")
    a = bimodal(dtype)
    tolerance = 0.5 if name == "li" else 1e-4
    for b in (a, a.max() - a, a[:, ::3]):
        ours, theirs = getattr(mh.thresholding, name)(b), getattr(filters, f"threshold_{name}")(b)
        assert ours == pytest.approx(theirs, abs=tolerance)
    assert getattr(mh.thresholding, name)(np.full(4, 7, dtype)) == 7


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_multiotsu(classes):
    filters = pytest.importorskip("skimage.filters")
    a = bimodal("u1")
    np.testing.assert_array_equal(mh.thresholding.multiotsu(a, classes), filters.threshold_multiotsu(a, classes))
    assert mh.thresholding.multiotsu(a, 2)[0] == otsu(a)
    theirs = filters.threshold_multiotsu(a.astype(float) / 7, classes)
    np.testing.assert_allclose(mh.thresholding.multiotsu(a.astype(float) / 7, classes), theirs, atol=0.2)
    with pytest.raises(ValueError, match="grey levels"):
        mh.thresholding.multiotsu(np.array([1, 2]), 3)


@pytest.mark.parametrize("shape", [(30, 40), (12, 13, 14)])
def test_window_thresholds_as_scikit_image(shape):
    filters = pytest.importorskip("skimage.filters")
    a = np.random.default_rng(0).integers(0, 255, shape, np.uint8)
    for size in (3, (5,) * (len(shape) - 1) + (9,)):
        np.testing.assert_allclose(mh.thresholding.niblack(a, size), filters.threshold_niblack(a, size), rtol=1e-9)
        np.testing.assert_allclose(mh.thresholding.sauvola(a, size), filters.threshold_sauvola(a, size), rtol=1e-9)
    with pytest.raises(ValueError, match="odd"):
        mh.thresholding.niblack(a, 4)
    with pytest.raises(ValueError, match="`r`"):
        mh.thresholding.sauvola(a, 3, r=0)


@pytest.mark.parametrize("dtype", ["?", "i1", "u2", "f2", "f4", ">f8", "g"])
@pytest.mark.parametrize(
    ("shape", "size"),
    [((7,), 99), ((5, 1), (9, 3)), ((300, 2000), (5, 15)), ((3, 4, 5), (21, 3, 5)), ((70, 8, 9), (3, 1, 5)), ((), ())],
)
def test_windows_of_any_size(shape, size, dtype):
    a = np.random.default_rng(0).integers(0, 100, shape).astype(dtype)
    mean, square = np.asarray(a, float), np.asarray(a, float) ** 2
    for axis, width in enumerate(np.broadcast_to(size, a.ndim)):
        pad = [(width // 2,) * 2 if d == axis else (0, 0) for d in range(a.ndim)]
        mean, square = (
            np.lib.stride_tricks.sliding_window_view(np.pad(v, pad, "reflect"), width, axis).mean(-1)
            for v in (mean, square)
        )
    spread = np.sqrt(np.maximum(square - mean**2, 0))
    answer = mh.thresholding.niblack(a, size)
    np.testing.assert_allclose(answer, mean - 0.2 * spread, rtol=1e-9, atol=1e-6)
    mh.set_threads(3)
    try:
        np.testing.assert_array_equal(mh.thresholding.niblack(a, size), answer)
    finally:
        mh.set_threads(None)


def test_windows_hold_what_is_not_finite():
    a = np.random.default_rng(0).random((200, 60))
    a[20, 20], a[150, 50] = np.nan, np.inf
    assert (~np.isfinite(mh.thresholding.sauvola(a, 5))).sum() == 50


@pytest.mark.parametrize(
    ("dtype", "low"), [("u8", 2**63), ("u8", 2**64 - 9), ("i8", -(2**63)), ("i8", 2**63 - 9), ("i1", -128)]
)
def test_levels_at_the_ends_of_a_type(dtype, low):
    img = np.array([low, low, low + 8], dtype)
    assert mh.otsu(img) == low
    assert mh.rc(img) == float(low) + 4


@pytest.mark.parametrize("function", [mh.otsu, mh.rc, mh.thresholding.li])
@pytest.mark.parametrize("dtype", ["u1", "i4", "f8"])
def test_a_mask_leaves_pixels_out(function, dtype):
    rng = np.random.default_rng(8)
    img, mask = rng.integers(1, 200, (150, 160)).astype(dtype), rng.random((150, 160)) < 0.4
    assert function(img, mask=mask) == function(img[mask])
    assert function(img, mask=np.ones(img.shape, int)) == function(img)
    for bad in (mask[1:], np.zeros(img.shape)):
        with pytest.raises(ValueError, match="`mask`"):
            function(img, mask=bad)
