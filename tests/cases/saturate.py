"""Cases of saturating arithmetic."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def subtract(draw, dtype):
    n = draw(st.integers(0, 70))
    a, b = draw(s.arrays(dtype, n)), draw(s.arrays(dtype, n))
    return a, b, np.zeros_like(a)
