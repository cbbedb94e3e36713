# Keys, as _flat.py makes them of pixels: the least of rows of them, and the way back.
from .pixel cimport key
from .simd cimport part, row


cdef inline key lesser(key a, key b) noexcept nogil:
    return a if a < b else b


cdef inline key flipped(key a, key flip) noexcept nogil:
    if key is float or key is double:
        return a * flip
    else:
        return a ^ flip


cdef inline key pixel_of(key v, key flip, key low, key high, key add, key held) noexcept nogil:
    # held: all bits set, so that the largest key of integers stays as it is, or 0
    cdef key w = v if v > low else low
    w = w if w < high else high
    if key is float or key is double:
        return (w + add) * flip
    else:
        return (<key> (w + add) | ((<key> -1 if v == <key> -1 else <key> 0) & held)) ^ flip


cdef inline key mask_of(key held) noexcept nogil:
    if key is float or key is double:
        return 0
    else:
        return <key> -1 if held else <key> 0


cdef inline row finish(key *o, Py_ssize_t n, const key *numbers) noexcept nogil:
    # Turn keys back to pixels, `add` added without going round; if `held`, the largest key stays as it is.
    cdef:
        Py_ssize_t i
        key flip = numbers[1], low = numbers[2], high = numbers[3], add = numbers[4], held = mask_of(numbers[5])
        key still = 1 if key is float or key is double else 0
    if add == 0 and flip == still:
        return
    if add == 0:  # zeros keep their signs
        for i in range(n):
            o[i] = flipped(o[i], flip)
        return
    for i in range(n):
        o[i] = pixel_of(o[i], flip, low, high, add, held)


cdef inline part least_part(const key **p, int count, key *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        key v
        const key *a = p[0]
        const key *b = p[1 if count > 1 else 0]
        const key *c = p[2 if count > 2 else 0]
        const key *d = p[3 if count > 3 else 0]
        const key *e = p[4 if count > 4 else 0]
        const key *f = p[5 if count > 5 else 0]
        const key *g = p[6 if count > 6 else 0]
        const key *h = p[7 if count > 7 else 0]
    for i in range(n):
        v = a[i]
        if count > 1:
            v = lesser(v, b[i])
        if count > 3:
            v = lesser(v, lesser(c[i], d[i]))
        elif count > 2:
            v = lesser(v, c[i])
        if count > 5:
            v = lesser(v, lesser(e[i], f[i]))
        elif count > 4:
            v = lesser(v, e[i])
        if count > 7:
            v = lesser(v, lesser(g[i], h[i]))
        elif count > 6:
            v = lesser(v, g[i])
        o[i] = v


cdef inline row least_few(const key **p, Py_ssize_t count, key *o, Py_ssize_t n) noexcept nogil:
    # the least of up to 8 rows
    if count == 1:
        least_part(p, 1, o, n)
    elif count == 2:
        least_part(p, 2, o, n)
    elif count == 3:
        least_part(p, 3, o, n)
    elif count == 4:
        least_part(p, 4, o, n)
    elif count == 5:
        least_part(p, 5, o, n)
    elif count == 6:
        least_part(p, 6, o, n)
    elif count == 7:
        least_part(p, 7, o, n)
    else:
        least_part(p, 8, o, n)


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
    least_few(p, count, o, n)
    if count > 8:
        # the last row again does no harm to a minimum
        for k in range(count, count + 8):
            p[k] = p[count - 1]
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
