"""B-splines through the pixels in NumPy: what pyimg/_ext/spline.pyx must compute."""

import numpy as np

from . import _lines


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
