"""Pixels beside pixels of another kind, in NumPy: what pyimg/_ext/borders.pyx must compute."""

import numpy as np


def differs(a, rows, columns, steps, inside, more, start, stop, out):
    """Set out where a neighbour differs, in lines start … stop - 1, else clear it, unless more."""
    mine, found = a[start:stop], out[start:stop]
    if not more:
        found.fill(0)
    for row, column in zip(rows[:, start:stop], columns):
        there = (row >= 0)[:, None] & (column >= 0)
        found |= there & (mine != a[np.ix_(row, column)])
    if inside:
        found &= mine != 0


def touches(a, b, rows, columns, steps, out):
    """Set out where a has a bit that a neighbour has in b."""
    for row, column in zip(rows, columns):
        there = (row >= 0)[:, None] & (column >= 0)
        out |= there & ((a & b[np.ix_(row, column)]) != 0)


def perimeter_pixels(labels, edge, counts):
    """Count in counts[l] the perimeter pixels of label l that weigh 1, sqrt(2) and (1 + sqrt(2)) / 2."""
    h, w = labels.shape
    y, x = np.nonzero(edge[1:-1, 1:-1])
    code = np.ones(len(y), int)
    for dy, dx in ((dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dy or dx):
        v, u = y + dy, x + dx
        outside = (v < 0) | (v >= h) | (u < 0) | (u >= w)
        same = outside | (labels[v % h, u % w] == labels[y, x])
        code += (10 if dy and dx else 2) * (same & (edge[v + 1, u + 1] != 0))
    for column, codes in enumerate(([5, 7, 15, 17, 25, 27], [21, 33], [13, 23])):
        np.add.at(counts[:, column], labels[y, x][np.isin(code, codes)], 1)
