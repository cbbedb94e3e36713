"""Co-occurrence kernels in NumPy: what pyimg/_ext/texture.pyx must compute."""

import numpy as np


def _pairs(f, dz, dy, dx):
    """Give the values of all pixels that have one a step away, and the values there."""

    def cut(sign):
        return tuple(
            slice(max(0, sign * d), max(0, n + min(0, sign * d))) for d, n in zip((dz, dy, dx), f.shape)
        )

    return f[cut(-1)].ravel().astype(np.int64), f[cut(1)].ravel().astype(np.int64)


def pair_counts(f, dz, dy, dx, folded, codes, scratch, counts):
    """Add to counts[u, v] how many pixels have the value u and the value v a step away; folded: (min, max) of them."""
    a, b = _pairs(f, dz, dy, dx)
    if folded:
        a, b = np.minimum(a, b), np.maximum(a, b)
    np.add.at(counts, (a, b), 1)


def _entropic(n):
    n = n[n > 0].astype(np.float64)
    return (n * np.log2(n)).sum()


def _sums_of(lo, hi, c):
    """Give the 13 sums of the symmetric matrix that is c at (lo, hi) and at (hi, lo), or 2 c where they are equal.

    With the levels' counts m (the sums of its rows), the counts s and d of i + j and of abs(i - j), and the mean level
    rounded down k0: the number of pairs (half the sum); 0, for the largest level; the sums of the squares of its cells,
    of cell log2(cell), k m, (k - k0)**2 m, m log2(m), s log2(s), d log2(d), d**2, k d, k**2 d, d / (1 + k**2).
    """
    cells = np.concatenate([c[lo != hi], c[lo != hi], 2 * c[lo == hi]])
    m = np.bincount(np.concatenate([lo, hi]), np.concatenate([c, c])).astype(np.int64)
    s = np.bincount(lo + hi, 2 * c).astype(np.int64)
    d = np.bincount(hi - lo, 2 * c).astype(np.int64)
    k, k_d = np.arange(len(m), dtype=np.float64), np.arange(len(d), dtype=np.float64)
    pairs, first = c.sum(), (k * m).sum()
    mean = first // (2 * pairs) if pairs else 0.0
    return np.array([
        pairs, 0, (cells.astype(np.float64) ** 2).sum(), _entropic(cells), first, ((k - mean) ** 2 * m).sum(),
        _entropic(m), _entropic(s), _entropic(d), (d.astype(np.float64) ** 2).sum(), (k_d * d).sum(),
        (k_d**2 * d).sum(), (d / (1 + k_d**2)).sum(),
    ])  # fmt: skip


def table_sums(counts, first, nlogn, levels, sums, diffs, out):
    """Write the 13 sums of a folded table of counts, without its rows and columns before the first."""
    lo, hi = np.nonzero(np.triu(counts[first:, first:]))
    lo, hi = lo + first, hi + first
    out[:] = _sums_of(lo, hi, counts[lo, hi])


def pair_codes(f, dz, dy, dx, n, out):
    """Write n lo + hi for all pixels that have one a step away, lo and hi the lower and the higher of their values."""
    a, b = _pairs(f, dz, dy, dx)
    out[: len(a)] = np.minimum(a, b) * n + np.maximum(a, b)


def sort_codes(codes, bits, scratch, places):
    """Sort codes below 2**bits, eleven bits at a time."""
    codes.sort()


def code_sums(codes, n, nlogn, levels, sums, diffs, out):
    """Write the 13 sums of sorted codes n lo + hi."""
    cells, counts = np.unique(codes, return_counts=True)
    out[:] = _sums_of(cells.astype(np.int64) // n, cells.astype(np.int64) % n, counts)


def positions(labels, ends, order):
    """Write where each label from 1 lies, label by label; ends[label - 1] grows from its first place to its last."""
    for label in np.unique(labels[labels > 0]):
        found = np.flatnonzero(labels == label)
        at = ends[label - 1]
        order[at : at + len(found)] = found
        ends[label - 1] += len(found)


def region_sums(f, labels, order, starts, steps, r0, r1, d0, d1, nlogn, keys, counts, used, levels, sums, diffs, out):
    """Write to out[r, d] the 13 sums of the pairs, steps[d] apart, that lie in region r + 1, for r0 <= r < r1."""
    for r in range(r0, r1):
        places = order[starts[r] : starts[r + 1]].astype(np.int64)
        for d in range(d0, d1):
            p = places[labels[places + steps[d]] == r + 1]
            a, b = f[p].astype(np.int64), f[p + steps[d]].astype(np.int64)
            codes, c = np.unique(np.minimum(a, b) << 16 | np.maximum(a, b), return_counts=True)
            out[r, d] = _sums_of(codes >> 16, codes & 65535, c)
            out[r, d, 1] = f[places].max(initial=0) if len(places) else -1
