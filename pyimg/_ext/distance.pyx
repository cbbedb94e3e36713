"""Exact Euclidean distance kernels. Twin and specification: pyimg/_ref/distance.py."""
from libc.math cimport INFINITY, sqrt
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t

from .pixel cimport squared
from .simd cimport row

cdef enum:
    BLOCK = 64  # pixels that are swept together
    REACH = 181  # steps to either side that are swept before the hull of parabolas takes over
    CROWD = 4  # pixels of a line per parabola beyond which the hull is quicker


cdef inline squared far(squared unused) noexcept nogil:
    # What stands for "no background here": twice it still fits the type.
    if squared is uint16_t:
        return 32767
    elif squared is int32_t:
        return 1 << 30
    else:
        return INFINITY


cdef row forward(const uint8_t *inside, const squared *above, squared *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef squared v, most = far(<squared> 0)
    for i in range(n):
        v = above[i] + 1
        v = v if v < most else most
        o[i] = v if inside[i] else 0


cdef row backward(squared *below, squared *o, squared weight, squared limit, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef squared v, w, most = far(<squared> 0)
    for i in range(n):
        v = below[i] + 1
        w = o[i]
        v = v if v < w else w
        below[i] = v
        w = v if v < limit else 0
        w = w * w * weight
        o[i] = w if v < limit else most


cdef row put(const squared *values, double scale, double *out, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        out[i] = values[i] * scale


cdef row put_root(const squared *values, double scale, double *out, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        out[i] = sqrt(values[i] * scale)


cdef row largest(const squared *values, squared *most, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef squared m = 0, v
    for i in range(n):
        v = values[i]
        m = v if v > m else m
    most[0] = m


cdef row count_near(const squared *values, Py_ssize_t *near, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i, k = 0
    cdef squared most = far(<squared> 0)
    for i in range(n):
        k += values[i] < most
    near[0] = k


cdef row sweep(const squared *c, Py_ssize_t stride, squared weight, squared *best, int *cut) noexcept nogil:
    # best[i] = min over k of c[i + k * stride] + weight k**2, outwards until k alone is too far to matter.
    cdef:
        Py_ssize_t i, k = 0
        squared most = 0, a, b, add
        double far_off
        const squared *before
        const squared *after
    cut[0] = 0
    for i in range(64):
        a = best[i]
        most = a if a > most else most
    while True:
        k += 1
        far_off = weight * <double> (k * k)
        if far_off >= most:
            return
        if k > REACH:
            break
        add = <squared> far_off
        before = c - k * stride
        after = c + k * stride
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


cdef void envelope(const squared *f, Py_ssize_t n, double weight, squared *best,
                   int64_t *sites, double *bounds) noexcept nogil:
    # The same minimum for all k, by the lower envelope of the parabolas f[v] + weight (q - v)**2.
    cdef:
        Py_ssize_t q, k = -1, j
        int64_t v
        double s, value, other
        squared most = far(<squared> 0)
    for q in range(n):
        if f[q] >= most:
            continue
        s = -INFINITY
        while k >= 0:
            v = sites[k]
            s = (f[q] - <double> f[v] + weight * <double> (q * q - v * v)) / (2 * weight * (q - v))
            if s > bounds[k]:
                break
            k -= 1
        if k < 0:
            s = -INFINITY
        k += 1
        sites[k] = q
        bounds[k] = s
    if k < 0:
        for q in range(n):
            best[q] = most
        return
    j = 0
    for q in range(n):
        while j < k and bounds[j + 1] < q:
            j += 1
        v = q - sites[j]
        value = f[sites[j]] + weight * <double> (v * v)
        if squared is double:  # bounds are rounded: next to one, look at both sides
            if j < k and bounds[j + 1] - q < 1e-3:
                v = q - sites[j + 1]
                other = f[sites[j + 1]] + weight * <double> (v * v)
                value = other if other < value else value
            if j > 0 and q - bounds[j] < 1e-3:
                v = q - sites[j - 1]
                other = f[sites[j - 1]] + weight * <double> (v * v)
                value = other if other < value else value
        best[q] = <squared> value if value < most else most


def scan(const uint8_t[:, :, ::1] inside, squared[::1] scratch, squared weight,
         squared[:, :, ::1] values, Py_ssize_t start, Py_ssize_t stop):
    """Set values[o, i, c] to weight d**2, d from i to the nearest 0 of inside[o, :, c], for c in start ... stop.

    What is not below far (32767, 2**30, inf) is set to far.

    Needs: scratch.size >= inside.shape[2].
    """
    cdef:
        Py_ssize_t o, i, c, m, n = inside.shape[1]
        squared limit = far(weight), most = far(weight)
        squared *below
    if squared is not double:
        limit = 0
        while <double> limit * limit * weight < most:
            limit += 1
    with nogil:
        for o in range(inside.shape[0] if n else 0):
            c = start
            while c < stop:
                m = min(512, stop - c)  # columns whose values stay in the cache until the way back
                below = &scratch[c]
                for i in range(m):
                    below[i] = most
                forward(&inside[o, 0, c], below, &values[o, 0, c], m)
                for i in range(1, n):
                    forward(&inside[o, i, c], &values[o, i - 1, c], &values[o, i, c], m)
                for i in range(n):
                    backward(below, &values[o, n - 1 - i, c], weight, limit, m)
                c += 512


def rows(squared[:, ::1] values, squared weight, double scale, bint root, squared[::1] line,
         squared[::1] best, int64_t[::1] sites, double[::1] bounds, double[:, ::1] out,
         Py_ssize_t start, Py_ssize_t stop):
    """Set values[r, i] to the minimum over j of values[r, j] + weight (i - j)**2; tell whether one is far.

    With an `out` that is not empty, set out[r, i] to scale times that, or its root, and leave values alone.

    Needs: no value above far; n = values.shape[1]; line.size >= n + 426, best.size >= n + 64,
    sites.size and bounds.size >= n; start <= r < stop.
    """
    cdef:
        Py_ssize_t n = values.shape[1], r, i
        squared most, limit = far(weight)
        squared *f
        squared *o
        Py_ssize_t near
        bint hull, distant = False
        int cut
    with nogil:
        if n:
            f = &line[REACH]
            o = &best[0]
            for i in range(REACH):
                line[i] = limit
            for i in range(REACH + 64):
                f[n + i] = limit
            for r in range(start, stop):
                for i in range(n):
                    f[i] = values[r, i]
                count_near(f, &near, n)
                hull = near * CROWD < n
                if not hull:
                    for i in range(n):
                        o[i] = f[i]
                    for i in range(64):
                        o[n + i] = 0  # past the end nothing is far
                    i = 0
                    while i < n:
                        sweep(f + i, 1, weight, o + i, &cut)
                        if cut:
                            hull = True
                            break
                        i += 64
                if hull:
                    envelope(f, n, weight, o, &sites[0], &bounds[0])
                largest(o, &most, n)
                if most >= limit:
                    distant = True
                if out.shape[0]:
                    if root:
                        put_root(o, scale, &out[r, 0], n)
                    else:
                        put(o, scale, &out[r, 0], n)
                else:
                    for i in range(n):
                        values[r, i] = o[i]
    return distant


def columns(squared[:, :, ::1] values, squared weight, double scale, bint root, squared[::1] block,
            squared[::1] best, int64_t[::1] sites, double[::1] bounds, double[:, :, ::1] out,
            Py_ssize_t start, Py_ssize_t stop):
    """Do along the middle axis, for columns start ... stop, what rows does along the last.

    Needs: no value above far; n = values.shape[1]; block.size >= 64 (n + 362), best.size >= 64 + 2 n,
    sites.size and bounds.size >= n.
    """
    cdef:
        Py_ssize_t n = values.shape[1], o, c, i, j, m
        squared most, worst, limit = far(weight)
        squared *f
        squared *line
        squared *b
        Py_ssize_t near, count
        bint hull, distant = False
        int cut
    with nogil:
        f = &block[REACH * BLOCK]
        b = &best[0]
        line = b + BLOCK
        for i in range(REACH * BLOCK):
            block[i] = limit
            f[n * BLOCK + i] = limit
        for o in range(values.shape[0] if n else 0):
            c = start
            while c < stop:
                m = min(BLOCK, stop - c)
                for i in range(n):
                    for j in range(m):
                        f[i * BLOCK + j] = values[o, i, c + j]
                    for j in range(m, BLOCK):
                        f[i * BLOCK + j] = 0
                near = 0
                for i in range(n):
                    count_near(f + i * BLOCK, &count, m)
                    near += count
                hull = near * CROWD < n * m
                worst = 0
                for i in range(n):
                    if hull:
                        break
                    for j in range(BLOCK):
                        b[j] = f[i * BLOCK + j]
                    sweep(f + i * BLOCK, BLOCK, weight, b, &cut)
                    if cut:
                        hull = True
                        break
                    largest(b, &most, m)
                    worst = most if most > worst else worst
                    if out.shape[0]:
                        if root:
                            put_root(b, scale, &out[o, i, c], m)
                        else:
                            put(b, scale, &out[o, i, c], m)
                    else:
                        for j in range(m):
                            values[o, i, c + j] = b[j]
                if hull:
                    worst = 0
                    for j in range(m):
                        for i in range(n):
                            line[i] = f[i * BLOCK + j]
                        envelope(line, n, weight, line + n, &sites[0], &bounds[0])
                        largest(line + n, &most, n)
                        worst = most if most > worst else worst
                        for i in range(n):
                            f[i * BLOCK + j] = line[n + i]
                    for i in range(n):
                        if out.shape[0]:
                            if root:
                                put_root(f + i * BLOCK, scale, &out[o, i, c], m)
                            else:
                                put(f + i * BLOCK, scale, &out[o, i, c], m)
                        else:
                            for j in range(m):
                                values[o, i, c + j] = f[i * BLOCK + j]
                if worst >= limit:
                    distant = True
                c += BLOCK
    return distant
