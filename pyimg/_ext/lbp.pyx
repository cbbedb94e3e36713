"""Local binary patterns. Twin and specification: pyimg/_ref/lbp.py."""
from libc.stdint cimport int64_t, uint32_t

from .simd cimport row


cdef row bit_row(const double *a, const double *b, const double *c, const double *d, const double *centre,
                 double v, double h, uint32_t bit, uint32_t *codes, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    cdef double top, bottom
    for x in range(n):
        top = a[x] + h * (b[x] - a[x])
        bottom = c[x] + h * (d[x] - c[x])
        codes[x] += bit if top + v * (bottom - top) > centre[x] else 0


cdef row bit_exact(const double *a, const double *centre, uint32_t bit, uint32_t *codes, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(n):
        codes[x] += bit if a[x] > centre[x] else 0


cdef row bit_outside(const double *centre, uint32_t bit, uint32_t *codes, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(n):
        codes[x] += bit if 0 > centre[x] else 0


cdef row rotate_row(uint32_t *codes, int points, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    cdef uint32_t c[256]
    cdef uint32_t m[256]
    cdef int _, last = points - 1
    cdef Py_ssize_t at = 0, some
    while at < n:
        some = n - at if n - at < 256 else 256
        for x in range(some):
            c[x] = codes[at + x]
            m[x] = c[x]
        for _ in range(last):
            for x in range(some):
                c[x] = c[x] >> 1 | (c[x] & 1) << last
                m[x] = c[x] if c[x] < m[x] else m[x]
        for x in range(some):
            codes[at + x] = m[x]
        at += some


def circle_codes(const double[:, ::1] f, const int64_t[:, ::1] steps, const double[:, ::1] weights,
                 Py_ssize_t start, Py_ssize_t stop, uint32_t[:, ::1] out):
    """Write to rows start to stop the sum of 2**i for which the i-th sample is above the centre.

    The sample lies steps[i] + weights[i] from the centre and is linear between the four pixels around it; it is 0
    where one that has weight is outside.

    Needs: weights from 0 to less than 1; at most 32 steps; 0 <= start <= stop <= f.shape[0].
    """
    cdef:
        Py_ssize_t height = f.shape[0], width = f.shape[1], y, i, x0, x1, right, down, v
        double h, w
        uint32_t *o
        const double *centre
        const double *a
        const double *c
    with nogil:
        if width:
            for y in range(start, stop):
                o, centre = &out[y, 0], &f[y, 0]
                for i in range(width):
                    o[i] = 0
                for i in range(steps.shape[0]):
                    w, h = weights[i, 0], weights[i, 1]
                    down, right = w > 0, h > 0
                    v = y + steps[i, 0]
                    x0 = max(0, min(width, -steps[i, 1]))
                    x1 = max(x0, min(width, width - right - steps[i, 1]))
                    if v < 0 or v + down >= height:
                        x0 = x1 = width
                    bit_outside(centre, <uint32_t> 1 << i, o, x0)
                    bit_outside(centre + x1, <uint32_t> 1 << i, o + x1, width - x1)
                    if x1 > x0:
                        a = &f[v, x0 + steps[i, 1]]
                        c = a + down * width
                        if down or right:
                            bit_row(a, a + right, c, c + right, centre + x0, w, h, <uint32_t> 1 << i, o + x0, x1 - x0)
                        else:
                            bit_exact(a, centre + x0, <uint32_t> 1 << i, o + x0, x1 - x0)


def least_rotations(uint32_t[::1] codes, int points):
    """Replace each word of so many bits by the least of its rotations.

    Needs: points from 1 to 32; each code below 2**points.
    """
    with nogil:
        if codes.shape[0]:
            rotate_row(&codes[0], points, codes.shape[0])
