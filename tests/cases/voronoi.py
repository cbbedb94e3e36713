"""Cases of the kernels of nearest labels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

SCRATCH = {"scan": "last away", "spread": "f names keys sites bounds"}


def _labels(draw, dtype, shape):
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    return np.where(rng.random(shape) < draw(st.sampled_from([0, 0.02, 0.3])), draw(s.arrays(dtype, shape)), 0).astype(dtype)


def _shape(draw):
    return draw(st.tuples(st.integers(0, 3), st.sampled_from([0, 1, 2, 9, 40, 200]), st.sampled_from([0, 1, 3, 9])))


def scan(draw, dtype):
    shape = _shape(draw)
    start, stop = sorted(draw(st.tuples(*[st.integers(0, shape[2])] * 2)))
    scratch = np.empty(shape[2], dtype), np.empty(shape[2])
    return draw(st.sampled_from([1.0, 4.0, 0.25])), *scratch, _labels(draw, dtype, shape), np.zeros(shape), start, stop


def spread(draw, dtype):
    shape = _shape(draw)
    lines = shape[0] * shape[2]
    start, stop = sorted(draw(st.tuples(*[st.integers(0, lines)] * 2)))
    labels = _labels(draw, dtype, shape)
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    squares = np.where(labels != 0, rng.integers(0, draw(st.sampled_from([5, 50, 5000, 90000])), shape), np.inf)
    n = shape[1]
    scratch = np.empty(n), np.empty(n, dtype), np.empty((2, n + 426), np.uint32), np.empty(n, np.int64), np.empty(n)
    return *draw(st.sampled_from([(1.0, 0), (1.0, 1), (4.0, 1), (0.25, 0)])), draw(st.booleans()), *scratch, labels, squares, start, stop
