"""Flat erosion by the 3x3 cross and box, straight from the image. Twin and specification: pyimg/_ref/near.py.

Keys and `numbers` are those of flat.pyx: outside, flip, low, high, add, held.
"""
from libc.stdint cimport uint8_t

from .pixel cimport key
from .simd cimport row


cdef inline key lesser(key a, key b) noexcept nogil:
    return a if a < b else b


cdef inline key flipped(key a, key flip) noexcept nogil:
    if key is float or key is double:
        return a * flip
    else:
        return a ^ flip


cdef inline key pixel_of(key v, key flip, key low, key high, key add, bint held) noexcept nogil:
    cdef key w = v if v > low else low
    w = w if w < high else high
    if key is float or key is double:
        return (w + add) * flip
    else:
        w = <key> (w + add)
        w = v if held and v == <key> -1 else w
        return w ^ flip


cdef inline key five(const key *u, const key *a, const key *d, Py_ssize_t i, Py_ssize_t before, Py_ssize_t after,
                     key flip) noexcept nogil:
    return lesser(lesser(flipped(a[i - before], flip), flipped(a[i + after], flip)),
                  lesser(lesser(flipped(u[i], flip), flipped(d[i], flip)), flipped(a[i], flip)))


cdef row cross_span(const key *u, const key *a, const key *d, key *o, Py_ssize_t n, const key *numbers,
                    Py_ssize_t before, Py_ssize_t after) noexcept nogil:
    cdef:
        Py_ssize_t i
        key flip = numbers[1], low = numbers[2], high = numbers[3], add = numbers[4]
        bint held = numbers[5] != 0
    if add == 0:
        for i in range(n):
            o[i] = flipped(five(u, a, d, i, before, after, flip), flip)
        return
    for i in range(n):
        o[i] = pixel_of(five(u, a, d, i, before, after, flip), flip, low, high, add, held)


cdef row cross_mark(const key *u, const key *a, const key *d, uint8_t *o, Py_ssize_t n, key flip,
                    Py_ssize_t before, Py_ssize_t after) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = not five(u, a, d, i, before, after, flip) < flipped(a[i], flip)


cdef row look_for_nan(const key *a, Py_ssize_t n, int *seen) noexcept nogil:
    cdef Py_ssize_t i
    cdef int found = 0
    for i in range(n):
        found |= a[i] != a[i]
    seen[0] |= found


cdef void cross_part(const key *u, const key *a, const key *d, key *o, uint8_t *mask, Py_ssize_t x, Py_ssize_t n,
                     const key *numbers, Py_ssize_t before, Py_ssize_t after) noexcept nogil:
    if n <= 0:
        return
    if mask is NULL:
        cross_span(u + x, a + x, d + x, o + x, n, numbers, before, after)
    else:
        cross_mark(u + x, a + x, d + x, mask + x, n, numbers[1], before, after)


cdef int crosses(const key[:, ::1] a, const key *numbers, Py_ssize_t start, Py_ssize_t stop, key *out,
                 uint8_t *mask) noexcept nogil:
    cdef:
        Py_ssize_t h = a.shape[0], n = a.shape[1], j, inner = n - 2
        Py_ssize_t whole = inner & ~63
        const key *u
        const key *v
        const key *d
        key *o
        uint8_t *m
        int seen = 0
    for j in range(start, stop):
        u = &a[j - (j > 0), 0]
        v = &a[j, 0]
        d = &a[j + (j < h - 1), 0]
        o = NULL if out is NULL else out + j * n
        m = NULL if mask is NULL else mask + j * n
        cross_part(u, v, d, o, m, 0, 1, numbers, 0, n > 1)
        if inner > 64:  # whole vectors, then the last 64 again: no pixel is taken one by one
            cross_part(u, v, d, o, m, 1, whole, numbers, 1, 1)
            if whole < inner:
                cross_part(u, v, d, o, m, n - 65, 64, numbers, 1, 1)
        else:
            cross_part(u, v, d, o, m, 1, inner, numbers, 1, 1)
        cross_part(u, v, d, o, m, n - 1, n > 1, numbers, 1, 0)
        if key is float or key is double:
            look_for_nan(v, n, &seen)
    return seen


cdef row columns(const key *u, const key *a, const key *b, key *o, Py_ssize_t n, key flip) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = lesser(flipped(u[i], flip), lesser(flipped(a[i], flip), flipped(b[i], flip)))


cdef row columns2(const key *u, const key *a, const key *b, const key *d, key *o, key *p, Py_ssize_t n, key flip,
                  int *seen) noexcept nogil:
    # `columns` of u, a, b and of d, a, b
    cdef Py_ssize_t i
    cdef int found = 0
    cdef key v, w, least
    for i in range(n):
        v, w = a[i], b[i]
        least = lesser(flipped(v, flip), flipped(w, flip))
        o[i] = lesser(flipped(u[i], flip), least)
        p[i] = lesser(flipped(d[i], flip), least)
        if key is float or key is double:
            found |= (v != v) | (w != w)
    seen[0] |= found


