"""Labels of nearest labeled pixels, one axis after the other. Twin and specification: pyimg/_ref/voronoi.py."""
from libc.math cimport INFINITY
from libc.stdint cimport int64_t

from .pixel cimport bits
from .simd cimport row


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


def spread(double weight, double[::1] f, bits[::1] names, int64_t[::1] sites, double[::1] bounds,
           bits[:, :, ::1] labels, double[:, :, ::1] squares, Py_ssize_t start, Py_ssize_t stop):
    """Set labels[o, i, c] to labels[o, j, c] of the j with least squares[o, j, c] + weight (i - j)**2; that to squares.

    Of two equal sums the lower j counts; inf is no label. Lines start ... stop, counted in raster order of (o, c).

    Needs: f, names, sites and bounds as long as a line; sums exact in double for ties to be found.
    """
    cdef:
        Py_ssize_t n = labels.shape[1], inner = labels.shape[2], at, o, c, q, k, j
        int64_t v
        double s
    with nogil:
        for at in range(start, stop if n else start):
            o = at // inner
            c = at % inner
            k = -1
            for q in range(n):
                f[q] = squares[o, q, c]
                names[q] = labels[o, q, c]
            # the lower envelope of the parabolas f[v] + weight (q - v)**2
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
            if k < 0:
                continue
            j = 0
            for q in range(n):
                while j < k and bounds[j + 1] < q:
                    j += 1
                v = sites[j]
                labels[o, q, c] = names[v]
                squares[o, q, c] = f[v] + weight * <double> ((q - v) * (q - v))
