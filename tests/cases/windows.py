"""Cases of the kernel of means over windows."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

SCRATCH = {"window_means": "scratch"}


def window_means(draw, dtype):
    height, width = draw(st.integers(1, 4)), draw(st.integers(0, 20))
    members = np.array(draw(st.lists(st.integers(-40, 40), max_size=30)), np.intp)
    wide = draw(s.arrays(dtype, 200, nan=True))
    if np.dtype(dtype).kind == "i":
        wide //= 64
    rows = np.array([draw(st.integers(40, 140)) for _ in range(height)], np.intp)
    count_of = np.array([draw(st.integers(0, 1)) for _ in range(height)], np.intp)
    start = draw(st.integers(0, height))
    counts = np.arange(2.0 * width).reshape(2, width)
    return (
        wide, rows, members, counts, count_of, start, draw(st.integers(start, height)),
        np.zeros(draw(st.sampled_from([3, 64])), dtype), np.zeros((height, width)),
    )  # fmt: skip
