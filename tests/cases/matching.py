"""Cases of the template kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg.matching import _turned

SCRATCH = {"squares": "scratch", "squares8": "scratch"}


def squares(draw, dtype):
    shape = np.array(draw(s.shapes(min_dims=1, max_dims=3, max_side=5)))
    window = np.array(draw(st.lists(st.integers(1, 4), min_size=len(shape), max_size=len(shape))))
    wide = shape + window - 1
    strides = np.array([np.prod(wide[i + 1 :]) for i in range(len(wide))], np.int64)
    steps = (np.indices(window).reshape(len(window), -1).T @ strides).astype(np.int64)
    src = draw(s.arrays(dtype, int(np.prod(wide))))
    inside = draw(s.arrays(bool, src.size)).astype(dtype) if draw(st.booleans()) else src[:0]
    rows = int(np.prod(shape[:-1]))
    start = draw(st.integers(0, rows))
    out = np.ones(int(np.prod(shape)))
    chunk = draw(st.sampled_from([1, 3, 8, 20, 1000]))
    return (src, inside, shape.astype(np.int64), strides, steps, draw(s.arrays(dtype, len(steps))), chunk, start,
            draw(st.integers(start, rows)), np.zeros(1024, dtype), out)  # fmt: skip


def squares8(draw, dtype):
    (h, w), (lines, columns) = ([draw(st.integers(1, top)) for _ in range(2)] for top in (9, 8))
    src = draw(s.arrays(np.uint8, (h + lines - 1, w + columns - 1))).astype(np.int16)
    turned, step = _turned(draw(s.arrays(np.uint8, (lines, columns))))
    start = draw(st.integers(0, h))
    _, g, n = turned.shape
    room = (((w - 1) // g + 3) * step + n) // 4 + (5 * src.shape[1] + 8 * g) // 2 + 1
    return src, turned, step, columns, start, draw(st.integers(start, h)), np.zeros(room, np.int64), np.ones((h, w))


def find(draw, dtype):
    src = draw(s.arrays(dtype, draw(st.integers(1, 60)))) % draw(st.sampled_from([2, 3, 200]))
    steps = np.cumsum(draw(st.lists(st.integers(0, 3), min_size=1, max_size=7)))
    steps = steps[steps < len(src)].astype(np.int64)
    at = draw(st.integers(0, 60)) % len(src)
    taps = src[(at + steps) % len(src)]
    stop = draw(st.integers(0, len(src) - int(steps.max(initial=0))))
    return src.astype(dtype), steps, taps.astype(dtype), min(draw(st.integers(0, 9)), stop), stop, np.full(len(src), 9, np.uint8)
