"""Cases of the kernels of erosion by few pixels."""

import numpy as np
import strategies as s
from cases.flat import _numbers
from hypothesis import strategies as st

SHAPES = s.shapes(2, 2, max_side=40) | st.tuples(st.integers(1, 6), st.integers(60, 200))  # of blocks of pixels, too


def cross3(draw, dtype, attained=False):
    # without NaN: what is written around one depends on the order of comparisons, and is thrown away
    a = draw(s.arrays(dtype, draw(SHAPES)))
    start = draw(st.integers(0, len(a)))
    out = np.zeros(a.shape, np.uint8) if attained else np.zeros_like(a)
    return a, _numbers(draw, dtype), start, draw(st.integers(start, len(a))), out


def cross3_attained(draw, dtype):
    return cross3(draw, dtype, True)


def box(draw, dtype, attained=False):
    a = draw(s.arrays(dtype, draw(SHAPES | s.shapes(3, 3, max_side=14))))
    a = a if a.ndim == 3 else a[None]
    reach = st.tuples(st.integers(0, 10), st.integers(0, 10)).filter(lambda r: sum(r) < 11)
    reach = st.just((1, 1)) if draw(st.booleans()) else reach
    rows = a.shape[0] * a.shape[1]
    start = draw(st.integers(0, rows))
    out = np.zeros((rows, a.shape[2]), np.uint8 if attained else dtype)
    return a, *draw(reach), *draw(reach), _numbers(draw, dtype), start, draw(st.integers(start, rows)), out


def box_attained(draw, dtype):
    return box(draw, dtype, True)
