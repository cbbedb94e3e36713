"""Distance kernels in NumPy: what pyimg/_ext/distance.pyx must compute."""

import numpy as np

_FAR = {"u2": 32767, "i4": 1 << 30, "f8": np.inf}


def scan(inside, scratch, weight, values, start, stop):
    """Set values[o, i, c] to weight d**2, d from i to the nearest 0 of inside[o, :, c], for c in start ... stop."""
    part = inside[:, :, start:stop] != 0
    n = part.shape[1]
    at = np.arange(n).reshape(1, n, 1)
    before = np.maximum.accumulate(np.where(part, -np.inf, at), axis=1)
    after = np.minimum.accumulate(np.where(part, np.inf, at)[:, ::-1], axis=1)[:, ::-1]
    d = np.minimum(at - before, after - at)
    values[:, :, start:stop] = np.minimum(d * d * weight, _FAR[values.dtype.str[1:]])


def rows(values, weight, scale, root, line, best, sites, bounds, out, start, stop):
    """Set values[r, i] to the minimum over j of values[r, j] + weight (i - j)**2; tell whether one is far."""
    return columns(
        values[start:stop, :, None], weight, scale, root, line, best, sites, bounds,
        out[start:stop, :, None], 0, 1,
    )  # fmt: skip


def columns(values, weight, scale, root, block, best, sites, bounds, out, start, stop):
    """Do along the middle axis, for columns start ... stop, what rows does along the last."""
    f = values[:, :, start:stop].astype(float)
    least = f.copy()
    for k in range(1, f.shape[1]):
        add = float(weight) * (k * k)
        np.minimum(least[:, k:], f[:, :-k] + add, out=least[:, k:])
        np.minimum(least[:, :-k], f[:, k:] + add, out=least[:, :-k])
    if out.shape[0]:
        out[:, :, start:stop] = np.sqrt(least * scale) if root else least * scale
    else:
        values[:, :, start:stop] = least
    return bool((least >= _FAR[values.dtype.str[1:]]).any())
