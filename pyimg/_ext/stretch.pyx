"""Contrast kernels. Twin and specification: pyimg/_ref/stretch.py."""
from libc.math cimport INFINITY
from libc.stdint cimport int32_t, uint8_t, uint16_t, uint32_t

from .ahead cimport ask_for, LARGE
from .lines cimport bits_of_float, float_of_bits
from .pixel cimport level, pixel
from .simd cimport row

cdef enum:
    LANES = 256  # many, so that no pixel waits for the one before in its lane


cdef row extrema_row(const pixel *x, pixel *lo, pixel *hi, Py_ssize_t n) noexcept nogil:
    """Keep extremes of each lane; n is a multiple of LANES. What is not finite has x - x != 0."""
    cdef:
        Py_ssize_t i = 0, j
        pixel v
    while i < n:
        for j in range(LANES):
            v = x[i + j]
            if pixel is float or pixel is double:
                lo[j] = v if (v < lo[j]) & (v - v == 0) else lo[j]
                hi[j] = v if (v > hi[j]) & (v - v == 0) else hi[j]
            else:
                lo[j] = v if v < lo[j] else lo[j]
                hi[j] = v if v > hi[j] else hi[j]
        i += LANES


cdef row eight_rows(const pixel *x, pixel *lo, pixel *hi, Py_ssize_t n) noexcept nogil:
    # as extrema_row, for n a multiple of 8 * LANES and infinities too: lanes are read and written less often
    cdef:
        Py_ssize_t i = 0, j
        pixel a, b, v
        bint far = n * <Py_ssize_t> sizeof(pixel) >= LARGE
    while i < n:
        if far and i + 16 * LANES <= n:
            ask_for(x + i + 8 * LANES, 8 * LANES * sizeof(pixel))
        for j in range(LANES):
            a = lo[j]
            b = hi[j]
            v = x[i + j]
            a, b = v if v < a else a, v if v > b else b
            v = x[i + LANES + j]
            a, b = v if v < a else a, v if v > b else b
            v = x[i + 2 * LANES + j]
            a, b = v if v < a else a, v if v > b else b
            v = x[i + 3 * LANES + j]
            a, b = v if v < a else a, v if v > b else b
            v = x[i + 4 * LANES + j]
            a, b = v if v < a else a, v if v > b else b
            v = x[i + 5 * LANES + j]
            a, b = v if v < a else a, v if v > b else b
            v = x[i + 6 * LANES + j]
            a, b = v if v < a else a, v if v > b else b
            v = x[i + 7 * LANES + j]
            a, b = v if v < a else a, v if v > b else b
            lo[j] = a
            hi[j] = b
        i += 8 * LANES


cdef inline void start_lanes(pixel first, pixel *lo, pixel *hi) noexcept nogil:
    cdef Py_ssize_t j
    for j in range(LANES):
        if pixel is float or pixel is double:
            lo[j] = <pixel> INFINITY
            hi[j] = <pixel> -INFINITY
        else:
            lo[j] = hi[j] = first


def extrema(const pixel[::1] img, double[::1] out):
    """Set out to the least and the greatest finite value, as doubles; to inf, -inf where there is none.

    Needs: out of size 2.
    """
    cdef:
        Py_ssize_t n = img.shape[0], whole = n - n % LANES, most_of = n - n % (8 * LANES), i, j
        pixel[LANES] lo
        pixel[LANES] hi
        pixel[LANES] rest
        double least = INFINITY, most = -INFINITY
        bint wild = False  # infinities were met, or nothing but NaN
    with nogil:
        if n:
            start_lanes(img[0], lo, hi)
            if most_of:
                eight_rows(&img[0], lo, hi, most_of)
                if pixel is float or pixel is double:
                    for j in range(LANES):
                        wild |= not (lo[j] > -INFINITY and lo[j] < INFINITY and hi[j] > -INFINITY and hi[j] < INFINITY)
                    if wild:
                        start_lanes(img[0], lo, hi)
                        most_of = 0
            if whole > most_of:
                extrema_row(&img[most_of], lo, hi, whole - most_of)
            if whole < n:  # fill the last lanes with the last pixel again
                for j in range(LANES):
                    i = whole + j
                    rest[j] = img[i if i < n else n - 1]
                extrema_row(rest, lo, hi, LANES)
            for j in range(LANES):
                least = <double> lo[j] if <double> lo[j] < least else least
                most = <double> hi[j] if <double> hi[j] > most else most
        out[0] = least
        out[1] = most


