"""Sums of weighted neighbours. Twin and specification: pyimg/_ref/linear.py."""
from libc.stdint cimport uint8_t

from .ahead cimport ask, ask_within, LARGE, PART, size_of
from .lines cimport load, store
from .pixel cimport real
from .simd cimport part, row
from .taps cimport fill, gather, tap1, tap4

cdef enum:
    BLOCK = 1024  # columns of a sum that stay in the first cache while taps are added


cdef row load_row(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t n, real *o) noexcept nogil:
    load(p, kind, at, n, o)


cdef row store_row(const real *a, int kind, uint8_t *p, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    store(a, kind, p, at, n)


cdef row copy(const real *a, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = a[i]


cdef row take(const real *a, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = o[i] - a[i]


cdef row scale(const real *a, real w, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = w * a[i]


cdef row lead4(const real **p, const real *w, real *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        const real *a = p[0]
        const real *b = p[1]
        const real *c = p[2]
        const real *d = p[3]
        real w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3]
    for i in range(n):
        o[i] = w0 * a[i] + w1 * b[i] + w2 * c[i] + w3 * d[i]


cdef row lead8(const real **p, const real *w, real *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        const real *a = p[0]
        const real *b = p[1]
        const real *c = p[2]
        const real *d = p[3]
        const real *e = p[4]
        const real *f = p[5]
        const real *g = p[6]
        const real *h = p[7]
        real w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3], w4 = w[4], w5 = w[5], w6 = w[6], w7 = w[7]
    for i in range(n):
        o[i] = (w0 * a[i] + w1 * b[i] + w2 * c[i] + w3 * d[i] + w4 * e[i]
                + w5 * f[i] + w6 * g[i] + w7 * h[i])


cdef row tap3(const real **p, const real *w, real *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        const real *a = p[0]
        const real *b = p[1]
        const real *c = p[2]
        real w0 = w[0], w1 = w[1], w2 = w[2]
    for i in range(n):
        o[i] = o[i] + w0 * a[i] + w1 * b[i] + w2 * c[i]


cdef row tap8(const real **p, const real *w, real *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        const real *a = p[0]
        const real *b = p[1]
        const real *c = p[2]
        const real *d = p[3]
        const real *e = p[4]
        const real *f = p[5]
        const real *g = p[6]
        const real *h = p[7]
        real w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3], w4 = w[4], w5 = w[5], w6 = w[6], w7 = w[7]
    for i in range(n):
        o[i] = (o[i] + w0 * a[i] + w1 * b[i] + w2 * c[i] + w3 * d[i] + w4 * e[i]
                + w5 * f[i] + w6 * g[i] + w7 * h[i])


cdef inline void weigh(const real **p, const real *w, Py_ssize_t size, real *o, Py_ssize_t n) noexcept nogil:
    # o = sum of w[k] * p[k], from the first on, in few sweeps
    cdef Py_ssize_t j = 8
    if size >= 8:
        lead8(p, w, o, n)
    elif size >= 4:
        lead4(p, w, o, n)
        j = 4
    else:
        scale(p[0], w[0], o, n)
        j = 1
    while j < size:
        if j + 8 <= size:
            tap8(p + j, w + j, o, n)
            j += 8
        elif j + 4 <= size:
            tap4(p + j, w + j, o, n)
            j += 4
        elif j + 3 == size:
            tap3(p + j, w + j, o, n)
            j += 3
        else:
            tap1(p[j], w[j], o, n)
            j += 1


cdef inline part pairs(const real **a, const real **b, const real *w, int many, int sign, bint first, const real *c,
                       real v, real *o, Py_ssize_t n) noexcept nogil:
    # one to four pairs, from the inner to the outer: a[many - 1] with b[0] and w[0], the one before with b[1] ...
    cdef:
        Py_ssize_t i
        const real *a0 = a[many - 1]
        const real *a1 = a[many - 2] if many > 1 else a0
        const real *a2 = a[many - 3] if many > 2 else a0
        const real *a3 = a[many - 4] if many > 3 else a0
        const real *b0 = b[0]
        const real *b1 = b[1] if many > 1 else b0
        const real *b2 = b[2] if many > 2 else b0
        const real *b3 = b[3] if many > 3 else b0
        real w0 = w[0], w1 = w[1] if many > 1 else 0, w2 = w[2] if many > 2 else 0, w3 = w[3] if many > 3 else 0, s
    for i in range(n):
        if sign > 0:
            s = v * c[i] if first else o[i]
            s = s + w0 * (a0[i] + b0[i])
            if many > 1:
                s = s + w1 * (a1[i] + b1[i])
            if many > 2:
                s = s + w2 * (a2[i] + b2[i])
            if many > 3:
                s = s + w3 * (a3[i] + b3[i])
        else:
            s = w0 * (b0[i] - a0[i])
            if not first:
                s = o[i] + s
            if many > 1:
                s = s + w1 * (b1[i] - a1[i])
            if many > 2:
                s = s + w2 * (b2[i] - a2[i])
            if many > 3:
                s = s + w3 * (b3[i] - a3[i])
        o[i] = s


cdef inline part few_pairs(const real **a, const real **b, const real *w, Py_ssize_t many, int sign, bint first,
                           const real *c, real v, real *o, Py_ssize_t n) noexcept nogil:
    if many == 1:
        pairs(a, b, w, 1, sign, first, c, v, o, n)
    elif many == 2:
        pairs(a, b, w, 2, sign, first, c, v, o, n)
    elif many == 3:
        pairs(a, b, w, 3, sign, first, c, v, o, n)
    else:
        pairs(a, b, w, 4, sign, first, c, v, o, n)


cdef row first_pairs(const real **a, const real **b, const real *w, Py_ssize_t many, int sign, const real *c, real v,
                     real *o, Py_ssize_t n) noexcept nogil:
    if sign > 0:
        few_pairs(a, b, w, many, 1, 1, c, v, o, n)
    else:
        few_pairs(a, b, w, many, -1, 1, c, v, o, n)


cdef row more_pairs(const real **a, const real **b, const real *w, Py_ssize_t many, int sign, real *o,
                    Py_ssize_t n) noexcept nogil:
    if sign > 0:
        few_pairs(a, b, w, many, 1, 0, o, 0, o, n)
    else:
        few_pairs(a, b, w, many, -1, 0, o, 0, o, n)


cdef inline void combine(const real **p, const real *w, Py_ssize_t size, int sign, real *o,
                         Py_ssize_t n) noexcept nogil:
    # o = sum of w[k] * p[k]; sign says that w is even (1), odd (-1) or neither (0) about its centre
    cdef Py_ssize_t j = 1, c = size // 2, many
    if sign == 0 or size == 1:
        weigh(p, w, size, o, n)
        return
    while j <= c:
        many = min(<Py_ssize_t> 4, c + 1 - j)
        if j == 1:
            first_pairs(p + c - many, p + c + 1, w + c + 1, many, sign, p[c], w[c], o, n)
        else:
            more_pairs(p + c + 1 - j - many, p + c + j, w + c + j, many, sign, o, n)
        j += many


cdef inline void along(const real **p, const real *w, Py_ssize_t size, int sign, const uint8_t *next_row,
                       const uint8_t *next_out, real *o, Py_ssize_t n) noexcept nogil:
    # the same of one row, in parts; those of the next row are asked for
    cdef Py_ssize_t x = 0, k, count
    while x < n:
        count = min(<Py_ssize_t> (PART // sizeof(real)), n - x)
        if next_row is not NULL and count == <Py_ssize_t> (PART // sizeof(real)):
            ask(next_row + x * sizeof(real), next_out + x * sizeof(real))
        if sign == 0 and size > 8:
            gather(p, w, size, True, o + x, count)
        else:
            combine(p, w, size, sign, o + x, count)
        for k in range(size):
            p[k] += count
        x += count


cdef inline void pad_row(const uint8_t *src, int kind, Py_ssize_t at, Py_ssize_t width, Py_ssize_t step,
                         Py_ssize_t left, Py_ssize_t right, Py_ssize_t before, const Py_ssize_t *outside,
                         real cval, real *o) noexcept nogil:
    # o = pixels left ... right - 1 of the row of `width` pixels of `step` values that begins at place `at`
    cdef Py_ssize_t x, m, a = left if left > 0 else 0, b = right if right < width else width
    if b > a:
        load_row(src, kind, at + a * step, (b - a) * step, o + (a - left) * step)
    for x in range(left, right):
        if x == a and b > a:
            break
        if x < 0 or x >= width:
            m = outside[x + before] if x < 0 else outside[before + x - width]
            if m < 0:
                fill(o + (x - left) * step, cval, step)
            else:
                load_row(src, kind, at + m * step, step, o + (x - left) * step)
    if b > a:
        for x in range(b, right):
            m = outside[before + x - width]
            if m < 0:
                fill(o + (x - left) * step, cval, step)
            else:
                load_row(src, kind, at + m * step, step, o + (x - left) * step)


def separable(const uint8_t[::1] src, int kind, Py_ssize_t height, Py_ssize_t width, Py_ssize_t step,
              const real[::1] wy, int ysign, const Py_ssize_t[::1] youtside,
              const real[::1] wx, int xsign, const Py_ssize_t[::1] xoutside, double cval,
              Py_ssize_t start, Py_ssize_t stop, Py_ssize_t left, Py_ssize_t right,
              Py_ssize_t[::1] pointers, real[:, ::1] scratch, bint less, int out_kind, uint8_t[::1] out):
    """Correlate planes of height x width pixels (of `step` values each) with wx along rows, then wy across.

    out[y, x] = sum over j, i of wy[j] * wx[i] * src[y + j - wy.size // 2, x + i - wx.size // 2], in rows
    start ... stop - 1 of all planes and columns left ... right - 1. Where a place lies outside, `outside`
    names the one to take, -1 `cval`: first those before the plane, then those after it.
    `sign` says that weights are even (1), odd (-1) or neither (0) about their centre. With `less` sums are taken
    from what is in out, which has their type.

    Needs: src and out seen as bytes; weights of odd size where sign is not 0; odd ones of at least 3;
    `outside` of size - 1 entries; pointers of max(sizes) entries; scratch of wy.size + 2 rows of
    (right - left + wx.size - 1) * step. `out` may be `src` if it has its type, wx is [1], all rows are
    asked for and no row outside stands for one more than wy.size - 1 rows away.
    """
    cdef:
        Py_ssize_t ny = wy.shape[0], nx = wx.shape[0], yb = ny // 2, ya = ny - 1 - yb, xb = nx // 2
        Py_ssize_t xa = nx - 1 - xb, n = (right - left) * step, y, y0, plane, last, v, first, m, k, slot, seen
        Py_ssize_t at, a, b
        Py_ssize_t size = size_of(kind)
        const uint8_t *s
        const real **p
        real *ring
        real *padded
        real *sums
        real *o
        uint8_t *q
        Py_ssize_t stride = scratch.shape[1]
        bint direct = out_kind == (8 if sizeof(real) == 4 else 9)
        bint straight = direct and not less and ny == 1 and wy[0] == 1  # rows go to their place at once
        bint as_is = nx == 1 and wx[0] == 1
        bint plain = kind == (8 if sizeof(real) == 4 else 9) and right - left >= 8 * nx
        bint far = plain and straight and src.shape[0] > LARGE
        const Py_ssize_t *yo = &youtside[0] if ny > 1 else NULL
        const Py_ssize_t *xo = &xoutside[0] if nx > 1 else NULL
    with nogil:
        if start < stop and n > 0:
            s = &src[0]
            q = &out[0]
            p = <const real **> &pointers[0]
            ring = &scratch[0, 0]
            padded = ring + ny * stride
            sums = padded + stride
            y = start
            while y < stop:
                plane = y // height
                last = min(stop, (plane + 1) * height) - plane * height
                y0 = y - plane * height
                first = y0 - yb  # virtual row v lives in slot (v - first) % ny
                v = first
                for y in range(y0, last):
                    if src.shape[0] >= LARGE and not straight:  # what the next row needs
                        at = n * size
                        ask_within(s, src.shape[0], ((plane * height + v + 1) * width + left) * step * size, at)
                        if direct and y + 1 < last:
                            at = ((plane * height + y + 1) * width + left) * step * <Py_ssize_t> sizeof(real)
                            ask_within(q, out.shape[0], at, n * sizeof(real))
                    while v <= y + ya:
                        m = v
                        if v < 0:
                            m = yo[v + yb]
                        elif v >= height:
                            m = yo[yb + v - height]
                        slot = (v - first) % ny
                        o = ring + slot * stride
                        if straight:
                            o = <real *> q + ((plane * height + y) * width + left) * step
                        seen = m - first  # is the row in the ring already?
                        if m < 0:
                            fill(o, <real> cval, n)
                        elif m >= first and m < v and m >= v - ny:
                            if seen % ny != slot:
                                copy(ring + (seen % ny) * stride, o, n)
                        elif as_is:
                            load_row(s, kind, ((plane * height + m) * width + left) * step, n, o)
                        else:
                            at = (plane * height + m) * width * step
                            # Of pixels that need no conversion only the ends of the row are copied.
                            a, b = left, right
                            if plain:
                                a, b = max(left, xb), min(right, width - xa)
                                for k in range(nx):
                                    p[k] = <const real *> s + at + (a - xb + k) * step
                                k = width * step if far and y + 1 < last else 0
                                along(p, &wx[0], nx, xsign, <const uint8_t *> (p[0] + k) if k else NULL,
                                      <const uint8_t *> (o + (a - left) * step + k), o + (a - left) * step,
                                      (b - a) * step)
                            for k in range(nx):
                                p[k] = padded + k * step
                            if not plain:
                                pad_row(s, kind, at, width, step, left - xb, right + xa, xb, xo,
                                        <real> cval, padded)
                                combine(p, &wx[0], nx, xsign, o, n)
                            if a > left:
                                pad_row(s, kind, at, width, step, left - xb, a + xa, xb, xo,
                                        <real> cval, padded)
                                combine(p, &wx[0], nx, xsign, o, (a - left) * step)
                            if b < right:
                                pad_row(s, kind, at, width, step, b - xb, right + xa, xb, xo,
                                        <real> cval, padded)
                                combine(p, &wx[0], nx, xsign, o + (b - left) * step, (right - b) * step)
                        v += 1
                    if straight:
                        continue
                    for k in range(ny):
                        p[k] = ring + ((y - y0 + k) % ny) * stride
                    at = ((plane * height + y) * width + left) * step
                    if less:
                        combine(p, &wy[0], ny, ysign, sums, n)
                        take(sums, <real *> q + at, n)
                    elif direct:
                        combine(p, &wy[0], ny, ysign, <real *> q + at, n)
                    else:
                        combine(p, &wy[0], ny, ysign, sums, n)
                        store_row(sums, out_kind, q, at, n)
                y = plane * height + last
