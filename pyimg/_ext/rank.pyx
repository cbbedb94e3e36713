"""Ranks among neighbours by bisection of the value. Twin and specification: pyimg/_ref/rank.py.

Pixels are unsigned keys in a padded array; a member of the structuring element is a step in it, flattened.
"""
from libc.stdint cimport uint8_t, uint32_t, uint64_t

from .pixel cimport bits
from .simd cimport piece, row


cdef row key_row(bits *a, bits top, bits most, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits v, k
    for i in range(n):
        v = a[i]
        k = <bits> ~v if v & top else v ^ top
        a[i] = <bits> -1 if (v & <bits> ~top) > most else k


cdef row pixel_row(bits *a, bits top, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits v
    for i in range(n):
        v = a[i]
        a[i] = v ^ top if v & top else <bits> ~v


cdef row flip_row(bits *a, bits top, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        a[i] = a[i] ^ top


def keys(uint64_t most, bits[::1] a):
    """Turn the bits of numbers into keys in the order of these: floats if most > 0, else signed integers.

    `most` holds the bits of infinity; what lies beyond is NaN and gets the largest key.
    """
    cdef bits top = <bits> (<bits> 1 << (8 * sizeof(bits) - 1))
    with nogil:
        if a.shape[0]:
            if most:
                key_row(&a[0], top, <bits> most, a.shape[0])
            else:
                flip_row(&a[0], top, a.shape[0])


def pixels(uint64_t most, bits[::1] a):
    """Turn keys back into the bits of numbers: floats if most > 0, else signed integers."""
    cdef bits top = <bits> (<bits> 1 << (8 * sizeof(bits) - 1))
    with nogil:
        if a.shape[0]:
            if most:
                pixel_row(&a[0], top, a.shape[0])
            else:
                flip_row(&a[0], top, a.shape[0])


cdef row fill(uint8_t *o, uint8_t v, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v


cdef row narrow(const bits *v, const bits *low, int shift, uint8_t *o, Py_ssize_t n) noexcept nogil:
    # the byte of v above `shift`, 0 or 255 where v is not among those that begin with low
    cdef Py_ssize_t i
    cdef bits d
    for i in range(n):
        d = v[i] if v[i] > low[i] else low[i]
        d = <bits> (d - low[i]) >> shift
        o[i] = <uint8_t> (d if d < 255 else 255)


cdef row below(const uint8_t *a, const uint8_t *b, const uint8_t *c, const uint8_t *d, const uint8_t *e,
               const uint8_t *f, const uint8_t *g, const uint8_t *h, const uint8_t *t, uint8_t *o,
               Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef uint8_t v
    for i in range(n):
        v = t[i]
        o[i] = <uint8_t> (o[i] + (a[i] < v) + (b[i] < v) + (c[i] < v) + (d[i] < v)
                          + (e[i] < v) + (f[i] < v) + (g[i] < v) + (h[i] < v))


cdef row trial(const uint8_t *c, uint8_t bit, uint8_t *t, uint8_t *count, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        t[i] = c[i] | bit
        count[i] = 0


cdef row settle(const uint8_t *count, const uint8_t *rank, const uint8_t *t, uint8_t *c, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        c[i] = t[i] if count[i] <= rank[i] else c[i]


cdef row settle_many(const uint32_t *count, const uint32_t *rank, const uint8_t *t, uint8_t *c,
                     Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        c[i] = t[i] if count[i] <= rank[i] else c[i]


cdef row clear(uint32_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = 0


cdef row flush(uint8_t *count, uint32_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = o[i] + count[i]
        count[i] = 0


cdef row small(const uint32_t *a, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <uint8_t> a[i]


cdef row join(const uint8_t *c, int shift, bits *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <bits> (o[i] + (<bits> c[i] << shift))


cdef row nothing(bits *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = 0


def bisect(const bits[::1] wide, const Py_ssize_t[::1] rows, const Py_ssize_t[::1] members,
           const uint32_t[:, ::1] ranks, const Py_ssize_t[::1] rank_of, Py_ssize_t start, Py_ssize_t stop,
           Py_ssize_t[::1] pointers, uint32_t[:, ::1] totals, uint8_t[:, ::1] scratch, bits[:, ::1] out):
    """Write out[j, x] = the key of rank ranks[rank_of[j], x] among wide[rows[j] + x + members], j from start to stop.

    Bit by bit, from the highest: it is set if with it no more than `rank` keys are less. A byte of the answer takes
    eight counts of bytes, after which the next byte of those keys that are equal so far is looked at.

    Needs: at least one member; ranks below their number; all within wide. pointers of 8 more than members; totals of
    one row and scratch of 5 rows, and one per member for keys of more than a byte, of the same width: that of out, or a
    multiple of 64.
    """
    cdef:
        Py_ssize_t j, x, k, n, count = members.shape[0], block = scratch.shape[1], width = out.shape[1]
        int shift, bit
        bint few = count <= 255
        const bits *p
        bits *o
        const uint8_t **q
        const uint32_t *rank
        uint32_t *total
        uint8_t *most
        uint8_t *c
        uint8_t *t
        uint8_t *less
        uint8_t *rank8
    with nogil:
        if start < stop and width:
            q = <const uint8_t **> &pointers[0]
            most, c, t, less, rank8 = &scratch[0, 0], &scratch[1, 0], &scratch[2, 0], &scratch[3, 0], &scratch[4, 0]
            total = &totals[0, 0]
            fill(most, 255, block)
            for j in range(start, stop):
                x = 0
                while x < width:
                    n = piece(&x, width, block)
                    p = &wide[rows[j] + x]
                    o = &out[j, x]
                    rank = &ranks[rank_of[j], x]
                    nothing(o, n)
                    small(rank, rank8, n)
                    for k in range(8):
                        q[count + k] = most
                    shift = 8 * sizeof(bits) - 8
                    while shift >= 0:
                        for k in range(count):
                            if sizeof(bits) == 1:
                                q[k] = <const uint8_t *> (p + members[k])
                            else:
                                narrow(p + members[k], o, shift, &scratch[5 + k, 0], n)
                                q[k] = &scratch[5 + k, 0]
                        fill(c, 0, n)
                        bit = 128
                        while bit:
                            trial(c, <uint8_t> bit, t, less, n)
                            if not few:
                                clear(total, n)
                            k = 0
                            while k < count:
                                below(q[k], q[k + 1], q[k + 2], q[k + 3], q[k + 4], q[k + 5], q[k + 6], q[k + 7],
                                      t, less, n)
                                k += 8
                                if not few and k % 240 == 0:
                                    flush(less, total, n)
                            if few:
                                settle(less, rank8, t, c, n)
                            else:
                                flush(less, total, n)
                                settle_many(total, rank, t, c, n)
                            bit >>= 1
                        join(c, shift, o, n)
                        shift -= 8
                    x += n
