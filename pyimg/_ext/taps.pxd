# Rows of weighted sums of other rows.
from .pixel cimport real
from .simd cimport part, row

cdef extern from *:
    """
    #include <string.h>
    /* The block of `couple`: 128 bytes of both sums stay in registers. */
    #if defined(__GNUC__)
    #define COUPLE(name, real)                                                                                  \
      static inline __attribute__((always_inline)) void name(const real **r, Py_ssize_t left, const real *w,    \
                                                             Py_ssize_t lines, Py_ssize_t size, real *o, real *p) { \
        typedef real reals __attribute__((vector_size(64)));                                                    \
        reals none = -(reals){0}, s = none, t = none, s2 = none, t2 = none, x, y;                               \
        for (Py_ssize_t v = 0; v <= lines; v++) {                                                               \
          const real *a = r[v] + left, *upper = w + v * size, *lower = upper - size;                            \
          for (Py_ssize_t c = 0; c < size; c++) {                                                               \
            memcpy(&x, a + c, sizeof x);                                                                        \
            memcpy(&y, a + c + sizeof x / sizeof(real), sizeof y);                                              \
            if (v < lines) s = s + upper[c] * x, s2 = s2 + upper[c] * y;                                        \
            if (v > 0) t = t + lower[c] * x, t2 = t2 + lower[c] * y;                                            \
          }                                                                                                     \
        }                                                                                                       \
        memcpy(o, &s, sizeof s);                                                                                \
        memcpy(o + sizeof s / sizeof(real), &s2, sizeof s);                                                     \
        memcpy(p, &t, sizeof t);                                                                                \
        memcpy(p + sizeof t / sizeof(real), &t2, sizeof t);                                                     \
      }
    #else
    #define COUPLE(name, real)                                                                                  \
      static inline void name(const real **r, Py_ssize_t left, const real *w, Py_ssize_t lines, Py_ssize_t size, \
                              real *o, real *p) {                                                               \
        for (size_t i = 0; i < 128 / sizeof(real); i++) {                                                       \
          real s = -0.0, t = -0.0;                                                                              \
          for (Py_ssize_t v = 0; v < lines; v++)                                                                \
            for (Py_ssize_t c = 0; c < size; c++) {                                                             \
              s = s + w[v * size + c] * r[v][left + i + c];                                                     \
              t = t + w[v * size + c] * r[v + 1][left + i + c];                                                 \
            }                                                                                                   \
          o[i] = s, p[i] = t;                                                                                   \
        }                                                                                                       \
      }
    #endif
    COUPLE(couple_singles, float)
    COUPLE(couple_doubles, double)
    """
    void couple_singles(const float **r, Py_ssize_t left, const float *w, Py_ssize_t lines, Py_ssize_t size, float *o,
                        float *p) noexcept nogil
    void couple_doubles(const double **r, Py_ssize_t left, const double *w, Py_ssize_t lines, Py_ssize_t size,
                        double *o, double *p) noexcept nogil


