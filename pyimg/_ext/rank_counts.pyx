"""Ranks in large boxes of bytes by sliding counts. Twin and specification: pyimg/_ref/rank_counts.py.

Each column counts its pixels in the window's rows twice: up to each of 16 groups of values, and within each group up to
each of its 16 values. Counts of a window are sums of columns; those within a group are only brought up to date where
the answer lies in it. As counts are cumulated, an answer is the number of counts that do not exceed the rank. After
S. Perreault and P. Hébert, "Median filtering in constant time", IEEE Trans. Image Process. 16:2389-2394, 2007.
"""
from libc.stdint cimport uint8_t, uint16_t, uint64_t
from libc.string cimport memcpy, memset

from .simd cimport row


cdef row enter_row(const uint8_t *a, const uint16_t *table, uint16_t *coarse, uint16_t *fine, Py_ssize_t step,
                   Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t x, i
        uint16_t t[16]
        uint16_t *o
        const uint16_t *u
    for x in range(n):
        o, u = coarse + 16 * x, table + (a[x] & 0xf0)
        for i in range(16):
            t[i] = <uint16_t> (o[i] + u[i])
        for i in range(16):
            o[i] = t[i]
        o, u = fine + (a[x] >> 4) * step + 16 * x, table + ((a[x] & 15) << 4)
        for i in range(16):
            t[i] = <uint16_t> (o[i] + u[i])
        for i in range(16):
            o[i] = t[i]


cdef row move_row(const uint8_t *a, const uint8_t *b, const uint16_t *table, uint16_t *coarse, uint16_t *fine,
                  Py_ssize_t step, Py_ssize_t n) noexcept nogil:
    # a enters, b leaves
    cdef:
        Py_ssize_t x, i
        uint16_t t[16]
        uint16_t *o
        const uint16_t *u
        const uint16_t *v
    for x in range(n):
        o, u, v = coarse + 16 * x, table + (a[x] & 0xf0), table + (b[x] & 0xf0)
        for i in range(16):
            t[i] = <uint16_t> (o[i] + u[i] - v[i])
        for i in range(16):
            o[i] = t[i]
        o, u = fine + (a[x] >> 4) * step + 16 * x, table + ((a[x] & 15) << 4)
        for i in range(16):
            t[i] = <uint16_t> (o[i] + u[i])
        for i in range(16):
            o[i] = t[i]
        o, u = fine + (b[x] >> 4) * step + 16 * x, table + ((b[x] & 15) << 4)
        for i in range(16):
            t[i] = <uint16_t> (o[i] - u[i])
        for i in range(16):
            o[i] = t[i]


cdef inline uint64_t within(const uint16_t *a, uint16_t rank) noexcept nogil:
    """Say how many of 16 counts do not exceed rank."""
    cdef:
        uint8_t yes[16]
        uint64_t halves[2]
        Py_ssize_t i
    for i in range(16):
        yes[i] = a[i] <= rank
    memcpy(halves, yes, 16)
    return ((halves[0] + halves[1]) * <uint64_t> 0x0101010101010101) >> 56


cdef row answer_row(const uint16_t *coarse, const uint16_t *fine, Py_ssize_t step, Py_ssize_t nx, uint16_t rank,
                    uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t x, i, j, at
        uint16_t sums[16]
        uint16_t s[16]
        uint16_t parts[256]
        Py_ssize_t seen[16]  # the window to which the counts of a group belong
        uint64_t group
        uint16_t rest
        const uint16_t *p
        const uint16_t *q
        uint16_t *part
    for i in range(16):
        sums[i] = 0
        seen[i] = -nx
    for j in range(nx):
        for i in range(16):
            sums[i] = <uint16_t> (sums[i] + coarse[16 * j + i])
    for x in range(n):
        if x:
            p, q = coarse + 16 * (x + nx - 1), coarse + 16 * (x - 1)
            for i in range(16):
                sums[i] = <uint16_t> (sums[i] + p[i] - q[i])
        group = within(sums, rank)
        rest = <uint16_t> (rank - (sums[group - 1] if group else 0))
        part = parts + 16 * group
        p = fine + group * step
        at = seen[group]
        for i in range(16):
            s[i] = part[i]
        if 2 * (x - at) > nx:
            for i in range(16):
                s[i] = 0
            for j in range(x, x + nx):
                for i in range(16):
                    s[i] = <uint16_t> (s[i] + p[16 * j + i])
        else:
            for j in range(at, x):
                q = p + 16 * j
                for i in range(16):
                    s[i] = <uint16_t> (s[i] + q[16 * nx + i] - q[i])
        seen[group] = x
        for i in range(16):
            part[i] = s[i]
        o[x] = <uint8_t> (16 * group + within(s, rest))


def box_counts(const uint8_t[:, ::1] wide, Py_ssize_t ny, Py_ssize_t nx, Py_ssize_t rank, Py_ssize_t width,
               Py_ssize_t start, Py_ssize_t stop, const uint16_t[:, ::1] table, uint16_t[::1] counts,
               uint8_t[:, ::1] out):
    """Write out[y, x] = the value of that rank in wide[y : y + ny, x : x + nx], for rows y from start to stop.

    `width` columns are done at a time. Row k of `table` has k zeros, then ones.

    Needs: wide of ny - 1 and nx - 1 more than out; rank below ny * nx < 65536; table of 16 x 16; counts of 272 for each
    of width + nx - 1 columns.
    """
    cdef:
        Py_ssize_t x = 0, y, w, m, columns = out.shape[1]
        uint16_t *coarse
        uint16_t *fine
    with nogil:
        if start < stop and columns:
            while x < columns:
                w = min(width, columns - x)
                m = w + nx - 1
                memset(&counts[0], 0, 272 * m * sizeof(uint16_t))
                coarse = &counts[0]
                fine = coarse + 16 * m
                for y in range(start, start + ny):
                    enter_row(&wide[y, x], &table[0, 0], coarse, fine, 16 * m, m)
                for y in range(start, stop):
                    if y > start:
                        move_row(&wide[y + ny - 1, x], &wide[y - 1, x], &table[0, 0], coarse, fine, 16 * m, m)
                    answer_row(coarse, fine, 16 * m, nx, <uint16_t> rank, &out[y, x], w)
                x += w
