"""Linear filters against hand computations, mahotas, SciPy, and themselves."""

import tracemalloc

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg import filters
from pyimg.filters import _gaussian, _weights
from pyimg.filters import _plan as _linear

MODES = ("nearest", "wrap", "reflect", "mirror", "constant")
SHAPES = ((9,), (1,), (5, 6), (1, 1), (3, 4, 5), (12, 10, 3), (2, 3, 1, 4), (30, 40), (6, 9, 70))
mode_names = st.sampled_from([*MODES, "ignore"])


def image(shape, dtype, seed=0):
    return (np.random.default_rng(seed).random(shape) * 200).astype(dtype)


def close(a, b, relative=1e-12):
    np.testing.assert_allclose(a, b, rtol=0, atol=relative * max(1, np.abs(b).max(initial=0)))


# known answers


def test_weights_are_kept_as_they_are_and_sums_rounded_to_even_within_the_range():
    f = np.array([0, 1, 2, 255, 200], np.uint8)
    assert mh.convolve1d(f, [0.5], 0).tolist() == [0, 0, 1, 128, 100]
    assert mh.convolve1d(f, [2.5], 0).tolist() == [0, 2, 5, 255, 255]
    assert mh.convolve1d(f, [-1], 0).tolist() == [0, 0, 0, 0, 0]
    assert mh.convolve(np.full((5, 5), 100, np.uint8), np.full((3, 3), 1 / 9)).tolist() == [[100] * 5] * 5


def test_it_is_a_correlation_about_the_middle():
    f = np.array([0.0, 0, 1, 0, 0])
    assert mh.convolve1d(f, [1, 2, 3], 0).tolist() == [0, 3, 2, 1, 0]
    assert mh.convolve1d(f, [1, 2], 0).tolist() == [0, 0, 2, 1, 0]  # the centre of an even size is size // 2


def test_a_bool_image_asks_whether_the_sum_is_not_zero():
    f = np.array([True, False, False, True])
    assert mh.convolve1d(f, [1, -1], 0).tolist() == [False, True, False, True]


def test_weights_of_zero_take_no_part():
    f = np.array([[1, np.nan, 3.0], [4, 5, 6]])
    got = mh.convolve(f, np.array([[1, 0, 1]]), mode="constant")
    np.testing.assert_array_equal(got, [[np.nan, 4, np.nan], [5, 10, 5]])
    assert mh.convolve1d(f[0], [-1, 0, 1], 0, mode="nearest")[1] == 2


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_weights_of_zero_in_a_block_do_not_meet_what_is_not_finite(dtype, odd):
    cross = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    a = np.random.default_rng(2).random((40, 50)).astype(dtype)
    finite = mh.convolve(a, cross)
    a[20, 30] = odd
    answer = mh.convolve(a, cross)
    near = np.zeros(a.shape, bool)
    near[19:22, 29:32] = cross
    assert not np.isfinite(answer[near]).any()
    np.testing.assert_array_equal(answer[~near], finite[~near])
    outside = mh.convolve(a[:10], cross, mode="constant", cval=odd)
    assert np.isfinite(outside[1:-1, 1:-1]).all() and not np.isfinite(outside[0]).any()


@pytest.mark.parametrize("mode", MODES)
def test_modes_by_hand(mode):
    beyond = {"nearest": 1, "wrap": 4, "reflect": 1, "mirror": 2, "constant": 7}[mode]
    assert mh.convolve1d(np.array([1.0, 2, 3, 4]), [1, 0, 0], 0, mode=mode, cval=7)[0] == beyond


def test_gaussian_of_a_point_is_the_gaussian():
    f = np.zeros(21)
    f[10] = 1
    w = np.exp(-(np.arange(-8, 9.0) ** 2) / 8)
    close(mh.gaussian_filter(f, 2)[2:19], w / w.sum())


def test_derivatives_have_mahotas_signs():
    x = np.arange(-20.0, 21)
    assert mh.gaussian_filter1d(x, 2, order=1)[20] == pytest.approx(-1, abs=1e-2)  # minus the derivative
    assert mh.gaussian_filter1d(x**2, 2, order=2)[20] == pytest.approx(2, abs=2e-2)
    assert mh.gaussian_filter1d(x**3, 2, order=3)[20] == pytest.approx(-6, abs=0.4)


