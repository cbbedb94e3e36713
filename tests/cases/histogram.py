"""Cases of the histogram kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def histogram(draw, dtype):
    levels = draw(st.sampled_from([1, 2, 7, 256]))
    values = draw(s.arrays(dtype, draw(st.integers(0, 40)))).astype(int) % levels
    return values.astype(dtype), np.zeros((2, levels + 3), np.uint32), draw(s.arrays("i4", levels)).astype(np.int64)


NO_CASE = {"simd_level": "names the CPU, has no answer to compare"}