cdef inline row fill(real *o, real v, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v


cdef inline row tap1(const real *a, real w, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = o[i] + w * a[i]


cdef inline row tap4(const real **p, const real *w, real *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        const real *a = p[0]
        const real *b = p[1]
        const real *c = p[2]
        const real *d = p[3]
        real w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3]
    for i in range(n):
        o[i] = o[i] + w0 * a[i] + w1 * b[i] + w2 * c[i] + w3 * d[i]


cdef inline row gather(const real **p, const real *w, Py_ssize_t taps, bint first, real *o,
                       Py_ssize_t n) noexcept nogil:
    # o = sum of w[t] * p[t], added to o unless `first`; 256 bytes of sums stay in registers
    cdef:
        Py_ssize_t i = 0, k, t, size = 256 // sizeof(real)
        const real *a
        real v
        real[64] sums
    while i + size <= n:
        a, v = p[0] + i, w[0]
        if first:
            for k in range(<Py_ssize_t> (256 // sizeof(real))):
                sums[k] = v * a[k]
        else:
            for k in range(<Py_ssize_t> (256 // sizeof(real))):
                sums[k] = o[i + k] + v * a[k]
        for t in range(1, taps):
            a, v = p[t] + i, w[t]
            for k in range(<Py_ssize_t> (256 // sizeof(real))):
                sums[k] = sums[k] + v * a[k]
        for k in range(<Py_ssize_t> (256 // sizeof(real))):
            o[i + k] = sums[k]
        i += size
        if first and i < n:  # the last ones again: none is done alone
            i = min(i, n - size)
    if i < n:
        for k in range(i, n):
            o[k] = w[0] * p[0][k] if first else o[k] + w[0] * p[0][k]
        for t in range(1, taps):
            a, v = p[t], w[t]
            for k in range(i, n):
                o[k] = o[k] + v * a[k]


cdef inline row couple(const real **r, Py_ssize_t left, const real *w, Py_ssize_t lines, Py_ssize_t size, real *o,
                       real *p, Py_ssize_t n) noexcept nogil:
    # Two sums with a block of lines x size weights: the first meets rows r[0] ... r[lines - 1] from column `left` on,
    # the second r[1] ... r[lines].
    cdef:
        Py_ssize_t x = 0, v, c, block = 128 // sizeof(real)
        real s, t
    while x < n:
        if n < block:
            s = t = -0.0  # what added to any number gives that number
            for v in range(lines):
                for c in range(size):
                    s = s + w[v * size + c] * r[v][left + x + c]
                    t = t + w[v * size + c] * r[v + 1][left + x + c]
            o[x], p[x] = s, t
            x += 1
        else:
            x = min(x, n - block)
            if real is float:
                couple_singles(r, left + x, w, lines, size, o + x, p + x)
            else:
                couple_doubles(r, left + x, w, lines, size, o + x, p + x)
            x += block


cdef inline real sum9(real a0, real a1, real a2, real b0, real b1, real b2, real c0, real c1, real c2,
                      const real *w, int hole) noexcept nogil:
    # hole: which weights are 0 and take no part, none, the column or the row in the middle, or the corners
    if hole == 1:
        return w[0] * a0 + w[2] * a2 + w[3] * b0 + w[5] * b2 + w[6] * c0 + w[8] * c2
    if hole == 2:
        return w[0] * a0 + w[1] * a1 + w[2] * a2 + w[6] * c0 + w[7] * c1 + w[8] * c2
    if hole == 3:
        return w[1] * a1 + w[3] * b0 + w[4] * b1 + w[5] * b2 + w[7] * c1
    return (w[0] * a0 + w[1] * a1 + w[2] * a2 + w[3] * b0 + w[4] * b1 + w[5] * b2
            + w[6] * c0 + w[7] * c1 + w[8] * c2)


cdef inline part nine_of(const real *a, const real *b, const real *c, const real *d, const real *v, int hole, real *o,
                         real *p, bint two, Py_ssize_t n) noexcept nogil:
    # a row of sums, or two, which share most of what they read
    cdef:
        Py_ssize_t i
        real b0, b1, b2, c0, c1, c2
        real w[9]
    for i in range(9):
        w[i] = v[i]
    for i in range(n):
        b0, b1, b2 = b[i], b[i + 1], b[i + 2]
        c0, c1, c2 = c[i], c[i + 1], c[i + 2]
        o[i] = sum9(a[i], a[i + 1], a[i + 2], b0, b1, b2, c0, c1, c2, w, hole)
        if two:
            p[i] = sum9(b0, b1, b2, c0, c1, c2, d[i], d[i + 1], d[i + 2], w, hole)


cdef inline row nine(const real *a, const real *b, const real *c, const real *w, int hole, real *o,
                     Py_ssize_t n) noexcept nogil:
    if hole == 1:
        nine_of(a, b, c, c, w, 1, o, o, False, n)
    elif hole == 2:
        nine_of(a, b, c, c, w, 2, o, o, False, n)
    elif hole == 3:
        nine_of(a, b, c, c, w, 3, o, o, False, n)
    else:
        nine_of(a, b, c, c, w, 0, o, o, False, n)


cdef inline row nine2(const real *a, const real *b, const real *c, const real *d, const real *w, int hole, real *o,
                      real *p, Py_ssize_t n) noexcept nogil:
    if hole == 1:
        nine_of(a, b, c, d, w, 1, o, p, True, n)
    elif hole == 2:
        nine_of(a, b, c, d, w, 2, o, p, True, n)
    elif hole == 3:
        nine_of(a, b, c, d, w, 3, o, p, True, n)
    else:
        nine_of(a, b, c, d, w, 0, o, p, True, n)


cdef inline part quad_of(const real *a, int many, const real *w, const real *x, const real *y, const real *z,
                         real *o, real *p, real *q, real *r, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        real v, s0, s1, s2, s3
        real w0 = w[0], w1 = w[1] if many > 1 else 0, w2 = w[2] if many > 2 else 0, w3 = w[3] if many > 3 else 0
        real x0 = x[0], x1 = x[1] if many > 1 else 0, x2 = x[2] if many > 2 else 0, x3 = x[3] if many > 3 else 0
        real y0 = y[0], y1 = y[1] if many > 1 else 0, y2 = y[2] if many > 2 else 0, y3 = y[3] if many > 3 else 0
        real z0 = z[0], z1 = z[1] if many > 1 else 0, z2 = z[2] if many > 2 else 0, z3 = z[3] if many > 3 else 0
    for i in range(n):
        v = a[i]
        s0, s1, s2, s3 = o[i] + w0 * v, p[i] + x0 * v, q[i] + y0 * v, r[i] + z0 * v
        if many > 1:
            v = a[i + 1]
            s0, s1, s2, s3 = s0 + w1 * v, s1 + x1 * v, s2 + y1 * v, s3 + z1 * v
        if many > 2:
            v = a[i + 2]
            s0, s1, s2, s3 = s0 + w2 * v, s1 + x2 * v, s2 + y2 * v, s3 + z2 * v
        if many > 3:
            v = a[i + 3]
            s0, s1, s2, s3 = s0 + w3 * v, s1 + x3 * v, s2 + y3 * v, s3 + z3 * v
        o[i], p[i], q[i], r[i] = s0, s1, s2, s3


cdef inline row quad(const real *a, int many, const real *w, Py_ssize_t size, real **o, Py_ssize_t n) noexcept nogil:
    # One to four neighbouring pixels take part in the sums of four rows, whose weights lie `size` before each other.
    if many == 4:
        quad_of(a, 4, w, w - size, w - 2 * size, w - 3 * size, o[0], o[1], o[2], o[3], n)
    elif many == 3:
        quad_of(a, 3, w, w - size, w - 2 * size, w - 3 * size, o[0], o[1], o[2], o[3], n)
    elif many == 2:
        quad_of(a, 2, w, w - size, w - 2 * size, w - 3 * size, o[0], o[1], o[2], o[3], n)
    else:
        quad_of(a, 1, w, w - size, w - 2 * size, w - 3 * size, o[0], o[1], o[2], o[3], n)
