"""Reconstruction in NumPy: what pyimg/_ext/rebuild.pyx must compute."""

import numpy as np


def rebuild(a, mask, starts, width, jumps, near):
    """Raise a under mask until each pixel is the least of mask and the greatest of itself and its neighbours."""
    places = (starts[:, None] + np.arange(width)).ravel()
    limit = mask[places]
    changed = bool(places.size)
    while changed:
        before = a[places]
        now = before
        for j in jumps.tolist():
            now = np.maximum(now, np.maximum(a[places + j], a[places - j]))
        now = np.minimum(now, limit)
        a[places] = now
        changed = bool((now != before).any())
    return 0
