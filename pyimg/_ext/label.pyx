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
    # Most are a root or its child: one question for both is easy to foretell.
    cdef index up = parent[i], above = parent[up]
    while above != up:
        parent[i] = above
        i, up = up, above
        above = parent[up]
    return up


cdef inline void link_narrow(const index *r, index *p, Py_ssize_t i, Py_ssize_t stop_i, Py_ssize_t j,
                             Py_ssize_t stop_j, int64_t least, int64_t most) noexcept nogil:
    # Runs that never touch, and most - least <= 2: of each pair one can be left for good. No branch
    # depends on the image: a pair that does not meet is linked to itself.
    cdef:
        index mine, other, low
        bint meet, done
        int64_t begin, end
    while i < stop_i and j < stop_j:
        begin, end = r[2 * i] + least, r[2 * i + 1] + most
        meet = (r[2 * j] < end) & (begin < r[2 * j + 1])
        mine, other = root_of(p, <index> i), root_of(p, <index> j)
        other = mine ^ ((mine ^ other) & -(<index> meet))
        low = mine if mine < other else other
        if (other > mine) | ((mine > other) & (mine != i)):  # seldom: else run i is all there is to link
            p[mine if mine > other else other] = low
        p[i] = low
        done = end <= r[2 * j + 1] + 1
        i += done
        j += not done


cdef inline void link_wide(const index *r, index *p, Py_ssize_t i, Py_ssize_t stop_i, Py_ssize_t j,
                           Py_ssize_t stop_j, int64_t least, int64_t most) noexcept nogil:
    cdef:
        Py_ssize_t k
        int64_t begin, end
        index mine, other
    while i < stop_i:
        begin, end = r[2 * i] + least, r[2 * i + 1] + most
        while j < stop_j and r[2 * j + 1] <= begin:
            j += 1
        if j == stop_j:
            return
        mine = root_of(p, <index> i)
        k = j
        while k < stop_j and r[2 * k] < end:
            other = root_of(p, <index> k)
            if other < mine:
                p[mine] = other
                mine = other
            else:
                p[other] = mine
            k += 1
        p[i] = mine
        i += 1


def link_runs(const index[::1] runs, const int64_t[::1] first, const int64_t[::1] place,
              const int64_t[::1] line_at, const int64_t[:, ::1] steps, bint apart, index[::1] labels):
    """Number the runs 1 … by component, in the order of their first runs; return the largest.

    Line y is at place[y] of a padded grid, which has line line_at[p] (-1: none) at p. Each step
    (to, least, most) joins pixel x of the line at p to pixels x + least … x + most of that at p + to.
    With apart, a pixel lies between any two runs of a line, which is faster.

    Needs: place[y] + to within the grid; to <= 0, and most < 0 where to is 0; runs as of find_runs.
    """
    cdef:
        Py_ssize_t lines = place.shape[0], count = labels.shape[0], y, z, s, i
        index n = 0
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
                    if apart and steps[s, 2] - steps[s, 1] <= 2 and z != y:
                        link_narrow(r, p, first[y], first[y + 1], first[z], first[z + 1],
                                    steps[s, 1], steps[s, 2])
                    else:
                        link_wide(r, p, first[y], first[y + 1], first[z], first[z + 1],
                                  steps[s, 1], steps[s, 2])
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
