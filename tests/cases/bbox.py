"""Cases of the box kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def line_extents(draw, dtype):
    h, w = draw(st.integers(0, 5)), draw(st.integers(0, 600))
    mask = np.zeros((h, w), dtype)
    for y in range(h if w else 0):
        for x in draw(st.lists(st.integers(0, w - 1), max_size=3)):
            mask[y, x] = draw(s.values(dtype, nan=True))
    return mask, np.zeros(h, np.uint8), np.array([w, 0], np.int64)


def plane_extents(draw, dtype):
    mask, _, _ = line_extents(draw, dtype)
    return mask, np.full(4, 9, np.int64)
