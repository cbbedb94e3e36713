"""Flat erosion by the 3x3 cross and small boxes, straight from the image. Twin and specification: pyimg/_ref/near.py.

Keys and `numbers` are those of flat.pyx: outside, flip, low, high, add, held.
"""
from libc.stdint cimport uint8_t

from .ahead cimport ask_for, LARGE
from .least cimport finish, flipped, lesser
from .pixel cimport key
from .simd cimport part, piece, row
from .threes cimport crosses, look_for_nan, squares

cdef enum:
    PIECE = 8192  # bytes of a row of intermediate values
    SHORT = 1024  # pixels of a row that pays for intermediate values


cdef inline part bring(const key *a, key *o, Py_ssize_t n, key flip) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = flipped(a[i], flip)


cdef inline part pair_of(const key **p, int many, key *o, key *q, Py_ssize_t n, key flip) noexcept nogil:
    cdef:
        Py_ssize_t i
        key v
        const key *a = p[0]
        const key *b = p[1]
        const key *c = p[2]
        const key *d = p[3 if many > 2 else 1]
        const key *e = p[4 if many > 2 else 1]
        const key *f = p[5 if many > 4 else 1]
        const key *g = p[6 if many > 4 else 1]
        const key *h = p[7 if many > 6 else 1]
        const key *j = p[8 if many > 6 else 1]
        const key *k = p[9 if many > 8 else 1]
        const key *m = p[10 if many > 8 else 1]
        const key *z = p[many + 1]
    for i in range(n):
        v = lesser(flipped(b[i], flip), flipped(c[i], flip))
        if many > 2:
            v = lesser(lesser(flipped(d[i], flip), flipped(e[i], flip)), v)
        if many > 4:
            v = lesser(lesser(flipped(f[i], flip), flipped(g[i], flip)), v)
        if many > 6:
            v = lesser(lesser(flipped(h[i], flip), flipped(j[i], flip)), v)
        if many > 8:
            v = lesser(lesser(flipped(k[i], flip), flipped(m[i], flip)), v)
        o[i] = lesser(flipped(a[i], flip), v)
        q[i] = lesser(flipped(z[i], flip), v)


cdef inline part pair(const key **p, int many, key *o, key *q, Py_ssize_t n, key flip) noexcept nogil:
    # o = the least of row 0 and rows 1 to many; q = the least of row many + 1 and the same
    if many == 2:
        pair_of(p, 2, o, q, n, flip)
    elif many == 4:
        pair_of(p, 4, o, q, n, flip)
    elif many == 6:
        pair_of(p, 6, o, q, n, flip)
    elif many == 8:
        pair_of(p, 8, o, q, n, flip)
    else:
        pair_of(p, 10, o, q, n, flip)


cdef inline key least_of(const key *v, int many, Py_ssize_t last) noexcept nogil:
    # of v[0] to v[many - 2] and v[last]
    cdef key w = v[0]
    if many > 1:
        w = lesser(lesser(w, v[last]), v[1])
    if many > 3:
        w = lesser(w, lesser(v[2], v[3]))
    if many > 5:
        w = lesser(w, lesser(v[4], v[5]))
    if many > 7:
        w = lesser(w, lesser(v[6], v[7]))
    if many > 9:
        w = lesser(w, lesser(v[8], v[9]))
    return w


cdef inline part across_of(const key *v, int many, Py_ssize_t last, const key *a, key *o, uint8_t *mask, Py_ssize_t n,
                           key flip) noexcept nogil:
    cdef Py_ssize_t i
    if mask is NULL:
        for i in range(n):
            o[i] = flipped(least_of(v + i, many, last), flip)
    else:
        for i in range(n):
            mask[i] = not least_of(v + i, many, last) < flipped(a[i], flip)


cdef inline part across(const key *v, Py_ssize_t last, const key *a, key *o, uint8_t *mask, Py_ssize_t n,
                        key flip) noexcept nogil:
    # o = the least of v[0] to v[last], flipped, or mask = whether no key of these is less than that of a
    if last == 0:
        across_of(v, 1, 0, a, o, mask, n, flip)
    elif last < 3:
        across_of(v, 3, last, a, o, mask, n, flip)
    elif last < 5:
        across_of(v, 5, last, a, o, mask, n, flip)
    elif last < 7:
        across_of(v, 7, last, a, o, mask, n, flip)
    elif last < 9:
        across_of(v, 9, last, a, o, mask, n, flip)
    else:
        across_of(v, 11, last, a, o, mask, n, flip)


cdef inline part finished(const key *v, Py_ssize_t last, const key *a, key *o, uint8_t *mask, Py_ssize_t n,
                          const key *numbers) noexcept nogil:
    cdef:
        Py_ssize_t x = 0, count
        bint adds = mask is NULL and numbers[4] != 0
        key still = 1 if key is float or key is double else 0
    while x < n:
        count = piece(&x, n, n)
        across(v + x, last, a + x, o + x, NULL if mask is NULL else mask + x, count, still if adds else numbers[1])
        x += count
    if adds:
        finish(o, n, numbers)


