"""Cases of the kernels that change labels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def _labels(draw):
    return np.repeat(draw(s.arrays("i1", draw(st.integers(0, 12)))) % np.int8(5) - 2, draw(st.sampled_from([1, 3, 20])))


def relabel(draw, dtype):
    labels = _labels(draw).astype(np.int32)
    return labels, -2, draw(st.sampled_from([0, -1])) * np.ones(5, np.int32), np.zeros_like(labels)


def erase(draw, dtype):
    labels = _labels(draw).astype(np.int32)
    low = draw(st.integers(-3, 1))
    return labels, low, draw(s.arrays(bool, draw(st.integers(0, 4)))).view(np.uint8), np.zeros_like(labels)


def label_range(draw, dtype):
    return draw(s.arrays("i4", draw(st.integers(0, 40)))), draw(s.arrays("i4", 2))
