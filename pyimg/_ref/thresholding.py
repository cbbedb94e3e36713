"""Pointwise thresholding, in NumPy: what pyimg/_ext/thresholding.pyx must compute."""

import numpy as np


def soft(f, t, out):
    """Write f - t where f > t, f + t where f < -t, else 0 (NaN stays)."""
    t = f.dtype.type(t)
    out[:] = np.where(np.isnan(f), f, 0) if f.dtype.kind == "f" else 0
    np.subtract(f, t, out=out, where=f > t)
    if f.dtype.kind != "u":
        np.add(f, t, out=out, where=f < -t)
