"""Histogram kernels in NumPy: what pyimg/_ext/histogram.pyx must compute."""

import numpy as np


def histogram(values, scratch, counts):
    """Write to counts[v] how many of values are v; return the greatest of them, or -1."""
    counts[...] = np.bincount(values, minlength=len(counts))
    return int(values.max()) if len(values) else -1


def grey_levels(values, scratch, found, counts):
    """Write the distinct values, in increasing order, and how many of values are each; return how many are distinct."""
    distinct, many = np.unique(values, return_counts=True)
    found[: len(distinct) + 1], counts[: len(distinct) + 1] = [*distinct, 0], [*many, 0]
    return len(distinct)


def simd_level():
    """NumPy has levels of its own; ours is the baseline."""
    return 0


def _bins(values, low, scale, last):
    return np.minimum(((values.astype(np.float64) - low) * scale).astype(np.int64), last)


def bin_sums(values, low, scale, counts, sums):
    """Add each value v to the bin floor((v - low) * scale), at most the last: 1 to counts, v - low to sums."""
    at = _bins(values, low, scale, len(counts) - 1)
    counts += np.bincount(at, minlength=len(counts))
    np.add.at(sums, at, values.astype(np.float64) - low)


def pick_bins(values, low, scale, wanted, out):
    """Write the values whose bins, as of bin_sums, are wanted, in order."""
    found = values[wanted[_bins(values, low, scale, len(wanted) - 1)] != 0]
    out[: len(found)] = found
    out[len(found)] = 0


def equal_bins(values, scale, edges, counts):
    """Add to counts[b] how many of values are in edges[b] <= v < edges[b + 1]; the last bin has its end too."""
    if len(counts):
        at = np.minimum(np.searchsorted(edges, values.astype(np.float64), "right") - 1, len(counts) - 1)
        counts += np.bincount(at, minlength=len(counts))
