# Lines of padded images of any pixel type, as numbers to be summed.
from libc.stdint cimport (
    int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
)

from .means cimport total
from .pixel cimport pixel
from .simd cimport part, row


cdef inline part convert(const pixel *a, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> a[i]


cdef inline row load_row(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t n, total *o) noexcept nogil:
    # floats are summed as doubles only, and bytes as bytes
    if kind == 0:
        convert(<const uint8_t *> p + at, o, n)
    elif total is not uint8_t:
        if kind == 1:
            convert(<const int8_t *> p + at, o, n)
        elif kind == 2:
            convert(<const uint16_t *> p + at, o, n)
        elif kind == 3:
            convert(<const int16_t *> p + at, o, n)
        elif kind == 4:
            convert(<const uint32_t *> p + at, o, n)
        elif kind == 5:
            convert(<const int32_t *> p + at, o, n)
        elif kind == 6:
            convert(<const uint64_t *> p + at, o, n)
        elif kind == 7:
            convert(<const int64_t *> p + at, o, n)
        elif total is double:
            if kind == 8:
                convert(<const float *> p + at, o, n)
            elif kind == 9:
                convert(<const double *> p + at, o, n)


cdef inline part gain(const pixel *a, const total *b, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (b[i] + <total> a[i])


cdef inline row gain_row(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t n, const total *b,
                         total *o) noexcept nogil:
    # of floats only
    if total is double:
        if kind == 8:
            gain(<const float *> p + at, b, o, n)
        elif kind == 9:
            gain(<const double *> p + at, b, o, n)


cdef inline row fill(total *o, total v, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v


cdef struct Plan:
    const uint8_t *src
    int kind
    Py_ssize_t n
    Py_ssize_t inner
    const int64_t *source  # which row of a block each padded row is, or -1
    Py_ssize_t rows
    Py_ssize_t ny
    const int64_t *columns  # which column each padded column is, or -1
    Py_ssize_t before
    Py_ssize_t nx
    Py_ssize_t start
    Py_ssize_t stop
    Py_ssize_t left
    Py_ssize_t right
    Py_ssize_t stride
    Py_ssize_t levels  # rows before the sums of the ends of a block


cdef inline void line(const Plan *p, Py_ssize_t block, Py_ssize_t i, total outside, total *o) noexcept nogil:
    """Write padded columns left to right + nx - 1 of padded row i."""
    cdef:
        Py_ssize_t m = p.source[i], x = p.left, c, at, end = p.right + p.nx - 1
        Py_ssize_t a = min(max(p.left, p.before), end), b = max(a, min(end, p.before + p.inner))
    if m < 0:
        fill(o, outside, end - p.left)
        return
    at = (block * p.n + m) * p.inner
    load_row(p.src, p.kind, at + a - p.before, b - a, o + a - p.left)
    while x < end:
        if x == a and a < b:
            x = b
            continue
        c = p.columns[x]
        if c < 0:
            o[x - p.left] = outside
        elif a <= c + p.before < b:
            o[x - p.left] = o[c + p.before - p.left]
        else:
            load_row(p.src, p.kind, at + c, 1, o + x - p.left)
        x += 1
