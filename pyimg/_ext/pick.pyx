"""Pixels at given rows and columns. Twin and specification: pyimg/_ref/pick.py."""
from libc.string cimport memcpy

from .pixel cimport bits


def pick(const bits[:, ::1] a, const Py_ssize_t[::1] rows, const Py_ssize_t[::1] columns, Py_ssize_t start,
         Py_ssize_t stop, bits[:, ::1] out):
    """Write out[i, j] = a[rows[i], columns[j]] for i from start to stop.

    Needs: all places within a; a row and a column of out for each of them; out does not overlap a.
    """
    cdef:
        Py_ssize_t i, j, n = out.shape[1], most = n & ~3
        const Py_ssize_t *c
        const bits *v
        bits *o
        bits v0, v1, v2, v3
    with nogil:
        if n and start < stop:
            c = &columns[0]
            for i in range(start, stop):
                o = &out[i, 0]
                if i > start and rows[i] == rows[i - 1]:
                    memcpy(o, o - n, n * sizeof(bits))
                    continue
                v = &a[rows[i], 0]
                for j in range(0, most, 4):  # a write of bytes may change what is read next, for all C knows
                    v0, v1, v2, v3 = v[c[j]], v[c[j + 1]], v[c[j + 2]], v[c[j + 3]]
                    o[j], o[j + 1], o[j + 2], o[j + 3] = v0, v1, v2, v3
                for j in range(most, n):
                    o[j] = v[c[j]]
