"""Pointwise thresholding, in NumPy: what pyimg/_ext/thresholding.pyx must compute."""

import numpy as np


def soft(f, t, out):
    """Write f - t where f > t, f + t where f < -t, else 0 (NaN stays)."""
    t = f.dtype.type(t)
    out[:] = np.where(np.isnan(f), f, 0) if f.dtype.kind == "f" else 0
    np.subtract(f, t, out=out, where=f > t)
    if f.dtype.kind != "u":
        np.add(f, t, out=out, where=f < -t)


def otsu(counts, levels):
    """Return the first level i that maximises n0 * n1 * (m0 - m1)**2."""
    if len(counts) < 2:
        return -1
    size, mass = np.cumsum(counts), np.cumsum(counts * levels)
    below, above = size[:-1], size[-1] - size[:-1]
    apart = mass[:-1] / below - (mass[-1] - mass[:-1]) / above
    return int(np.argmax(below.astype(np.float64) * above * apart**2))


def yen(counts, room):
    """Return the first level i that maximises (p * (1 - p))**2 / (q0 * q1), or -1 for fewer than 2."""
    if len(counts) < 2:
        return -1
    p = counts / counts.sum()
    below = np.cumsum(p)[:-1]
    squares, above = np.cumsum(p**2)[:-1], np.cumsum(p[:0:-1] ** 2)[::-1]
    return int(np.argmax((below * (1 - below)) ** 2 / (squares * above)))
