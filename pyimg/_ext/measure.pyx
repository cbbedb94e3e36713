"""Size, place, shape and intensity of all regions at once. Twin and specification: pyimg/_ref/measure.py.

Lines are those of an image of shape (*leading, n). Labels below 1 are ignored. Coordinates count from the
region's origin, its first pixel in raster order, so that nothing is lost far from the image's corner.
"""
from libc.stdint cimport int32_t, int64_t, uint8_t

from .pixel cimport pixel
from .runs cimport advance, run_end
from .simd cimport row


def region_moments(const int32_t[:, ::1] labels, const int64_t[::1] leading, int64_t[::1] at,
                   int64_t[::1] area, int64_t[:, ::1] origin, int64_t[:, ::1] boxes,
                   double[:, ::1] first, double[:, ::1] second):
    """Add to area[l] the pixels of label l, to first[l] their places, to second[l] products of two of these.

    Products are in the order (0, 0), (0, 1), …, (1, 1), …; each run of pixels adds its sums at once.
    boxes[l] is widened to hold the pixels: (begin, end) of each axis, half-open. origin[l] is set where
    area[l] is 0.

    Needs: labels below area.size; at zero, of leading's size; tables zero at first.
    """
    cdef:
        Py_ssize_t lines = labels.shape[0], n = labels.shape[1], axes = leading.shape[0], y, i, end, k, m, s
        int32_t label
        const int32_t *names
        int64_t *b
        int64_t *o
        double length, begin, x1, x2, d
    with nogil:
        if n and area.shape[0]:
            for y in range(lines):
                names = &labels[y, 0]
                i = 0
                while i < n:
                    end = run_end(names, i, n)
                    label = names[i]
                    if label > 0:
                        b, o = &boxes[label, 0], &origin[label, 0]
                        if area[label] == 0:
                            for k in range(axes):
                                o[k] = b[2 * k] = at[k]
                            o[axes] = b[2 * axes] = i
                        area[label] += end - i
                        for k in range(axes):
                            b[2 * k] = min(b[2 * k], at[k])
                            b[2 * k + 1] = max(b[2 * k + 1], at[k] + 1)
                        b[2 * axes] = min(b[2 * axes], i)
                        b[2 * axes + 1] = max(b[2 * axes + 1], end)
                        # sums of x and x * x over the run
                        length, begin = <double> (end - i), <double> (i - o[axes])
                        x1 = length * begin + length * (length - 1) / 2
                        x2 = (length * begin * begin + begin * length * (length - 1)
                              + (length - 1) * length * (2 * length - 1) / 6)
                        s = 0
                        for k in range(axes):
                            d = <double> (at[k] - o[k])
                            first[label, k] += length * d
                            for m in range(k, axes):
                                second[label, s] += length * d * <double> (at[m] - o[m])
                                s += 1
                            second[label, s] += d * x1
                            s += 1
                        first[label, axes] += x1
                        second[label, s] += x2
                    i = end
                advance(at, leading)


def region_intensity(const pixel[:, ::1] values, const int32_t[:, ::1] labels, const int64_t[::1] leading,
                     int64_t[::1] at, const int64_t[:, ::1] origin, uint8_t[::1] seen, double[::1] base,
                     double[:, ::1] sums, pixel[::1] least, pixel[::1] most):
    """Add to sums[l] the values of label l less base[l], their squares, their products with each coordinate.

    base[l] is the value at the origin (0 if that is not finite), set with seen[l]. least[l] and most[l] are
    the extreme values; NaN is both. A run of one label on a line is summed by itself first.

    Needs: labels below seen.size, origins of all; at zero, of leading's size; tables zero at first.
    """
    cdef:
        Py_ssize_t lines = labels.shape[0], n = labels.shape[1], axes = leading.shape[0], y, i, end, k
        int32_t label
        const int32_t *names
        const pixel *v
        pixel x, low, high
        double d, zero, s1, s2, sx, start
        double *s
    with nogil:
        if n and seen.shape[0]:
            for y in range(lines):
                names = &labels[y, 0]
                v = &values[y, 0]
                i = 0
                while i < n:
                    end = run_end(names, i, n)
                    label = names[i]
                    if label > 0:
                        if not seen[label]:
                            seen[label] = 1
                            least[label] = most[label] = v[i]
                            base[label] = <double> v[i] if <double> v[i] - <double> v[i] == 0 else 0
                        zero, start = base[label], <double> (i - origin[label, axes])
                        low, high = least[label], most[label]
                        s1 = s2 = sx = 0
                        for k in range(end - i):
                            x = v[i + k]
                            low = x if (x < low) | (x != x) else low
                            high = x if (x > high) | (x != x) else high
                            d = <double> x - zero
                            s1 += d
                            s2 += d * d
                            sx += d * (start + <double> k)
                        least[label], most[label] = low, high
                        s = &sums[label, 0]
                        s[0] += s1
                        s[1] += s2
                        for k in range(axes):
                            s[2 + k] += s1 * <double> (at[k] - origin[label, k])
                        s[2 + axes] += sx
                    i = end
                advance(at, leading)


cdef row unlike(const int32_t *labels, int32_t label, int64_t *total, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    cdef int count = 0
    for x in range(n):
        count += labels[x] != label
    total[0] += count


def surface_crossings(const int32_t[:, :, ::1] labels, const int64_t[:, ::1] steps, int64_t[:, ::1] counts):
    """Add to counts[l, s] how many pixels of label l have another label, or nothing, a step away, to and fro.

    Needs: labels below counts.shape[0]; steps of -1, 0 and 1.
    """
    cdef:
        Py_ssize_t depth = labels.shape[0], height = labels.shape[1], n = labels.shape[2]
        Py_ssize_t z, y, i, end, s, sign, other_z, other_y, low, high, dx
        int32_t label
        const int32_t *names
    with nogil:
        if n and counts.shape[0]:
            for z in range(depth):
                for y in range(height):
                    names = &labels[z, y, 0]
                    i = 0
                    while i < n:
                        end = run_end(names, i, n)
                        label = names[i]
                        if label > 0:
                            for s in range(steps.shape[0]):
                                for sign in range(-1, 2, 2):
                                    other_z, other_y = z + sign * steps[s, 0], y + sign * steps[s, 1]
                                    dx = sign * steps[s, 2]
                                    if other_z < 0 or other_z >= depth or other_y < 0 or other_y >= height:
                                        counts[label, s] += end - i
                                        continue
                                    low, high = max(i + dx, 0), min(end + dx, n)
                                    counts[label, s] += end - i - (high - low)
                                    unlike(&labels[other_z, other_y, 0] + low, label, &counts[label, s],
                                           high - low)
                        i = end
