"""Templates: squared differences, and exact places. Twin and specification: pyimg/_ref/matching.py."""
from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t, uint32_t
from libc.string cimport memchr, memset

from .pixel cimport bits, real
from .simd cimport row

cdef enum:
    BLOCK = 1024  # pixels whose sums stay in the first cache while taps are added
    FLAGS = 4096


cdef row tap1(const real *a, real t, real *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        real d
    for i in range(n):
        d = a[i] - t
        o[i] = o[i] + d * d


cdef row tap8(const real *a, const real *b, const real *c, const real *d, const real *e, const real *f,
              const real *g, const real *h, const real *t, real *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        real t0 = t[0], t1 = t[1], t2 = t[2], t3 = t[3], t4 = t[4], t5 = t[5], t6 = t[6], t7 = t[7]
        real x0, x1, x2, x3, x4, x5, x6, x7
    for i in range(n):
        x0, x1, x2, x3 = a[i] - t0, b[i] - t1, c[i] - t2, d[i] - t3
        x4, x5, x6, x7 = e[i] - t4, f[i] - t5, g[i] - t6, h[i] - t7
        o[i] = o[i] + x0 * x0 + x1 * x1 + x2 * x2 + x3 * x3 + x4 * x4 + x5 * x5 + x6 * x6 + x7 * x7


cdef row tap_inside(const real *a, const real *inside, real t, real *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        real d
    for i in range(n):
        d = a[i] - t
        d = d if inside[i] != 0 else 0
        o[i] = o[i] + d * d


cdef row add(const real *s, double *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = o[i] + s[i]


cdef row clear(real *s, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        s[i] = 0


def squares(const real[::1] src, const real[::1] inside, const int64_t[::1] shape, const int64_t[::1] strides,
            const int64_t[::1] steps, const real[::1] taps, Py_ssize_t chunk, Py_ssize_t start, Py_ssize_t stop,
            real[::1] scratch, double[::1] out):
    """Set out[q] = sum over k of (src[p(q) + steps[k]] - taps[k])**2 for the rows start ... stop - 1 of out.

    out has `shape`; p(q) is the sum of the indices of q times `strides`. Each `chunk` taps, from the
    first, are summed in the type of src, and these sums in double. Where `inside` is 0 pixels take no part.

    Needs: all places within src; the last stride 1; inside of the size of src, or none; 1024 entries of scratch.
    """
    cdef:
        Py_ssize_t axes = shape.shape[0], width = shape[axes - 1], size = taps.shape[0], q, rest, at, x, n, k, end, d
        const real *p
        const real *t
        const int64_t *z
        const real *w
        real *s
        double *o
    with nogil:
        if start < stop and width > 0 and size > 0:
            t = &taps[0]
            z = &steps[0]
            s = &scratch[0]
            w = &inside[0] if inside.shape[0] else NULL
            for q in range(start, stop):
                rest = q
                at = 0
                for d in range(axes - 2, -1, -1):
                    at += rest % shape[d] * strides[d]
                    rest //= shape[d]
                x = 0
                while x < width:
                    n = min(BLOCK, width - x)
                    p = &src[at + x]
                    o = &out[q * width + x]
                    memset(o, 0, n * sizeof(double))
                    k = 0
                    while k < size:
                        end = min(size, k + chunk)
                        clear(s, n)
                        if w != NULL:
                            while k < end:
                                tap_inside(p + z[k], w + at + x + z[k], t[k], s, n)
                                k += 1
                        while k + 8 <= end:
                            tap8(p + z[k], p + z[k + 1], p + z[k + 2], p + z[k + 3], p + z[k + 4], p + z[k + 5],
                                 p + z[k + 6], p + z[k + 7], t + k, s, n)
                            k += 8
                        while k < end:
                            tap1(p + z[k], t[k], s, n)
                            k += 1
                        add(s, o, n)
                    x += n


cdef row dots8(const int16_t *a, Py_ssize_t step, const int16_t *t, const int16_t *u, Py_ssize_t n, int32_t *o,
               int32_t *q, Py_ssize_t apart) noexcept nogil:
    # products of t and of u with a, a + step, a + 2 * step and a + 3 * step, added up; sums lie `apart`
    cdef:
        Py_ssize_t k
        int32_t e, f, g, h, v, w, s0 = 0, s1 = 0, s2 = 0, s3 = 0, r0 = 0, r1 = 0, r2 = 0, r3 = 0
        const int16_t *b = a + step
        const int16_t *c = b + step
        const int16_t *d = c + step
    for k in range(n):
        v, w = t[k], u[k]
        e, f, g, h = a[k], b[k], c[k], d[k]
        s0 += e * v
        r0 += e * w
        s1 += f * v
        r1 += f * w
        s2 += g * v
        r2 += g * w
        s3 += h * v
        r3 += h * w
    o[0], o[apart], o[2 * apart], o[3 * apart] = s0, s1, s2, s3
    q[0], q[apart], q[2 * apart], q[3 * apart] = r0, r1, r2, r3


cdef row exchange(const uint32_t *e, const int16_t *enter, const int16_t *leave, uint32_t *o,
                  Py_ssize_t n) noexcept nogil:
    # o = e, and the squares of what enters less those of what leaves
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = e[i] + <uint32_t> (<int32_t> enter[i] * enter[i]) - <uint32_t> (<int32_t> leave[i] * leave[i])


cdef row expand(const uint32_t *windows, uint32_t own, const int32_t *products, double *o, Py_ssize_t n) noexcept nogil:
    # sums modulo 2**32, which are below 2**31
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <double> <int32_t> (windows[i] + own - 2 * <uint32_t> products[i])


cdef inline void slide(const uint32_t *e, Py_ssize_t size, uint32_t *o, Py_ssize_t n) noexcept nogil:
    # sums of `size` neighbours
    cdef:
        Py_ssize_t i
        uint32_t sum_ = 0
    for i in range(size - 1):
        sum_ += e[i]
    for i in range(n):
        sum_ += e[i + size - 1]
        o[i] = sum_
        sum_ -= e[i]


def squares8(const int16_t[:, ::1] src, const int16_t[:, :, ::1] turned, Py_ssize_t step, Py_ssize_t columns,
             Py_ssize_t start, Py_ssize_t stop, int64_t[::1] scratch, double[:, ::1] out):
    """Set out[y, x] = sum over j, i of (src[y + j, x + i] - t[j, i])**2 for the rows start ... stop - 1 of out.

    t has turned.shape[0] - 1 lines and `columns`. Columns of t and a line of zeros lie in groups of
    turned.shape[1], one group each `step` numbers; turned[r, c] holds t with its lines turned by r and its first
    column in place c of a group, and zeros elsewhere: so all groups can begin where lines of the cache do. The square
    is expanded: all is exact. Two rows are done at once, for which the same pixels meet the template turned by one
    more.

    Needs: values of one type of 8 bits; fewer than 2**15 taps; src larger than out by the size of t less 1; a step
    that is a multiple of 4; scratch of (((out.shape[1] - 1) // g + 3) * step + turned.shape[2]) // 4
    + (5 * src.shape[1] + 8 * g) // 2 + 1 entries for groups of g.
    """
    cdef:
        Py_ssize_t ring = turned.shape[0], lines = ring - 1, g = turned.shape[1], n = turned.shape[2]
        Py_ssize_t wide = src.shape[1], width = out.shape[1], size, y, x, j, c, at, slot
        int16_t *strip  # the rows in the windows in such groups of columns, row y in slot y % ring
        uint32_t *energy  # of the columns of the upper windows
        uint32_t *below  # of the lower ones
        uint32_t *windows
        int32_t *upper
        int32_t *lower
        uint32_t own = 0
    with nogil:
        if start < stop and width > 0:
            strip = <int16_t *> &scratch[0]
            size = ((width - 1) // g + 3) * step + n
            energy = <uint32_t *> (strip + size)
            below = energy + wide
            windows = below + wide
            upper = <int32_t *> (windows + wide)
            lower = upper + wide + 4 * g
            memset(energy, 0, wide * sizeof(uint32_t))
            memset(strip, 0, size * sizeof(int16_t))
            for j in range(n):
                own += <uint32_t> (<int32_t> turned[0, 0, j] * turned[0, 0, j])
            for y in range(start, start + lines):
                for x in range(wide):
                    energy[x] += <uint32_t> (<int32_t> src[y, x] * src[y, x])
            y = start  # the next row to come into the strip
            for j in range(start, stop, 2):
                while y < min(j + ring, stop + lines - 1):
                    slot = y % ring
                    x = 0
                    at = slot
                    while x < wide:
                        for c in range(min(g, wide - x)):
                            strip[at + c * ring] = src[y, x + c]
                        x += g
                        at += step
                    y += 1
                if j > start:
                    exchange(below, &src[j + lines - 1, 0], &src[j - 1, 0], energy, wide)
                for c in range(g):
                    x = c
                    at = 0
                    while x < width:
                        dots8(strip + at, step, &turned[j % ring, c, 0], &turned[(j + 1) % ring, c, 0], n,
                              upper + x, lower + x, g)
                        x += 4 * g
                        at += 4 * step
                slide(energy, columns, windows, width)
                expand(windows, own, upper, &out[j, 0], width)
                if j + 1 < stop:
                    exchange(energy, &src[j + lines, 0], &src[j, 0], below, wide)
                    slide(below, columns, windows, width)
                    expand(windows, own, lower, &out[j + 1, 0], width)


cdef row equal1(const bits *a, bits t, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = o[i] & (a[i] == t)


cdef row equal4(const bits *a, const bits *b, const bits *c, const bits *d, const bits *t, uint8_t *o,
                Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        bits t0 = t[0], t1 = t[1], t2 = t[2], t3 = t[3]
    for i in range(n):
        o[i] = o[i] & (a[i] == t0) & (b[i] == t1) & (c[i] == t2) & (d[i] == t3)


cdef row total(const uint8_t *o, Py_ssize_t n, int64_t *sum_) noexcept nogil:
    cdef:
        Py_ssize_t i
        unsigned int s = 0
    for i in range(n):
        s += o[i]
    sum_[0] = s


def find(const bits[::1] src, const int64_t[::1] steps, const bits[::1] taps, Py_ssize_t start, Py_ssize_t stop,
         uint8_t[::1] out):
    """Set out[p] = 1 where src[p + steps[k]] is taps[k] for all k, else 0, for p from start to stop - 1.

    Needs: all places within src.
    """
    cdef:
        Py_ssize_t size = taps.shape[0], p, n, k, j
        int64_t left
        const bits *a
        const bits *t
        const int64_t *z
        uint8_t *o
        uint8_t *hit
    with nogil:
        if start < stop and size > 0:
            t = &taps[0]
            z = &steps[0]
            p = start
            while p < stop:
                n = min(FLAGS, stop - p)
                a = &src[p]
                o = &out[p]
                memset(o, 1, n)
                left = n
                k = 0
                # All pixels at once while many may match, then one by one.
                while k < size and left * 32 > n:
                    if k + 4 <= size:
                        equal4(a + z[k], a + z[k + 1], a + z[k + 2], a + z[k + 3], t + k, o, n)
                        k += 4
                    else:
                        equal1(a + z[k], t[k], o, n)
                        k += 1
                    total(o, n, &left)
                hit = <uint8_t *> memchr(o, 1, n) if left > 0 and k < size else NULL
                while hit != NULL:
                    j = k
                    while j < size and a[hit - o + z[j]] == t[j]:
                        j += 1
                    hit[0] = j == size
                    hit = <uint8_t *> memchr(hit + 1, 1, n - (hit - o) - 1)
                p += n
