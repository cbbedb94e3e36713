"""Medians of boxes of 3 x 3 and 5 x 5 pixels by sorting networks. Twin and specification: pyimg/_ref/median.py.

A network finds the median of sorted columns. Columns of 5 x 5 are sorted once for all windows that they are in; of
3 x 3 two rows are done at once, which share the order of the two rows between.
Pixels become unsigned keys row by row (see keys in pyimg/_ext/rank.pyx).
"""
from libc.stdint cimport int64_t, uint64_t

from .pixel cimport bits
from .simd cimport piece, row


cdef inline bits lesser(bits a, bits b) noexcept nogil:
    return a if a < b else b


cdef inline bits greater(bits a, bits b) noexcept nogil:
    return b if a < b else a


cdef inline bits middle(bits a, bits b, bits c) noexcept nogil:
    return greater(lesser(a, b), lesser(greater(a, b), c))


cdef inline bits key_of(bits v, bits top, bits most) noexcept nogil:
    cdef bits k
    if most:
        k = <bits> ~v if v & top else v ^ top
        return <bits> -1 if (v & <bits> ~top) > most else k
    return v ^ top


cdef row key_row(const bits *a, bits top, bits most, bits *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits v
    for i in range(n):
        v = a[i]
        o[i] = key_of(v, top, most)


cdef row pixel_row(bits *a, bits top, bits most, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits v
    for i in range(n):
        v = a[i]
        if most:
            a[i] = v ^ top if v & top else <bits> ~v
        else:
            a[i] = v ^ top


cdef row fill(bits *o, bits v, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v


cdef row pair3(const bits *a, const bits *b, const bits *c, const bits *d, bits *o, bits *q,
               Py_ssize_t n) noexcept nogil:
    # for rows abc and bcd: the greatest least, the middle of the middle ones, the least greatest of sorted columns
    cdef:
        Py_ssize_t i
        bits a0, a1, a2, b0, b1, b2, c0, c1, c2, d0, d1, d2
    for i in range(n):
        a0, a1, a2 = a[i], a[i + 1], a[i + 2]
        b0, b1, b2 = b[i], b[i + 1], b[i + 2]
        c0, c1, c2 = c[i], c[i + 1], c[i + 2]
        d0, d1, d2 = d[i], d[i + 1], d[i + 2]
        b0, c0 = lesser(b0, c0), greater(b0, c0)
        b1, c1 = lesser(b1, c1), greater(b1, c1)
        b2, c2 = lesser(b2, c2), greater(b2, c2)
        o[i] = middle(greater(greater(lesser(a0, b0), lesser(a1, b1)), lesser(a2, b2)),
                      middle(lesser(greater(a0, b0), c0), lesser(greater(a1, b1), c1), lesser(greater(a2, b2), c2)),
                      lesser(lesser(greater(a0, c0), greater(a1, c1)), greater(a2, c2)))
        q[i] = middle(greater(greater(lesser(d0, b0), lesser(d1, b1)), lesser(d2, b2)),
                      middle(lesser(greater(d0, b0), c0), lesser(greater(d1, b1), c1), lesser(greater(d2, b2), c2)),
                      lesser(lesser(greater(d0, c0), greater(d1, c1)), greater(d2, c2)))


cdef row sort5(const bits *a, const bits *b, const bits *c, const bits *d, const bits *e, bits *o0, bits *o1,
               bits *o2, bits *o3, bits *o4, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits v0, v1, v2, v3, v4
    for i in range(n):
        v0, v1, v2, v3, v4 = a[i], b[i], c[i], d[i], e[i]
        v0, v3 = lesser(v0, v3), greater(v0, v3)
        v1, v4 = lesser(v1, v4), greater(v1, v4)
        v0, v2 = lesser(v0, v2), greater(v0, v2)
        v1, v3 = lesser(v1, v3), greater(v1, v3)
        v0, v1 = lesser(v0, v1), greater(v0, v1)
        v2, v4 = lesser(v2, v4), greater(v2, v4)
        v1, v2 = lesser(v1, v2), greater(v1, v2)
        v3, v4 = lesser(v3, v4), greater(v3, v4)
        v2, v3 = lesser(v2, v3), greater(v2, v3)
        o0[i], o1[i], o2[i], o3[i], o4[i] = v0, v1, v2, v3, v4


cdef row median5(const bits *a, const bits *b, const bits *c, const bits *d, const bits *e, bits *o,
                 Py_ssize_t n) noexcept nogil:
    # v0 to v4 are the least of five sorted columns, v5 to v9 the next ...; the network was found by search and is
    # tested on all 6**5 ways in which such columns can hold zeros and ones
    cdef:
        Py_ssize_t i
        bits v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12
        bits v13, v14, v15, v16, v17, v18, v19, v20, v21, v22, v23, v24
    for i in range(n):
        v0, v1, v2, v3, v4 = a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4]
        v5, v6, v7, v8, v9 = b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4]
        v10, v11, v12, v13, v14 = c[i], c[i + 1], c[i + 2], c[i + 3], c[i + 4]
        v15, v16, v17, v18, v19 = d[i], d[i + 1], d[i + 2], d[i + 3], d[i + 4]
        v20, v21, v22, v23, v24 = e[i], e[i + 1], e[i + 2], e[i + 3], e[i + 4]
        v1, v4 = lesser(v1, v4), greater(v1, v4)
        v0, v2 = lesser(v0, v2), greater(v0, v2)
        v1 = greater(v0, v1)
        v2, v4 = lesser(v2, v4), greater(v2, v4)
        v2 = greater(v1, v2)
        v3, v4 = lesser(v3, v4), greater(v3, v4)
        v3 = greater(v2, v3)
        v5, v8 = lesser(v5, v8), greater(v5, v8)
        v5, v7 = lesser(v5, v7), greater(v5, v7)
        v6, v8 = lesser(v6, v8), greater(v6, v8)
        v6 = greater(v5, v6)
        v7, v9 = lesser(v7, v9), greater(v7, v9)
        v7 = greater(v6, v7)
        v8, v9 = lesser(v8, v9), greater(v8, v9)
        v7, v8 = lesser(v7, v8), greater(v7, v8)
        v10, v13 = lesser(v10, v13), greater(v10, v13)
        v11, v14 = lesser(v11, v14), greater(v11, v14)
        v10, v12 = lesser(v10, v12), greater(v10, v12)
        v11, v13 = lesser(v11, v13), greater(v11, v13)
        v11 = greater(v10, v11)
        v12, v14 = lesser(v12, v14), greater(v12, v14)
        v11, v12 = lesser(v11, v12), greater(v11, v12)
        v13 = lesser(v13, v14)
        v12, v13 = lesser(v12, v13), greater(v12, v13)
        v15, v18 = lesser(v15, v18), greater(v15, v18)
        v16, v19 = lesser(v16, v19), greater(v16, v19)
        v15, v17 = lesser(v15, v17), greater(v15, v17)
        v16, v18 = lesser(v16, v18), greater(v16, v18)
        v15, v16 = lesser(v15, v16), greater(v15, v16)
        v18 = lesser(v18, v19)
        v17 = lesser(v17, v18)
        v20, v23 = lesser(v20, v23), greater(v20, v23)
        v20, v22 = lesser(v20, v22), greater(v20, v22)
        v21 = lesser(v21, v23)
        v20, v21 = lesser(v20, v21), greater(v20, v21)
        v22 = lesser(v22, v24)
        v21 = lesser(v21, v22)
        v15 = greater(v11, v15)
        v3 = greater(v7, v3)
        v20, v16 = lesser(v20, v16), greater(v20, v16)
        v12, v4 = lesser(v12, v4), greater(v12, v4)
        v8, v21 = lesser(v8, v21), greater(v8, v21)
        v17 = lesser(v17, v9)
        v3 = greater(v15, v3)
        v20, v12 = lesser(v20, v12), greater(v20, v12)
        v16 = lesser(v16, v4)
        v8, v17 = lesser(v8, v17), greater(v8, v17)
        v16, v12 = lesser(v16, v12), greater(v16, v12)
        v3, v16 = lesser(v3, v16), greater(v3, v16)
        v17 = lesser(v17, v13)
        v20 = greater(v3, v20)
        v16, v12 = lesser(v16, v12), greater(v16, v12)
        v21, v17 = lesser(v21, v17), greater(v21, v17)
        v8 = greater(v20, v8)
        v16 = lesser(v16, v21)
        v12 = lesser(v12, v17)
        v12 = lesser(v12, v8)
        v12 = greater(v16, v12)
        o[i] = v12


cdef enum:
    BLOCK = 1 << 17  # bytes of rows that stay in the second cache


cdef struct Plan:
    const int64_t *source  # the row of the image that each padded row shows, or -1
    const int64_t *columns  # the same for columns
    Py_ssize_t width
    Py_ssize_t start
    Py_ssize_t stop
    Py_ssize_t stride


cdef void frame3(const bits *a, const Plan *p, Py_ssize_t x, Py_ssize_t y, Py_ssize_t stop, bits outside, int ordered,
                 bits top, bits most, bits *scratch, bits *out) noexcept nogil:
    """Write the medians of column x from row y on: columns around it are laid out as rows."""
    cdef:
        Py_ssize_t i, k, m, c, count
        bits *o = scratch + 3 * p.stride
    while y < stop:
        count = min(254, stop - y)
        for k in range(3):
            c = p.columns[x + k]
            for i in range(count + 2):
                m = p.source[y + i]
                if m < 0 or c < 0:
                    scratch[k * p.stride + i] = outside
                elif ordered:
                    scratch[k * p.stride + i] = key_of(a[m * p.width + c], top, most)
                else:
                    scratch[k * p.stride + i] = a[m * p.width + c]
        pair3(scratch, scratch + p.stride, scratch + 2 * p.stride, scratch + 2 * p.stride, o, o + p.stride, count)
        if ordered:
            pixel_row(o, top, most, count)
        for i in range(count):
            out[(y + i) * p.width + x] = o[i]
        y += count


cdef row above(const bits *a, bits limit, Py_ssize_t n, int *found) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits most = 0
    for i in range(n):
        most = greater(most, a[i])
    found[0] |= most > limit


cdef void sweep3(const bits *a, const Plan *p, bits outside, int ordered, bits top, bits most, bits *scratch,
                 bits *out) noexcept nogil:
    """Write two rows at once, straight from the image or from keys of four rows, piece by piece.

    Pixels without a sign, and not NaN, are in the order of their bits: they need no keys.
    """
    cdef:
        Py_ssize_t y, i, k, m, x, count, n = p.width, wide
        Py_ssize_t tile = 4096 // sizeof(bits)
        Py_ssize_t block = BLOCK // (n * sizeof(bits)) + 1, fresh = p.start
        const bits *rows[4]
        const bits *v[4]
        bits *none = scratch
        bits *spare = scratch + p.stride
        bits *keys = scratch + 2 * p.stride
        bits *o
        bits *q
        bits limit = most if most else <bits> (top - 1)
        int keyed
    fill(none, outside, n)
    for y in range(p.start, p.stop, 2):
        for i in range(y, y + 4):
            m = p.source[min(i, p.stop + 1)]
            rows[i - y] = a + m * n if m >= 0 else none
        o, q = out + y * n, out + (y + 1) * n
        if y + 1 == p.stop:
            rows[3], q = rows[2], spare
        x = 1
        while x < n - 1:
            x -= 1
            count = piece(&x, n - 2, tile)
            x += 1
            keyed = 0
            for k in range(4):
                v[k] = rows[k] + x - 1
                if ordered:
                    keyed |= rows[k] == none
            if ordered and not keyed:
                wide = min((count + 65) & ~63, n + 1 - x)
                for k in range(4):
                    above(v[k], limit, wide, &keyed)
            if keyed:
                for k in range(4):
                    if rows[k] != none:
                        key_row(v[k], top, most, keys + k * p.stride, count + 2)
                        v[k] = keys + k * p.stride
            pair3(v[0], v[1], v[2], v[3], o + x, q + x, count)
            if keyed:
                pixel_row(o + x, top, most, count)
                pixel_row(q + x, top, most, count)
            x += count
        if y + 2 >= fresh + block or y + 2 >= p.stop:  # the first and the last column, while rows are in the cache
            for k in range(1 + (n > 1)):
                frame3(a, p, k * (n - 1), fresh, min(y + 2, p.stop), outside, ordered, top, most,
                       scratch + 6 * p.stride, out)
            fresh = y + 2


cdef void sweep5(const bits *a, const Plan *p, bits outside, int ordered, bits top, bits most, bits *scratch,
                 bits *out) noexcept nogil:
    cdef:
        Py_ssize_t y, x, i, c, k, m, n = p.width, size = 5, fresh = p.start
        const bits *rows[5]
        bits *s[5]
        bits *o
        bits *none = scratch + 2 * size * p.stride
    fill(none, outside, n)
    for k in range(size):
        s[k] = scratch + (size + k) * p.stride
    for y in range(p.start, p.stop):
        for i in range(y, y + size):
            m = p.source[i]
            k = i - y
            if m < 0:
                rows[k] = none
            elif not ordered:
                rows[k] = a + m * n
            else:  # keys of a row lie in a ring
                o = scratch + (i % size) * p.stride
                if i >= fresh:
                    key_row(a + m * n, top, most, o, n)
                    fresh = i + 1
                rows[k] = o
        x = 0
        while x < n:
            m = piece(&x, n, n)
            sort5(rows[0] + x, rows[1] + x, rows[2] + x, rows[3] + x, rows[4] + x,
                  s[0] + 2 + x, s[1] + 2 + x, s[2] + 2 + x, s[3] + 2 + x, s[4] + 2 + x, m)
            x += m
        for c in range(2):
            m = p.columns[c]
            for k in range(size):
                s[k][c] = outside if m < 0 else s[k][2 + m]
            m = p.columns[2 + n + c]
            for k in range(size):
                s[k][2 + n + c] = outside if m < 0 else s[k][2 + m]
        x = 0
        while x < n:
            m = piece(&x, n, n)
            o = out + y * n + x
            median5(s[0] + x, s[1] + x, s[2] + x, s[3] + x, s[4] + x, o, m)
            if ordered:
                pixel_row(o, top, most, m)
            x += m


def box(const bits[:, ::1] a, const int64_t[::1] source, const int64_t[::1] columns, Py_ssize_t reach, int ordered,
        uint64_t most, uint64_t outside, Py_ssize_t start, Py_ssize_t stop, bits[:, ::1] scratch, bits[:, ::1] out):
    """Write the median of the box of side 2 * reach + 1 around the pixels of rows start to stop.

    Padded row i shows row source[i] of a, padded column c column columns[c]; -1 shows the key `outside`. If `ordered`,
    a holds the bits of floats (most > 0 are those of infinity) or of signed integers, else unsigned integers.

    Needs: reach of 1 or 2; 2 * reach more rows in source than in a, and columns; scratch of 12 rows of 256 or, if that
    is more, the width of a, and 128 more; out does not overlap a.
    """
    cdef Plan p
    cdef bits *rows
    cdef bits top = <bits> (<bits> 1 << (8 * sizeof(bits) - 1))
    with nogil:
        if start < stop and a.shape[1]:
            p.source, p.columns, p.width = &source[0], &columns[0], a.shape[1]
            p.start, p.stop, p.stride = start, stop, scratch.shape[1]
            # rows begin with a line of the cache, those of sorted columns with the columns that are outside before it
            rows = &scratch[0, 0]
            rows += (-<size_t> (rows + (2 if reach == 2 else 0)) & 63) // sizeof(bits)
            if reach == 1:
                sweep3(&a[0, 0], &p, <bits> outside, ordered, top, <bits> most, rows, &out[0, 0])
            else:
                sweep5(&a[0, 0], &p, <bits> outside, ordered, top, <bits> most, rows, &out[0, 0])
