"""Flat erosion by few points. Twin and specification: pyimg/_ref/points.py.

Keys and `numbers` are those of flat.pyx: outside, flip, low, high, add, held. Keys of the rows that are needed lie in a
ring, with what is outside before and after them.
"""
from libc.stdint cimport int64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy

from .ahead cimport ask_for, LARGE
from .least cimport finish, flipped, lesser
from .pixel cimport key
from .simd cimport part, row

cdef enum:
    MOST = 32  # points
    FAR = 16  # rows and columns that a point may be away
    BLOCK = 64  # pixels that are done at a time, or half as many; the last ones of a row again
    APART = 64  # keys before a row: the columns before it, and the least of its first ones


cdef struct Plan:
    Py_ssize_t h
    Py_ssize_t n
    const int64_t *steps
    Py_ssize_t count
    Py_ssize_t up  # rows above a pixel that steps lead to
    Py_ssize_t down
    Py_ssize_t left
    Py_ssize_t right
    Py_ssize_t stride  # of the ring
    Py_ssize_t depth  # a power of 2
    bint sent


cdef inline void span(Py_ssize_t y, Py_ssize_t step, Py_ssize_t h, bint sent, Py_ssize_t *first,
                      Py_ssize_t *last) noexcept nogil:
    # the lines of h that count for line y: y + step, or the nearest, or those that -step sends there
    cdef Py_ssize_t at = y + step
    if sent:
        first[0] = 0 if y == 0 else max(at, 0)
        last[0] = h - 1 if y == h - 1 else min(at, h - 1)
    else:
        first[0] = last[0] = max(0, min(at, h - 1))


cdef inline part block_of(const key **p, int count, bint more, key *o, Py_ssize_t x, Py_ssize_t n,
                          key flip) noexcept nogil:
    cdef:
        Py_ssize_t i
        key v
        key[64] t
        const key *a = p[0] + x
        const key *b = p[1 if count > 1 else 0] + x
        const key *c = p[2 if count > 2 else 0] + x
        const key *d = p[3 if count > 3 else 0] + x
        const key *e = p[4 if count > 4 else 0] + x
        const key *f = p[5 if count > 5 else 0] + x
        const key *g = p[6 if count > 6 else 0] + x
        const key *h = p[7 if count > 7 else 0] + x
    for i in range(n):
        v = a[i]
        if count > 1:
            v = lesser(v, b[i])
        if count > 3:
            v = lesser(v, lesser(c[i], d[i]))
        elif count > 2:
            v = lesser(v, c[i])
        if count > 5:
            v = lesser(v, lesser(e[i], f[i]))
        elif count > 4:
            v = lesser(v, e[i])
        if count > 7:
            v = lesser(v, lesser(g[i], h[i]))
        elif count > 6:
            v = lesser(v, g[i])
        if more:
            v = lesser(v, flipped(o[x + i], flip))
        t[i] = flipped(v, flip)
    memcpy(o + x, t, n * sizeof(key))


cdef inline part few_of(const key **p, int count, bint more, key *o, Py_ssize_t n, key flip) noexcept nogil:
    cdef Py_ssize_t x = 0, size = BLOCK if sizeof(key) < 8 else BLOCK // 2
    while x < n:
        if n < size:
            block_of(p, count, more, o, x, 1, flip)
            x += 1
        else:
            block_of(p, count, more, o, min(x, n - size), size, flip)
            x += size


cdef inline part least_of(const key **p, Py_ssize_t count, key *o, Py_ssize_t n, key flip) noexcept nogil:
    # the least of `count` > 0 rows, flipped; p has room for 8 more
    cdef Py_ssize_t k
    if count == 1:
        few_of(p, 1, False, o, n, flip)
    elif count == 2:
        few_of(p, 2, False, o, n, flip)
    elif count == 3:
        few_of(p, 3, False, o, n, flip)
    elif count == 4:
        few_of(p, 4, False, o, n, flip)
    elif count == 5:
        few_of(p, 5, False, o, n, flip)
    elif count == 6:
        few_of(p, 6, False, o, n, flip)
    elif count == 7:
        few_of(p, 7, False, o, n, flip)
    else:
        few_of(p, 8, False, o, n, flip)
    if count > 8:  # the last row again does no harm to a minimum
        for k in range(count, count + 8):
            p[k] = p[count - 1]
        k = 8
        while k < count:
            if count - k <= 2:
                few_of(p + k, 2, True, o, n, flip)
                k += 2
            elif count - k <= 4:
                few_of(p + k, 4, True, o, n, flip)
                k += 4
            else:
                few_of(p + k, 8, True, o, n, flip)
                k += 8


