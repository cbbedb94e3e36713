"""Medians of boxes of 3 x 3 and 5 x 5 pixels by sorting networks. Twin and specification: pyimg/_ref/median.py.

A network finds the median of sorted columns. Columns of 5 x 5 are sorted once for all windows that they are in; of
3 x 3 two rows are done at once, which share the order of the two rows between.
Pixels become unsigned keys row by row (see keys in pyimg/_ext/rank.pyx).
"""
from libc.stdint cimport int64_t, uint64_t

from .ahead cimport ask_for, LARGE, PART
from .networks cimport greater, median5, pair3, pairs3, SIZE, sort5
from .pixel cimport bits
from .simd cimport part, piece, row


cdef enum:
    BLOCK = 1 << 17  # bytes of rows that stay in the second cache


cdef inline bits key_of(bits v, bits top, bits most) noexcept nogil:
    cdef bits k
    if most:
        k = <bits> ~v if v & top else v ^ top
        return <bits> -1 if (v & <bits> ~top) > most else k
    return v ^ top


cdef inline part keys_of(const bits *a, bits top, bits most, bits *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits v
    for i in range(n):
        v = a[i]
        o[i] = key_of(v, top, most)


cdef row key_row(const bits *a, bits top, bits most, bits *o, Py_ssize_t n) noexcept nogil:
    keys_of(a, top, most, o, n)


cdef inline part pixels_of(bits *a, bits top, bits most, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits v
    for i in range(n):
        v = a[i]
        if most:
            a[i] = v ^ top if v & top else <bits> ~v
        else:
            a[i] = v ^ top


cdef row pixel_row(bits *a, bits top, bits most, Py_ssize_t n) noexcept nogil:
    pixels_of(a, top, most, n)


cdef row fill(bits *o, bits v, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v


cdef row pair_rows(const bits **v, Py_ssize_t n, bits *o, bits *q) noexcept nogil:
    pair3(v[0], v[1], v[2], v[3], o, q, <bits *> NULL, n)


cdef struct Plan:
    const int64_t *source  # the row of the image that each padded row shows, or -1
    const int64_t *columns  # the same for columns
    Py_ssize_t height
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
        const bits *v[4]
    for k in range(4):
        v[k] = scratch + min(k, 2) * p.stride
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
        pair_rows(v, count, o, o + p.stride)
        if ordered:
            pixel_row(o, top, most, count)
        for i in range(count):
            out[(y + i) * p.width + x] = o[i]
        y += count


cdef inline bits highest(const bits **v, Py_ssize_t first, Py_ssize_t stop) noexcept nogil:
    # of columns of four rows
    cdef bits most = 0
    cdef Py_ssize_t i, k
    for k in range(4):
        for i in range(first, stop):
            most = greater(most, v[k][i])
    return most


cdef inline part sweep_pieces(const bits **rows, const bits *none, Py_ssize_t n, int ordered, bits top, bits most,
                              int *wary, bits *keys, Py_ssize_t stride, const bits *to_come, bits *o,
                              bits *q) noexcept nogil:
    """Write two rows but for their ends, straight from the image or from keys of four rows, piece by piece.

    Pixels without a sign, and not NaN, are in the order of their bits: they need no keys. That is found out while
    medians are made, or before where the last piece needed some. The two rows from `to_come` on, and those behind q,
    are asked for, unless it is NULL.
    """
    cdef:
        Py_ssize_t k, x = 1, count
        Py_ssize_t tile = (4096 if to_come is NULL else PART) // sizeof(bits)
        const bits *v[4]
        bits[SIZE] high
        bits limit = most if most else <bits> (top - 1), found
        bint keyed
    while x < n - 1:
        x -= 1
        count = piece(&x, n - 2, tile)
        x += 1
        keyed = False
        if to_come is not NULL:
            for k in range(2):
                ask_for(to_come + k * n + x, count * sizeof(bits))
                ask_for(q + (k + 1) * n + x, count * sizeof(bits))
        for k in range(4):
            v[k] = rows[k] + x - 1
            keyed = keyed or (ordered and rows[k] == none)
        if ordered and not keyed and wary[0]:
            keyed = highest(v, 0, count + 2) > limit
        if not keyed:
            for k in range(<Py_ssize_t> (SIZE // sizeof(bits))):
                high[k] = 0
            if ordered:
                pairs3(v, count, high, o + x, q + x)
                found = highest(v, count, count + 2)
                for k in range(<Py_ssize_t> (SIZE // sizeof(bits))):
                    found = greater(found, high[k])
                keyed = found > limit
            else:
                pair3(v[0], v[1], v[2], v[3], o + x, q + x, <bits *> NULL, count)
        if keyed:
            for k in range(4):
                if rows[k] != none:
                    keys_of(v[k], top, most, keys + k * stride, count + 2)
                    v[k] = keys + k * stride
            pair3(v[0], v[1], v[2], v[3], o + x, q + x, <bits *> NULL, count)
            pixels_of(o + x, top, most, count)
            pixels_of(q + x, top, most, count)
        wary[0] = keyed
        x += count


cdef row sweep_rows(const bits *a, const Plan *p, const bits *none, int ordered, bits top, bits most, Py_ssize_t start,
                    Py_ssize_t stop, bits *spare, bits *keys, bits *out) noexcept nogil:
    # all rows in one function of its SIMD level: calls for each would cost short ones much
    cdef:
        Py_ssize_t y, i, m, n = p.width
        const bits *rows[4]
        const bits *to_come
        bits *q
        int wary = 0
    for y in range(start, stop, 2):
        for i in range(y, y + 4):
            m = p.source[min(i, p.stop + 1)]
            rows[i - y] = a + m * n if m >= 0 else none
        q = out + (y + 1) * n
        if y + 1 == p.stop:
            rows[3], q = rows[2], spare
        to_come = NULL
        if p.height * n * sizeof(bits) >= LARGE and y + 4 <= min(p.stop, p.height):
            to_come = a + min(y + 3, p.height - 2) * n
        sweep_pieces(rows, none, n, ordered, top, most, &wary, keys, p.stride, to_come, out + y * n, q)


cdef void sweep3(const bits *a, const Plan *p, bits outside, int ordered, bits top, bits most, bits *scratch,
                 bits *out) noexcept nogil:
    cdef:
        Py_ssize_t y = p.start, k, stop, n = p.width
        Py_ssize_t block = 2 * (BLOCK // (2 * n * sizeof(bits)) + 1)
    fill(scratch, outside, n)
    while y < p.stop:
        stop = min(y + block, p.stop)
        sweep_rows(a, p, scratch, ordered, top, most, y, stop, scratch + p.stride, scratch + 2 * p.stride, out)
        for k in range(1 + (n > 1)):  # the first and the last column, while rows are in the cache
            frame3(a, p, k * (n - 1), y, stop, outside, ordered, top, most, scratch + 6 * p.stride, out)
        y = stop


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
            p.source, p.columns, p.height, p.width = &source[0], &columns[0], a.shape[0], a.shape[1]
            p.start, p.stop, p.stride = start, stop, scratch.shape[1]
            # rows begin with a line of the cache, those of sorted columns with the columns that are outside before it
            rows = &scratch[0, 0]
            rows += (-<size_t> (rows + (2 if reach == 2 else 0)) & 63) // sizeof(bits)
            if reach == 1:
                sweep3(&a[0, 0], &p, <bits> outside, ordered, top, <bits> most, rows, &out[0, 0])
            else:
                sweep5(&a[0, 0], &p, <bits> outside, ordered, top, <bits> most, rows, &out[0, 0])
