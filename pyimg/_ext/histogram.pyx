"""Histogram kernels. Twin and specification: pyimg/_ref/histogram.py."""
from libc.stdint cimport int64_t, uint32_t

from .pixel cimport level
from .simd cimport simd_level_of_cpu


def histogram(const level[::1] values, uint32_t[:, ::1] scratch, int64_t[::1] counts):
    """Add to counts[v] how many of values are v.

    Needs: every value below counts.size; scratch is zero, of shape (4, counts.size);
    fewer than 2**32 values.
    """
    cdef:
        Py_ssize_t n = values.shape[0], i, v
        uint32_t *s
        Py_ssize_t levels = counts.shape[0]
        const level *x
    with nogil:
        if n and levels:
            x = &values[0]
            s = &scratch[0, 0]
            # Four tables: a run of equal pixels would otherwise wait for its own last increment.
            i = 0
            while i + 4 <= n:
                s[x[i]] += 1
                s[levels + x[i + 1]] += 1
                s[2 * levels + x[i + 2]] += 1
                s[3 * levels + x[i + 3]] += 1
                i += 4
            while i < n:
                s[x[i]] += 1
                i += 1
            for v in range(levels):
                counts[v] += <int64_t> s[v] + s[levels + v] + s[2 * levels + v] + s[3 * levels + v]
                s[v] = s[levels + v] = s[2 * levels + v] = s[3 * levels + v] = 0


def simd_level():
    """Return which row functions the loader chose: 0 baseline, 1 x86-64-v3, 2 x86-64-v4."""
    return simd_level_of_cpu()
