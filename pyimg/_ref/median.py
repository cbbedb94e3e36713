"""Medians of small boxes in NumPy: what pyimg/_ext/median.pyx must compute."""

import numpy as np

from . import rank


def box(a, source, columns, reach, ordered, most, outside, start, stop, scratch, out):
    """Write the median of the box of side 2 * reach + 1 around the pixels of rows start to stop."""
    if start >= stop or not a.shape[1]:
        return
    keys = a.reshape(-1).copy()
    if ordered:
        rank.keys(most, keys)
    wide = np.full((len(a) + 1, a.shape[1] + 1), outside, a.dtype)  # -1 is the last
    wide[:-1, :-1] = keys.reshape(a.shape)
    wide = wide[source][:, columns]
    side = 2 * reach + 1
    windows = np.lib.stride_tricks.sliding_window_view(wide, (side, side))[start:stop]
    found = np.sort(windows.reshape(*windows.shape[:2], -1), axis=-1)[..., side * side // 2].reshape(-1)
    if ordered:
        rank.pixels(most, found)
    out[start:stop] = found.reshape(stop - start, -1)
