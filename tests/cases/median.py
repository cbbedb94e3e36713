"""Cases of the kernel of small medians."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._flat import positions

SCRATCH = {"three": "scratch", "five": "scratch"}
WIDTHS = st.one_of(st.integers(1, 40), st.sampled_from([66, 70, 513, 1026, 1100]))
MODES = ["nearest", "wrap", "reflect", "mirror", "constant"]


def three(draw, dtype):
    n, width, mode = draw(st.sampled_from([1, 2, 3, 6, 300])), draw(WIDTHS), draw(st.sampled_from(MODES))
    width = width if n < 300 else min(width, 9)
    a = draw(s.arrays(dtype, (n, width), nan=draw(st.booleans())))
    if a.dtype.kind == "f" and draw(st.booleans()):
        a = a + 0  # no -0.0
    start = draw(st.integers(0, n))
    return (
        a, positions(n, -1, 1, mode), positions(width, -1, 1, mode), draw(s.arrays(dtype, (1,), nan=True)),
        start, draw(st.integers(start, n)), np.zeros((14, max(width, 512) + 128), dtype), np.zeros((n, width), dtype),
    )  # fmt: skip


def five(draw, dtype):
    dtype = np.dtype(dtype)
    n, width, mode = draw(st.integers(1, 6)), draw(WIDTHS), draw(st.sampled_from(MODES))
    ordered = draw(st.booleans())
    most = 0
    if ordered and dtype.itemsize > 1 and draw(st.booleans()):
        number = np.dtype(f"f{dtype.itemsize}")
        most = int(np.array(np.inf, number).view(dtype))
        a = draw(s.arrays("f4", (n, width), nan=True)).astype(number).view(dtype)
    else:
        a = draw(s.arrays(dtype, (n, width)))
    start = draw(st.integers(0, n))
    return (
        a, positions(n, -2, 2, mode), positions(width, -2, 2, mode), int(ordered), most,
        draw(st.sampled_from([0, 7, int(np.iinfo(dtype).max)])), start, draw(st.integers(start, n)),
        np.zeros((12, width + 128), dtype), np.zeros((n, width), dtype),
    )  # fmt: skip
