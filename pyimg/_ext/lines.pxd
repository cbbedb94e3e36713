# Lines of any pixel type to and from lines of float or double. The type is a number, its place in
# pyimg/_prepare.py's KINDS, so that a kernel is compiled for two types and not for twenty.
from libc.math cimport rint
from libc.stdint cimport (
    int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
)

from .pixel cimport pixel, real
from .simd cimport part

cdef extern from *:
    """
    #include <stdint.h>
    #include <string.h>
    static inline uint32_t bits_of_float(float x) { uint32_t v; memcpy(&v, &x, 4); return v; }
    static inline float float_of_bits(uint32_t v) { float x; memcpy(&x, &v, 4); return x; }
    static inline uint64_t bits_of_double(double x) { uint64_t v; memcpy(&v, &x, 8); return v; }
    """
    uint32_t bits_of_float(float x) noexcept nogil
    float float_of_bits(uint32_t v) noexcept nogil
    uint64_t bits_of_double(double x) noexcept nogil


ctypedef fused narrow:
    uint8_t
    int8_t
    uint16_t
    int16_t
    uint32_t
    int32_t


cdef inline part widen(const pixel *a, real *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = <real> a[i]


cdef inline part load(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t n, real *o) noexcept nogil:
    # o = the n pixels from place `at` on
    if kind == 0:
        widen(<const uint8_t *> p + at, o, n)
    elif kind == 1:
        widen(<const int8_t *> p + at, o, n)
    elif kind == 2:
        widen(<const uint16_t *> p + at, o, n)
    elif kind == 3:
        widen(<const int16_t *> p + at, o, n)
    elif kind == 4:
        widen(<const uint32_t *> p + at, o, n)
    elif kind == 5:
        widen(<const int32_t *> p + at, o, n)
    elif kind == 6:
        widen(<const uint64_t *> p + at, o, n)
    elif kind == 7:
        widen(<const int64_t *> p + at, o, n)
    elif kind == 8:
        widen(<const float *> p + at, o, n)
    elif kind == 9:
        widen(<const double *> p + at, o, n)


cdef inline part nearest(const real *a, narrow *o, Py_ssize_t n, double low, double high) noexcept nogil:
    # Adding 3 * 2**51 leaves no bits below 1: ties go to even, as rint does, in every instruction set.
    # For floats and types of at most 16 bits 3 * 2**22 does the same.
    cdef:
        Py_ssize_t i
        double v, magic = 6755399441055744.0
        float u, few = 12582912.0, least = <float> low, most = <float> high
    if sizeof(real) == 4 and sizeof(narrow) < 4:
        for i in range(n):
            u = <float> a[i]
            if low < 0:  # else NaN becomes `least`, which is 0
                u = u if u == u else 0
            u = u if u > least else least
            u = u if u < most else most
            o[i] = <narrow> <int32_t> ((u + few) - few)
        return
    for i in range(n):
        v = <double> a[i]
        if low < 0:
            v = v if v == v else 0.0
        v = v if v > low else low
        v = v if v < high else high
        o[i] = <narrow> <int64_t> ((v + magic) - magic) if narrow is uint32_t else (
            <narrow> <int32_t> ((v + magic) - magic))


cdef inline part store(const real *a, int kind, uint8_t *p, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    # Pixels from place `at` on = a, rounded to the nearest value of an integer type; NaN gives 0.
    cdef:
        Py_ssize_t i
        double v
    if kind == 0:
        nearest(a, <uint8_t *> p + at, n, 0.0, 255.0)
    elif kind == 1:
        nearest(a, <int8_t *> p + at, n, -128.0, 127.0)
    elif kind == 2:
        nearest(a, <uint16_t *> p + at, n, 0.0, 65535.0)
    elif kind == 3:
        nearest(a, <int16_t *> p + at, n, -32768.0, 32767.0)
    elif kind == 4:
        nearest(a, <uint32_t *> p + at, n, 0.0, 4294967295.0)
    elif kind == 5:
        nearest(a, <int32_t *> p + at, n, -2147483648.0, 2147483647.0)
    elif kind == 6:
        for i in range(n):
            v = rint(<double> a[i])
            if v >= 18446744073709551616.0:
                (<uint64_t *> p)[at + i] = 0xFFFFFFFFFFFFFFFFULL
            elif v > 0:
                (<uint64_t *> p)[at + i] = <uint64_t> v
            else:
                (<uint64_t *> p)[at + i] = 0
    elif kind == 7:
        for i in range(n):
            v = rint(<double> a[i])
            if v >= 9223372036854775808.0:
                (<int64_t *> p)[at + i] = 0x7FFFFFFFFFFFFFFFLL
            elif v > -9223372036854775808.0:
                (<int64_t *> p)[at + i] = <int64_t> v
            elif v == v:
                (<int64_t *> p)[at + i] = <int64_t> -9223372036854775808.0
            else:
                (<int64_t *> p)[at + i] = 0
    elif kind == 8:
        widen(a, <float *> p + at, n)
    elif kind == 9:
        widen(a, <double *> p + at, n)
