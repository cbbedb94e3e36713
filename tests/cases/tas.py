"""Cases of the neighbour counts."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

SCRATCH = {"neighbour_counts": "scratch"}


def neighbour_counts(draw, dtype):
    mask = draw(s.arrays(bool, draw(s.shapes(3, 3, max_side=9)))).view(np.uint8)
    lines = mask.shape[0] * mask.shape[1]
    start = draw(st.integers(0, lines))
    stop = draw(st.integers(start, lines))
    room = np.ones((2, mask.shape[2] + 2), np.uint8)
    return mask, draw(st.booleans()), start, stop, room, np.zeros((4, 64), np.uint32), np.ones((2, 28), np.int64)
