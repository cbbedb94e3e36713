"""Filling of holes by runs of background. Twin and specification: pyimg/_ref/holes.py."""
from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from .stack cimport Stack, drop_stack, empty_stack, push


cdef inline int64_t root(int64_t *up, int64_t i) noexcept nogil:
    while up[i] != i:
        up[i] = up[up[i]]
        i = up[i]
    return i


cdef inline void join(int64_t *up, int64_t i, int64_t j) noexcept nogil:
    i = root(up, i)
    j = root(up, j)
    if i < j:
        up[j] = i
    else:
        up[i] = j


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


cdef bint runs_of(const uint8_t *a, Py_ssize_t n, bint whole, bint frame, Stack *begin, Stack *end,
                  Stack *up) noexcept nogil:
    """Add the runs of zeros of a line, pixel by pixel unless `whole`; those at the frame belong to run 0."""
    cdef Py_ssize_t x = 0, e
    while 1:
        x = onward(a, x, n, 1)
        if x == n:
            return 1
        e = onward(a, x, n, 0) if whole else x + 1
        if not push(begin, x) or not push(end, e):
            return 0
        if not push(up, 0 if frame or x == 0 or e == n else begin.size - 1):
            return 0
        x = e


cdef void meet(Py_ssize_t i, Py_ssize_t i_end, Py_ssize_t j, Py_ssize_t j_end, int64_t low, int64_t high,
               const int64_t *begin, const int64_t *end, int64_t *up) noexcept nogil:
    """Join runs of two lines that are within steps low to high of each other."""
    cdef Py_ssize_t k
    while i < i_end:
        while j < j_end and end[j] <= begin[i] + low:
            j += 1
        k = j
        while k < j_end and begin[k] < end[i] + high:
            join(up, i, k)
            k += 1
        i += 1


def close_holes(const uint8_t[:, ::1] a, const int64_t[::1] shape, bint whole, const int64_t[:, ::1] chords,
                uint8_t[:, ::1] out):
    """Write 1 but for the zeros of a that are connected to the frame.

    a holds the lines (along the last axis) of an image of that shape, of zeros and ones. A row of `chords` is a step
    along each leading axis and the first and last step along the line: a zero is connected to those there, and they
    to it; `whole` says that zeros next to each other in a line are connected. Returns 0, or -1 if memory was short.

    Needs: steps along the leading axes not after 0 in raster order.
    """
    cdef:
        Py_ssize_t lines = a.shape[0], n = a.shape[1], leading = shape.shape[0] - 1, r, d, k, i, other
        int64_t at[32]
        int64_t x, rest
        int64_t *first
        bint frame
        int short = 0
        Stack begin = empty_stack(), end = empty_stack(), up = empty_stack()
    with nogil:
        first = <int64_t *> malloc((lines + 1) * sizeof(int64_t))
        if first is NULL or not push(&begin, 0) or not push(&end, 0) or not push(&up, 0):
            short = -1
            lines = 0
        for r in range(lines if n else 0):
            frame = 0
            rest = r
            for d in range(leading - 1, -1, -1):
                at[d] = rest % shape[d]
                rest = rest // shape[d]
                frame = frame or at[d] == 0 or at[d] == shape[d] - 1
            first[r] = begin.size
            if not runs_of(&a[r, 0], n, whole, frame, &begin, &end, &up):
                short = -1
                break
            first[r + 1] = begin.size
            for k in range(chords.shape[0]):
                other = 0
                for d in range(leading):
                    x = at[d] + chords[k, d]
                    if x < 0 or x >= shape[d]:
                        other = -1
                        break
                    other = other * shape[d] + x
                if other >= 0:
                    meet(first[r], first[r + 1], first[other], first[other + 1], chords[k, leading],
                         chords[k, leading + 1], begin.data, end.data, up.data)
        if not short and n:
            for r in range(lines):
                memset(&out[r, 0], 1, n)
                for i in range(first[r], first[r + 1]):
                    if root(up.data, i) == 0:
                        memset(&out[r, begin.data[i]], 0, end.data[i] - begin.data[i])
        free(first)
        drop_stack(&begin)
        drop_stack(&end)
        drop_stack(&up)
    return short
