# `cdef row f(...) noexcept nogil` is a void function cloned for each SIMD level (see simd.h).
cdef extern from "simd.h":
    ctypedef void row "ROW void"
    ctypedef void part "ROW_PART void"  # of an inline function that row functions call
    int simd_level_of_cpu() noexcept nogil


cdef inline Py_ssize_t piece(Py_ssize_t *x, Py_ssize_t n, Py_ssize_t most) noexcept nogil:
    """Give how many of n pixels to do from x on: whole vectors, then the last 64 again, so that none is done alone."""
    cdef Py_ssize_t count = min(most, n - x[0])
    if count & 63 and n > 64:
        if count > 64:
            return count & ~63
        x[0], count = n - 64, 64
    return count
