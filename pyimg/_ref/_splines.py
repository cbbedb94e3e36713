"""Formulas of splines: B-splines, and what stands for places outside an image."""

import numpy as np

NONE = -1e9  # a place that is outside
SIXTH = 1 / 6


def bspline(order, x):
    """Return the B-spline of that order at distances x from its centre."""
    y, x2 = (order + 1) / 2 - x, x * x
    if order == 0:
        return np.ones_like(x)
    if order == 1:
        return np.where(x < 1, 1 - x, 0.0)
    if order == 2:
        return np.where(x < 0.5, 0.75 - x2, np.where(x < 1.5, y * y / 2, 0.0))
    if order == 3:
        return np.where(x < 1, (x2 * (x - 2) * 3 + 4) * SIXTH, np.where(x < 2, y * y * y * SIXTH, 0.0))
    if order == 4:
        y = y * y
        middle = x * (x * (x * (5 / 6 - x / 6) - 1.25) + 5 / 24) + 55 / 96
        inner = x2 * (x2 * 0.25 - 0.625) + 115 / 192
        return np.where(x < 0.5, inner, np.where(x < 1.5, middle, np.where(x < 2.5, y * y / 24, 0.0)))
    inner = x2 * (x2 * (0.25 - x / 12) - 0.5) + 0.55
    middle = x * (x * (x * (x * (x / 24 - 0.375) + 1.25) - 1.75) + 0.625) + 0.425
    return np.where(x < 1, inner, np.where(x < 2, middle, np.where(x < 3, y * y * y * y * y / 120, 0.0)))


def inside(x, n, mode):
    """Return the places that stand for x, NONE for none; modes as in `affine`.

    They lie in the image, for mode reflect at most a pixel beyond it, for mode nearest as far beyond it as a
    spline reaches.
    """
    x = np.asarray(x, float)
    finite, last = np.isfinite(x), n - 1.0
    here = (x >= 0) & (x <= last)
    y = np.where(finite, x, 0.0)
    if mode in (4, 5):
        y = np.full(x.shape, NONE)
    elif mode == 0:
        y = np.clip(y, -8.0, last + 8)
    elif n == 1:
        y = np.zeros(x.shape)
    elif mode == 1:
        y = np.minimum(y - last * np.floor(y / last), last)
    elif mode == 6:
        y = y - n * np.floor(y / n)
        y = np.where(y < n, y, 0.0)
    elif mode == 2:
        y = y - 2.0 * n * np.floor(y / (2.0 * n))
        y = np.where(y < 2.0 * n, y, 0.0)
        y = np.where(y < n, y, 2.0 * n - 1 - y)
    else:
        y = y - 2 * last * np.floor(y / (2 * last))
        y = np.where(y <= last, y, 2 * last - y)
    if mode not in (0, 4, 5):
        y = np.where((y >= -1) & (y <= n), y, 0.0)  # so far away that pixels are less than the rounding
    return np.where(here, x, np.where(finite, y, NONE))


def folded(i, n, border):
    """Return the places in 0 ... n - 1 that stand for i : 0 mirror, 1 reflect, 2 wrap, 3 nearest."""
    if n == 1 or border == 3:
        return np.clip(i, 0, n - 1)
    if border == 2:
        return i % n
    if border == 1:
        i = i % (2 * n)
        return np.where(i < n, i, 2 * n - 1 - i)
    i = i % (2 * n - 2)
    return np.where(i < n, i, 2 * n - 2 - i)
