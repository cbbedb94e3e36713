"""B-splines through the pixels in NumPy: what pyimg/_ext/spline.pyx must compute."""

from itertools import product

import numpy as np

from . import _lines

NONE = -1e9  # a place that is outside


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


def bspline(order, x):
    """Return the B-spline of that order at distances x from its centre."""
    y, x2 = (order + 1) / 2 - x, x * x
    if order == 0:
        return np.ones_like(x)
    if order == 1:
        return np.where(x < 1, 1 - x, 0.0)
    if order == 2:
        return np.where(x < 0.5, 0.75 - x2, np.where(x < 1.5, y * y / 2, 0.0))
    if order == 3:
        return np.where(x < 1, (x2 * (x - 2) * 3 + 4) / 6, np.where(x < 2, y * y * y / 6, 0.0))
    if order == 4:
        y = y * y
        middle = x * (x * (x * (5 / 6 - x / 6) - 1.25) + 5 / 24) + 55 / 96
        inner = x2 * (x2 * 0.25 - 0.625) + 115 / 192
        return np.where(x < 0.5, inner, np.where(x < 1.5, middle, np.where(x < 2.5, y * y / 24, 0.0)))
    inner = x2 * (x2 * (0.25 - x / 12) - 0.5) + 0.55
    middle = x * (x * (x * (x * (x / 24 - 0.375) + 1.25) - 1.75) + 0.625) + 0.425
    return np.where(x < 1, inner, np.where(x < 2, middle, np.where(x < 3, y * y * y * y * y / 120, 0.0)))


def inside(x, n, mode):
    """Return the places that stand for x, NONE for none; modes as in `affine`.

    They lie in the image, for mode reflect at most a pixel beyond it, for mode nearest as far beyond it as a
    spline reaches.
    """
    x = np.asarray(x, float)
    finite, last = np.isfinite(x), n - 1.0
    here = (x >= 0) & (x <= last)
    y = np.where(finite, x, 0.0)
    if mode in (4, 5):
        y = np.full(x.shape, NONE)
    elif mode == 0:
        y = np.clip(y, -8.0, last + 8)
    elif n == 1:
        y = np.zeros(x.shape)
    elif mode == 1:
        y = np.minimum(y - last * np.floor(y / last), last)
    elif mode == 6:
        y = y - n * np.floor(y / n)
        y = np.where(y < n, y, 0.0)
    elif mode == 2:
        y = y - 2.0 * n * np.floor(y / (2.0 * n))
        y = np.where(y < 2.0 * n, y, 0.0)
        y = np.where(y < n, y, 2.0 * n - 1 - y)
    else:
        y = y - 2 * last * np.floor(y / (2 * last))
        y = np.where(y <= last, y, 2 * last - y)
    return np.where(here, x, np.where(finite, y, NONE))


def folded(i, n, border):
    """Return the places in 0 ... n - 1 that stand for i : 0 mirror, 1 reflect, 2 wrap, 3 nearest."""
    if n == 1 or border == 3:
        return np.clip(i, 0, n - 1)
    if border == 2:
        return i % n
    if border == 1:
        i = i % (2 * n)
        return np.where(i < n, i, 2 * n - 1 - i)
    i = i % (2 * n - 2)
    return np.where(i < n, i, 2 * n - 2 - i)


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
