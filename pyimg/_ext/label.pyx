"""Connected components by runs of pixels and union-find. Twin and specification: pyimg/_ref/label.py."""
from libc.stdint cimport int64_t, uint8_t, uint64_t

from .pixel cimport index
from .simd cimport row


cdef row edges_of(const uint8_t *m, uint8_t *e, Py_ssize_t n) noexcept nogil:
    # e[x] = 1 where a run begins or has just ended; n >= 1, e has n + 1 entries.
    cdef Py_ssize_t x
    e[0] = m[0] != 0
    for x in range(1, n):
        e[x] = (m[x] != 0) ^ (m[x - 1] != 0)
    e[n] = m[n - 1] != 0


cdef row starts_of(const uint8_t *m, int64_t *total, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    cdef int count = m[0] != 0
    for x in range(1, n):
        count += (m[x] != 0) & (m[x - 1] == 0)
    total[0] += count


cdef row members_of(const uint8_t *m, int64_t *total, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    cdef int count = 0
    for x in range(n):
        count += m[x] != 0
    total[0] += count


def count_runs(const uint8_t[:, ::1] mask, bint joined):
    """Return how many runs of nonzero pixels the lines have; every pixel is one unless joined."""
    cdef:
        Py_ssize_t lines = mask.shape[0], n = mask.shape[1], y
        int64_t total = 0
    with nogil:
        if n:
            for y in range(lines):
                if joined:
                    starts_of(&mask[y, 0], &total, n)
                else:
                    members_of(&mask[y, 0], &total, n)
    return total


def find_runs(const uint8_t[:, ::1] mask, bint joined, uint64_t[::1] scratch, index[::1] runs,
              int64_t[::1] first):
    """Write the runs of each line as begin, end, begin, end, …; first[y] is the number of runs before line y.

    Two zeros follow the last.
    Needs: scratch of zeros, (n + 8) // 8 words; runs of 2 * count + 2; first of lines + 1.
    """
    cdef:
        Py_ssize_t lines = mask.shape[0], n = mask.shape[1], y, x, k = 0, j
        uint8_t *e
        index *r
    with nogil:
        first[0] = 0
        if n:
            e = <uint8_t *> &scratch[0]
            r = &runs[0]
            for y in range(lines):
                if joined:
                    edges_of(&mask[y, 0], e, n)
                    # Eight edges at a time: none, or appended without a branch.
                    for j in range((n + 8) // 8):
                        if scratch[j]:
                            for x in range(8 * j, 8 * j + 8):
                                r[k] = <index> x
                                k += e[x]
                else:
                    for x in range(n):
                        r[k] = <index> x
                        r[k + 1] = <index> (x + 1)
                        k += 2 * (mask[y, x] != 0)
                first[y + 1] = k // 2
            r[k] = r[k + 1] = 0
            for j in range((n + 8) // 8):
                scratch[j] = 0
        else:
            runs[0] = runs[1] = 0
            for y in range(lines):
                first[y + 1] = 0


cdef inline index root_of(index *parent, index i) noexcept nogil:
    cdef index up = parent[i], above
    while up != i:
        above = parent[up]
        parent[i] = above
        i, up = above, parent[above]
    return i


def link_runs(const index[::1] runs, const int64_t[::1] first, const int64_t[::1] place,
              const int64_t[::1] line_at, const int64_t[:, ::1] steps, index[::1] labels):
    """Number the runs 1 … by component, in the order of their first runs; return the largest.

    Line y is at place[y] of a padded grid, which has line line_at[p] (-1: none) at p. Each step
    (to, least, most) joins pixel x of the line at p to pixels x + least … x + most of that at p + to.

    Needs: place[y] + to within the grid; to <= 0, and most < 0 where to is 0; runs as of find_runs.
    """
    cdef:
        Py_ssize_t lines = place.shape[0], count = labels.shape[0], y, z, s, i, j, k, stop
        int64_t begin, end
        index mine, other, n = 0
        const index *r
        index *p
    with nogil:
        if count:
            r = &runs[0]
            p = &labels[0]
            for y in range(lines):
                if first[y] == first[y + 1]:
                    continue
                for i in range(first[y], first[y + 1]):
                    p[i] = <index> i
                for s in range(steps.shape[0]):
                    z = line_at[place[y] + steps[s, 0]]
                    if z < 0:
                        continue
                    j, stop = first[z], first[z + 1]
                    for i in range(first[y], first[y + 1]):
                        begin, end = r[2 * i] + steps[s, 1], r[2 * i + 1] + steps[s, 2]
                        while j < stop and r[2 * j + 1] <= begin:
                            j += 1
                        if j == stop:
                            break
                        k = j
                        if r[2 * k] >= end:
                            continue
                        mine = root_of(p, <index> i)
                        while k < stop and r[2 * k] < end:
                            other = root_of(p, <index> k)
                            if other < mine:
                                p[mine] = other
                                mine = other
                            else:
                                p[other] = mine
                            k += 1
                        p[i] = mine
            # Parents come first, so each is a label already when its children are reached.
            for i in range(count):
                if p[i] == i:
                    n += 1
                    p[i] = n
                else:
                    p[i] = p[p[i]]
    return n


def paint_runs(const index[::1] runs, const int64_t[::1] first, const index[::1] labels, index[:, ::1] out):
    """Give each pixel of a run the run's label. Needs: out is zero elsewhere."""
    cdef:
        Py_ssize_t y, i, x
        index *o
        index label
    with nogil:
        if labels.shape[0]:
            for y in range(out.shape[0]):
                o = &out[y, 0]
                for i in range(first[y], first[y + 1]):
                    label = labels[i]
                    for x in range(runs[2 * i], runs[2 * i + 1]):
                        o[x] = label
