"""B-splines through the pixels. Twin and specification: pyimg/_ref/spline.py."""
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy

from .lines cimport load, store
from .pixel cimport real
from .simd cimport row, simd_level_of_cpu

cdef extern from *:
    """
    #include <stdint.h>
    #include <string.h>
    /* o[i] = v[i] * a[s[i]] + w[i] * a[s[i] + 1] where m[i] = s[i] - (s of the first of its group) is less than the
       size of a group, N: two reads and a shuffle instead of a read for each pixel. */
    #if defined(__GNUC__) && !defined(__clang__)
    #define SHUFFLES 1
    #define GLIDE(name, real, whole, N)                                                                      \
      static inline __attribute__((always_inline)) void name(const real *a, const Py_ssize_t *s, const whole *m, \
                                const real *v, const real *w, real *o, Py_ssize_t n) {                       \
        typedef real reals __attribute__((vector_size(N * sizeof(real))));                                   \
        typedef whole wholes __attribute__((vector_size(N * sizeof(whole))));                                \
        for (Py_ssize_t i = 0; i + N <= n; i += N) {                                                         \
          reals x, y, p, q;                                                                                  \
          wholes z;                                                                                          \
          memcpy(&x, a + s[i], sizeof x);                                                                    \
          memcpy(&y, a + s[i] + 1, sizeof y);                                                                \
          memcpy(&z, m + i, sizeof z);                                                                       \
          memcpy(&p, v + i, sizeof p);                                                                       \
          memcpy(&q, w + i, sizeof q);                                                                       \
          x = p * __builtin_shuffle(x, z) + q * __builtin_shuffle(y, z);                                     \
          memcpy(o + i, &x, sizeof x);                                                                       \
        }                                                                                                    \
      }
    #else
    #define SHUFFLES 0
    #define GLIDE(name, real, whole, N)                                                                      \
      static inline void name(const real *a, const Py_ssize_t *s, const whole *m,                            \
                              const real *v, const real *w, real *o, Py_ssize_t n) {                         \
        for (Py_ssize_t i = 0; i < n; i++) o[i] = v[i] * a[s[i]] + w[i] * a[s[i] + 1];                       \
      }
    #endif
    GLIDE(glide_single, float, int32_t, 8)
    GLIDE(glide_double, double, int64_t, 4)
    static inline uint32_t bits_of(float x) { uint32_t v; memcpy(&v, &x, 4); return v; }
    static inline uint64_t bits_of_double(double x) { uint64_t v; memcpy(&v, &x, 8); return v; }
    """
    int SHUFFLES
    uint32_t bits_of(float x) noexcept nogil
    uint64_t bits_of_double(double x) noexcept nogil
    void glide_single(const float *a, const Py_ssize_t *s, const int32_t *m, const float *v, const float *w, float *o,
                      Py_ssize_t n) noexcept nogil
    void glide_double(const double *a, const Py_ssize_t *s, const int64_t *m, const double *v, const double *w,
                      double *o, Py_ssize_t n) noexcept nogil

cdef enum:
    LANES = 32  # lines that are filtered side by side
    CHUNK = 16  # places of them that are written at once


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
    where there are poles; scratch of 32 * (places.size + 18) + max(n, 16).
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


cdef row load_real(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t n, real *o) noexcept nogil:
    load(p, kind, at, n, o)


