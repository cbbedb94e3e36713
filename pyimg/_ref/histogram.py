"""Histogram kernels in NumPy: what pyimg/_ext/histogram.pyx must compute."""

import numpy as np


def histogram(values, scratch, counts):
    """Add to counts[v] how many of values are v."""
    counts += np.bincount(values, minlength=len(counts))


def simd_level():
    """NumPy has levels of its own; ours is the baseline."""
    return 0
