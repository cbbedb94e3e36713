# The least of a pixel and its neighbours in a cross or a square of 3 x 3, straight from the image. All rows in one
# function of its SIMD level, by blocks of pixels in registers: calls and checks for each row would cost short ones as
# much as their pixels.
from libc.stdint cimport uint8_t
from libc.string cimport memcpy

from .ahead cimport ask_for, LARGE
from .least cimport flipped, lesser, mask_of, pixel_of
from .pixel cimport key
from .simd cimport part, row

cdef enum:
    LONG = 64  # pixels of a block, or half as many; the last of a row are done again, so that none is done alone


cdef inline key five(const key *u, const key *a, const key *d, Py_ssize_t i, Py_ssize_t before, Py_ssize_t after,
                     key flip) noexcept nogil:
    return lesser(lesser(flipped(a[i - before], flip), flipped(a[i + after], flip)),
                  lesser(lesser(flipped(u[i], flip), flipped(d[i], flip)), flipped(a[i], flip)))


cdef inline part cross_span(const key *u, const key *a, const key *d, key *o, Py_ssize_t n, key flip, key low,
                            key high, key add, key held, Py_ssize_t before, Py_ssize_t after) noexcept nogil:
    cdef:
        Py_ssize_t i
        key[64] t
    if add == 0:
        for i in range(n):
            t[i] = flipped(five(u, a, d, i, before, after, flip), flip)
    else:
        for i in range(n):
            t[i] = pixel_of(five(u, a, d, i, before, after, flip), flip, low, high, add, held)
    memcpy(o, t, n * sizeof(key))


cdef inline part cross_mark(const key *u, const key *a, const key *d, uint8_t *o, Py_ssize_t n, key flip,
                            Py_ssize_t before, Py_ssize_t after) noexcept nogil:
    cdef:
        Py_ssize_t i
        uint8_t[64] t
    for i in range(n):
        t[i] = not five(u, a, d, i, before, after, flip) < flipped(a[i], flip)
    memcpy(o, t, n)


cdef inline part look_for_nan(const key *a, Py_ssize_t n, int *seen) noexcept nogil:
    cdef Py_ssize_t i
    cdef int found = 0
    for i in range(n):
        found |= a[i] != a[i]
    seen[0] |= found


cdef inline part cross_some(const key *u, const key *a, const key *d, key *o, uint8_t *mask, Py_ssize_t x,
                            Py_ssize_t n, key flip, key low, key high, key add, key held, Py_ssize_t before,
                            Py_ssize_t after) noexcept nogil:
    if mask is NULL:
        cross_span(u + x, a + x, d + x, o + x, n, flip, low, high, add, held, before, after)
    else:
        cross_mark(u + x, a + x, d + x, mask + x, n, flip, before, after)


cdef inline row crosses(const key *a, Py_ssize_t h, Py_ssize_t n, const key *numbers, Py_ssize_t start,
                        Py_ssize_t stop, key *out, uint8_t *mask, int *seen) noexcept nogil:
    cdef:
        Py_ssize_t j, x, size = LONG if sizeof(key) < 8 else LONG // 2
        key flip = numbers[1], low = numbers[2], high = numbers[3], add = numbers[4], held = mask_of(numbers[5])
        const key *u
        const key *v
        const key *d
        key *o
        uint8_t *m
        bint far
    for j in range(start, stop):
        v = a + j * n
        u = v - n if j > 0 else v
        d = v + n if j < h - 1 else v
        o = NULL if out is NULL else out + j * n
        m = NULL if mask is NULL else mask + j * n
        far = h * n * <Py_ssize_t> sizeof(key) >= LARGE and j + 2 < h
        cross_some(u, v, d, o, m, 0, 1, flip, low, high, add, held, 0, n > 1)
        x = 1
        while x < n - 1:
            if n - 2 < size:
                cross_some(u, v, d, o, m, x, 1, flip, low, high, add, held, 1, 1)
                x += 1
            else:
                if far:
                    ask_for(v + 2 * n + x, size * sizeof(key))
                    if mask is NULL and j + 1 < stop:
                        ask_for(o + n + x, size * sizeof(key))
                cross_some(u, v, d, o, m, min(x, n - 1 - size), size, flip, low, high, add, held, 1, 1)
                x += size
        if n > 1:
            cross_some(u, v, d, o, m, n - 1, 1, flip, low, high, add, held, 1, 0)
        if key is float or key is double:
            look_for_nan(v, n, seen)


cdef inline key three(const key *a, const key *b, Py_ssize_t i, Py_ssize_t before, Py_ssize_t after,
                      key flip) noexcept nogil:
    return lesser(lesser(lesser(flipped(a[i - before], flip), flipped(b[i - before], flip)),
                         lesser(flipped(a[i + after], flip), flipped(b[i + after], flip))),
                  lesser(flipped(a[i], flip), flipped(b[i], flip)))


cdef inline part square_some(const uint8_t *u, const uint8_t *a, const uint8_t *b, const uint8_t *d, uint8_t **o,
                             Py_ssize_t x, Py_ssize_t n, uint8_t flip, uint8_t low, uint8_t high, uint8_t add,
                             uint8_t held, Py_ssize_t before, Py_ssize_t after) noexcept nogil:
    # n pixels of two rows a and b from x on, which share the least of both; a row of o is NULL if it is not wanted
    cdef:
        Py_ssize_t i
        uint8_t v
        uint8_t[64] t
        uint8_t[64] s
    for i in range(n):
        v = three(a, b, x + i, before, after, flip)
        t[i] = lesser(three(u, u, x + i, before, after, flip), v)
        s[i] = lesser(three(d, d, x + i, before, after, flip), v)
    if add == 0:
        for i in range(n):
            t[i] = flipped(t[i], flip)
            s[i] = flipped(s[i], flip)
    else:
        for i in range(n):
            t[i] = pixel_of(t[i], flip, low, high, add, held)
            s[i] = pixel_of(s[i], flip, low, high, add, held)
    if o[0] is not NULL:
        memcpy(o[0] + x, t, n)
    if o[1] is not NULL:
        memcpy(o[1] + x, s, n)


cdef inline row squares(const uint8_t *a, Py_ssize_t h, Py_ssize_t n, const uint8_t *numbers, Py_ssize_t start,
                        Py_ssize_t stop, uint8_t *out) noexcept nogil:
    # 3 x 3 bytes; rows in twos as in `boxes`, whose rows of intermediate values cost short ones much
    cdef:
        Py_ssize_t j = start, y, x, k
        uint8_t flip = numbers[1], low = numbers[2], high = numbers[3], add = numbers[4], held = mask_of(numbers[5])
        const uint8_t *v
        const uint8_t *u
        const uint8_t *b
        const uint8_t *d
        uint8_t *o[2]
        bint wanted[2]
    while j < stop:
        y = j % h
        j -= y & 1
        wanted[0], wanted[1] = j >= start, (y | 1) < h and j + 1 < stop
        y &= ~1
        v = a + j * n
        u = v - n if y > 0 else v
        b = v + n if y + 1 < h else v
        d = b + n if y + 2 < h else b
        for k in range(2):
            o[k] = out + (j + k) * n if wanted[k] else NULL
        x = 0
        while x < n:
            if x == 0 or x == n - 1 or n - 2 < LONG:
                square_some(u, v, b, d, o, x, 1, flip, low, high, add, held, x > 0, x < n - 1)
                x += 1
            else:
                x = min(x, n - 1 - <Py_ssize_t> LONG)
                square_some(u, v, b, d, o, x, LONG, flip, low, high, add, held, 1, 1)
                x += LONG
        j += 2 if wanted[1] else 1
