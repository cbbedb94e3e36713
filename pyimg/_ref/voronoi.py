"""Labels of nearest labeled pixels in NumPy: what pyimg/_ext/voronoi.pyx must compute."""

import numpy as np


def scan(weight, last, away, labels, squares, start, stop):
    """Set each 0 of labels[o, :, c] to the label nearest along its line, squares to weight times its squared distance."""
    part = labels[:, :, start:stop]
    squares[:, :, start:stop] = np.where(part != 0, 0.0, np.inf)
    _spread(weight, part, squares[:, :, start:stop])


def spread(weight, whole, last, f, names, keys, sites, bounds, labels, squares, start, stop):
    """Set labels[o, i, c] to labels[o, j, c] of the j with least squares[o, j, c] + weight (i - j)**2."""
    squares = squares.copy() if last else squares
    inner = labels.shape[2]
    for at in range(start, stop):
        o, c = divmod(at, inner)
        _spread(weight, labels[o : o + 1, :, c : c + 1], squares[o : o + 1, :, c : c + 1])


def _spread(weight, labels, squares):
    n = labels.shape[1]
    names, f = labels.copy(), squares.copy()
    squares[:] = np.inf
    at = np.arange(n).reshape(1, n, 1)
    for j in range(n):
        sums = f[:, j : j + 1] + weight * ((at - j) ** 2).astype(float)
        nearer = sums < squares
        labels[:] = np.where(nearer, names[:, j : j + 1], labels)
        squares[:] = np.where(nearer, sums, squares)
