"""Regional extrema out of local ones. Twin and specification: pyimg/_ref/plateaus.py."""
from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.string cimport memcpy

from .pixel cimport key
from .stack cimport Stack, drop_stack, empty_stack, push


cdef struct Grid:
    const int64_t *shape
    const int64_t *steps
    const int64_t *jumps
    Py_ssize_t ndim
    Py_ssize_t count
    int64_t low[32]
    int64_t high[32]


cdef bint inside(int64_t p, const Grid *g) noexcept nogil:
    """Say whether all steps from p stay in the image."""
    cdef Py_ssize_t d
    cdef int64_t x
    for d in range(g.ndim - 1, -1, -1):
        x = p % g.shape[d]
        p = p // g.shape[d]
        if x < g.low[d] or x >= g.high[d]:
            return 0
    return 1


cdef bint reaches(int64_t p, Py_ssize_t k, int64_t sign, const Grid *g) noexcept nogil:
    """Say whether step k from p stays in the image."""
    cdef Py_ssize_t d
    cdef int64_t x
    for d in range(g.ndim - 1, -1, -1):
        x = p % g.shape[d] + sign * g.steps[k * g.ndim + d]
        p = p // g.shape[d]
        if x < 0 or x >= g.shape[d]:
            return 0
    return 1


cdef bint spoilt(const key *a, const uint8_t *mask, int64_t p, bint free_way, const Grid *g) noexcept nogil:
    """Say whether p has an equal neighbour that is no extremum."""
    cdef Py_ssize_t k
    cdef int64_t q
    for k in range(g.count):
        if free_way or reaches(p, k, 1, g):
            q = p + g.jumps[k]
            if not mask[q] and a[q] == a[p]:
                return 1
    return 0


cdef bint flood(const key *a, uint8_t *mask, int64_t p, Stack *stack, const Grid *g) noexcept nogil:
    """Take p off the mask, and all equal pixels that reach it."""
    cdef Py_ssize_t k
    cdef int64_t q
    cdef bint free_way
    mask[p] = 0
    if not push(stack, p):
        return 0
    while stack.size:
        stack.size -= 1
        p = stack.data[stack.size]
        free_way = inside(p, g)
        for k in range(g.count):
            if free_way or reaches(p, k, -1, g):
                q = p - g.jumps[k]
                if mask[q] and a[q] == a[p]:
                    mask[q] = 0
                    if not push(stack, q):
                        return 0
    return 1


def regional(const key[::1] a, const int64_t[::1] shape, const int64_t[:, ::1] steps, const int64_t[::1] jumps,
             uint8_t[::1] mask):
    """Take off the mask of local extrema those from which equal pixels lead, step by step, to one that is none.

    `jumps` are the `steps` as distances in the flat array. Returns 0, or -1 if memory was short.

    Needs: a and mask of the size of shape, at most 32 axes; equal pixels differ in no NaN.
    """
    cdef:
        Py_ssize_t n = a.shape[0], d, k, lines, r, x, width
        int64_t p, rest, c, m
        uint64_t word
        bint free_line
        const key *v
        uint8_t *on
        Stack stack = empty_stack()
        Grid g
        int short = 0
    with nogil:
        if n and steps.shape[0]:
            v = &a[0]
            on = &mask[0]
            g.shape = &shape[0]
            g.steps = &steps[0, 0]
            g.jumps = &jumps[0]
            g.ndim = shape.shape[0]
            g.count = steps.shape[0]
            for d in range(g.ndim):
                m = 0
                for k in range(g.count):
                    m = max(m, steps[k, d], -steps[k, d])
                g.low[d] = m
                g.high[d] = shape[d] - m
            width = shape[g.ndim - 1]
            lines = n // width
            for r in range(lines):
                free_line = 1
                rest = r
                for d in range(g.ndim - 2, -1, -1):
                    c = rest % shape[d]
                    rest = rest // shape[d]
                    if c < g.low[d] or c >= g.high[d]:
                        free_line = 0
                x = 0
                while x < width:
                    p = r * width + x
                    if x + 8 <= width:
                        memcpy(&word, on + p, 8)
                        if word == 0:
                            x += 8
                            continue
                    if on[p] and spoilt(v, on, p, free_line and g.low[g.ndim - 1] <= x < g.high[g.ndim - 1], &g):
                        if not flood(v, on, p, &stack, &g):
                            short = -1
                            break
                    x += 1
                if short:
                    break
            drop_stack(&stack)
    return short
