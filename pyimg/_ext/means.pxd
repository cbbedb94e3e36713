# Sums of pixels, and how many count, to means.
from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.string cimport memcpy

from .simd cimport part, row

ctypedef fused total:  # counts of few pixels; sums of few or many integers, exact; sums of floats
    uint8_t
    int32_t
    int64_t
    double


cdef inline part mean(const total *a, const total *b, const total *c, const total *d, const total *e, int many,
                      double high, double low, const double *counts, double count, double *o,
                      Py_ssize_t n) noexcept nogil:
    # the sum of the first `many` of a to d and, unless e is NULL, of four from e on
    cdef Py_ssize_t i
    cdef total s
    cdef double v
    for i in range(n):
        s = 0
        if many > 0:
            s = a[i]
        if many > 1:
            s = <total> (s + b[i])
        if many > 2:
            s = <total> (s + c[i])
        if many > 3:
            s = <total> (s + d[i])
        if e != NULL:
            s = <total> (s + <total> (<total> (e[i] + e[i + 1]) + <total> (e[i + 2] + e[i + 3])))
        v = <double> s
        o[i] = v / (count * counts[i]) if counts != NULL else v * high + v * low


cdef inline part mean_any(const total **q, Py_ssize_t many, const total *e, double high, double low,
                          const double *counts, double count, double *o, Py_ssize_t n) noexcept nogil:
    if many == 0:
        mean(e, e, e, e, e, 0, high, low, counts, count, o, n)
    elif many == 1:
        mean(q[0], q[0], q[0], q[0], e, 1, high, low, counts, count, o, n)
    elif many == 2:
        mean(q[0], q[1], q[0], q[0], e, 2, high, low, counts, count, o, n)
    elif many == 3:
        mean(q[0], q[1], q[2], q[0], e, 3, high, low, counts, count, o, n)
    else:
        mean(q[0], q[1], q[2], q[3], NULL, 4, high, low, counts, count, o, n)


cdef inline row means_of(const total **q, Py_ssize_t many, const total *e, double high, double low,
                         const double *counts, double count, double *o, Py_ssize_t n) noexcept nogil:
    # o = sums as of `mean` over count * counts, or without `counts` times high + low
    if counts == NULL:
        if e == NULL:
            mean_any(q, many, NULL, high, low, NULL, 0, o, n)
        else:
            mean_any(q, many, e, high, low, NULL, 0, o, n)
    elif e == NULL:
        mean_any(q, many, NULL, 0, 0, counts, count, o, n)
    else:
        mean_any(q, many, e, 0, 0, counts, count, o, n)


cdef struct Share:
    const double *rows  # how many pixels count along each axis
    const double *columns
    Py_ssize_t first  # the columns from here on have the same number of rows: quotients are products
    Py_ssize_t last
    double count  # of what high and low are the inverse
    double high
    double low


cdef inline Share shared(const double[::1] rows, const double[::1] columns, bint exact) noexcept nogil:
    cdef Share s
    cdef Py_ssize_t n = columns.shape[0]
    s.rows, s.columns, s.first, s.last = &rows[0], &columns[0], 0, 0
    s.count, s.high, s.low = 1, 1, 0
    if exact:
        s.first = s.last = n // 2
        while s.first > 0 and columns[s.first - 1] == columns[n // 2]:
            s.first -= 1
        while s.last < n and columns[s.last] == columns[n // 2]:
            s.last += 1
    return s


cdef inline bint invert(Share *s, double n) noexcept nogil:
    """Give 1 / n in two parts, or say that dividing is better.

    The upper part has 21 bits, so that its product with 31 bits is exact; the lower part is wrong by 2**-73 of 1 / n,
    its product by 2**-72. For n up to 2**16 no quotient that is not exact is nearer than 2**-70 to the middle of two
    doubles: the sum of the two products is rounded as the quotient is.
    """
    cdef uint64_t word
    if s.count != n:
        if not (1 <= n <= 65536 and n == <double> <int64_t> n):
            return 0
        s.count, s.high = n, 1 / n
        memcpy(&word, &s.high, 8)
        word &= 0xFFFFFFFF00000000ULL
        memcpy(&s.high, &word, 8)
        s.low = (1 - s.high * n) / n
    return 1


cdef inline void shares(const total **q, Py_ssize_t many, const total *e, Share *s, Py_ssize_t y, Py_ssize_t left,
                        Py_ssize_t right, double *o) noexcept nogil:
    """Divide the sums of a row, columns left to right, by the counts; q, e and o are those of column left."""
    cdef:
        Py_ssize_t cuts[4]
        Py_ssize_t i, k, at
        const total *from_here[4]
        const double *counts
        const total *rest
    cuts[0], cuts[1], cuts[2], cuts[3] = left, min(max(left, s.first), right), max(min(right, s.last), left), right
    if cuts[1] >= cuts[2] or not invert(s, s.rows[y] * s.columns[s.first]):
        cuts[1] = cuts[2] = right
    for k in range(3):
        at = cuts[k] - left
        if cuts[k] < cuts[k + 1]:
            for i in range(many):
                from_here[i] = q[i] + at
            counts, rest = NULL, NULL
            if k != 1:
                counts = s.columns + cuts[k]
            if e != NULL:
                rest = e + at
            means_of(from_here, many, rest, s.high, s.low, counts, s.rows[y], o + at, cuts[k + 1] - cuts[k])
