"""Correlations of planes by Fourier transforms, tile by tile. Twin and specification: pyimg/_ref/fourier.py.

Two tiles are transformed at once, as the real and the imaginary part of one. Of eight columns all steps are done while
they are in the first cache; then rows, eight at once, go there and back, for all between is a product point by point.
"""
from libc.math cimport rint
from libc.string cimport memcpy, memset

from .butterflies cimport anywhere, backward, eight, forward, LANES
from .simd cimport part, row

cdef enum:
    AFRESH = 64  # rows after which sums of squares are made anew


cdef struct Plan:
    const double *src
    Py_ssize_t height
    Py_ssize_t width
    Py_ssize_t ny  # of a tile
    Py_ssize_t nx
    Py_ssize_t high  # of the part of a tile that is right
    Py_ssize_t wide
    Py_ssize_t across  # tiles side by side
    const double *ytwiddles
    const double *xtwiddles
    eight *real  # columns of a tile, LANES side by side
    eight *imaginary
    eight *rows  # LANES rows of it, turned: real, then imaginary parts
    double *out
    Py_ssize_t out_height
    Py_ssize_t out_width
    bint whole


cdef inline part bring(const Plan *p, Py_ssize_t y, Py_ssize_t x, Py_ssize_t ny, eight *o) noexcept nogil:
    # LANES columns of the image from (y, x) on, of `ny` rows; zeros where it ends
    cdef Py_ssize_t j, count = max(0, min(p.width - x, <Py_ssize_t> LANES)), rows = max(0, min(p.height - y, ny))
    if count < LANES or rows < ny:
        memset(o, 0, ny * sizeof(eight))
    if count == LANES:
        for j in range(rows):
            memcpy(o + j, p.src + (y + j) * p.width + x, sizeof(eight))
    elif count > 0:
        for j in range(rows):
            memcpy(o + j, p.src + (y + j) * p.width + x, count * sizeof(double))


cdef inline part give(const Plan *p, Py_ssize_t y, Py_ssize_t x, Py_ssize_t wide, const eight *a) noexcept nogil:
    # the first `wide` of LANES columns to (y, x) of the answer
    cdef:
        Py_ssize_t j, k, count = min(min(wide, p.out_width - x), <Py_ssize_t> LANES)
        const double *v = <const double *> a
        double *o
    for j in range(min(p.high, p.out_height - y)):
        o = p.out + (y + j) * p.out_width + x
        if count == LANES and not p.whole:
            memcpy(o, a + j, sizeof(eight))
        elif p.whole:
            for k in range(count):
                o[k] = rint(v[j * LANES + k])
        else:
            for k in range(count):
                o[k] = v[j * LANES + k]


