"""Cases of the kernels of box sums."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg import _boxes
from pyimg._flat import positions
from pyimg._prepare import KINDS

SCRATCH = {"sums": "scratch", "means": "scratch", "majority": "scratch"}


def _box(draw, dtype):
    outer, n, inner = (draw(st.integers(1, 6)) for _ in range(3))
    kinds = {"u1": ["u1"], "i4": ["u1", "i1", "u2", "i2"], "i8": ["u4", "i4", "i8"], "f8": ["f4", "f8", "u2"]}
    kind = np.dtype(draw(st.sampled_from(kinds[np.dtype(dtype).str[1:]])))
    a = draw(s.arrays(kind, (outer, n, inner), nan=True))
    if kind == np.int64:
        a >>= 16  # so that sums fit
    if dtype == np.uint8:
        a &= 1
    at, across = [(-draw(st.integers(0, 9)), draw(st.integers(0, 9))) for _ in range(2)]
    mode = draw(st.sampled_from(["nearest", "wrap", "reflect", "mirror", "constant"]))
    ny, nx = at[1] - at[0] + 1, across[1] - across[0] + 1
    start, left = draw(st.integers(0, outer * n)), draw(st.integers(0, inner))
    stop, right = draw(st.integers(start, outer * n)), draw(st.integers(left, inner))
    first = (
        a.reshape(-1).view(np.uint8), KINDS[kind], n, inner, positions(n, *at, mode), ny, positions(inner, *across, mode),
        -across[0], nx, float(draw(st.integers(0, 1))),
    )  # fmt: skip
    scratch = np.zeros((_boxes._rings(ny, nx, np.dtype(dtype)), inner + nx - 1), dtype)
    return first, (start, stop, left, right, scratch), (outer * n, inner)


def sums(draw, dtype):
    first, part, shape = _box(draw, dtype)
    return *first, *part, np.zeros(shape, dtype)


def means(draw, dtype):
    first, part, shape = _box(draw, dtype)
    rows, columns = (np.minimum(np.arange(1.0, 1 + n), draw(st.sampled_from([1.0, 3.0, 49.0]))) for n in shape)
    return *first, rows, columns, *part, np.zeros(shape)


def majority(draw, dtype):
    first, part, shape = _box(draw, dtype)
    return *first, float(draw(st.integers(0, 20))), *part, np.zeros(shape, np.uint8)
