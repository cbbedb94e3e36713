"""Blobs of any size: integral images, the determinant of the Hessian from boxes, and its maxima.

Twin and specification: pyimg/_ref/hessian.py. `sums` is an integral image: sums[y, x] is the sum of the pixels
up to and with (y, x), so a box is four of its entries.
"""
from libc.math cimport fabs
from libc.stdint cimport int32_t
from libc.string cimport memcpy, memset

from .pixel cimport pixel
from .simd cimport part, row

cdef enum:
    BLOCK = 512  # pixels whose sums lie at hand; two rows of 544 are not a page (4096 bytes) apart, or reads wait


cdef row add_lines(const double *above, double *out, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    for x in range(n):
        out[x] = out[x] + above[x]


cdef row row_sums(const pixel *f, Py_ssize_t w, const double *above, double *out) noexcept nogil:
    """Fill a row below a filled one, in vectors: of a block the sums of 4 pixels, then 8 of these and all before."""
    cdef:
        Py_ssize_t x = 0, i, n
        int32_t s
        double before = 0
        pixel[32 + BLOCK] line  # 32 zeros before each
        int32_t[32 + BLOCK] fours
        int32_t[32 + BLOCK] sums
    for i in range(32):
        line[i] = 0
        fours[i] = sums[i] = 0
    while x < w:
        n = min(<Py_ssize_t> BLOCK, w - x)
        memcpy(&line[32], f + x, n * sizeof(pixel))
        for i in range(32, 32 + n):
            fours[i] = (<int32_t> line[i] + <int32_t> line[i - 1]) + (<int32_t> line[i - 2] + <int32_t> line[i - 3])
        for i in range(32, 32 + n):
            s = (((fours[i] + fours[i - 4]) + (fours[i - 8] + fours[i - 12]))
                 + ((fours[i - 16] + fours[i - 20]) + (fours[i - 24] + fours[i - 28]))) + sums[i - 32]
            sums[i] = s
            out[x + i - 32] = above[x + i - 32] + (before + <double> s)
        before += <double> sums[n + 31]
        x += n


cdef void narrow_sums(const pixel *f, Py_ssize_t height, Py_ssize_t w, double *out) noexcept nogil:
    cdef Py_ssize_t y
    memset(out, 0, w * sizeof(double))
    for y in range(height):
        row_sums(f + y * w, w, out + (y - 1 if y else 0) * w, out + y * w)


cdef void four_rows(const pixel *f, Py_ssize_t w, double *out) noexcept nogil:
    """Fill four rows below one that is filled, each a pixel behind the one above, so that they need not wait."""
    cdef:
        Py_ssize_t t
        double *up = out - w
        double a = 0, b = 0, c = 0, d = 0, above_a = 0, above_b = 0, above_c = 0, above_d = 0
    for t in range(w + 3):
        if t < w:
            a = <double> f[t] + ((up[t] + a) - above_a)
            above_a = up[t]
        if 0 < t <= w:
            b = <double> f[w + t - 1] + ((out[t - 1] + b) - above_b)
            above_b = out[t - 1]
            out[w + t - 1] = b
        if 1 < t <= w + 1:
            c = <double> f[2 * w + t - 2] + ((out[w + t - 2] + c) - above_c)
            above_c = out[w + t - 2]
            out[2 * w + t - 2] = c
        if t > 2:
            d = <double> f[3 * w + t - 3] + ((out[2 * w + t - 3] + d) - above_d)
            above_d = out[2 * w + t - 3]
            out[3 * w + t - 3] = d
        if t < w:
            out[t] = a


def integral(const pixel[:, ::1] f, double[:, ::1] out):
    """Write to out[y, x] the sum of f[:y + 1, :x + 1].

    For integers it is the running sum of the row plus the entry above. For floats, whose rounding depends on the order,
    it is mahotas's f[y, x] + ((above + left) - above left).
    """
    cdef:
        Py_ssize_t y = 0, x, height = f.shape[0], width = f.shape[1]
        double a, b, c, d
    with nogil:
        if height and width:
            a = 0
            if pixel is float or pixel is double:
                for x in range(width):
                    a += <double> f[0, x]
                    out[0, x] = a
                y = 1
                while y + 4 <= height:
                    four_rows(&f[y, 0], width, &out[y, 0])
                    y += 4
                while y < height:
                    a = b = 0
                    for x in range(width):
                        a = <double> f[y, x] + ((out[y - 1, x] + a) - b)
                        b = out[y - 1, x]
                        out[y, x] = a
                    y += 1
            elif sizeof(pixel) <= 2:
                narrow_sums(&f[0, 0], height, width, &out[0, 0])
            else:
                while y + 4 <= height:  # four rows at once, whose sums do not wait for each other
                    a = b = c = d = 0
                    for x in range(width):
                        a += <double> f[y, x]
                        b += <double> f[y + 1, x]
                        c += <double> f[y + 2, x]
                        d += <double> f[y + 3, x]
                        out[y, x] = a
                        out[y + 1, x] = b
                        out[y + 2, x] = c
                        out[y + 3, x] = d
                    y += 4
                while y < height:
                    a = 0
                    for x in range(width):
                        a += <double> f[y, x]
                        out[y, x] = a
                    y += 1
                for y in range(1, height):
                    add_lines(&out[y - 1, 0], &out[y, 0], width)


cdef row lines_of_row(const double *s, Py_ssize_t w, Py_ssize_t lobe, Py_ssize_t n, double *xx, double *yy,
                      double *xy) noexcept nogil:
    """Sum the boxes of a row along y: what is left to do is differences along x. s is the row itself."""
    cdef:
        Py_ssize_t x, t = (3 * lobe + 1) // 2, m = (lobe + 1) // 2
        const double *a = s - lobe * w
        const double *b = s + (lobe - 1) * w
        const double *c = s - t * w
        const double *d = s + (3 * lobe - t) * w
        const double *e = s - m * w
        const double *f = s + (lobe - m) * w
        const double *g = s - (lobe + 1) * w
        const double *h = s - w
        const double *i = s + lobe * w
    for x in range(n):
        xx[x] = b[x] - a[x]
        yy[x] = (d[x] - c[x]) - 3. * (f[x] - e[x])
        xy[x] = (h[x] - g[x]) - (i[x] - s[x])


cdef inline part determinants(const double *xx, const double *yy, const double *xy, Py_ssize_t lobe, Py_ssize_t step,
                              Py_ssize_t n, double scale, double *out) noexcept nogil:
    cdef:
        Py_ssize_t j, x, t = (3 * lobe + 1) // 2, m = (lobe + 1) // 2
        double dxx, dyy, dxy, det
    for j in range(n):
        x = j * step
        dxx = scale * ((xx[x + 3 * lobe - t] - xx[x - t]) - 3. * (xx[x + lobe - m] - xx[x - m]))
        dyy = scale * (yy[x + lobe - 1] - yy[x - lobe])
        dxy = scale * ((xy[x + lobe] - xy[x]) - (xy[x - 1] - xy[x - lobe - 1]))
        det = dxx * dyy - 0.36 * dxy * dxy
        det = 0. if det < 0 else det
        out[j] = -det if dxx + dyy < 0 else det


cdef row determinants_1(const double *xx, const double *yy, const double *xy, Py_ssize_t lobe, Py_ssize_t n,
                        double scale, double *out) noexcept nogil:
    determinants(xx, yy, xy, lobe, 1, n, scale, out)


cdef row determinants_2(const double *xx, const double *yy, const double *xy, Py_ssize_t lobe, Py_ssize_t n,
                        double scale, double *out) noexcept nogil:
    determinants(xx, yy, xy, lobe, 2, n, scale, out)


cdef row determinants_n(const double *xx, const double *yy, const double *xy, Py_ssize_t lobe, Py_ssize_t step,
                        Py_ssize_t n, double scale, double *out) noexcept nogil:
    determinants(xx, yy, xy, lobe, step, n, scale, out)


def responses(const double[:, ::1] sums, Py_ssize_t step, Py_ssize_t lobe, Py_ssize_t r0, Py_ssize_t c0,
              double[:, ::1] scratch, double[:, ::1] out):
    """Write to out[i, j] the determinant of the Hessian at pixel ((r0 + i) step, (c0 + j) step), from boxes.

    With lobes of side L, of three side by side the middle one counted -2 times: Dxx, Dyy, Dxy over (3 L)**2, and
    Dxx Dyy - 0.36 Dxy**2, 0 where negative; its sign is that of Dxx + Dyy.

    Needs: lobe odd; the rows and columns up to (3 * lobe + 3) / 2 beside each pixel; scratch has three rows as long
    as those of sums.
    """
    cdef:
        Py_ssize_t i, n = out.shape[1], w = sums.shape[1], reach = (3 * lobe + 3) // 2
        Py_ssize_t x0 = c0 * step - reach, length = (n - 1) * step + 1 + 2 * reach
        double scale = 1. / ((3. * <double> lobe) * (3. * <double> lobe))
        double *xx
        double *yy
        double *xy
    with nogil:
        if n:
            xx, yy, xy = &scratch[0, 0], &scratch[1, 0], &scratch[2, 0]
            for i in range(out.shape[0]):
                lines_of_row(&sums[(r0 + i) * step, x0], w, lobe, length, xx, yy, xy)
                if step == 1:
                    determinants_1(xx + reach, yy + reach, xy + reach, lobe, n, scale, &out[i, 0])
                elif step == 2:
                    determinants_2(xx + reach, yy + reach, xy + reach, lobe, n, scale, &out[i, 0])
                else:
                    determinants_n(xx + reach, yy + reach, xy + reach, lobe, step, n, scale, &out[i, 0])


cdef row largest(const double *v, double *out, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t x
    cdef double a, m
    for x in range(n):
        a, m = fabs(v[x]), out[x]
        out[x] = a if a > m else m


cdef bint refined(const double *v, Py_ssize_t w, Py_ssize_t area, bint newton, double *shift) noexcept nogil:
    """Solve for the place of the maximum of the parabola; False where it is half a step away or more."""
    cdef:
        const double *u = v - 1
        double val = fabs(v[0])
        double a = (fabs(v[1]) + fabs(u[0])) - 2 * val
        double b = (fabs(v[w]) + fabs(v[-w])) - 2 * val
        double c = (fabs(v[area]) + fabs(v[-area])) - 2 * val
        double d = (fabs(v[w + 1]) + fabs(v[-w - 1]) - fabs(v[1 - w]) - fabs(v[w - 1])) / 4.
        double e = (fabs(v[area + 1]) + fabs(v[-area - 1]) - fabs(v[1 - area]) - fabs(v[area - 1])) / 4.
        double f = (fabs(v[area + w]) + fabs(v[-area - w]) - fabs(v[w - area]) - fabs(v[area - w])) / 4.
        double g0 = (fabs(v[w]) - fabs(v[-w])) / 2.
        double g1 = (fabs(v[1]) - fabs(u[0])) / 2.
        double g2 = (fabs(v[area]) - fabs(v[-area])) / 2.
        double A, B, C, D, E, F, det
    if newton:  # mahotas has other signs in the determinant and the gradient, and the axes of the latter exchanged
        a, b = b, a
        e, f = f, e
        g0, g1, g2 = -g0, -g1, -g2
    A, B, C = b * c - f * f, a * c - e * e, a * b - d * d
    D, E, F = e * f - d * c, d * f - e * b, d * e - f * a
    det = a * A + (d * D if newton else -d * D) + e * E
    if det == 0:
        return False
    shift[0] = A / det * g0 + D / det * g1 + E / det * g2
    shift[1] = D / det * g0 + B / det * g1 + F / det * g2
    shift[2] = E / det * g0 + F / det * g1 + C / det * g2
    return fabs(shift[0]) < .5 and fabs(shift[1]) < .5 and fabs(shift[2]) < .5


cdef bint is_largest(const double *v, Py_ssize_t w, Py_ssize_t area) noexcept nogil:
    cdef Py_ssize_t i, r, c
    for i in range(-1, 2):
        for r in range(-1, 2):
            for c in range(-1, 2):
                if fabs(v[i * area + r * w + c]) > fabs(v[0]):
                    return False
    return True


def peaks(const double[:, :, ::1] pyramid, double threshold, Py_ssize_t row0, Py_ssize_t col0, bint newton,
          double[::1] scratch, double[:, ::1] found):
    """Write the maxima of |pyramid| above the threshold as (row, column, interval, value, sign); return their number.

    The inside is cut into blocks of 3 x 3 x 3; the first largest of a block is a maximum if none of its 26 neighbours
    is larger, and a parabola through them has its own at less than half a step from it. row0, col0 are added.

    Needs: scratch as long as a row; as many rows in found as there are blocks.
    """
    cdef:
        Py_ssize_t n = pyramid.shape[0], height = pyramid.shape[1], width = pyramid.shape[2], area = height * width
        Py_ssize_t i, r, c, ii, rr, cc, mi, mr, mc, count = 0
        double top, m
        double shift[3]
        double *line
    with nogil:
        if width > 2:
            line = &scratch[0]
            for r in range(1, height - 1, 3):
                for i in range(1, n - 1, 3):
                    for c in range(width):
                        line[c] = 0
                    for ii in range(i, min(i + 3, n - 1)):
                        for rr in range(r, min(r + 3, height - 1)):
                            largest(&pyramid[ii, rr, 0], line, width)
                    for c in range(1, width - 1, 3):
                        m = line[c]
                        for cc in range(c + 1, min(c + 3, width - 1)):
                            m = line[cc] if line[cc] > m else m
                        if not m > threshold:
                            continue
                        top, mi, mr, mc = fabs(pyramid[i, r, c]), i, r, c
                        for ii in range(i, min(i + 3, n - 1)):
                            for rr in range(r, min(r + 3, height - 1)):
                                for cc in range(c, min(c + 3, width - 1)):
                                    m = fabs(pyramid[ii, rr, cc])
                                    if m > top:
                                        top, mi, mr, mc = m, ii, rr, cc
                        if not top > threshold or not is_largest(&pyramid[mi, mr, mc], width, area):
                            continue
                        if refined(&pyramid[mi, mr, mc], width, area, newton, shift):
                            found[count, 0] = <double> (row0 + mr) + shift[0]
                            found[count, 1] = <double> (col0 + mc) + shift[1]
                            found[count, 2] = <double> mi + shift[2]
                            found[count, 3] = top
                            found[count, 4] = -1. if pyramid[mi, mr, mc] < 0 else 1.
                            count += 1
    return count
