"""B-splines through the pixels. Twin and specification: pyimg/_ref/spline.py."""
from libc.math cimport floor
from libc.stdint cimport uint8_t

from .lines cimport load, store
from .simd cimport row

cdef enum:
    LANES = 32  # lines that are filtered side by side
    CHUNK = 16  # places of them that are written at once
    MOST = 6  # pixels that one place may need along an axis


cdef double NONE = -1e9  # a place that is outside


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
             Py_ssize_t n, Py_ssize_t start, Py_ssize_t stop, double[::1] scratch, int out_kind, uint8_t[::1] out):
    """Turn lines of n pixels into lines of as many as taps has rows: out[j] = sum over t of weights[j, t] * c[taps[j, t]].

    Lines start ... stop - 1 of an array (outer, n, inner), counted along its last axis first. c is the
    line at `places`, times `gain`, then filtered for each pole by c[k] += z * c[k - 1] and back by
    c[k] = z * (c[k + 1] - c[k]). `before` and `after` are the places that stand for those beyond its two
    ends, as far as powers of z matter; `border` says by which symmetry: 0 about the end, 1 about half a
    pixel beyond, 2 none (periodic).

    Needs: src and out seen as bytes and apart; places.size of at least 2 where there are poles; scratch of
    32 * (places.size + 18) + max(n, 16).
    """
    cdef:
        Py_ssize_t wide = places.shape[0], many = taps.shape[0], size = taps.shape[1], line, lanes, j, k, t
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
                    for k in range(most):
                        weigh(c + taps[j + k, 0] * LANES, weights[j + k, 0], sums + k * LANES)
                        for t in range(1, size):
                            add(sums + k * LANES, c + taps[j + k, t] * LANES, weights[j + k, t])
                        if inner > 1:
                            store_row(sums + k * LANES, out_kind, q, to + (j + k) * inner, lanes)
                    if inner == 1:
                        for p in range(lanes):
                            collect(sums + p, one, most)
                            store_row(one, out_kind, q, to + p * many + j, most)
                    j += CHUNK
                line += lanes


cdef inline double bspline(int order, double x) noexcept nogil:
    # The B-spline of that order at distance x >= 0 from its centre.
    cdef double y
    if order == 1:
        return 1 - x if x < 1 else 0.0
    if order == 2:
        if x < 0.5:
            return 0.75 - x * x
        y = 1.5 - x
        return y * y / 2 if x < 1.5 else 0.0
    if order == 3:
        if x < 1:
            return (x * x * (x - 2) * 3 + 4) / 6
        y = 2 - x
        return y * y * y / 6 if x < 2 else 0.0
    if order == 4:
        if x < 0.5:
            y = x * x
            return y * (y * 0.25 - 0.625) + 115.0 / 192
        if x < 1.5:
            return x * (x * (x * (5.0 / 6 - x / 6) - 1.25) + 5.0 / 24) + 55.0 / 96
        y = 2.5 - x
        y = y * y
        return y * y / 24 if x < 2.5 else 0.0
    if order == 5:
        if x < 1:
            y = x * x
            return y * (y * (0.25 - x / 12) - 0.5) + 0.55
        if x < 2:
            return x * (x * (x * (x * (x / 24 - 0.375) + 1.25) - 1.75) + 0.625) + 0.425
        y = 3 - x
        return y * y * y * y * y / 120 if x < 3 else 0.0
    return 1.0


cdef inline double inside(double x, Py_ssize_t n, int mode) noexcept nogil:
    # The place that stands for x: in the image, for mode reflect at most a pixel beyond it, for mode nearest
    # as far beyond it as a spline reaches; NONE for none.
    cdef double period, last = <double> (n - 1)
    if x >= 0 and x <= last:
        return x
    if not (x - x == 0):
        return NONE  # NaN and infinities
    if mode >= 4 and mode < 6:  # constant, ignore
        return NONE
    if mode == 0:  # nearest
        return max(x, -8.0) if x < 0 else min(x, last + 8)
    if n == 1:
        return 0.0
    if mode == 1:  # wrap: the last pixel lies upon the first
        x = x - last * floor(x / last)
        return x if x < last else last
    if mode == 6:  # grid-wrap
        x = x - n * floor(x / n)
        return x if x < n else 0.0
    if mode == 2:  # reflect
        period = 2.0 * n
        x = x - period * floor(x / period)
        x = x if x < period else 0.0
        return x if x < n else period - 1 - x
    period = 2.0 * last  # mirror
    x = x - period * floor(x / period)
    return x if x <= last else period - x


