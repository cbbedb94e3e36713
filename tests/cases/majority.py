"""Cases of the kernel of small majorities."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def majority3(draw, dtype):
    shape = draw(st.integers(0, 7)), draw(st.one_of(st.integers(0, 20), st.sampled_from([66, 67, 130, 200])))
    a = draw(s.arrays(bool, shape)).view(np.uint8)
    start = draw(st.integers(0, len(a)))
    return a, start, draw(st.integers(start, len(a))), np.full(shape, 7, np.uint8)
