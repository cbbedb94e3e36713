"""Cases of the kernels of blobs."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

SCRATCH = {"responses": "scratch", "peaks": "scratch"}


def integral(draw, dtype):
    f = draw(s.arrays(dtype, draw(s.shapes(2, 2, max_side=11))))
    if draw(st.booleans()):  # rows of more than a block
        f = np.tile(f, (1, 120))
    return f, np.zeros(f.shape)


def _sums(draw, shape):
    f = np.random.default_rng(draw(st.integers(0, 99))).integers(0, draw(st.sampled_from([2, 256])), shape)
    return np.cumsum(np.cumsum(f * draw(st.sampled_from([1.0, 0.1])), axis=0), axis=1)


def responses(draw, dtype):
    step, lobe = draw(st.integers(1, 4)), draw(st.sampled_from([1, 3, 5, 9]))
    reach = (3 * lobe + 3) // 2
    first = -(-reach // step)
    rows, columns = draw(st.integers(0, 3)), draw(st.integers(0, 20))
    shape = [(first + n) * step + reach + 1 for n in (rows, columns)]
    sums = _sums(draw, shape)
    return sums, step, lobe, first, first, np.ones((3, shape[1])), np.ones((rows, columns))


def peaks(draw, dtype):
    shape = draw(s.shapes(3, 3, max_side=9))
    pyramid = draw(s.arrays("i1", shape)) * draw(st.sampled_from([1.0, 0.1]))
    threshold = draw(st.sampled_from([0.0, 1.0, 100.0]))
    blocks = int(np.prod([n // 3 + 1 for n in shape]))
    return pyramid, threshold, draw(st.integers(0, 3)), 5, draw(st.booleans()), np.ones(shape[2]), np.zeros((blocks, 5))
