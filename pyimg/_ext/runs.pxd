# Runs of equal labels: most kernels of labeled images do their work once for each run.
from libc.stdint cimport int32_t, int64_t


cdef inline Py_ssize_t run_end(const int32_t *labels, Py_ssize_t i, Py_ssize_t n) noexcept nogil:
    # The first place after i, at most n, whose label is not that at i; long runs sixteen at a time.
    cdef:
        int32_t label = labels[i], other
        Py_ssize_t near, j
    i += 1
    near = i + 7 if i + 7 < n else n
    while i < near and labels[i] == label:
        i += 1
    if i < near:
        return i
    while i + 16 <= n:
        other = 0
        for j in range(16):
            other |= labels[i + j] ^ label
        if other:
            break
        i += 16
    while i < n and labels[i] == label:
        i += 1
    return i


cdef inline void advance(int64_t[::1] at, const int64_t[::1] leading) noexcept nogil:
    # to the next line, in raster order
    cdef Py_ssize_t axis = leading.shape[0] - 1
    while axis >= 0:
        at[axis] += 1
        if at[axis] < leading[axis]:
            return
        at[axis] = 0
        axis -= 1
