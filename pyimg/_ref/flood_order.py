"""The order of pixels in NumPy: what pyimg/_ext/flood_order.pyx must compute."""

import numpy as np

_TYPES = "u1 i1 u2 i2 u4 i4 u8 i8 f4 f8 g".split()


def order(pixels, kind, items, spare, ranks):
    """Write how many pixels each pixel is greater than; NaN is greater than all others."""
    _, group, counts = np.unique(pixels.view(_TYPES[kind]), return_inverse=True, return_counts=True)
    ranks[:] = (np.cumsum(counts) - counts)[group.reshape(-1)]
