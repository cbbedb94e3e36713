"""Which labels meet in two images, in NumPy: what pyimg/_ext/contingency.pyx must compute."""

import numpy as np


def contingency(first, second, a, b, counts, slots):
    """Write the pairs in order of their first appearance, and how often each is there."""
    order = np.lexsort((second, first))
    x, y = first[order], second[order]
    new = np.ones(len(x), bool)
    new[1:] = (x[1:] != x[:-1]) | (y[1:] != y[:-1])
    starts = np.flatnonzero(new)
    used = len(starts)
    if used > len(a):
        return -1
    appeared = np.argsort(order[starts])  # lexsort is stable: the first of a group came first
    a[:used] = x[starts][appeared].astype(np.uint64).view(np.int64)
    b[:used] = y[starts][appeared].astype(np.uint64).view(np.int64)
    counts[:used] = np.diff(np.append(starts, len(x)))[appeared]
    return used
