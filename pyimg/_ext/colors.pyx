"""Colour kernels. Twin and specification: pyimg/_ref/colors.py."""
from libc.stdint cimport uint32_t

from .pixel cimport level, pixel
from .simd cimport row

cdef extern from *:
    """
    #include <stdint.h>
    #include <string.h>
    /* t**-(third / 2**32) to some hundredths, from a part of the exponent; `one` has the high bits of it at t = 0. */
    static inline double fraction(double t, uint32_t third, uint32_t one) {
      uint64_t i;
      memcpy(&i, &t, 8);
      i = ((uint64_t) one << 32) - (i >> 32) * third;
      memcpy(&t, &i, 8);
      return t;
    }
    """
    double fraction(double t, uint32_t third, uint32_t one) noexcept nogil

cdef enum:
    BLOCK = 256  # pixels taken apart into planes on the stack


cdef row mix_row(const pixel *p, const double *m, double *out, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double r, g, b
        double m0 = m[0], m1 = m[1], m2 = m[2]
    for i in range(n):
        r = <double> p[3 * i]
        g = <double> p[3 * i + 1]
        b = <double> p[3 * i + 2]
        out[i] = (m0 * r + m1 * g) + m2 * b


cdef row mix3_row(const pixel *p, const double *m, double *out, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double r, g, b
        double m0 = m[0], m1 = m[1], m2 = m[2], m3 = m[3], m4 = m[4]
        double m5 = m[5], m6 = m[6], m7 = m[7], m8 = m[8]
    for i in range(n):
        r = <double> p[3 * i]
        g = <double> p[3 * i + 1]
        b = <double> p[3 * i + 2]
        out[3 * i] = (m0 * r + m1 * g) + m2 * b
        out[3 * i + 1] = (m3 * r + m4 * g) + m5 * b
        out[3 * i + 2] = (m6 * r + m7 * g) + m8 * b


def mix(const pixel[:, ::1] pixels, const double[:, ::1] matrix, double[:, ::1] out):
    """Set out[i, k] to (m[k,0] p[i,0] + m[k,1] p[i,1]) + m[k,2] p[i,2] in float64.

    Needs: pixels of shape (n, 3), matrix (1, 3) or (3, 3), out (n, 1) or (n, 3) to match.
    """
    cdef Py_ssize_t n = pixels.shape[0]
    with nogil:
        if n:
            if matrix.shape[0] == 1:
                mix_row(&pixels[0, 0], &matrix[0, 0], &out[0, 0], n)
            else:
                mix3_row(&pixels[0, 0], &matrix[0, 0], &out[0, 0], n)


def mix_table(const level[:, ::1] pixels, const double[::1] table, const double[:, ::1] matrix,
              double[:, ::1] out):
    """Set out[i] to matrix @ table[pixels[i]], summed from the left.

    Needs: pixels of shape (n, 3), each below table.size; matrix (3, 3); out (n, 3).
    """
    cdef:
        Py_ssize_t n = pixels.shape[0], i, j, count
        const level *p
        const double *t
        double[3 * BLOCK] light
    with nogil:
        if n:
            t = &table[0]
            i = 0
            while i < n:
                count = min(<Py_ssize_t> BLOCK, n - i)
                p = &pixels[i, 0]
                for j in range(3 * count):
                    light[j] = t[p[j]]
                mix3_row[double](light, &matrix[0, 0], &out[i, 0], count)
                i += count


cdef row apart(const double *p, double *planes, Py_ssize_t n) noexcept nogil:
    """Take pixels apart into planes of BLOCK."""
    cdef Py_ssize_t i
    for i in range(n):
        planes[i] = p[3 * i]
        planes[BLOCK + i] = p[3 * i + 1]
        planes[2 * BLOCK + i] = p[3 * i + 2]


cdef row mix_planes(const double *m, double *planes, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double r, g, b
        double m0 = m[0], m1 = m[1], m2 = m[2], m3 = m[3], m4 = m[4]
        double m5 = m[5], m6 = m[6], m7 = m[7], m8 = m[8]
    for i in range(n):
        r = planes[i]
        g = planes[BLOCK + i]
        b = planes[2 * BLOCK + i]
        planes[i] = (m0 * r + m1 * g) + m2 * b
        planes[BLOCK + i] = (m3 * r + m4 * g) + m5 * b
        planes[2 * BLOCK + i] = (m6 * r + m7 * g) + m8 * b


cdef row lab_f(double *plane, double scale, Py_ssize_t n) noexcept nogil:
    """Turn a plane of X, Y or Z into f of the CIE's formulas."""
    cdef:
        Py_ssize_t i
        double t, r, e, line
    for i in range(n):
        t = plane[i] * scale
        line = (1.0 / 3) * ((29.0 / 6) * (29.0 / 6)) * t + 4.0 / 29
        r = fraction(t, 1431655765, 1430175765)
        e = 1.0 - t * (r * r * r)
        r = r + r * (e * (1.0 / 3 + e * (2.0 / 9 + e * (14.0 / 81 + e * (35.0 / 243)))))
        e = 1.0 - t * (r * r * r)
        r = r + r * (e * (1.0 / 3 + e * (2.0 / 9)))
        plane[i] = line if t <= (6.0 / 29) * (6.0 / 29) * (6.0 / 29) else t * (r * r)


cdef row lab_row(const double *f, double *out, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double x, y, z
    for i in range(n):
        x = f[i]
        y = f[BLOCK + i]
        z = f[2 * BLOCK + i]
        out[3 * i] = 116.0 * y - 16.0
        out[3 * i + 1] = 500.0 * (x - y)
        out[3 * i + 2] = 200.0 * (y - z)


cdef inline void lab_block(double *planes, const double *white, double *out, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(3):
        lab_f(planes + k * BLOCK, 1 / white[k], n)
    lab_row(planes, out, n)


def xyz_to_lab(const double[:, ::1] xyz, const double[::1] white, double[:, ::1] out):
    """Set out[i] to L*, a*, b* of X, Y, Z: the CIE's formulas, with cube roots from a power series.

    Needs: xyz and out of shape (n, 3), white of 3 positive numbers.
    """
    cdef:
        Py_ssize_t n = xyz.shape[0], i = 0, count
        double[3 * BLOCK] planes
    with nogil:
        while i < n:
            count = min(<Py_ssize_t> BLOCK, n - i)
            apart(&xyz[i, 0], planes, count)
            lab_block(planes, &white[0], &out[i, 0], count)
            i += count


def table_to_lab(const level[:, ::1] pixels, const double[::1] table, const double[:, ::1] matrix,
                 const double[::1] white, double[:, ::1] out):
    """Do mix_table and xyz_to_lab at once.

    Needs: what they need.
    """
    cdef:
        Py_ssize_t n = pixels.shape[0], i = 0, j, count
        const level *p
        const double *t
        double[3 * BLOCK] planes
    with nogil:
        if n:
            t = &table[0]
        while i < n:
            count = min(<Py_ssize_t> BLOCK, n - i)
            p = &pixels[i, 0]
            for j in range(count):
                planes[j] = t[p[3 * j]]
                planes[BLOCK + j] = t[p[3 * j + 1]]
                planes[2 * BLOCK + j] = t[p[3 * j + 2]]
            mix_planes(&matrix[0, 0], planes, count)
            lab_block(planes, &white[0], &out[i, 0], count)
            i += count


cdef row linear_row(const double *values, double *out, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double c, t, r, e, y
    for i in range(n):
        c = values[i] / 255.0
        t = (c + 0.055) / 1.055
        r = fraction(t, 858993459, 1287171997)
        y = r * r
        e = 1.0 - t * (y * y * r)
        r = r + r * (e * (0.19997695 + e * (0.12179047 + e * 0.09058818)))
        y = r * r
        e = 1.0 - t * (y * y * r)
        y = t * r
        y = y * y * y
        y = y + y * (e * (3.0 / 5 + e * (12.0 / 25 + e * (52.0 / 125))))
        out[i] = c / 12.92 if c <= 0.04045 else y


def linear(const double[::1] values, double[::1] out):
    """Set out to the light of sRGB: c / 12.92 up to c = values / 255 = 0.04045, above ((c + 0.055) / 1.055)**2.4.

    That is (t r)**3 with r = t**(-1/5), from a polynomial and a power series.

    Needs: one size.
    """
    with nogil:
        if values.shape[0]:
            linear_row(&values[0], &out[0], values.shape[0])


cdef row gamma_plane(double *plane, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double t, r, e, y, z
    for i in range(n):
        t = plane[i]
        r = fraction(t, 357913941, 1162024452)
        y = r * r
        y = y * y
        e = 1.0 - t * (y * y * y)
        r = r + r * (e * (0.08324156 + e * (0.04495788 + e * (0.03451265 + e * 0.02787999))))
        z = r * r
        y = z * z
        e = 1.0 - t * (y * y * y)
        y = t * (y * (z * r))
        y = y + y * (e * (7.0 / 12 + e * (133.0 / 288 + e * (4123.0 / 10368))))
        plane[i] = 3294.6 * t if t <= 0.0031308 else 269.025 * y - 14.025


cdef row together(const double *planes, double *out, Py_ssize_t n) noexcept nogil:
    """Put planes of BLOCK together to pixels."""
    cdef Py_ssize_t i
    for i in range(n):
        out[3 * i] = planes[i]
        out[3 * i + 1] = planes[BLOCK + i]
        out[3 * i + 2] = planes[2 * BLOCK + i]


cdef row lab_inverse(double *planes, const double *white, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double x, y, z, slope = 3.0 * (6.0 / 29) * (6.0 / 29), bend = 6.0 / 29
        double w0 = white[0], w1 = white[1], w2 = white[2]
    for i in range(n):
        y = (planes[i] + 16.0) * (1.0 / 116)
        x = y + planes[BLOCK + i] * (1.0 / 500)
        z = y - planes[2 * BLOCK + i] * (1.0 / 200)
        planes[i] = (x * x * x if x > bend else slope * (x - 4.0 / 29)) * w0
        planes[BLOCK + i] = (y * y * y if y > bend else slope * (y - 4.0 / 29)) * w1
        planes[2 * BLOCK + i] = (z * z * z if z > bend else slope * (z - 4.0 / 29)) * w2


def lab_to_xyz(const double[:, ::1] lab, const double[::1] white, double[:, ::1] out):
    """Set out[i] to X, Y, Z of L*, a*, b*: the CIE's formulas.

    Needs: lab and out of shape (n, 3), white of 3 numbers.
    """
    cdef:
        Py_ssize_t n = lab.shape[0], i = 0, count
        double[3 * BLOCK] planes
    with nogil:
        while i < n:
            count = min(<Py_ssize_t> BLOCK, n - i)
            apart(&lab[i, 0], planes, count)
            lab_inverse(planes, &white[0], count)
            together(planes, &out[i, 0], count)
            i += count


def xyz_to_rgb(const double[:, ::1] xyz, const double[::1] white, const double[:, ::1] matrix, double[:, ::1] out):
    """Set out[i] to the sRGB of light matrix @ xyz[i]; where there is a white, xyz is L*, a*, b* (see lab_to_xyz).

    255 times 12.92 t up to t = 0.0031308, above 1.055 t**(5/12) - 0.055; the power is t r**7 with r = t**(-1/12), from
    a polynomial and a power series.

    Needs: xyz and out of shape (n, 3), matrix (3, 3), white of 3 numbers or none.
    """
    cdef:
        Py_ssize_t n = xyz.shape[0], i = 0, k, count
        double[3 * BLOCK] planes
    with nogil:
        while i < n:
            count = min(<Py_ssize_t> BLOCK, n - i)
            apart(&xyz[i, 0], planes, count)
            if white.shape[0]:
                lab_inverse(planes, &white[0], count)
            mix_planes(&matrix[0, 0], planes, count)
            for k in range(3):
                gamma_plane(planes + k * BLOCK, count)
            together(planes, &out[i, 0], count)
            i += count
