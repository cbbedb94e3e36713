# Networks of minima and maxima that find the medians of 3 x 3 and 5 x 5 pixels or keys.
from .pixel cimport bits, pixel
from .simd cimport part, row


cdef inline pixel lesser(pixel a, pixel b) noexcept nogil:
    return a if a < b else b


cdef inline pixel greater(pixel a, pixel b) noexcept nogil:
    return a if b < a else b  # of floats, as a machine does it


cdef inline pixel middle(pixel a, pixel b, pixel c) noexcept nogil:
    return greater(lesser(a, b), lesser(greater(a, b), c))


cdef inline part pair3(const pixel *a, const pixel *b, const pixel *c, const pixel *d, pixel *o, pixel *q,
                       Py_ssize_t n) noexcept nogil:
    # for rows abc and bcd: the greatest least, the middle of the middle ones, the least greatest of sorted columns
    cdef:
        Py_ssize_t i
        pixel a0, a1, a2, b0, b1, b2, c0, c1, c2, d0, d1, d2
    for i in range(n):
        a0, a1, a2 = a[i], a[i + 1], a[i + 2]
        b0, b1, b2 = b[i], b[i + 1], b[i + 2]
        c0, c1, c2 = c[i], c[i + 1], c[i + 2]
        d0, d1, d2 = d[i], d[i + 1], d[i + 2]
        b0, c0 = lesser(b0, c0), greater(b0, c0)
        b1, c1 = lesser(b1, c1), greater(b1, c1)
        b2, c2 = lesser(b2, c2), greater(b2, c2)
        o[i] = middle(greater(greater(lesser(a0, b0), lesser(a1, b1)), lesser(a2, b2)),
                      middle(lesser(greater(a0, b0), c0), lesser(greater(a1, b1), c1), lesser(greater(a2, b2), c2)),
                      lesser(lesser(greater(a0, c0), greater(a1, c1)), greater(a2, c2)))
        q[i] = middle(greater(greater(lesser(d0, b0), lesser(d1, b1)), lesser(d2, b2)),
                      middle(lesser(greater(d0, b0), c0), lesser(greater(d1, b1), c1), lesser(greater(d2, b2), c2)),
                      lesser(lesser(greater(d0, c0), greater(d1, c1)), greater(d2, c2)))


cdef inline row sort5(const bits *a, const bits *b, const bits *c, const bits *d, const bits *e, bits *o0, bits *o1,
                      bits *o2, bits *o3, bits *o4, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits v0, v1, v2, v3, v4
    for i in range(n):
        v0, v1, v2, v3, v4 = a[i], b[i], c[i], d[i], e[i]
        v0, v3 = lesser(v0, v3), greater(v0, v3)
        v1, v4 = lesser(v1, v4), greater(v1, v4)
        v0, v2 = lesser(v0, v2), greater(v0, v2)
        v1, v3 = lesser(v1, v3), greater(v1, v3)
        v0, v1 = lesser(v0, v1), greater(v0, v1)
        v2, v4 = lesser(v2, v4), greater(v2, v4)
        v1, v2 = lesser(v1, v2), greater(v1, v2)
        v3, v4 = lesser(v3, v4), greater(v3, v4)
        v2, v3 = lesser(v2, v3), greater(v2, v3)
        o0[i], o1[i], o2[i], o3[i], o4[i] = v0, v1, v2, v3, v4


cdef inline row median5(const bits *a, const bits *b, const bits *c, const bits *d, const bits *e, bits *o,
                        Py_ssize_t n) noexcept nogil:
    # v0 to v4 are the least of five sorted columns, v5 to v9 the next ...; the network was found by search and is
    # tested on all 6**5 ways in which such columns can hold zeros and ones
    cdef:
        Py_ssize_t i
        bits v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12
        bits v13, v14, v15, v16, v17, v18, v19, v20, v21, v22, v23, v24
    for i in range(n):
        v0, v1, v2, v3, v4 = a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4]
        v5, v6, v7, v8, v9 = b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4]
        v10, v11, v12, v13, v14 = c[i], c[i + 1], c[i + 2], c[i + 3], c[i + 4]
        v15, v16, v17, v18, v19 = d[i], d[i + 1], d[i + 2], d[i + 3], d[i + 4]
        v20, v21, v22, v23, v24 = e[i], e[i + 1], e[i + 2], e[i + 3], e[i + 4]
        v1, v4 = lesser(v1, v4), greater(v1, v4)
        v0, v2 = lesser(v0, v2), greater(v0, v2)
        v1 = greater(v0, v1)
        v2, v4 = lesser(v2, v4), greater(v2, v4)
        v2 = greater(v1, v2)
        v3, v4 = lesser(v3, v4), greater(v3, v4)
        v3 = greater(v2, v3)
        v5, v8 = lesser(v5, v8), greater(v5, v8)
        v5, v7 = lesser(v5, v7), greater(v5, v7)
        v6, v8 = lesser(v6, v8), greater(v6, v8)
        v6 = greater(v5, v6)
        v7, v9 = lesser(v7, v9), greater(v7, v9)
        v7 = greater(v6, v7)
        v8, v9 = lesser(v8, v9), greater(v8, v9)
        v7, v8 = lesser(v7, v8), greater(v7, v8)
        v10, v13 = lesser(v10, v13), greater(v10, v13)
        v11, v14 = lesser(v11, v14), greater(v11, v14)
        v10, v12 = lesser(v10, v12), greater(v10, v12)
        v11, v13 = lesser(v11, v13), greater(v11, v13)
        v11 = greater(v10, v11)
        v12, v14 = lesser(v12, v14), greater(v12, v14)
        v11, v12 = lesser(v11, v12), greater(v11, v12)
        v13 = lesser(v13, v14)
        v12, v13 = lesser(v12, v13), greater(v12, v13)
        v15, v18 = lesser(v15, v18), greater(v15, v18)
        v16, v19 = lesser(v16, v19), greater(v16, v19)
        v15, v17 = lesser(v15, v17), greater(v15, v17)
        v16, v18 = lesser(v16, v18), greater(v16, v18)
        v15, v16 = lesser(v15, v16), greater(v15, v16)
        v18 = lesser(v18, v19)
        v17 = lesser(v17, v18)
        v20, v23 = lesser(v20, v23), greater(v20, v23)
        v20, v22 = lesser(v20, v22), greater(v20, v22)
        v21 = lesser(v21, v23)
        v20, v21 = lesser(v20, v21), greater(v20, v21)
        v22 = lesser(v22, v24)
        v21 = lesser(v21, v22)
        v15 = greater(v11, v15)
        v3 = greater(v7, v3)
        v20, v16 = lesser(v20, v16), greater(v20, v16)
        v12, v4 = lesser(v12, v4), greater(v12, v4)
        v8, v21 = lesser(v8, v21), greater(v8, v21)
        v17 = lesser(v17, v9)
        v3 = greater(v15, v3)
        v20, v12 = lesser(v20, v12), greater(v20, v12)
        v16 = lesser(v16, v4)
        v8, v17 = lesser(v8, v17), greater(v8, v17)
        v16, v12 = lesser(v16, v12), greater(v16, v12)
        v3, v16 = lesser(v3, v16), greater(v3, v16)
        v17 = lesser(v17, v13)
        v20 = greater(v3, v20)
        v16, v12 = lesser(v16, v12), greater(v16, v12)
        v21, v17 = lesser(v21, v17), greater(v21, v17)
        v8 = greater(v20, v8)
        v16 = lesser(v16, v21)
        v12 = lesser(v12, v17)
        v12 = lesser(v12, v8)
        v12 = greater(v16, v12)
        o[i] = v12