def test_sigma_zero_leaves_an_axis_alone():
    f = image((6, 7), float)
    np.testing.assert_array_equal(mh.gaussian_filter(f, 0), f)
    close(mh.gaussian_filter(f, (0, 1.5)), mh.gaussian_filter1d(f, 1.5, axis=1))


def test_laplacian_by_hand():
    f = np.zeros((5, 5))
    f[2, 2] = 6
    assert np.allclose(mh.laplacian_2D(f)[1:4, 1:4], [[1, 4, 1], [4, -20, 4], [1, 4, 1]])


# oracles


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", ["f8", "f4", "u1", "i2", "?"])
def test_gaussian_is_scipys(shape, dtype):
    ndi = pytest.importorskip("scipy.ndimage")
    a = image(shape, dtype)
    tolerance = 2e-6 if dtype == "f4" else 1e-12
    for mode in MODES:
        for order in (0, [i % 4 for i in range(len(shape))]):
            for sigma in (1, [0.7 * (i + 1) for i in range(len(shape))], 5):
                wanted, orders = a.astype(float), np.broadcast_to(order, len(shape))
                for axis, (width, n) in enumerate(zip(np.broadcast_to(sigma, len(shape)), orders)):
                    sign = -1 if n % 2 else 1
                    wanted = sign * ndi.gaussian_filter1d(wanted, width, axis, int(n), mode=mode, cval=3.5)
                got = mh.gaussian_filter(a, sigma, order, mode, 3.5)
                assert got.dtype == (np.float32 if dtype == "f4" else np.float64)
                np.testing.assert_allclose(got, wanted, rtol=0, atol=tolerance * max(200, np.abs(wanted).max()))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", ["f8", "f4", "u1", "i2", "u4", "?"])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 6])
def test_convolve_is_scipys(shape, dtype, size):
    ndi = pytest.importorskip("scipy.ndimage")
    a = image(shape, dtype)
    rng = np.random.default_rng(size)
    for mode in MODES:
        weights = rng.integers(-3, 4, tuple(max(1, size - i % 2) for i in range(len(shape)))).astype(float)
        wanted = ndi.correlate(a.astype(float), weights, mode=mode, cval=2.0)
        if dtype == "?":
            wanted = wanted != 0
        elif dtype not in ("f4", "f8"):
            wanted = np.clip(wanted, np.iinfo(dtype).min, np.iinfo(dtype).max)
        got = mh.convolve(a, weights, mode, 2.0)
        assert got.dtype == a.dtype
        scale = np.abs(weights).sum() * 200
        tolerance = 1e-6 * scale if dtype == "f4" else 1e-13 * scale if dtype == "f8" else 0
        np.testing.assert_allclose(got.astype(float), wanted, rtol=0, atol=tolerance)


@pytest.mark.parametrize("dtype", ["f8", "f4"])
def test_mahotas_agrees(dtype):
    mahotas = pytest.importorskip("mahotas")
    a = image((31, 45), dtype)
    for order in range(4):
        close(mh.gaussian_filter(a, 1.5, order), mahotas.gaussian_filter(a, 1.5, order), 1e-6 if dtype == "f4" else 1e-12)
    for mode in mahotas.convolve.__globals__["modes"]:
        w = np.random.default_rng(1).random((4, 3)).astype(dtype)
        close(mh.convolve(a, w, mode), mahotas.convolve(a, w, mode), 1e-6 if dtype == "f4" else 1e-12)
    for axis in (0, 1):
        close(mh.convolve1d(a, [1, 2, 4, 1], axis), mahotas.convolve1d(a, [1, 2, 4, 1], axis), 1e-6)
    close(mh.laplacian_2D(a, 0.3), mahotas.laplacian_2D(a.astype(float), 0.3))


@pytest.mark.parametrize("mode", [*MODES, "ignore"])
@pytest.mark.parametrize("order", range(4))
@pytest.mark.parametrize("sigma", [30, 300.7])
def test_a_gaussian_much_wider_than_the_image_is_folded(mode, order, sigma, monkeypatch):
    a = image((6, 9), float)
    got = mh.gaussian_filter(a, sigma, order, mode, 2.0)
    monkeypatch.setattr(_gaussian, "on_line", lambda sigma, order, n, mode: _weights.gaussian(sigma, order))
    close(got, mh.gaussian_filter(a, sigma, order, mode, 2.0), 1e-11)


