"""Cases of the kernels of 3x3 erosion."""

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


box3 = cross3
box3_attained = cross3_attained
