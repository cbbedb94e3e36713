"""Sums of an image times polynomials. Twin and specification: pyimg/_ref/moments.py.

Sums run in eight lanes, that of place i is i modulo 8, and the lanes are added in order at the end.
"""
from libc.math cimport sqrt

from .pixel cimport pixel, real
from .simd cimport part, row


cdef inline part add_products(const real *a, const double *w, double *lane, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i = 0, j
    while i + 8 <= n:
        for j in range(8):
            lane[j] += <double> a[i + j] * w[i + j]
        i += 8
    for j in range(n - i):
        lane[j] += <double> a[i + j] * w[i + j]


cdef row weigh(const pixel *a, const double *w, double *out, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t at = 0, i, many
        double lane[8]
        double some[512]
    for i in range(8):
        lane[i] = 0
    if pixel is float or pixel is double:
        add_products(a, w, lane, n)
    else:
        while at < n:  # integers first become doubles: many at once, which within the sums they would not
            many = min(512, n - at)
            for i in range(many):
                some[i] = <double> a[at + i]
            add_products(<const double *> some, w + at, lane, many)
            at += many
    out[0] = 0
    for i in range(8):
        out[0] += lane[i]


def weighted_lines(const pixel[:, ::1] a, const double[::1] weights, double[::1] out):
    """Write the sum of each line times the weights.

    Needs: weights as long as a line, out as many as lines.
    """
    cdef Py_ssize_t y
    with nogil:
        if a.shape[1]:
            for y in range(a.shape[0]):
                weigh(&a[y, 0], &weights[0], &out[y], a.shape[1])
        else:
            for y in range(a.shape[0]):
                out[y] = 0


cdef row turn(double *re, double *im, const double *x, const double *y, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef double a, b
    for i in range(n):
        a = re[i]
        b = im[i]
        re[i] = a * x[i] - b * y[i]
        im[i] = a * y[i] + b * x[i]


cdef row start_row(const double *t, double a, double b, double *p, double *q, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        p[i] = 1
        q[i] = a * t[i] + b


cdef row next_row(const double *t, double a, double b, double c, double *p, const double *q,
                  Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        p[i] = (a * t[i] + b) * q[i] + c * p[i]


cdef row both(const double *p, const double *re, const double *im, double *sums, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i, j
    cdef double u[8]
    cdef double v[8]
    for j in range(8):
        u[j] = sums[j]
        v[j] = sums[8 + j]
    for i in range(0, n, 8):
        for j in range(8):
            u[j] += p[i + j] * re[i + j]
        for j in range(8):
            v[j] += p[i + j] * im[i + j]
    for j in range(8):
        sums[j] = u[j]
        sums[8 + j] = v[j]


cdef row square(const double *x, const double *y, double *t, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        t[i] = 2 * (x[i] * x[i] + y[i] * y[i]) - 1


cdef void add_block(Py_ssize_t n, Py_ssize_t degree, const double[:, :, ::1] rules, double[:, ::1] scratch,
                    double[:, ::1] sums) noexcept nogil:
    """Add a block of pixels, whose x, y and mass are rows 0 to 2 of scratch, to the sums."""
    cdef:
        Py_ssize_t power, k, j, last, term, some = (n + 7) // 8 * 8
        double *x = &scratch[0, 0]
        double *y = &scratch[1, 0]
        double *re = &scratch[2, 0]
        double *im = &scratch[3, 0]
        double *t = &scratch[4, 0]
        double *p = &scratch[5, 0]
        double *q = &scratch[6, 0]
        double *other
    for j in range(n, some):
        x[j] = y[j] = re[j] = 0
    for j in range(some):
        im[j] = 0
    square(x, y, t, some)
    term = 0
    for power in range(degree + 1):
        last = (degree - power) // 2
        start_row(t, rules[power, 0, 0], rules[power, 0, 1], p, q, some)
        for k in range(last + 1):
            both(p, re, im, &sums[term, 0], some)
            term += 1
            if k < last:
                # p, q are the k-th and the next polynomial: make them the next and the one after that
                next_row(t, rules[power, k + 1, 0], rules[power, k + 1, 1], rules[power, k + 1, 2], p, q, some)
                other = p
                p = q
                q = other
        turn(re, im, x, y, some)


def disc_sums(const pixel[:, ::1] f, double cy, double cx, double radius, Py_ssize_t degree,
              const double[:, :, ::1] rules, double[:, ::1] scratch, double[:, ::1] sums, double[::1] mass):
    """Add f (x + i y)**l P_k(2 r**2 - 1) of the pixels above 0 whose r is at most 1 to sums, in lanes; f to mass[0].

    x, y are the place from (cy, cx) over the radius, r is its distance; l goes from 0 to the degree, k from 0 to
    (degree - l) // 2: a row of sums each, 8 real and 8 imaginary lanes. P_0 = 1, P_1(t) = rules[l, 0] (t, 1),
    P_k+1(t) = (rules[l, k, 0] t + rules[l, k, 1]) P_k(t) + rules[l, k, 2] P_k-1(t).

    Needs: scratch of 7 rows whose length is a multiple of 8; radius above 0.
    """
    cdef:
        Py_ssize_t y, x, n = 0, room = scratch.shape[1]
        double u, v, w
    with nogil:
        for y in range(f.shape[0]):
            v = (<double> y - cy) / radius
            if v * v > 1:
                continue
            for x in range(f.shape[1]):
                u = (<double> x - cx) / radius
                w = <double> f[y, x]
                if w > 0 and sqrt(u * u + v * v) <= 1:
                    scratch[0, n], scratch[1, n], scratch[2, n] = u, v, w
                    mass[0] += w
                    n += 1
                    if n == room:
                        add_block(n, degree, rules, scratch, sums)
                        n = 0
        if n:
            add_block(n, degree, rules, scratch, sums)
