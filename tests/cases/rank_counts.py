"""Cases of the kernel of sliding counts."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

SCRATCH = {"box_counts": "counts"}


def box_counts(draw, dtype):
    h, w = draw(st.integers(1, 5)), draw(st.integers(1, 40))
    ny, nx = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    wide = draw(s.arrays("u1", (h + ny - 1, w + nx - 1)))
    width, start = draw(st.integers(1, 41)), draw(st.integers(0, h))
    return (
        wide, ny, nx, draw(st.integers(0, ny * nx - 1)), width, start, draw(st.integers(start, h)),
        np.triu(np.ones((16, 16), np.uint16)), np.ones(272 * (width + nx - 1), np.uint16), np.zeros((h, w), np.uint8),
    )  # fmt: skip
