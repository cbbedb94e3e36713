"""Drawing kernels. Twin and specification: pyimg/_ref/polygon.py."""
from libc.math cimport floor
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
        int64_t dy, dx, steps, less, first, last, gone, rest, straight, side, at, turn, _
        bint flat
        uint8_t byte
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
            at = y * wide + x * size + first * straight + gone * side
            base = &canvas[0, 0]
            less *= 2
            rest -= 2 * steps  # below 0: where a step brings it to 0 or more, it goes aside
            byte = colour[0]
            for _ in range(last - first + 1):
                if size == 1:
                    base[at] = byte
                else:
                    mark(base + at, &colour[0], size)
                rest += less
                turn = rest >> 63  # all bits set where it goes straight
                at += straight + (side & ~turn)
                rest -= 2 * steps & ~turn


cdef inline Py_ssize_t row_after(double y, Py_ssize_t height) noexcept nogil:
    y = floor(y) + 1
    return <Py_ssize_t> (0 if y < 0 else y if y < height else height)


def tally(const double[:, ::1] corners, int64_t[::1] starts):
    """Set starts[y] to the number of edges that cross rows before y. From each corner an edge leads to the one before.

    An edge from p to q crosses row y if one end is above y and the other is not.

    Needs: finite corners (y, x); starts of zeros, one more than rows.
    """
    cdef:
        Py_ssize_t n = corners.shape[0], height = starts.shape[0] - 1, i
        int64_t count = 0, total = 0
        double y, before
    with nogil:
        before = corners[n - 1, 0] if n else 0
        for i in range(n):
            y = corners[i, 0]
            starts[row_after(min(y, before), height)] += 1
            starts[row_after(max(y, before), height)] -= 1
            before = y
        for i in range(height + 1):
            count += starts[i]
            starts[i] = total
            total += count


cdef void crossings(const double *p, const double *q, Py_ssize_t first, Py_ssize_t last, const int64_t *starts,
                    int64_t *filled, double *nodes) noexcept nogil:
    """Add where the edge from p to q crosses rows first to last."""
    cdef:
        double py = p[0], px = p[1], qy = q[0], qx = q[1]
        Py_ssize_t y
    for y in range(max(first, row_after(min(py, qy), last)), row_after(max(py, qy), last)):
        nodes[starts[y] - starts[first] + filled[y - first]] = px + (y - py) * (qx - px) / (qy - py)
        filled[y - first] += 1


cdef void sort(double *node, Py_ssize_t count) noexcept nogil:
    """Shell's sort: rows of a zigzag may have many."""
    cdef:
        Py_ssize_t gap = 1, k, at
        double value
    while count > FEW and gap < count // 3:
        gap = 3 * gap + 1
    while gap:
        for k in range(gap, count):
            value = node[k]
            at = k
            while at >= gap and node[at - gap] > value:
                node[at] = node[at - gap]
                at -= gap
            node[at] = value
        gap = gap // 3


def fill(const double[:, ::1] corners, const int64_t[::1] order, const int64_t[::1] starts, Py_ssize_t first,
         Py_ssize_t last, int64_t[::1] filled, double[::1] nodes, const bits[::1] colour, bits[:, ::1] canvas):
    """Set what lies in a polygon, rows first to last of canvas, to colour[0].

    An edge from p to q is at p.x + (y - p.y) * (q.x - p.x) / (q.y - p.y) in the rows that `tally` says. In order of
    their places in a row the first two crossings a, b are a span int(a) to int(b + 1), kept within the row, and so on.

    Needs: corners and starts as of `tally`; order of all corners (fast: from the left to the right); filled of zeros,
    one a row; room for all crossings of these rows in nodes; one colour.
    """
    cdef:
        Py_ssize_t n = corners.shape[0], i, k, y, count, width = canvas.shape[1], begin, end
        double a, b
        double *node
        bits value
        bits *line
    with nogil:
        if starts[first] == starts[last]:  # nothing is crossed
            n, last = 0, first
        for i in range(n):
            k = order[i]
            crossings(&corners[k, 0], &corners[k - 1 if k else n - 1, 0], first, last, &starts[0], &filled[0],
                      &nodes[0])
        for y in range(first, last):
            count = filled[y - first]
            if count == 0:
                continue
            node = &nodes[starts[y] - starts[first]]
            sort(node, count)
            if width == 0:
                continue
            value = colour[0]
            line = &canvas[y, 0]
            for k in range(count // 2):
                a = node[2 * k]
                b = node[2 * k + 1] + 1
                a = a if a > 0 else 0
                b = b if b > 0 else 0
                begin = <Py_ssize_t> (a if a < width else width)
                end = <Py_ssize_t> (b if b < width else width)
                if begin < end:
                    colour_in(line + begin, value, end - begin)


cdef inline void colour_in(bits *o, bits value, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    if bits is uint8_t:
        memset(o, value, n)
    else:
        for i in range(n):
            o[i] = value


def paint(const int64_t[:, ::1] spans, const bits[::1] colour, bits[:, ::1] canvas):
    """Set canvas[row, begin:end] to colour[0] for each (row, begin, end) of spans.

    Needs: spans inside canvas; one colour.
    """
    cdef:
        Py_ssize_t i
    with nogil:
        for i in range(spans.shape[0]):
            if spans[i, 1] >= spans[i, 2]:
                continue
            colour_in(&canvas[spans[i, 0], spans[i, 1]], colour[0], spans[i, 2] - spans[i, 1])


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