@pytest.mark.parametrize("mode", [*MODES, "ignore"])
@pytest.mark.parametrize("order", range(4))
def test_weights_on_short_lines_are_sums_of_long_ones(mode, order):
    for sigma in (20.7, 31, 64, 129.4, 1000):
        long = _weights.gaussian(sigma, order)
        for n in (1, 2, 3, 7, 40):
            period = {"wrap": n, "reflect": 2 * n, "mirror": 2 * n - 2}.get(mode, 0)
            short = _weights.on_line(sigma, order, n, mode)
            reach, radius = len(short) // 2, len(long) // 2
            k = np.arange(-radius, radius + 1)
            if period:  # both of k and k - period may be there: only what meets the same pixel is compared
                short, at = np.bincount(np.arange(-reach, reach + 1) % period, short), k % period
            else:
                at = np.clip(k, -reach, reach) + reach
            np.testing.assert_allclose(short, np.bincount(at, long), rtol=0, atol=2e-15 * np.abs(long).sum())


def test_the_widest_gaussian_is_the_mean():
    a = image((5, 7, 3), float)
    tracemalloc.start()
    try:
        got = mh.gaussian_filter(a, 1e6)
        assert tracemalloc.get_traced_memory()[1] < 1e6  # no table of 8 million weights
    finally:
        tracemalloc.stop()
    np.testing.assert_allclose(got, a.mean(), rtol=1e-7)
    assert mh.gaussian_filter(np.zeros((0, 3)), 1e6).shape == (0, 3)


# relations


@given(s.images(min_side=1), st.data())
def test_flipping_the_image_flips_the_answer(a, data):
    axis = data.draw(st.integers(0, a.ndim - 1))
    mode = data.draw(mode_names)
    got = np.flip(mh.gaussian_filter(np.flip(a, axis), 0.8, mode=mode), axis)
    np.testing.assert_array_equal(mh.gaussian_filter(a, 0.8, mode=mode), got)


@given(s.images(dtypes=("f4", "f8", "u1", "i4"), min_dims=2, max_dims=3), st.data())
def test_memory_layout_does_not_matter(a, data):
    w = data.draw(s.arrays("i1", (3, 2, 4)[: a.ndim])) / 4
    mode = data.draw(mode_names)
    got, wanted = mh.convolve(a, w, mode), mh.convolve(np.ascontiguousarray(a, a.dtype.newbyteorder("=")), w, mode)
    np.testing.assert_array_equal(got, wanted)


@pytest.mark.parametrize("dtype", ["f4", "f8", "u1", "i4"])
def test_one_line_of_weights_is_convolve1d(dtype):
    f = image((23, 31, 4), dtype)
    for w in ([0.1, 0.7, 0.5], [-0.1, 0.5, 0.7, 0.5], [1, 0, 3], [2]):
        for axis in range(3):
            shape = [1, 1, 1]
            shape[axis] = -1
            np.testing.assert_array_equal(mh.convolve1d(f, w, axis), mh.convolve(f, np.reshape(w, shape)))


@pytest.mark.parametrize("shape", [(300, 500), (700, 65), (30, 60, 70)], ids=str)
@pytest.mark.parametrize("dtype", ["u1", "f4", "f8"])
@pytest.mark.parametrize("mode", ["reflect", "wrap"])
def test_threads_do_not_change_a_bit(shape, dtype, mode):
    a = image(shape, dtype)
    w = np.random.default_rng(0).random((5, 5, 3)[: a.ndim])
    for call in (
        lambda n: mh.gaussian_filter(a, 6, mode=mode, threads=n),
        lambda n: mh.gaussian_filter1d(a, 6, axis=0, mode=mode, threads=n),
        lambda n: mh.convolve(a, w, mode, threads=n),
    ):
        np.testing.assert_array_equal(call(1), call(5))


