# Memory asked for before it is needed, where an image is in no near cache and no machine foresees the way through it.
from libc.stdint cimport uint8_t

from .bitset cimport prefetch

cdef enum:
    LARGE = 1 << 22  # bytes of such an image
    PART = 1024  # bytes of it to be asked for at a time
    LONGEST = 1 << 17  # bytes of rows; longer ones would drive out what is needed before


cdef inline Py_ssize_t size_of(int kind) noexcept nogil:
    # bytes of a pixel of the types that are numbers in pyimg/_prepare.py's KINDS
    return 4 if kind == 8 else 8 if kind == 9 else 1 << kind // 2


cdef inline void ask(const uint8_t *p, const uint8_t *q) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(0, PART, 64):
        prefetch(p + i)
        prefetch(q + i)


cdef inline void ask_within(const uint8_t *p, Py_ssize_t size, Py_ssize_t first, Py_ssize_t count) noexcept nogil:
    # bytes first ... first + count - 1 of an array, if it has them
    if 0 <= first <= size - count:
        ask_for(p + first, count)


cdef inline void ask_for(const void *p, Py_ssize_t count) noexcept nogil:
    cdef Py_ssize_t i
    if count > LONGEST:
        return
    for i in range(0, count, 64):
        prefetch(<const uint8_t *> p + i)
