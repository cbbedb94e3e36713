"""Labels of nearest labeled pixels, one axis after the other. Twin and specification: pyimg/_ref/voronoi.py."""
from libc.math cimport INFINITY
from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t

from .pixel cimport bits
from .simd cimport row

cdef enum:
    FAR = 32767  # squared distances from here on are one in keys
    NOTHING = 0x7fffffff
    REACH = 181  # steps to either side that are swept before the hull of parabolas takes over
    CROWD = 4  # pixels of a line per parabola beyond which the hull is quicker


cdef row forward(const bits *above, bits *label, const double *away, double *d, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits a, v
    cdef double w
    for i in range(n):
        a = above[i]
        v = label[i]
        w = away[i] + 1
        d[i] = 0 if v else w
        label[i] = v if v else a


cdef row backward(bits *below, bits *label, double *away, double *d, double weight, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef bits b, v
    cdef double w, x
    for i in range(n):
        v = label[i]
        b = below[i]
        x = d[i]
        w = away[i] + 1
        # of two at one distance the one above, of lower index
        away[i] = 0 if x == 0 else w
        below[i] = v if x == 0 else b
        label[i] = b if w < x else v
        x = w if w < x else x
        d[i] = weight * (x * x)


def scan(double weight, bits[::1] last, double[::1] away, bits[:, :, ::1] labels, double[:, :, ::1] squares,
         Py_ssize_t start, Py_ssize_t stop):
    """Set each 0 of labels[o, :, c] to the label nearest along its line, squares to weight times its squared distance.

    Of two at one distance it is the one of lower index; a line without labels has 0 and inf. Columns start ... stop.

    Needs: last.size and away.size >= labels.shape[2].
    """
    cdef Py_ssize_t o, i, j, c, m, n = labels.shape[1]
    with nogil:
        for o in range(labels.shape[0] if n else 0):
            c = start
            while c < stop:
                m = min(256, stop - c)  # columns that stay in the cache until the way back
                for i in range(m):
                    last[c + i] = 0
                    away[c + i] = INFINITY
                forward(&last[c], &labels[o, 0, c], &away[c], &squares[o, 0, c], m)
                for i in range(1, n):
                    forward(&labels[o, i - 1, c], &labels[o, i, c], &squares[o, i - 1, c], &squares[o, i, c], m)
                for i in range(n):
                    j = n - 1 - i
                    backward(&last[c], &labels[o, j, c], &away[c], &squares[o, j, c], weight, m)
                c += 256


cdef row sweep(const uint32_t *c, uint32_t weight, uint32_t *best, int *cut) noexcept nogil:
    # best[i] = min over k of c[i + k] + weight k**2 (in the upper half), outwards until k alone is too far to matter.
    cdef:
        Py_ssize_t i, k = 0
        uint32_t most = 0, a, b, add
        uint64_t away
        const uint32_t *before
        const uint32_t *after
    cut[0] = 0
    for i in range(64):
        a = best[i]
        most = a if a > most else most
    while True:
        k += 1
        away = <uint64_t> weight * <uint64_t> (k * k)
        if away > most >> 16:
            return
        if k > REACH:
            break
        add = <uint32_t> away << 16
        before = c - k
        after = c + k
        for i in range(64):
            a = before[i]
            b = after[i]
            a = a if a < b else b
            a = a + add
            b = best[i]
            best[i] = a if a < b else b
        if k & 3 == 0:
            most = 0
            for i in range(64):
                a = best[i]
                most = a if a > most else most
    cut[0] = 1


cdef row key_of(const double *f, uint32_t *keys, Py_ssize_t n) noexcept nogil:
    # squared distance above, position below: the least key is the nearest, and of those the first
    cdef Py_ssize_t i
    cdef double v
    for i in range(n):
        v = f[i]
        v = v if v < FAR else FAR
        keys[i] = <uint32_t> <int32_t> v << 16 | <uint32_t> i


cdef row copy(const uint32_t *keys, uint32_t *best, Py_ssize_t *sites, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i, k = 0
    for i in range(n):
        best[i] = keys[i]
        k += keys[i] >> 16 < FAR
    sites[0] = k


cdef bint near(const double *f, Py_ssize_t n, uint32_t weight, uint32_t *keys, uint32_t *best) noexcept nogil:
    # Write the least keys; say whether all were near enough.
    cdef:
        Py_ssize_t i, sites = 0
        uint32_t *c = keys + REACH
        int cut = 0
    for i in range(REACH):
        keys[i] = NOTHING
    for i in range(REACH + 64):
        c[n + i] = NOTHING
        best[n + i % 64] = 0  # past the end nothing is far
    key_of(f, c, n)
    copy(c, best, &sites, n)
    if sites * CROWD < n:
        return False
    i = 0
    while i < n and not cut:
        sweep(c + i, weight, best + i, &cut)
        i += 64
    return not cut


cdef Py_ssize_t envelope(const double *f, Py_ssize_t n, double weight, int64_t *sites, double *bounds) noexcept nogil:
    # The lower envelope of the parabolas f[v] + weight (q - v)**2: site k is least from bounds[k] on. Give the last k.
    cdef:
        Py_ssize_t q, k = -1
        int64_t v
        double s
    for q in range(n):
        if f[q] == INFINITY:
            continue
        s = -INFINITY
        while k >= 0:
            v = sites[k]
            s = (f[q] - f[v] + weight * <double> (q * q - v * v)) / (2 * weight * (q - v))
            if s > bounds[k]:
                break
            k -= 1
        if k < 0:
            s = -INFINITY
        k += 1
        sites[k] = q
        bounds[k] = s
    return k


cdef row pick(const bits *names, const uint32_t *best, bits *labels, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        labels[i] = names[best[i] & 0xffff]


cdef row square_of(const uint32_t *best, double *squares, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        squares[i] = <int32_t> (best[i] >> 16)


def spread(double weight, bint whole, bint last, double[::1] f, bits[::1] names, uint32_t[:, ::1] keys,
           int64_t[::1] sites, double[::1] bounds, bits[:, :, ::1] labels, double[:, :, ::1] squares,
           Py_ssize_t start, Py_ssize_t stop):
    """Set labels[o, i, c] to labels[o, j, c] of the j with least squares[o, j, c] + weight (i - j)**2.

    Set squares[o, i, c] to that sum, unless this is the last axis. Of two equal sums the lower j counts; inf is no
    label. Lines start ... stop, counted in raster order of (o, c).

    Needs: with n = labels.shape[1], keys of shape (2, n + 426 or more), f, names, sites and bounds of n or more; sums
    exact in double for ties to be found; if `whole`, weight and squares are integers, weight < 32767, n <= 65536.
    """
    cdef:
        Py_ssize_t n = labels.shape[1], inner = labels.shape[2], at, o, c, q, k, j
        int64_t v
        uint32_t w = <uint32_t> weight if whole else 0
        bits *label
        double *square
    with nogil:
        for at in range(start, stop if n else start):
            o = at // inner
            c = at % inner
            label = &labels[o, 0, c]
            square = &squares[o, 0, c]
            for q in range(n):
                f[q] = square[q * inner]
            for q in range(n):
                names[q] = label[q * inner]
            if whole and near(&f[0], n, w, &keys[0, 0], &keys[1, 0]):
                if inner == 1:
                    pick(&names[0], &keys[1, 0], label, n)
                    if not last:
                        square_of(&keys[1, 0], square, n)
                else:
                    for q in range(n):
                        label[q * inner] = names[keys[1, q] & 0xffff]
                    if not last:
                        for q in range(n):
                            square[q * inner] = keys[1, q] >> 16
                continue
            k = envelope(&f[0], n, weight, &sites[0], &bounds[0])
            if k < 0:
                continue
            j = 0
            for q in range(n):
                while j < k and bounds[j + 1] < q:
                    j += 1
                v = sites[j]
                label[q * inner] = names[v]
                if not last:
                    square[q * inner] = f[v] + weight * <double> ((q - v) * (q - v))
