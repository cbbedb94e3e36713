"""Orientation and SURF descriptor of points. Twin and specification: pyimg/_ref/surf.py.

`sums` is an integral image: sums[y, x] is the sum of the pixels up to and with (y, x).
"""
from libc.math cimport atan2, cos, fabs, sin, sqrt
from libc.stdint cimport int32_t

from .simd cimport row

cdef double PI = 3.1415926535898, WINDOW = 3.1415926535898 / 3  # as mahotas has them: they decide about ties


cdef struct Sample:
    double y
    double x
    double angle  # once it is known
    int32_t key   # the angle to a millionth
    bint known


cdef inline Py_ssize_t within(Py_ssize_t v, Py_ssize_t n) noexcept nogil:
    return 0 if v < 0 else n - 1 if v >= n else v


cdef inline void haar_inside(const double *s, Py_ssize_t w, Py_ssize_t before, Py_ssize_t after, double *hy,
                             double *hx) noexcept nogil:
    """Give left minus right and top minus bottom of a square; s is at the pixel before its centre."""
    cdef:
        const double *a = s - before * w
        const double *c = s + after * w
        double middle = c[0] - a[0], left = c[-before] - a[-before], right = c[after] - a[after]
    hx[0] = (middle - left) - (right - middle)
    hy[0] = ((s[after] - a[after]) - (s[-before] - a[-before])) - ((c[after] - s[after]) - (c[-before] - s[-before]))


cdef void haar_clipped(const double *s, Py_ssize_t height, Py_ssize_t w, Py_ssize_t y, Py_ssize_t x,
                       Py_ssize_t before, Py_ssize_t after, double *hy, double *hx) noexcept nogil:
    """Give the same where the square may leave the image."""
    cdef:
        const double *a = s + within(y - before, height) * w
        const double *b = s + within(y, height) * w
        const double *c = s + within(y + after, height) * w
        Py_ssize_t o = within(x - before, w), m = within(x, w), r = within(x + after, w)
        double middle = c[m] - a[m], left = c[o] - a[o], right = c[r] - a[r]
    hx[0] = (middle - left) - (right - middle)
    hy[0] = ((b[r] - a[r]) - (b[o] - a[o])) - ((c[r] - b[r]) - (c[o] - b[o]))


# Angles to within CLOSE decide what comes before what, in units of 2**-22; only where they are as close as that
# is atan2 asked, so that the answer is always its own.
cdef enum:
    CLOSE = 4
    SIXTH = 4392265
    TURN = 26353589


cdef row angle_keys(const double *y, const double *x, Py_ssize_t n, int32_t *keys) noexcept nogil:
    """Approximate atan2(x, y) by a polynomial (error 4e-8); the last 7 bits are the number of the sample."""
    cdef Py_ssize_t k
    cdef double u, v, big, t, s, a
    for k in range(n):
        v, u = fabs(y[k]), fabs(x[k])
        big = u if u > v else v
        big = big if big > 0 else 1
        t = (v if u > v else u) / big
        s = t * t
        a = t * (0.999999336 + s * (-0.333298608 + s * (0.199465655 + s * (-0.139086288 + s * (
            0.0964219536 + s * (-0.0559123006 + s * (0.0218629402 - 0.00405456246 * s)))))))
        a = 1.5707963267948966 - a if u > v else a
        a = 3.141592653589793 - a if y[k] < 0 else a
        a = -a if x[k] < 0 else a
        keys[k] = <int32_t> (a * 4194304) * 128 + <int32_t> k


cdef row ranks(const int32_t *keys, Py_ssize_t n, int32_t *rank) noexcept nogil:
    """Count for each of 128 keys which of the first n are smaller: faster than sorting, as nothing is predicted."""
    cdef Py_ssize_t k, j
    for j in range(128):
        rank[j] = 0
    for k in range(n):
        for j in range(128):
            rank[j] += keys[k] < keys[j]


cdef double exact(Sample *s) noexcept nogil:
    if not s.known:
        s.angle, s.known = atan2(s.x, s.y), True
    return s.angle


cdef bint less(Sample *a, Sample *b) noexcept nogil:
    if exact(a) != exact(b):
        return a.angle < b.angle
    return a.y < b.y or (a.y == b.y and a.x < b.x)


cdef bint follows_exactly(Sample *a, Sample *b) noexcept nogil:
    cdef double first = exact(a), angle = exact(b), end = first + WINDOW
    return first <= angle < end or first <= angle + 2 * PI < end


cdef inline bint follows(Sample *s, Py_ssize_t i, Py_ssize_t j) noexcept nogil:
    """Say whether the angle of j is in the window that begins at that of i, for sorted samples."""
    cdef int32_t d = s[j].key - s[i].key
    if j > i:
        if d < SIXTH - CLOSE:
            return True
        if d > SIXTH + CLOSE:
            return False
    elif d < -CLOSE:
        if d + TURN < SIXTH - CLOSE:
            return True
        if d + TURN > SIXTH + CLOSE:
            return False
    return follows_exactly(&s[i], &s[j])


cdef void sort_samples(const double *y, const double *x, Py_ssize_t n, Sample *s) noexcept nogil:
    cdef:
        int32_t keys[128]
        int32_t rank[128]
        Py_ssize_t k, j
        Sample t
    for k in range(n, 128):
        keys[k] = 0
    angle_keys(y, x, n, keys)
    ranks(keys, n, rank)
    for k in range(n):
        j = rank[k]
        s[j].y, s[j].x, s[j].key, s[j].known = y[k], x[k], keys[k] >> 7, False
    for k in range(1, n):
        if s[k].key - s[k - 1].key >= CLOSE:
            continue
        t = s[k]
        j = k
        while j > 0 and t.key - s[j - 1].key < CLOSE and less(&t, &s[j - 1]):
            s[j] = s[j - 1]
            j -= 1
        s[j] = t


