"""Sums of neighbours with weights of any shape. Twin and specification: pyimg/_ref/correlate.py."""
from libc.math cimport rint
from libc.stdint cimport uint8_t
from libc.string cimport memchr

from .ahead cimport ask, LARGE, PART
from .lines cimport load, store
from .pixel cimport real
from .simd cimport row
from .taps cimport couple, fill, gather, nine, nine2, quad, tap1, tap4

cdef enum:
    TAPS = 64  # that are added up in one go
    BLOCK = 4096  # bytes of a row of sums that stay in the first cache while taps are added
    WIDE = 1024  # pixels of rows that are long enough to treat their ends apart
    LANES = 64


cdef row load_row(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t n, real *o) noexcept nogil:
    load(p, kind, at, n, o)


cdef row store_row(const real *a, int kind, uint8_t *p, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    store(a, kind, p, at, n)


cdef row doubtful(const real *a, double doubt, uint8_t *flags, uint8_t *o, Py_ssize_t n) noexcept nogil:
    # Is a sum so near to the middle of two integers that its error matters? And the sum as a pixel, unless o is NULL.
    cdef:
        Py_ssize_t i
        int whole  # numbers that are not NaN are held within the range faster as integers
        real v, nearest, near = <real> ((0.5 - doubt) * (0.5 - doubt) * 0.99999)
        real magic = <real> (12582912.0 if sizeof(real) == 4 else 6755399441055744.0)
    if o is NULL:
        for i in range(n):
            v = a[i] - ((a[i] + magic) - magic)
            flags[i] = v * v > near
        return
    for i in range(n):
        nearest = (a[i] + magic) - magic
        v = a[i] - nearest
        flags[i] = v * v > near
        whole = <int> nearest
        whole = whole if whole > 0 else 0
        whole = whole if whole < 255 else 255
        o[i] = <uint8_t> whole


cdef inline void pad_row(const uint8_t *src, int kind, Py_ssize_t at, Py_ssize_t width, Py_ssize_t before,
                         Py_ssize_t after, const Py_ssize_t *outside, real cval, bint ends, real *o) noexcept nogil:
    # o = the row of `width` pixels that begins at place `at`, and what stands beside it; if `ends`, all that is near
    cdef Py_ssize_t x, m, n = before + after + 1
    if ends:
        load_row(src, kind, at, n, o + before)
        load_row(src, kind, at + width - n, n, o + before + width - n)
    else:
        load_row(src, kind, at, width, o + before)
    for x in range(before + after):
        m = outside[x]
        o[x if x < before else width + x] = cval if m < 0 else o[before + m]


cdef inline void four(const real **s, Py_ssize_t left, const real *w, Py_ssize_t lines, Py_ssize_t size,
                      real **o, Py_ssize_t n) noexcept nogil:
    # Four sums with a block of lines x size weights: the first meets rows s[0] ... s[lines - 1] from column
    # `left` on, the next s[1] ... s[lines], and so on.
    cdef Py_ssize_t v, i, k, step
    cdef const real *p[4]
    cdef const real *a
    cdef const real *u
    for i in range(4):
        fill(o[i], -0.0, n)  # what added to any number gives that number
    for v in range(lines + 3):
        a = s[v] + left
        if v >= 3 and v < lines:
            u = w + v * size
            k = 0
            while k < size:
                step = size - k
                step = step if step < 5 else 3 if step == 5 else 4
                quad(a + k, step, u + k, size, o, n)
                k += step
        else:
            for i in range(4):
                if v - i < 0 or v - i >= lines:
                    continue
                u = w + (v - i) * size
                k = 0
                while k + 4 <= size:
                    for step in range(4):
                        p[step] = a + k + step
                    tap4(p, u + k, o[i], n)
                    k += 4
                while k < size:
                    tap1(a + k, u[k], o[i], n)
                    k += 1


cdef row differences(const real *a, Py_ssize_t n, real *total) noexcept nogil:
    # of numbers and themselves, in lanes
    cdef:
        Py_ssize_t i, k
        real[LANES] sums
    for k in range(LANES):
        sums[k] = 0
    for i in range(n // LANES):
        for k in range(LANES):
            sums[k] = sums[k] + (a[i * LANES + k] - a[i * LANES + k])
    for i in range(n // LANES * LANES, n):
        sums[0] = sums[0] + (a[i] - a[i])
    for k in range(LANES):
        total[0] = total[0] + sums[k]


def finite(const real[::1] a):
    """Say whether all numbers are finite.

    Needs: nothing.
    """
    cdef:
        real total = 0
        Py_ssize_t n = a.shape[0], i = 0, count
    with nogil:
        while i < n and total == 0:
            count = min(n - i, <Py_ssize_t> BLOCK)
            differences(&a[i], count, &total)
            i += count
    return total == 0


def correlate(const uint8_t[::1] src, int kind, Py_ssize_t width, const Py_ssize_t[::1] shape,
              const Py_ssize_t[:, ::1] rows, const Py_ssize_t[::1] xoutside, Py_ssize_t before, double cval,
              const Py_ssize_t[:, ::1] lines, const Py_ssize_t[::1] line_of, const Py_ssize_t[::1] x_of,
              const real[::1] weights, const double[::1] exact, double doubt, Py_ssize_t dense, int hole,
              Py_ssize_t start, Py_ssize_t stop, Py_ssize_t[::1] held, Py_ssize_t[::1] found,
              real[:, ::1] scratch, int out_kind, uint8_t[::1] out):
    """Correlate an array with the taps of a small one: out[i] = sum over t of exact[t] * src[i + step of t].

    The array has leading axes of `shape` and rows of `width`. Tap t lies in line line_of[t] of the small
    array, at column x_of[t]; line l is at lines[l] along the leading axes. Along leading axis d, line l
    meets for place i of the array its place rows[d, i + lines[l, d]], -1 for `cval`. Left of a row
    stand `before` columns of xoutside, the others right of it. Rows start ... stop - 1 are computed.
    Sums are of type real with `weights`; where `doubt` is above 0 it is their largest error, and sums
    nearer than that to the middle of two integers are made anew in double with `exact`. Of 3 x 3 taps some have a
    weight of 0 and take no part, as `hole` says: those of the column (1) or the row (2) in the middle, the corners (3).

    Needs: src and out seen as bytes, and apart; held of R entries, all -1; found of twice lines + 3; scratch of
    R + 3 rows (6 where dense) of width + xoutside.size; any two rows that the sums of four rows need are the same or
    differ modulo R; `doubt` above 0 only for out of integers, pixels that `real` holds and finite sums below 2**31;
    `dense` the number of columns where there is one leading axis and the taps are all of a block, else 0; `hole` from 0
    to 3, and 0 for other taps than these.
    """
    cdef:
        Py_ssize_t axes = shape.shape[0], many = lines.shape[0], taps = weights.shape[0], ring = held.shape[0]
        Py_ssize_t stride = scratch.shape[1], after = xoutside.shape[0] - before
        Py_ssize_t q, c, d, i, m, rest, at, slot, x, n, t, deep, need, end
        const uint8_t *s
        const real *w
        const real *p[TAPS]
        real *o[4]
        const real **found_rows
        const real **inner_rows  # the same where rows are read where they lie
        const real **r
        real *cells
        real *sums
        double exactly
        uint8_t *to
        uint8_t *flags
        uint8_t *fast
        const uint8_t *hit
        Py_ssize_t block = BLOCK // sizeof(real)
        int same = 8 if sizeof(real) == 4 else 9
        bint direct = out_kind == same, threes = dense == 3 and many == 3
        # Few pixels that need no conversion are read where they lie; only the ends of rows are copied.
        bint plain = threes and kind == same and doubt == 0 and width >= WIDE
        bint large = plain and direct and src.shape[0] > LARGE
        const Py_ssize_t *xo = &xoutside[0] if xoutside.shape[0] > 0 else NULL
    with nogil:
        if start < stop and width > 0:
            s = &src[0]
            to = &out[0]
            cells = &scratch[0, 0]
            sums = cells + (ring + 1) * stride
            flags = <uint8_t *> (sums + (4 if dense > 0 else 1) * stride)
            found_rows = <const real **> &found[0]
            inner_rows = found_rows + many + 3
            fill(cells + ring * stride, <real> cval, stride)
            q = start
            while q < stop:
                deep = 4 if dense > 1 and many > 7 and stop - q >= 4 else 2 if dense > 1 and stop - q >= 2 else 1
                need = many + deep - 1
                for c in range(need):
                    rest = q
                    m = 0
                    at = 1
                    for d in range(axes - 1, -1, -1):
                        # beyond the last line follow the rows that the next rows of sums need
                        slot = lines[c, d] if c < many else lines[many - 1, d] + c - many + 1
                        slot = rows[d, rest % shape[d] + slot]
                        rest //= shape[d]
                        m = -1 if slot < 0 or m < 0 else m + slot * at
                        at *= shape[d]
                    slot = ring if m < 0 else m % ring
                    if m >= 0 and held[slot] != m:
                        held[slot] = m
                        pad_row(s, kind, m * width, width, before, after, xo, <real> cval, plain,
                                cells + slot * stride)
                    found_rows[c] = cells + slot * stride
                    inner_rows[c] = <const real *> s + m * width - before if plain and m >= 0 else found_rows[c]
                w = &weights[0] if taps > 0 else NULL
                x = 0
                while x < width:
                    end = width
                    r = found_rows
                    if plain and x < width - after:
                        end = before if x < before else width - after
                        r = found_rows if x < before else inner_rows
                    n = min(block if deep == 4 else 2 * block, end - x)
                    for i in range(deep):
                        o[i] = (<real *> to + (q + i) * width if direct else sums + i * stride) + x
                    if deep == 4:
                        four(r, x_of[0] + x, w, many, dense, o, n)
                    elif deep == 2 and not threes:
                        couple(r, x_of[0] + x, w, many, dense, o[0], o[1], n)
                    elif taps == 0:
                        fill(o[0], 0, n)
                    elif threes:
                        if large:  # what comes next, from far and to there
                            n = min(n, <Py_ssize_t> (PART // sizeof(real)))
                            for i in range(deep):
                                at = ((q + deep + i) * width + x) * sizeof(real)
                                if at + width * sizeof(real) + PART <= src.shape[0]:
                                    ask(s + at + width * sizeof(real), to + at)
                        at = x_of[0] + x
                        if deep == 2:
                            nine2(r[0] + at, r[1] + at, r[2] + at, r[3] + at, w, hole, o[0], o[1], n)
                        else:
                            nine(r[0] + at, r[1] + at, r[2] + at, w, hole, o[0], n)
                    else:
                        t = 0
                        while t < taps:
                            i = min(taps - t, <Py_ssize_t> TAPS)
                            for d in range(i):
                                p[d] = r[line_of[t + d]] + x_of[t + d] + x
                            gather(p, w + t, i, t == 0, o[0], n)
                            t += i
                    x += n
                if not direct:
                    for i in range(deep):
                        if doubt > 0:
                            fast = to + (q + i) * width if out_kind == 0 else NULL
                            doubtful(sums + i * stride, doubt, flags, fast, width)
                            hit = <const uint8_t *> memchr(flags, 1, width)
                            while hit != NULL:
                                x = hit - flags
                                exactly = 0
                                for t in range(taps):
                                    exactly = exactly + exact[t] * found_rows[line_of[t] + i][x_of[t] + x]
                                exactly = rint(exactly)
                                if fast is NULL:
                                    sums[i * stride + x] = <real> exactly
                                else:
                                    fast[x] = <uint8_t> <int> min(max(exactly, 0.0), 255.0)
                                hit = <const uint8_t *> memchr(hit + 1, 1, width - x - 1)
                            if fast is not NULL:
                                continue
                        store_row(sums + i * stride, out_kind, to, (q + i) * width, width)
                q += deep
