"""Bounding boxes of nonzero pixels. Twin and specification: pyimg/_ref/bbox.py."""
from libc.stdint cimport int32_t, int64_t, uint8_t

from .pixel cimport pixel
from .simd cimport row


cdef enum:
    BLOCK = 256  # pixels that are looked at without a branch


cdef row skip_zeros(const pixel *m, Py_ssize_t n, Py_ssize_t *at) noexcept nogil:
    # Move `at` over whole blocks of zeros.
    cdef:
        Py_ssize_t i = at[0], j
        pixel some
        int32_t some4
        int64_t some8
    while i + BLOCK <= n:
        if pixel is float:
            some4 = 0
            for j in range(BLOCK):
                some4 |= m[i + j] != 0
            if some4:
                break
        elif pixel is double:
            some8 = 0
            for j in range(BLOCK):
                some8 |= m[i + j] != 0
            if some8:
                break
        else:
            some = 0
            for j in range(BLOCK):
                some |= m[i + j]
            if some:
                break
        i += BLOCK
    at[0] = i


cdef inline Py_ssize_t first_nonzero(const pixel *m, Py_ssize_t i, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t j
        int some
    if n - i >= BLOCK and m[i] == 0:
        skip_zeros(m, n, &i)
    while i + 32 <= n:
        some = 0
        for j in range(32):
            some |= m[i + j] != 0
        if some:
            break
        i += 32
    while i < n and m[i] == 0:
        i += 1
    return i


cdef inline Py_ssize_t last_nonzero(const pixel *m, Py_ssize_t i, Py_ssize_t n) noexcept nogil:
    # The last place within i … n - 1, else i - 1.
    cdef Py_ssize_t j
    cdef int some
    while n - 32 >= i:
        some = 0
        for j in range(32):
            some |= m[n - 32 + j] != 0
        if some:
            break
        n -= 32
    while n > i and m[n - 1] == 0:
        n -= 1
    return n - 1


def line_extents(const pixel[:, ::1] mask, uint8_t[::1] full, int64_t[::1] ends):
    """Say which lines have a nonzero pixel, and between which places (ends, half-open) all of them lie.

    Needs: ends is (n, 0).
    """
    cdef:
        Py_ssize_t lines = mask.shape[0], n = mask.shape[1], y, at, last
        const pixel *m
    with nogil:
        for y in range(lines):
            full[y] = 0
            if n == 0:
                continue
            m = &mask[y, 0]
            at = first_nonzero(m, 0, n)
            if at == n:
                continue
            full[y] = 1
            if at < ends[0]:
                ends[0] = at
            # between the ends found so far nothing can change them
            last = last_nonzero(m, at if at > ends[1] else ends[1], n)
            if last >= ends[1]:
                ends[1] = last + 1
            if at >= ends[1]:
                ends[1] = at + 1


def plane_extents(const pixel[:, ::1] mask, int64_t[::1] box):
    """Set box to (min_0, max_0, min_1, max_1), half-open, of the nonzero pixels; all 0 where there is none.

    Needs: box of 4.
    """
    cdef:
        Py_ssize_t lines = mask.shape[0], n = mask.shape[1], top = 0, bottom = lines, y, left = n, right = 0
    with nogil:
        box[0] = box[1] = box[2] = box[3] = 0
        if n > 0:
            while top < lines:
                left = first_nonzero(&mask[top, 0], 0, n)
                if left < n:
                    break
                top += 1
            if top < lines:
                right = last_nonzero(&mask[top, 0], left, n) + 1
                while bottom > top + 1:  # the columns of the last line count too
                    y = first_nonzero(&mask[bottom - 1, 0], 0, n)
                    if y < n:
                        left = y if y < left else left
                        break
                    bottom -= 1
                y = top + 1
                while y < bottom and left > 0:
                    left = first_nonzero(&mask[y, 0], 0, left)
                    y += 1
                y = bottom
                while y > top and right < n:
                    right = last_nonzero(&mask[y - 1, 0], right, n) + 1
                    y -= 1
                box[0] = top
                box[1] = bottom
                box[2] = left
                box[3] = right
