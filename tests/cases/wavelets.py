"""Cases of the filter bank kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

SCRATCH = {"analyse": "pointers scratch", "synthesise": "pointers scratch"}


def _bank(draw, dtype):
    shape = draw(st.tuples(st.integers(0, 3), st.integers(0, 9), st.sampled_from([0, 1, 2, 3, 5, 8, 19, 60])))
    src = draw(s.arrays(dtype, shape))
    size = draw(st.sampled_from([2, 4, 6, 8, 20]))
    lengths = [size if draw(st.booleans()) else 0 for _ in range(2)]
    fy, fx = (draw(s.arrays(dtype, (2, n))) for n in lengths)
    units = shape[0] * (shape[1] - shape[1] // 2 if lengths[0] else shape[1])
    start = draw(st.integers(0, units))
    stop = draw(st.integers(start, units))
    scratch = np.zeros((size + 6, shape[2] + size), dtype)
    lone = draw(st.sampled_from([1.0, 0.7]))
    return src, fy, lone, fx, 1.3, draw(st.booleans()), start, stop, np.zeros(2 * size + 2, np.intp), scratch, src + 1


analyse = synthesise = _bank
