"""Ranks in large boxes of bytes in NumPy: what pyimg/_ext/rank_counts.pyx must compute."""

import numpy as np


def box_counts(wide, ny, nx, rank, width, start, stop, table, counts, out):
    """Write out[y, x] = the value of that rank in wide[y : y + ny, x : x + nx], for rows y from start to stop."""
    if start >= stop or not out.shape[1]:
        return
    windows = np.lib.stride_tricks.sliding_window_view(wide, (ny, nx))
    for y in range(start, stop):
        out[y] = np.sort(windows[y].reshape(out.shape[1], -1), axis=1)[:, rank]
