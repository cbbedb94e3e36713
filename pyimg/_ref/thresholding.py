"""Pointwise thresholding, in NumPy: what pyimg/_ext/thresholding.pyx must compute."""

import numpy as np


def soft(f, t, out):
    """Write f - t where f > t, f + t where f < -t, else 0 (NaN stays)."""
    t = f.dtype.type(t)
    out[:] = np.where(np.isnan(f), f, 0) if f.dtype.kind == "f" else 0
    np.subtract(f, t, out=out, where=f > t)
    if f.dtype.kind != "u":
        np.add(f, t, out=out, where=f < -t)


def box_sums(a, at, size, out):
    """Write out[:, i] = the sum of a[:, at[i]] … a[:, at[i + size - 1]]: the sum before, plus one, less one."""
    with np.errstate(all="ignore"):
        for i in range(size if a.size else 0):
            out[:, 0] += a[:, at[i]]
        for i in range(1, a.shape[1] if a.size else 0):
            out[:, i] = out[:, i - 1] + a[:, at[i + size - 1]] - a[:, at[i - 1]]
