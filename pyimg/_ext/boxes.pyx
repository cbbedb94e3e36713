"""Sums over boxes. Twin and specification: pyimg/_ref/boxes.py."""
from libc.stdint cimport (
    int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
)

from .means cimport Share, shared, shares, total
from .pixel cimport pixel
from .simd cimport part, row
from .sumlines cimport Plan, gain_row, line


cdef inline part slide(const pixel *enter, const pixel *leave, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (o[i] + <total> (<total> enter[i] - <total> leave[i]))


cdef row slide_row(const uint8_t *p, int kind, Py_ssize_t enter, Py_ssize_t leave, Py_ssize_t n,
                   total *o) noexcept nogil:
    if kind == 0:
        slide(<const uint8_t *> p + enter, <const uint8_t *> p + leave, o, n)
    elif total is int32_t or total is int64_t:
        if kind == 1:
            slide(<const int8_t *> p + enter, <const int8_t *> p + leave, o, n)
        elif kind == 2:
            slide(<const uint16_t *> p + enter, <const uint16_t *> p + leave, o, n)
        elif kind == 3:
            slide(<const int16_t *> p + enter, <const int16_t *> p + leave, o, n)
        elif kind == 4:
            slide(<const uint32_t *> p + enter, <const uint32_t *> p + leave, o, n)
        elif kind == 5:
            slide(<const int32_t *> p + enter, <const int32_t *> p + leave, o, n)
        elif kind == 6:
            slide(<const uint64_t *> p + enter, <const uint64_t *> p + leave, o, n)
        elif kind == 7:
            slide(<const int64_t *> p + enter, <const int64_t *> p + leave, o, n)


cdef row copy(const total *a, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = a[i]


cdef row add(const total *a, const total *b, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (a[i] + b[i])


cdef row more_in(const total *a, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (o[i] + a[i])


cdef row less_in(const total *a, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (o[i] - a[i])


cdef row four(const total *a, Py_ssize_t step, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef const total *b = a + step
    cdef const total *c = b + step
    cdef const total *d = c + step
    for i in range(n):
        o[i] = <total> (<total> (a[i] + b[i]) + <total> (c[i] + d[i]))


cdef row add3(const total *a, const total *b, const total *c, total *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (<total> (a[i] + b[i]) + c[i])


cdef row add4(const total *a, const total *b, const total *c, const total *d, total *o,
              Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <total> (<total> (<total> (a[i] + b[i]) + c[i]) + d[i])


cdef row more(const total *s, total half, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = s[i] > half


cdef void across(const total *a, const Plan *p, Share *share, total *room, total *out, double *means,
                 uint8_t *mask, total half, Py_ssize_t y) noexcept nogil:
    """Finish the sums of nx columns: of those of 1, 4, 16 … that make up nx, one after the other."""
    cdef:
        Py_ssize_t w = p.right - p.left, at = y * p.inner + p.left, done = 0, size = 1, _i, k, count = 0
        Py_ssize_t length = w + p.nx - 1
        total *sums = room
        total *spare = room + p.stride
        total *level = spare
        const total *q[96]
        const total *last = NULL
    if means != NULL and 4 <= p.nx < 8:
        while done < p.nx - 4:
            q[count] = a + done
            count += 1
            done += 1
        last = a + done
        size = p.nx + 1
    while size <= p.nx:
        for _i in range(p.nx // size % 4):
            q[count] = a + done
            count += 1
            done += size
        if 4 * size <= p.nx:
            level += p.stride
            length -= 3 * size
            four(a, size, level, length)
            a = level
        size *= 4
    k = 0
    while count - k > 4:
        if count - k == 5:
            add(q[k], q[k + 1], sums, w)
            k += 1
        elif count - k == 6:
            add3(q[k], q[k + 1], q[k + 2], sums, w)
            k += 2
        else:
            add4(q[k], q[k + 1], q[k + 2], q[k + 3], sums, w)
            k += 3
        q[k] = sums
        sums, spare = spare, sums
    if means != NULL:
        shares(&q[k], count - k, last, share, y, p.left, p.right, means + at)
        return
    if count - k == 1:
        a = q[k]
    else:
        a = sums
        if count - k == 2:
            add(q[k], q[k + 1], sums, w)
        elif count - k == 3:
            add3(q[k], q[k + 1], q[k + 2], sums, w)
        else:
            add4(q[k], q[k + 1], q[k + 2], q[k + 3], sums, w)
    if mask != NULL:
        more(a, half, mask + at, w)
    else:
        copy(a, out + at, w)


cdef void bring(const Plan *p, Py_ssize_t block, Py_ssize_t i, total outside, total *pad, const total *b,
                total *o) noexcept nogil:
    """Write the sums of b and padded row i."""
    cdef:
        Py_ssize_t m = p.source[i], x, c, end = p.right + p.nx - 1
        Py_ssize_t a0 = min(max(p.left, p.before), end), a1 = max(a0, min(end, p.before + p.inner))
    if m < 0 or p.kind < 8:
        line(p, block, i, outside, pad)
        add(b, pad, o, end - p.left)
        return
    m = (block * p.n + m) * p.inner
    gain_row(p.src, p.kind, m + a0 - p.before, a1 - a0, b + a0 - p.left, o + a0 - p.left)
    x = p.left
    while x < end:
        if x == a0 and a0 < a1:
            x = a1
            continue
        c = p.columns[x]
        if c < 0:
            o[x - p.left] = <total> (b[x - p.left] + outside)
        elif a0 <= c + p.before < a1:
            o[x - p.left] = o[c + p.before - p.left]
        else:
            gain_row(p.src, p.kind, m + c, 1, b + x - p.left, o + x - p.left)
        x += 1


cdef void move(const Plan *p, Py_ssize_t block, Py_ssize_t i, total outside, total *pad, total *o) noexcept nogil:
    """Bring padded row i into the sums of columns, and padded row i - ny out of them."""
    cdef:
        Py_ssize_t enter = p.source[i], leave = p.source[i - p.ny], x, c, end = p.right + p.nx - 1
        Py_ssize_t a = min(max(p.left, p.before), end), b = max(a, min(end, p.before + p.inner))
    if enter < 0 or leave < 0:
        line(p, block, i, outside, pad)
        more_in(pad, o, end - p.left)
        line(p, block, i - p.ny, outside, pad)
        less_in(pad, o, end - p.left)
        return
    enter = (block * p.n + enter) * p.inner
    leave = (block * p.n + leave) * p.inner
    slide_row(p.src, p.kind, enter + a - p.before, leave + a - p.before, b - a, o + a - p.left)
    x = p.left
    while x < end:
        if x == a and a < b:
            x = b
            continue
        c = p.columns[x]
        if a <= c + p.before < b:
            o[x - p.left] = o[c + p.before - p.left]
        elif c >= 0:
            slide_row(p.src, p.kind, enter + c, leave + c, 1, o + x - p.left)
        x += 1


cdef void sweep(const Plan *p, Share *share, total outside, total *scratch, total *out, double *means,
                uint8_t *mask, total half) noexcept nogil:
    cdef:
        Py_ssize_t height = p.rows - p.ny + 1, y = p.start, first, last, block, i, k, end
        Py_ssize_t n = p.right - p.left + p.nx - 1
        total *pad = scratch
        total *columns = scratch + p.stride
        total *before = scratch + 2 * p.stride
        total *room = scratch + 3 * p.stride
        total *after = scratch + p.levels * p.stride
        const total *answer
    while y < p.stop:
        block = y // height
        first = y - block * height
        last = min(height, p.stop - block * height)
        for k in range(first, last):
            answer = columns
            if total is not double:  # exact: what comes in is added, what goes out is taken away
                if k == first:
                    line(p, block, k, outside, columns)
                    for i in range(k + 1, k + p.ny):
                        line(p, block, i, outside, pad)
                        more_in(pad, columns, n)
                else:
                    move(p, block, k + p.ny - 1, outside, pad, columns)
            else:  # without drift: what a window has of two blocks of ny rows, the end of one and the start of the next
                end = (k // p.ny + 1) * p.ny
                if k == first or k % p.ny == 0:
                    line(p, block, end - 1, outside, after + (p.ny - 1) * p.stride)
                    for i in range(end - 2, k - 1, -1):
                        bring(p, block, i, outside, pad, after + (i % p.ny + 1) * p.stride,
                              after + (i % p.ny) * p.stride)
                    if k % p.ny:
                        line(p, block, end, outside, before)
                        for i in range(end + 1, k + p.ny):
                            bring(p, block, i, outside, pad, before, before)
                elif k % p.ny == 1:
                    line(p, block, end, outside, before)
                else:
                    bring(p, block, k + p.ny - 1, outside, pad, before, before)
                if k % p.ny:
                    add(after + (k % p.ny) * p.stride, before, columns, n)
                else:
                    answer = after
            across(answer, p, share, room, out, means, mask, half, y)
            y += 1


cdef Plan planned(const uint8_t[::1] src, int kind, Py_ssize_t n, Py_ssize_t inner, const int64_t[::1] source,
                  Py_ssize_t ny, const int64_t[::1] columns, Py_ssize_t before, Py_ssize_t nx, Py_ssize_t start,
                  Py_ssize_t stop, Py_ssize_t left, Py_ssize_t right, Py_ssize_t stride) noexcept nogil:
    cdef Plan p
    cdef Py_ssize_t size = 4
    p.levels = 5
    while size <= nx:
        p.levels += 1
        size *= 4
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
    right - left + nx - 1, of 5 rows, one more for each power of 4 from 4 to nx, for floats ny more.
    """
    cdef Plan p
    with nogil:
        if start < stop and left < right:
            p = planned(src, kind, n, inner, source, ny, columns, before, nx, start, stop, left, right,
                        scratch.shape[1])
            sweep(&p, NULL, <total> outside, &scratch[0, 0], &out[0, 0], NULL, NULL, <total> 0)


def means(const uint8_t[::1] src, int kind, Py_ssize_t n, Py_ssize_t inner, const int64_t[::1] source, Py_ssize_t ny,
          const int64_t[::1] columns, Py_ssize_t before, Py_ssize_t nx, double outside, const double[::1] county,
          const double[::1] countx, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t left, Py_ssize_t right,
          total[:, ::1] scratch, double[:, ::1] out):
    """Write out[y, x] = the sum as of `sums` over county[y] * countx[x].

    Needs: what `sums` needs; a count for each row and column of out.
    """
    cdef Plan p
    cdef Share share
    with nogil:
        if start < stop and left < right:
            p = planned(src, kind, n, inner, source, ny, columns, before, nx, start, stop, left, right,
                        scratch.shape[1])
            share = shared(county, countx, total is int32_t)
            sweep(&p, &share, <total> outside, &scratch[0, 0], <total *> NULL, &out[0, 0], NULL, <total> 0)


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
            sweep(&p, NULL, <total> outside, &scratch[0, 0], <total *> NULL, NULL, &out[0, 0], <total> half)
