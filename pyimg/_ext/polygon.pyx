"""Drawing kernels. Twin and specification: pyimg/_ref/polygon.py."""
from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.string cimport memcpy, memset

from .pixel cimport bits

cdef enum:
    FEW = 96  # crossings that are sorted one by one: they are almost in order

cdef extern from *:
    """
    #include <stdint.h>
    #include <string.h>
    static inline uint64_t eight_bytes(const void *p) { uint64_t v; memcpy(&v, p, 8); return v; }
    """
    uint64_t eight_bytes(const void *p) noexcept nogil


cdef enum:
    AXES = 64  # the most that an array has


cdef inline void mark(uint8_t *p, const uint8_t *colour, Py_ssize_t size) noexcept nogil:
    if size == 1:
        p[0] = colour[0]
    elif size == 4:
        memcpy(p, colour, 4)
    else:
        memcpy(p, colour, size)


def draw(const int64_t[:, ::1] axes, int64_t full, Py_ssize_t at, Py_ssize_t step, Py_ssize_t count,
         const uint8_t[::1] colour, uint8_t[::1] canvas):
    """Write colour to canvas `count` times, from byte `at`, with a step between.

    For each (rest, more, side) of axes, rest grows by more, and where it reaches full, loses that and adds side to
    the step.

    Needs: at most 64 axes; all places in canvas; rest < full, more <= full < 2**62.
    """
    cdef:
        Py_ssize_t n = axes.shape[0], size = colour.shape[0], d, _
        int64_t rest[AXES]
        int64_t one = 0, more = 0, side = 0, turn
    with nogil:
        if n:  # the only one of a plane stays in registers
            one, more, side = axes[0, 0], axes[0, 1], axes[0, 2]
        for d in range(1, n):
            rest[d] = axes[d, 0]
        for _ in range(count):
            mark(&canvas[at], &colour[0], size)
            one += more
            turn = -<int64_t> (one >= full)
            one -= full & turn
            at += step + (side & turn)
            for d in range(1, n):
                rest[d] += axes[d, 1]
                if rest[d] >= full:
                    rest[d] -= full
                    at += axes[d, 2]


cdef inline int64_t step_at(int64_t place, int64_t length, int64_t steps) noexcept nogil:
    """Give the first of the steps that is at place or beyond along an axis of that length; steps + 1 without one."""
    if place <= 0:
        return 0
    return steps * (2 * place - 1) // (2 * length) + 1 if place <= length else steps + 1


def segment(int64_t y, int64_t x, int64_t to_y, int64_t to_x, const uint8_t[::1] colour, uint8_t[:, ::1] canvas):
    """Write colour to the pixels of the line from (y, x) to (to_y, to_x) that canvas, of bytes, holds.

    Needs: coordinates up to 2**29 either side of 0; rows of canvas of a multiple of colour's bytes.
    """
    cdef:
        Py_ssize_t size = colour.shape[0]
        int64_t height = canvas.shape[0], width = canvas.shape[1] // size, wide = canvas.shape[1]
        int64_t dy, dx, steps, less, first, last, gone, rest, ahead, straight, aslant, side, at, _
        bint flat
        uint8_t *base
    with nogil:
        dy = to_y - y if y < to_y else y - to_y
        dx = to_x - x if x < to_x else x - to_x
        flat = dx >= dy
        steps = dx if flat else dy
        less = dy if flat else dx
        if (x > to_x) if flat else (y > to_y):
            y, to_y = to_y, y
            x, to_x = to_x, x
        first = max(step_at(-y if y <= to_y else y - height + 1, dy, steps),
                    step_at(-x if x <= to_x else x - width + 1, dx, steps))
        last = min(steps, min(step_at(height - y if y <= to_y else y + 1, dy, steps),
                              step_at(width - x if x <= to_x else x + 1, dx, steps)) - 1)
        if first <= last:
            gone = rest = 0
            if steps:
                gone = (2 * first * less + steps - 1) // (2 * steps)
                rest = 2 * first * less + steps - 1 - 2 * steps * gone
            straight = size if flat else wide
            side = (wide if y <= to_y else -wide) if flat else (size if x <= to_x else -size)
            aslant = straight + side
            at = y * wide + x * size + first * straight + gone * side
            base = &canvas[0, 0]
            less *= 2
            rest -= 2 * steps  # below 0: where a step brings it to 0 or more, it goes aside
            for _ in range(last - first + 1):
                mark(base + at, &colour[0], size)
                rest += less
                ahead = rest - 2 * steps
                at += aslant if rest >= 0 else straight
                rest = ahead if rest >= 0 else rest


