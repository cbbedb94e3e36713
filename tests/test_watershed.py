"""Watersheds."""

from heapq import heappop, heappush

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg._structure import offsets, structuring_element


def by_definition(surface, markers, Bc=None, mask=None):
    """Flood with a plain priority queue."""
    surface, markers = np.asarray(surface), np.asarray(markers)
    steps = [tuple(k) for k in offsets(structuring_element(Bc, surface.ndim), centre=False).tolist()]
    allowed = np.ones(surface.shape, bool) if mask is None else np.asarray(mask) != 0
    W = np.where(allowed, markers, 0).astype(np.int64)
    lines = np.zeros(surface.shape, bool)
    queue, waiting, seen = [], set(), set()

    def push(p):
        v = surface[p].item()
        heappush(queue, (v != v, 0 if v != v else v, len(seen), p))
        waiting.add(p)
        seen.add(p)

    for p in zip(*(x.tolist() for x in np.nonzero(W))):
        push(p)
    while queue:
        p = heappop(queue)[-1]
        waiting.remove(p)
        for k in steps:
            q = tuple(x + d for x, d in zip(p, k))
            if not all(0 <= x < n for x, n in zip(q, surface.shape)) or not allowed[q]:
                continue
            if q not in seen:
                W[q] = W[p]
                push(q)
            elif q in waiting and W[q] != W[p]:
                lines[q] = True
    return W, lines


@st.composite
def markers(draw, shape):
    some = draw(s.arrays("i1", shape))
    return np.where(some > 5, 0, some)


@given(data=st.data())
def test_equals_the_definition(data):
    surface = data.draw(s.images(max_dims=3, nan=True))
    seeds = s.layout(data.draw, data.draw(markers(surface.shape)))
    Bc = data.draw(st.sampled_from([None, 2]) | s.structuring_elements(surface.ndim))
    mask = data.draw(st.none() | s.arrays(bool, surface.shape))
    W, lines = mh.cwatershed(surface, seeds, Bc, return_lines=True, mask=mask)
    expected, where = by_definition(surface, seeds, Bc, mask)
    assert (W.dtype, lines.dtype) == (np.int64, bool)
    np.testing.assert_array_equal(W, expected)
    np.testing.assert_array_equal(lines, where)
    np.testing.assert_array_equal(mh.cwatershed(surface, seeds, Bc, mask=mask), expected)


@pytest.mark.parametrize("shape", [(60,), (30, 41), (9, 12, 10)])
@pytest.mark.parametrize("levels", [3, 200, 60_000, 2**40])
@pytest.mark.parametrize("dtype", ["u1", "i1", "u2", "i2", "i4", "u8", "f4", "f8"])
def test_equals_mahotas(shape, levels, dtype):
    mahotas = pytest.importorskip("mahotas")
    rng = np.random.default_rng(0)
    surface = rng.integers(0, levels, shape).astype(dtype)
    seeds = rng.integers(1, 9, shape) * (rng.random(shape) < 0.1)
    seeds.flat[0] = 1
    for Bc in (None, np.ones((3,) * len(shape), bool), rng.random((4,) * len(shape)) < 0.7):
        W, lines = mh.cwatershed(surface, seeds, Bc, return_lines=True)
        expected, where = mahotas.cwatershed(surface, seeds, Bc, return_lines=True)
        if W.all():  # mahotas leaves the rest unwritten
            np.testing.assert_array_equal(W, expected)
        assert where[lines].all()


def test_ties_and_lines_by_hand():
    W, lines = mh.cwatershed([0, 0, 0, 0, 0], [1, 0, 0, 0, 2], return_lines=True)
    assert W.tolist() == [1, 1, 1, 2, 2]
    assert np.flatnonzero(lines).tolist() == [2]
    # no look back: what the first flood over a wall finds below is taken before the other wall
    W = mh.cwatershed([[5, 9, 0, 0, 0, 9, 5]], [[1, 0, 0, 0, 0, 0, 2]])
    assert W.tolist() == [[1, 1, 1, 1, 1, 2, 2]]


def test_all_labels_count():
    surface, seeds = np.arange(6), [-5, 0, 0, 0, 0, 2**62]
    np.testing.assert_array_equal(mh.cwatershed(surface, seeds), [-5, -5, -5, -5, -5, 2**62])
    assert mh.cwatershed(surface, np.array(seeds, bool)).tolist() == [1] * 6
    assert mh.cwatershed(surface, np.array([0, 0, 2**31, 0, 0, 0], np.uint64))[0] == 2**31


