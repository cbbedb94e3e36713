"""Superpixel kernels. Twin and specification: pyimg/_ref/superpixels.py."""
from libc.math cimport INFINITY
from libc.stdint cimport int32_t, int64_t

from .simd cimport row


cdef row nearer_grey(const float *a, float ca, const float *squares, float lead, float *best, int32_t *labels,
                     int32_t label, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef float v, d, b
    cdef int32_t was
    for i in range(n):
        d = a[i] - ca
        v = lead + squares[i] + d * d
        b = best[i]
        was = labels[i]
        best[i] = v if v < b else b
        labels[i] = label if v < b else was


cdef row nearer_colour(const float *a, Py_ssize_t plane, float ca, float cb, float cc, const float *squares, float lead,
                       float *best, int32_t *labels, int32_t label, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    cdef float v, d, e, f, b
    cdef int32_t was
    for i in range(n):
        d = a[i] - ca
        e = a[plane + i] - cb
        f = a[2 * plane + i] - cc
        v = lead + squares[i] + d * d + e * e + f * f
        b = best[i]
        was = labels[i]
        best[i] = v if v < b else b
        labels[i] = label if v < b else was


cdef row nearer(const float *a, Py_ssize_t plane, const double *colour, Py_ssize_t channels, const float *squares,
                float lead, float *costs, float *best, int32_t *labels, int32_t label, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i, c
    cdef float v, d, b
    cdef int32_t was
    for i in range(n):
        costs[i] = lead + squares[i]
    for c in range(channels):
        v = <float> colour[c]
        for i in range(n):
            d = a[c * plane + i] - v
            costs[i] = costs[i] + d * d
    for i in range(n):
        v = costs[i]
        b = best[i]
        was = labels[i]
        best[i] = v if v < b else b
        labels[i] = label if v < b else was


def assign(const float[:, ::1] planes, const Py_ssize_t[::1] shape, const Py_ssize_t[:, :, ::1] windows,
           const double[:, ::1] centres, const double[::1] scales, float[:, ::1] scratch, Py_ssize_t[::1] at,
           float[::1] best, int32_t[::1] labels, Py_ssize_t start, Py_ssize_t stop):
    """Label each pixel with 1 + the centre of least cost among those whose window holds it, the first among equals.

    The cost is sum over axes of ((position - centre) scale)**2 plus sum over channels of (colour - centre)**2, in
    float32. Done for start ... stop of the first axis; pixels in no window keep their labels.

    Needs: planes of (channels, pixels of shape); windows[k, d] begins and ends within shape; centres[k] has colour,
    then position; scratch of 2 rows no shorter than any window; at.size >= shape.size >= 1.
    """
    cdef:
        Py_ssize_t channels = planes.shape[0], n = planes.shape[1], ndim = shape.shape[0], last = ndim - 1
        Py_ssize_t k, d, i, x0, x1, base, inner = 1
        double t, lead
        const double *colour
        const double *place
        const float *a
    with nogil:
        for d in range(1, ndim):
            inner = inner * shape[d]
        for i in range(start * inner, stop * inner):
            best[i] = INFINITY
        for k in range(windows.shape[0]):
            colour = &centres[k, 0]
            place = colour + channels
            for d in range(ndim):
                at[d] = windows[k, d, 0]
            if at[0] < start:
                at[0] = start
            if at[0] >= min(stop, windows[k, 0, 1]):
                continue
            x0 = at[last]
            x1 = windows[k, last, 1] if last else min(stop, windows[k, 0, 1])
            for i in range(x0, x1):
                t = (i - place[last]) * scales[last]
                scratch[0, i - x0] = <float> (t * t)
            while True:
                lead = 0
                base = 0
                for d in range(last):
                    t = (at[d] - place[d]) * scales[d]
                    lead = lead + t * t
                    base = base * shape[d] + at[d]
                base = base * shape[last] + x0
                if channels == 1:
                    nearer_grey(&planes[0, base], <float> colour[0], &scratch[0, 0], <float> lead,
                                &best[base], &labels[base], <int32_t> (k + 1), x1 - x0)
                elif channels == 3:
                    nearer_colour(&planes[0, base], n, <float> colour[0], <float> colour[1], <float> colour[2],
                                  &scratch[0, 0], <float> lead, &best[base], &labels[base], <int32_t> (k + 1), x1 - x0)
                else:
                    a = &planes[0, base] if channels else NULL
                    nearer(a, n, colour, channels, &scratch[0, 0], <float> lead, &scratch[1, 0],
                           &best[base], &labels[base], <int32_t> (k + 1), x1 - x0)
                d = last - 1
                while d >= 0:  # the next row of the window
                    at[d] += 1
                    if at[d] < (min(stop, windows[k, 0, 1]) if d == 0 else windows[k, d, 1]):
                        break
                    at[d] = max(start, windows[k, 0, 0]) if d == 0 else windows[k, d, 0]
                    d -= 1
                if d < 0:
                    break


def total(const float[:, ::1] planes, const Py_ssize_t[::1] shape, const int32_t[::1] labels, Py_ssize_t[::1] at,
          int64_t[::1] counts, double[:, ::1] sums):
    """Add to counts[k] the pixels of label k + 1, and to sums[k] their colours, then their positions.

    Needs: labels from 1 to counts.size; at.size >= shape.size >= 1.
    """
    cdef:
        Py_ssize_t channels = planes.shape[0], ndim = shape.shape[0], last = ndim - 1
        Py_ssize_t n = labels.shape[0], i = 0, first, end, c, d, width = shape[shape.shape[0] - 1], x
        int32_t k
        double *s
        double m
    with nogil:
        for d in range(ndim):
            at[d] = 0
        while i < n:
            x = i
            end = i + width
            while i < end:
                first = i
                k = labels[i]
                s = &sums[k - 1, 0]
                while i < end and labels[i] == k:
                    i += 1
                for c in range(channels):
                    m = s[c]
                    for d in range(first, i):
                        m = m + planes[c, d]
                    s[c] = m
                counts[k - 1] += i - first
                m = i - first
                for d in range(last):
                    s[channels + d] += m * at[d]
                s[channels + last] += m * (first + i - 1 - 2 * x) / 2
            d = last - 1
            while d >= 0:
                at[d] += 1
                if at[d] < shape[d]:
                    break
                at[d] = 0
                d -= 1


def settle(const Py_ssize_t[::1] steps, int64_t[::1] parts, int64_t[::1] queue, int64_t[::1] largest, int64_t[::1] kept,
           int32_t[::1] labels):
    """Make each label one piece: its largest, the first among equals; the others go to what grows into them first.

    Growth takes one step at a time from all pieces in raster order, over steps in their order.

    Needs: an image framed by 0 and otherwise from 1 to largest.size - 1; no step leaves the array from inside the
    frame; parts, largest and kept are zero; queue.size >= labels.size.
    """
    cdef:
        Py_ssize_t n = labels.shape[0], i, j, head, tail, at, part = 0, orphans = 0
        int32_t k
    with nogil:
        for i in range(n):
            k = labels[i]
            if k == 0 or parts[i]:
                continue
            part += 1
            parts[i] = part
            queue[0] = i
            head = 0
            tail = 1
            while head < tail:
                at = queue[head]
                head += 1
                for j in range(steps.shape[0]):
                    if labels[at + steps[j]] == k and parts[at + steps[j]] == 0:
                        parts[at + steps[j]] = part
                        queue[tail] = at + steps[j]
                        tail += 1
            if tail > largest[k]:
                orphans += largest[k]
                largest[k] = tail
                kept[k] = part
            else:
                orphans += tail
        if orphans:
            tail = 0
            for i in range(n):
                k = labels[i]
                if k and parts[i] == kept[k]:
                    queue[tail] = i
                    tail += 1
                elif k:
                    labels[i] = -1
            head = 0
            while head < tail:
                at = queue[head]
                head += 1
                for j in range(steps.shape[0]):
                    if labels[at + steps[j]] == -1:
                        labels[at + steps[j]] = labels[at]
                        queue[tail] = at + steps[j]
                        tail += 1
