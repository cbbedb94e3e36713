"""Means over any window, by its chords. Twin and specification: pyimg/_ref/windows.py."""
from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport free, malloc

from .simd cimport row
from .sumlines cimport Plan, line

ctypedef fused total:  # sums of few or many integers, exact; sums of floats
    int32_t
    int64_t
    double


cdef row add(const total *a, const total *b, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (a[i] + b[i])


cdef row add8(const total *a, const total *b, const total *c, const total *d, const total *e, const total *f,
              const total *g, const total *h, const total *s, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (s[i] + (((a[i] + b[i]) + (c[i] + d[i])) + ((e[i] + f[i]) + (g[i] + h[i]))))


cdef row divide(const total *s, const double *d, double *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <double> s[i] / d[i]


cdef void sum_of(const total **p, Py_ssize_t count, const total **goal, total *s, Py_ssize_t n) noexcept nogil:
    # The first row, plus eights in pairs of pairs, plus what is left one by one; to s, unless it is the first alone.
    cdef Py_ssize_t k = 1
    goal[0] = p[0]
    while k + 8 <= count:
        add8(p[k], p[k + 1], p[k + 2], p[k + 3], p[k + 4], p[k + 5], p[k + 6], p[k + 7], goal[0], s, n)
        goal[0] = s
        k += 8
    while k < count:
        add(goal[0], p[k], s, n)
        goal[0] = s
        k += 1


def window_means(const uint8_t[::1] src, int kind, Py_ssize_t width, const int64_t[::1] source,
                 const int64_t[::1] columns, Py_ssize_t before, double outside, const int64_t[:, ::1] tables,
                 const int64_t[::1] rows, const int64_t[:, ::1] chords, const double[:, ::1] counts,
                 const Py_ssize_t[::1] count_of, Py_ssize_t start, Py_ssize_t stop, total[:, ::1] scratch,
                 double[:, ::1] out):
    """Write out[j, x] = the sum of chords (line, column, table) around (rows[j], x) over counts[count_of[j], x].

    Padded line i shows line source[i] of the image, padded column c column columns[c], or `outside` where that is -1;
    column `before` is the first, and all of the image follow. Table 0 is the padded image, table t at x the sum of
    table tables[t - 1, 0] at x and table tables[t - 1, 1] at x + tables[t - 1, 2], of tables[t - 1, 3] + 1 pixels.
    Rows start to stop are written; returns -1 if memory was short, else 0.

    Needs: src seen as bytes; rows increasing; tables of earlier ones; all within the padding; sums that fit; scratch of
    more than columns.size - width columns, and a row more than tables times lines from the first chord's to the last's.
    """
    cdef:
        Plan p
        Py_ssize_t count = chords.shape[0], kept = tables.shape[0] + 1, reach = columns.shape[0] - width, depth = 1
        Py_ssize_t stride = scratch.shape[1], tile = stride - reach, left = 0, w, n, j, k, t, at, filled
        const total **q
        const total *answer
        total *ring
        total *s
        int done = 0
    with nogil:
        if start < stop and width and count:
            for k in range(count):
                depth = max(depth, chords[k, 0] + 1)
            ring = &scratch[0, 0]
            s = &scratch[depth * kept, 0]
            p.src, p.kind, p.n, p.inner = &src[0], kind, 0, width
            p.source, p.columns, p.before, p.nx = &source[0], &columns[0], before, reach + 1
            q = <const total **> malloc(count * sizeof(total *))
            done = -1 if q is NULL else 0
            while left < width and done == 0:
                w = min(tile, width - left)
                p.left, p.right = left, left + w
                filled = -1
                for j in range(start, stop):
                    filled = max(filled, rows[j])
                    while filled < rows[j] + depth:
                        at = filled % depth * kept
                        n = w + reach
                        line(&p, 0, filled, <total> outside, ring + at * stride)
                        for t in range(kept - 1):
                            add(ring + (at + tables[t, 0]) * stride, ring + (at + tables[t, 1]) * stride + tables[t, 2],
                                ring + (at + t + 1) * stride, n - tables[t, 3])
                        filled += 1
                    at = rows[j] % depth
                    for k in range(count):
                        t = at + chords[k, 0]
                        t = t - depth if t >= depth else t
                        q[k] = ring + (t * kept + chords[k, 2]) * stride + chords[k, 1]
                    sum_of(q, count, &answer, s, w)
                    divide(answer, &counts[count_of[j], left], &out[j, left], w)
                left += w
            free(q)
    return done
