"""Cases of reconstruction."""

import numpy as np
import strategies as s

from pyimg._structure import offsets
from pyimg.morph.reconstruct import _frame


def rebuild(draw, dtype):
    shape = draw(s.shapes(1, 3, max_side=9))
    mask = draw(s.arrays(dtype, shape))
    marker = np.minimum(mask, draw(s.arrays(dtype, shape)))
    k = offsets(draw(s.structuring_elements(len(shape))), centre=False)
    least = -np.inf if mask.dtype.kind == "f" else 0
    a, limit, _, *rest = _frame(marker, mask, k, least)
    return a.ravel(), limit.ravel(), *rest
