"""Ranks in large boxes of bytes, level by level. Twin and specification: pyimg/_ref/rank_levels.py.

The answer is the number of levels t = 1 … 255 below which lie no more than `rank` pixels of the box. Pixels below a
level are counted for a whole tile at once: down the columns by running sums, along the rows by sums of 1, 2, 4 …
columns. Neighbours have similar answers, so that few levels of a tile are to be looked at.
"""
from libc.stdint cimport uint8_t, uint16_t

from .simd cimport row


cdef row add_below(const uint8_t *v, uint8_t t, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <uint8_t> (o[i] + (v[i] < t))


cdef row move_below(const uint8_t *enter, const uint8_t *leave, uint8_t t, const uint8_t *c, uint8_t *o,
                    Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <uint8_t> (c[i] + (enter[i] < t) - (leave[i] < t))


cdef row clear(uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = 0


cdef row twice(const uint8_t *a, Py_ssize_t step, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <uint8_t> (a[i] + a[i + step])


cdef row total(const uint8_t *a, const uint8_t *b, const uint8_t *c, const uint8_t *d, const uint8_t *e,
               const uint8_t *f, const uint8_t *g, const uint8_t *h, bint first, uint16_t *o,
               Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef uint16_t v
    for i in range(n):
        v = <uint16_t> (<uint16_t> (a[i] + b[i]) + <uint16_t> (c[i] + d[i])
                        + <uint16_t> (e[i] + f[i]) + <uint16_t> (g[i] + h[i]))
        o[i] = v if first else <uint16_t> (o[i] + v)


cdef row compare(const uint16_t *a, uint16_t rank, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = a[i] <= rank


cdef row total_compare(const uint8_t *a, const uint8_t *b, const uint8_t *c, const uint8_t *d, const uint8_t *e,
                       const uint8_t *f, const uint8_t *g, const uint8_t *h, uint16_t rank, uint8_t *o,
                       Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef uint16_t v
    for i in range(n):
        v = <uint16_t> (<uint16_t> (a[i] + b[i]) + <uint16_t> (c[i] + d[i])
                        + <uint16_t> (e[i] + f[i]) + <uint16_t> (g[i] + h[i]))
        o[i] = v <= rank


cdef row gather(const uint8_t *f, const uint8_t *mask, uint8_t *sums, uint8_t *some, uint8_t *none,
                Py_ssize_t n) noexcept nogil:
    # sums += f; is f set somewhere, and is it not set somewhere, under the mask?
    cdef Py_ssize_t i
    cdef uint8_t yes = 0, no = 0
    for i in range(n):
        sums[i] = <uint8_t> (sums[i] + f[i])
        yes |= f[i] & mask[i]
        no |= (f[i] ^ 1) & mask[i]
    some[0], none[0] = yes, no


cdef row offset(const uint8_t *a, uint8_t v, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <uint8_t> (a[i] + v)


cdef struct Tile:
    const uint8_t *first  # the padded image from the tile's first pixel on
    Py_ssize_t stride
    Py_ssize_t ny
    Py_ssize_t nx
    Py_ssize_t height
    Py_ssize_t step  # from row to row of what follows
    Py_ssize_t size
    uint8_t *column
    uint8_t *tables  # column counts, sums of 2, of 4 …
    Py_ssize_t table
    Py_ssize_t top  # the largest of these
    const uint8_t **terms
    Py_ssize_t count
    uint16_t *wide
    uint8_t *flags
    uint8_t *mask
    uint8_t *sums
    uint16_t rank


cdef void look(Tile *p, uint8_t t, uint8_t *some, uint8_t *none) noexcept nogil:
    """Add to sums where no more than `rank` pixels are below t; say whether that is so somewhere, and not somewhere."""
    cdef:
        Py_ssize_t y, k, size
        uint8_t *a = p.tables
        const uint8_t **q = p.terms
    clear(p.column, p.step)
    for y in range(p.ny):
        add_below(p.first + y * p.stride, t, p.column, p.step)
    move_below(p.first, p.first, t, p.column, a, p.step)
    for y in range(1, p.height):
        move_below(p.first + (y + p.ny - 1) * p.stride, p.first + (y - 1) * p.stride, t, a + (y - 1) * p.step,
                   a + y * p.step, p.step)
    size = 1
    while size < p.top:
        twice(a, size, a + p.table, p.size)
        a += p.table
        size *= 2
    if p.count <= 8:
        total_compare(q[0], q[1], q[2], q[3], q[4], q[5], q[6], q[7], p.rank, p.flags, p.size)
    else:
        k = 0
        while k < p.count:
            total(q[k], q[k + 1], q[k + 2], q[k + 3], q[k + 4], q[k + 5], q[k + 6], q[k + 7], k == 0, p.wide, p.size)
            k += 8
        compare(p.wide, p.rank, p.flags, p.size)
    gather(p.flags, p.mask, p.sums, some, none, p.size)


def box_levels(const uint8_t[:, ::1] wide, Py_ssize_t ny, Py_ssize_t nx, Py_ssize_t rank, Py_ssize_t top,
               Py_ssize_t height, Py_ssize_t width, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t[::1] pointers,
               uint16_t[::1] totals, uint8_t[:, ::1] scratch, uint8_t[:, ::1] out):
    """Write out[y, x] = the value of that rank in wide[y : y + ny, x : x + nx], for rows y from start to stop.

    Tiles are of height x width pixels, best such that width + nx - 1 is a multiple of 64. `top` is
    a power of 2, of which box sums are made.

    Needs: wide of ny - 1 and nx - 1 more than out; rank below ny * nx < 65536; top * ny < 256; scratch of 6 rows, and
    one more for each doubling to top, and totals, of (height + 1) * (width + nx - 1); pointers of nx + 16.
    """
    cdef:
        Tile p
        Py_ssize_t y, x, w, k, i, size, done, step, columns = out.shape[1]
        int low, high, middle, guess = 127
        uint8_t some = 0, none = 0
        uint8_t *zeros
    with nogil:
        if start < stop and columns:
            p.stride, p.ny, p.nx, p.rank, p.top = wide.shape[1], ny, nx, <uint16_t> rank, top
            zeros, p.column, p.flags, p.mask = &scratch[0, 0], &scratch[1, 0], &scratch[2, 0], &scratch[3, 0]
            p.sums, p.tables, p.table = &scratch[4, 0], &scratch[5, 0], scratch.shape[1]
            p.wide, p.terms = &totals[0], <const uint8_t **> &pointers[0]
            for k in range(scratch.shape[0]):
                clear(&scratch[k, 0], scratch.shape[1])
            y = start
            while y < stop:
                p.height = min(height, stop - y)
                x = -width
                while x + width < columns:
                    w = min(width, columns)
                    x = min(x + width, columns - w)  # the last tile is as wide as all
                    p.first = &wide[y, x]
                    p.step = w + nx - 1
                    p.size = p.height * p.step
                    clear(p.mask, p.size)
                    for i in range(p.height):
                        offset(zeros, 1, p.mask + i * p.step, w)
                    # the box is made of sums of `top` columns, then of the smaller ones that are left
                    k, done, size = 0, 0, top
                    i = 0
                    while (<Py_ssize_t> 1 << i) < top:
                        i += 1
                    while done < nx:
                        if done + size <= nx:
                            p.terms[k] = p.tables + i * p.table + done
                            k += 1
                            done += size
                        else:
                            size //= 2
                            i -= 1
                    p.count = k
                    for i in range(8):
                        p.terms[k + i] = zeros
                    # the highest level that some pixel reaches, searched from that of the tile before
                    low, high, step = 0, 256, 1
                    while high - low > 1:
                        middle = guess if low < guess < high else (low + high) // 2
                        look(&p, <uint8_t> middle, &some, &none)
                        if some:
                            low = middle
                            guess = middle + <int> step if high == 256 else 0
                        else:
                            high = middle
                            guess = middle - <int> step if low == 0 else 0
                        step *= 2
                    guess = max(low, 1)
                    clear(p.sums, p.size)
                    none = low > 0
                    while none:
                        look(&p, <uint8_t> low, &some, &none)
                        low -= 1
                        if low == 0:
                            break
                    # `low` is a level above which all reached ones are in sums
                    for i in range(p.height):
                        offset(p.sums + i * p.step, <uint8_t> low, &out[y + i, x], w)
                y += p.height
