"""Hit-or-miss templates and thinning in NumPy: what pyimg/_ext/patterns.pyx must compute."""

import numpy as np


def hitmiss(a, jumps, values, starts, width, out):
    """Write 1 where a[p + jumps[k]] is values[k] for all k, else 0, at the `width` places from each of `starts` on."""
    places = (starts[:, None] + np.arange(width)).ravel()
    fits = np.ones(places.shape, bool)
    for jump, value in zip(jumps, values):
        fits &= a[places + jump] == value
    out[places] = fits


def thin(a, table, most):
    """Remove pixels that fit template 0, then 1 … 7, all of one template at once; again until none does."""
    if min(a.shape) < 3:
        return 0
    h, w = a.shape
    around = [(y, x) for y in range(3) for x in range(3) if (y, x) != (1, 1)]
    changed = True
    while changed and most:
        changed = False
        for turn in range(8):
            codes = sum(a[y : y + h - 2, x : x + w - 2] << np.uint8(k) for k, (y, x) in enumerate(around))
            hits = (a[1:-1, 1:-1] == 1) & (table[codes] >> turn & 1 == 1)
            a[1:-1, 1:-1][hits] = 0
            changed |= bool(hits.any())
        most -= 1
    return 0
