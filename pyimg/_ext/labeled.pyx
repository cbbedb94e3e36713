"""Sums, extremes, sizes and boxes by label. Twin and specification: pyimg/_ref/labeled.py.

Negative labels are ignored; all others are below the length of the tables, which kernels cannot see.
"""
from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

from .pixel cimport pixel, real, whole
from .runs cimport advance, run_end
from .simd cimport row


cdef row sizes_of(const int32_t *labels, int64_t *counts, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i = 0, end
    while i < n:
        end = run_end(labels, i, n)
        if labels[i] >= 0:
            counts[labels[i]] += end - i
        i = end


def label_sizes(const int32_t[::1] labels, int64_t[::1] counts):
    """Add to counts[l] how many labels are l. Needs: labels below counts.size."""
    with nogil:
        if labels.shape[0] and counts.shape[0]:
            sizes_of(&labels[0], &counts[0], labels.shape[0])


cdef row whole_sums_of(const whole *v, const int32_t *labels, int64_t *sums, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i = 0, j, end
        uint64_t total  # wraps as defined, which int64_t does not
    while i < n:
        end = run_end(labels, i, n)
        if labels[i] >= 0:
            total = 0
            for j in range(i, end):
                total += <uint64_t> v[j]
            sums[labels[i]] = <int64_t> (<uint64_t> sums[labels[i]] + total)
        i = end


def sum_integers(const whole[::1] values, const int32_t[::1] labels, int64_t[::1] sums):
    """Add to sums[l] the values where the label is l, modulo 2**64. Needs: labels below sums.size."""
    with nogil:
        if labels.shape[0] and sums.shape[0]:
            whole_sums_of(&values[0], &labels[0], &sums[0], labels.shape[0])


def sum_reals(const real[::1] values, const int32_t[::1] labels, double[::1] sums):
    """Add to sums[l] the values where the label is l, in raster order. Needs: labels below sums.size."""
    cdef:
        Py_ssize_t n = labels.shape[0], i = 0
        int32_t label
        double total
    with nogil:
        while i < n:
            label = labels[i]
            if label < 0:
                i += 1
                continue
            total = sums[label]
            while i < n and labels[i] == label:
                total += values[i]
                i += 1
            sums[label] = total


cdef row extremes_of(const pixel *v, const int32_t *labels, uint8_t *seen, pixel *least, pixel *most,
                     Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t i = 0, j, k, end
        int32_t label
        pixel x, low, high
        pixel[32] lows
        pixel[32] highs
        int strange
    while i < n:
        end = run_end(labels, i, n)
        label = labels[i]
        if label >= 0:
            low = high = v[i]
            strange = 0
            j = i
            if end - i >= 64:
                # side by side: each of these is one instruction for many
                for k in range(32):
                    lows[k] = highs[k] = v[i + k]
                    strange |= v[i + k] != v[i + k]
                j += 32
                while j + 32 <= end:
                    for k in range(32):
                        x = v[j + k]
                        lows[k] = x if x < lows[k] else lows[k]
                        highs[k] = x if x > highs[k] else highs[k]
                        strange |= x != x
                    j += 32
                for k in range(32):
                    low = lows[k] if lows[k] < low else low
                    high = highs[k] if highs[k] > high else high
            while j < end:
                x = v[j]
                low = x if x < low else low
                high = x if x > high else high
                strange |= x != x
                j += 1
            if strange:  # the NaN of the run
                j = i
                while v[j] == v[j]:
                    j += 1
                low = high = v[j]
            if not seen[label]:
                seen[label] = 1
                least[label], most[label] = low, high
            else:
                if low < least[label] or low != low:
                    least[label] = low
                if high > most[label] or high != high:
                    most[label] = high
        i = end


def label_extremes(const pixel[::1] values, const int32_t[::1] labels, uint8_t[::1] seen,
                   pixel[::1] least, pixel[::1] most):
    """Lower least[l] and raise most[l] to the values where the label is l, and set seen[l]; NaN is both.

    Needs: labels below seen.size; where seen is 0, least and most are not read.
    """
    with nogil:
        if labels.shape[0] and seen.shape[0]:
            extremes_of(&values[0], &labels[0], &seen[0], &least[0], &most[0], labels.shape[0])


def label_boxes(const int32_t[:, ::1] labels, const int64_t[::1] leading, int64_t[::1] at,
                int64_t[:, ::1] boxes):
    """Widen boxes[l] = (begin, end) of each axis, half-open, so that it holds each pixel of label l.

    Needs: labels below boxes.shape[0]; lines of an image of shape (*leading, n); at zero, of leading's size;
    a box is all 0 until its label is met.
    """
    cdef:
        Py_ssize_t lines = labels.shape[0], n = labels.shape[1], axes = leading.shape[0], y, i, end, k
        int64_t *b
        int32_t label
        const int32_t *names
    with nogil:
        if n and boxes.shape[0]:
            for y in range(lines):
                names = &labels[y, 0]
                i = 0
                while i < n:
                    end = run_end(names, i, n)
                    label = names[i]
                    if label >= 0:
                        b = &boxes[label, 0]
                        if b[2 * axes + 1] == 0:
                            for k in range(axes):
                                b[2 * k], b[2 * k + 1] = at[k], at[k] + 1
                            b[2 * axes], b[2 * axes + 1] = i, end
                        else:
                            for k in range(axes):
                                if at[k] < b[2 * k]:
                                    b[2 * k] = at[k]
                                if at[k] >= b[2 * k + 1]:
                                    b[2 * k + 1] = at[k] + 1
                            if i < b[2 * axes]:
                                b[2 * axes] = i
                            if end > b[2 * axes + 1]:
                                b[2 * axes + 1] = end
                    i = end
                advance(at, leading)


def label_moments(const pixel[:, ::1] values, const int32_t[:, ::1] labels, const int64_t[::1] leading,
                  int64_t[::1] at, double[:, ::1] sums):
    """Add to sums[l] the values where the label is l, and the values times each coordinate.

    A run of one label on a line is summed by itself first.
    Needs: labels below sums.shape[0]; lines of an image of shape (*leading, n); at zero, of leading's size.
    """
    cdef:
        Py_ssize_t lines = labels.shape[0], n = labels.shape[1], axes = leading.shape[0], y, i, end, k
        int32_t label
        const int32_t *names
        const pixel *v
        double *s
        double total, first
    with nogil:
        if n and sums.shape[0]:
            for y in range(lines):
                names = &labels[y, 0]
                v = &values[y, 0]
                i = 0
                while i < n:
                    label = names[i]
                    end = i
                    total = first = 0
                    while end < n and names[end] == label:
                        total += <double> v[end]
                        first += <double> v[end] * <double> end
                        end += 1
                    if label >= 0:
                        s = &sums[label, 0]
                        s[0] += total
                        for k in range(axes):
                            s[1 + k] += total * <double> at[k]
                        s[1 + axes] += first
                    i = end
                advance(at, leading)


cdef row line_moments_of(const pixel *v, double *sums, Py_ssize_t n) noexcept nogil:
    # 32 sums side by side, then the rest, then the 32 in order: the same on every CPU.
    cdef:
        Py_ssize_t x = 0, k
        double t, begin
        double[32] place
        double[32] total
        double[32] first
    for k in range(32):
        total[k] = first[k] = 0
        place[k] = k
    while x + 32 <= n:
        begin = <double> x
        for k in range(32):
            t = <double> v[x + k]
            total[k] += t
            first[k] += t * (begin + place[k])
        x += 32
    for k in range(n - x):
        t = <double> v[x + k]
        total[k] += t
        first[k] += t * <double> (x + k)
    for k in range(32):
        sums[0] += total[k]
        sums[1] += first[k]


def line_moments(const pixel[:, ::1] values, double[:, ::1] sums):
    """Add to sums[y] the values of line y, and the values times their places.

    Sum k of 32 takes every 32nd value from k on; then the 32 are added in order.
    """
    cdef Py_ssize_t y
    with nogil:
        if values.shape[1]:
            for y in range(values.shape[0]):
                line_moments_of(&values[y, 0], &sums[y, 0], values.shape[1])
