"""Reconstruction: two scans, then floods from what is left. Twin and specification: pyimg/_ref/rebuild.py."""
from libc.math cimport INFINITY
from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy

from .pixel cimport key
from .simd cimport row
from .stack cimport Stack, drop_stack, empty_stack, push


cdef row lift(const key *a, key *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = a[i] if a[i] > o[i] else o[i]


cdef row cut(const key *m, key *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = m[i] if m[i] < o[i] else o[i]


cdef row mark(const key *p, const key *q, const key *m, uint8_t *o, Py_ssize_t n) noexcept nogil:
    """Mark where p could still raise its neighbour q under m."""
    cdef Py_ssize_t i
    for i in range(n):
        o[i] |= (q[i] < p[i]) & (q[i] < m[i])


cdef void scan_line(key *o, const key *m, Py_ssize_t n, const int64_t *jumps, Py_ssize_t near, Py_ssize_t count,
                    Py_ssize_t sign) noexcept nogil:
    """Raise a line under m to its neighbours on one side; the first `near` of them are in the line itself."""
    cdef:
        Py_ssize_t k, i, x, _turn
        key v, w
    for k in range(near, count):
        lift(o + sign * jumps[k], o, n)
    cut(m, o, n)
    if near == 1 and jumps[0] == 1:
        x = 0 if sign < 0 else n - 1
        v = o[x + sign]
        for _turn in range(n):
            v = v if v > o[x] else o[x]
            v = v if v < m[x] else m[x]
            o[x] = v
            x -= sign
    elif near:
        for i in range(n):
            x = i if sign < 0 else n - 1 - i
            v = o[x]
            for k in range(near):
                w = o[x + sign * jumps[k]]
                v = v if v > w else w
            o[x] = v if v < m[x] else m[x]


cdef enum:
    LEVELS = 1024


cdef inline Py_ssize_t level_of(key v, key least, double scale) noexcept nogil:
    return <Py_ssize_t> ((<double> v - <double> least) * scale) if scale > 0 and v > least else 0


cdef bint flow(key *o, const key *m, const int64_t *jumps, Py_ssize_t count, const Stack *seeds,
               Stack *levels) noexcept nogil:
    """Let pixels raise their neighbours, those theirs, and so on: higher levels first, so that few are raised twice."""
    cdef:
        Py_ssize_t i, k, level, top = 0
        int64_t p, q
        key v, least, most
        double scale
        Stack *stack
    if seeds.size == 0:
        return 1
    least = most = o[seeds.data[0]]
    for i in range(seeds.size):
        v = o[seeds.data[i]]
        least = v if v < least else least
        most = v if v > most else most
    scale = (<double> most - <double> least)
    # an infinite range, or one so small that its inverse is infinite, is one level
    scale = (LEVELS - 1) / scale if 1e-300 < scale < INFINITY else 0
    for i in range(seeds.size):
        level = level_of(o[seeds.data[i]], least, scale)
        top = max(top, level)
        if not push(&levels[level], seeds.data[i]):
            return 0
    for level in range(top, -1, -1):
        stack = &levels[level]
        while stack.size:
            stack.size -= 1
            p = stack.data[stack.size]
            v = o[p]
            for k in range(2 * count):
                q = p + jumps[k] if k < count else p - jumps[k - count]
                if o[q] < v and o[q] < m[q]:
                    o[q] = v if v < m[q] else m[q]
                    if not push(&levels[min(level, level_of(o[q], least, scale))], q):
                        return 0
    return 1


def rebuild(key[::1] a, const key[::1] mask, const int64_t[::1] starts, Py_ssize_t width, const int64_t[::1] jumps,
            Py_ssize_t near):
    """Raise a under mask until each pixel is the least of mask and the greatest of itself and its neighbours.

    Lines of `width` pixels begin at `starts`; neighbours of p are p + j and p - j for the `jumps` j, of which the first
    `near` stay within a line. Returns 0, or -1 if memory was short.

    Needs: a <= mask; starts increasing; jumps positive and within a from all lines; mask nowhere above a outside them.
    """
    cdef:
        Py_ssize_t lines = starts.shape[0], count = jumps.shape[0], r, k, x
        key *o
        const key *m
        const int64_t *j
        uint8_t *flags
        uint64_t word
        Stack seeds = empty_stack()
        Stack *levels
        int short = 0
    with nogil:
        if lines and count and width > 0:
            flags = <uint8_t *> calloc(width + 8, 1)
            levels = <Stack *> calloc(LEVELS, sizeof(Stack))
            if flags is NULL or levels is NULL:
                short = -1
                lines = 0
            o = &a[0]
            m = &mask[0]
            j = &jumps[0]
            for r in range(lines):
                scan_line(o + starts[r], m + starts[r], width, j, near, count, -1)
            for r in range(lines - 1, -1, -1):
                scan_line(o + starts[r], m + starts[r], width, j, near, count, 1)
                for k in range(count):
                    mark(o + starts[r], o + starts[r] + j[k], m + starts[r] + j[k], flags, width)
                x = 0
                while x < width:
                    memcpy(&word, flags + x, 8)
                    if word:
                        for k in range(8):
                            if flags[x + k]:
                                flags[x + k] = 0
                                if not push(&seeds, starts[r] + x + k):
                                    short = -1
                    x += 8
            if not short and not flow(o, m, j, count, &seeds, levels):
                short = -1
            if levels is not NULL:
                for k in range(LEVELS):
                    drop_stack(&levels[k])
            free(levels)
            free(flags)
            drop_stack(&seeds)
    return short