def test_products_of_lines_are_found_and_give_the_same():
    g = np.exp(-(np.arange(-3, 4.0) ** 2) / 3)
    for w in (np.outer(g, g[1:]), np.outer(g, g)[:, None, :] * np.array([1.0, 2, 1])[:, None], np.ones((5, 5))):
        lines = _linear.factors(w, np.dtype(float))
        assert lines is not None
        a = image((20, 21, 22)[: w.ndim], float)
        out = np.empty(a.shape)
        _linear.correlate(a, w, "reflect", 0.0, out, out.dtype)
        close(mh.convolve(a, w), out)
    assert _linear.factors(np.ones((5, 5)), np.dtype(np.uint8)) is None
    assert _linear.factors(np.outer(g, g) + np.eye(7), np.dtype(float)) is None


# arguments


@pytest.mark.parametrize("call", [
    lambda f, out: mh.gaussian_filter(f, 1.0, out=out), lambda f, out: mh.gaussian_filter1d(f, 1.0, out=out),
    lambda f, out: mh.convolve(f, np.ones((2, 3)), out=out), lambda f, out: mh.convolve1d(f, [1, 2], 0, out=out),
])  # fmt: skip
def test_out_is_used_checked_and_may_be_the_input(call):
    f = image((7, 8), float)
    wanted = call(f, None)
    out = np.empty_like(f)
    assert call(f, out) is out
    np.testing.assert_array_equal(out, wanted)
    same = f.copy()
    np.testing.assert_array_equal(call(same, same), wanted)
    for bad in (np.empty((7, 9)), np.empty((7, 8), np.float32), np.empty((8, 7)).T, np.empty((7, 16))[:, ::2]):
        with pytest.raises(ValueError, match="`out`"):
            call(f, bad)


def test_output_is_a_deprecated_name():
    f, out = image((4, 5), float), np.empty((4, 5))
    for call in (
        lambda: mh.gaussian_filter(f, 1, output=out), lambda: mh.gaussian_filter1d(f, 1, output=out),
        lambda: mh.convolve(f, np.ones((1, 1)), output=out),
    ):  # fmt: skip
        with pytest.warns(DeprecationWarning, match="output"):
            assert call() is out


def test_types():
    a = image((5, 6), "f2")
    assert mh.gaussian_filter(a, 1).dtype == np.float16
    assert mh.convolve(a, np.ones((1, 2))).dtype == np.float16
    wide = image((5, 6), np.longdouble) / 3
    got = mh.gaussian_filter(wide, 1)
    assert got.dtype == np.longdouble
    close(got, mh.gaussian_filter(wide.astype(float), 1))
    assert mh.convolve(wide, np.ones((3, 3))).dtype == np.longdouble
    u = image((5, 6), "u1")
    single = mh.gaussian_filter(u, 2, dtype=np.float32)
    assert single.dtype == np.float32
    close(single, mh.gaussian_filter(u, 2), 1e-6)
    assert mh.gaussian_filter(u.tolist(), 1).shape == (5, 6)
    for bad in (a + 1j, u.astype(object)):
        with pytest.raises(TypeError):
            mh.gaussian_filter(bad, 1)


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0), (2, 0, 4), ()])
def test_nothing_and_single_numbers(shape):
    a = np.ones(shape)
    assert mh.gaussian_filter(a, 1).shape == shape
    assert mh.convolve(a, np.full((1,) * len(shape), 2.0)).shape == shape
    assert mh.convolve(np.array(3), np.array(2)) == 6


@pytest.mark.parametrize(("call", "error", "words"), [
    (lambda a: mh.gaussian_filter(a, 0.1), ValueError, "sigma"),
    (lambda a: mh.gaussian_filter(a, -1), ValueError, "sigma"),
    (lambda a: mh.gaussian_filter(a, (1, 2, 3)), ValueError, "sigma"),
    (lambda a: mh.gaussian_filter(a, "x"), TypeError, "sigma"),
    (lambda a: mh.gaussian_filter(a, 1, order=4), ValueError, "order"),
    (lambda a: mh.gaussian_filter(a, 1, order=1.5), ValueError, "order"),
    (lambda a: mh.gaussian_filter(a, 0, order=1), ValueError, "sigma"),
    (lambda a: mh.gaussian_filter(a, 1, mode="edge"), ValueError, "mode"),
    (lambda a: mh.gaussian_filter(a, 1, dtype=int), ValueError, "dtype"),
    (lambda a: mh.gaussian_filter1d(a, 1, axis=2), ValueError, "axis"),
    (lambda a: mh.convolve(a, np.ones(3)), ValueError, "weights"),
    (lambda a: mh.convolve(a, np.ones((0, 3))), ValueError, "weights"),
    (lambda a: mh.convolve(a, np.full((3, 3), np.nan)), ValueError, "weights"),
    (lambda a: mh.convolve1d(a, np.ones((2, 3)), 0), ValueError, "weights"),
    (lambda a: mh.laplacian_2D(a[0]), ValueError, "array"),
])  # fmt: skip
def test_errors_name_the_argument(call, error, words):
    with pytest.raises(error, match=f"`{words}`"):
        call(np.ones((4, 5)))


