"""Planes made anew from two rows and two columns for each pixel. Twin and specification: pyimg/_ref/bilinear.py."""
from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy

from .ahead cimport ask_for, LARGE, size_of
from .lines cimport bits_of_double, bits_of_float, load, store
from .pixel cimport bits, real
from .simd cimport row, simd_level_of_cpu

cdef extern from *:
    """
    #include <stdint.h>
    #include <string.h>
    /* o[i] = v[i] * a[s[i]] + w[i] * a[s[i] + step] where m[i] = s[i] - (s[k] - k % step), k the first of its group of
       N, is less than SETS * N: a few reads and shuffles instead of a read for each pixel. */
    #if defined(__GNUC__) && !defined(__clang__)
    #define SHUFFLES 1
    #define GLIDE(name, real, whole, N, SETS)                                                                \
      static inline __attribute__((always_inline)) void name(const real *a, const Py_ssize_t *s, const whole *m, \
                                const real *v, const real *w, real *o, Py_ssize_t n, unsigned step) {        \
        typedef real reals __attribute__((vector_size(N * sizeof(real))));                                   \
        typedef whole wholes __attribute__((vector_size(N * sizeof(whole))));                                \
        for (Py_ssize_t i = 0; i + N <= n; i += N) {                                                         \
          const real *f = a + s[i] - (unsigned) i % step;                                                    \
          reals x, y, p, q, r;                                                                               \
          wholes z;                                                                                          \
          memcpy(&x, f, sizeof x);                                                                           \
          memcpy(&y, f + step, sizeof y);                                                                    \
          memcpy(&z, m + i, sizeof z);                                                                       \
          memcpy(&p, v + i, sizeof p);                                                                       \
          memcpy(&q, w + i, sizeof q);                                                                       \
          if (SETS == 1) {                                                                                   \
            x = __builtin_shuffle(x, z);                                                                     \
            y = __builtin_shuffle(y, z);                                                                     \
          } else {                                                                                           \
            memcpy(&r, f + N, sizeof r);                                                                     \
            x = __builtin_shuffle(x, r, z);                                                                  \
            memcpy(&r, f + N + step, sizeof r);                                                              \
            y = __builtin_shuffle(y, r, z);                                                                  \
          }                                                                                                  \
          x = p * x + q * y;                                                                                 \
          memcpy(o + i, &x, sizeof x);                                                                       \
        }                                                                                                    \
      }
    #else
    #define SHUFFLES 0
    #define GLIDE(name, real, whole, N, SETS)                                                                \
      static inline void name(const real *a, const Py_ssize_t *s, const whole *m,                            \
                              const real *v, const real *w, real *o, Py_ssize_t n, unsigned step) {          \
        for (Py_ssize_t i = 0; i < n; i++) o[i] = v[i] * a[s[i]] + w[i] * a[s[i] + step];                    \
      }
    #endif
    GLIDE(glide_single, float, int32_t, 8, 1)
    GLIDE(glide_double, double, int64_t, 4, 1)
    GLIDE(glide_singles, float, int32_t, 16, 2)
    GLIDE(glide_doubles, double, int64_t, 8, 2)
    """
    int SHUFFLES
    void glide_single(const float *a, const Py_ssize_t *s, const int32_t *m, const float *v, const float *w, float *o,
                      Py_ssize_t n, unsigned int step) noexcept nogil
    void glide_double(const double *a, const Py_ssize_t *s, const int64_t *m, const double *v, const double *w,
                      double *o, Py_ssize_t n, unsigned int step) noexcept nogil
    void glide_singles(const float *a, const Py_ssize_t *s, const int32_t *m, const float *v, const float *w, float *o,
                       Py_ssize_t n, unsigned int step) noexcept nogil
    void glide_doubles(const double *a, const Py_ssize_t *s, const int64_t *m, const double *v, const double *w,
                       double *o, Py_ssize_t n, unsigned int step) noexcept nogil


