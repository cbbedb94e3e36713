"""Cases of the drawing kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp


def draw(draw, dtype):
    size, n, count = draw(st.sampled_from([1, 2, 3, 4, 8, 16])), draw(st.integers(0, 3)), draw(st.integers(0, 30))
    full = draw(st.sampled_from([1, 7, 40, 1 << 61]))
    some = st.integers(0, full) | st.integers(0, min(full, 5))
    axes = [(draw(some.filter(lambda r: r < full)), draw(some), size * draw(st.integers(-2, 2))) for _ in range(n)]
    canvas = np.zeros((2 * 30 * 8 + 1) * size, np.uint8)
    middle, step = len(canvas) // size // 2 * size, size * draw(st.integers(-2, 2))
    return np.array(axes, np.int64).reshape(-1, 3), full, middle, step, count, draw(s.arrays("u1", size)), canvas


def segment(draw, dtype):
    size, h, w = draw(st.sampled_from([1, 2, 3, 4, 8, 16])), draw(st.integers(0, 7)), draw(st.integers(0, 9))
    place = st.integers(-4, 12) | st.integers(-40, 40) | st.integers(-(1 << 29), 1 << 29)
    return *(draw(place) for _ in range(4)), draw(s.arrays("u1", size)), np.zeros((h, w * size), np.uint8)


def _corners(draw):
    places = st.integers(-4, 14).map(float) | st.sampled_from([0.5, -0.5, 3.25, 1e300, -1e300])
    return draw(hnp.arrays(float, (draw(st.integers(0, 12)), 2), elements=places))


def tally(draw, dtype):
    return _corners(draw), np.zeros(draw(st.integers(1, 12)), np.int64)


def fill(draw, dtype):
    from pyimg._ref import polygon as ref

    corners, canvas = _corners(draw), np.zeros((draw(st.integers(0, 9)), draw(st.integers(0, 9))), dtype)
    corners[np.abs(corners) > 1e6] = 40  # no overflow, after which the twin has warnings
    starts = np.zeros(len(canvas) + 1, np.int64)
    ref.tally(corners, starts)
    first = draw(st.integers(0, len(canvas)))
    last = draw(st.integers(first, len(canvas)))
    order = np.array(draw(st.permutations(range(len(corners)))), np.int64)
    nodes = np.full(starts[last] - starts[first] + draw(st.integers(0, 2)), -1.0)
    return corners, order, starts, first, last, np.zeros(last - first, np.int64), nodes, draw(s.arrays(dtype, 1)), canvas


def paint(draw, dtype):
    h, w = draw(st.integers(1, 5)), draw(st.integers(1, 9))
    spans = [
        (draw(st.integers(0, h - 1)), draw(st.integers(0, w)), draw(st.integers(0, w))) for _ in range(draw(st.integers(0, 5)))
    ]
    return np.array(spans, np.int64).reshape(-1, 3), draw(s.arrays(dtype, 1)), np.zeros((h, w), dtype)


def row_ends(draw, dtype):
    h, w = draw(st.integers(0, 5)), draw(st.sampled_from([0, 1, 7, 8, 9, 30]))
    mask = (np.random.default_rng(draw(st.integers(0, 99))).random((h, w)) < draw(st.sampled_from([0, 0.05, 0.5]))) * 3
    return mask.astype(np.uint8), np.full((h, 2), 9, np.int64)


def hull(draw, dtype):
    mask = draw(hnp.arrays(bool, (draw(st.integers(0, 7)), draw(st.integers(0, 7)))))
    points = np.argwhere(mask).astype(np.int64).reshape(-1, 2)
    return points, np.full(2 * len(points), -1, np.int64)
