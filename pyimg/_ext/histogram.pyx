"""Histogram kernels. Twin and specification: pyimg/_ref/histogram.py."""
from libc.stdint cimport int64_t, uint8_t, uint32_t
from libc.string cimport memset

from .pixel cimport level, real
from .simd cimport row, simd_level_of_cpu


cdef row merge(uint32_t *s, int64_t *counts, Py_ssize_t levels) noexcept nogil:
    cdef Py_ssize_t v
    for v in range(levels):
        counts[v] += s[v]
        s[v] = 0


cdef void count(const level *x, Py_ssize_t n, uint32_t *a, uint32_t *b) noexcept nogil:
    # With two tables a run of equal pixels does not wait for its own last increment.
    cdef Py_ssize_t i = 0
    while i + 4 <= n:
        a[x[i]] += 1
        b[x[i + 1]] += 1
        a[x[i + 2]] += 1
        b[x[i + 3]] += 1
        i += 4
    while i < n:
        a[x[i]] += 1
        i += 1


def histogram(const level[::1] values, uint32_t[:, ::1] scratch, int64_t[::1] counts):
    """Add to counts[v] how many of values are v; return the greatest v whose count is not 0 then, or -1.

    Needs: every value below counts.size; scratch is zero, of shape (1 or 2, counts.size or more: best such
    that its rows do not lie a multiple of 4 KiB apart); fewer than 2**32 values.
    """
    cdef Py_ssize_t i, v = counts.shape[0]
    with nogil:
        if values.shape[0] and v:
            count(&values[0], values.shape[0], &scratch[0, 0], &scratch[scratch.shape[0] - 1, 0])
            for i in range(scratch.shape[0]):
                merge(&scratch[i, 0], &counts[0], v)
        while v > 0 and counts[v - 1] == 0:
            v -= 1
    return v - 1


def grey_levels(const level[::1] values, uint32_t[:, ::1] scratch, level[::1] found, int64_t[::1] counts):
    """Write the distinct values, in increasing order, and how many of values are each; return how many are distinct.

    Needs: scratch is zero, of shape (1 or 2, more than the greatest value); one more entry of found and of counts
    than distinct values; fewer than 2**32 values.
    """
    cdef:
        Py_ssize_t v = 0, i, levels = scratch.shape[1], k = 0
        uint32_t *a
        uint32_t *b
        uint32_t some
        bint two = scratch.shape[0] > 1
    with nogil:
        if values.shape[0]:
            a, b = &scratch[0, 0], &scratch[scratch.shape[0] - 1, 0]
            count(&values[0], values.shape[0], a, b)
            while v < levels:
                if v + 8 <= levels:
                    some = 0
                    for i in range(v, v + 8):
                        some |= a[i] | b[i]
                    if some == 0:
                        v += 8
                        continue
                for i in range(v, min(v + 8, levels)):
                    found[k] = <level> i
                    counts[k] = <int64_t> a[i] + (b[i] if two else 0)
                    k += counts[k] != 0
                v += 8
            memset(a, 0, levels * sizeof(uint32_t))
            memset(b, 0, levels * sizeof(uint32_t))
        found[k] = 0
        counts[k] = 0
    return k


def simd_level():
    """Return which row functions the loader chose: 0 baseline, 1 x86-64-v3, 2 x86-64-v4."""
    return simd_level_of_cpu()


def bin_sums(const real[::1] values, double low, double scale, int64_t[::1] counts, double[::1] sums):
    """Add each value v to the bin floor((v - low) * scale), at most the last: 1 to counts, v - low to sums.

    Needs: no value below low, nor NaN; scale >= 0 such that (v - low) * scale is at most about counts.size.
    """
    cdef:
        Py_ssize_t i, b, last = counts.shape[0] - 1
        double d
    with nogil:
        if last >= 0:
            for i in range(values.shape[0]):
                d = <double> values[i] - low
                b = <Py_ssize_t> (d * scale)
                b = b if b < last else last
                counts[b] += 1
                sums[b] += d


def pick_bins(const real[::1] values, double low, double scale, const uint8_t[::1] wanted, real[::1] out):
    """Write the values whose bins, as of bin_sums, are wanted, in order.

    Needs: one more entry of out than these.
    """
    cdef:
        Py_ssize_t i, b, k = 0, last = wanted.shape[0] - 1
    with nogil:
        if last >= 0:
            for i in range(values.shape[0]):
                b = <Py_ssize_t> ((<double> values[i] - low) * scale)
                b = b if b < last else last
                out[k] = values[i]
                k += wanted[b] != 0
            out[k] = 0


def equal_bins(const real[::1] values, double scale, const double[::1] edges, int64_t[::1] counts):
    """Add to counts[b] how many of values are in edges[b] <= v < edges[b + 1]; the last bin has its end too.

    Needs: finite values from edges[0] to edges[-1]; edges of counts.size + 1 that rise by nearly 1 / scale each.
    """
    cdef:
        Py_ssize_t i, b, last = counts.shape[0] - 1
        double v, low
    with nogil:
        if last >= 0:
            low = edges[0]
            for i in range(values.shape[0]):
                v = values[i]
                b = <Py_ssize_t> ((v - low) * scale)
                b = b if b < last else last
                # the product is rounded: it may be one beside the place
                b += (v >= edges[b + 1] and b < last) - (v < edges[b])
                counts[b] += 1