cdef inline part bring(const key *a, const Plan *r, key nothing, key flip, key *line, int *seen) noexcept nogil:
    # Keys of a row. If pixels are sent there is nothing outside, and before and after all lie the least of the first
    # 1, 2 ... keys and of the last ones: those that fall on the ends.
    cdef:
        Py_ssize_t i, n = r.n
        int found = 0
        key v = nothing
        key *heads = line - APART
        key *tails = line + n + FAR
    for i in range(n):
        line[i] = flipped(a[i], flip)
        if key is float or key is double:
            found |= a[i] != a[i]
    seen[0] |= found
    for i in range(1, r.left + 1):
        line[-i] = nothing if r.sent else line[0]
    for i in range(r.right):
        line[n + i] = nothing if r.sent else line[n - 1]
    if r.sent:
        for i in range(r.right + 1):
            v = lesser(v, line[min(i, n - 1)])
            heads[i] = v
        v = nothing
        for i in range(r.left + 1):
            v = lesser(v, line[max(n - 1 - i, 0)])
            tails[i] = v


cdef inline part ends(const key **p, const int64_t *across, Py_ssize_t some, const Plan *r, key nothing, key flip,
                      key *o) noexcept nogil:
    # the pixels on which falls what is sent beyond them
    cdef:
        Py_ssize_t k
        key v = nothing
        key w = nothing
        const key *line
    for k in range(some):
        line = p[k] - across[k]
        if across[k] >= 0:
            v = lesser(v, (line - APART)[across[k]])
        if across[k] <= 0:
            w = lesser(w, (line + r.n + FAR)[-across[k]])
    o[r.n - 1] = flipped(w, flip)
    o[0] = flipped(lesser(v, w) if r.n == 1 else v, flip)


cdef row sweep(const key *a, const Plan *r, const key *numbers, Py_ssize_t start, Py_ssize_t stop, key *ring, key *out,
               int *seen) noexcept nogil:
    cdef:
        Py_ssize_t j, k, x, y, first, last, some, h = r.h, n = r.n, fresh = 0
        const key *image
        int64_t[544] across  # MOST * (FAR + 1)
        const key *p[552]
        key *o
        key still = 1 if key is float or key is double else 0
        key flip = numbers[1] if numbers[4] == 0 else still
        bint far = h * n * <Py_ssize_t> sizeof(key) >= LARGE
    for j in range(start, stop):
        y = j % h
        image = a + (j - y) * n
        o = out + j * n
        if y == 0 or j == start:
            fresh = max(0, y - r.up)
        while fresh <= min(y + r.down, h - 1):
            if far and fresh + 2 < h:
                ask_for(image + (fresh + 2) * n, n * sizeof(key))
            bring(image + fresh * n, r, numbers[0], numbers[1], ring + (fresh & (r.depth - 1)) * r.stride, seen)
            fresh += 1
        if far and j + 1 < stop:
            ask_for(o + n, n * sizeof(key))
        some = 0
        for k in range(r.count):
            span(y, r.steps[2 * k], h, r.sent, &first, &last)
            while first <= last:
                across[some] = r.steps[2 * k + 1]
                p[some] = ring + (first & (r.depth - 1)) * r.stride + across[some]
                some += 1
                first += 1
        if some:
            least_of(p, some, o, n, flip)
            if r.sent:
                ends(p, across, some, r, numbers[0], flip, o)
        else:
            for x in range(n):
                o[x] = flipped(numbers[0], flip)
        if numbers[4] != 0:
            finish(o, n, numbers)


def points(const key[:, :, ::1] a, const int64_t[:, ::1] steps, int sent, const key[::1] numbers, Py_ssize_t start,
           Py_ssize_t stop, key[:, ::1] out):
    """Write the least key over steps (rows, columns) from each pixel of an image a[o], finished as `flat.chords` does.

    A step that leads out of the image leads to the nearest pixel in it; or, if `sent`, each pixel is sent the steps
    back, and what would fall outside falls on the nearest pixel. Where nothing falls the key is `outside`.

    Returns 1 if a NaN was seen in the rows (what is written around it then depends on the machine), -1 if there is no
    memory, else 0.

    Needs: 0 <= start <= stop <= rows of all images; steps, at most 32 of up to 16 rows and columns; out of the columns
    of a; if `sent`, nothing larger than `outside`.
    """
    cdef:
        int seen = 0
        Py_ssize_t k
        Plan r
        key *ring
        key *line
    with nogil:
        if stop > start and a.shape[2] and 0 < steps.shape[0] <= MOST:
            r.h, r.n, r.sent, r.steps, r.count = a.shape[1], a.shape[2], sent, &steps[0, 0], steps.shape[0]
            r.up = r.down = r.left = r.right = 0
            for k in range(r.count):
                r.up, r.down = max(r.up, -steps[k, 0]), max(r.down, steps[k, 0])
                r.left, r.right = max(r.left, -steps[k, 1]), max(r.right, steps[k, 1])
            r.depth = 1
            while r.depth < r.up + r.down + 1:
                r.depth *= 2
            r.stride = (APART + r.n + 2 * FAR + 1 + 63) & ~63
            ring = <key *> malloc(r.depth * r.stride * sizeof(key) + 64)
            if ring is NULL:
                seen = -1
            else:
                line = <key *> ((<size_t> ring + 63) & ~<size_t> 63) + APART
                sweep(&a[0, 0, 0], &r, &numbers[0], start, stop, line, &out[0, 0], &seen)
                free(ring)
    return seen
