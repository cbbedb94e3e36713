"""Cases of the kernel of erosion by few points."""

import numpy as np
import strategies as s
from cases.flat import _numbers
from cases.near import SHAPES
from hypothesis import strategies as st


def points(draw, dtype):
    a = draw(s.arrays(dtype, draw(SHAPES | s.shapes(3, 3, max_side=14))))
    a = a if a.ndim == 3 else a[None]
    far = st.sampled_from([-16, 16]) | st.integers(-4, 4)
    steps = np.array(draw(st.lists(st.tuples(far, far), min_size=1, max_size=32)), np.int64)
    rows = a.shape[0] * a.shape[1]
    start = draw(st.integers(0, rows))
    out = np.zeros((rows, a.shape[2]), dtype)
    numbers, sent = _numbers(draw, dtype), draw(st.booleans())
    if sent:
        numbers[0] = np.inf if a.dtype.kind == "f" else np.iinfo(dtype).max
    return a, steps, sent, numbers, start, draw(st.integers(start, rows)), out
