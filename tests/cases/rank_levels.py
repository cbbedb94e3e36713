"""Cases of the kernel of ranks in boxes of bytes."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

SCRATCH = {"box_levels": "pointers totals scratch"}


def box_levels(draw, dtype):
    ny, nx = draw(st.sampled_from([(1, 1), (3, 4), (31, 31), (2, 100), (130, 3), (255, 2)]))
    rows, columns = draw(st.integers(1, 9)), draw(st.integers(0, 20))
    wide = draw(s.arrays("u1", (rows + ny - 1, columns + nx - 1)))
    top = 1
    while top * 2 * ny < 256 and top * 2 <= nx and draw(st.booleans()):
        top *= 2
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 12))
    start = draw(st.integers(0, rows))
    room = (height + 1) * (width + nx - 1)
    return (
        wide, ny, nx, draw(st.integers(0, ny * nx - 1)), top, height, width, start, draw(st.integers(start, rows)),
        np.zeros(nx + 16, np.intp), np.zeros(room, np.uint16), np.zeros((6 + top.bit_length() - 1, room), np.uint8),
        np.zeros((rows, columns), np.uint8),
    )  # fmt: skip
