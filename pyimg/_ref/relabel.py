"""Change labels by a table, in NumPy: what pyimg/_ext/relabel.pyx must compute."""

import numpy as np


def label_range(labels, ends):
    """Lower ends[0] and raise ends[1] to the least and the greatest label."""
    ends[:] = labels.min(initial=ends[0]), labels.max(initial=ends[1])


def relabel(labels, low, table, out):
    """Number the labels 1 … n in the order of their first pixels and return n; 0 stays."""
    names, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    new = np.zeros(len(names), np.int32)
    at = np.where(names == 0, 0, names.astype(np.int64) - low)
    wanted = np.flatnonzero(names != 0)
    fresh = wanted[table[at[wanted]] == 0]
    fresh = fresh[np.argsort(first[fresh])]
    table[at[fresh]] = np.arange(1, len(fresh) + 1)
    new[wanted] = np.maximum(table[at[wanted]], 0)
    out[:] = new[inverse]
    return len(fresh)


def erase(labels, low, drop, out):
    """Copy labels, but write 0 for each label l with drop[l - low]."""
    at = labels.astype(np.int64) - low
    inside = (at >= 0) & (at < len(drop))
    gone = np.zeros(labels.shape, bool)
    gone[inside] = drop[at[inside]] != 0
    out[:] = np.where(gone, 0, labels)
