"""Neighbour counts of masks in NumPy: what pyimg/_ext/tas.pyx must compute."""

import numpy as np


def neighbour_counts(mask, volume, start, stop, scratch, tables, counts):
    """Add to counts[v, k] how many pixels of value v, in lines start to stop, have k neighbours of value 1."""
    if not mask.size:
        return
    wide = np.pad(mask.astype(np.int64), [(int(volume),) * 2, (1, 1), (1, 1)], mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(wide, (3 if volume else 1, 3, 3)).sum((3, 4, 5)) - mask
    lines = slice(start, stop)
    np.add.at(counts, (mask.reshape(-1, mask.shape[2])[lines], around.reshape(-1, mask.shape[2])[lines]), 1)
