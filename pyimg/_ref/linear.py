"""Sums of weighted neighbours in NumPy: what pyimg/_ext/linear.pyx must compute."""

import numpy as np

from . import _lines


def _along(a, axis, weights, sign, outside, cval):
    n, size, before = a.shape[axis], len(weights), len(weights) // 2
    wide = _lines.take(a, axis, np.concatenate([outside[:before], np.arange(n), outside[before:]]), cval)
    window = [slice(None)] * a.ndim
    rows = []
    for k in range(size):
        window[axis] = slice(k, k + n)
        rows.append(wide[tuple(window)])
    return _lines.taps(rows, weights, sign)


def separable(
    src, kind, height, width, step, wy, ysign, youtside, wx, xsign, xoutside, cval,
    start, stop, left, right, pointers, scratch, less, out_kind, out,
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
        place = slice(at, at + (right - left) * step)
        sums = a[row, left:right].ravel()
        if less:
            with np.errstate(all="ignore"):
                sums = out.view(wy.dtype)[place] - sums
        _lines.store(sums, out, out_kind, place)
