"""Cases of the thresholding kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def soft(draw, dtype):
    f = draw(s.arrays(dtype, draw(st.integers(0, 40)), nan=True))
    return f, draw(st.sampled_from([0, 1, 3, 100])), np.zeros_like(f)


def _counts(draw):
    return np.array(draw(st.lists(st.one_of(st.integers(1, 9), st.integers(1, 1 << 40)), max_size=20)), np.int64)


def otsu(draw, dtype):
    counts = _counts(draw)
    levels = draw(st.lists(st.floats(-1e100, 1e100), min_size=len(counts), max_size=len(counts)))
    return counts, np.array(sorted(levels), float)


def yen(draw, dtype):
    counts = _counts(draw)
    counts[1:-1] *= draw(s.arrays(bool, max(0, len(counts) - 2)))
    return counts, np.zeros(len(counts))


SCRATCH = {"yen": "room"}
