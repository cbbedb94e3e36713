# Fourier transforms of eight columns of complex numbers at once, in place, in steps of 3, 2 or 4 numbers. They leave
# numbers in an order that the way back undoes. Twiddles are those of `_transforms.twiddles`.
from .simd cimport part

cdef extern from "eights.h":
    ctypedef double eight
    ctypedef double anywhere  # the same, which need not begin where a line of the cache does
    enum:
        LANES


cdef inline part forward2(eight *re, eight *im, Py_ssize_t q, const double *w) noexcept nogil:
    cdef eight a = re[0] - re[q], b = im[0] - im[q]
    re[0] = re[0] + re[q]
    im[0] = im[0] + im[q]
    re[q] = w[0] * a - w[1] * b
    im[q] = w[0] * b + w[1] * a


cdef inline part backward2(eight *re, eight *im, Py_ssize_t q, const double *w) noexcept nogil:
    cdef eight a = w[0] * re[q] + w[1] * im[q], b = w[0] * im[q] - w[1] * re[q]
    re[q] = re[0] - a
    im[q] = im[0] - b
    re[0] = re[0] + a
    im[0] = im[0] + b


cdef inline part forward4(eight *re, eight *im, Py_ssize_t q, const double *w, bint turned) noexcept nogil:
    # four numbers q apart become their transform, but for the factors w of the second to the fourth if `turned`
    cdef:
        eight s = re[0] + re[2 * q], si = im[0] + im[2 * q], d = re[0] - re[2 * q], di = im[0] - im[2 * q]
        eight t = re[q] + re[3 * q], ti = im[q] + im[3 * q], e = im[q] - im[3 * q], ei = re[3 * q] - re[q]
        eight a = d + e, ai = di + ei, b = s - t, bi = si - ti, c = d - e, ci = di - ei
    re[0] = s + t
    im[0] = si + ti
    if turned:
        re[q] = w[0] * a - w[1] * ai
        im[q] = w[0] * ai + w[1] * a
        re[2 * q] = w[2] * b - w[3] * bi
        im[2 * q] = w[2] * bi + w[3] * b
        re[3 * q] = w[4] * c - w[5] * ci
        im[3 * q] = w[4] * ci + w[5] * c
    else:
        re[q] = a
        im[q] = ai
        re[2 * q] = b
        im[2 * q] = bi
        re[3 * q] = c
        im[3 * q] = ci


cdef inline part backward4(eight *re, eight *im, Py_ssize_t q, const double *w, bint turned) noexcept nogil:
    # what forward4 does undone, but for a factor of 4
    cdef:
        eight a = re[q], ai = im[q], b = re[2 * q], bi = im[2 * q], c = re[3 * q], ci = im[3 * q]
        eight s, si, d, di, t, ti, e, ei
    if turned:
        a, ai = w[0] * re[q] + w[1] * im[q], w[0] * im[q] - w[1] * re[q]
        b, bi = w[2] * re[2 * q] + w[3] * im[2 * q], w[2] * im[2 * q] - w[3] * re[2 * q]
        c, ci = w[4] * re[3 * q] + w[5] * im[3 * q], w[4] * im[3 * q] - w[5] * re[3 * q]
    s, si, d, di = re[0] + b, im[0] + bi, re[0] - b, im[0] - bi
    t, ti, e, ei = a + c, ai + ci, ci - ai, a - c
    re[0] = s + t
    im[0] = si + ti
    re[q] = d + e
    im[q] = di + ei
    re[2 * q] = s - t
    im[2 * q] = si - ti
    re[3 * q] = d - e
    im[3 * q] = di - ei


cdef inline part forward3(eight *re, eight *im, Py_ssize_t q, const double *w) noexcept nogil:
    cdef:
        double half = 0.5, sine = 0.86602540378443864676  # of a third of a turn
        eight t = re[q] + re[2 * q], ti = im[q] + im[2 * q]
        eight d = sine * (im[q] - im[2 * q]), di = sine * (re[2 * q] - re[q])
        eight m = re[0] - half * t, mi = im[0] - half * ti
        eight a = m + d, ai = mi + di, b = m - d, bi = mi - di
    re[0] = re[0] + t
    im[0] = im[0] + ti
    re[q] = w[0] * a - w[1] * ai
    im[q] = w[0] * ai + w[1] * a
    re[2 * q] = w[2] * b - w[3] * bi
    im[2 * q] = w[2] * bi + w[3] * b


cdef inline part backward3(eight *re, eight *im, Py_ssize_t q, const double *w) noexcept nogil:
    # what forward3 does undone, but for a factor of 3
    cdef:
        double half = 0.5, sine = 0.86602540378443864676
        eight a = w[0] * re[q] + w[1] * im[q], ai = w[0] * im[q] - w[1] * re[q]
        eight b = w[2] * re[2 * q] + w[3] * im[2 * q], bi = w[2] * im[2 * q] - w[3] * re[2 * q]
        eight t = a + b, ti = ai + bi, d = sine * (bi - ai), di = sine * (a - b)
        eight m = re[0] - half * t, mi = im[0] - half * ti
    re[0] = re[0] + t
    im[0] = im[0] + ti
    re[q] = m + d
    im[q] = mi + di
    re[2 * q] = m - d
    im[2 * q] = mi - di


cdef inline Py_ssize_t step(Py_ssize_t size) noexcept nogil:
    # how many parts a transform of that size is made of: 3, then 2, then 4
    cdef Py_ssize_t n = size
    if size % 3 == 0:
        return 3
    while n > 3:
        n >>= 2
    return 4 if n == 1 else 2


cdef inline part forward(eight *re, eight *im, Py_ssize_t n, const double *w) noexcept nogil:
    # the transform of n numbers, 4 times powers of 2 and 3
    cdef Py_ssize_t size = n, q, j, k, parts
    while size > 4:
        parts = step(size)
        q = size // parts
        for j in range(q):
            k = j
            while k < n:
                if parts == 4:
                    forward4(re + k, im + k, q, w, True)
                elif parts == 3:
                    forward3(re + k, im + k, q, w)
                else:
                    forward2(re + k, im + k, q, w)
                k += size
            w += 2 * (parts - 1)
        size = q
    for j in range(0, n, 4):
        forward4(re + j, im + j, 1, w, False)


cdef inline part backward(eight *re, eight *im, Py_ssize_t n, const double *w) noexcept nogil:
    # from the transform to the numbers, n times too large
    cdef Py_ssize_t size = n, q, j, k, parts
    while size > 4:
        parts = step(size)
        size //= parts
        w += 2 * (parts - 1) * size
    for j in range(0, n, 4):
        backward4(re + j, im + j, 1, w, False)
    while size < n:
        q = size
        parts = 4 if n % (4 * q) == 0 else 2 if n % (2 * q) == 0 else 3
        size = parts * q
        w -= 2 * (parts - 1) * q
        for j in range(q):
            k = j
            while k < n:
                if parts == 4:
                    backward4(re + k, im + k, q, w + 6 * j, True)
                elif parts == 3:
                    backward3(re + k, im + k, q, w + 4 * j)
                else:
                    backward2(re + k, im + k, q, w + 2 * j)
                k += size
