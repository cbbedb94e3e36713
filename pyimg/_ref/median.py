"""Medians of small boxes in NumPy: what pyimg/_ext/median.pyx must compute."""

import numpy as np

from . import rank


def three(a, source, columns, outside, start, stop, scratch, out):
    """Write the median of the 3 x 3 pixels around those of rows start to stop, in the order of `numpy.sort`; -0.0 < 0.0."""
    signed, floats = a.dtype.kind == "i", a.dtype.kind == "f"
    bits = np.dtype(f"u{a.itemsize}")
    most = int(np.array(np.inf, a.dtype).view(bits)) if floats else 0
    key = np.array(outside).view(bits)
    if signed or floats:
        rank.keys(most, key)
    arrays = [v.view(bits) for v in (a, scratch, out)]
    _median(arrays[0], source, columns, 1, signed or floats, most, key[0], start, stop, arrays[2])


def five(a, source, columns, ordered, most, outside, start, stop, scratch, out):
    """Write the median of the 5 x 5 pixels around those of rows start to stop."""
    _median(a, source, columns, 2, ordered, most, outside, start, stop, out)


def _median(a, source, columns, reach, ordered, most, outside, start, stop, out):
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
