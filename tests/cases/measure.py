"""Cases of the kernels that measure regions."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

TABLE = 4


def _image(draw):
    leading = draw(st.sampled_from([(), (3,), (1,), (0,), (2, 3)]))
    few = draw(s.arrays("i1", (int(np.prod(leading)), draw(st.integers(0, 5))))) % np.int8(5) - 1
    labels = np.repeat(few, draw(st.sampled_from([1, 1, 3, 20])), axis=-1).astype(np.int32)
    return labels, np.array(leading, np.int64), np.zeros(len(leading), np.int64)


def region_moments(draw, dtype):
    labels, leading, at = _image(draw)
    d = len(leading) + 1
    tables = (np.int64, ()), (np.int64, (d,)), (np.int64, (2 * d,)), (float, (d,)), (float, (d * (d + 1) // 2,))
    return labels, leading, at, *(np.zeros((TABLE, *width), kind) for kind, width in tables)


def region_intensity(draw, dtype):
    labels, leading, at = _image(draw)
    d = len(leading) + 1
    values = np.resize(draw(s.arrays(dtype, 20, nan=True)), labels.shape).astype(dtype)
    origin = draw(s.arrays("u1", (TABLE, d))).astype(np.int64) % 4
    return (
        values, labels, leading, at, origin, np.zeros(TABLE, np.uint8), np.zeros(TABLE), np.zeros((TABLE, 2 + d)),
        np.zeros(TABLE, dtype), np.zeros(TABLE, dtype),
    )  # fmt: skip


def surface_crossings(draw, dtype):
    labels = draw(s.arrays("i1", draw(s.shapes(3, 3, 0, 4)))) % np.int8(4) - 1
    labels = np.repeat(labels, draw(st.sampled_from([1, 9])), axis=-1).astype(np.int32)
    steps = draw(st.lists(st.tuples(*[st.integers(-1, 1)] * 3), max_size=3))
    return labels, np.array(steps, np.int64).reshape(-1, 3), np.zeros((TABLE, len(steps)), np.int64)