cdef double dominant(Sample *s, Py_ssize_t n) noexcept nogil:
    """Give the direction of the longest sum over a sliding window, which loses samples as mahotas's does."""
    cdef:
        Py_ssize_t i, j = 1
        double y = s[0].y, x = s[0].x, longest, best_y, best_x, length
    while j != n and follows(s, 0, j):
        y += s[j].y
        x += s[j].x
        j += 1
    longest, best_y, best_x = y * y + x * x, y, x
    if j != n:
        for i in range(1, n):
            y -= s[i].y
            x -= s[i].x
            while j != i and follows(s, i, j):
                y += s[j].y
                x += s[j].x
                j = 0 if j + 1 == n else j + 1
            length = y * y + x * x
            if length > longest:
                longest, best_y, best_x = length, y, x
    return atan2(best_x, best_y)


cdef row places(const double *gy, const double *gx, double cy, double cx, double scale, double sa, double ca,
                int32_t *y, int32_t *x) noexcept nogil:
    cdef Py_ssize_t k
    cdef double u, v
    for k in range(400):
        v, u = gy[k] * scale, gx[k] * scale
        y[k] = <int32_t> ((ca * v - sa * u) + cy)
        x[k] = <int32_t> ((sa * v + ca * u) + cx)


cdef row turned(const double *hy, const double *hx, const double *weight, double sa, double ca,
                double *sums) noexcept nogil:
    """Turn the 25 x 16 gradients into the frame of the point, and add them and their sizes for each of 16 cells."""
    cdef Py_ssize_t k, j
    cdef double u, v, a, b
    for j in range(64):
        sums[j] = 0
    for k in range(25):
        for j in range(16):
            u, v = weight[16 * k + j] * hx[16 * k + j], weight[16 * k + j] * hy[16 * k + j]
            a = ca * v + sa * u
            b = ca * u - sa * v
            sums[j] += a
            sums[16 + j] += b
            sums[32 + j] += fabs(a)
            sums[48 + j] += fabs(b)


cdef inline Py_ssize_t rounded(double v) noexcept nogil:
    return <Py_ssize_t> (v + .5) if v > 0 else <Py_ssize_t> (v - .5)


def descriptors(const double[:, ::1] sums, const double[:, ::1] ring, const double[:, ::1] grid, Py_ssize_t p0,
                Py_ssize_t p1, double[:, ::1] out):
    """Write angles to out[p, 5], descriptors to out[p, 6:], for points out[p, :3] of (y, x, scale), p0 <= p < p1.

    The angle is that of the longest sum of weighted Haar gradients of side 4 scale within a sixth of the circle, over
    the ring. The descriptor has for each of 16 cells the sums of the turned gradients of side 2 scale, y and x, and of
    their sizes, over 25 places of the grid; it is divided by its length.

    Needs: points at least floor(31 * scale / 2) from the frame; ring has at most 128 rows (y, x, weight), within 5.9;
    grid has rows y, x, weight of 400, the cell running fastest.
    """
    cdef:
        Py_ssize_t p, k, j, n = ring.shape[0], height = sums.shape[0], w = sums.shape[1], side, before, after, y, x
        int32_t iy[400]
        int32_t ix[400]
        double hy[400]
        double hx[400]
        double cells[64]
        Sample samples[128]
        double cy, cx, scale, sa, ca, length, reach, u = 0, v = 0
        bint inside
        const double *s
    with nogil:
        if height and w:
            s = &sums[0, 0]
            for p in range(p0, p1):
                cy, cx, scale = out[p, 0], out[p, 1], out[p, 2]
                reach = 15.5 * scale + 3
                inside = cy - reach > 0 and cx - reach > 0 and cy + reach < height and cx + reach < w
                side = <Py_ssize_t> (4 * scale + .5) // 2
                for k in range(n):
                    y = rounded(scale * ring[k, 0] + cy)
                    x = rounded(scale * ring[k, 1] + cx)
                    if inside:
                        haar_inside(s + (y - 1) * w + x - 1, w, side, side, &v, &u)
                    else:
                        haar_clipped(s, height, w, y - 1, x - 1, side, side, &v, &u)
                    hy[k], hx[k] = ring[k, 2] * v, ring[k, 2] * u
                out[p, 5] = 0
                if n:
                    sort_samples(hy, hx, n, samples)
                    out[p, 5] = dominant(samples, n)
                sa, ca = sin(out[p, 5]), cos(out[p, 5])
                places(&grid[0, 0], &grid[1, 0], cy, cx, scale, sa, ca, iy, ix)
                after = <Py_ssize_t> (2 * scale + .5)
                before = after // 2
                after -= before
                if inside:
                    for k in range(400):
                        haar_inside(s + (iy[k] - 1) * w + ix[k] - 1, w, before, after, &hy[k], &hx[k])
                else:
                    for k in range(400):
                        haar_clipped(s, height, w, iy[k] - 1, ix[k] - 1, before, after, &hy[k], &hx[k])
                turned(hy, hx, &grid[2, 0], sa, ca, cells)
                length = 1e-7
                for j in range(16):
                    for k in range(4):
                        length += cells[16 * k + j] * cells[16 * k + j]
                length = sqrt(length)
                for j in range(16):
                    for k in range(4):
                        out[p, 6 + 4 * j + k] = cells[16 * k + j] / length
