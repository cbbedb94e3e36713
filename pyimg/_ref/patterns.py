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


def simple(a, voxels, ring, touch, share, near, faces, out):
    """Write 1 for voxels whose removal changes no connection, and that have two neighbours at least, else 0."""
    bits = np.arange(26)
    codes, of = np.unique(((a[voxels[:, None] + ring] != 0) << bits).sum(1), return_inverse=True)
    on, near, faces = ((np.atleast_1d(word)[:, None] >> bits & 1).astype(bool) for word in (codes, near, faces))
    touch, share = ((table[:, None] >> bits & 1).astype(bool) for table in (touch, share))
    fits = (on.sum(1) > 1) & _one_piece(on, on, touch) & _one_piece(~on & near, ~on & faces, share)
    out[:] = fits[of]


def _one_piece(members, wanted, joined):
    """Say where all `wanted` members, one at least, are connected through members."""
    reached = wanted & (wanted.cumsum(1) == 1)
    for _ in range(26):
        reached |= (reached.astype(np.intp) @ joined > 0) & members
    return wanted.any(1) & ~(wanted & ~reached).any(1)
