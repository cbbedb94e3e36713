# The least of rows of keys, pixel by pixel.
from .pixel cimport key
from .simd cimport row


cdef inline key lesser(key a, key b) noexcept nogil:
    return a if a < b else b


cdef inline row least2(const key *a, const key *b, key *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = lesser(a[i], b[i])


cdef inline row least4(const key *a, const key *b, const key *c, const key *d, key *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = lesser(lesser(a[i], b[i]), lesser(c[i], d[i]))


cdef inline row least8(const key *a, const key *b, const key *c, const key *d, const key *e, const key *f, const key *g,
                       const key *h, key *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = lesser(lesser(lesser(a[i], b[i]), lesser(c[i], d[i])), lesser(lesser(e[i], f[i]), lesser(g[i], h[i])))


cdef inline row more2(const key *a, const key *b, key *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = lesser(lesser(a[i], b[i]), o[i])


cdef inline row more4(const key *a, const key *b, const key *c, const key *d, key *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = lesser(lesser(lesser(a[i], b[i]), lesser(c[i], d[i])), o[i])


cdef inline row more8(const key *a, const key *b, const key *c, const key *d, const key *e, const key *f, const key *g,
                      const key *h, key *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = lesser(lesser(lesser(a[i], b[i]), lesser(c[i], d[i])),
                      lesser(lesser(e[i], f[i]), lesser(lesser(g[i], h[i]), o[i])))


cdef inline void least(const key **p, Py_ssize_t count, key *o, Py_ssize_t n) noexcept nogil:
    """Write the least of count >= 1 rows, none of which is o; p has room for 8 more."""
    cdef Py_ssize_t k, most = n & ~63
    if 0 < most < n:  # whole vectors, then the last 64 again: no pixel is taken one by one
        least(p, count, o, most)
        for k in range(count):
            p[k] += n - 64
        o += n - 64
        n = 64
    # the last row again does no harm to a minimum
    for k in range(count, 4 if count <= 4 else count + 8):
        p[k] = p[count - 1]
    if count <= 2:
        least2(p[0], p[1], o, n)
    elif count <= 4:
        least4(p[0], p[1], p[2], p[3], o, n)
    else:
        least8(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], o, n)
        k = 8
        while k < count:
            if count - k <= 2:
                more2(p[k], p[k + 1], o, n)
                k += 2
            elif count - k <= 4:
                more4(p[k], p[k + 1], p[k + 2], p[k + 3], o, n)
                k += 4
            else:
                more8(p[k], p[k + 1], p[k + 2], p[k + 3], p[k + 4], p[k + 5], p[k + 6], p[k + 7], o, n)
                k += 8