def crossings(const double[:, ::1] edges, Py_ssize_t first, const int64_t[::1] starts, int64_t[::1] filled,
              double[::1] nodes):
    """Write where edges (p.y, p.x, q.y, q.x) cross rows first + i: sorted, from nodes[starts[i]] on.

    An edge from p to q crosses row y if one end is above y and the other is not, at
    p.x + (y - p.y) * (q.x - p.x) / (q.y - p.y).

    Needs: starts counts the crossings of each row, with their sum at its end; filled is zero, one a row;
    finite points. Fast where edges come from the left to the right.
    """
    cdef:
        Py_ssize_t n = edges.shape[0], rows = filled.shape[0], i, k, gap, at, count
        int64_t row, low, high
        double py, px, qy, qx, y, value
        double *node
    with nogil:
        for i in range(n):
            py = edges[i, 0]
            px = edges[i, 1]
            qy = edges[i, 2]
            qx = edges[i, 3]
            y = py if py < qy else qy
            if y >= first + rows:
                continue
            low = 0 if y < first else <int64_t> y - first + 1  # y may be negative, first is not
            y = py if py > qy else qy
            if y < first:
                continue
            high = rows - 1 if y >= first + rows else <int64_t> y - first
            for row in range(low, high + 1):
                y = <double> (row + first)
                nodes[starts[row] + filled[row]] = px + (y - py) * (qx - px) / (qy - py)
                filled[row] += 1
        for row in range(rows):
            count = filled[row]
            if count < 2:
                continue
            node = &nodes[starts[row]]
            gap = 1
            while count > FEW and gap < count // 3:
                gap = 3 * gap + 1
            while gap:  # Shell's sort: rows of a zigzag may have many
                for k in range(gap, count):
                    value = node[k]
                    at = k
                    while at >= gap and node[at - gap] > value:
                        node[at] = node[at - gap]
                        at -= gap
                    node[at] = value
                gap = gap // 3


def pairs(const double[::1] nodes, const int64_t[::1] starts, Py_ssize_t first, double width,
          int64_t[:, ::1] spans):
    """Make two crossings a, b of row first + i a span (row, int(a), int(b + 1)), kept within the width.

    Needs: even numbers of crossings; spans with half as many rows.
    """
    cdef:
        Py_ssize_t i, k
        double a, b
    with nogil:
        for i in range(starts.shape[0] - 1):
            for k in range(starts[i] // 2, starts[i + 1] // 2):
                a = nodes[2 * k]
                b = nodes[2 * k + 1] + 1
                a = a if a > 0 else 0
                b = b if b > 0 else 0
                spans[k, 0] = first + i
                spans[k, 1] = <int64_t> (a if a < width else width)
                spans[k, 2] = <int64_t> (b if b < width else width)


def paint(const int64_t[:, ::1] spans, const bits[::1] colour, bits[:, ::1] canvas):
    """Set canvas[row, begin:end] to colour[0] for each (row, begin, end) of spans.

    Needs: spans inside canvas; one colour.
    """
    cdef:
        Py_ssize_t i, j
        bits value
        bits *line
    with nogil:
        for i in range(spans.shape[0]):
            if spans[i, 1] >= spans[i, 2]:
                continue
            value = colour[0]
            line = &canvas[spans[i, 0], 0]
            if bits is uint8_t:
                memset(line + spans[i, 1], value, spans[i, 2] - spans[i, 1])
            else:
                for j in range(spans[i, 1], spans[i, 2]):
                    line[j] = value


def row_ends(const uint8_t[:, ::1] mask, int64_t[:, ::1] ends):
    """Set ends[row] to the columns of the first and the last pixel that is not 0; to -1, -1 without one.

    Needs: ends of shape (rows, 2).
    """
    cdef:
        Py_ssize_t rows = mask.shape[0], width = mask.shape[1], i, left, right
        const uint8_t *line
    with nogil:
        for i in range(rows):
            ends[i, 0] = ends[i, 1] = -1
            if not width:
                continue
            line = &mask[i, 0]
            left = 0
            while left + 8 <= width and eight_bytes(line + left) == 0:
                left += 8
            while left < width and line[left] == 0:
                left += 1
            if left == width:
                continue
            right = width
            while right >= 8 and eight_bytes(line + right - 8) == 0:
                right -= 8
            while line[right - 1] == 0:
                right -= 1
            ends[i, 0] = left
            ends[i, 1] = right - 1


cdef inline bint keeps_right(const int64_t *a, const int64_t *b, const int64_t *c) noexcept nogil:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) < 0


def hull(const int64_t[:, ::1] points, int64_t[::1] chosen):
    """Put the indices of the corners of the convex hull in chosen, from the first point down the right side.

    Return how many; the rest of chosen is -1.

    Needs: points (y, x) in raster order, none twice, below 2**31; chosen with twice their number.
    """
    cdef:
        Py_ssize_t n = points.shape[0], k = 0, least, i
        const int64_t *p
    with nogil:
        if n:
            p = &points[0, 0]
        if n < 2:
            for i in range(n):
                chosen[i] = i
            k = n
        else:
            for i in range(n):
                while k > 1 and not keeps_right(p + 2 * chosen[k - 2], p + 2 * chosen[k - 1], p + 2 * i):
                    k -= 1
                chosen[k] = i
                k += 1
            least = k + 1
            i = n - 2
            while i >= 0:
                while k >= least and not keeps_right(p + 2 * chosen[k - 2], p + 2 * chosen[k - 1], p + 2 * i):
                    k -= 1
                chosen[k] = i
                k += 1
                i -= 1
            k -= 1
        for i in range(k, 2 * n):
            chosen[i] = -1
    return k
