"""Co-occurrence kernels. Twin and specification: pyimg/_ref/texture.py.

A matrix of co-occurrence is symmetric, so only pairs (lo, hi) with lo <= hi are counted ("folded"): the symmetric
matrix has the count c at (lo, hi) and (hi, lo), or 2 c at (lo, lo). All that texture features need of it are sums
over its non-zero cells; see `_sums_of` in the twin for their list.
"""
from libc.math cimport log2
from libc.stdint cimport int32_t, int64_t, uint16_t, uint32_t

from .pixel cimport index, level
from .simd cimport row


cdef row fold_row(const level *a, const level *b, uint32_t n, uint32_t *codes, Py_ssize_t count) noexcept nogil:
    cdef Py_ssize_t x
    cdef uint32_t u, v
    for x in range(count):
        u = a[x]
        v = b[x]
        codes[x] = (u if u < v else v) * n + (v if u < v else u)


cdef row code_row(const level *a, const level *b, uint32_t n, uint32_t *codes, Py_ssize_t count) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(count):
        codes[x] = <uint32_t> a[x] * n + b[x]


cdef row merge(uint32_t *a, uint32_t *b, int64_t *counts, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t v
    for v in range(n):
        counts[v] += <int64_t> a[v] + <int64_t> b[v]
        a[v] = 0
        b[v] = 0


cdef row add_row(const int64_t *c, int64_t *out, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t v
    for v in range(n):
        out[v] += c[v]


cdef row add_twice(const int64_t *c, int64_t *out, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t v
    for v in range(n):
        out[v] += 2 * c[v]


def pair_counts(const level[:, :, ::1] f, Py_ssize_t dz, Py_ssize_t dy, Py_ssize_t dx, bint folded,
                uint32_t[::1] codes, uint32_t[:, ::1] scratch, int64_t[:, ::1] counts):
    """Add to counts[u, v] how many pixels have the value u and the value v a step away; folded: (min, max) of them.

    Needs: every value below the side of counts, which is at most 65535; scratch is zero, of two rows of counts.size
    or more entries, and codes of f.shape[2]; fewer than 2**32 pixels.
    """
    cdef:
        Py_ssize_t z, y, x, depth = f.shape[0], height = f.shape[1], width = f.shape[2], n = counts.shape[0]
        Py_ssize_t x0 = -dx if dx < 0 else 0, count = width - (dx if dx > 0 else -dx)
        uint32_t *s
        uint32_t *t
        uint32_t *code
    with nogil:
        if n and count > 0:
            s, t, code = &scratch[0, 0], &scratch[1, 0], &codes[0]
            for z in range(max(0, -dz), depth - max(0, dz)):
                for y in range(max(0, -dy), height - max(0, dy)):
                    if folded:
                        fold_row(&f[z, y, x0], &f[z + dz, y + dy, x0 + dx], <uint32_t> n, code, count)
                    else:
                        code_row(&f[z, y, x0], &f[z + dz, y + dy, x0 + dx], <uint32_t> n, code, count)
                    x = 0
                    # With two tables a run of equal pairs does not wait for its own last increment.
                    while x + 4 <= count:
                        s[code[x]] += 1
                        t[code[x + 1]] += 1
                        s[code[x + 2]] += 1
                        t[code[x + 3]] += 1
                        x += 4
                    while x < count:
                        s[code[x]] += 1
                        x += 1
            for y in range(n):
                x = y if folded else 0
                merge(s + y * n + x, t + y * n + x, &counts[y, x], n - x)


cdef inline double entropic(int64_t n, const double *nlogn, Py_ssize_t known) noexcept nogil:
    return nlogn[n] if n < known else <double> n * log2(<double> n)


cdef void finish(Py_ssize_t n, int64_t pairs, const double *nlogn, Py_ssize_t known,
                 int64_t *levels, int64_t *sums, int64_t *diffs, double *out) noexcept nogil:
    """Write the sums that follow from the counts of levels, sums and differences, and set these to zero."""
    cdef Py_ssize_t k
    cdef double x, mean = 0
    for k in range(n):
        out[4] += <double> k * <double> levels[k]
        out[6] += entropic(levels[k], nlogn, known)
    if pairs:
        mean = <double> <int64_t> (out[4] / (2. * <double> pairs))
    for k in range(n):
        x = <double> k - mean
        out[5] += x * x * <double> levels[k]
        levels[k] = 0
    for k in range(2 * n - 1):
        out[7] += entropic(sums[k], nlogn, known)
        sums[k] = 0
    for k in range(n):
        x = <double> diffs[k]
        out[8] += entropic(diffs[k], nlogn, known)
        out[9] += x * x
        out[10] += x * <double> k
        out[11] += x * <double> k * <double> k
        out[12] += x / (1. + <double> k * <double> k)
        diffs[k] = 0


def table_sums(const int64_t[:, ::1] counts, Py_ssize_t first, const double[::1] nlogn, int64_t[::1] levels,
               int64_t[::1] sums, int64_t[::1] diffs, double[::1] out):
    """Write the 13 sums of a folded table of counts, without its rows and columns before the first.

    Needs: levels, sums, diffs zero, of n, 2 n and n entries or more for n = counts.shape[0]; left zero. nlogn[c] is
    c log2(c), of one entry or more; out has 13.
    """
    cdef:
        Py_ssize_t n = counts.shape[0], lo, hi, k, known = nlogn.shape[0]
        int64_t c, pairs = 0
        double square = 0, entropy = 0
        const double *table
        const int64_t *line
    with nogil:
        for k in range(13):
            out[k] = 0
        if n > first:
            table = &nlogn[0]
            for lo in range(first, n):
                line = &counts[lo, 0]
                for hi in range(lo, n):
                    c = line[hi]
                    if c:
                        pairs += c
                        levels[lo] += c
                        if hi == lo:
                            square += 4. * <double> c * <double> c
                            entropy += entropic(2 * c, table, known)
                        else:
                            square += 2. * <double> c * <double> c
                            entropy += 2. * entropic(c, table, known)
                add_row(line + lo, &levels[lo], n - lo)
                add_twice(line + lo, &sums[2 * lo], n - lo)
                add_twice(line + lo, &diffs[0], n - lo)
            out[0], out[2], out[3] = <double> pairs, square, entropy
            finish(n, pairs, table, known, &levels[0], &sums[0], &diffs[0], &out[0])


def pair_codes(const level[:, :, ::1] f, Py_ssize_t dz, Py_ssize_t dy, Py_ssize_t dx, uint32_t n, uint32_t[::1] out):
    """Write n lo + hi for all pixels that have one a step away, lo and hi the lower and the higher of their values.

    Needs: every value below n, which is at most 65536; out has as many entries as there are such pixels.
    """
    cdef:
        Py_ssize_t z, y, k = 0
        Py_ssize_t x0 = -dx if dx < 0 else 0, count = f.shape[2] - (dx if dx > 0 else -dx)
    with nogil:
        if count > 0:
            for z in range(max(0, -dz), f.shape[0] - max(0, dz)):
                for y in range(max(0, -dy), f.shape[1] - max(0, dy)):
                    fold_row(&f[z, y, x0], &f[z + dz, y + dy, x0 + dx], n, &out[k], count)
                    k += count


def sort_codes(uint32_t[::1] codes, int bits, uint32_t[::1] scratch, int64_t[::1] places):
    """Sort codes below 2**bits, eleven bits at a time.

    Needs: scratch as long as codes; places of 2048.
    """
    cdef:
        Py_ssize_t n = codes.shape[0], i, v
        int shift = 0
        int64_t at, c
        uint32_t *a
        uint32_t *b
    with nogil:
        if n:
            a, b = &codes[0], &scratch[0]
            while shift < bits:
                for v in range(2048):
                    places[v] = 0
                for i in range(n):
                    places[a[i] >> shift & 2047] += 1
                at = 0
                for v in range(2048):
                    c = places[v]
                    places[v] = at
                    at += c
                for i in range(n):
                    v = a[i] >> shift & 2047
                    b[places[v]] = a[i]
                    places[v] += 1
                a, b = b, a
                shift += 11
            if a != &codes[0]:
                for i in range(n):
                    b[i] = a[i]


def code_sums(const uint32_t[::1] codes, uint32_t n, const double[::1] nlogn, int64_t[::1] levels, int64_t[::1] sums,
              int64_t[::1] diffs, double[::1] out):
    """Write the 13 sums of sorted codes n lo + hi.

    Needs: as of table_sums.
    """
    cdef:
        Py_ssize_t i = 0, j, pairs = codes.shape[0], lo, hi, known = nlogn.shape[0]
        int64_t c
        double square = 0, entropy = 0
        const double *table
    with nogil:
        for j in range(13):
            out[j] = 0
        if pairs:
            table = &nlogn[0]
            while i < pairs:
                j = i + 1
                while j < pairs and codes[j] == codes[i]:
                    j += 1
                c = j - i
                lo = codes[i] // n
                hi = codes[i] - lo * n
                i = j
                levels[lo] += c
                levels[hi] += c
                sums[lo + hi] += 2 * c
                diffs[hi - lo] += 2 * c
                if hi == lo:
                    square += 4. * <double> c * <double> c
                    entropy += entropic(2 * c, table, known)
                else:
                    square += 2. * <double> c * <double> c
                    entropy += 2. * entropic(c, table, known)
            out[0], out[2], out[3] = <double> pairs, square, entropy
            finish(n, pairs, table, known, &levels[0], &sums[0], &diffs[0], &out[0])


def positions(const int32_t[::1] labels, int64_t[::1] ends, index[::1] order):
    """Write where each label from 1 lies, label by label; ends[label - 1] grows from its first place to its last.

    Needs: ends holds where each label's places begin in order; labels up to ends.size; order is long enough.
    """
    cdef Py_ssize_t i
    cdef int32_t v
    with nogil:
        for i in range(labels.shape[0]):
            v = labels[i]
            if v > 0:
                order[ends[v - 1]] = <index> i
                ends[v - 1] += 1


def region_sums(const uint16_t[::1] f, const int32_t[::1] labels, const index[::1] order, const int64_t[::1] starts,
                const int64_t[::1] steps, Py_ssize_t r0, Py_ssize_t r1, Py_ssize_t d0, Py_ssize_t d1,
                const double[::1] nlogn, uint32_t[::1] keys, int64_t[::1] counts, uint32_t[::1] used,
                int64_t[::1] levels, int64_t[::1] sums, int64_t[::1] diffs, double[:, :, ::1] out):
    """Write to out[r, d] the 13 sums of the pairs, steps[d] apart, that lie in region r + 1, for r0 <= r < r1.

    Needs: order[starts[r]:starts[r + 1]] are the pixels labeled r + 1; each step from any of them stays within labels;
    counts, levels, sums, diffs zero, the last three for the largest value m of m + 1, 2 m + 1, m + 1 entries or more;
    they are left zero. keys and counts have 2**b entries, at least twice as many as the largest region has pixels
    or there are pairs of values; used has half as many. nlogn as for table_sums.
    """
    cdef:
        Py_ssize_t r, d, i, k, p, q, begin, end, known = nlogn.shape[0]
        Py_ssize_t room = keys.shape[0], slots
        int bits
        uint32_t a, b, lo, hi, code, slot, mask
        int64_t c, pairs, top
        int32_t label
        double square, entropy, first, second, x, mean, moment1, moment2, e_levels, e_sums, e_diffs, d_square, inverse
        const double *table
    with nogil:
        for r in range(r0, r1):
            begin, end, label = starts[r], starts[r + 1], <int32_t> (r + 1)
            slots, bits = 2, 1
            while slots < 2 * (end - begin) and slots < room:
                slots *= 2
                bits += 1
            mask = <uint32_t> (slots - 1)
            top = -1
            for i in range(begin, end):
                top = top if f[order[i]] < top else f[order[i]]
            for d in range(d0, d1):
                k = 0
                for i in range(begin, end):
                    p = <Py_ssize_t> order[i]
                    q = p + steps[d]
                    if labels[q] != label:
                        continue
                    a, b = f[p], f[q]
                    lo = a if a < b else b
                    hi = b if a < b else a
                    code = lo << 16 | hi
                    slot = (code * <uint32_t> 2654435769) >> (32 - bits)
                    while counts[slot] and keys[slot] != code:
                        slot = (slot + 1) & mask
                    if counts[slot] == 0:
                        keys[slot] = code
                        used[k] = slot
                        k += 1
                    counts[slot] += 1
                pairs = 0
                square = entropy = first = second = 0
                moment1 = moment2 = e_levels = e_sums = e_diffs = d_square = inverse = 0
                table = &nlogn[0]
                for i in range(k):
                    code, c = keys[used[i]], counts[used[i]]
                    lo, hi = code >> 16, code & 65535
                    levels[lo] += c
                    levels[hi] += c
                    sums[lo + hi] += 2 * c
                    diffs[hi - lo] += 2 * c
                    pairs += c
                    first += <double> c * <double> (lo + hi)
                    if lo == hi:
                        square += 4. * <double> c * <double> c
                        entropy += entropic(2 * c, table, known)
                    else:
                        square += 2. * <double> c * <double> c
                        entropy += 2. * entropic(c, table, known)
                mean = <double> <int64_t> (first / (2. * <double> pairs)) if pairs else 0
                for i in range(k):
                    code, c = keys[used[i]], counts[used[i]]
                    counts[used[i]] = 0
                    lo, hi = code >> 16, code & 65535
                    second += <double> c * ((<double> lo - mean) * (<double> lo - mean)
                                            + (<double> hi - mean) * (<double> hi - mean))
                    e_levels += entropic(levels[lo], table, known)
                    levels[lo] = 0
                    e_levels += entropic(levels[hi], table, known)
                    levels[hi] = 0
                    e_sums += entropic(sums[lo + hi], table, known)
                    sums[lo + hi] = 0
                    c = diffs[hi - lo]
                    if c:
                        diffs[hi - lo] = 0
                        x = <double> (hi - lo)
                        e_diffs += entropic(c, table, known)
                        d_square += <double> c * <double> c
                        moment1 += <double> c * x
                        moment2 += <double> c * x * x
                        inverse += <double> c / (1. + x * x)
                out[r, d, 0], out[r, d, 1], out[r, d, 2], out[r, d, 3] = <double> pairs, <double> top, square, entropy
                out[r, d, 4], out[r, d, 5], out[r, d, 6], out[r, d, 7] = first, second, e_levels, e_sums
                out[r, d, 8], out[r, d, 9], out[r, d, 10], out[r, d, 11] = e_diffs, d_square, moment1, moment2
                out[r, d, 12] = inverse
