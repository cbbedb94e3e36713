"""Sums of neighbours with weights of any shape in NumPy: what pyimg/_ext/correlate.pyx must compute."""

import numpy as np

from . import _lines


def finite(a):
    """Say whether all numbers are finite."""
    return bool(np.isfinite(a).all())


def correlate(
    src, kind, width, shape, rows, xoutside, before, cval, lines, line_of, x_of, weights, exact, doubt, dense, hole,
    start, stop, held, found, scratch, out_kind, out,
):  # fmt: skip
    """Correlate an array with the taps of a small one: out[i] = sum over t of exact[t] * src[i + step of t].

    Sums are of the type of `weights`, or of doubles where there is doubt about them. Where there
    is a `hole`, taps of weight 0 take no part. `dense` changes nothing; `held`, `found` and `scratch` serve the compiled kernel.
    """
    if start >= stop or not width:
        return
    weights = exact if doubt > 0 else weights
    a = _lines.load(src, kind, weights.dtype).reshape(*shape, width)
    places = np.concatenate([xoutside[:before], np.arange(width), xoutside[before:]])
    a = _lines.take(a, a.ndim - 1, places, cval)
    total = np.zeros((*shape, width), weights.dtype)
    with np.errstate(all="ignore"):
        for t in range(len(weights)) if not hole else np.flatnonzero(weights):
            part = a
            for d, n in enumerate(shape):
                first = lines[line_of[t], d]
                part = _lines.take(part, d, rows[d, first : first + n], cval)
            part = weights[t] * part[..., x_of[t] : x_of[t] + width]
            total = total + part if t else part
    total = total.reshape(-1)[start * width : stop * width]
    _lines.store(total, out, out_kind, slice(start * width, stop * width))
