"""B-splines through the pixels in NumPy: what pyimg/_ext/spline.pyx must compute."""

from itertools import product

import numpy as np

from . import _lines
from ._splines import NONE, bspline, folded, inside


def _settle(c, z, border, before, after):
    """Filter the lines of c (last axis) forth and back with one pole."""
    total, power = c[:, 0].copy(), z
    for k in before:
        total = total + power * c[:, k]
        power = power * z
    c[:, 0] = total
    for k in range(1, c.shape[1]):
        c[:, k] = c[:, k] + z * c[:, k - 1]
    if border == 0:
        c[:, -1] = (z * c[:, -2] + c[:, -1]) * (z / (z * z - 1))
    elif border == 1:
        c[:, -1] = c[:, -1] * (z / (z - 1))
    else:
        power = -z
        total = power * c[:, -1]
        for k in after:
            power = power * z
            total = total + power * c[:, k]
        c[:, -1] = total
    for k in range(c.shape[1] - 2, -1, -1):
        c[:, k] = z * (c[:, k + 1] - c[:, k])


def resample(
    src, kind, inner, places, poles, gain, border, before, after, taps, weights, n, start, stop, scratch, out_kind, out
):
    """Turn lines of n pixels into lines of as many as taps has rows: out[j] = sum over t of weights[j, t] * c[taps[j, t]].

    `scratch` serves the compiled kernel.
    """
    many = len(taps)
    if start >= stop or not many:
        return
    with np.errstate(all="ignore"):
        a = _lines.load(src, kind, float).reshape(-1, n, inner)
        c = np.moveaxis(a, 1, 2).reshape(-1, n)[start:stop][:, places]
        if len(poles):
            c = c * gain
        for z in poles:
            _settle(c, z, border, before, after)
        total = weights[:, 0] * c[:, taps[:, 0]]
        for t in range(1, taps.shape[1]):
            total = total + weights[:, t] * c[:, taps[:, t]]
    line = np.arange(start, stop)[:, None]
    _lines.store(total, out, out_kind, line // inner * many * inner + line % inner + np.arange(many) * inner)


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
        total = np.zeros(at[0].shape)
        for lead in product(range(order + 1), repeat=axes - 1):
            u, part = 1.0, 0.0
            for d, t in enumerate(lead):
                u = u * weights[d][t]
            where = [places[d][t] for d, t in enumerate(lead)]
            for t in range(order + 1):
                part = part + weights[-1][t] * c[(*where, places[-1][t])]
            total = total + u * part
        _lines.store(np.where(gone, cval, total), out, out_kind, slice(start * width, stop * width))