cdef row levels_row(const level *x, int32_t origin, uint32_t high, uint32_t low, int shift, int base,
                    uint8_t *out, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        uint32_t t
    for i in range(n):  # a product of 48 bits in two halves of 32: twice as many pixels at once
        t = <level> (<int32_t> x[i] - origin)
        out[i] = <uint8_t> (base + <int> ((t * high + ((t * low) >> 16)) >> shift))


cdef row flipped_row(const level *x, int32_t origin, uint32_t high, uint32_t low, int shift, int base,
                     uint8_t *out, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        uint32_t t
    for i in range(n):
        t = <level> (origin - <int32_t> x[i])
        out[i] = <uint8_t> (base + <int> ((t * high + ((t * low) >> 16)) >> shift))


cdef row bytes_row(const uint8_t *x, uint16_t origin, uint16_t high, uint16_t low, uint16_t base, uint8_t *out,
                   Py_ssize_t n) noexcept nogil:
    # as levels_row for shift 16, in 16 bits
    cdef:
        Py_ssize_t i
        uint16_t t
    for i in range(n):
        t = <uint8_t> (x[i] - origin)
        out[i] = <uint8_t> (<uint16_t> (base + <uint16_t> (t * high)) + <uint16_t> ((<uint32_t> t * low) >> 16))


cdef row words_row(const uint16_t *x, uint16_t origin, uint16_t high, uint16_t low, uint16_t base, uint8_t *out,
                   Py_ssize_t n) noexcept nogil:
    # as levels_row for shift 32, in 16 bits: what is carried from the lower halves is 0 or 1
    cdef:
        Py_ssize_t i
        uint16_t t, lower, carried
    for i in range(n):
        t = <uint16_t> (x[i] - origin)
        lower = <uint16_t> (t * high)
        carried = <uint16_t> (lower + <uint16_t> ((<uint32_t> t * low) >> 16))
        out[i] = <uint8_t> (<uint16_t> (base + <uint16_t> ((<uint32_t> t * high) >> 16))
                            + <uint16_t> (1 if carried < lower else 0))


def stretch_levels(const level[::1] img, int origin, bint flip, Py_ssize_t multiplier, int shift, int base,
                   uint8_t[::1] out):
    """Set out[i] to base + t * multiplier // 2**shift with t = img[i] - origin, or origin - img[i] with flip.

    Differences go round as those of the type of img do: it may stand for one with signs.

    Needs: multiplier below 2**32, shift of 16 to 47; answers below 256; out
    of img's size.
    """
    cdef:
        Py_ssize_t n = img.shape[0]
        uint32_t high = <uint32_t> (multiplier >> 16), low = <uint32_t> (multiplier & 0xFFFF)
    with nogil:
        if n and level is uint8_t and shift == 16 and not flip:
            bytes_row(<const uint8_t *> &img[0], <uint16_t> origin, <uint16_t> high, <uint16_t> low, <uint16_t> base,
                      &out[0], n)
        elif n and level is uint16_t and shift == 32 and not flip:
            words_row(<const uint16_t *> &img[0], <uint16_t> origin, <uint16_t> high, <uint16_t> low, <uint16_t> base,
                      &out[0], n)
        elif n and flip:
            flipped_row(&img[0], origin, high, low, shift - 16, base, &out[0], n)
        elif n:
            levels_row(&img[0], origin, high, low, shift - 16, base, &out[0], n)


cdef row stretch_row(const pixel *x, double lo, double scale, double base, double low, double high,
                     uint8_t *out, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double v
    if base == low:  # the order of the two limits decides what NaN becomes
        for i in range(n):
            v = (<double> x[i] - lo) * scale + base
            v = v if v > low else low
            v = v if v < high else high
            out[i] = <uint8_t> <int> v
    else:
        for i in range(n):
            v = (<double> x[i] - lo) * scale + base
            v = v if v < high else high
            v = v if v > low else low
            out[i] = <uint8_t> <int> v


cdef row quick_row(const float *x, float lo, float scale, int base, int high, uint8_t *out, Py_ssize_t n,
                   int *doubt) noexcept nogil:
    # In units of 2**-16, of which single precision errs by less than 3: in doubt is what lies within 4 of a step, or
    # of the highest, which is one. All below the first step is as good as 4.
    cdef:
        Py_ssize_t i
        int32_t k, near, nearest = 8, least = <int32_t> bits_of_float(4)
        int32_t most = <int32_t> bits_of_float(<float> (65536 * (high - base)))
    for i in range(n):
        k = <int32_t> bits_of_float((x[i] - lo) * scale)
        k = k if k > least else least  # bits are in the order of what they stand for, if that is not negative
        k = k if k < most else most
        k = <int32_t> float_of_bits(<uint32_t> k)
        out[i] = <uint8_t> (base + (k >> 16))
        near = (k + 4) & 0xfff8
        nearest = near if near < nearest else nearest
    doubt[0] = nearest == 0


cdef void stretch_singles(const float *x, double lo, double scale, double base, double high, uint8_t *out,
                          Py_ssize_t n) noexcept nogil:
    # As stretch_row for rising floats. Where values often lie on steps, most pieces are left to doubles at once.
    cdef:
        Py_ssize_t i = 0, count, wait = 0
        int doubt = 0, before
    while i < n:
        count = min(n - i, <Py_ssize_t> LANES)
        before = doubt
        doubt = 1
        if wait == 0:
            quick_row(x + i, <float> lo, <float> (scale * 65536), <int> base, <int> high, out + i, count, &doubt)
            wait = 16 if doubt and before else 0
        else:
            wait -= 1
        if doubt:
            stretch_row(x + i, lo, scale, base, base, high, out + i, count)
        i += count


def stretch(const pixel[::1] img, double lo, double scale, double base, double low, double high,
            uint8_t[::1] out):
    """Set out[i] to (img[i] - lo) * scale + base, kept within low to high and truncated; NaN becomes base.

    Needs: 0 <= low <= high < 256; base is one of them; out of img's size.
    """
    cdef Py_ssize_t n = img.shape[0]
    with nogil:
        if n and pixel is float and base == low and base == <int> base and high == <int> high and (
                1e-30 < scale < 1e30 and <float> lo == lo):
            stretch_singles(<const float *> &img[0], lo, scale, base, high, &out[0], n)
        elif n:
            stretch_row(&img[0], lo, scale, base, low, high, &out[0], n)


cdef row stretch_wide_row(const pixel *x, double lo, double width, double first, double last,
                          double *out, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double t, v, span = last - first
    for i in range(n):
        t = <double> x[i] - lo
        v = t * span / width + first
        v = v if t > 0 else first
        out[i] = last if t >= width else v


def stretch_wide(const pixel[::1] img, double lo, double width, double first, double last,
                 double[::1] out):
    """Set out[i] to (img[i] - lo) * (last - first) / width + first; to first below and at NaN, to last above.

    Needs: width > 0; out of img's size.
    """
    cdef Py_ssize_t n = img.shape[0]
    with nogil:
        if n:
            stretch_wide_row(&img[0], lo, width, first, last, &out[0], n)
