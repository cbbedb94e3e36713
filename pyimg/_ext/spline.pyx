"""B-splines through the pixels. Twin and specification: pyimg/_ref/spline.py."""
from libc.stdint cimport uint8_t

from .lines cimport load, store
from .simd cimport row

cdef enum:
    LANES = 32  # lines that are filtered side by side
    CHUNK = 64  # places of them that are written at once, as vectors of bytes too


cdef row load_row(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t n, double *o) noexcept nogil:
    load(p, kind, at, n, o)


cdef row store_row(const double *a, int kind, uint8_t *p, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    store(a, kind, p, at, n)


cdef row spread(const double *a, double *o, Py_ssize_t n) noexcept nogil:
    # one line into its lane
    cdef Py_ssize_t i
    for i in range(n):
        o[i * LANES] = a[i]


cdef row collect(const double *a, double *o, Py_ssize_t n) noexcept nogil:
    # one lane into a line
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = a[i * LANES]


cdef row multiply(double *c, double gain, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        c[i] = c[i] * gain


cdef row add(double *c, const double *a, double w) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(LANES):
        c[i] = c[i] + w * a[i]


cdef row weigh(const double *a, double w, double *o) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(LANES):
        o[i] = w * a[i]


cdef row blend(const double *c, const Py_ssize_t *taps, const double *weights, Py_ssize_t size, double *o,
               Py_ssize_t n) noexcept nogil:
    """Write n places, each of `size` weighed ones, added one after the other."""
    cdef Py_ssize_t i, _k, t, first
    cdef const double *a
    cdef const double *b
    cdef const double *d
    cdef const double *e
    for _k in range(n):
        a = c + taps[0] * LANES
        first = 1
        if size >= 4:
            b, d, e = c + taps[1] * LANES, c + taps[2] * LANES, c + taps[3] * LANES
            for i in range(LANES):
                o[i] = weights[0] * a[i] + weights[1] * b[i] + weights[2] * d[i] + weights[3] * e[i]
            first = 4
        elif size == 3:
            b, d = c + taps[1] * LANES, c + taps[2] * LANES
            for i in range(LANES):
                o[i] = weights[0] * a[i] + weights[1] * b[i] + weights[2] * d[i]
            first = 3
        else:
            for i in range(LANES):
                o[i] = weights[0] * a[i]
        for t in range(first, size):
            a = c + taps[t] * LANES
            for i in range(LANES):
                o[i] = o[i] + weights[t] * a[i]
        taps += size
        weights += size
        o += LANES


cdef row forth(double *c, double z, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i, k
    for k in range(1, n):
        for i in range(LANES):
            c[k * LANES + i] = c[k * LANES + i] + z * c[(k - 1) * LANES + i]


cdef row back(double *c, double z, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i, k
    for k in range(n - 2, -1, -1):
        for i in range(LANES):
            c[k * LANES + i] = z * (c[(k + 1) * LANES + i] - c[k * LANES + i])


cdef row last_mirror(double *c, double z, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double *e = c + (n - 1) * LANES
        double *d = c + (n - 2) * LANES
        double s = z / (z * z - 1)
    for i in range(LANES):
        e[i] = (z * d[i] + e[i]) * s


cdef inline void settle(double *c, Py_ssize_t n, double z, int border, const Py_ssize_t *before,
                        const Py_ssize_t *after, Py_ssize_t reach, double *t) noexcept nogil:
    # One pole: c becomes the answer of the filter that runs forth and back, extended as `border` says.
    cdef:
        Py_ssize_t k
        double power = z
    weigh(c, 1.0, t)
    for k in range(reach):
        add(t, c + before[k] * LANES, power)
        power = power * z
    weigh(t, 1.0, c)
    forth(c, z, n)
    if border == 0:
        last_mirror(c, z, n)
    elif border == 1:
        multiply(c + (n - 1) * LANES, z / (z - 1), LANES)
    else:
        power = -z
        weigh(c + (n - 1) * LANES, power, t)
        for k in range(reach):
            power = power * z
            add(t, c + after[k] * LANES, power)
        weigh(t, 1.0, c + (n - 1) * LANES)
    back(c, z, n)


def resample(const uint8_t[::1] src, int kind, Py_ssize_t inner, const Py_ssize_t[::1] places,
             const double[::1] poles, double gain, int border, const Py_ssize_t[::1] before,
             const Py_ssize_t[::1] after, const Py_ssize_t[:, ::1] taps, const double[:, ::1] weights,
             Py_ssize_t n, Py_ssize_t start, Py_ssize_t stop, double[::1] scratch, int out_kind,
             uint8_t[::1] out):
    """Turn lines of n pixels into lines of as many as taps has rows.

    out[j] = sum over t of weights[j, t] * c[taps[j, t]].
    Lines start ... stop - 1 of an array (outer, n, inner), counted along its last axis first.
    c is the line at `places`, times `gain`, then filtered for each pole by c[k] += z * c[k - 1] and back
    by c[k] = z * (c[k + 1] - c[k]). `before` and `after` are the places that stand for those beyond its two
    ends, as far as powers of z matter; `border` says by which symmetry: 0 about the end, 1 about half a
    pixel beyond, 2 none (periodic).

    Needs: src and out seen as bytes and apart, or one where types and lengths are equal; places.size of at least 2
    where there are poles; scratch of 32 * (places.size + 66) + max(n, 64).
    """
    cdef:
        Py_ssize_t wide = places.shape[0], many = taps.shape[0], size = taps.shape[1], line, lanes, j, k
        Py_ssize_t base, to, p, reach = before.shape[0], most
        const uint8_t *s
        uint8_t *q
        double *c
        double *one
        double *temporary
        double *sums
    with nogil:
        if start < stop and many > 0:
            s = &src[0]
            q = &out[0]
            c = &scratch[0]
            temporary = c + wide * LANES
            sums = temporary + LANES
            one = sums + CHUNK * LANES
            for k in range(wide * LANES):
                c[k] = 0  # lanes without a line
            line = start
            while line < stop:
                lanes = min(<Py_ssize_t> LANES, stop - line)
                if inner > 1:
                    lanes = min(lanes, inner - line % inner)
                base = line // inner * n * inner + line % inner
                to = line // inner * many * inner + line % inner
                if inner > 1:
                    for k in range(wide):
                        load_row(s, kind, base + places[k] * inner, lanes, c + k * LANES)
                else:
                    for p in range(lanes):
                        load_row(s, kind, base + p * n, n, one)
                        if wide == n:
                            spread(one, c + p, n)
                        else:
                            for k in range(wide):
                                c[k * LANES + p] = one[places[k]]
                if poles.shape[0] > 0:
                    multiply(c, gain, wide * LANES)
                for k in range(poles.shape[0]):
                    settle(c, wide, poles[k], border, &before[0], &after[0], reach, temporary)
                j = 0
                while j < many:
                    most = min(<Py_ssize_t> CHUNK, many - j)
                    blend(c, &taps[j, 0], &weights[j, 0], size, sums, most)
                    if inner > 1:
                        for k in range(most):
                            store_row(sums + k * LANES, out_kind, q, to + (j + k) * inner, lanes)
                    if inner == 1:
                        for p in range(lanes):
                            collect(sums + p, one, most)
                            store_row(one, out_kind, q, to + p * many + j, most)
                    j += CHUNK
                line += lanes
