"""Sums over boxes and other windows, by doubling. Twin and specification: pyimg/_ref/boxes.py."""
from libc.stdint cimport (
    int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
)

from .pixel cimport pixel
from .simd cimport part, row

ctypedef fused total:  # counts of few pixels; sums of few or many integers, exact; sums of floats
    uint8_t
    int32_t
    int64_t
    double


cdef inline part convert(const pixel *a, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> a[i]


cdef row load_row(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t n, total *o) noexcept nogil:
    # floats are summed as doubles only, and bytes as bytes
    if kind == 0:
        convert(<const uint8_t *> p + at, o, n)
    elif total is not uint8_t:
        if kind == 1:
            convert(<const int8_t *> p + at, o, n)
        elif kind == 2:
            convert(<const uint16_t *> p + at, o, n)
        elif kind == 3:
            convert(<const int16_t *> p + at, o, n)
        elif kind == 4:
            convert(<const uint32_t *> p + at, o, n)
        elif kind == 5:
            convert(<const int32_t *> p + at, o, n)
        elif kind == 6:
            convert(<const uint64_t *> p + at, o, n)
        elif kind == 7:
            convert(<const int64_t *> p + at, o, n)
        elif total is double:
            if kind == 8:
                convert(<const float *> p + at, o, n)
            elif kind == 9:
                convert(<const double *> p + at, o, n)


cdef row fill(total *o, total v, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v


cdef row copy(const total *a, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = a[i]


cdef row add(const total *a, const total *b, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (a[i] + b[i])


cdef row move(const total *enter, const total *leave, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (o[i] + <total> (enter[i] - leave[i]))


cdef row divide(const total *s, double c, const double *d, double *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <double> s[i] / (c * d[i])


cdef row more(const total *s, total half, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = s[i] > half


cdef struct Plan:
    const uint8_t *src
    int kind
    Py_ssize_t n
    Py_ssize_t inner
    const int64_t *source  # which row of a block each padded row is, or -1
    Py_ssize_t rows
    Py_ssize_t ny
    const int64_t *columns  # which column each padded column is, or -1
    Py_ssize_t before
    Py_ssize_t nx
    Py_ssize_t start
    Py_ssize_t stop
    Py_ssize_t left
    Py_ssize_t right
    Py_ssize_t stride


cdef void line(const Plan *p, Py_ssize_t block, Py_ssize_t i, total outside, total *o) noexcept nogil:
    """Write padded columns left to right + nx - 1 of padded row i."""
    cdef:
        Py_ssize_t m = p.source[i], x, at, end = p.right + p.nx - 1, a, b
    if m < 0:
        fill(o, outside, end - p.left)
        return
    at = (block * p.n + m) * p.inner
    a = min(max(p.left, p.before), end)
    b = max(a, min(end, p.before + p.inner))
    for x in range(p.left, a):
        if p.columns[x] < 0:
            o[x - p.left] = outside
        else:
            load_row(p.src, p.kind, at + p.columns[x], 1, o + x - p.left)
    load_row(p.src, p.kind, at + a - p.before, b - a, o + a - p.left)
    for x in range(b, end):
        if p.columns[x] < 0:
            o[x - p.left] = outside
        else:
            load_row(p.src, p.kind, at + p.columns[x], 1, o + x - p.left)


cdef void across(total *o, total *spare, Py_ssize_t stride, Py_ssize_t nx, Py_ssize_t n, total *sums) noexcept nogil:
    """Write the sums of nx pixels of a line from each on: those of 1, 2, 4 … that make up nx, one after the other."""
    cdef:
        Py_ssize_t done = 0, size = 1, length = n + nx - 1
        total *other = spare
        total *swap
    while True:
        if nx & size:
            if done:
                add(sums, o + done, sums, n)
            else:
                copy(o, sums, n)
            done += size
        if 2 * size > nx:
            return
        length -= size
        add(o, o + size, other, length)
        swap = o
        o = other
        other = swap
        size *= 2


cdef void finish(const total *answer, Py_ssize_t at, const Plan *p, total *out, double *means, const double *county,
                 const double *countx, uint8_t *mask, total half, Py_ssize_t y, Py_ssize_t w) noexcept nogil:
    if means != NULL:
        divide(answer, county[y], countx + p.left, means + at, w)
    elif mask != NULL:
        more(answer, half, mask + at, w)
    else:
        copy(answer, out + at, w)


cdef void sweep(const Plan *p, total outside, total *scratch, total *out, double *means, const double *county,
                const double *countx, uint8_t *mask, total half) noexcept nogil:
    cdef:
        Py_ssize_t w = p.right - p.left, height = p.rows - p.ny + 1, y = p.start, first, last, block, i, k, size
        Py_ssize_t off, before
        total *pad = scratch
        total *spare = scratch + p.stride
        total *sums = scratch + 2 * p.stride
        total *ring0 = scratch + 3 * p.stride
        total *ring
        total *lower
        const total *answer
    while y < p.stop:
        block = y // height
        first = y - block * height
        last = min(height, p.stop - block * height)
        # Of floats the sums of `size` rows from row k on lie in a ring of size + 1 rows, in place
        # (k - first) % (size + 1); of integers the last ny + 1 rows do.
        for i in range(first, last + p.ny - 1):
            line(p, block, i, outside, pad)
            if total is not double:  # exact: what comes in is added, what goes out is taken away
                k = i - first
                ring = ring0 + (k % (p.ny + 1)) * p.stride
                across(pad, spare, p.stride, p.nx, w, ring)
                if k == 0:
                    copy(ring, sums, w)
                elif k < p.ny:
                    add(ring, sums, sums, w)
                else:
                    move(ring, ring0 + ((k - p.ny) % (p.ny + 1)) * p.stride, sums, w)
                if k >= p.ny - 1:
                    finish(sums, y * p.inner + p.left, p, out, means, county, countx, mask, half, y, w)
                    y += 1
                continue
            # floats: without drift
            across(pad, spare, p.stride, p.nx, w, ring0 + ((i - first) % 2) * p.stride)
            lower, ring, size = ring0, ring0 + 2 * p.stride, 2
            while size <= p.ny and i - first >= size - 1:
                k, before = i - first - size + 1, size // 2
                add(lower + (k % (before + 1)) * p.stride, lower + ((k + before) % (before + 1)) * p.stride,
                    ring + (k % (size + 1)) * p.stride, w)
                lower = ring
                ring += (size + 1) * p.stride
                size *= 2
            if i - first < p.ny - 1:
                continue
            # the window, of the largest of these sums first
            k, off, size = i - first - p.ny + 1, 0, size // 2
            ring = lower
            answer = ring + (k % (size + 1)) * p.stride
            off = size
            while size > 1:
                size //= 2
                ring -= (size + 1) * p.stride
                if p.ny & size:
                    add(answer, ring + ((k + off) % (size + 1)) * p.stride, sums, w)
                    answer = sums
                    off += size
            finish(answer, y * p.inner + p.left, p, out, means, county, countx, mask, half, y, w)
            y += 1


cdef Plan planned(const uint8_t[::1] src, int kind, Py_ssize_t n, Py_ssize_t inner, const int64_t[::1] source,
                  Py_ssize_t ny, const int64_t[::1] columns, Py_ssize_t before, Py_ssize_t nx, Py_ssize_t start,
                  Py_ssize_t stop, Py_ssize_t left, Py_ssize_t right, Py_ssize_t stride) noexcept nogil:
    cdef Plan p
    p.src, p.kind, p.n, p.inner = &src[0], kind, n, inner
    p.source, p.rows, p.ny = &source[0], source.shape[0], ny
    p.columns, p.before, p.nx = &columns[0], before, nx
    p.start, p.stop, p.left, p.right, p.stride = start, stop, left, right, stride
    return p


def sums(const uint8_t[::1] src, int kind, Py_ssize_t n, Py_ssize_t inner, const int64_t[::1] source, Py_ssize_t ny,
         const int64_t[::1] columns, Py_ssize_t before, Py_ssize_t nx, double outside, Py_ssize_t start,
         Py_ssize_t stop, Py_ssize_t left, Py_ssize_t right, total[:, ::1] scratch, total[:, ::1] out):
    """Write out[y, x] = the sum of a box of ny rows and nx columns of padded blocks of n x inner pixels.

    Padded row i of a block shows row source[i], padded column c column columns[c], or `outside` where that is -1;
    column `before` is the first, and all of the image follow. Rows start to stop, columns left to right are written.

    Needs: src seen as bytes; source.size >= ny, columns.size = inner + nx - 1, out of the rows of all blocks, each
    source.size + 1 - ny, and inner columns; sums that fit; scratch of
    right - left + nx - 1, of ny + 4 rows, for floats of 3 + (2 + 3 + 5 + 9 … to ny).
    """
    cdef Plan p
    with nogil:
        if start < stop and left < right:
            p = planned(src, kind, n, inner, source, ny, columns, before, nx, start, stop, left, right,
                        scratch.shape[1])
            sweep(&p, <total> outside, &scratch[0, 0], &out[0, 0], NULL, NULL, NULL, NULL, <total> 0)


def means(const uint8_t[::1] src, int kind, Py_ssize_t n, Py_ssize_t inner, const int64_t[::1] source, Py_ssize_t ny,
          const int64_t[::1] columns, Py_ssize_t before, Py_ssize_t nx, double outside, const double[::1] county,
          const double[::1] countx, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t left, Py_ssize_t right,
          total[:, ::1] scratch, double[:, ::1] out):
    """Write out[y, x] = the sum as of `sums` over county[y] * countx[x].

    Needs: what `sums` needs; a count for each row and column of out.
    """
    cdef Plan p
    with nogil:
        if start < stop and left < right:
            p = planned(src, kind, n, inner, source, ny, columns, before, nx, start, stop, left, right,
                        scratch.shape[1])
            sweep(&p, <total> outside, &scratch[0, 0], <total *> NULL, &out[0, 0], &county[0], &countx[0], NULL,
                  <total> 0)


def majority(const uint8_t[::1] src, int kind, Py_ssize_t n, Py_ssize_t inner, const int64_t[::1] source,
             Py_ssize_t ny, const int64_t[::1] columns, Py_ssize_t before, Py_ssize_t nx, double outside, double half,
             Py_ssize_t start, Py_ssize_t stop, Py_ssize_t left, Py_ssize_t right, total[:, ::1] scratch,
             uint8_t[:, ::1] out):
    """Mark where the sum as of `sums` is more than half.

    Needs: what `sums` needs.
    """
    cdef Plan p
    with nogil:
        if start < stop and left < right:
            p = planned(src, kind, n, inner, source, ny, columns, before, nx, start, stop, left, right,
                        scratch.shape[1])
            sweep(&p, <total> outside, &scratch[0, 0], <total *> NULL, NULL, NULL, NULL, &out[0, 0], <total> half)


cdef row add8(const total *a, const total *b, const total *c, const total *d, const total *e, const total *f,
              const total *g, const total *h, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (o[i] + (((a[i] + b[i]) + (c[i] + d[i])) + ((e[i] + f[i]) + (g[i] + h[i]))))


def window_means(const total[::1] wide, const Py_ssize_t[::1] rows, const Py_ssize_t[::1] members,
                 const double[:, ::1] counts, const Py_ssize_t[::1] count_of, Py_ssize_t start, Py_ssize_t stop,
                 total[::1] scratch, double[:, ::1] out):
    """Write out[j, x] = the sum of wide[rows[j] + x + members] over counts[count_of[j], x], j from start to stop.

    The sum is taken in eights, each in pairs of pairs, and then one by one.

    Needs: all within wide; sums that fit.
    """
    cdef:
        Py_ssize_t j, x, k, n, block = scratch.shape[0], width = out.shape[1], count = members.shape[0]
        const total *p
        const Py_ssize_t *m
        total *s
    with nogil:
        if start < stop and width and count:
            s = &scratch[0]
            m = &members[0]
            for j in range(start, stop):
                x = 0
                while x < width:
                    n = min(block, width - x)
                    p = &wide[rows[j] + x]
                    fill(s, <total> 0, n)
                    k = 0
                    while k + 8 <= count:
                        add8(p + m[k], p + m[k + 1], p + m[k + 2], p + m[k + 3], p + m[k + 4], p + m[k + 5],
                             p + m[k + 6], p + m[k + 7], s, n)
                        k += 8
                    while k < count:
                        add(s, p + m[k], s, n)
                        k += 1
                    divide(s, 1.0, &counts[count_of[j], x], &out[j, x], n)
                    x += n
