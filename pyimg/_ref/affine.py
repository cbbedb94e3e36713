"""Values of splines at places given by a matrix, in NumPy: what pyimg/_ext/affine.pyx must compute."""

from itertools import product

import numpy as np

from . import _lines
from ._splines import NONE, bspline, folded, inside


def affine(c, shape, pad, order, mode, border, cval, matrix, offset, out_shape, start, stop, line, out_kind, out):
    """Look up places matrix @ i + offset of a spline with coefficients c: out[i] = sum of B-splines times c.

    `line` serves the compiled kernel.
    """
    axes, width = len(shape), out_shape[-1]
    if start >= stop or not width:
        return
    at = np.unravel_index(np.arange(start * width, stop * width), tuple(out_shape))
    c = c.reshape(shape)
    gone = np.zeros(at[0].shape, bool)
    weights, places = [], []
    with np.errstate(all="ignore"):
        for d in range(axes):
            v = np.full(at[0].shape, offset[d])
            for e in range(axes):
                v = v + matrix[d, e] * at[e]
            v = inside(v + pad, shape[d], mode)
            gone |= v == NONE
            v = np.where(v == NONE, 0.0, v)
            first = np.floor(v if order % 2 else v + 0.5).astype(np.intp) - order // 2
            weights.append([bspline(order, np.abs(v - (first + t))) for t in range(order + 1)])
            places.append([folded(first + t, shape[d], border) for t in range(order + 1)])
        sums = [0.0] * (order + 1)
        for lead in product(range(order + 1), repeat=axes - 1):
            u = 1.0
            for d, t in enumerate(lead):
                u = u * weights[d][t]
            where = [places[d][t] for d, t in enumerate(lead)]
            for t in range(order + 1):
                sums[t] = sums[t] + u * c[(*where, places[-1][t])]
        total = np.zeros(at[0].shape)
        for t in range(order + 1):
            total = total + weights[-1][t] * sums[t]
        _lines.store(np.where(gone, cval, total), out, out_kind, slice(start * width, stop * width))