cdef inline part turn(const eight *a, Py_ssize_t step, eight *o, Py_ssize_t goal, Py_ssize_t n) noexcept nogil:
    # n / LANES squares of LANES x LANES, `step` apart in a and `goal` apart in o, are turned
    cdef:
        Py_ssize_t k, i, j
        const double *v
        double *u
    for k in range(n // LANES):
        v = <const double *> (a + k * step)
        u = <double *> (o + k * goal)
        for i in range(LANES):
            for j in range(LANES):
                u[i * LANES + j] = v[j * LANES + i]


cdef inline void rooms(Plan *p, double *scratch) noexcept nogil:
    p.real = <eight *> ((<size_t> scratch + 63) & ~<size_t> 63)
    p.imaginary = p.real + p.ny * p.nx // LANES
    p.rows = p.imaginary + p.ny * p.nx // LANES


cdef row tile(const Plan *p, Py_ssize_t first, Py_ssize_t second, anywhere *spectrum,
              bint given) noexcept nogil:
    # Correlate two tiles with what `spectrum` stands for; or, if not `given`, make that of the first, turned round.
    cdef:
        Py_ssize_t k, i, n = p.nx
        Py_ssize_t y = first // p.across * p.high, x = first % p.across * p.wide
        Py_ssize_t v = second // p.across * p.high, u = second % p.across * p.wide
        eight *re = p.rows
        eight *im = p.rows + n
        anywhere *s
        eight a, b
        double share = 1.0 / (<double> n * <double> p.ny)
    for k in range(n // LANES):
        bring(p, y, x + k * LANES, p.ny, p.real + k * p.ny)
        if second >= 0:
            bring(p, v, u + k * LANES, p.ny, p.imaginary + k * p.ny)
        else:
            memset(p.imaginary + k * p.ny, 0, p.ny * sizeof(eight))
        forward(p.real + k * p.ny, p.imaginary + k * p.ny, p.ny, p.ytwiddles)
    for k in range(p.ny // LANES):
        turn(p.real + k * LANES, p.ny, re, LANES, n)
        turn(p.imaginary + k * LANES, p.ny, im, LANES, n)
        forward(re, im, n, p.xtwiddles)
        s = spectrum + 2 * k * n
        if not given:
            for i in range(n):
                s[2 * i] = share * re[i]
                s[2 * i + 1] = share * im[i]
            continue
        for i in range(n):  # by what is conjugate to the spectrum
            a, b = re[i], im[i]
            re[i] = a * s[2 * i] + b * s[2 * i + 1]
            im[i] = b * s[2 * i] - a * s[2 * i + 1]
        backward(re, im, n, p.xtwiddles)
        turn(re, LANES, p.real + k * LANES, p.ny, n)
        turn(im, LANES, p.imaginary + k * LANES, p.ny, n)
    if not given:
        return
    for k in range((p.wide + LANES - 1) // LANES):
        backward(p.real + k * p.ny, p.imaginary + k * p.ny, p.ny, p.ytwiddles)
        give(p, y, x + k * LANES, p.wide - k * LANES, p.real + k * p.ny)
        if second >= 0:
            give(p, v, u + k * LANES, p.wide - k * LANES, p.imaginary + k * p.ny)


def spectrum(const double[:, ::1] taps, const double[::1] ytwiddles, const double[::1] xtwiddles, Py_ssize_t ny,
             Py_ssize_t nx, double[::1] scratch, double[::1] out):
    """Write what `correlate` needs to know of the taps: their transform in a tile of ny x nx, then the tile.

    Needs: ny and nx 8 times powers of 2 and 3, not less than the sides of taps; twiddles of `_transforms.twiddles`;
    scratch of 2 * nx * (ny + 8) + 8 numbers and out of 3 * ny * nx.
    """
    cdef:
        Plan p
        Py_ssize_t j, i
    with nogil:
        for i in range(ny * nx):
            out[2 * ny * nx + i] = 0
        for j in range(taps.shape[0]):
            for i in range(taps.shape[1]):
                out[(2 * ny + j) * nx + i] = taps[j, i]
        p.src, p.height, p.width = &taps[0, 0], taps.shape[0], taps.shape[1]
        p.ny, p.nx, p.high, p.wide, p.across = ny, nx, 0, 0, 1
        p.ytwiddles, p.xtwiddles = &ytwiddles[0], &xtwiddles[0]
        rooms(&p, &scratch[0])
        tile(&p, 0, -1, <anywhere *> &out[0], False)


def correlate(const double[:, ::1] src, double[::1] spectrum, Py_ssize_t lines, Py_ssize_t columns,
              const double[::1] ytwiddles, const double[::1] xtwiddles, Py_ssize_t ny, Py_ssize_t nx, bint whole,
              Py_ssize_t start, Py_ssize_t stop, double[::1] scratch, double[:, ::1] out):
    """Set out[y, x] = sum over j, i of src[y + j, x + i] * taps[j, i] of lines x columns, for pairs of tiles.

    Each tile gives (ny + 1 - lines) x (nx + 1 - columns) of these, rows of tiles follow one another; pair k is tiles
    2 k and 2 k + 1. If `whole`, sums are rounded to integers.

    Needs: `spectrum` made for these; src larger than out by the size of taps less 1; ny and nx as there, not less than
    the sides of taps; start and stop from 0 to half the tiles, rounded up; scratch of 2 * nx * (ny + 8) + 8
    numbers.
    """
    cdef:
        Plan p
        Py_ssize_t k, tiles
    with nogil:
        p.out_height, p.out_width = out.shape[0], out.shape[1]
        if start < stop and p.out_height and p.out_width:
            p.src, p.height, p.width = &src[0, 0], src.shape[0], src.shape[1]
            p.ny, p.nx, p.high, p.wide = ny, nx, ny + 1 - lines, nx + 1 - columns
            p.across = (p.out_width + p.wide - 1) // p.wide
            tiles = p.across * ((p.out_height + p.high - 1) // p.high)
            p.ytwiddles, p.xtwiddles = &ytwiddles[0], &xtwiddles[0]
            rooms(&p, &scratch[0])
            p.out, p.whole = &out[0, 0], whole
            for k in range(start, stop):
                tile(&p, 2 * k, 2 * k + 1 if 2 * k + 1 < tiles else -1, <anywhere *> &spectrum[0], True)


cdef row add_squares(const double *a, double *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = o[i] + a[i] * a[i]


cdef row exchange(const double *enter, const double *leave, double *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = o[i] + (enter[i] * enter[i] - leave[i] * leave[i])


cdef row add_up(const double *a, const double *b, double *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = a[i] + b[i]


cdef row expand(const double *energies, double own, double *most, double *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        most[i] = energies[i] if energies[i] > most[i] else most[i]
        o[i] = energies[i] + own - 2 * o[i]


cdef void windows(double *a, double *spare, Py_ssize_t k, double *o, Py_ssize_t n) noexcept nogil:
    # o[i] = a[i] + ... + a[i + k - 1], of sums of 1, 2, 4 ... numbers; a and spare are overwritten
    cdef Py_ssize_t size = 1, at = 0, rest = n + k - 1
    memset(o, 0, n * sizeof(double))
    while size <= k:
        if k & size:
            add_up(a + at, o, o, n)
            at += size
        rest -= size
        if 2 * size <= k:
            add_up(a, a + size, spare, rest)
            a, spare = spare, a
        size *= 2


def squared_differences(const double[:, ::1] src, Py_ssize_t lines, Py_ssize_t columns, double own, Py_ssize_t start,
                        Py_ssize_t stop, double[:, ::1] scratch, double[:, ::1] out):
    """Set out[y, x] to own - 2 * out[y, x] + the sum of squares of the lines x columns of src from (y, x) on.

    Rows start ... stop - 1 are done. Returns the greatest sum of squares.

    Needs: src larger than out by lines and columns less 1; scratch of 5 rows as wide as src.
    """
    cdef:
        Py_ssize_t y = start - start % AFRESH, wide = src.shape[1], n = out.shape[1], k
        double *sums
        double *energies
        double most = 0
    with nogil:
        if start < stop and n:
            sums, energies = &scratch[0, 0], &scratch[3, 0]
            memset(&scratch[4, 0], 0, n * sizeof(double))
            while y < stop:
                if y % AFRESH == 0:  # errors do not grow with the image, nor depend on `start`
                    memset(sums, 0, wide * sizeof(double))
                    for k in range(lines):
                        add_squares(&src[y + k, 0], sums, wide)
                else:
                    exchange(&src[y + lines - 1, 0], &src[y - 1, 0], sums, wide)
                if y >= start:
                    memcpy(&scratch[1, 0], sums, wide * sizeof(double))
                    windows(&scratch[1, 0], &scratch[2, 0], columns, energies, n)
                    expand(energies, own, &scratch[4, 0], &out[y, 0], n)
                y += 1
            for k in range(n):
                most = max(most, scratch[4, k])
    return most
