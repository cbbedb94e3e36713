"""Cases of the thresholding kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def soft(draw, dtype):
    f = draw(s.arrays(dtype, draw(st.integers(0, 40)), nan=True))
    return f, draw(st.sampled_from([0, 1, 3, 100])), np.zeros_like(f)


def box_sums(draw, dtype):
    a = draw(s.arrays("f8", draw(s.shapes(3, 3, 0, 5)), nan=True))
    size, n = draw(st.integers(1, 4)), a.shape[1]
    at = np.arange(n + size - 1) % max(n, 1)
    return a, at.astype(np.int64), size, np.zeros_like(a)
