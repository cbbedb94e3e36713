"""Ranks in boxes of bytes in NumPy: what pyimg/_ext/rank_levels.pyx must compute."""

import numpy as np


def box_levels(wide, ny, nx, rank, top, height, width, start, stop, pointers, totals, scratch, out):
    """Write out[y, x] = the value of that rank in wide[y : y + ny, x : x + nx], for rows y from start to stop."""
    if start < stop and out.shape[1]:
        windows = np.lib.stride_tricks.sliding_window_view(wide, (ny, nx))
        for y in range(start, stop):
            out[y] = np.sort(windows[y].reshape(-1, ny * nx), axis=1)[:, rank]
