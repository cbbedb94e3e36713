"""Cases of the kernels of LZW."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._ref import lzw as twin

SCRATCH = {"encode": "table"}
ROOM = st.sampled_from([1, 7, 8, 40, 300, 20000])


def _bytes(draw, n):
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    return rng.integers(0, draw(st.sampled_from([1, 2, 5, 256])), n).astype(np.uint8)


def encode(draw, dtype):
    room, parts = draw(ROOM), draw(st.integers(1, 3))
    start = draw(st.integers(0, parts))
    return (
        _bytes(draw, parts * room - draw(st.integers(0, room - 1))), room, start, draw(st.integers(start, parts)),
        np.zeros(1 << 14, np.uint32), np.zeros(parts, np.int64), np.zeros((parts, room * 3 // 2 + 16), np.uint8),
    )  # fmt: skip


def decode(draw, dtype):
    room, parts = draw(ROOM), draw(st.integers(1, 3))
    blobs = [np.frombuffer(twin._encoded(_bytes(draw, room).tobytes()), np.uint8).copy() for _ in range(parts)]
    for blob in blobs:
        if draw(st.integers(0, 3)) == 0:  # damaged
            blob[draw(st.integers(0, len(blob) - 1))] ^= 1 << draw(st.integers(0, 7))
    counts = np.array([len(b) - draw(st.integers(0, 1)) for b in blobs], np.int64)
    offsets = np.cumsum([0, *map(len, blobs[:-1])]).astype(np.int64)
    start = draw(st.integers(0, parts))
    out = np.zeros(parts * room - draw(st.integers(0, room - 1)), np.uint8)
    return np.concatenate(blobs), offsets, counts, room, start, draw(st.integers(start, parts)), np.zeros(parts, np.int64), out


def accumulate(draw, dtype):
    lines, n = draw(st.integers(0, 3)), draw(st.sampled_from([0, 1, 2, 9, 40]))
    return draw(s.arrays(dtype, (lines, n))), draw(st.integers(1, 4))
