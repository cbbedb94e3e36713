"""Pointwise thresholding. Twin and specification: pyimg/_ref/thresholding.py."""
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t

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