cdef row boxes(const key *a, Py_ssize_t h, Py_ssize_t n, Py_ssize_t up, Py_ssize_t down, Py_ssize_t left,
               Py_ssize_t right, const key *numbers, Py_ssize_t start, Py_ssize_t stop, key *out, uint8_t *mask,
               int *seen) noexcept nogil:
    """Go down and across in pieces of some columns, two rows at once, which share the least of what both need.

    Which two these are does not depend on `start`: of 0.0 and -0.0 the one is taken that comes last.
    """
    cdef:
        Py_ssize_t j = start, k, y, c0, c1, b0, b1, m, x, count, at
        Py_ssize_t size = PIECE // sizeof(key)
        int many = max(2, (up + down + 1) & ~1)
        double[2][1056] room  # a piece and 32 more
        key *lines[2]
        key *line
        const key *rows[12]
        const key *image
        const key *p[12]
        bint wanted[2]
    lines[0], lines[1] = <key *> room[0], <key *> room[1]
    while j < stop:
        y = j % h
        image = a + (j - y) * n
        at = j - (y & 1)  # of the first of two rows, of which one may not be asked for
        wanted[0] = at == j
        wanted[1] = y & 1 or (y + 1 < h and j + 1 < stop)
        y &= ~1
        for k in range(many + 2):
            m = y - up + (k if k <= many and k < up + down + 1 else up + down + (k == many + 1))
            rows[k] = image + max(0, min(m, h - 1)) * n
        if h * n * <Py_ssize_t> sizeof(key) >= LARGE and y + down + 3 < h:
            ask_for(image + (y + down + 2) * n, 2 * n * sizeof(key))
            if mask is NULL and j + 3 < stop:
                ask_for(out + (at + 2) * n, 2 * n * sizeof(key))
        c0 = 0
        while c0 < n:
            c1 = min(c0 + size, n)
            b0 = max(c0 - left, 0)
            b1 = min(c1 + right, n)
            m = b0 - c0 + left
            x = 0
            while x < b1 - b0:
                count = piece(&x, b1 - b0, b1 - b0)
                for k in range(many + 2):
                    p[k] = rows[k] + b0 + x
                if up + down > 0:
                    pair(p, many, lines[0] + m + x, lines[1] + m + x, count, numbers[1])
                else:
                    for k in range(2):
                        if wanted[k]:
                            bring(p[k * (many + 1)], lines[k] + m + x, count, numbers[1])
                x += count
            for k in range(2):
                if not wanted[k]:
                    continue
                line = lines[k]
                for x in range(m):
                    line[x] = line[m]
                for x in range(b1 - c0 + left, c1 - c0 + left + right):
                    line[x] = line[b1 - c0 + left - 1]
                x = (at + k) * n + c0
                finished(line, left + right, image + (y + k) * n + c0, NULL if out is NULL else out + x,
                         NULL if mask is NULL else mask + x, c1 - c0, numbers)
                if key is float or key is double:
                    look_for_nan(image + (y + k) * n + c0, c1 - c0, seen)
            c0 = c1
        j = at + 2 if wanted[1] else at + 1


def cross3(const key[:, ::1] a, const key[::1] numbers, Py_ssize_t start, Py_ssize_t stop, key[:, ::1] out):
    """Write the least key of a pixel and its 4 neighbours in the image, finished as `flat.chords` does.

    Returns 1 if a NaN was seen in the rows (what is written around it then depends on the machine), else 0.

    Needs: 0 <= start <= stop <= rows, as many columns in a and out, low and high the ends of the type where add is 0.
    """
    cdef int seen = 0
    with nogil:
        if stop > start and a.shape[1]:
            crosses(&a[0, 0], a.shape[0], a.shape[1], &numbers[0], start, stop, &out[0, 0], NULL, &seen)
    return seen


def cross3_attained(const key[:, ::1] a, const key[::1] numbers, Py_ssize_t start, Py_ssize_t stop,
                    uint8_t[:, ::1] mask):
    """Mark where no key of the 4 neighbours in the image is less than the pixel's own; returns as `cross3` does.

    Needs: what `cross3` needs.
    """
    cdef int seen = 0
    with nogil:
        if stop > start and a.shape[1]:
            crosses(&a[0, 0], a.shape[0], a.shape[1], &numbers[0], start, stop, <key *> NULL, &mask[0, 0], &seen)
    return seen


def box(const key[:, :, ::1] a, Py_ssize_t up, Py_ssize_t down, Py_ssize_t left, Py_ssize_t right,
        const key[::1] numbers, Py_ssize_t start, Py_ssize_t stop, key[:, ::1] out):
    """Write the least key of up + 1 + down by left + 1 + right pixels around each in its image a[o], finished likewise.

    Returns as `cross3` does.

    Needs: what `cross3` needs, of all rows of all images; up + down and left + right from 0 to 10.
    """
    cdef int seen = 0
    with nogil:
        if stop > start and a.shape[2]:
            if key is uint8_t and up == down == left == right == 1 and a.shape[2] < SHORT:
                squares(<const uint8_t *> &a[0, 0, 0], a.shape[1], a.shape[2], <const uint8_t *> &numbers[0], start,
                        stop, <uint8_t *> &out[0, 0])
            else:
                boxes(&a[0, 0, 0], a.shape[1], a.shape[2], up, down, left, right, &numbers[0], start, stop, &out[0, 0],
                      NULL, &seen)
    return seen


def box_attained(const key[:, :, ::1] a, Py_ssize_t up, Py_ssize_t down, Py_ssize_t left, Py_ssize_t right,
                 const key[::1] numbers, Py_ssize_t start, Py_ssize_t stop, uint8_t[:, ::1] mask):
    """Mark where none of the pixels that `box` looks at has a key less than the pixel's own; returns as `cross3` does.

    Needs: what `box` needs.
    """
    cdef int seen = 0
    with nogil:
        if stop > start and a.shape[2]:
            boxes(&a[0, 0, 0], a.shape[1], a.shape[2], up, down, left, right, &numbers[0], start, stop,
                  <key *> NULL, &mask[0, 0], &seen)
    return seen