ctypedef fused level:
    uint8_t
    uint16_t
    int16_t


cdef row load_real(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t n, real *o) noexcept nogil:
    load(p, kind, at, n, o)


cdef row store_real(const real *a, int kind, uint8_t *p, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    store(a, kind, p, at, n)


cdef row blend(const real *a, const real *b, real v, real w, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v * a[i] + w * b[i]


cdef row mix_levels(const level *a, const level *b, real v, real w, real *o, Py_ssize_t n) noexcept nogil:
    # load and blend
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v * <real> a[i] + w * <real> b[i]


cdef inline void mix(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t and_at, real v, real w, real *room, real *o,
                     Py_ssize_t n) noexcept nogil:
    """Set o to v times the n pixels from place `at` on and w times those from `and_at` on."""
    if kind == 0:
        mix_levels(p + at, p + and_at, v, w, o, n)
    elif kind == 2:
        mix_levels(<const uint16_t *> p + at, <const uint16_t *> p + and_at, v, w, o, n)
    elif kind == 3:
        mix_levels(<const int16_t *> p + at, <const int16_t *> p + and_at, v, w, o, n)
    elif kind == (8 if sizeof(real) == 4 else 9):
        blend(<const real *> p + at, <const real *> p + and_at, v, w, o, n)
    else:
        load_real(p, kind, at, n, room)
        load_real(p, kind, and_at, n, o)
        blend(room, o, v, w, o, n)


cdef row blend_bytes(const float *a, const float *b, float v, float w, uint8_t *o, Py_ssize_t n) noexcept nogil:
    # blend and store of what lies within 0 to 255: the last bits of the sum with 3 * 2**22
    cdef:
        Py_ssize_t i
        float few = 12582912.0
    for i in range(n):
        o[i] = <uint8_t> bits_of_float(v * a[i] + w * b[i] + few)


cdef row blend_words(const double *a, const double *b, double v, double w, uint16_t *o, Py_ssize_t n) noexcept nogil:
    # the same for 16 bits, with or without a sign, with 3 * 2**51
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


cdef inline void gather_couples(const bits *a, const Py_ssize_t *s, const Py_ssize_t *t, Py_ssize_t near, bits *o,
                                Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i, k
    for i in range(0, near - 3, 4):
        for k in range(i, i + 4):
            memcpy(o + 2 * k, a + s[k], 2 * sizeof(bits))
    for i in range(max(near, 0) & ~3, n):
        o[2 * i], o[2 * i + 1] = a[s[i]], a[t[i]]


cdef void few(const uint8_t *p, int kind, Py_ssize_t at, const Py_ssize_t[:, ::1] taps,
              const real[:, ::1] weights, Py_ssize_t near, real *pairs, real *o) noexcept nogil:
    """Make a line from some pixels of one, from place `at` on: only these are looked at."""
    cdef:
        Py_ssize_t size = size_of(kind), n = taps.shape[1]
        const Py_ssize_t *s = &taps[0, 0]
        const Py_ssize_t *t = &taps[1, 0]
        # where pixels do not become wider they may be in the way of those before them
        real *raw = o if size <= <Py_ssize_t> sizeof(real) // 2 else pairs + 2 * n
    if size == 1:
        gather_couples(p + at, s, t, near, <uint8_t *> raw, n)
    elif size == 2:
        gather_couples(<const uint16_t *> p + at, s, t, near, <uint16_t *> raw, n)
    elif size == 4:
        gather_couples(<const uint32_t *> p + at, s, t, near, <uint32_t *> raw, n)
    else:
        gather_couples(<const uint64_t *> p + at, s, t, near, <uint64_t *> raw, n)
    if kind == (8 if sizeof(real) == 4 else 9):
        pairs = raw
    else:
        load_real(<const uint8_t *> raw, kind, 0, 2 * n, pairs)
    join(pairs, &weights[0, 0], &weights[1, 0], o, n)


cdef row glide(const real *a, const Py_ssize_t *s, const real *m, const real *v, const real *w, real *o,
               Py_ssize_t n, unsigned int step, int simd) noexcept nogil:
    if real is float:
        if simd == 2:
            glide_singles(a, s, <const int32_t *> m, v, w, o, n, step)
        else:
            glide_single(a, s, <const int32_t *> m, v, w, o, n, step)
    elif simd == 2:
        glide_doubles(a, s, <const int64_t *> m, v, w, o, n, step)
    else:
        glide_double(a, s, <const int64_t *> m, v, w, o, n, step)


cdef inline Py_ssize_t groups(const Py_ssize_t *s, Py_ssize_t n, Py_ssize_t step, Py_ssize_t width, real *m,
                              int simd) noexcept nogil:
    # write the numbers within groups that `glide` needs; give how many pixels it can do
    cdef Py_ssize_t size, reach, i, k, first
    if not SHUFFLES or simd == 0:
        return 0
    size = 64 // sizeof(real) if simd == 2 else 32 // sizeof(real)
    reach = 2 * size if simd == 2 else size
    for i in range(0, n - size + 1, 4):
        if i % size:
            continue
        first = s[i] - i % step
        if first < 0 or first + reach + step > width:
            return i
        for k in range(size):
            if s[i + k] < first or s[i + k] - first >= reach:
                return i
            if real is float:
                (<int32_t *> m)[i + k] = <int32_t> (s[i + k] - first)
            else:
                (<int64_t *> m)[i + k] = s[i + k] - first
    return n - n % size if n >= size else 0


cdef row slide(const real *a, const real *v, const real *w, real *o, Py_ssize_t n, Py_ssize_t step) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v[i] * a[i] + w[i] * a[i + step]


cdef void across(const real *a, const Py_ssize_t[:, ::1] taps, const real[:, ::1] weights, Py_ssize_t left,
                 Py_ssize_t right, Py_ssize_t near, Py_ssize_t turned, Py_ssize_t step, const real *turns, real *pairs,
                 real *o) noexcept nogil:
    """Make each pixel of a line from two: from `left` to `right` they follow one another, up to `near` they touch."""
    cdef:
        Py_ssize_t end = near, wide = taps.shape[1]
        const Py_ssize_t *s = &taps[0, 0]
        const real *v = &weights[0, 0]
        const real *w = &weights[1, 0]
    if right > left:
        pick(a, s, &taps[1, 0], v, w, o, left)
        slide(a + s[left], v + left, w + left, o + left, right - left, step)
        end = right
    else:
        glide(a, s, turns, v, w, o, turned, <unsigned int> step, simd_level_of_cpu())
        if near > turned and step == 1:
            couples(a, s + turned, pairs, near - turned)
            join(pairs, v + turned, w + turned, o + turned, near - turned)
        elif step > 1:
            end = turned
    if wide > end:
        pick(a, s + end, &taps[1, end], v + end, w + end, o + end, wide - end)


def bilinear(const uint8_t[::1] src, int kind, Py_ssize_t height, Py_ssize_t width,
             const Py_ssize_t[:, ::1] ytaps, const real[:, ::1] yweights,
             const Py_ssize_t[:, ::1] xtaps, const real[:, ::1] xweights, bint rows_first,
             Py_ssize_t step, Py_ssize_t left, Py_ssize_t right, Py_ssize_t start, Py_ssize_t stop,
             real[:, ::1] scratch, int out_kind, uint8_t[::1] out):
    """Turn planes of height x width pixels into others: each pixel from two columns, and two rows of these.

    out[j] = sum over t of yweights[j, t] * r[ytaps[j, t]], and
    r[y, i] = sum over t of xweights[t, i] * src[y, xtaps[t, i]]; with `rows_first` the sums are the other way round.
    Neighbours of a row are `step` columns apart, so that rows may be of pixels of as many channels. From column `left`
    to `right` - 1 of out, columns follow one another: xtaps[0, i + 1] = xtaps[0, i] + 1, xtaps[1] = xtaps[0] + step.
    Rows start ... stop - 1 of all planes are computed.

    Needs: src and out seen as bytes and apart; two taps along both axes, of weights from 0 to 1 that add up
    to 1; step from 1 to 2**16; scratch of shape (7, max(width, xtaps.shape[1])).
    """
    cdef:
        Py_ssize_t many = ytaps.shape[0], wide = xtaps.shape[1], q, plane, j, k, slot, other, m, near = 0, turned
        Py_ssize_t held[2]
        Py_ssize_t size = size_of(kind), out_size = size_of(out_kind)
        const uint8_t *s
        const real *r[2]
        const real *one
        real *o
        real *pairs
        real *turns
        real v, w
        bint sparse
        int same = 8 if sizeof(real) == 4 else 9  # the kind that needs no conversion
    with nogil:
        if start < stop and wide > 0:
            s = &src[0]
            held[0] = held[1] = -1
            one = &scratch[2, 0]
            pairs = &scratch[4, 0]
            turns = &scratch[6, 0]
            while right <= left and near < wide and xtaps[1, near] == xtaps[0, near] + step:
                near += 1
            sparse = step == 1 and not rows_first and right <= left and 3 * wide < width
            turned = 0 if sparse else groups(&xtaps[0, 0], near, step, width, turns, simd_level_of_cpu())
            for q in range(start, stop):
                plane = q // many
                j = q - plane * many
                v, w = yweights[j, 0], yweights[j, 1]
                other = -1
                if src.shape[0] >= LARGE and j + 1 < many:  # what the next row needs
                    for k in range(2):
                        m = plane * height + ytaps[j + 1, k]
                        if ytaps[j + 1, k] > ytaps[j, 1]:
                            ask_for(s + m * width * size, width * size)
                    if q + 1 < stop:
                        ask_for(&out[0] + (q + 1) * wide * out_size, wide * out_size)
                for k in range(0 if rows_first else 2):
                    m = plane * height + ytaps[j, k]
                    if held[0] == m or held[1] == m:
                        slot = 0 if held[0] == m else 1
                    else:
                        # Take the place of a row that this row does not need.
                        slot = 0 if held[1] == plane * height + ytaps[j, 1] else 1
                        slot = 1 - other if other >= 0 else slot
                        held[slot] = m
                        if sparse:
                            few(s, kind, m * width, xtaps, xweights, near, pairs, &scratch[slot, 0])
                        elif kind == same:
                            one = <const real *> s + m * width
                        else:
                            load_real(s, kind, m * width, width, &scratch[2, 0])
                        if not sparse:
                            across(one, xtaps, xweights, left, right, near, turned, step, turns, pairs,
                                   &scratch[slot, 0])
                    other = slot
                    r[k] = &scratch[slot, 0]
                o = <real *> &out[0] + q * wide if out_kind == same else &scratch[3, 0]
                if rows_first:
                    m = plane * height
                    mix(s, kind, (m + ytaps[j, 0]) * width, (m + ytaps[j, 1]) * width, v, w, &scratch[1, 0],
                        &scratch[2, 0], width)
                    across(&scratch[2, 0], xtaps, xweights, left, right, near, turned, step, turns, pairs, o)
                    r[0], r[1], v, w = o, o, 1, 0
                if kind == 0 and out_kind == 0 and sizeof(real) == 4:
                    blend_bytes(<const float *> r[0], <const float *> r[1], <float> v, <float> w, &out[q * wide], wide)
                elif 2 <= kind <= 3 and kind == out_kind and sizeof(real) == 8:
                    blend_words(<const double *> r[0], <const double *> r[1], v, w, <uint16_t *> &out[0] + q * wide,
                                wide)
                else:
                    if not rows_first:
                        blend(r[0], r[1], v, w, o, wide)
                    if out_kind != same:
                        store_real(o, out_kind, &out[0], q * wide, wide)
