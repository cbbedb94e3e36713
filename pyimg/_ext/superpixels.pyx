"""Superpixel kernels. Twin and specification: pyimg/_ref/superpixels.py."""
from libc.math cimport INFINITY
from libc.stdint cimport int32_t, int64_t, uint8_t

from .simd cimport row

# Sixteen pixels at once: `block` holds their x, then each colour; `centres` a row (cost so far, x, colour) for each.

cdef row grey(const float *block, const float *centres, const int32_t *names, Py_ssize_t count,
              int32_t *found) noexcept nogil:
    cdef Py_ssize_t i, j
    cdef float best[16]
    cdef float cost, d, e
    cdef int32_t old, name
    for i in range(16):
        best[i] = INFINITY
    for j in range(count):
        name = names[j]
        for i in range(16):
            d = block[i] - centres[0]
            cost = centres[2] + d * d
            e = block[16 + i] - centres[1]
            cost = cost + e * e
            d = best[i]
            old = found[i]
            found[i] = name if cost < d else old
            best[i] = cost if cost < d else d
        centres += 3


cdef row three(const float *block, const float *centres, const int32_t *names, Py_ssize_t count,
               int32_t *found) noexcept nogil:
    cdef Py_ssize_t i, j
    cdef float best[16]
    cdef float cost, d
    cdef int32_t old, name
    for i in range(16):
        best[i] = INFINITY
    for j in range(count):
        name = names[j]
        for i in range(16):
            d = block[i] - centres[0]
            cost = centres[4] + d * d
            d = block[16 + i] - centres[1]
            cost = cost + d * d
            d = block[32 + i] - centres[2]
            cost = cost + d * d
            d = block[48 + i] - centres[3]
            cost = cost + d * d
            d = best[i]
            old = found[i]
            found[i] = name if cost < d else old
            best[i] = cost if cost < d else d
        centres += 5


cdef row several(const float *block, const float *centres, const int32_t *names, Py_ssize_t count,
                 Py_ssize_t channels, int32_t *found) noexcept nogil:
    cdef Py_ssize_t i, j, a
    cdef float best[16]
    cdef float cost[16]
    cdef float c, d
    cdef int32_t old, name
    for i in range(16):
        best[i] = INFINITY
    for j in range(count):
        name = names[j]
        for i in range(16):
            cost[i] = centres[channels + 1]
        for a in range(channels + 1):
            for i in range(16):
                d = block[16 * a + i] - centres[a]
                cost[i] = cost[i] + d * d
        for i in range(16):
            c = cost[i]
            d = best[i]
            old = found[i]
            found[i] = name if c < d else old
            best[i] = c if c < d else d
        centres += channels + 2


cdef inline Py_ssize_t cells_of(Py_ssize_t width, Py_ssize_t step) noexcept nogil:
    # as many as there are seeds at step // 2, step // 2 + step, …; one at least
    return (width - step // 2 + step - 1) // step if width > step // 2 else 1


def assign(const float[:, :, ::1] colours, const float[:, ::1] lead, const float[::1] x, const int64_t[:, ::1] near,
           const int64_t[::1] home, Py_ssize_t step, const float[:, ::1] centres, const uint8_t[::1] active,
           float[:, :, ::1] around, int32_t[:, ::1] names, int32_t[::1] counts, float[::1] block, double[:, ::1] sums,
           int32_t[:, ::1] labels):
    """Give pixels the nearest of the centres around them, keep sums of members; tell how many changed.

    Row r has the coordinates (*lead[r], x), its cells are columns in steps of `step`, the last to the end; cell k
    has the centre home[r] + k, and is compared, if that is active, with centres near[r, :] + k - 1 ... k + 1, the first
    of equals counting; near is -1 where nothing is. A centre is (coordinates, colour), its sum the same and how many
    pixels. The label -1 is in no sum.

    Needs: around of shape (cells, 3 near.shape[1], channels + 2), names of (cells, 3 near.shape[1]), counts of (cells);
    block.size >= 16 (channels + 1); rows of one home have one near.
    """
    cdef:
        Py_ssize_t rows = labels.shape[0], width = labels.shape[1], channels = colours.shape[0]
        Py_ssize_t axes = lead.shape[1], cells, r, k, j, side, a, i, m, start, stop, c, count
        int64_t changed = 0
        int32_t old, new
        float base, d
        double v
        float *o
        int32_t *name
        int32_t found[16]
    with nogil:
        cells = cells_of(width, step)
        for i in range(16 * (channels + 1)):
            block[i] = 0
        for r in range(rows if width else 0):
            for k in range(cells if r == 0 or home[r] != home[r - 1] else 0):
                # what rows of one row of cells share
                count = 0
                for j in range(near.shape[1]):
                    if near[r, j] < 0:
                        continue
                    for side in range(max(0, k - 1), min(cells, k + 2)):
                        c = near[r, j] + side
                        for a in range(channels + 1):
                            around[k, count, a] = centres[c, axes + a]
                        names[k, count] = <int32_t> c
                        count += 1
                counts[k] = count
            for k in range(cells):
                if not active[home[r] + k]:
                    continue
                o = &around[k, 0, 0]
                name = &names[k, 0]
                count = counts[k]
                for j in range(count):
                    base = 0
                    for a in range(axes):
                        d = lead[r, a] - centres[name[j], a]
                        base = base + d * d
                    o[j * (channels + 2) + channels + 1] = base
                start = k * step
                stop = width if k == cells - 1 else start + step
                while start < stop:
                    m = min(16, stop - start)
                    for i in range(m):
                        block[i] = x[start + i]
                    for a in range(channels):
                        for i in range(m):
                            block[16 * (a + 1) + i] = colours[a, r, start + i]
                    for i in range(16):
                        found[i] = <int32_t> (home[r] + k)
                    if channels == 1:
                        grey(&block[0], o, name, count, found)
                    elif channels == 3:
                        three(&block[0], o, name, count, found)
                    else:
                        several(&block[0], o, name, count, channels, found)
                    for i in range(m):
                        old = labels[r, start + i]
                        new = found[i]
                        if old == new:
                            continue
                        changed += 1
                        labels[r, start + i] = new
                        for a in range(axes + 1 + channels):
                            v = lead[r, a] if a < axes else block[16 * (a - axes) + i]
                            if old >= 0:
                                sums[old, a] -= v
                            sums[new, a] += v
                        if old >= 0:
                            sums[old, axes + 1 + channels] -= 1
                        sums[new, axes + 1 + channels] += 1
                    start += 16
    return changed


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
