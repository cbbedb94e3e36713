"""Cases of the local binary patterns."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def circle_codes(draw, dtype):
    f = draw(s.arrays("f8", draw(s.shapes(2, 2, min_side=1, max_side=12)), nan=True))
    points = draw(st.integers(1, 9))
    steps = np.array([[draw(st.integers(-4, 4)) for _ in range(2)] for _ in range(points)], np.int64)
    weights = np.array([[draw(st.sampled_from([0, 0.25, 0.7])) for _ in range(2)] for _ in range(points)], float)
    start = draw(st.integers(0, len(f)))
    return f, steps, weights, start, draw(st.integers(start, len(f))), np.full(f.shape, 9, np.uint32)


def least_rotations(draw, dtype):
    points = draw(st.integers(1, 32))
    return draw(s.arrays("u4", draw(st.integers(0, 300)))) >> np.uint32(32 - points), points
