"""Cases of the edge kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._ref._lines import KINDS

SCRATCH = {"sobel": "scratch"}


def sobel(draw, dtype):
    kind = draw(st.integers(0, 9))
    height, width = draw(s.shapes(2, 2, 1, 40))
    start = draw(st.integers(0, height))
    stop = draw(st.integers(start, height))
    src = draw(s.arrays(KINDS[kind], (height, width), nan=KINDS[kind].kind == "f"))
    return (
        src.reshape(-1).view(np.uint8), kind, width, draw(st.sampled_from([1.0, 0.25, 0.1])), start, stop,
        np.zeros((5, width + 2)), np.zeros((height, width)),
    )  # fmt: skip


def crossings(draw, dtype):
    shape = draw(s.shapes(1, 4, 1, 8))
    d = draw(s.arrays("f8", shape, nan=draw(st.booleans())))
    rows = int(np.prod(shape[:-1]))
    start = draw(st.integers(0, rows))
    stop = draw(st.integers(start, rows))
    threshold = draw(st.sampled_from([0.0, 1.5]))
    return d.ravel(), np.array(shape, np.intp), threshold, start, stop, np.zeros(d.size, np.uint8)
