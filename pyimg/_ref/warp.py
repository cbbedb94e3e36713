"""Images looked up between pixels at places given by a matrix, in NumPy: what pyimg/_ext/warp.pyx must compute."""

import numpy as np

from . import _lines
from ._splines import NONE, folded, inside


def warp(src, kind, sides, order, mode, border, cval, matrix, offset, shape, start, stop, line, out_kind, out):
    """Look up places matrix @ i + offset of an image: the nearest pixel (order 0), or linearly between neighbours (1).

    `line` says by its type what is computed in, and serves the compiled kernel.
    """
    if start >= stop or not shape[-1]:
        return
    a, (*leading, wide) = _lines.load(src, kind, line.dtype).reshape(sides), shape.tolist()
    places = [i[:, None] for i in np.unravel_index(np.arange(start, stop), leading)] + [np.arange(wide)]
    gone, at, far = False, [], []
    with np.errstate(all="ignore"):
        for d in range(a.ndim):
            v = offset[d]
            for slope, i in zip(matrix[d], places):
                v = v + slope * i
            v = inside(v, a.shape[d], mode)
            gone |= v == NONE
            v = np.where(v == NONE, 0.0, v)
            first = np.floor(v if order else v + 0.5)
            far.append((v - first).astype(line.dtype))
            at.append([folded(first.astype(np.intp) + k, a.shape[d], border) for k in range(2)])
        if order == 0:
            total = a[tuple(one[0] for one in at)]
        else:
            planes = []
            for lead in at[0] if a.ndim == 3 else [...]:
                one = [[a[lead, y, x] for y in at[-2]] for x in at[-1]]
                left, right = ((1 - far[-2]) * near + far[-2] * next_ for near, next_ in one)
                planes.append((1 - far[-1]) * left + far[-1] * right)
            total = planes[0] if a.ndim == 2 else (1 - far[0]) * planes[0] + far[0] * planes[1]
        total = np.where(gone, line.dtype.type(cval), total)
    _lines.store(total.ravel(), out, out_kind, slice(start * wide, stop * wide))
