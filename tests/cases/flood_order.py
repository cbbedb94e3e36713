"""Cases of the order of pixels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._prepare import KINDS

SCRATCH = {"order": "items spare"}


def order(draw, dtype):
    kind = np.dtype(draw(st.sampled_from("u4 i4 u8 i8 f4 f8".split())))
    a = draw(s.arrays(kind, draw(st.integers(0, 300)), nan=True))
    if draw(st.booleans()):
        # many that differ in their last bits only
        near = np.random.default_rng(len(a)).integers(0, 99, len(a)).astype(kind)
        a = a + (near if kind.kind in "ui" else np.finfo(kind).eps * near)
    cells = np.zeros((len(a), 2), dtype)
    cells[draw(s.arrays(bool, len(a))), 0] = np.iinfo(dtype).min
    n = np.count_nonzero(cells[:, 0] == 0)
    items = np.zeros((2, n), np.uint64)
    return a.view(np.uint8), KINDS[kind], *items, cells, np.zeros(n, dtype)
