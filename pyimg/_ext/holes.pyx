"""Filling of holes by a flood from the frame, where that comes to little. Twin and specification: pyimg/_ref/holes.py.

One that reaches more than a share of the image is given up, for then it is better to join all runs (runs.pyx).
"""
from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.string cimport memcpy, memset

from .stack cimport Stack, drop_stack, empty_stack, push

cdef enum:
    SHARE = 32  # one pixel in so many: a flood that is given up costs such a share of the time of the other way


cdef inline Py_ssize_t onward(const uint8_t *a, Py_ssize_t x, Py_ssize_t n, uint8_t value) noexcept nogil:
    """Give the first place from x on that is not `value` (0 or 1)."""
    cdef uint64_t word, all_of_it = 0x0101010101010101 if value else 0
    while x + 8 <= n:
        memcpy(&word, a + x, 8)
        if word != all_of_it:
            break
        x += 8
    while x < n and a[x] == value:
        x += 1
    return x


cdef bint at_frame(Py_ssize_t line, const int64_t *shape, Py_ssize_t leading, int64_t *at) noexcept nogil:
    """Give the place of a line along the leading axes, and whether it is at an end of one."""
    cdef Py_ssize_t d
    cdef bint frame = 0
    for d in range(leading - 1, -1, -1):
        at[d] = line % shape[d]
        line = line // shape[d]
        frame = frame or at[d] == 0 or at[d] == shape[d] - 1
    return frame


cdef inline int64_t beside(const int64_t *at, const int64_t *chord, int64_t sign, const int64_t *shape,
                           Py_ssize_t leading) noexcept nogil:
    """Give the line that a chord leads to, or back, or -1 where there is none."""
    cdef Py_ssize_t d
    cdef int64_t x, line = 0
    for d in range(leading):
        x = at[d] + sign * chord[d]
        if x < 0 or x >= shape[d]:
            return -1
        line = line * shape[d] + x
    return line


cdef struct Flood:
    const uint8_t *a
    uint8_t *out
    Py_ssize_t n
    Py_ssize_t left  # how many more pixels it may reach
    bint whole
    bint short
    Stack todo  # where runs begin, and how long they are


cdef bint reach(Flood *f, int64_t line, Py_ssize_t x, Py_ssize_t end) noexcept nogil:
    """Clear the runs of a line that begin before the end, and end after x; say whether to go on."""
    cdef:
        const uint8_t *a = f.a + line * f.n
        uint8_t *o = f.out + line * f.n
        Py_ssize_t e
    x = x if x > 0 else 0
    end = end if end < f.n else f.n
    while x < end:
        if a[x] == o[x]:  # not background, or reached
            x += 1
            continue
        e = x + 1
        if f.whole:
            e = onward(a, e, f.n, 0)
            while x > 0 and a[x - 1] == 0:
                x -= 1
        memset(o + x, 0, e - x)
        f.left -= e - x
        f.short = not push(&f.todo, line * f.n + x) or not push(&f.todo, e - x)
        if f.short or f.left < 0:
            return 0
        x = e
    return 1


cdef bint spread(Flood *f, const int64_t *shape, Py_ssize_t leading, const int64_t[:, ::1] chords) noexcept nogil:
    """Reach all that is connected to the runs on the stack; say whether to go on."""
    cdef:
        int64_t at[32]
        int64_t p, line, x, end, other
        const int64_t *c
        Py_ssize_t k
    while f.todo.size:
        f.todo.size -= 2
        p = f.todo.data[f.todo.size]
        line = p // f.n
        x = p - line * f.n
        end = x + f.todo.data[f.todo.size + 1]
        at_frame(line, shape, leading, at)
        for k in range(chords.shape[0]):
            c = &chords[k, 0]
            other = beside(at, c, 1, shape, leading)
            if other >= 0 and not reach(f, other, x + c[leading], end + c[leading + 1]):
                return 0
            other = beside(at, c, -1, shape, leading)
            if other >= 0 and not reach(f, other, x - c[leading + 1], end - c[leading]):
                return 0
    return 1


cdef int flooded(Flood *f, Py_ssize_t lines, const int64_t *shape, Py_ssize_t leading,
                 const int64_t[:, ::1] chords) noexcept nogil:
    """Write the answer and return 1, or 0 where it would reach too much, or -1 if memory was short."""
    cdef int64_t at[32]
    cdef Py_ssize_t r
    memset(f.out, 1, lines * f.n)
    for r in range(lines):
        if at_frame(r, shape, leading, at):
            if not reach(f, r, 0, f.n):
                break
        elif not reach(f, r, 0, 1) or not reach(f, r, f.n - 1, f.n):
            break
        if not spread(f, shape, leading, chords):
            break
    drop_stack(&f.todo)
    return -1 if f.short else f.left >= 0


def flood_frame(const uint8_t[:, ::1] a, const int64_t[::1] shape, bint whole, const int64_t[:, ::1] chords,
                uint8_t[:, ::1] out):
    """Write 1 but for the zeros of a that are connected to the frame; return 1, 0 if given up, -1 if memory was short.

    a holds the lines (along the last axis) of an image of that shape, of zeros and ones. A row of `chords` is a step
    along each leading axis and the first and last step along the line: a zero is connected to those there, and they
    to it; `whole` says that zeros next to each other in a line are connected. Given up where it reaches more than one
    pixel in 32: out is then 1 everywhere.

    Needs: steps along the leading axes not after 0 in raster order.
    """
    cdef:
        Py_ssize_t lines = a.shape[0], n = a.shape[1], leading = shape.shape[0] - 1
        Flood f
        int done = 1
    with nogil:
        if lines and n:
            f.a, f.out, f.n, f.left = &a[0, 0], &out[0, 0], n, lines * n // SHARE
            f.whole, f.short, f.todo = whole, 0, empty_stack()
            done = flooded(&f, lines, &shape[0], leading, chords)
            if not done:
                memset(f.out, 1, lines * n)
    return done
