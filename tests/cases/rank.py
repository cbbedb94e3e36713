"""Cases of the kernels of ranks."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

SCRATCH = {"bisect": "pointers totals scratch"}


def _bits(draw, dtype):
    dtype = np.dtype(dtype)
    most = 0
    if dtype.itemsize > 1 and draw(st.booleans()):
        most = int(np.array(np.inf, f"f{dtype.itemsize}").view(dtype))
    if most and draw(st.booleans()):
        values = draw(s.arrays(f"f{min(8, 2 * dtype.itemsize)}", draw(st.integers(0, 40)), nan=True))
        with np.errstate(over="ignore"):
            return most, values.astype(f"f{dtype.itemsize}").view(dtype)
    return most, draw(s.arrays(dtype, draw(st.integers(0, 40))))


keys = pixels = _bits


def _window(draw, dtype):
    height, width = draw(st.integers(1, 4)), draw(st.integers(0, 20) | st.sampled_from([63, 64, 65, 100, 128, 150]))
    members = np.array(draw(st.lists(st.integers(-40, 40), min_size=1, max_size=12)), np.intp)
    if draw(st.booleans()):
        members = np.resize(members, draw(st.sampled_from([255, 256, 500])))
    wide = draw(s.arrays(dtype, 180 + width))
    rows = np.array([draw(st.integers(40, 140)) for _ in range(height)], np.intp)
    start = draw(st.integers(0, height))
    return wide, rows, members, height, width, start, draw(st.integers(start, height))


def bisect(draw, dtype):
    wide, rows, members, height, width, start, stop = _window(draw, dtype)
    ranks = draw(s.arrays("u4", (2, width))) % np.uint32(len(members))
    rank_of = np.array([draw(st.integers(0, 1)) for _ in range(height)], np.intp)
    block = draw(st.sampled_from([3, 16] if width < 64 else [64, 128, width]))
    return (
        wide, rows, members, ranks, rank_of, start, stop, np.zeros(len(members) + 8, np.intp),
        np.zeros((1, block), np.uint32), np.zeros((5 + len(members), block), np.uint8), np.zeros((height, width), dtype),
    )  # fmt: skip
