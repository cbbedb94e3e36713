"""Images of three channels: taken apart, put together, mixed. Twin and specification: pyimg/_ref/channels.py."""
from libc.stdint cimport uint8_t, uint16_t, uint32_t

from .pixel cimport bits, level
from .simd cimport row

cdef enum:
    BLOCK = 512  # pixels taken apart into planes on the stack


cdef row apart(const bits *p, bits *a, bits *b, bits *c, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        a[i] = p[3 * i]
        b[i] = p[3 * i + 1]
        c[i] = p[3 * i + 2]


cdef row together(const bits *a, const bits *b, const bits *c, bits *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[3 * i] = a[i]
        o[3 * i + 1] = b[i]
        o[3 * i + 2] = c[i]


def split(const bits[:, ::1] pixels, bits[:, ::1] planes):
    """Set planes[k, i] to pixels[i, k].

    Needs: pixels of shape (n, 3), planes (3, n).
    """
    cdef Py_ssize_t n = pixels.shape[0]
    with nogil:
        if n:
            apart(&pixels[0, 0], &planes[0, 0], &planes[1, 0], &planes[2, 0], n)


def join(const bits[::1] a, const bits[::1] b, const bits[::1] c, bits[:, ::1] pixels):
    """Set pixels[i] to a[i], b[i], c[i].

    Needs: a, b and c of shape (n,), pixels (n, 3).
    """
    cdef Py_ssize_t n = pixels.shape[0]
    with nogil:
        if n:
            together(&a[0], &b[0], &c[0], &pixels[0, 0], n)


cdef inline int quotient(float s, float divisor, float inverse, int most) noexcept nogil:
    # Of whole numbers below 2**24, rounded down. A quotient is further from the next integer than it is rounded; small
    # ones may be products, if they are moved away from integers first.
    return <int> ((s + <float> 0.5) * inverse) if most == 0xff else <int> (s / divisor)


cdef inline uint16_t high(uint16_t a, uint16_t b) noexcept nogil:
    return <uint16_t> ((<uint32_t> a * b) >> 16)


cdef row blend(const level *a, const level *b, const level *c, const float *w, float divisor, bint even, level *o,
               Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        float s, w0 = w[0], w1 = w[1], w2 = w[2], half = divisor * <float> 0.5, inverse = 1 / divisor
        int q, most = 0xff if level is uint8_t else 0xffff
    if even:
        for i in range(n):
            s = w0 * <float> a[i] + w1 * <float> b[i] + w2 * <float> c[i] + half
            q = quotient(s, divisor, inverse, most)
            q -= q & (<float> q * divisor == s)
            o[i] = <level> (q if q < most else most)
    else:
        for i in range(n):
            s = w0 * <float> a[i] + w1 * <float> b[i] + w2 * <float> c[i]
            q = quotient(s, divisor, inverse, most)
            o[i] = <level> (q if q < most else most)


cdef row blend_bytes(const uint8_t *a, const uint8_t *b, const uint8_t *c, const uint16_t *w, bint even, uint8_t *o,
                     Py_ssize_t n) noexcept nogil:
    # The same in 16 bits, for quotients below 512: first in 1/128, too small by less than 1, then by what is left of
    # the sum, of which the low 16 bits are known.
    cdef:
        Py_ssize_t i
        uint16_t x, y, z, left, q, over, w0 = w[0], w1 = w[1], w2 = w[2], d = w[3], f0 = w[4], f1 = w[5], f2 = w[6]
        uint16_t half = d // 2 if even else 0, start = (half << 7) // d
    for i in range(n):
        x = a[i]
        y = b[i]
        z = c[i]
        q = <uint16_t> (high(x << 7, f0) + high(y << 7, f1) + high(z << 7, f2) + start) >> 7
        left = <uint16_t> (w0 * x + w1 * y + w2 * z + half - q * d)
        over = left >= d
        q += over
        if even:
            q -= q & <uint16_t> (left == (d & -over))
        o[i] = <uint8_t> (q if q < 255 else 255)


def mix(const level[:, ::1] pixels, const float[:, ::1] weights, float divisor, bint even, level[:, ::1] out):
    """Set out[i, k] to the sum of weights[k, c] * pixels[i, c], divided: truncated, or rounded with halves to even.

    What lies beyond the type becomes its greatest.

    Needs: pixels of shape (n, 3), weights (1, 3) or (3, 3), out (n, 1) or (n, 3) to match; weights and an even
    divisor below 2048 that are whole, not negative; sums below 2**23.
    """
    cdef:
        Py_ssize_t n = pixels.shape[0], i = 0, count, k, many = weights.shape[0]
        level[3][BLOCK] p
        level[3][BLOCK] room
        uint16_t[3][7] words  # weights, the divisor, weights in 2**-16 of it
        level *o
        bint few = level is uint8_t
    with nogil:
        for k in range(many):
            for i in range(3):
                few = few and weights[k, i] < divisor
                words[k][i] = <uint16_t> weights[k, i]
                words[k][4 + i] = <uint16_t> ((<uint32_t> weights[k, i] << 16) // <uint32_t> divisor)
            words[k][3] = <uint16_t> divisor
            few = few and weights[k, 0] + weights[k, 1] + weights[k, 2] < 2 * divisor
        i = 0
        while i < n:
            count = min(<Py_ssize_t> BLOCK, n - i)
            apart(&pixels[i, 0], p[0], p[1], p[2], count)
            for k in range(many):
                o = &out[i, 0] if many == 1 else room[k]
                if level is uint8_t and few:
                    blend_bytes(p[0], p[1], p[2], words[k], even, o, count)
                else:
                    blend(p[0], p[1], p[2], &weights[k, 0], divisor, even, o, count)
            if many == 3:
                together(room[0], room[1], room[2], &out[i, 0], count)
            i += count
