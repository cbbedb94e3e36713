"""Templates in NumPy: what pyimg/_ext/matching.pyx must compute."""

import numpy as np


def squares(src, inside, shape, strides, steps, taps, chunk, start, stop, scratch, out):
    """Set out[q] = sum over k of (src[p(q) + steps[k]] - taps[k])**2 for the rows start ... stop - 1 of out."""
    width = int(shape[-1])
    if start >= stop or not width or not len(taps):
        return
    at = sum(i * s for i, s in zip(np.unravel_index(np.arange(start * width, stop * width), shape), strides))
    total = np.zeros(len(at), out.dtype)
    for k in range(0, len(taps), chunk):
        partial = np.zeros(len(at), src.dtype)
        for step, tap in zip(steps[k : k + chunk], taps[k : k + chunk]):
            d = src[at + step] - tap
            partial += np.where(inside[at + step] != 0, d, 0) ** 2 if len(inside) else d * d
        total += partial
    out[start * width : stop * width] = total


def squares8(src, turned, step, columns, start, stop, scratch, out):
    """Set out[y, x] = sum over j, i of (src[y + j, x + i] - t[j, i])**2 for the rows start ... stop - 1 of out."""
    ring, group, _ = turned.shape
    lines = ring - 1
    at = np.arange(columns)
    t = turned[0, 0, at // group * step + at % group * ring + np.arange(lines)[:, None]].astype(np.int64)
    for y in range(start, stop):
        windows = np.lib.stride_tricks.sliding_window_view(src[y : y + lines].astype(np.int64), t.shape)
        out[y] = ((windows[0] - t) ** 2).sum(axis=(1, 2))


def find(src, steps, taps, start, stop, out):
    """Set out[p] = 1 where src[p + steps[k]] is taps[k] for all k, else 0, for p from start to stop - 1."""
    if start < stop and len(taps):
        found = np.ones(stop - start, bool)
        for step, tap in zip(steps, taps):
            found &= src[start + step : stop + step] == tap
        out[start:stop] = found
