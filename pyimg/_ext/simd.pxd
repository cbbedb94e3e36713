# `cdef row f(...) noexcept nogil` is a void function cloned for each SIMD level (see simd.h).
cdef extern from "simd.h":
    ctypedef void row "ROW void"
    ctypedef void part "ROW_PART void"  # of an inline function that row functions call
    int simd_level_of_cpu() noexcept nogil
