"""Cases of the kernel of small medians."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._flat import positions

SCRATCH = {"box": "scratch"}


def box(draw, dtype):
    dtype = np.dtype(dtype)
    reach = draw(st.integers(1, 2))
    n, width = draw(st.integers(1, 6)), draw(st.one_of(st.integers(1, 40), st.sampled_from([66, 70, 513, 1026, 1100])))
    mode = draw(st.sampled_from(["nearest", "wrap", "reflect", "mirror", "constant"]))
    ordered = draw(st.booleans())
    most = 0
    if ordered and dtype.itemsize > 1 and draw(st.booleans()):
        number = np.dtype(f"f{dtype.itemsize}")
        most = int(np.array(np.inf, number).view(dtype))
        a = draw(s.arrays("f4", (n, width), nan=True)).astype(number).view(dtype)
    else:
        a = draw(s.arrays(dtype, (n, width)))
    if ordered and draw(st.booleans()):  # few or no signs: keys are made only where they are needed
        a = np.where(np.arange(a.size).reshape(a.shape) == draw(st.integers(-1, a.size - 1)), a, a & (np.iinfo(dtype).max >> 1))
    start = draw(st.integers(0, n))
    return (
        a, positions(n, -reach, reach, mode), positions(width, -reach, reach, mode), reach, int(ordered), most,
        draw(st.sampled_from([0, 7, int(np.iinfo(dtype).max)])), start, draw(st.integers(start, n)),
        np.zeros((12, max(width, 256) + 128), dtype), np.zeros((n, width), dtype),
    )  # fmt: skip