cdef inline Py_ssize_t folded(Py_ssize_t i, Py_ssize_t n, int border) noexcept nogil:
    # The place in 0 ... n - 1 that stands for i: 0 mirror, 1 reflect, 2 wrap, 3 nearest.
    if i >= 0 and i < n:
        return i
    if n == 1:
        return 0
    if border == 3:
        return 0 if i < 0 else n - 1
    if border == 2:
        i = i % n
        return i + n if i < 0 else i
    if border == 1:
        i = i % (2 * n)
        i = i + 2 * n if i < 0 else i
        return i if i < n else 2 * n - 1 - i
    i = i % (2 * n - 2)
    i = i + 2 * n - 2 if i < 0 else i
    return i if i < n else 2 * n - 2 - i


def affine(const double[::1] c, const Py_ssize_t[::1] shape, Py_ssize_t pad, int order, int mode, int border,
           double cval, const double[:, ::1] matrix, const double[::1] offset, const Py_ssize_t[::1] out_shape,
           Py_ssize_t start, Py_ssize_t stop, double[::1] line, int out_kind, uint8_t[::1] out):
    """Look up places matrix @ i + offset of a spline with coefficients c: out[i] = sum of B-splines times c.

    c is an array of `shape`; places count from its pixel (pad, pad, ...). `mode` says what stands for
    places outside it: 0 nearest, 1 wrap, 2 reflect, 3 mirror, 4 and 5 nothing (`cval`), 6 grid-wrap;
    `border` what stands for c beyond its ends: 0 mirror, 1 reflect, 2 wrap, 3 nearest. Rows start ... stop - 1
    of out are computed.

    Needs: from 1 to 8 axes, the same number for all; no side of 0; out seen as bytes; line of a row of out.
    """
    cdef:
        Py_ssize_t axes = shape.shape[0], width = out_shape[axes - 1], q, rest, d, e, x, t, first, k, many, deep
        Py_ssize_t size = order + 1, stride
        Py_ssize_t at[8]
        Py_ssize_t step[8]
        Py_ssize_t place[8][MOST]
        Py_ssize_t counter[8]
        double w[8][MOST]
        double begin[8]
        double v, u, total, part
        bint gone
        const double *s
    with nogil:
        if start < stop and width > 0:
            stride = 1
            for d in range(axes - 1, -1, -1):
                step[d] = stride
                stride *= shape[d]
            for q in range(start, stop):
                rest = q
                for d in range(axes - 2, -1, -1):
                    at[d] = rest % out_shape[d]
                    rest //= out_shape[d]
                for d in range(axes):
                    v = offset[d]
                    for e in range(axes - 1):
                        v = v + matrix[d, e] * at[e]
                    begin[d] = v
                for x in range(width):
                    gone = False
                    for d in range(axes):
                        v = inside(begin[d] + matrix[d, axes - 1] * x + pad, shape[d], mode)
                        if v == NONE:
                            gone = True
                            break
                        first = <Py_ssize_t> floor(v if order & 1 else v + 0.5) - order // 2
                        for t in range(size):
                            u = v - (first + t)
                            w[d][t] = bspline(order, u if u >= 0 else -u)
                        if first >= 0 and first + order < shape[d]:
                            for t in range(size):
                                place[d][t] = (first + t) * step[d]
                        else:
                            for t in range(size):
                                place[d][t] = folded(first + t, shape[d], border) * step[d]
                    if gone:
                        line[x] = cval
                        continue
                    total = 0
                    if axes == 2:
                        for t in range(size):
                            s = &c[0] + place[0][t]
                            part = 0
                            for k in range(size):
                                part = part + w[1][k] * s[place[1][k]]
                            total = total + w[0][t] * part
                    else:
                        many = 1
                        for d in range(axes - 1):
                            counter[d] = 0
                            many *= size
                        for deep in range(many):
                            u = 1
                            s = &c[0]
                            for d in range(axes - 1):
                                u = u * w[d][counter[d]]
                                s += place[d][counter[d]]
                            part = 0
                            for k in range(size):
                                part = part + w[axes - 1][k] * s[place[axes - 1][k]]
                            total = total + u * part
                            for d in range(axes - 2, -1, -1):
                                counter[d] += 1
                                if counter[d] < size:
                                    break
                                counter[d] = 0
                    line[x] = total
                store_row(&line[0], out_kind, &out[0], q * width, width)
