"""Template matching against hand computations, mahotas, and itself."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg import matching

MODES = ("nearest", "wrap", "reflect", "mirror", "constant", "ignore")
CASES = (((20, 30), (4, 5)), ((6, 7), (9, 8)), ((5, 6, 7), (2, 3, 4)), ((9,), (3,)), ((1, 8), (3, 3)), ((30, 40), (1, 1)))


def image(shape, dtype=float, seed=0):
    return (np.random.default_rng(seed).random(shape) * 250).astype(dtype)


def by_hand(f, t, mode="reflect"):
    """Sum window by window in Python's integers or longdouble."""
    where = [matching.prepare.outside(n, k // 2, k - 1 - k // 2, mode) for n, k in zip(f.shape, t.shape)]
    lines = [
        np.concatenate([w[: k // 2], np.arange(n), w[k // 2 :]]) for w, n, k in zip(where, f.shape, t.shape)
    ]  # fmt: skip
    exact = object if f.dtype.kind in "bui" and t.dtype.kind in "bui" else np.longdouble
    f, t = f.astype(exact), t.astype(exact)
    out = np.zeros(f.shape, exact)
    for p in np.ndindex(f.shape):
        for k in np.ndindex(t.shape):
            q = tuple(lines[d][p[d] + k[d]] for d in range(f.ndim))
            if min(q) >= 0:
                out[p] += (f[q] - t[k]) ** 2
    return out


# known answers


def test_it_is_zero_where_the_template_is():
    f = image((40, 50), "f4")
    match = mh.template_match(f, f[10:17, 20:28])
    assert match[10 + 3, 20 + 4] == 0
    assert (match == 0).sum() == 1


def test_small_integers_do_not_wrap():
    f = np.array([0, 0, 200, 0, 0], np.uint8)
    assert mh.template_match(f, np.array([0, 200, 0], np.uint8)).tolist() == [40000, 80000, 0, 80000, 40000]
    assert mh.template_match(f, np.array([-100.5])).tolist() == [100.5**2, 100.5**2, 300.5**2, 100.5**2, 100.5**2]
    assert mh.template_match(np.array([True, False]), np.array([True])).tolist() == [0, 1]
    wide = np.array([2**63 + 3, 5, 2**64 - 1], np.uint64)
    assert mh.template_match(wide, np.array([2**63 + 1], np.uint64))[0] == 4
    assert mh.template_match(wide, np.array([-1], np.int64))[1] == 36
    low = np.array([-(2**63)], np.int64)
    assert mh.template_match(low, np.array([2**63 - 1], np.int64))[0] == 2.0**128


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("shape", "window"), CASES)
def test_sums_of_integers_are_exact(mode, shape, window):
    for dtype in ("u1", "i2", "u4"):
        f, t = image(shape, dtype), image(window, dtype, 1)
        if dtype == "u4":
            f, t = f << np.uint32(20), t << np.uint32(20)
        got = mh.template_match(f, t, mode)
        assert got.dtype == float
        np.testing.assert_allclose(got, by_hand(f, t, mode).astype(float), rtol=1e-14 if dtype == "u4" else 0)


def test_large_templates_of_bytes_are_exact():
    f, t = np.full((30, 40), 255, np.uint8), np.zeros((25, 31), np.uint8)
    assert (mh.template_match(f, t) == 25 * 31 * 255**2).all()
    assert (mh.template_match(f.astype("i2") - 300, t) == 25 * 31 * 45**2).all()


@pytest.mark.parametrize("mode", ["reflect", "wrap", "nearest", "mirror"])
@pytest.mark.parametrize("dtype", ["?", "u1", "i1", "u2", "i2"])
def test_transforms_give_the_same_sums(dtype, mode, monkeypatch):
    for shape, window in (((90, 71), (40, 33)), ((30, 20, 25), (9, 8, 5)), ((200,), (150,))):
        f, t = image(shape).astype(dtype), image(window, seed=1).astype("u1")
        before, after = [k // 2 for k in window], [k - 1 - k // 2 for k in window]
        assert matching._transformed(f, t, None, before, after, mode, 1) is not None
        for which in ("_MANY", "_MANY_IN_SPACE"):
            monkeypatch.setattr(matching, which, dict.fromkeys("bui", 0))
        fast = mh.template_match(f, t, mode)
        for which in ("_MANY", "_MANY_IN_SPACE"):
            monkeypatch.setattr(matching, which, dict.fromkeys("bui", 10**9))
        np.testing.assert_array_equal(fast, mh.template_match(f, t, mode))


@pytest.mark.parametrize("mode", ["reflect", "wrap", "nearest", "mirror"])
def test_transforms_of_floats_are_as_good_as_the_type(mode):
    for shape, window in (((60, 51), (30, 31)), ((12, 20, 15), (9, 8, 5)), ((200,), (150,))):
        f = 1000 + 50 * np.random.default_rng(0).random(shape).astype("f4")
        t = f[tuple(slice(3, 3 + k) for k in window)].copy()
        before, after = [k // 2 for k in window], [k - 1 - k // 2 for k in window]
        fast = matching._transformed(f, t, np.dtype("f4"), before, after, mode, 1)
        exact = mh.template_match(f.astype("f8"), t.astype("f8"), mode)  # one by one
        np.testing.assert_allclose(fast, exact, rtol=2.0**-24)
        assert exact[tuple(3 + k // 2 for k in window)] == fast[tuple(3 + k // 2 for k in window)] == 0


def test_float32_uses_transforms_only_where_they_are_right():
    f = np.random.default_rng(0).random((80, 90)).astype("f4")
    assert mh.template_match(f, f[5:45, 6:40])[25, 23] == 0
    f[40, 40] = np.nan
    got = mh.template_match(f, np.ones((31, 31), "f4"))
    assert np.isnan(got).sum() == 31 * 31 and np.isnan(got[40 - 15, 40 + 15])
    flat = np.zeros((80, 90), "f4")
    flat[70, 80] = 1e4  # all sums where it is not in the window are in doubt
    assert matching._transformed(flat, flat[:40, :40], flat.dtype, [20, 20], [19, 19], "wrap", 1) is None
    assert not mh.template_match(flat, flat[:40, :40])[:40, :40].any()


def test_transforms_are_not_used_where_they_might_err(monkeypatch):
    f = (np.random.default_rng(0).integers(0, 2, (900, 900)) * 65535).astype(np.uint16)
    t = f[100:400, 100:400]
    assert matching._transformed(f, t, None, [150, 150], [149, 149], "wrap", 1) is None
    assert matching._transformed(f.astype("i4"), t, None, [150, 150], [149, 149], "wrap", 1) is None
    assert matching._transformed(f / 2, t, np.dtype("f8"), [150, 150], [149, 149], "wrap", 1) is None


# oracle


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("shape", "window"), CASES)
def test_floats_are_mahotas_s(mode, shape, window):
    mahotas = pytest.importorskip("mahotas")
    f, t = image(shape), image(window, seed=1)
    np.testing.assert_array_equal(mh.template_match(f, t, mode), mahotas.template_match(f, t, mode))
    f, t = f.astype("f4"), t.astype("f4")
    got = mh.template_match(f, t, mode)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, mahotas.template_match(f, t, mode), rtol=1e-5)
    np.testing.assert_allclose(got, mh.template_match(f.astype(float), t.astype(float), mode), rtol=1e-6)


def test_it_is_opencv_s():
    cv2 = pytest.importorskip("cv2")
    f, t = image((60, 70), "u1"), image((9, 12), "u1", 1)
    theirs = cv2.matchTemplate(f, t, cv2.TM_SQDIFF)
    np.testing.assert_allclose(mh.template_match(f, t)[4 : 4 + 52, 6 : 6 + 59], theirs, rtol=1e-5)


# types, layouts, outputs


@given(st.data())
def test_any_layout(data):
    f = data.draw(s.images(max_dims=3, max_side=5))
    shape = data.draw(s.shapes(f.ndim, f.ndim, 1, 4))
    t = data.draw(s.arrays(f.dtype.newbyteorder("="), shape))
    mode = data.draw(st.sampled_from(MODES))
    got = mh.template_match(f, t, mode)
    assert got.shape == f.shape
    wide = by_hand(f.astype(f.dtype.newbyteorder("=")), t, mode) if f.size else got
    np.testing.assert_allclose(got, wide.astype(got.dtype), rtol=1e-6 if got.dtype == np.float32 else 1e-13)


def test_out():
    f, t = image((8, 9)), image((3, 3))
    wanted = mh.template_match(f, t)
    out = np.empty_like(f)
    assert mh.template_match(f, t, out=out) is out
    np.testing.assert_array_equal(out, wanted)
    same = f.copy()
    assert mh.template_match(same, t, out=same) is same
    np.testing.assert_array_equal(same, wanted)
    part = f.copy()
    mh.template_match(part, part[2:5, 2:5], out=part)
    np.testing.assert_array_equal(part, mh.template_match(f, f[2:5, 2:5]))
    with pytest.warns(DeprecationWarning):
        assert mh.template_match(f, t, output=out) is out
    for bad in (np.empty((8, 8)), np.empty((8, 9), "f4"), np.empty((9, 8)).T):
        with pytest.raises(ValueError, match="out"):
            mh.template_match(f, t, out=bad)
    assert mh.template_match(f.astype("f2"), t.astype("f2")).dtype == np.float16
    assert mh.template_match(f.astype("g"), t).dtype == np.longdouble


def test_edge_shapes():
    assert mh.template_match(np.float64(3), np.float64(1)).tolist() == 4
    assert mh.template_match(np.zeros((0, 4)), np.ones((2, 2))).shape == (0, 4)
    assert mh.find(np.float64(3), np.float64(3)).tolist() is True
    assert mh.find(np.zeros((0, 4)), np.ones((1, 1))).shape == (0, 4)


def test_nan_spreads():
    f = np.zeros((7, 7))
    f[3, 3] = np.nan
    assert np.isnan(mh.template_match(f, np.zeros((3, 3)))).sum() == 9
    f[3, 3] = np.inf
    for mode in MODES:
        assert (mh.template_match(f, np.zeros((3, 3)), mode) == np.inf).sum() == 9
    assert mh.template_match([1.0, 2], [np.inf, 1, 1], "ignore").tolist() == [1, np.inf]


@pytest.mark.parametrize("go", [mh.template_match, mh.find])
def test_refusals(go):
    with pytest.raises(ValueError, match="axes"):
        go(np.zeros((4, 4)), np.zeros(3))
    with pytest.raises(ValueError, match="axes"):
        go(np.zeros((4, 4)), np.zeros((1, 2, 2)))
    with pytest.raises(ValueError, match="empty"):
        go(np.zeros((4, 4)), np.zeros((0, 2)))
    with pytest.raises(TypeError):
        go(np.zeros((4, 4)), np.zeros((2, 2), complex))


def test_no_constant():
    with pytest.raises(ValueError, match="cval"):
        mh.template_match(np.zeros((4, 4)), np.zeros((2, 2)), "constant", 1)
    with pytest.raises(ValueError, match="mode"):
        mh.template_match(np.zeros((4, 4)), np.zeros((2, 2)), "zero")


@pytest.mark.parametrize("dtype", ["u1", "f4", "f8"])
def test_threads_do_not_change_bits(dtype):
    f, t = image((300, 90), dtype), image((15, 20), dtype, 1)
    np.testing.assert_array_equal(mh.template_match(f, t, threads=1), mh.template_match(f, t, threads=3))
    f = f.astype("u1") // 64
    wanted = mh.find(np.tile(f, (40, 9)), f[:2, :3], threads=1)
    np.testing.assert_array_equal(wanted, mh.find(np.tile(f, (40, 9)), f[:2, :3], threads=3))
    assert wanted.any()


# find


def found_by_hand(f, t):
    out = np.zeros(f.shape, bool)
    if all(k <= n for k, n in zip(t.shape, f.shape)):
        windows = np.lib.stride_tricks.sliding_window_view(f, t.shape)
        equal = (windows == t).all(tuple(range(-t.ndim, 0)))
        out[tuple(slice(0, n) for n in equal.shape)] = equal
    return out


@given(st.data())
def test_find_finds_all_and_only_these(data):
    f = data.draw(s.images(max_dims=4, max_side=6, min_side=1, nan=True))
    shape = tuple(data.draw(st.integers(1, n)) for n in f.shape)
    at = tuple(data.draw(st.integers(0, n - k)) for n, k in zip(f.shape, shape))
    t = f[tuple(slice(a, a + k) for a, k in zip(at, shape))]
    np.testing.assert_array_equal(mh.find(f, t), found_by_hand(f, t))


@pytest.mark.parametrize("dtype", ["?", "u1", "u2", "f4", "f8", "f2", "g"])
def test_find_in_larger_images(dtype):
    f = (image((150, 90)) // 100).astype(dtype)
    f[40:60] = 1
    for t in (f[100:102, 80:83], f[40:47, 3:9], f[149:, 88:], f[:, :1], f):
        np.testing.assert_array_equal(mh.find(f, t), found_by_hand(f, t))


def test_find_compares_numbers():
    f = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert not mh.find(f, [[257]]).any()
    assert not mh.find(f, [[0.5]]).any()
    assert not mh.find(f, [[-1]]).any()
    assert not mh.find(f, [[np.nan]]).any()
    assert not mh.find(f, [[np.inf]]).any()
    assert mh.find(f, [[5.0, 6.0]]).sum() == 1
    assert np.argwhere(mh.find(f, [[5, 6], [9, 10]])).tolist() == [[1, 1]]
    assert not mh.find(f, [[3, 4]]).any()  # not around the end of a row
    assert not mh.find(np.array([np.nan]), [np.nan]).any()
    assert mh.find(np.array([-0.0, 0.0, 1]), [0]).tolist() == [True, True, False]
    assert mh.find(np.array([0.0, 1]), [-0.0]).tolist() == [True, False]
    assert not mh.find(np.array([2.0**53]), [2**53 + 1]).any()
    assert not mh.find(np.array([2**53 + 1]), [2.0**53]).any()
    assert not mh.find(np.array([0.1], "f4"), [0.1]).any()
    assert not mh.find(np.array([-1]), np.array([2**64 - 1], np.uint64)).any()
    assert not mh.find(np.array([2**63 - 1]), [2.0**63]).any()
    assert not mh.find(np.array([True]), [2]).any()
    assert mh.find(np.array([True, False]), [1]).tolist() == [True, False]


def test_find_is_mahotas_s():
    mahotas = pytest.importorskip("mahotas")
    f = image((60, 50), "u1") // 90
    t = f[20:22, 30:33]
    np.testing.assert_array_equal(mh.find(f, t), mahotas.find(f, t))