cdef row three(const key *v, key *o, Py_ssize_t n, const key *numbers) noexcept nogil:
    cdef:
        Py_ssize_t i
        key flip = numbers[1], low = numbers[2], high = numbers[3], add = numbers[4]
        bint held = numbers[5] != 0
    if add == 0:
        for i in range(n):
            o[i] = flipped(lesser(lesser(v[i], v[i + 1]), v[i + 2]), flip)
        return
    for i in range(n):
        o[i] = pixel_of(lesser(lesser(v[i], v[i + 1]), v[i + 2]), flip, low, high, add, held)


cdef row three_mark(const key *v, const key *a, uint8_t *o, Py_ssize_t n, key flip) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = not lesser(lesser(v[i], v[i + 1]), v[i + 2]) < flipped(a[i], flip)


cdef void ends(key *line, Py_ssize_t c0, Py_ssize_t c1, Py_ssize_t n) noexcept nogil:
    if c0 == 0:
        line[0] = line[1]
    if c1 == n:
        line[c1 - c0 + 1] = line[c1 - c0]


cdef int boxes(const key[:, ::1] a, const key *numbers, Py_ssize_t start, Py_ssize_t stop, key *out,
               uint8_t *mask) noexcept nogil:
    """Go down and across in pieces of 2048 columns, with a column more on both sides, two rows at once.

    A row and the next share the least of both. Which two these are does not depend on `start`: of 0.0 and -0.0
    the one is taken that comes last.
    """
    cdef:
        Py_ssize_t h = a.shape[0], n = a.shape[1], j = start, k, rows, c0, c1, b0, b1, m
        key lines[2][2050]
        const key *u
        const key *v
        const key *d
        int seen = 0
    while j < stop:
        rows = 2 if j % 2 == 0 and j + 1 < stop else 1
        u = &a[j - (j > 0), 0]
        v = &a[j, 0]
        d = &a[min(j + 1, h - 1), 0]
        c0 = 0
        while c0 < n:
            c1 = min(c0 + 2048, n)
            b0 = max(c0 - 1, 0)
            b1 = min(c1 + 1, n)
            m = b0 - c0 + 1
            if rows == 2:
                columns2(u + b0, v + b0, d + b0, &a[min(j + 2, h - 1), 0] + b0, &lines[0][m], &lines[1][m],
                         b1 - b0, numbers[1], &seen)
            else:
                if j % 2 == 0:
                    columns(u + b0, v + b0, d + b0, &lines[0][m], b1 - b0, numbers[1])
                else:
                    columns(d + b0, u + b0, v + b0, &lines[0][m], b1 - b0, numbers[1])
                if key is float or key is double:
                    look_for_nan(v + c0, c1 - c0, &seen)
            for k in range(rows):
                ends(lines[k], c0, c1, n)
                if mask is NULL:
                    three(lines[k], out + (j + k) * n + c0, c1 - c0, numbers)
                else:
                    three_mark(lines[k], &a[j + k, 0] + c0, mask + (j + k) * n + c0, c1 - c0, numbers[1])
            c0 = c1
        j += rows
    return seen


def cross3(const key[:, ::1] a, const key[::1] numbers, Py_ssize_t start, Py_ssize_t stop, key[:, ::1] out):
    """Write the least key of a pixel and its 4 neighbours in the image, finished as `flat.chords` does.

    Returns 1 if a NaN was seen in the rows (what is written around it then depends on the machine), else 0.

    Needs: 0 <= start <= stop <= rows, as many columns in a and out, low and high the ends of the type where add is 0.
    """
    cdef int seen = 0
    with nogil:
        if stop > start and a.shape[1]:
            seen = crosses(a, &numbers[0], start, stop, &out[0, 0], NULL)
    return seen


def cross3_attained(const key[:, ::1] a, const key[::1] numbers, Py_ssize_t start, Py_ssize_t stop,
                    uint8_t[:, ::1] mask):
    """Mark where no key of the 4 neighbours in the image is less than the pixel's own; returns as `cross3` does.

    Needs: what `cross3` needs.
    """
    cdef int seen = 0
    with nogil:
        if stop > start and a.shape[1]:
            seen = crosses(a, &numbers[0], start, stop, NULL, &mask[0, 0])
    return seen


def box3(const key[:, ::1] a, const key[::1] numbers, Py_ssize_t start, Py_ssize_t stop, key[:, ::1] out):
    """Write the least key of a pixel and its 8 neighbours in the image, finished as `flat.chords` does.

    Returns as `cross3` does.

    Needs: what `cross3` needs.
    """
    cdef int seen = 0
    with nogil:
        if stop > start and a.shape[1]:
            seen = boxes(a, &numbers[0], start, stop, &out[0, 0], NULL)
    return seen


def box3_attained(const key[:, ::1] a, const key[::1] numbers, Py_ssize_t start, Py_ssize_t stop,
                  uint8_t[:, ::1] mask):
    """Mark where no key of the 8 neighbours in the image is less than the pixel's own; returns as `cross3` does.

    Needs: what `cross3` needs.
    """
    cdef int seen = 0
    with nogil:
        if stop > start and a.shape[1]:
            seen = boxes(a, &numbers[0], start, stop, NULL, &mask[0, 0])
    return seen
