"""Bounding boxes of nonzero pixels, in NumPy: what pyimg/_ext/bbox.pyx must compute."""

import numpy as np


def line_extents(mask, full, ends):
    """Say which lines have a nonzero pixel, and between which places (ends, half-open) all of them lie."""
    full[:] = (mask != 0).any(axis=1)
    places = np.flatnonzero((mask != 0).any(axis=0))
    if len(places):
        ends[:] = places[0], places[-1] + 1


def plane_extents(mask, box):
    """Set box to (min_0, max_0, min_1, max_1), half-open, of the nonzero pixels; all 0 where there is none."""
    box[:] = 0
    for axis in range(2):
        places = np.flatnonzero((mask != 0).any(axis=1 - axis))
        if len(places):
            box[2 * axis : 2 * axis + 2] = places[0], places[-1] + 1
