"""Saturating arithmetic in NumPy: what pyimg/_ext/saturate.pyx must compute."""

import numpy as np


def subtract(a, b, out):
    """Write a - b, or the end of the type where that lies beyond."""
    ends = np.iinfo(a.dtype)
    d = a.astype(object) - b.astype(object)
    out[...] = np.minimum(np.maximum(d, ends.min), ends.max).astype(a.dtype)
