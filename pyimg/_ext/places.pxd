# What stands for places outside an image.
from libc.math cimport floor

cdef enum:
    NONE = -1000000000  # a place that is outside


cdef inline double inside(double x, Py_ssize_t n, int mode) noexcept nogil:
    # The place that stands for x: in the image, for mode reflect at most a pixel beyond it, for mode nearest
    # as far beyond it as a spline reaches; NONE for none.
    cdef double period, last = <double> (n - 1)
    if x >= 0 and x <= last:
        return x
    if not (x - x == 0):
        return NONE  # NaN and infinities
    if mode >= 4 and mode < 6:  # constant, ignore
        return NONE
    if mode == 0:  # nearest
        return max(x, -8.0) if x < 0 else min(x, last + 8)
    if n == 1:
        return 0.0
    if mode == 1:  # wrap: the last pixel lies upon the first
        x = x - last * floor(x / last)
        x = x if x < last else last
    elif mode == 6:  # grid-wrap
        x = x - n * floor(x / n)
        x = x if x < n else 0.0
    elif mode == 2:  # reflect
        period = 2.0 * n
        x = x - period * floor(x / period)
        x = x if x < period else 0.0
        x = x if x < n else period - 1 - x
    else:
        period = 2.0 * last  # mirror
        x = x - period * floor(x / period)
        x = x if x <= last else period - x
    return x if x >= -1 and x <= n else 0.0  # so far away that pixels are less than the rounding


cdef inline Py_ssize_t folded(Py_ssize_t i, Py_ssize_t n, int border) noexcept nogil:
    # The place in 0 ... n - 1 that stands for i: 0 mirror, 1 reflect, 2 wrap, 3 nearest.
    if i >= 0 and i < n:
        return i
    if n == 1:
        return 0
    if border == 3:
        return 0 if i < 0 else n - 1
    if border == 2:
        i = i % n
        return i + n if i < 0 else i
    if border == 1:
        i = i % (2 * n)
        i = i + 2 * n if i < 0 else i
        return i if i < n else 2 * n - 1 - i
    i = i % (2 * n - 2)
    i = i + 2 * n - 2 if i < 0 else i
    return i if i < n else 2 * n - 2 - i


cdef inline void line_begins(Py_ssize_t q, const Py_ssize_t[::1] shape, const double[:, ::1] matrix,
                             const double[::1] offset, double *begin) noexcept nogil:
    # The place matrix @ i + offset of the first pixel i of line q of an array of `shape`, of at most 8 axes.
    cdef:
        Py_ssize_t axes = shape.shape[0], d, e
        Py_ssize_t at[8]
        double v
    for d in range(axes - 2, -1, -1):
        at[d] = q % shape[d]
        q //= shape[d]
    for d in range(axes):
        v = offset[d]
        for e in range(axes - 1):
            v = v + matrix[d, e] * at[e]
        begin[d] = v