cdef row store_real(const real *a, int kind, uint8_t *p, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    store(a, kind, p, at, n)


cdef row blend(const real *a, const real *b, real v, real w, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v * a[i] + w * b[i]


cdef row blend_bytes(const float *a, const float *b, float v, float w, uint8_t *o, Py_ssize_t n) noexcept nogil:
    # blend and store of what lies within 0 to 255: the last bits of the sum with 3 * 2**22
    cdef:
        Py_ssize_t i
        float few = 12582912.0
    for i in range(n):
        o[i] = <uint8_t> bits_of(v * a[i] + w * b[i] + few)


cdef row blend_words(const double *a, const double *b, double v, double w, uint16_t *o, Py_ssize_t n) noexcept nogil:
    # the same for 16 bits, with 3 * 2**51
    cdef:
        Py_ssize_t i
        double few = 6755399441055744.0
    for i in range(n):
        o[i] = <uint16_t> bits_of_double(v * a[i] + w * b[i] + few)


cdef row pick(const real *a, const Py_ssize_t *s, const Py_ssize_t *t, const real *v, const real *w, real *o,
              Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v[i] * a[s[i]] + w[i] * a[t[i]]


cdef inline void couples(const real *a, const Py_ssize_t *s, real *o, Py_ssize_t n) noexcept nogil:
    # two neighbours at once: fewer reads than `pick` has; no row function, for gathers are slow
    cdef Py_ssize_t i
    for i in range(n):
        memcpy(o + 2 * i, a + s[i], 2 * sizeof(real))


cdef row join(const real *a, const real *v, const real *w, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v[i] * a[2 * i] + w[i] * a[2 * i + 1]


cdef row glide(const real *a, const Py_ssize_t *s, const real *m, const real *v, const real *w, real *o,
               Py_ssize_t n) noexcept nogil:
    if real is float:
        glide_single(a, s, <const int32_t *> m, v, w, o, n)
    else:
        glide_double(a, s, <const int64_t *> m, v, w, o, n)


cdef inline Py_ssize_t groups(const Py_ssize_t *s, Py_ssize_t n, Py_ssize_t width, real *m) noexcept nogil:
    # write the numbers within groups that `glide` needs; give how many pixels it can do
    cdef Py_ssize_t size = 32 // sizeof(real), i, k
    if not SHUFFLES or simd_level_of_cpu() == 0:
        return 0
    for i in range(0, n - size + 1, 4):
        if i % size:
            continue
        if s[i] + size >= width:
            return i
        for k in range(size):
            if s[i + k] < s[i] or s[i + k] - s[i] >= size:
                return i
            if real is float:
                (<int32_t *> m)[i + k] = <int32_t> (s[i + k] - s[i])
            else:
                (<int64_t *> m)[i + k] = s[i + k] - s[i]
    return n - n % size if n >= size else 0


cdef row slide(const real *a, const real *v, const real *w, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v[i] * a[i] + w[i] * a[i + 1]


def bilinear(const uint8_t[::1] src, int kind, Py_ssize_t height, Py_ssize_t width,
             const Py_ssize_t[:, ::1] ytaps, const real[:, ::1] yweights,
             const Py_ssize_t[:, ::1] xtaps, const real[:, ::1] xweights,
             Py_ssize_t left, Py_ssize_t right, Py_ssize_t start, Py_ssize_t stop, real[:, ::1] scratch,
             int out_kind, uint8_t[::1] out):
    """Turn planes of height x width pixels into others: each pixel from two columns, and two rows of these.

    out[j] = sum over t of yweights[j, t] * r[ytaps[j, t]], and
    r[y, i] = sum over t of xweights[t, i] * src[y, xtaps[t, i]].
    From column `left` to `right` - 1 of out, columns follow one another: xtaps[0, i + 1] = xtaps[0, i] + 1,
    and xtaps[1] = xtaps[0] + 1. Rows start ... stop - 1 of all planes are computed.

    Needs: src and out seen as bytes and apart; two taps along both axes, of weights from 0 to 1 that add up
    to 1; scratch of shape (7, max(width, xtaps.shape[1])).
    """
    cdef:
        Py_ssize_t many = ytaps.shape[0], wide = xtaps.shape[1], q, plane, j, k, slot, other, m, near = 0, end
        Py_ssize_t held[2]
        const uint8_t *s
        const real *r[2]
        Py_ssize_t turned
        const real *one
        real *o
        real *pairs
        real *turns
        int same = 8 if sizeof(real) == 4 else 9  # the kind that needs no conversion
    with nogil:
        if start < stop and wide > 0:
            s = &src[0]
            held[0] = held[1] = -1
            one = &scratch[2, 0]
            pairs = &scratch[4, 0]
            turns = &scratch[6, 0]
            while right <= left and near < wide and xtaps[1, near] == xtaps[0, near] + 1:
                near += 1
            turned = groups(&xtaps[0, 0], near, width, turns)
            for q in range(start, stop):
                plane = q // many
                j = q - plane * many
                other = -1
                for k in range(2):
                    m = plane * height + ytaps[j, k]
                    if held[0] == m or held[1] == m:
                        slot = 0 if held[0] == m else 1
                    else:
                        # Take the place of a row that this row does not need.
                        slot = 0 if held[1] == plane * height + ytaps[j, 1] else 1
                        slot = 1 - other if other >= 0 else slot
                        held[slot] = m
                        if kind == same:
                            one = <const real *> s + m * width
                        else:
                            load_real(s, kind, m * width, width, &scratch[2, 0])
                        o = &scratch[slot, 0]
                        if right > left:
                            pick(one, &xtaps[0, 0], &xtaps[1, 0], &xweights[0, 0], &xweights[1, 0], o, left)
                            slide(one + xtaps[0, left], &xweights[0, left], &xweights[1, left], o + left,
                                  right - left)
                            end = right
                        else:
                            glide(one, &xtaps[0, 0], turns, &xweights[0, 0], &xweights[1, 0], o, turned)
                            if near > turned:
                                couples(one, &xtaps[0, turned], pairs, near - turned)
                                join(pairs, &xweights[0, turned], &xweights[1, turned], o + turned, near - turned)
                            end = near
                        if wide > end:
                            pick(one, &xtaps[0, end], &xtaps[1, end], &xweights[0, end], &xweights[1, end], o + end,
                                 wide - end)
                    other = slot
                    r[k] = &scratch[slot, 0]
                if out_kind == same:
                    o = <real *> &out[0] + q * wide
                    blend(r[0], r[1], yweights[j, 0], yweights[j, 1], o, wide)
                elif kind == 0 and out_kind == 0 and sizeof(real) == 4:
                    blend_bytes(<const float *> r[0], <const float *> r[1], <float> yweights[j, 0],
                                <float> yweights[j, 1], &out[q * wide], wide)
                elif kind == 2 and out_kind == 2 and sizeof(real) == 8:
                    blend_words(<const double *> r[0], <const double *> r[1], yweights[j, 0], yweights[j, 1],
                                <uint16_t *> &out[0] + q * wide, wide)
                else:
                    o = &scratch[3, 0]
                    blend(r[0], r[1], yweights[j, 0], yweights[j, 1], o, wide)
                    store_real(o, out_kind, &out[0], q * wide, wide)
