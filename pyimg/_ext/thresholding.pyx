"""Pointwise thresholding. Twin and specification: pyimg/_ref/thresholding.py."""
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from .pixel cimport pixel
from .simd cimport row


cdef row soft_of(const pixel *f, pixel t, pixel low, pixel *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        pixel v, above, below, none
    for i in range(n):
        v = f[i]
        above, below, none = v - t, v + t, v - v
        o[i] = above if v > t else below if v < low else none


def soft(const pixel[::1] f, pixel t, pixel[::1] out):
    """Write f - t where f > t, f + t where f < -t, else 0 (NaN stays). Needs: t >= 0; out of f's size."""
    with nogil:
        if f.shape[0]:
            if pixel is uint8_t or pixel is uint16_t or pixel is uint32_t or pixel is uint64_t:
                soft_of(&f[0], t, <pixel> 0, &out[0], f.shape[0])
            else:
                soft_of(&f[0], t, <pixel> -t, &out[0], f.shape[0])


def otsu(const int64_t[::1] counts, const double[::1] levels):
    """Return the first level i that maximises n0 * n1 * (m0 - m1)**2.

    n0 and m0 are the number and the mean of the levels up to i, n1 and m1 of those above. -1 for fewer than 2 levels.

    Needs: counts of 1 or more, as many as levels; finite means.
    """
    cdef:
        Py_ssize_t i, n = counts.shape[0], best = -1
        int64_t below = 0, above = 0
        double mass = 0, total = 0, apart, value, greatest = -1
    with nogil:
        for i in range(n):
            above += counts[i]
            total += counts[i] * levels[i]
        for i in range(n - 1):
            below += counts[i]
            above -= counts[i]
            mass += counts[i] * levels[i]
            apart = mass / below - (total - mass) / above
            value = <double> below * <double> above * (apart * apart)
            if value > greatest:
                best, greatest = i, value
    return best


def yen(const int64_t[::1] counts, double[::1] room):
    """Return the first level i that maximises (p * (1 - p))**2 / (q0 * q1), or -1 for fewer than 2.

    p is the share of the counts up to i, q0 the sum of the squares of their single shares, q1 of those above.

    Needs: counts of 0 or more, the first and the last above 0; a room for as many.
    """
    cdef:
        Py_ssize_t i, n = counts.shape[0], best = -1
        int64_t total = 0
        double share, sum = 0, below = 0, squares = 0, value, greatest = -1
    with nogil:
        for i in range(n):
            total += counts[i]
        for i in range(n - 1, 0, -1):
            share = <double> counts[i] / <double> total
            sum += share * share
            room[i - 1] = sum
        for i in range(n - 1):
            share = <double> counts[i] / <double> total
            below += share
            squares += share * share
            value = below * (1 - below)
            value = value * value / (squares * room[i])
            if value > greatest:
                best, greatest = i, value
    return best
