"""Orientation and SURF descriptor in NumPy: what pyimg/_ext/surf.pyx must compute.

`sums` is an integral image: sums[y, x] is the sum of the pixels up to and with (y, x).
"""

from math import atan2, cos, sin

import numpy as np

_PI = 3.1415926535898  # as mahotas has it: it decides about ties


def _haar(sums, y, x, side):
    """Give top minus bottom and left minus right of squares about pixels (y, x), which may leave the image."""
    before, after = side // 2, side - side // 2
    a, b, c = (np.clip(y - 1 + d, 0, sums.shape[0] - 1) for d in (-before, 0, after))
    left, m, r = (np.clip(x - 1 + d, 0, sums.shape[1] - 1) for d in (-before, 0, after))
    hy = ((sums[b, r] - sums[a, r]) - (sums[b, left] - sums[a, left])) - (
        (sums[c, r] - sums[b, r]) - (sums[c, left] - sums[b, left])
    )
    middle = sums[c, m] - sums[a, m]
    return hy, (middle - (sums[c, left] - sums[a, left])) - ((sums[c, r] - sums[a, r]) - middle)


def _follows(first, angle):
    end = first + _PI / 3
    return first <= angle < end or first <= angle + 2 * _PI < end


def _dominant(vectors):
    """Give the direction of the longest sum over a sliding window, which loses samples as mahotas's does."""
    s = sorted((atan2(x, y), y, x) for y, x in vectors)
    n, j = len(s), 1
    _, y, x = s[0]
    while j != n and _follows(s[0][0], s[j][0]):
        y, x, j = y + s[j][1], x + s[j][2], j + 1
    best, longest = atan2(x, y), y * y + x * x
    for i in range(1, n) if j != n else ():
        y, x = y - s[i][1], x - s[i][2]
        while j != i and _follows(s[i][0], s[j][0]):
            y, x, j = y + s[j][1], x + s[j][2], (j + 1) % n
        if y * y + x * x > longest:
            best, longest = atan2(x, y), y * y + x * x
    return best


def _integers(values):
    return values.astype(np.int64)


def descriptors(sums, ring, grid, p0, p1, out):
    """Write angles to out[p, 5], descriptors to out[p, 6:], for points out[p, :3] of (y, x, scale), p0 <= p < p1.

    The angle is that of the longest sum of weighted Haar gradients of side 4 scale within a sixth of the circle, over
    the ring. The descriptor has for each of 16 cells the sums of the turned gradients of side 2 scale, y and x, and of
    their sizes, over 25 places of the grid; it is divided by its length.
    """
    if not sums.size:
        return
    for p in range(p0, p1):
        cy, cx, scale = out[p, :3].tolist()
        with np.errstate(all="ignore"):
            at = scale * ring[:, :2].T + np.array([[cy], [cx]])
            y, x = _integers(np.where(at > 0, at + 0.5, at - 0.5))
            vectors = ring[:, 2] * np.array(_haar(sums, y, x, int(4 * scale + 0.5) // 2 * 2))
            angle = _dominant(vectors.T.tolist()) if len(ring) else 0.0
            sa, ca = sin(angle), cos(angle)
            v, u = grid[:2] * scale
            y, x = _integers((ca * v - sa * u) + cy), _integers((sa * v + ca * u) + cx)
            hy, hx = grid[2] * np.array(_haar(sums, y, x, int(2 * scale + 0.5)))
            a, b = ca * hy + sa * hx, ca * hx - sa * hy
            cells = np.array([a, b, np.abs(a), np.abs(b)]).reshape(4, 25, 16)
            # a running sum adds one after the other, as the kernel does
            cells = np.cumsum(cells, axis=1)[:, -1].T.ravel()
            length = np.cumsum(np.concatenate([[1e-7], cells * cells]))[-1]
            out[p, 5], out[p, 6:] = angle, cells / np.sqrt(length)