@pytest.mark.parametrize("threads", [1, 3])
def test_long_lines_are_done_in_blocks(threads):
    a = image(300_000, "f4")
    close(mh.gaussian_filter(a, 3, threads=threads), mh.gaussian_filter(a.astype(float), 3), 1e-6)
    b = image(1_100_000, "u1")
    got = mh.convolve1d(b, [0.3, 0.4, 0.3], 0, threads=threads)
    np.testing.assert_array_equal(got[:5000], mh.convolve1d(b[:5001], [0.3, 0.4, 0.3], 0)[:5000])


def test_integers_at_the_ends_of_their_range():
    for dtype in ("i1", "u2", "i4", "u4", "i8", "u8"):
        info = np.iinfo(dtype)
        a = np.array([info.min, info.max], dtype)
        np.testing.assert_array_equal(mh.convolve1d(a, [4], 0), a if info.min < 0 else [0, info.max])
    assert filters.__all__


@pytest.mark.parametrize("dtype", ["u1", "i8", "f4", "f8"])
def test_a_masked_gaussian_sees_only_the_mask(dtype):
    rng = np.random.default_rng(4)
    a, mask = rng.integers(0, 99, (20, 31)).astype(dtype), rng.random((20, 31)) < 0.7
    spoilt = np.where(mask, a, 77 if a.dtype.kind in "ui" else np.nan).astype(dtype)
    got = mh.gaussian_filter(spoilt, 1.5, mask=mask)
    wanted = mh.gaussian_filter(np.where(mask, a, 0.0), 1.5) / mh.gaussian_filter(mask.astype(float), 1.5)
    assert got.dtype == (np.float32 if dtype == "f4" else np.float64)
    np.testing.assert_allclose(got, wanted, rtol=1e-5 if dtype == "f4" else 1e-12)
    np.testing.assert_allclose(mh.gaussian_filter(a, 1.5, mask=np.ones(a.shape)), mh.gaussian_filter(a, 1.5), rtol=1e-5)
    constant = mh.gaussian_filter(np.full(a.shape, 7, dtype), 1.5, mask=mask, mode="ignore")
    np.testing.assert_allclose(constant, 7, rtol=1e-5)
    out = np.empty(a.shape, got.dtype)
    assert mh.gaussian_filter(spoilt, 1.5, mask=mask, out=out) is out
    np.testing.assert_array_equal(out, got)
    assert np.isnan(mh.gaussian_filter(a, 1.5, mask=np.zeros(a.shape))).all()


def test_masks_of_gaussians_are_checked():
    for keywords in ({"mask": np.ones((3, 2))}, {"mask": np.ones((3, 3)), "order": 1}):
        with pytest.raises(ValueError, match="`mask`"):
            mh.gaussian_filter(np.ones((3, 3)), 1.0, **keywords)


@pytest.mark.parametrize("mode", ["nearest", "reflect", "mirror", "constant"])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_long_rows_are_like_short_ones(dtype, mode):
    rng = np.random.default_rng(1)
    a, w = rng.random((5, 1500)).astype(dtype), rng.random((3, 3))
    whole = mh.convolve(a, w, mode, 0.5)
    np.testing.assert_array_equal(whole[:, :700], mh.convolve(a[:, :900], w, mode, 0.5)[:, :700])
    np.testing.assert_array_equal(whole[:, 700:], mh.convolve(a[:, 600:], w, mode, 0.5)[:, 100:])
    wrapped = mh.convolve(np.concatenate([a[:, -1:], a[:, :700]], 1), w, "wrap")[:, 1:700]
    np.testing.assert_array_equal(mh.convolve(a, w, "wrap")[:, :699], wrapped)
