"""Histogram kernels. Twin and specification: pyimg/_ref/histogram.py."""
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t
from libc.string cimport memset

from .pixel cimport level, real
from .simd cimport simd_level_of_cpu


cdef void count(const level *x, Py_ssize_t n, uint32_t *s) noexcept nogil:
    """Add to s[v] how many of n pixels are v."""
    cdef:
        uint16_t t[1024]
        Py_ssize_t i = 0, v, stop
    if level is uint16_t:
        for i in range(n):
            s[x[i]] += 1
        return
    # With four counters a run of equal pixels does not wait for its own last increment; side by side they lie in the
    # first cache. They are emptied before they can wrap.
    while i < n:
        stop = min(n, i + 4 * 65535)
        memset(t, 0, sizeof(t))
        while i + 4 <= stop:
            t[4 * <Py_ssize_t> x[i]] += 1
            t[4 * <Py_ssize_t> x[i + 1] + 1] += 1
            t[4 * <Py_ssize_t> x[i + 2] + 2] += 1
            t[4 * <Py_ssize_t> x[i + 3] + 3] += 1
            i += 4
        for v in range(256):
            s[v] += <uint32_t> t[4 * v] + t[4 * v + 1] + t[4 * v + 2] + t[4 * v + 3]
        while i < stop:
            s[x[i]] += 1
            i += 1


def histogram(const level[::1] values, uint32_t[::1] scratch, int64_t[::1] counts):
    """Write to counts[v] how many of values are v; return the greatest of them, or -1.

    Needs: every value below counts.size; scratch is zero, with 256 entries or, if that is more, counts.size; fewer than
    2**32 values.
    """
    cdef Py_ssize_t v, most = counts.shape[0]
    with nogil:
        if most:
            if values.shape[0]:
                count(&values[0], values.shape[0], &scratch[0])
            for v in range(most):
                counts[v] = scratch[v]
            memset(&scratch[0], 0, most * sizeof(uint32_t))
        while most > 0 and counts[most - 1] == 0:
            most -= 1
    return most - 1


def grey_levels(const level[::1] values, uint32_t[::1] scratch, level[::1] found, int64_t[::1] counts):
    """Write the distinct values, in increasing order, and how many of values are each; return how many are distinct.

    Needs: scratch is zero, with at least 256 entries, more than the greatest value; one more entry of found and of
    counts than distinct values; fewer than 2**32 values.
    """
    cdef:
        Py_ssize_t v = 0, i, levels = scratch.shape[0], k = 0
        uint32_t some
    with nogil:
        if values.shape[0]:
            count(&values[0], values.shape[0], &scratch[0])
            while v < levels:
                if v + 8 <= levels:
                    some = 0
                    for i in range(v, v + 8):
                        some |= scratch[i]
                    if some == 0:
                        v += 8
                        continue
                for i in range(v, min(v + 8, levels)):
                    found[k] = <level> i
                    counts[k] = scratch[i]
                    k += scratch[i] != 0
                v += 8
            memset(&scratch[0], 0, levels * sizeof(uint32_t))
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
