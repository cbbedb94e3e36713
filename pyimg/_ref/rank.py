"""Ranks among neighbours in NumPy: what pyimg/_ext/rank.pyx must compute."""

import numpy as np


def _number(a, most):
    return a.view(f"f{a.itemsize}") if most else a.view(f"i{a.itemsize}")


def keys(most, a):
    """Turn the bits of numbers into keys in the order of these: floats if most > 0, else signed integers."""
    top = a.dtype.type(1 << 8 * a.itemsize - 1)
    if most:
        nan = np.isnan(_number(a, most))
        a[...] = np.where(np.signbit(_number(a, most)), ~a, a ^ top)
        a[nan] = np.iinfo(a.dtype).max
    else:
        a ^= top


def pixels(most, a):
    """Turn keys back into the bits of numbers: floats if most > 0, else signed integers."""
    top = a.dtype.type(1 << 8 * a.itemsize - 1)
    a[...] = np.where((a >= top) if most else True, a ^ top, ~a)


def bisect(wide, rows, members, ranks, rank_of, start, stop, pointers, totals, scratch, out):
    """Write out[j, x] = the key of rank ranks[rank_of[j], x] among wide[rows[j] + x + members]."""
    x = np.arange(out.shape[1])
    for j in range(start, stop):
        seen = np.sort(wide[rows[j] + x[:, None] + members], axis=1)
        out[j] = seen[x, ranks[rank_of[j]]]
