"""Majorities among 3 x 3 pixels, straight from the mask. Twin and specification: pyimg/_ref/majority.py."""
from libc.stdint cimport uint8_t
from libc.string cimport memset

from .simd cimport row


cdef row pair(const uint8_t *a, const uint8_t *b, const uint8_t *c, const uint8_t *d, uint8_t *o, uint8_t *q,
              Py_ssize_t n) noexcept nogil:
    # of rows abc and bcd, which share what is in b and c
    cdef Py_ssize_t i
    cdef uint8_t shared
    for i in range(n):
        shared = b[i] + b[i + 1] + b[i + 2] + c[i] + c[i + 1] + c[i + 2]
        o[i] = <uint8_t> (shared + a[i] + a[i + 1] + a[i + 2]) > 4
        q[i] = <uint8_t> (shared + d[i] + d[i + 1] + d[i + 2]) > 4


def majority3(const uint8_t[:, ::1] a, Py_ssize_t start, Py_ssize_t stop, uint8_t[:, ::1] out):
    """Mark in rows start to stop where more than 4 of 3 x 3 pixels are 1; in the frame, where some are outside, none.

    Needs: pixels of 0 and 1; out of the shape of a, that does not overlap it.
    """
    cdef:
        Py_ssize_t h = a.shape[0], n = a.shape[1], j, k, x, inner = n - 2, most = inner & ~63
        const uint8_t *v
        const uint8_t *d
        uint8_t *o
    with nogil:
        for j in range(start, stop if n else start):
            if j == 0 or j == h - 1 or n < 3:
                memset(&out[j, 0], 0, n)
            else:
                out[j, 0] = out[j, n - 1] = 0
        j, stop = max(start, 1), min(stop, h - 1)
        if n < 3:
            stop = j
        while j < stop:
            k = n if j + 1 < stop else 0  # where there is no other row, the same is done twice
            v, o = &a[j, 0], &out[j, 0] + 1
            d = v + 2 * n if k else v - n
            if most:  # whole vectors, then the last 64 again: no pixel is taken one by one
                pair(v - n, v, v + n, d, o, o + k, most)
            if most < inner:
                x = inner - 64 if most else 0
                pair(v - n + x, v + x, v + n + x, d + x, o + x, o + k + x, inner - x)
            j += 2
