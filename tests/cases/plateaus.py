"""Cases of regional extrema."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._structure import offsets


def regional(draw, dtype):
    shape = draw(s.shapes(1, 3, max_side=9))
    values = draw(s.arrays("u1", shape)) % draw(st.sampled_from([1, 2, 3]))
    a = np.ascontiguousarray(values.ravel().astype(dtype))
    k = offsets(draw(s.structuring_elements(len(shape))), centre=False).astype(np.int64)
    strides = np.cumprod([1, *shape[:0:-1]])[::-1]
    mask = draw(s.arrays(bool, a.size)).view(np.uint8)
    return a, np.array(shape, np.int64), k, (k @ strides).astype(np.int64), mask
