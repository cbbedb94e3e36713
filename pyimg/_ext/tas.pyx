"""Neighbour counts of masks. Twin and specification: pyimg/_ref/tas.py."""
from libc.stdint cimport int64_t, uint8_t, uint32_t

from .simd cimport row


cdef row copy_row(const uint8_t *a, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(n):
        o[x] = a[x]


cdef row sum_row(const uint8_t *a, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(n):
        o[x] += a[x]


cdef row code_row(const uint8_t *s, const uint8_t *own, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(n):
        o[x] = s[x] + s[x + 1] + s[x + 2] + 31 * own[x]


def neighbour_counts(const uint8_t[:, :, ::1] mask, bint volume, Py_ssize_t start, Py_ssize_t stop,
                     uint8_t[:, ::1] scratch, uint32_t[:, ::1] tables, int64_t[:, ::1] counts):
    """Add to counts[v, k] how many pixels of value v, in lines start to stop, have k neighbours of value 1.

    Neighbours are the 26 around a pixel, the 8 in its plane if this is no volume; the edge is repeated outside. Lines
    are those along the last axis.

    Needs: 0 and 1 only; counts of two rows of 27 or more; scratch of two rows, two longer than a line; tables
    are zero, of 4 rows of 64, and are left so; fewer than 2**32 pixels.
    """
    cdef:
        Py_ssize_t depth = mask.shape[0], height = mask.shape[1], width = mask.shape[2], i, z, y, x, u, v, w, k
        uint8_t *s
        uint8_t *o
        uint32_t *t
    with nogil:
        if width and stop > start:
            s, o, t = &scratch[0, 0], &scratch[1, 0], &tables[0, 0]
            for i in range(start, stop):
                z, y = i // height, i % height
                u = 0
                for v in range(z - 1, z + 2):
                    if v != z and not volume:
                        continue
                    for w in range(y - 1, y + 2):
                        k = 0 if w < 0 else height - 1 if w >= height else w
                        x = 0 if v < 0 else depth - 1 if v >= depth else v
                        if u == 0:
                            copy_row(&mask[x, k, 0], s + 1, width)
                        else:
                            sum_row(&mask[x, k, 0], s + 1, width)
                        u += 1
                s[0], s[width + 1] = s[1], s[width]
                code_row(s, &mask[z, y, 0], o, width)
                x = 0
                # With four tables a run of equal codes does not wait for its own last increment.
                while x + 4 <= width:
                    t[o[x]] += 1
                    t[64 + o[x + 1]] += 1
                    t[128 + o[x + 2]] += 1
                    t[192 + o[x + 3]] += 1
                    x += 4
                while x < width:
                    t[o[x]] += 1
                    x += 1
            for v in range(2):
                for k in range(27):
                    for i in range(4):
                        counts[v, k] += t[64 * i + 32 * v + k]
                        t[64 * i + 32 * v + k] = 0
