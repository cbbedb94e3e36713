"""Bounding boxes of nonzero pixels. Twin and specification: pyimg/_ref/bbox.py."""
from libc.stdint cimport int64_t, uint8_t

from .pixel cimport pixel


cdef inline Py_ssize_t first_nonzero(const pixel *m, Py_ssize_t i, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t j
    cdef int some
    while i + 32 <= n:
        some = 0
        for j in range(32):
            some |= m[i + j] != 0
        if some:
            break
        i += 32
    while i < n and m[i] == 0:
        i += 1
    return i


cdef inline Py_ssize_t last_nonzero(const pixel *m, Py_ssize_t i, Py_ssize_t n) noexcept nogil:
    # The last place within i … n - 1, else i - 1.
    cdef Py_ssize_t j
    cdef int some
    while n - 32 >= i:
        some = 0
        for j in range(32):
            some |= m[n - 32 + j] != 0
        if some:
            break
        n -= 32
    while n > i and m[n - 1] == 0:
        n -= 1
    return n - 1


def line_extents(const pixel[:, ::1] mask, uint8_t[::1] full, int64_t[::1] ends):
    """Say which lines have a nonzero pixel, and between which places (ends, half-open) all of them lie.

    Needs: ends is (n, 0).
    """
    cdef:
        Py_ssize_t lines = mask.shape[0], n = mask.shape[1], y, at, last
        const pixel *m
    with nogil:
        for y in range(lines):
            full[y] = 0
            if n == 0:
                continue
            m = &mask[y, 0]
            at = first_nonzero(m, 0, n)
            if at == n:
                continue
            full[y] = 1
            if at < ends[0]:
                ends[0] = at
            # between the ends found so far nothing can change them
            last = last_nonzero(m, at if at > ends[1] else ends[1], n)
            if last >= ends[1]:
                ends[1] = last + 1
            if at >= ends[1]:
                ends[1] = at + 1
