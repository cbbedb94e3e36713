"""Sums of weighted neighbours in NumPy: what pyimg/_ext/linear.pyx must compute."""

import numpy as np

from . import _lines


def _take(a, axis, places, cval):
    """Return `a` at places along an axis, `cval` where a place is -1."""
    if not a.shape[axis]:
        return np.full((*a.shape[:axis], len(places), *a.shape[axis + 1 :]), cval, a.dtype)
    taken = np.take(a, np.maximum(places, 0), axis)
    shape = [1] * a.ndim
    shape[axis] = -1
    return np.where((places >= 0).reshape(shape), taken, a.dtype.type(cval))


def _along(a, axis, weights, sign, outside, cval):
    n, size, before = a.shape[axis], len(weights), len(weights) // 2
    wide = _take(a, axis, np.concatenate([outside[:before], np.arange(n), outside[before:]]), cval)
    window = [slice(None)] * a.ndim
    rows = []
    for k in range(size):
        window[axis] = slice(k, k + n)
        rows.append(wide[tuple(window)])
    return _lines.taps(rows, weights, sign)


def separable(
    src, kind, height, width, step, wy, ysign, youtside, wx, xsign, xoutside, cval,
    start, stop, left, right, pointers, scratch, out_kind, out,
):  # fmt: skip
    """Correlate planes of height x width pixels (of `step` values each) with wx along rows, then wy across.

    Scratch stays as it is: `pointers` and `scratch` serve the compiled kernel.
    """
    if start >= stop or left >= right or not step:
        return
    with np.errstate(all="ignore"):
        a = _lines.load(src, kind, wy.dtype).reshape(-1, height, width, step)
        if len(wx) > 1 or wx[0] != 1:
            a = _along(a, 2, wx, xsign, xoutside, cval)
        a = _along(a, 1, wy, ysign, youtside, cval)
    a = a.reshape(-1, width, step)
    for row in range(start, stop):
        at = (row * width + left) * step
        _lines.store(a[row, left:right].ravel(), out, out_kind, slice(at, at + (right - left) * step))


def correlate(
    src, kind, width, shape, rows, xoutside, before, cval, lines, line_of, x_of, weights, start, stop,
    held, found, scratch, out_kind, out,
):  # fmt: skip
    """Correlate an array with the taps of a small one: out[i] = sum over t of weights[t] * src[i + step of t].

    Scratch stays as it is: `held`, `found` and `scratch` serve the compiled kernel.
    """
    if start >= stop or not width:
        return
    real = weights.dtype
    a = _lines.load(src, kind, real).reshape(*shape, width)
    a = _take(a, a.ndim - 1, np.concatenate([xoutside[:before], np.arange(width), xoutside[before:]]), cval)
    total = np.zeros((*shape, width), real)
    with np.errstate(all="ignore"):
        for t, w in enumerate(weights):
            part = a
            for d, n in enumerate(shape):
                first = lines[line_of[t], d]
                part = _take(part, d, rows[d, first : first + n], cval)
            part = w * part[..., x_of[t] : x_of[t] + width]
            total = total + part if t else part
    total = total.reshape(-1)[start * width : stop * width]
    _lines.store(total, out, out_kind, slice(start * width, stop * width))
