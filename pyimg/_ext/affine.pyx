"""Values of splines at places given by a matrix. Twin and specification: pyimg/_ref/affine.py."""
from libc.limits cimport INT_MAX
from libc.math cimport floor
from libc.stdint cimport uint8_t

from .lines cimport store
from .places cimport folded, inside, line_begins, NONE
from .simd cimport part, row

cdef enum:
    MOST = 6  # pixels that one place may need along an axis
    RUN = 64  # places whose weights stay in the first cache

cdef double SIXTH = 1.0 / 6


cdef row store_row(const double *a, int kind, uint8_t *p, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    store(a, kind, p, at, n)


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
            return (x * x * (x - 2) * 3 + 4) * SIXTH
        y = 2 - x
        return y * y * y * SIXTH if x < 2 else 0.0
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


cdef inline part cubic(double x, double *w) noexcept nogil:
    # B-splines of order 3 at 1 + x, x, 1 - x and 2 - x, as `bspline` has them
    cdef double y = 1 + x, z = 2 - y
    w[0] = z * z * z * SIXTH
    w[1] = (x * x * (x - 2) * 3 + 4) * SIXTH
    y = 1 - x
    w[2] = (y * y * (y - 2) * 3 + 4) * SIXTH
    z = 2 - (2 - x)
    w[3] = z * z * z * SIXTH


cdef row cubic_run(const double *c, Py_ssize_t stride, const double *begin, const double *step, double pad,
                   Py_ssize_t start, Py_ssize_t stop, double *o) noexcept nogil:
    """Look up a run of places of a plane, order 3, all of whose pixels are in it."""
    cdef:
        Py_ssize_t x, i, n
        int y_at[RUN]
        int x_at[RUN]
        double wy[4 * RUN]
        double wx[4 * RUN]
        double p[4 * RUN]
        double v, u, w, a0, a1, a2, a3, b0 = begin[0], b1 = begin[1], s0 = step[0], s1 = step[1]
        const double *s
    x = start
    while x < stop:
        n = min(stop - x, <Py_ssize_t> RUN)
        for i in range(n):
            v = b0 + s0 * <double> <int> (x + i) + pad
            u = b1 + s1 * <double> <int> (x + i) + pad
            y_at[i] = <int> v
            x_at[i] = <int> u
            cubic(v - <double> y_at[i], wy + 4 * i)
            cubic(u - <double> x_at[i], wx + 4 * i)
        for i in range(n):
            s = c + (y_at[i] - 1) * stride + x_at[i] - 1
            w = wy[4 * i]
            a0, a1, a2, a3 = w * s[0], w * s[1], w * s[2], w * s[3]
            s += stride
            w = wy[4 * i + 1]
            a0, a1, a2, a3 = a0 + w * s[0], a1 + w * s[1], a2 + w * s[2], a3 + w * s[3]
            s += stride
            w = wy[4 * i + 2]
            a0, a1, a2, a3 = a0 + w * s[0], a1 + w * s[1], a2 + w * s[2], a3 + w * s[3]
            s += stride
            w = wy[4 * i + 3]
            a0, a1, a2, a3 = a0 + w * s[0], a1 + w * s[1], a2 + w * s[2], a3 + w * s[3]
            p[4 * i] = wx[4 * i] * a0
            p[4 * i + 1] = wx[4 * i + 1] * a1
            p[4 * i + 2] = wx[4 * i + 2] * a2
            p[4 * i + 3] = wx[4 * i + 3] * a3
        for i in range(n):
            o[x + i] = 0 + p[4 * i] + p[4 * i + 1] + p[4 * i + 2] + p[4 * i + 3]
        x += n


cdef row linear_run(const double *c, Py_ssize_t stride, const double *begin, const double *step, double pad,
                    Py_ssize_t start, Py_ssize_t stop, double *o) noexcept nogil:
    """Look up a run of places of a plane, order 1, all of whose pixels are in it."""
    cdef:
        Py_ssize_t x
        int y_at, x_at
        double v, u, b0 = begin[0], b1 = begin[1], s0 = step[0], s1 = step[1]
        const double *s
        const double *r
    for x in range(start, stop):
        v = b0 + s0 * <double> <int> x + pad
        u = b1 + s1 * <double> <int> x + pad
        y_at, x_at = <int> v, <int> u
        v, u = v - <double> y_at, u - <double> x_at
        s = c + y_at * stride + x_at
        r = s + stride
        o[x] = 0 + (1 - u) * ((1 - v) * s[0] + v * r[0]) + u * ((1 - v) * s[1] + v * r[1])


cdef inline bint within(double x, double high) noexcept nogil:
    return x >= 1 and x < high


def affine(const double[::1] c, const Py_ssize_t[::1] shape, Py_ssize_t pad, int order, int mode, int border,
           double cval, const double[:, ::1] matrix, const double[::1] offset,
           const Py_ssize_t[::1] out_shape, Py_ssize_t start, Py_ssize_t stop, double[::1] line,
           int out_kind, uint8_t[::1] out):
    """Look up places matrix @ i + offset of a spline with coefficients c: out[i] = sum of B-splines times c.

    c is an array of `shape`; places count from its pixel (pad, pad, ...). `mode` says what stands for
    places outside it: 0 nearest, 1 wrap, 2 reflect, 3 mirror, 4 and 5 nothing (`cval`), 6 grid-wrap;
    `border` what stands for c beyond its ends: 0 mirror, 1 reflect, 2 wrap, 3 nearest. Rows
    start ... stop - 1 of out are computed.

    Needs: from 1 to 8 axes, the same number for all; no side of 0; out seen as bytes; line of a row of out.
    """
    cdef:
        Py_ssize_t axes = shape.shape[0], width = out_shape[axes - 1], q, d, x, t, first, k, many, _
        Py_ssize_t size = order + 1, stride, left, right
        Py_ssize_t step[8]
        Py_ssize_t place[8][MOST]
        Py_ssize_t counter[8]
        double w[8][MOST]
        double begin[8]
        double sums[MOST]
        double slope[2]
        double v, u, total
        bint gone, quick = axes == 2 and (order == 1 or order == 3) and max(shape[0], shape[1], width) < INT_MAX
        double high = <double> (shape[0] - 2), wide = <double> (shape[axes - 1] - 2)
        const double *s
    with nogil:
        if start < stop and width > 0:
            stride = 1
            for d in range(axes - 1, -1, -1):
                step[d] = stride
                stride *= shape[d]
            for q in range(start, stop):
                line_begins(q, out_shape, matrix, offset, begin)
                left = right = width
                if quick:
                    # In the middle of a plane no place needs another to stand for it: one run of a line, as places
                    # go up or down along it.
                    slope[0], slope[1] = matrix[0, 1], matrix[1, 1]
                    for left in range(width + 1):
                        if left == width or (within(begin[0] + slope[0] * left + pad, high)
                                             and within(begin[1] + slope[1] * left + pad, wide)):
                            break
                    while right > left and not (within(begin[0] + slope[0] * (right - 1) + pad, high)
                                                and within(begin[1] + slope[1] * (right - 1) + pad, wide)):
                        right -= 1
                    if order == 1:
                        linear_run(&c[0], step[0], begin, slope, <double> pad, left, right, &line[0])
                    else:
                        cubic_run(&c[0], step[0], begin, slope, <double> pad, left, right, &line[0])
                x = -1
                while x + 1 < width:
                    x = right if x + 1 == left and left < right else x + 1
                    if x == width:
                        break
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
                    for k in range(size):
                        sums[k] = 0
                    if axes == 2:
                        for t in range(size):
                            s = &c[0] + place[0][t]
                            for k in range(size):
                                sums[k] = sums[k] + w[0][t] * s[place[1][k]]
                    else:
                        many = 1
                        for d in range(axes - 1):
                            counter[d] = 0
                            many *= size
                        for _ in range(many):
                            u = 1
                            s = &c[0]
                            for d in range(axes - 1):
                                u = u * w[d][counter[d]]
                                s += place[d][counter[d]]
                            for k in range(size):
                                sums[k] = sums[k] + u * s[place[axes - 1][k]]
                            for d in range(axes - 2, -1, -1):
                                counter[d] += 1
                                if counter[d] < size:
                                    break
                                counter[d] = 0
                    total = 0
                    for k in range(size):
                        total = total + w[axes - 1][k] * sums[k]
                    line[x] = total
                store_row(&line[0], out_kind, &out[0], q * width, width)
