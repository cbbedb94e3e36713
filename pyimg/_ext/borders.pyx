"""Pixels beside pixels of another kind. Twin and specification: pyimg/_ref/borders.py.

In `differs` and `touches` neighbour s of pixel (y, x) is pixel (rows[s, y], columns[s, x]), and nothing
where one of them is negative. Where 0 <= x + steps[s] < n, columns[s, x] is x + steps[s].
"""
from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.string cimport memset

from .pixel cimport pixel
from .simd cimport part, row

cdef enum:
    BLOCK = 64


cdef row differs_in(const pixel *a, const pixel *b, const pixel *c, const pixel *d, const pixel *e,
                    uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(n):
        if pixel is float or pixel is double:
            o[x] |= (a[x] != b[x]) | (a[x] != c[x]) | (a[x] != d[x]) | (a[x] != e[x])
        else:  # bits instead of comparisons: fewer steps
            o[x] |= <pixel> ((a[x] ^ b[x]) | (a[x] ^ c[x]) | (a[x] ^ d[x]) | (a[x] ^ e[x])) != 0


cdef inline part outline_of(const pixel *a, const pixel *b, const pixel *c, const pixel *d, const pixel *e,
                            uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(n):
        if pixel is float or pixel is double:
            o[x] = (a[x] != 0) & ((a[x] != b[x]) | (a[x] != c[x]) | (a[x] != d[x]) | (a[x] != e[x]))
        else:
            o[x] = (a[x] != 0) & (<pixel> ((a[x] ^ b[x]) | (a[x] ^ c[x]) | (a[x] ^ d[x]) | (a[x] ^ e[x])) != 0)


cdef row outline_in(const pixel *a, const pixel *b, const pixel *c, const pixel *d, const pixel *e,
                    uint8_t *o, Py_ssize_t n) noexcept nogil:
    # all that `differs` does for up to four neighbours, at once; the last block is done as a whole, some of it again
    cdef Py_ssize_t most = n - n % BLOCK, last = n - BLOCK
    outline_of(a, b, c, d, e, o, most if n >= BLOCK else n)
    if n > most and n > BLOCK:
        outline_of(a + last, b + last, c + last, d + last, e + last, o + last, BLOCK)


cdef row touches_in(const uint8_t *a, const uint8_t *b, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(n):
        o[x] |= (a[x] & b[x]) != 0


cdef row nonzero_in(const pixel *a, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(n):
        o[x] &= a[x] != 0


def differs(const pixel[:, ::1] a, const int64_t[:, ::1] rows, const int64_t[:, ::1] columns,
            const int64_t[::1] steps, bint inside, bint more, Py_ssize_t start, Py_ssize_t stop,
            uint8_t[:, ::1] out):
    """Set out where a neighbour differs, in lines start … stop - 1, else clear it, unless more.

    Then clear it where a is 0, if inside.

    Needs: rows and columns within a, as said above.
    """
    cdef:
        Py_ssize_t n = a.shape[1], y, s, x, low = 0, high = n, waiting
        int64_t z
        bint quick = inside and not more and steps.shape[0] <= 4
        const pixel *mine
        const pixel *near[4]
    with nogil:
        if n:
            # between low and high every neighbour is a step away
            for s in range(steps.shape[0]):
                low = max(low, -steps[s])
                high = min(high, n - steps[s])
            low = min(low, n)
            high = max(high, low)
            for y in range(start, stop):
                mine = &a[y, 0]
                if quick:  # all between is written at once
                    memset(&out[y, 0], 0, low)
                    memset(&out[y, 0] + high, 0, n - high)
                elif not more:
                    memset(&out[y, 0], 0, n)
                waiting = 0
                for s in range(steps.shape[0]):
                    z = rows[s, y]
                    if z < 0:
                        continue
                    for x in range(low):
                        if columns[s, x] >= 0:
                            out[y, x] |= mine[x] != a[z, columns[s, x]]
                    for x in range(high, n):
                        if columns[s, x] >= 0:
                            out[y, x] |= mine[x] != a[z, columns[s, x]]
                    if high == low:
                        continue
                    near[waiting] = &a[z, low + steps[s]]
                    waiting += 1
                    if waiting == 4 and steps.shape[0] > 4:
                        differs_in(mine + low, near[0], near[1], near[2], near[3], &out[y, low], high - low)
                        waiting = 0
                if waiting:
                    for s in range(waiting, 4):
                        near[s] = near[0]
                    if quick:
                        outline_in(mine + low, near[0], near[1], near[2], near[3], &out[y, low], high - low)
                        for x in range(low):
                            out[y, x] &= mine[x] != 0
                        for x in range(high, n):
                            out[y, x] &= mine[x] != 0
                        continue
                    differs_in(mine + low, near[0], near[1], near[2], near[3], &out[y, low], high - low)
                elif quick:
                    memset(&out[y, 0] + low, 0, high - low)
                if inside:
                    nonzero_in(mine, &out[y, 0], n)


def touches(const uint8_t[:, ::1] a, const uint8_t[:, ::1] b, const int64_t[:, ::1] rows,
            const int64_t[:, ::1] columns, const int64_t[::1] steps, uint8_t[:, ::1] out):
    """Set out where a has a bit that a neighbour has in b.

    Needs: rows and columns within a, as said above; a and b of one shape.
    """
    cdef:
        Py_ssize_t n = a.shape[1], y, s, x, low, high
        int64_t z
    with nogil:
        if n:
            for y in range(a.shape[0]):
                for s in range(steps.shape[0]):
                    z = rows[s, y]
                    if z < 0:
                        continue
                    low = min(max(0, -steps[s]), n)
                    high = max(min(n, n - steps[s]), low)
                    if high > low:
                        touches_in(&a[y, low], &b[z, low + steps[s]], &out[y, low], high - low)
                    for x in range(low):
                        if columns[s, x] >= 0:
                            out[y, x] |= (a[y, x] & b[z, columns[s, x]]) != 0
                    for x in range(high, n):
                        if columns[s, x] >= 0:
                            out[y, x] |= (a[y, x] & b[z, columns[s, x]]) != 0


def perimeter_pixels(const int32_t[:, ::1] labels, const uint8_t[:, ::1] edge, int64_t[:, ::1] counts):
    """Count in counts[l] the perimeter pixels of label l that weigh 1, sqrt(2) and (1 + sqrt(2)) / 2.

    Pixel (y, x) is on its region's perimeter where edge[y + 1, x + 1]. Its code is 1 + 2 for each side and
    + 10 for each corner that is on the perimeter too and has its label (or lies outside the image).

    Needs: labels of edge pixels are within counts; edge has one more pixel on all sides.
    """
    cdef:
        Py_ssize_t h = labels.shape[0], w = labels.shape[1], y, x, dy, dx
        int32_t label
        uint8_t some
        int code
    with nogil:
        for y in range(h):
            x = -1
            while x + 1 < w:
                x += 1
                if not edge[y + 1, x + 1]:
                    if x + 16 <= w:
                        some = 0
                        for dx in range(1, 17):
                            some |= edge[y + 1, x + dx]
                        if not some:
                            x += 15
                    continue
                label = labels[y, x]
                code = 1
                for dy in range(-1, 2):
                    for dx in range(-1, 2):
                        if edge[y + 1 + dy, x + 1 + dx] and (dy or dx):
                            if 0 <= y + dy < h and 0 <= x + dx < w and labels[y + dy, x + dx] != label:
                                continue
                            code += 10 if dy and dx else 2
                if code == 5 or code == 7 or code == 15 or code == 17 or code == 25 or code == 27:
                    counts[label, 0] += 1
                elif code == 21 or code == 33:
                    counts[label, 1] += 1
                elif code == 13 or code == 23:
                    counts[label, 2] += 1
