"""Change labels by a table. Twin and specification: pyimg/_ref/relabel.py."""
from libc.stdint cimport int32_t, int64_t, uint8_t

from .runs cimport run_end
from .simd cimport row


cdef row range_of(const int32_t *labels, int32_t *ends, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        int32_t low = ends[0], high = ends[1]
    for i in range(n):
        low = labels[i] if labels[i] < low else low
        high = labels[i] if labels[i] > high else high
    ends[0], ends[1] = low, high


def label_range(const int32_t[::1] labels, int32_t[::1] ends):
    """Lower ends[0] and raise ends[1] to the least and the greatest label."""
    with nogil:
        if labels.shape[0]:
            range_of(&labels[0], &ends[0], labels.shape[0])


cdef row relabel_of(const int32_t *labels, int64_t low, int32_t *table, int64_t *most, int32_t *o,
                    Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i = 0, j, end
        int32_t name
    while i < n:
        end = run_end(labels, i, n)
        name = 0
        if labels[i]:
            name = table[labels[i] - low]
            if name == 0:
                most[0] += 1
                name = <int32_t> most[0]
                table[labels[i] - low] = name
            elif name < 0:
                name = 0
        for j in range(i, end):
            o[j] = name
        i = end


def relabel(const int32_t[::1] labels, int64_t low, int32_t[::1] table, int32_t[::1] out):
    """Number the labels 1 … n in the order of their first pixels and return n; 0 stays.

    table[l - low] is the new number of l: 0 for none yet, negative for one that becomes 0.
    Needs: labels but 0 within low … low + table.size - 1; out is labels or does not overlap it.
    """
    cdef int64_t most = 0
    with nogil:
        if labels.shape[0]:
            relabel_of(&labels[0], low, &table[0], &most, &out[0], labels.shape[0])
    return most


cdef row erase_of(const int32_t *labels, int64_t low, int64_t size, const uint8_t *drop, int32_t *o,
                  Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i = 0, j, end
        int64_t at
        int32_t name
    while i < n:
        end = run_end(labels, i, n)
        name = labels[i]
        at = name - low
        if 0 <= at < size and drop[at]:
            name = 0
        for j in range(i, end):
            o[j] = name
        i = end


def erase(const int32_t[::1] labels, int64_t low, const uint8_t[::1] drop, int32_t[::1] out):
    """Copy labels, but write 0 for each label l with drop[l - low].

    Needs: out is labels or does not overlap it.
    """
    with nogil:
        if labels.shape[0]:
            erase_of(&labels[0], low, drop.shape[0], &drop[0] if drop.shape[0] else NULL, &out[0],
                     labels.shape[0])
