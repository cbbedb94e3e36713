"""Cases of the thresholding kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def soft(draw, dtype):
    f = draw(s.arrays(dtype, draw(st.integers(0, 40)), nan=True))
    return f, draw(st.sampled_from([0, 1, 3, 100])), np.zeros_like(f)
