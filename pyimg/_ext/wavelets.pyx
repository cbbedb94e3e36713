"""Two-band filter banks along the axes. Twin and specification: pyimg/_ref/wavelets.py."""
from libc.string cimport memcpy

from .pixel cimport real
from .simd cimport row

cdef enum:
    BLOCK = 2048  # columns whose sums stay in the first cache while taps are added


cdef row first2(const real *a, const real *b, const real *l, const real *h, real *low, real *high,
                Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        real l0 = l[0], l1 = l[1], h0 = h[0], h1 = h[1], p, q
    for i in range(n):
        p, q = a[i], b[i]
        low[i] = l0 * p + l1 * q
        high[i] = h0 * p + h1 * q


cdef row first4(const real *a, const real *b, const real *c, const real *d, const real *l, const real *h,
                real *low, real *high, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        real l0 = l[0], l1 = l[1], l2 = l[2], l3 = l[3], h0 = h[0], h1 = h[1], h2 = h[2], h3 = h[3], p, q, r, s
    for i in range(n):
        p, q, r, s = a[i], b[i], c[i], d[i]
        low[i] = l0 * p + l1 * q + l2 * r + l3 * s
        high[i] = h0 * p + h1 * q + h2 * r + h3 * s


cdef row more2(const real *a, const real *b, const real *l, const real *h, real *low, real *high,
               Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        real l0 = l[0], l1 = l[1], h0 = h[0], h1 = h[1], p, q
    for i in range(n):
        p, q = a[i], b[i]
        low[i] = low[i] + l0 * p + l1 * q
        high[i] = high[i] + h0 * p + h1 * q


cdef row more4(const real *a, const real *b, const real *c, const real *d, const real *l, const real *h,
               real *low, real *high, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        real l0 = l[0], l1 = l[1], l2 = l[2], l3 = l[3], h0 = h[0], h1 = h[1], h2 = h[2], h3 = h[3], p, q, r, s
    for i in range(n):
        p, q, r, s = a[i], b[i], c[i], d[i]
        low[i] = low[i] + l0 * p + l1 * q + l2 * r + l3 * s
        high[i] = high[i] + h0 * p + h1 * q + h2 * r + h3 * s


cdef row times(const real *a, real v, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = v * a[i]


cdef row split(const real *a, real *even, real *odd, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        even[i] = a[2 * i]
        odd[i] = a[2 * i + 1]


cdef row weave(const real *even, const real *odd, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[2 * i] = even[i]
        o[2 * i + 1] = odd[i]


cdef inline void bank(const real **p, const real *l, const real *h, Py_ssize_t size, real *low, real *high,
                      Py_ssize_t n) noexcept nogil:
    # low = sum of l[k] * p[k], high = sum of h[k] * p[k], over an even number of rows
    cdef Py_ssize_t k, x = 0, m
    while x < n:
        m = min(BLOCK, n - x)
        if size == 2:
            first2(p[0] + x, p[1] + x, l, h, low + x, high + x, m)
        else:
            first4(p[0] + x, p[1] + x, p[2] + x, p[3] + x, l, h, low + x, high + x, m)
        k = 4
        while k + 4 <= size:
            more4(p[k] + x, p[k + 1] + x, p[k + 2] + x, p[k + 3] + x, l + k, h + k, low + x, high + x, m)
            k += 4
        if k < size:
            more2(p[k] + x, p[k + 1] + x, l + k, h + k, low + x, high + x, m)
        x += m


cdef inline void along(const real *s, const real *l, const real *h, Py_ssize_t size, real lone, bint wrap,
                       Py_ssize_t width, const real **p, real *even, real *odd, real *o) noexcept nogil:
    # o = the bands of one row
    cdef Py_ssize_t half = width // 2, k
    split(s, even, odd, half)
    for k in range(half, half + size // 2):
        if wrap and half > 0:
            even[k] = even[k - half]
            odd[k] = odd[k - half]
        else:
            even[k] = s[2 * k] if 2 * k < width else 0
            odd[k] = 0
    for k in range(size // 2):
        p[2 * k] = even + k
        p[2 * k + 1] = odd + k
    bank(p, l, h, size, o, o + half, half)
    if width % 2:
        o[width - 1] = lone * s[width - 1]


def analyse(const real[:, :, ::1] src, const real[:, ::1] fy, double ylone, const real[:, ::1] fx, double xlone,
            bint wrap, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t[::1] pointers, real[:, ::1] scratch,
            real[:, :, ::1] out):
    """Split planes into a low and a high band along rows by fx, then along columns by fy.

    Along an axis of n pixels, with half = n // 2: out[x] = sum over i of f[0, i] * src[2x + i] and
    out[half + x] = sum of f[1, i] * src[2x + i] for x < half, where src is 0 beyond its end (`wrap`: where
    it begins anew after 2 * half); for an odd n out[n - 1] = lone * src[n - 1]. Filters of no length leave
    their axis alone. Units start ... stop - 1 of all planes: pairs of rows and a last single one, or rows
    where fy has no length.

    Needs: filters of one even length, or none; pointers of 2 * length entries; scratch of length + 2 rows of
    width + length.
    """
    cdef:
        Py_ssize_t ny = fy.shape[1], nx = fx.shape[1], height = src.shape[1], width = src.shape[2]
        Py_ssize_t half = height // 2, units = height - half if ny else height, u, y, k, m, next_row = 0
        Py_ssize_t stride = scratch.shape[1], plane, last
        const real *s
        real *o
        real *even
        real *odd
        real *ring
        const real **p
        const real **rows
    with nogil:
        if start < stop and width > 0:
            p = <const real **> &pointers[0]
            rows = p + nx
            ring = &scratch[0, 0]
            even = ring + ny * stride
            odd = even + stride
            last = -1
            for u in range(start, stop):
                plane = u // units
                y = u - plane * units
                s = &src[plane, 0, 0]
                o = &out[plane, 0, 0]
                if ny == 0:
                    if nx:
                        along(s + y * width, &fx[0, 0], &fx[1, 0], nx, <real> xlone, wrap, width, p, even, odd,
                              o + y * width)
                    else:
                        memcpy(o + y * width, s + y * width, width * sizeof(real))
                    continue
                if y == half:  # the last row of an odd number
                    m = height - 1
                    if nx:
                        along(s + m * width, &fx[0, 0], &fx[1, 0], nx, <real> xlone, wrap, width, p, even, odd, ring)
                        times(ring, <real> ylone, o + m * width, width)
                    else:
                        times(s + m * width, <real> ylone, o + m * width, width)
                    continue
                if plane != last:
                    last = plane
                    next_row = 2 * y
                for k in range(ny):
                    m = 2 * y + k  # row m beyond the end stands for zeros, or for an earlier one
                    if wrap:
                        m = m % (2 * half)
                    if nx == 0 and m < height:
                        rows[k] = s + m * width
                        continue
                    rows[k] = ring + ((2 * y + k) % ny) * stride
                    if 2 * y + k >= next_row:
                        next_row = 2 * y + k + 1
                        if m < height:
                            along(s + m * width, &fx[0, 0], &fx[1, 0], nx, <real> xlone, wrap, width, p, even, odd,
                                  ring + ((2 * y + k) % ny) * stride)
                        else:
                            for m in range(width):
                                ring[((2 * y + k) % ny) * stride + m] = 0
                bank(rows, &fy[0, 0], &fy[1, 0], ny, o + y * width, o + (half + y) * width, width)


cdef inline void joined(const real *s, const real *l, const real *h, Py_ssize_t size, real lone, bint wrap,
                        Py_ssize_t width, const real **p, real *low, real *high, real *even, real *odd,
                        real *o) noexcept nogil:
    # o = the row with those bands; l and h hold for each step back the weights of even and of odd pixels
    cdef Py_ssize_t half = width // 2, k, m, reach = size // 2 - 1
    if half > 0:
        for k in range(reach):
            m = (half - 1) - (reach - 1 - k) % half if wrap else 0
            low[k] = s[m]
            high[k] = s[half + m]
    memcpy(low + reach, s, half * sizeof(real))
    memcpy(high + reach, s + half, half * sizeof(real))
    for k in range(reach + 1):
        p[2 * k] = low + reach - k
        p[2 * k + 1] = high + reach - k
    bank(p, l, h, size, even, odd, half)
    weave(even, odd, o, half)
    if width % 2:
        o[width - 1] = lone * s[width - 1]


def synthesise(const real[:, :, ::1] src, const real[:, ::1] fy, double ylone, const real[:, ::1] fx, double xlone,
               bint wrap, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t[::1] pointers, real[:, ::1] scratch,
               real[:, :, ::1] out):
    """Join the bands of planes along columns by fy, then along rows by fx.

    Along an axis of n pixels, with half = n // 2 and e 0 or 1: out[2x + e] = sum over j of
    f[e, 2j] * src[x - j] + f[e, 2j + 1] * src[half + x - j] for x < half, where before its begin a band
    goes on as it begins (`wrap`: with its end); for an odd n out[n - 1] = lone * src[n - 1]. Filters of no
    length leave their axis alone. Units start ... stop - 1 as in `analyse`.

    Needs: what `analyse` does, and scratch of at least 6 rows.
    """
    cdef:
        Py_ssize_t ny = fy.shape[1], nx = fx.shape[1], height = src.shape[1], width = src.shape[2]
        Py_ssize_t half = height // 2, units = height - half if ny else height, u, y, k, m
        Py_ssize_t stride = scratch.shape[1], plane
        const real *s
        real *o
        real *t
        const real **p
        const real **rows
    with nogil:
        if start < stop and width > 0:
            p = <const real **> &pointers[0]
            rows = p + nx
            t = &scratch[0, 0]
            for u in range(start, stop):
                plane = u // units
                y = u - plane * units
                s = &src[plane, 0, 0]
                o = &out[plane, 0, 0]
                if ny == 0:
                    if nx:
                        joined(s + y * width, &fx[0, 0], &fx[1, 0], nx, <real> xlone, wrap, width, p,
                               t, t + stride, t + 2 * stride, t + 3 * stride, o + y * width)
                    else:
                        memcpy(o + y * width, s + y * width, width * sizeof(real))
                    continue
                if y == half:
                    m = (height - 1) * width
                    times(s + m, <real> ylone, t + 4 * stride if nx else o + m, width)
                    if nx:
                        joined(t + 4 * stride, &fx[0, 0], &fx[1, 0], nx, <real> xlone, wrap, width, p,
                               t, t + stride, t + 2 * stride, t + 3 * stride, o + m)
                    continue
                for k in range(ny // 2):
                    m = y - k
                    if m < 0:
                        m = half - 1 - (-1 - m) % half if wrap else 0
                    rows[2 * k] = s + m * width
                    rows[2 * k + 1] = s + (half + m) * width
                o += 2 * y * width
                if nx == 0:
                    bank(rows, &fy[0, 0], &fy[1, 0], ny, o, o + width, width)
                    continue
                bank(rows, &fy[0, 0], &fy[1, 0], ny, t + 4 * stride, t + 5 * stride, width)
                for k in range(2):
                    joined(t + (4 + k) * stride, &fx[0, 0], &fx[1, 0], nx, <real> xlone, wrap, width, p,
                           t, t + stride, t + 2 * stride, t + 3 * stride, o + k * width)
