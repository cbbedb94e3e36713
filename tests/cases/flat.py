"""Cases of the kernels of flat erosion."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg import _flat
from pyimg._footprint import footprint


def _keys(draw, dtype, shape, nan=True):
    return draw(s.arrays(dtype, shape, nan=nan))


def _numbers(draw, dtype, held=True):
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        outside = draw(st.sampled_from([np.inf, 3.0, -1.0]))
        return np.array([outside, draw(st.sampled_from([1.0, -1.0])), -np.inf, np.inf, draw(st.sampled_from([0.0, 2.5])), 0], dtype)
    top = int(np.iinfo(dtype).max)
    flip = draw(st.sampled_from([0, top, top // 2 + 1, top // 2]))
    less = draw(st.sampled_from([0, 1, 7, -1, -5, top, -top]))
    low, high = (less, top) if less > 0 else (0, top + less)
    add = -less & top
    return np.array([draw(st.sampled_from([0, 9, top])), flip, low, high, add, held and draw(st.booleans())], dtype)


def _steps(draw, ndim):
    k = np.array(draw(st.lists(st.tuples(*[st.integers(-3, 3)] * ndim), min_size=1, max_size=20)), np.int64)
    return np.array([[0] * ndim, *k.tolist()], np.int64)  # with the centre all pixels are read, and NaN is seen


def _part(draw, rows, nan):
    if nan:
        return 0, rows
    start = draw(st.integers(0, rows))
    return start, draw(st.integers(start, rows))


def chords(draw, dtype, attained=False):
    shape = draw(s.shapes(1, 3, min_side=1, max_side=7))
    mode = draw(st.sampled_from(["nearest", "wrap", "reflect", "mirror", "constant"]))
    f = footprint(_steps(draw, len(shape)).tobytes(), len(shape))
    source, rows, members, columns, first, last, _ = _flat._layout(f.raw, shape, mode)
    nan = draw(st.booleans())
    a = _keys(draw, dtype, (int(np.prod(shape[:-1])), shape[-1]), nan)
    out = np.zeros(a.shape, np.uint8) if attained else np.zeros_like(a)
    tile = draw(st.integers(1, 9))
    part = _part(draw, len(rows), nan)
    return a, source, columns, first, last, f.steps, f.slots, rows, members, _numbers(draw, dtype), tile, *part, out


def chords_attained(draw, dtype):
    return chords(draw, dtype, True)


def box(draw, dtype, attained=False):
    outer, n, inner = draw(s.shapes(3, 3, min_side=1, max_side=6))
    mode = draw(st.sampled_from(["nearest", "wrap", "reflect", "mirror", "constant"]))
    (l0, h0), (l1, h1) = [(-draw(st.integers(0, 9)), draw(st.integers(0, 9))) for _ in range(2)]
    steps, slots, _ = _flat._rungs(h1 - l1 + 1)
    down, _, _ = _flat._rungs(h0 - l0 + 1)
    slant = draw(st.sampled_from([0, 0, 1, -1, 2, -3]))
    low, high = l1 + min(0, slant * (h0 - l0)), h1 + max(0, slant * (h0 - l0))
    source, columns = _flat.positions(n, l0, h0, mode), _flat.positions(inner, low, high, mode)
    nan = draw(st.booleans())
    a = _keys(draw, dtype, (outer, n, inner), nan)
    out = np.zeros((outer * n, inner), np.uint8 if attained else dtype)
    tile = draw(st.integers(1, 9))
    part = _part(draw, outer * n, nan)
    run = _flat._run(inner, low, high)
    return a, source, columns, *run, steps, slots, down, slant, _numbers(draw, dtype), tile, *part, out


def box_attained(draw, dtype):
    return box(draw, dtype, True)
