"""Planes and volumes at places given by a matrix. Twin and specification: pyimg/_ref/warp.py."""
from libc.math cimport fabs, floor
from libc.stdint cimport uint8_t, uint16_t
from libc.string cimport memcpy

from .bitset cimport prefetch
from .lines cimport bits_of_double, bits_of_float, store
from .pixel cimport real
from .places cimport folded, inside, line_begins, NONE
from .simd cimport row

ctypedef fused grey:
    uint8_t
    uint16_t
    float
    double

cdef enum:
    RUN = 256  # columns and
    BAND = 64  # rows of a tile, whose pixels stay in the caches whatever way its lines go through the image
    AHEAD = 8  # rows of out: what they need is asked for early, for no machine foresees lines aslant


cdef struct Image:
    const uint8_t *at
    int kind, axes
    Py_ssize_t sides[3]
    Py_ssize_t strides[3]
    Py_ssize_t ahead  # how far on lie the pixels of AHEAD lines later


cdef struct Line:
    # What lies beyond outer[0] ... outer[1] - 1 is cval; inner[0] ... inner[1] - 1 lie between neighbours.
    double begin[3]
    Py_ssize_t inner[2]
    Py_ssize_t outer[2]


cdef row store_row(const real *a, int kind, uint8_t *p, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    store(a, kind, p, at, n)


cdef row round_bytes(const float *a, uint8_t *o, Py_ssize_t n) noexcept nogil:
    # store of what lies within 0 to 255: the last bits of the sum with 3 * 2**22
    cdef Py_ssize_t i
    cdef float few = 12582912.0
    for i in range(n):
        o[i] = <uint8_t> bits_of_float(a[i] + few)


cdef row round_words(const real *a, uint16_t *o, Py_ssize_t n) noexcept nogil:
    # the same for 16 bits, in double with 3 * 2**51
    cdef:
        Py_ssize_t i
        real few = 12582912.0 if real is float else 6755399441055744.0
    for i in range(n):
        if real is float:
            o[i] = <uint16_t> bits_of_float(a[i] + few)
        else:
            o[i] = <uint16_t> bits_of_double(a[i] + few)


cdef row locate(const double *begin, const double *step, int x, int width, int n, int *at, real *fy,
                real *fx) noexcept nogil:
    # the pixel before each of n places, which are in the image, and how far they are beyond it
    cdef:
        int i, y_at, x_at
        double v, u, b0 = begin[0], b1 = begin[1], s0 = step[0], s1 = step[1]
    for i in range(n):
        v = b0 + s0 * <double> (x + i)
        u = b1 + s1 * <double> (x + i)
        y_at, x_at = <int> v, <int> u
        at[i] = y_at * width + x_at
        fy[i] = <real> (v - <double> y_at)
        fx[i] = <real> (u - <double> x_at)


cdef row nearest(const double *begin, const double *step, int x, int width, int n, int *at) noexcept nogil:
    cdef:
        int i
        double v, u, b0 = begin[0], b1 = begin[1], s0 = step[0], s1 = step[1]
    for i in range(n):
        v = b0 + s0 * <double> (x + i)
        u = b1 + s1 * <double> (x + i)
        at[i] = <int> (v + 0.5) * width + <int> (u + 0.5)


cdef row locate3(const double *begin, const double *step, int x, int plane, int width, int n, int *at, real *fz,
                 real *fy, real *fx) noexcept nogil:
    cdef:
        int i, z_at, y_at, x_at
        double w, v, u, b0 = begin[0], b1 = begin[1], b2 = begin[2], s0 = step[0], s1 = step[1], s2 = step[2]
    for i in range(n):
        w = b0 + s0 * <double> (x + i)
        v = b1 + s1 * <double> (x + i)
        u = b2 + s2 * <double> (x + i)
        z_at, y_at, x_at = <int> w, <int> v, <int> u
        at[i] = z_at * plane + y_at * width + x_at
        fz[i] = <real> (w - <double> z_at)
        fy[i] = <real> (v - <double> y_at)
        fx[i] = <real> (u - <double> x_at)


cdef row nearest3(const double *begin, const double *step, int x, int plane, int width, int n, int *at) noexcept nogil:
    cdef:
        int i
        double w, v, u, b0 = begin[0], b1 = begin[1], b2 = begin[2], s0 = step[0], s1 = step[1], s2 = step[2]
    for i in range(n):
        w = b0 + s0 * <double> (x + i)
        v = b1 + s1 * <double> (x + i)
        u = b2 + s2 * <double> (x + i)
        at[i] = <int> (w + 0.5) * plane + <int> (v + 0.5) * width + <int> (u + 0.5)


cdef inline void singles(const grey *a, const int *at, Py_ssize_t ahead, int n, grey *o) noexcept nogil:
    cdef int i
    for i in range(0, n, 4):  # one place in four does
        prefetch(a + at[i] + ahead)
    for i in range(0, n - 3, 4):
        o[i] = a[at[i]]
        o[i + 1] = a[at[i + 1]]
        o[i + 2] = a[at[i + 2]]
        o[i + 3] = a[at[i + 3]]
    for i in range(n & ~3, n):
        o[i] = a[at[i]]


cdef row widened(const grey *a, int n, real *o) noexcept nogil:
    cdef int i
    for i in range(n):
        o[i] = <real> a[i]


cdef inline void couples(const grey *a, const int *at, Py_ssize_t width, Py_ssize_t ahead, grey *near, grey *far,
                         int n) noexcept nogil:
    # pairs of pixels, and those below them; no row function, for gathers are slow
    cdef int i
    for i in range(0, n, 4):  # one place in four does
        prefetch(a + at[i] + ahead)
    for i in range(n):
        memcpy(near + 2 * i, a + at[i], 2 * sizeof(grey))
        memcpy(far + 2 * i, a + at[i] + width, 2 * sizeof(grey))


cdef inline real mean(real a, real b, real c, real d, real v, real u) noexcept nogil:
    # of a b over c d
    cdef real one = 1  # 1 - u would be a double
    return (one - u) * ((one - v) * a + v * c) + u * ((one - v) * b + v * d)


cdef row blend(const grey *near, const grey *far, const real *fy, const real *fx, int n, real *o) noexcept nogil:
    cdef int i
    for i in range(n):
        o[i] = mean(<real> near[2 * i], <real> near[2 * i + 1], <real> far[2 * i], <real> far[2 * i + 1], fy[i], fx[i])


cdef row between(const real *a, const real *f, int n, real *o) noexcept nogil:
    cdef int i
    cdef real one = 1
    for i in range(n):
        o[i] = (one - f[i]) * a[i] + f[i] * o[i]


cdef inline void within_of(const grey *a, const Image *p, const Line *line, const double *step, Py_ssize_t x, int n,
                           int order, real *o) noexcept nogil:
    # n places from x on of a line, at most RUN, all between neighbours; the nearest of these for order 0
    cdef:
        int width = <int> p.sides[p.axes - 1], plane = <int> p.strides[0]
        int at[RUN]
        real fz[RUN]
        real fy[RUN]
        real fx[RUN]
        real below[RUN]
        grey near[2 * RUN]
        grey far[2 * RUN]
    if order == 0:
        if p.axes == 2:
            nearest(line.begin, step, <int> x, width, n, at)
        else:
            nearest3(line.begin, step, <int> x, plane, width, n, at)
        if (grey is float and real is float) or (grey is double and real is double):
            singles(a, at, p.ahead, n, <grey *> o)
        else:
            singles(a, at, p.ahead, n, near)
            widened(near, n, o)
    elif p.axes == 2:
        locate(line.begin, step, <int> x, width, n, at, fy, fx)
        couples(a, at, width, p.ahead, near, far, n)
        blend(near, far, fy, fx, n, o)
    else:
        locate3(line.begin, step, <int> x, plane, width, n, at, fz, fy, fx)
        couples(a, at, width, p.ahead, near, far, n)
        blend(near, far, fy, fx, n, below)
        couples(a + plane, at, width, p.ahead, near, far, n)
        blend(near, far, fy, fx, n, o)
        between(below, fz, n, o)


cdef inline void within(const Image *p, const Line *line, const double *step, Py_ssize_t x, Py_ssize_t stop, int order,
                        real *o) noexcept nogil:
    cdef int n = <int> (stop - x)
    if p.kind == 0:
        within_of(p.at, p, line, step, x, n, order, o)
    elif p.kind == 2:
        within_of(<const uint16_t *> p.at, p, line, step, x, n, order, o)
    elif p.kind == 8:
        within_of(<const float *> p.at, p, line, step, x, n, order, o)
    else:
        within_of(<const double *> p.at, p, line, step, x, n, order, o)


cdef inline double pixel_at(const uint8_t *a, int kind, Py_ssize_t at) noexcept nogil:
    if kind == 0:
        return a[at]
    if kind == 2:
        return (<const uint16_t *> a)[at]
    return (<const float *> a)[at] if kind == 8 else (<const double *> a)[at]


cdef inline Py_ssize_t reach(double b, double s, double t, bint beyond, Py_ssize_t n) noexcept nogil:
    # The first of n places b + s * x, which do not go down, that is t or more (beyond: more); n for none.
    cdef:
        double guess = (t - b) / s
        Py_ssize_t x
    guess = guess if guess > 0 else 0
    x = <Py_ssize_t> guess if guess < n else n
    while x > 0 and (b + s * (x - 1) > t or (b + s * (x - 1) == t and not beyond)):
        x -= 1
    while x < n and not (b + s * x > t or (b + s * x == t and not beyond)):
        x += 1
    return x


cdef inline void narrow(double b, double s, double high, bint closed, Py_ssize_t n, Py_ssize_t *run) noexcept nogil:
    # Keep of run[0] ... run[1] - 1 the places from 0 to high, which is one of them if closed.
    cdef Py_ssize_t left, right
    if s >= 0:
        left, right = reach(b, s, 0, False, n), reach(b, s, high, closed, n)
    else:
        left, right = reach(-b, -s, -high, not closed, n), reach(-b, -s, 0, True, n)
    run[0] = max(run[0], left)
    run[1] = max(run[0], min(run[1], right))


cdef inline void survey(const Image *p, const double *step, int mode, Py_ssize_t wide, Line *line) noexcept nogil:
    # A line meets the image once: neighbours are sought one by one only at its border.
    cdef int d
    line.inner[0] = line.outer[0] = 0
    line.inner[1] = line.outer[1] = wide
    for d in range(p.axes):
        narrow(line.begin[d], step[d], <double> (p.sides[d] - 1), False, wide, line.inner)
        if mode >= 4 and mode < 6:  # constant, ignore
            narrow(line.begin[d], step[d], <double> (p.sides[d] - 1), True, wide, line.outer)


cdef inline real mean_at(const Image *p, Py_ssize_t plane, const Py_ssize_t *rows, const Py_ssize_t *columns, real v,
                         real u) noexcept nogil:
    return mean(<real> pixel_at(p.at, p.kind, plane + rows[0] + columns[0]),
                <real> pixel_at(p.at, p.kind, plane + rows[0] + columns[1]),
                <real> pixel_at(p.at, p.kind, plane + rows[1] + columns[0]),
                <real> pixel_at(p.at, p.kind, plane + rows[1] + columns[1]), v, u)


cdef inline void edge(const Image *p, const Line *line, const double *step, int order, int mode, int border, real cval,
                      Py_ssize_t x, Py_ssize_t stop, real *o) noexcept nogil:
    # Places x ... stop - 1, each pixel sought where the mode says.
    cdef:
        int d, last = p.axes - 1
        Py_ssize_t q
        Py_ssize_t at[3][2]
        real far[3]
        real one = 1
        double v = 0
    while x < stop:
        for d in range(p.axes):
            v = inside(line.begin[d] + step[d] * x, p.sides[d], mode)
            if v == NONE:
                break
            q = <Py_ssize_t> floor(v if order else v + 0.5)
            far[d] = <real> (v - q)
            at[d][0] = folded(q, p.sides[d], border) * p.strides[d]
            at[d][1] = folded(q + 1, p.sides[d], border) * p.strides[d]
        if v == NONE:
            o[0] = cval
        elif order == 0:
            o[0] = <real> pixel_at(p.at, p.kind, at[0][0] + at[1][0] + (at[2][0] if last == 2 else 0))
        elif last == 1:
            o[0] = mean_at(p, 0, at[0], at[1], far[0], far[1])
        else:
            o[0] = ((one - far[0]) * mean_at(p, at[0][0], at[1], at[2], far[1], far[2])
                    + far[0] * mean_at(p, at[0][1], at[1], at[2], far[1], far[2]))
        x += 1
        o += 1


cdef inline void span(const Image *p, const Line *line, const double *step, int order, int mode, int border, real cval,
                      Py_ssize_t x, Py_ssize_t stop, real *o) noexcept nogil:
    # Places x ... stop - 1 of a line: cval, border, between neighbours, border, cval.
    cdef:
        Py_ssize_t a = min(max(line.outer[0], x), stop), d = min(max(line.outer[1], a), stop)
        Py_ssize_t b = min(max(line.inner[0], a), d), c = min(max(line.inner[1], b), d), i
    for i in range(a - x):
        o[i] = cval
    edge(p, line, step, order, mode, border, cval, a, b, o + (a - x))
    within(p, line, step, b, c, order, o + (b - x))
    edge(p, line, step, order, mode, border, cval, c, d, o + (c - x))
    for i in range(d - x, stop - x):
        o[i] = cval


def warp(const uint8_t[::1] src, int kind, const Py_ssize_t[::1] sides, int order, int mode, int border, double cval,
         const double[:, ::1] matrix, const double[::1] offset, const Py_ssize_t[::1] shape, Py_ssize_t start,
         Py_ssize_t stop, real[::1] line, int out_kind, uint8_t[::1] out):
    """Look up places matrix @ i + offset of an image: the nearest pixel (order 0), or linearly between neighbours (1).

    At (y + v, x + u) that is (1 - u) * ((1 - v) * s[y, x] + v * s[y + 1, x]) + u * (the same of column x + 1), in
    a volume (1 - w) * (that of plane z) + w * (that of plane z + 1); and the nearest is
    s[..., floor(y + v + 0.5), floor(x + u + 0.5)]. `mode` and `border` as for `affine`. Rows start ... stop - 1 of all
    of out, an array of `shape`, are computed.

    Needs: src and out seen as bytes and apart; kind 0, 2, 8 or 9; two or three axes in sides and shape; no side of 0;
    src of less than 2**31 pixels, rows of out too; line of such a row; a cval that the type of out has.
    """
    cdef:
        int axes = <int> sides.shape[0], d
        Py_ssize_t y, x, end, top, wide = shape[axes - 1]
        double step[3]
        real *o
        Line lines[BAND]
        Image p
    with nogil:
        if start < stop and wide > 0:
            p.at, p.kind, p.axes = &src[0], kind, axes
            p.ahead = 0
            y = 1
            for d in range(axes - 1, -1, -1):
                p.sides[d], p.strides[d] = sides[d], y
                y *= sides[d]
                step[d] = matrix[d, axes - 1]
                if fabs(matrix[d, axes - 2]) < BAND:
                    p.ahead += <Py_ssize_t> (AHEAD * matrix[d, axes - 2]) * p.strides[d]
            top = start
            while top < stop:
                for y in range(top, min(top + BAND, stop)):
                    line_begins(y, shape, matrix, offset, lines[y - top].begin)
                    survey(&p, step, mode, wide, &lines[y - top])
                x = 0
                while x < wide:
                    end = min(x + RUN, wide)
                    for y in range(top, min(top + BAND, stop)):
                        o = &line[0]
                        if out_kind == (8 if sizeof(real) == 4 else 9):
                            o = <real *> &out[0] + y * wide + x
                        span(&p, &lines[y - top], step, order, mode, border, <real> cval, x, end, o)
                        if kind == 0 and out_kind == 0 and real is float:
                            round_bytes(<const float *> o, &out[y * wide + x], end - x)
                        elif kind == 2 and out_kind == 2:
                            round_words(o, <uint16_t *> &out[0] + y * wide + x, end - x)
                        elif o == &line[0]:
                            store_row(o, out_kind, &out[0], y * wide + x, end - x)
                    x = end
                top += BAND
