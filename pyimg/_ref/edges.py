"""Edges in NumPy: what pyimg/_ext/edges.pyx must compute."""

import numpy as np

from . import _lines


def sobel(src, kind, width, scale, start, stop, scratch, out):
    """Set rows start ... stop - 1 of out to scale * (gx**2 + gy**2), the Sobel sums of an image of that width.

    `scratch` serves the compiled kernel.
    """
    if start >= stop or not width:
        return
    with np.errstate(all="ignore"):
        a = np.pad(_lines.load(src, kind, float).reshape(-1, width), 1, mode="edge")
        s, d = a[:-2] + 2 * a[1:-1] + a[2:], a[2:] - a[:-2]
        x, y = s[:, 2:] - s[:, :-2], d[:, :-2] + 2 * d[:, 1:-1] + d[:, 2:]
        out[start:stop] = ((x * x + y * y) * scale)[start:stop]


def crossings(d, shape, threshold, start, stop, out):
    """Set out to 1 where d crosses 0 along an axis by more than threshold, on the negative side or on 0 itself."""
    d, edges = d.reshape(shape), np.zeros(shape, bool)
    inner = (slice(1, -1),) * d.ndim
    v = d[inner]
    with np.errstate(all="ignore"):
        for axis in range(d.ndim):
            a, b = (d[inner[:axis] + (side,) + inner[axis + 1 :]] for side in (slice(None, -2), slice(2, None)))
            edges[inner] |= (v < 0) & ((b > 0) & (b - v > threshold) | (a > 0) & (a - v > threshold))
            edges[inner] |= (v == 0) & (np.sign(a) * np.sign(b) == -1) & (np.abs(b - a) > threshold)
    rows = slice(start * shape[-1], stop * shape[-1])
    out[rows] |= edges.ravel()[rows]
