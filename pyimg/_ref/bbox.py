"""Bounding boxes of nonzero pixels, in NumPy: what pyimg/_ext/bbox.pyx must compute."""

import numpy as np


def line_extents(mask, full, ends):
    """Say which lines have a nonzero pixel, and between which places (ends, half-open) all of them lie."""
    full[:] = (mask != 0).any(axis=1)
    places = np.flatnonzero((mask != 0).any(axis=0))
    if len(places):
        ends[:] = places[0], places[-1] + 1
