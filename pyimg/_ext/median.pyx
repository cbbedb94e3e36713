"""Medians of boxes of 3 x 3 and 5 x 5 pixels by sorting networks. Twin and specification: pyimg/_ref/median.py.

A network finds the median of sorted columns. Columns of 5 x 5 are sorted once for all windows that they are in; of
3 x 3 two rows are done at once, which share the order of the two rows between.
Where the order of pixels is not that of `numpy.sort`, they become unsigned keys row by row (see keys in
pyimg/_ext/rank.pyx): signed integers and floats of 5 x 5, of 3 x 3 rows of floats with NaN or -0.0.
"""
from libc.stdint cimport int64_t, uint32_t, uint64_t

from .ahead cimport ask_for, LARGE, PART
from .networks cimport median5, pair3, sort5
from .pixel cimport bits, pixel
from .simd cimport part, piece, row

cdef enum:
    BLOCK = 1 << 17  # bytes of rows that stay in the second cache
    TALL = 254  # rows of a column that are done at a time


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


cdef inline part fill(pixel *o, pixel v, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v


cdef row fill_row(bits *o, bits v, Py_ssize_t n) noexcept nogil:
    fill(o, v, n)


cdef inline part look(const pixel *a, Py_ssize_t n, int *odd) noexcept nogil:
    # is there NaN or -0.0, which comparisons of floats do not put in order?
    cdef:
        Py_ssize_t i
        int found = 0
        const uint32_t *u = <const uint32_t *> a
        const uint64_t *v = <const uint64_t *> a
    if pixel is float:
        for i in range(n):
            found |= (a[i] != a[i]) | (u[i] == <uint32_t> 1 << 31)
    elif pixel is double:
        for i in range(n):
            found |= (a[i] != a[i]) | (v[i] == <uint64_t> 1 << 63)
    odd[0] = found


cdef inline part keyed_pair(const pixel **rows, pixel *keys, Py_ssize_t stride, pixel *o, pixel *q,
                            Py_ssize_t n) noexcept nogil:
    # as pair3, by keys
    cdef:
        Py_ssize_t k
        const uint32_t *u[4]
        const uint64_t *v[4]
    if pixel is float:
        for k in range(4):
            u[k] = <const uint32_t *> (keys + k * stride)
            keys_of(<const uint32_t *> rows[k], <uint32_t> 1 << 31, <uint32_t> 0x7f800000, <uint32_t *> u[k], n + 2)
        pair3(u[0], u[1], u[2], u[3], <uint32_t *> o, <uint32_t *> q, n)
        pixels_of(<uint32_t *> o, <uint32_t> 1 << 31, <uint32_t> 0x7f800000, n)
        pixels_of(<uint32_t *> q, <uint32_t> 1 << 31, <uint32_t> 0x7f800000, n)
    elif pixel is double:
        for k in range(4):
            v[k] = <const uint64_t *> (keys + k * stride)
            keys_of(<const uint64_t *> rows[k], <uint64_t> 1 << 63, <uint64_t> 0x7ff << 52, <uint64_t *> v[k], n + 2)
        pair3(v[0], v[1], v[2], v[3], <uint64_t *> o, <uint64_t *> q, n)
        pixels_of(<uint64_t *> o, <uint64_t> 1 << 63, <uint64_t> 0x7ff << 52, n)
        pixels_of(<uint64_t *> q, <uint64_t> 1 << 63, <uint64_t> 0x7ff << 52, n)


cdef inline part pairs(const pixel **rows, const pixel *to_come, pixel *o, pixel *q, Py_ssize_t n,
                       Py_ssize_t width) noexcept nogil:
    # as pair3, piece by piece; the two rows from `to_come` on, and those behind q, are asked for, unless it is NULL
    cdef Py_ssize_t x = 0, k, count, most = PART // sizeof(pixel)
    while x < n:
        count = piece(&x, n, n if to_come is NULL else most)
        if to_come is not NULL:
            for k in range(2):
                ask_for(to_come + k * width + x, count * sizeof(pixel))
                ask_for(q + (k + 1) * width + x, count * sizeof(pixel))
        pair3(rows[0] + x, rows[1] + x, rows[2] + x, rows[3] + x, o + x, q + x, count)
        x += count


cdef struct Plan:
    const int64_t *source  # the row of the image that each padded row shows, or -1
    const int64_t *columns  # the same for columns
    Py_ssize_t height
    Py_ssize_t width
    Py_ssize_t start
    Py_ssize_t stop
    Py_ssize_t stride


cdef row sweep_rows(const pixel *a, const Plan *p, const pixel *none, Py_ssize_t start, Py_ssize_t stop, pixel *spare,
                    pixel *keys, pixel *out) noexcept nogil:
    # The rows but for their ends: all in one function of its SIMD level, for calls for each would cost short ones much.
    cdef:
        Py_ssize_t y, i, m, n = p.width
        const pixel *rows[4]
        const pixel *to_come
        pixel *q
        int[4] odd
    odd[2] = odd[3] = 0
    for y in range(start, stop, 2):
        odd[0], odd[1] = odd[2], odd[3]
        for i in range(4):
            m = p.source[min(y + i, p.stop + 1)]
            rows[i] = a + m * n if m >= 0 else none
            if (pixel is float or pixel is double) and (i > 1 or y == start):
                look(rows[i], n, &odd[i])
        q = out + (y + 1) * n
        if y + 1 == p.stop:
            rows[3], q = rows[2], spare
        to_come = NULL
        if p.height * n * sizeof(pixel) >= LARGE and y + 4 <= min(p.stop, p.height):
            to_come = a + min(y + 3, p.height - 2) * n
        if (pixel is float or pixel is double) and odd[0] | odd[1] | odd[2] | odd[3]:
            keyed_pair(rows, keys, p.stride, out + y * n + 1, q + 1, n - 2)
        else:
            pairs(rows, to_come, out + y * n + 1, q + 1, n - 2, n)


cdef row column(const pixel *a, const Plan *p, Py_ssize_t x, Py_ssize_t y, Py_ssize_t stop, pixel outside,
                pixel *scratch, pixel *out) noexcept nogil:
    # The medians of column x from row y on: columns around it are laid out as rows.
    cdef:
        Py_ssize_t i, k, m, c, count
        pixel *o = scratch + 3 * p.stride
        pixel *keys = scratch + 4 * p.stride
        const pixel *rows[4]
        int odd, some
    for k in range(4):
        rows[k] = scratch + min(k, 2) * p.stride
    while y < stop:
        count = min(TALL, stop - y)
        some = 0
        for k in range(3):
            c = p.columns[x + k]
            for i in range(count + 2):
                m = p.source[y + i]
                scratch[k * p.stride + i] = outside if m < 0 or c < 0 else a[m * p.width + c]
            look(rows[k], count + 2, &odd)
            some |= odd
        if (pixel is float or pixel is double) and some:
            keyed_pair(rows, keys, p.stride, o, o + TALL, count)
        else:
            pair3(rows[0], rows[1], rows[2], rows[3], o, o + TALL, count)
        for i in range(count):
            out[(y + i) * p.width + x] = o[i]
        y += count


cdef void sweep3(const pixel *a, const Plan *p, pixel outside, pixel *scratch, pixel *out) noexcept nogil:
    cdef:
        Py_ssize_t y = p.start, k, stop, n = p.width
        Py_ssize_t block = 2 * (BLOCK // (2 * n * sizeof(pixel)) + 1)
    for k in range(n):
        scratch[k] = outside
    while y < p.stop:
        stop = min(y + block, p.stop)
        if n > 2:
            sweep_rows(a, p, scratch, y, stop, scratch + p.stride, scratch + 2 * p.stride, out)
        for k in range(1 + (n > 1)):  # the first and the last column, while rows are in the cache
            column(a, p, k * (n - 1), y, stop, outside, scratch + 6 * p.stride, out)
        y = stop


cdef void sweep5(const bits *a, const Plan *p, bits outside, int ordered, bits top, bits most, bits *scratch,
                 bits *out) noexcept nogil:
    cdef:
        Py_ssize_t y, x, i, c, k, m, n = p.width, size = 5, fresh = p.start
        const bits *rows[5]
        bits *s[5]
        bits *o
        bits *none = scratch + 2 * size * p.stride
    fill_row(none, outside, n)
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


def three(const pixel[:, ::1] a, const int64_t[::1] source, const int64_t[::1] columns, const pixel[::1] outside,
          Py_ssize_t start, Py_ssize_t stop, pixel[:, ::1] scratch, pixel[:, ::1] out):
    """Write the median of the 3 x 3 pixels around those of rows start to stop, as `numpy.sort` orders; -0.0 < 0.0.

    Padded row i shows row source[i] of a, padded column c column columns[c]; -1 shows the pixel outside[0].

    Needs: 2 more rows in source than in a, and columns; scratch of 14 rows of 512 or, if that is more, the width of a,
    and 128 more; out does not overlap a.
    """
    cdef Plan p
    cdef pixel *rows
    with nogil:
        if start < stop and a.shape[1]:
            p.source, p.columns, p.height, p.width = &source[0], &columns[0], a.shape[0], a.shape[1]
            p.start, p.stop, p.stride = start, stop, scratch.shape[1]
            rows = &scratch[0, 0]  # rows begin with a line of the cache
            rows += (-<size_t> rows & 63) // sizeof(pixel)
            sweep3(&a[0, 0], &p, outside[0], rows, &out[0, 0])


def five(const bits[:, ::1] a, const int64_t[::1] source, const int64_t[::1] columns, int ordered, uint64_t most,
         uint64_t outside, Py_ssize_t start, Py_ssize_t stop, bits[:, ::1] scratch, bits[:, ::1] out):
    """Write the median of the 5 x 5 pixels around those of rows start to stop.

    Padded row i shows row source[i] of a, padded column c column columns[c]; -1 shows the key `outside`. If `ordered`,
    a holds the bits of floats (most > 0 are those of infinity) or of signed integers, else unsigned integers.

    Needs: 4 more rows in source than in a, and columns; scratch of 12 rows of 128 more than the width of a; out does
    not overlap a.
    """
    cdef Plan p
    cdef bits *rows
    cdef bits top = <bits> (<bits> 1 << (8 * sizeof(bits) - 1))
    with nogil:
        if start < stop and a.shape[1]:
            p.source, p.columns, p.height, p.width = &source[0], &columns[0], a.shape[0], a.shape[1]
            p.start, p.stop, p.stride = start, stop, scratch.shape[1]
            # rows of sorted columns begin with the columns that are outside before a line of the cache
            rows = &scratch[0, 0]
            rows += (-<size_t> (rows + 2) & 63) // sizeof(bits)
            sweep5(&a[0, 0], &p, <bits> outside, ordered, top, <bits> most, rows, &out[0, 0])
