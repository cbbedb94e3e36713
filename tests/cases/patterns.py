"""Cases of templates and thinning."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg.morph._thinning3 import FACES, NEAR, RING, SHARE, TOUCH
from pyimg.morph.thinning import TABLE


def hitmiss(draw, dtype):
    n = draw(st.integers(1, 60))
    a = (draw(s.arrays("u1", n)) % 3).astype(dtype)
    jumps = np.array(draw(st.lists(st.integers(-3, 3), max_size=10)), np.int64)
    width = draw(st.integers(0, max(0, n - 6)))
    starts = np.array([draw(st.integers(3, n - 3 - width))] if n >= 6 + width and width else [], np.int64)
    return a, jumps, (draw(s.arrays("u1", len(jumps))) % 3).astype(dtype), starts, width, np.zeros_like(a)


def thin(draw, dtype):
    a = np.zeros(draw(s.shapes(2, 2, max_side=20)), np.uint8)
    if min(a.shape) > 2:
        inside = draw(s.arrays(bool, tuple(n - 2 for n in a.shape)))
        a[1:-1, 1:-1] = inside | draw(st.booleans())
        a[draw(st.integers(0, 19)) % a.shape[0]] = 0
    return a, TABLE, draw(st.sampled_from([-1, 0, 1, 2]))


def simple(draw, dtype):
    shape = draw(s.shapes(3, 3, max_side=6))
    a = np.pad(draw(s.arrays(bool, shape)) | draw(st.booleans()), 1).astype(np.uint8)
    voxels = np.flatnonzero(np.pad(np.ones(shape, bool), 1)).astype(np.int64)
    strides = np.array([a.shape[1] * a.shape[2], a.shape[2], 1])
    ring = (RING @ strides).astype(np.int64)
    return a.ravel(), voxels, ring, TOUCH, SHARE, NEAR, FACES, np.zeros(len(voxels), np.uint8)
