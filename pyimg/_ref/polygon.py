"""Drawing kernels in NumPy: what pyimg/_ext/polygon.pyx must compute."""

import numpy as np


def draw(axes, full, at, step, count, colour, canvas):
    """Write colour to canvas `count` times, from byte `at`, with a step between.

    For each (rest, more, side) of axes, rest grows by more, and where it reaches full, loses that and adds side to
    the step.
    """
    k = np.arange(count).astype(object)  # integers of any size
    at = at + k * step
    for rest, more, side in axes.astype(object):
        at = at + (rest + k * more) // full * side
    canvas[at.astype(np.intp)[:, None] + np.arange(len(colour))] = colour


def segment(y, x, to_y, to_x, colour, canvas):
    """Write colour to the pixels of the line from (y, x) to (to_y, to_x) that canvas, of bytes, holds."""
    pixels = canvas.reshape(len(canvas), canvas.shape[1] // len(colour), len(colour))
    place, end, sides, axes = np.array([y, x]), np.array([to_y, to_x]), pixels.shape[:2], (0, 1)
    if abs(to_x - x) >= abs(to_y - y):
        place, end, sides, axes = place[::-1], end[::-1], sides[::-1], (1, 0)
    if place[0] > end[0]:
        place, end = end, place
    steps, aside = (end - place).tolist()
    k = np.arange(max(0, -int(place[0])), min(steps, sides[0] - 1 - int(place[0])) + 1)
    other = place[1] + np.sign(aside) * ((2 * k * abs(aside) + steps - 1) // max(2 * steps, 1) if steps else 0 * k)
    inside = (other >= 0) & (other < sides[1])
    at = place[0] + k[inside], other[inside]
    pixels[at[axes[0]], at[axes[1]]] = colour


def tally(corners, starts):
    """Set starts[y] to the number of edges that cross rows before y. From each corner an edge leads to the one before."""
    above = corners[:, :1] < np.arange(len(starts) - 1)
    starts[:] = np.cumsum([0, *(above != np.roll(above, 1, 0)).sum(0)])


def fill(corners, order, starts, first, last, filled, nodes, colour, canvas):
    """Set what lies in a polygon, rows first to last of canvas, to colour[0]."""
    (py, px), (qy, qx) = corners.T, np.roll(corners, 1, 0).T
    for y in range(first, last):
        at = (py < y) != (qy < y)
        found = np.sort(px[at] + (y - py[at]) * (qx[at] - px[at]) / (qy[at] - py[at]))
        nodes[starts[y] - starts[first] :][: len(found)] = found
        filled[y - first] = len(found)
        ends = np.clip([found[::2], found[1::2] + 1], 0, canvas.shape[1]).astype(np.int64)
        for begin, end in ends.T:
            canvas[y, begin:end] = colour[0]


def paint(spans, colour, canvas):
    """Set canvas[row, begin:end] to colour[0] for each (row, begin, end) of spans."""
    for row, begin, end in spans:
        canvas[row, begin:end] = colour[0]


def row_ends(mask, ends):
    """Set ends[row] to the columns of the first and the last pixel that is not 0; to -1, -1 without one."""
    inside = mask != 0
    some = inside.any(axis=1)
    ends[:] = -1
    if some.any():
        ends[some, 0] = inside[some].argmax(axis=1)
        ends[some, 1] = mask.shape[1] - 1 - inside[some, ::-1].argmax(axis=1)


def hull(points, chosen):
    """Put the indices of the corners of the convex hull in chosen, from the first point down the right side."""

    def chain(order):
        kept = []
        for i in order:
            while len(kept) > 1:
                (ay, ax), (by, bx), (cy, cx) = points[[kept[-2], kept[-1], i]]
                if (by - ay) * (cx - bx) - (bx - ax) * (cy - by) < 0:
                    break
                kept.pop()
            kept.append(i)
        return kept

    n = len(points)
    corners = range(n) if n < 2 else chain(range(n))[:-1] + chain(range(n)[::-1])[:-1]
    chosen[: len(corners)] = corners
    chosen[len(corners) :] = -1
    return len(corners)
