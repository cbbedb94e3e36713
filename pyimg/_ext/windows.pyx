"""Means over any window. Twin and specification: pyimg/_ref/windows.py."""
from libc.stdint cimport int32_t, int64_t

from .simd cimport row

ctypedef fused total:  # sums of few or many integers, exact; sums of floats
    int32_t
    int64_t
    double


cdef row fill(total *o, total v, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v


cdef row add(const total *a, const total *b, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (a[i] + b[i])


cdef row divide(const total *s, const double *d, double *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <double> s[i] / d[i]


cdef row add8(const total *a, const total *b, const total *c, const total *d, const total *e, const total *f,
              const total *g, const total *h, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (o[i] + (((a[i] + b[i]) + (c[i] + d[i])) + ((e[i] + f[i]) + (g[i] + h[i]))))


def window_means(const total[::1] wide, const Py_ssize_t[::1] rows, const Py_ssize_t[::1] members,
                 const double[:, ::1] counts, const Py_ssize_t[::1] count_of, Py_ssize_t start, Py_ssize_t stop,
                 total[::1] scratch, double[:, ::1] out):
    """Write out[j, x] = the sum of wide[rows[j] + x + members] over counts[count_of[j], x], j from start to stop.

    The sum is taken in eights, each in pairs of pairs, and then one by one.

    Needs: all within wide; sums that fit.
    """
    cdef:
        Py_ssize_t j, x, k, n, block = scratch.shape[0], width = out.shape[1], count = members.shape[0]
        const total *p
        const Py_ssize_t *m
        total *s
    with nogil:
        if start < stop and width and count:
            s = &scratch[0]
            m = &members[0]
            for j in range(start, stop):
                x = 0
                while x < width:
                    n = min(block, width - x)
                    p = &wide[rows[j] + x]
                    fill(s, <total> 0, n)
                    k = 0
                    while k + 8 <= count:
                        add8(p + m[k], p + m[k + 1], p + m[k + 2], p + m[k + 3], p + m[k + 4], p + m[k + 5],
                             p + m[k + 6], p + m[k + 7], s, n)
                        k += 8
                    while k < count:
                        add(s, p + m[k], s, n)
                        k += 1
                    divide(s, &counts[count_of[j], x], &out[j, x], n)
                    x += n
