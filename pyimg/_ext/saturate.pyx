"""Arithmetic that stops at the ends of a type. Twin and specification: pyimg/_ref/saturate.py."""
from libc.stdint cimport int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from .simd cimport row

ctypedef fused whole:
    uint8_t
    int8_t
    uint16_t
    int16_t
    uint32_t
    int32_t
    uint64_t
    int64_t


cdef row less(const whole *a, const whole *b, whole *o, Py_ssize_t n, whole least, whole most) noexcept nogil:
    cdef:
        Py_ssize_t i
        whole x, y, low, high
    for i in range(n):
        x = a[i]
        y = b[i]
        if whole is uint8_t or whole is uint16_t or whole is uint32_t or whole is uint64_t:
            o[i] = (x if x > y else y) - y
        else:  # first moved to where the difference exists
            low = <whole> (least + (y if y > 0 else 0))
            high = <whole> (most + (y if y < 0 else 0))
            x = x if x > low else low
            x = x if x < high else high
            o[i] = <whole> (x - y)


def subtract(const whole[::1] a, const whole[::1] b, whole[::1] out):
    """Write a - b, or the end of the type where that lies beyond.

    Needs: one size; out may be a or b.
    """
    cdef:
        Py_ssize_t n = a.shape[0]
        whole most = 0
    if whole is int8_t:
        most = 0x7f
    elif whole is int16_t:
        most = 0x7fff
    elif whole is int32_t:
        most = 0x7fffffff
    elif whole is int64_t:
        most = 0x7fffffffffffffff
    with nogil:
        if n:
            less(&a[0], &b[0], &out[0], n, <whole> (-most - 1), most)
