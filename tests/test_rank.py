"""Rank filters, means and majorities against sorting every window, SciPy, mahotas, and themselves."""

import itertools

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg._flat import positions

MODES = ("nearest", "wrap", "reflect", "mirror", "constant", "ignore")


def neighbours(a, Bc, mode, cval):
    """Give the members around all pixels, one row each, and where they lie inside."""
    found, inside = [], []
    for k in (np.argwhere(Bc) - [n // 2 for n in Bc.shape]).tolist():
        line = [positions(n, -99, 99, mode)[99 + d : 99 + d + n] for n, d in zip(a.shape, k)]
        at = np.stack(np.meshgrid(*line, indexing="ij"))
        inside.append((at >= 0).all(0))
        found.append(np.where(inside[-1], a[tuple(at)], np.array(cval, a.dtype)))
    return np.array(found), np.array(inside)


def ranked(a, Bc, rank, mode="reflect", cval=0, mask=None):
    found, inside = neighbours(a, Bc, mode, cval)
    inside |= mode != "ignore"
    if mask is not None:
        inside &= neighbours(mask, Bc, mode, True)[0]
    found[~inside] = np.nan if a.dtype.kind == "f" else True if a.dtype.kind == "b" else np.iinfo(a.dtype).max
    at = inside.sum(0) * rank // len(found)
    out = np.take_along_axis(np.sort(found, axis=0), at[None], 0)[0]
    out[~inside.any(0)] = np.nan if a.dtype.kind == "f" else 0
    return out


def image(shape, dtype="u1", seed=0):
    rng = np.random.default_rng(seed)
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return (rng.normal(size=shape) * 100).astype(dtype)
    if dtype.kind == "b":
        return rng.random(shape) < 0.5
    info = np.iinfo(dtype)
    return rng.integers(info.min, info.max, shape, dtype, endpoint=True)


def same(ours, theirs):
    assert ours.dtype == theirs.dtype.newbyteorder("=")
    np.testing.assert_array_equal(ours, theirs)


def test_a_median_by_hand():
    f = np.array([[1, 2, 3], [9, 8, 7], [4, 5, 6]], np.uint8)
    assert mh.median_filter(f)[1, 1] == 5
    assert mh.median_filter(f, mode="ignore")[0, 0] == 2  # of 1, 2, 8 and 9 that of rank 4 * 4 // 9
    assert mh.rank_filter(f, np.ones((3, 3)), 8).tolist() == [[9, 9, 8], [9, 9, 8], [9, 9, 8]]


@given(st.data())
def test_ranks_are_those_of_sorted_windows(data):
    dtype = data.draw(st.sampled_from([*s.PIXELS, np.dtype("f2"), np.dtype("g")]))
    a = data.draw(s.images((dtype,), max_dims=3, min_side=1, max_side=6, nan=True))
    Bc = data.draw(s.structuring_elements(a.ndim, max_side=4))
    rank = data.draw(st.integers(0, np.count_nonzero(Bc) - 1))
    mode = data.draw(st.sampled_from(MODES))
    same(mh.rank_filter(a, Bc, rank, mode, 1), ranked(a.astype(a.dtype.newbyteorder("=")), Bc, rank, mode, 1))


@given(st.data())
def test_masked_ranks_are_those_of_the_members_in_the_mask(data):
    dtype = data.draw(st.sampled_from([*s.PIXELS, np.dtype("f2"), np.dtype("g")]))
    a = data.draw(s.images((dtype,), max_dims=4, min_side=1, max_side=6, nan=True))
    mask = data.draw(s.images((bool, "u1", "f4"), shape=a.shape))
    Bc = data.draw(s.structuring_elements(a.ndim, max_side=4))
    if data.draw(st.booleans()):
        Bc[:] = True
    mode = data.draw(st.sampled_from(MODES))
    many, plain = np.count_nonzero(Bc), a.astype(a.dtype.newbyteorder("="))
    rank = data.draw(st.integers(0, many - 1))
    same(mh.rank_filter(a, Bc, rank, mode, 1, mask=mask), ranked(plain, Bc, rank, mode, 1, mask != 0))
    same(mh.median_filter(a, Bc, mode, 1, mask=mask), ranked(plain, Bc, many // 2, mode, 1, mask != 0))


def test_a_masked_median_by_hand():
    f = np.array([[1, 2, 3], [9, 8, 7], [4, 5, 6]], np.uint8)
    assert mh.median_filter(f, mask=f < 8)[1, 1] == 4  # of 1 to 7
    assert mh.median_filter(f, mask=f < 7)[1, 1] == 3  # of 1 to 6, the lesser in the middle
    assert not mh.median_filter(f.astype(bool), mask=f > 99).any()
    assert mh.median_filter(np.float32(3), mask=1) == 3
    assert np.isnan(mh.median_filter(np.float32(3), mask=0))
    assert not mh.rank_filter(f, np.ones((3, 3)), 0, mask=np.zeros((3, 3))).any()
    assert np.isnan(mh.rank_filter(f.astype("f2"), np.ones((3, 3)), 8, mask=np.zeros((3, 3)))).all()
    spoilt = np.array([1, np.nan, 3, np.inf, 5])
    assert mh.median_filter(spoilt, mask=np.isfinite(spoilt)).tolist() == [1, 1, 3, 3, 5]
    with pytest.raises(ValueError, match="`mask`"):
        mh.median_filter(f, mask=f[1:])


@pytest.mark.parametrize("Bc", [np.ones((3, 3)), np.ones((17, 17)), mh.disk(9)], ids=len)
@pytest.mark.parametrize("dtype", ["u1", "i2", "f4"])
def test_masked_ranks_of_larger_images(dtype, Bc):
    rng = np.random.default_rng(3)
    a, mask = image((60, 45), dtype), rng.random((60, 45)) < 0.4
    many, out = int(np.count_nonzero(Bc)), np.empty((60, 45), dtype)
    for mode, rank in itertools.product(MODES, (0, 2, many // 2, many - 1)):
        assert mh.rank_filter(a, Bc, rank, mode, 3, out, mask=mask, threads=2) is out
        same(out, ranked(a, Bc, rank, mode, 3, mask))
    same(mh.median_filter(a, Bc, mask=np.ones_like(mask)), mh.median_filter(a, Bc))


@pytest.mark.parametrize("dtype", ["?", "u1", "i1", "u2", "i2", "u4", "i8", "f2", "f4", "f8", "g"])
@pytest.mark.parametrize("side", [3, 5])
def test_medians_of_small_boxes(dtype, side):
    rng = np.random.default_rng(side)
    for shape, mode in itertools.product([(1, 1), (1, 7), (9, 2), (7, 40)], MODES):
        a = image(shape, dtype)
        if a.dtype.kind == "f":
            a[rng.random(shape) < 0.2] = np.nan
            a[rng.random(shape) < 0.1] = -np.inf
        Bc = np.ones((side, side), bool)
        same(mh.median_filter(a, Bc, mode, 1), ranked(a, Bc, side * side // 2, mode, 1))


@pytest.mark.parametrize("dtype", ["u1", "i1", "?", "u2", "f4", "f8"])
@pytest.mark.parametrize("sides", [(7, 7), (9, 4), (17, 17), (31, 21), (1, 33)])
def test_large_boxes(dtype, sides):
    ndimage = pytest.importorskip("scipy.ndimage")
    a = image((60, 70), dtype)
    for f in (a, np.sort(a, axis=1), np.full_like(a, a[3, 3])):
        for rank, mode in ((sides[0] * sides[1] // 2, "reflect"), (3, "nearest"), (sides[0] * sides[1] - 2, "mirror")):
            same(mh.rank_filter(f, np.ones(sides), rank, mode), ndimage.rank_filter(f.astype("u1") if dtype == "?" else f, rank, sides, mode=mode).astype(dtype))
    small = image((9, 12), dtype)
    middle = np.prod(sides) // 2
    for mode in MODES:
        same(mh.median_filter(small, np.ones(sides), mode, 1), ranked(small, np.ones(sides), middle, mode, 1))


@pytest.mark.parametrize("mode", [m for m in MODES if m != "ignore"])
def test_other_windows_agree_with_scipy(mode):
    ndimage = pytest.importorskip("scipy.ndimage")
    for shape, Bc in (((40, 50), mh.disk(5)), ((40, 50), mh.disk(12)), ((9, 10, 11), mh.disk(2, 3)), ((300,), np.ones(99))):
        for dtype in ("u1", "u2", "f4"):
            a, many = image(shape, dtype), int(np.count_nonzero(Bc))
            for rank in (1, many // 3):
                same(mh.rank_filter(a, Bc, rank, mode, 7), ndimage.rank_filter(a, rank, footprint=Bc, mode=mode, cval=7))


def test_mahotas_agrees():
    mahotas = pytest.importorskip("mahotas")
    for dtype, mode in itertools.product(("u1", "i2", "f8", "?"), ("reflect", "ignore", "wrap", "constant")):
        a = image((23, 31), dtype)
        Bc = np.ones((4, 3), bool)
        same(mh.median_filter(a, Bc, mode), mahotas.median_filter(a, Bc.astype(int), mode))
        same(mh.rank_filter(a, Bc, 3, mode), mahotas.rank_filter(a, Bc, 3, mode))
        # sums near 0 have no digits to compare: one rounding of the largest pixel is allowed
        once = np.finfo(float).eps * float(np.abs(a.astype(float)).max())
        np.testing.assert_allclose(mh.mean_filter(a, Bc, mode), mahotas.mean_filter(a, Bc, mode), rtol=1e-13, atol=once)


def test_outside_values_are_brought_to_the_type():
    a = np.full((1, 1), 9, np.uint8)
    for cval, wanted in ((-1, 0), (300, 255), (2.5, 2), (1e300, 255), (-np.inf, 0), (10**30, 255)):
        assert mh.median_filter(a, mode="constant", cval=cval) == wanted
    assert mh.median_filter(np.array([False]), mode="constant", cval=0.5) == [True]
    top = 2**63 - 1
    assert mh.median_filter(np.array([0]), mode="constant", cval=top) == [top]
    with pytest.raises(ValueError, match="`cval`"):
        mh.median_filter(a, mode="constant", cval=np.nan)
    assert np.isnan(mh.median_filter(a.astype(float), mode="constant", cval=np.nan))


def test_nothing_inside_is_nan_or_zero():
    Bc = np.array([1, 0, 0])
    assert mh.rank_filter(np.array([5, 6], np.uint8), Bc, 0, "ignore").tolist() == [0, 5]
    assert mh.median_filter(np.array([5, 6], np.int8), [1, 1, 0, 0, 0], "ignore").tolist() == [0, 5]
    np.testing.assert_array_equal(mh.rank_filter(np.array([5.0, 6]), Bc, 0, "ignore"), [np.nan, 5])
    np.testing.assert_array_equal(mh.mean_filter(np.array([5, 6]), Bc), [np.nan, 5])


@given(st.data())
def test_means_are_those_of_windows(data):
    dtype = data.draw(st.sampled_from([*s.PIXELS, np.dtype("f2"), np.dtype("g")]))
    a = data.draw(s.images((dtype,), max_dims=3, min_side=1, max_side=6, nan=True))
    Bc = data.draw(s.structuring_elements(a.ndim, max_side=4))
    if data.draw(st.booleans()):
        Bc[:] = True
    mode = data.draw(st.sampled_from(MODES))
    cval = data.draw(st.sampled_from([0, 1, 2.5]))
    wide = a.astype("g" if a.dtype.kind == "f" or cval == 2.5 else object)
    found, inside = neighbours(wide, Bc, mode, 0)
    if mode == "constant":
        found[~inside], inside[:] = cval, True
    found[~inside] = 0
    with np.errstate(all="ignore"):
        wanted = found.sum(0).astype("g") / inside.sum(0)
    np.testing.assert_allclose(mh.mean_filter(a, Bc, mode, cval), wanted.astype(float), rtol=1e-15, atol=1e-13)


@pytest.mark.parametrize("dtype", ["u1", "i2", "u2", "u4", "i8", "u8", "f4", "f8"])
def test_means_of_large_boxes_are_exact(dtype):
    a = image((70, 600), dtype)
    for sides in ((15, 15), (1, 64), (33, 2)):
        exact = a.astype(object) if a.dtype.kind != "f" else a.astype("g")
        summed = np.zeros((71, 601), exact.dtype)
        summed[1:, 1:] = exact.cumsum(0).cumsum(1)
        h, w = sides
        inner = summed[h:, w:] - summed[:-h, w:] - summed[h:, :-w] + summed[:-h, :-w]
        got = mh.mean_filter(a, np.ones(sides))[h // 2 : h // 2 + len(inner), w // 2 : w // 2 + inner.shape[1]]
        if a.dtype.kind != "f":
            wanted = np.array([int(v) / (h * w) for v in inner.flat]).reshape(inner.shape)
            np.testing.assert_allclose(got, wanted, rtol=0 if a.dtype.itemsize < 8 else 3e-16)
        else:
            np.testing.assert_allclose(got, inner.astype(float) / (h * w), atol=1e-12)


@pytest.mark.parametrize("dtype", ["i8", "u8"])
@pytest.mark.parametrize("cval", [0, 0.0, 3.0, 2.5])
def test_means_of_64_bits_with_any_constant(dtype, cval):
    a = np.array([3, 6, 9], dtype)
    wanted = [(cval + 9) / 3, 6, (15 + cval) / 3]
    np.testing.assert_allclose(mh.mean_filter(a, np.ones(3), "constant", cval), wanted, rtol=1e-15)
    np.testing.assert_allclose(mh.mean_filter(a, np.array([1, 0, 1]), "constant", cval), [(cval + 6) / 2, 6, (6 + cval) / 2])


def test_means_do_not_drift_and_nan_stays_near():
    a = np.full((40, 400), 0.1)
    a[5, 7], a[30, 300], a[20, 100] = 1e30, np.nan, np.inf
    got = mh.mean_filter(a, np.ones((5, 5)))
    assert np.isnan(got).sum() == 25
    assert np.isinf(got).sum() == 25
    far = np.ones(a.shape, bool)
    for y, x in ((5, 7), (30, 300), (20, 100)):
        far[y - 2 : y + 3, x - 2 : x + 3] = False
    np.testing.assert_allclose(got[far], 0.1, rtol=3e-16)


def majority(a, N):
    out = np.zeros(a.shape, bool)
    for p in np.ndindex(*[max(0, n - N + 1) for n in a.shape]):
        out[tuple(i + N // 2 for i in p)] = 2 * np.count_nonzero(a[tuple(slice(i, i + N) for i in p)]) > N**a.ndim
    return out


@pytest.mark.parametrize("shape", [(30, 41), (3, 3), (2, 9), (70,), (9, 8, 7), (5, 5, 5, 6)], ids=str)
@pytest.mark.parametrize("N", [3, 5, 7, 17])
def test_majority_counts_windows(shape, N):
    a = image(shape, "?", seed=N)
    same(mh.majority_filter(a, N), majority(a, N))
    same(mh.majority_filter(a * 3.5, N), majority(a, N))
    if len(shape) < 3:
        inner = tuple(slice(N // 2, n - N // 2) for n in shape)
        same(mh.majority_filter(a, N)[inner], mh.median_filter(a, np.ones((N,) * a.ndim))[inner])


def test_majority_of_thirteen_of_25():
    a = np.zeros((5, 5), bool)
    a.flat[:12] = True
    assert not mh.majority_filter(a, 5).any()
    a.flat[12] = True
    assert np.argwhere(mh.majority_filter(a, 5)).tolist() == [[2, 2]]
    many = np.ones((40, 300), bool)
    assert mh.majority_filter(many, 31)[15:-15, 15:-15].all()


def test_majority_says_what_is_wrong():
    a = np.ones((9, 9), bool)
    with pytest.warns(UserWarning, match="odd"):
        same(mh.majority_filter(a, 4), mh.majority_filter(a, 5))
    for N in (1, 0, -3):
        with pytest.raises(ValueError, match="`N`"):
            mh.majority_filter(a, N)
    with pytest.raises(TypeError, match="`N`"):
        mh.majority_filter(a, 3.5)
    with pytest.warns(DeprecationWarning):
        out = np.empty(a.shape, bool)
        assert mh.majority_filter(a, 3, output=out) is out


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda a: mh.rank_filter(a, np.ones((3, 3)), 9), ValueError, "`rank`"),
        (lambda a: mh.rank_filter(a, np.ones((3, 3)), -1), ValueError, "`rank`"),
        (lambda a: mh.rank_filter(a, np.ones((3, 3)), 1.0), TypeError, "`rank`"),
        (lambda a: mh.median_filter(a, np.zeros((3, 3))), ValueError, "`Bc`"),
        (lambda a: mh.median_filter(a, np.ones(3)), ValueError, "`Bc`"),
        (lambda a: mh.median_filter(a, mode="edge"), ValueError, "`mode`"),
        (lambda a: mh.median_filter(a * 1j), TypeError, "`f`"),
        (lambda a: mh.median_filter(a, out=np.empty(a.shape)), ValueError, "`out`"),
        (lambda a: mh.mean_filter(a, np.ones(3)), ValueError, "`Bc`"),
        (lambda a: mh.mean_filter(a, 1, mode=None), ValueError, "`mode`"),
        (lambda a: mh.mean_filter(a, 1, out=np.empty(a.shape, "f4")), ValueError, "`out`"),
    ],
)
def test_what_is_wrong_is_named(call, error, words):
    with pytest.raises(error, match=words):
        call(image((5, 6)))


@pytest.mark.parametrize("dtype", ["u1", "f2", "f4", "?"])
def test_out_may_be_the_input(dtype):
    for f in (mh.median_filter, lambda a, **k: mh.rank_filter(a, np.ones((7, 7)), 20, **k), lambda a, **k: mh.rank_filter(a, 1, 0, **k)):
        a = image((30, 20), dtype)
        wanted = f(a)
        assert f(a, out=a) is a
        same(a, wanted)
    a = image((30, 20), "f8")
    for Bc in (np.ones((3, 3)), mh.disk(2)):
        wanted = mh.mean_filter(a, Bc)
        b = a.copy()
        assert mh.mean_filter(b, Bc, out=b) is b
        same(b, wanted)
    b = image((30, 20), "?")
    wanted = mh.majority_filter(b)
    assert mh.majority_filter(b, out=b) is b
    same(b, wanted)
    with pytest.warns(DeprecationWarning):
        mh.median_filter(a, output=a)


def rank_calls():
    """Give calls by every way: networks, counts, bisection, least, sums of boxes and others; with their types."""
    for Bc in (np.ones((3, 3)), np.ones((5, 5)), np.ones((17, 17)), mh.disk(2)):
        yield mh.median_filter, Bc, ("u1", "i2", "f4", "f8", "g", "?")
        yield mh.mean_filter, Bc, ("f8", "f4", "u1", "i8")
    yield lambda a, Bc, **k: mh.rank_filter(a, Bc, 0, **k), np.ones((3, 3)), ("u1", "i2", "f4", "?")


@pytest.mark.parametrize(("function", "Bc", "dtypes"), list(rank_calls()))
@pytest.mark.parametrize("mode", ["reflect", "ignore"])
def test_out_may_share_memory_with_all_that_is_read(function, Bc, dtypes, mode):
    for dtype in dtypes:
        a, mask = image((40, 33), dtype), image((40, 33), "?", 1)
        for m in (None, mask):
            wanted = function(a, Bc, mode=mode, mask=m)
            out = np.full_like(wanted, 1)
            assert function(a, Bc, mode=mode, mask=m, out=out) is out
            same(out, wanted)
            for b in (a.astype(a.dtype.newbyteorder()), np.repeat(a, 2, 1)[:, ::2], np.asfortranarray(a)):
                assert function(b, Bc, mode=mode, mask=m, out=out) is out
                same(out, wanted)
            if wanted.dtype == a.dtype:  # a row further on
                room = np.concatenate([a, a[:1]])
                assert function(room[:-1], Bc, mode=mode, mask=m, out=room[1:]).base is room
                same(room[1:], wanted)
            room = np.zeros(wanted.shape, wanted.dtype)
            seen = room.reshape(-1).view(bool)[: a.size].reshape(a.shape)
            seen[...] = mask
            wanted = function(a, Bc, mode=mode, mask=mask)
            assert function(a, Bc, mode=mode, mask=seen, out=room) is room
            same(room, wanted)


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4"])
def test_same_answer_for_any_number_of_threads(dtype):
    a = image((400, 300), dtype)
    for Bc in (np.ones((3, 3)), np.ones((5, 5)), np.ones((21, 21)), mh.disk(4)):
        same(mh.median_filter(a, Bc, threads=1), mh.median_filter(a, Bc, threads=3))
        same(mh.mean_filter(a, Bc, threads=1), mh.mean_filter(a, Bc, threads=3))
    same(mh.majority_filter(a, 5, threads=1), mh.majority_filter(a, 5, threads=3))


@pytest.mark.parametrize("Bc", [np.ones((3, 3)), np.ones((5, 5)), np.ones((17, 17)), np.ones((3, 7)), 1], ids=str)
def test_relations(Bc):
    a = image((40, 33), "i2")
    m = mh.median_filter(a, Bc)
    same(mh.median_filter(a[::-1], Bc)[::-1], m)
    same(mh.median_filter(a[:, ::-1], Bc)[:, ::-1], m)
    same(-mh.median_filter(-(a // 2), Bc), mh.median_filter(a // 2, Bc))
    same(mh.median_filter(a.T, np.transpose(Bc)).T, m)
    same(mh.median_filter(a.astype(float), Bc), m.astype(float))


def test_empty_images_stay_empty():
    for shape in ((0,), (0, 3), (4, 0, 2)):
        assert mh.median_filter(np.zeros(shape)).shape == shape
        assert mh.mean_filter(np.zeros(shape), 1).shape == shape
        assert mh.majority_filter(np.zeros(shape)).shape == shape
    assert mh.median_filter(np.uint8(7)) == 7
    assert mh.mean_filter(7, 1) == 7.0


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dtype", ["?", "u1", "i8", "f4", "f8"])
def test_masked_means_are_those_of_the_members_in_the_mask(dtype, mode):
    rng = np.random.default_rng(6)
    a, mask = rng.integers(0, 2 if dtype == "?" else 99, (9, 12)).astype(dtype), rng.random((9, 12)) < 0.6
    Bc = np.array([[0, 1, 1], [1, 1, 0], [1, 1, 1]])
    found, inside = neighbours(a, Bc, mode, 1)
    chosen = neighbours(mask, Bc, mode, True)[0] & (inside | (mode != "ignore"))
    with np.errstate(all="ignore"):
        wanted = np.where(chosen, found.astype(float), 0).sum(0) / chosen.sum(0)
    np.testing.assert_allclose(mh.mean_filter(a, Bc, mode, 1, mask=mask), wanted, rtol=1e-14)
    with pytest.raises(ValueError, match="`mask`"):
        mh.mean_filter(a, Bc, mask=mask[1:])


@pytest.mark.parametrize("k", [3, 5, 6, 7, 11, 13, 15, 31, 49])
@pytest.mark.parametrize("mode", ["ignore", "reflect"])
def test_means_are_exact_quotients(mode, k):
    a = np.random.default_rng(k).integers(0, 1 << 16, (90, 211), np.uint16)
    before, after = k // 2, (k - 1) // 2
    wide = np.pad(a.astype(int), ((before, after),) * 2, "symmetric" if mode == "reflect" else "constant")
    ones = np.pad(np.ones(a.shape, int), ((before, after),) * 2, "constant", constant_values=int(mode == "reflect"))
    sums, counts = (np.lib.stride_tricks.sliding_window_view(x, (k, k)).sum((2, 3)) for x in (wide, ones))
    np.testing.assert_array_equal(mh.mean_filter(a, np.ones((k, k)), mode), sums / counts)
