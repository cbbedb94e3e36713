"""Cases of the kernels of erosion by few pixels."""

import numpy as np
import strategies as s
from cases.flat import _numbers
from hypothesis import strategies as st


def cross3(draw, dtype, attained=False):
    # without NaN: what is written around one depends on the order of comparisons, and is thrown away
    a = draw(s.arrays(dtype, draw(s.shapes(2, 2, max_side=40))))
    start = draw(st.integers(0, len(a)))
    out = np.zeros(a.shape, np.uint8) if attained else np.zeros_like(a)
    return a, _numbers(draw, dtype), start, draw(st.integers(start, len(a))), out


def cross3_attained(draw, dtype):
    return cross3(draw, dtype, True)


def box(draw, dtype, attained=False):
    a = draw(s.arrays(dtype, draw(s.shapes(2, 2, max_side=40) | s.shapes(3, 3, max_side=14))))
    a = a if a.ndim == 3 else a[None]
    reach = st.tuples(st.integers(0, 10), st.integers(0, 10)).filter(lambda r: sum(r) < 11)
    rows = a.shape[0] * a.shape[1]
    start = draw(st.integers(0, rows))
    out = np.zeros((rows, a.shape[2]), np.uint8 if attained else dtype)
    return a, *draw(reach), *draw(reach), _numbers(draw, dtype), start, draw(st.integers(start, rows)), out


def box_attained(draw, dtype):
    return box(draw, dtype, True)
