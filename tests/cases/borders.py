"""Cases of the border kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def _neighbours(draw, h, w):
    steps, rows, columns = [], [], []
    for _ in range(draw(st.integers(0, 3))):
        step, down = draw(st.integers(-w - 1, w + 1)), draw(st.integers(-1, 1))
        x, y = np.arange(w) + step, np.arange(h) + down
        outside = draw(st.sampled_from([-1, 0]))
        steps.append(step)
        columns.append(np.where((x >= 0) & (x < w), x, outside))
        rows.append(np.where((y >= 0) & (y < h), y, outside))
    k = len(steps)
    return (
        np.array(rows, np.int64).reshape(k, h), np.array(columns, np.int64).reshape(k, w), np.array(steps, np.int64),
    )  # fmt: skip


def _image(draw, dtype, most=6):
    shape = draw(st.tuples(st.integers(0, most), st.integers(0, 3 * most)))
    return draw(s.arrays(dtype, shape, nan=True))


def differs(draw, dtype):
    a = _image(draw, dtype)
    start = draw(st.integers(0, len(a)))
    return a, *_neighbours(draw, *a.shape), draw(st.booleans()), draw(st.booleans()), start, len(a), np.ones(a.shape, np.uint8)


def touches(draw, dtype):
    a = _image(draw, "u1")
    return a, a.copy()[::-1].copy(), *_neighbours(draw, *a.shape), np.zeros(a.shape, np.uint8)


def perimeter_pixels(draw, dtype):
    labels = _image(draw, "u1").astype(np.int32) % 3
    edge = draw(s.arrays(bool, (labels.shape[0] + 2, labels.shape[1] + 2))).view(np.uint8)
    return labels, edge, np.zeros((3, 3), np.int64)