def test_what_no_flood_reaches_is_zero():
    surface = np.random.default_rng(0).random((20, 20))
    W, lines = mh.cwatershed(surface, np.zeros((20, 20), int), return_lines=True)
    assert not W.any()
    assert not lines.any()
    seeds = np.zeros((20, 20), int)
    seeds[4, 4] = 3
    W, lines = mh.cwatershed(surface, seeds, np.array([[0, 0, 0], [0, 1, 1], [0, 0, 0]]), return_lines=True)
    assert np.argwhere(W).tolist() == [[4, x] for x in range(4, 20)]
    assert not lines.any()


def test_mask():
    surface = np.zeros((3, 7), np.uint8)
    seeds, mask = np.zeros((3, 7), int), np.ones((3, 7))
    seeds[1, 0], seeds[0, 3], mask[:, 3] = 4, 5, 0
    W = mh.cwatershed(surface, seeds, mask=mask)
    assert (W[:, :3] == 4).all()
    assert not W[:, 3:].any()


def test_infinities_and_zeros_of_both_signs():
    surface = np.array([np.nan, np.inf, -0.0, 0.0, -np.inf, np.nan])
    seeds = [1, 0, 0, 0, 0, 2]
    for dtype in ("f4", "f8", "g"):
        np.testing.assert_array_equal(mh.cwatershed(surface.astype(dtype), seeds), by_definition(surface, seeds)[0])
    W = mh.cwatershed(np.array([0.0, -0.0, 0.0, -0.0, 0.0]), [1, 0, 0, 0, 2])
    assert W.tolist() == [1, 1, 1, 2, 2]


def test_long_double_is_not_narrowed():
    surface = np.array([1, 0, 0], np.longdouble)
    surface[1] = np.nextafter(surface[2], np.longdouble(1))
    wide = np.array([[9, 0, 9], [1, 9, 2]], np.longdouble)
    wide[1] += np.array([np.finfo(np.longdouble).eps, 0, 0])
    seeds = np.array([[0, 0, 0], [1, 0, 2]])
    np.testing.assert_array_equal(mh.cwatershed(wide, seeds), by_definition(wide, seeds)[0])
    assert mh.cwatershed(surface, [1, 0, 2]).tolist() == by_definition(surface, [1, 0, 2])[0].tolist()


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (0, 2, 0), (1,), (1, 1, 1), (1, 9), (9, 1), (1, 1, 1, 1, 1, 1)])
def test_edge_shapes(shape):
    for dtype in ("u1", "f4"):
        W, lines = mh.cwatershed(np.ones(shape, dtype), np.full(shape, 7), return_lines=True)
        assert W.shape == lines.shape == shape
        assert (W == 7).all()
        assert not lines.any()


def test_element_larger_than_the_image():
    surface = np.random.default_rng(0).integers(0, 9, (5, 7))
    seeds = np.zeros((5, 7), int)
    seeds[0, 0], seeds[4, 6] = 1, 2
    for Bc in (np.ones((31, 3)), np.ones((8, 30)), np.eye(21)):
        got = mh.cwatershed(surface, seeds, Bc, return_lines=True)
        for a, b in zip(got, by_definition(surface, seeds, Bc)):
            np.testing.assert_array_equal(a, b)


def test_errors_name_the_argument():
    a = np.zeros((3, 3), np.uint8)
    with pytest.raises(ValueError, match="`markers` must have the shape of `surface`"):
        mh.cwatershed(a, a[:2])
    with pytest.raises(ValueError, match="`mask` must have the shape of `surface`"):
        mh.cwatershed(a, a, mask=a[:2])
    with pytest.raises(TypeError, match="`markers` must have a dtype of kind"):
        mh.cwatershed(a, a.astype(float))
    with pytest.raises(TypeError, match="`surface` must not be float16"):
        mh.cwatershed(a.astype("f2"), a)
    with pytest.raises(TypeError, match="`surface` must have a dtype"):
        mh.cwatershed(a.astype(complex), a)
    with pytest.raises(ValueError, match="`Bc` must have 2 axes"):
        mh.cwatershed(a, a, np.ones(3))
    with pytest.raises(ValueError, match="`markers` must be below"):
        mh.cwatershed(a, np.full((3, 3), 2**63, np.uint64))
