"""Planes looked up between pixels at places given by a matrix, in NumPy: what pyimg/_ext/warp.pyx must compute."""

import numpy as np

from . import _lines
from ._splines import NONE, folded, inside


def warp(
    src, kind, height, width, order, mode, border, cval, matrix, offset, wide, start, stop, line, out_kind, out
):  # fmt: skip
    """Look up places matrix @ i + offset of a plane: the nearest pixel (order 0), or linearly between four (1).

    `line` says by its type what is computed in, and serves the compiled kernel.
    """
    if start >= stop or not wide:
        return
    a, y, x = _lines.load(src, kind, line.dtype).reshape(height, width), *np.mgrid[start:stop, :wide]
    gone, at, far = False, [], []
    with np.errstate(all="ignore"):
        for d in range(2):
            v = inside(offset[d] + matrix[d, 0] * y + matrix[d, 1] * x, a.shape[d], mode)
            gone |= v == NONE
            v = np.where(v == NONE, 0.0, v)
            first = np.floor(v if order else v + 0.5)
            far.append((v - first).astype(line.dtype))
            at.append([folded(first.astype(np.intp) + k, a.shape[d], border) for k in range(2)])
        if order == 0:
            total = a[at[0][0], at[1][0]]
        else:
            left, right = ((1 - far[0]) * a[at[0][0], i] + far[0] * a[at[0][1], i] for i in at[1])
            total = (1 - far[1]) * left + far[1] * right
        total = np.where(gone, line.dtype.type(cval), total)
    _lines.store(total.ravel(), out, out_kind, slice(start * wide, stop * wide))
