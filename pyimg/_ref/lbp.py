"""Local binary patterns in NumPy: what pyimg/_ext/lbp.pyx must compute."""

import numpy as np


def circle_codes(f, steps, weights, start, stop, out):
    """Write to rows start to stop the sum of 2**i for which the i-th sample is above the centre."""
    height, width = f.shape
    y, x = np.arange(start, stop)[:, None], np.arange(width)
    codes = np.zeros((stop - start, width), np.uint32)
    for i, ((dy, dx), (w, h)) in enumerate(zip(steps, weights)):
        inside = (y + dy >= 0) & (y + dy + (w > 0) < height) & (x + dx >= 0) & (x + dx + (h > 0) < width)

        def at(v, u):
            return f[np.clip(y + v, 0, height - 1), np.clip(x + u, 0, width - 1)]

        with np.errstate(invalid="ignore", over="ignore"):
            top = at(dy, dx) + h * (at(dy, dx + (h > 0)) - at(dy, dx))
            down = dy + (w > 0)
            bottom = at(down, dx) + h * (at(down, dx + (h > 0)) - at(down, dx))
            sample = top + w * (bottom - top) if w > 0 or h > 0 else at(dy, dx)
        above = np.where(inside, sample, 0) > f[start:stop]
        codes += above.astype(np.uint32) << np.uint32(i)
    out[start:stop] = codes


def least_rotations(codes, points):
    """Replace each word of so many bits by the least of its rotations."""
    word = codes.copy()
    for _ in range(points - 1):
        word = word >> np.uint32(1) | (word & np.uint32(1)) << np.uint32(points - 1)
        np.minimum(codes, word, out=codes)
