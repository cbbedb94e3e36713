"""Edges. Twin and specification: pyimg/_ref/edges.py."""
from libc.stdint cimport uint8_t

from .ahead cimport ask_for, ask_within, LARGE
from .lines cimport load
from .simd cimport row


cdef row load_row(const uint8_t *p, int kind, Py_ssize_t at, Py_ssize_t n, double *o) noexcept nogil:
    load(p, kind, at, n, o)


cdef row across(const double *a, const double *b, const double *c, double *s, double *d,
                Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        s[i] = a[i] + 2 * b[i] + c[i]
        d[i] = c[i] - a[i]


cdef row along(const double *s, const double *d, double scale, double *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double x, y
    for i in range(n):
        x = s[i + 2] - s[i]
        y = d[i] + 2 * d[i + 1] + d[i + 2]
        o[i] = (x * x + y * y) * scale


def sobel(const uint8_t[::1] src, int kind, Py_ssize_t width, double scale, Py_ssize_t start, Py_ssize_t stop,
          double[:, ::1] scratch, double[:, ::1] out):
    """Set rows start ... stop - 1 of out to scale * (gx**2 + gy**2), the Sobel sums of an image.

    gx = [1, 2, 1] across times [-1, 0, 1] along, gy the other way round; the frame is repeated.

    Needs: src seen as bytes; out of the shape of the image; scratch of shape (5, width + 2).
    """
    cdef:
        Py_ssize_t height = out.shape[0], y, v, k
        const uint8_t *p
        double *r[3]
        double *s
        double *d
        double *o
        bint far
    with nogil:
        if start < stop and width > 0:
            p = &src[0]
            s = &scratch[3, 0]
            d = &scratch[4, 0]
            v = start - 1
            far = src.shape[0] >= LARGE
            for y in range(start, stop):
                if far:  # what the next row needs
                    k = src.shape[0] // height
                    ask_within(p, src.shape[0], (y + 2) * k, k)
                    ask_for(&out[min(y + 1, height - 1), 0], width * sizeof(double))
                while v <= y + 1:  # row v lies in slot v % 3, whatever stands for it
                    o = &scratch[(v + 3) % 3, 0]
                    k = 0 if v < 0 else height - 1 if v >= height else v
                    load_row(p, kind, k * width, width, o + 1)
                    o[0] = o[1]
                    o[width + 1] = o[width]
                    v += 1
                for k in range(3):
                    r[k] = &scratch[(y + 2 + k) % 3, 0]
                across(r[0], r[1], r[2], s, d, width + 2)
                along(s, d, scale, &out[y, 0], width)


cdef row mark(const double *d, Py_ssize_t step, double threshold, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i
        double v, a, b
        bint here
    for i in range(n):
        v = d[i]
        a = d[i - step]
        b = d[i + step]
        here = ((v < 0) & (((b > 0) & (b - v > threshold)) | ((a > 0) & (a - v > threshold)))
                | (v == 0) & (((a < 0) & (b > 0) & (b - a > threshold))
                              | ((a > 0) & (b < 0) & (a - b > threshold))))
        o[i] = o[i] | here


def crossings(const double[::1] d, const Py_ssize_t[::1] shape, double threshold, Py_ssize_t start,
              Py_ssize_t stop, uint8_t[::1] out):
    """Set out to 1 where d crosses 0 along an axis by more than threshold.

    That is on the negative side, or on 0 itself between values of different signs.
    Pixels of the frame are left as they are. Rows start ... stop - 1 of the last axis.

    Needs: out of the size of d, 0; from 1 to 64 axes.
    """
    cdef:
        Py_ssize_t axes = shape.shape[0], width = shape[axes - 1], q, rest, k, step
        bint frame
    with nogil:
        for q in range(start, stop):
            rest = q
            frame = width < 3
            for k in range(axes - 2, -1, -1):
                frame = frame or rest % shape[k] == 0 or rest % shape[k] == shape[k] - 1
                rest //= shape[k]
            if frame:
                continue
            step = 1
            for k in range(axes - 1, -1, -1):
                mark(&d[q * width + 1], step, threshold, &out[q * width + 1], width - 2)
                step *= shape[k]
