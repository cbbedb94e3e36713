"""Lines, filled polygons and convex hulls."""

from typing import Any

import numpy as np

from . import _check as check
from ._backend import kernels, reference
from ._hull import LARGEST, triangles
from ._prepare import native

__all__ = ["convexhull", "fill_convexhull", "fill_polygon", "line"]

_kernels = kernels("polygon")
_PLAIN = (tuple, list)
_MARK = np.ones(1, bool)
_NEAR = 1 << 29  # coordinates below fit the arithmetic of a kernel
_FEW = 32  # edges whose crossings are sorted in a moment
_MOST = 1 << 15  # crossings held at once, or 4 an edge: they stay in the cache


def _canvas(canvas: Any, ndim: int | None = 2) -> np.ndarray:
    """Return the array to draw on, which must be one already."""
    if not isinstance(canvas, np.ndarray):
        raise TypeError(f"`canvas` must be an array, which is drawn on, not {type(canvas).__name__}")
    canvas = check.array(canvas, "canvas", kinds="buifc", ndim=ndim)
    if not canvas.flags.writeable:
        raise ValueError("`canvas` must be writable, not read-only")
    return canvas


def _colour(color: Any, dtype: np.dtype) -> np.ndarray:
    try:
        return np.array([color]).astype(dtype) if dtype.kind in "fcb" else np.array([color], dtype)
    except (OverflowError, TypeError, ValueError):
        raise ValueError(f"`color` must be a number that {dtype} holds, not {color!r}") from None


def _paint(spans: np.ndarray, canvas: np.ndarray, colour: np.ndarray) -> None:
    """Fill (row, begin, end) on any canvas: in place where kernels take it, else through a mask."""
    if canvas.flags.c_contiguous and canvas.flags.aligned and canvas.dtype.itemsize in (1, 2, 4, 8):
        bits = np.dtype(f"u{canvas.dtype.itemsize}")
        _kernels.paint(spans, colour.view(bits), canvas.view(bits))
        return
    mask = np.zeros(canvas.shape, np.uint8)
    _kernels.paint(spans, np.ones(1, np.uint8), mask)
    canvas[mask != 0] = colour[0]


def line(p0: Any, p1: Any, canvas: np.ndarray, color: Any = 1) -> None:
    """Draw a straight line (Bresenham's).

    Parameters
    ----------
    p0, p1 : sequence of int
        Ends, (y, x) or one coordinate for each axis of `canvas`; both are drawn. What lies outside is clipped.
    canvas : ndarray
        Where to draw, in place; of 1 axis or more and any dtype.
    color : number, default 1
        What to write.

    Raises
    ------
    TypeError
        If `canvas` is no array or a coordinate no integer.
    ValueError
        If `canvas` is read-only or does not hold `color`, or a point has not one coordinate per axis.

    Notes
    -----
    One pixel for each step of the longest axis (the last of equals), the others rounded: ties go towards the
    start, which is the end with the smaller coordinate on that axis. mahotas lets negative coordinates wrap. Extra
    memory: none; where `canvas` is not C-contiguous, 1 byte per pixel.

    References
    ----------
    J. E. Bresenham. Algorithm for computer control of a digital plotter. IBM Systems Journal 4(1):25-30, 1965.
    doi:10.1147/sj.41.0025

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.polygon import line
    >>> canvas = np.zeros((3, 6), np.uint8)
    >>> line((0, 0), (2, 5), canvas); canvas
    array([[1, 1, 0, 0, 0, 0],
           [0, 0, 1, 1, 0, 0],
           [0, 0, 0, 0, 1, 1]], dtype=uint8)
    """
    canvas = _canvas(canvas, None)
    if not canvas.ndim:
        raise ValueError("`canvas` must have 1 axis or more, not 0")
    if canvas.ndim == 2 and type(p0) in _PLAIN and type(p1) in _PLAIN and len(p0) == len(p1) == 2:
        (y, x), (to_y, to_x) = p0, p1
        plain = type(y) is type(x) is type(to_y) is type(to_x) is int and canvas.flags.c_contiguous
        if plain and -_NEAR < y < _NEAR and -_NEAR < x < _NEAR and -_NEAR < to_y < _NEAR and -_NEAR < to_x < _NEAR:
            colour = _colour(color, canvas.dtype)
            if canvas.dtype != np.uint8:
                colour, canvas = colour.view(np.uint8), canvas.view(np.uint8)
            _kernels.segment(y, x, to_y, to_x, colour, canvas)
            return
    start, end = (check.per_axis(list(p), n, canvas.ndim, check.integer) for p, n in ((p0, "p0"), (p1, "p1")))
    colour = _colour(color, canvas.dtype)
    length = [abs(b - a) for a, b in zip(start, end)]
    steps, major = max((n, i) for i, n in enumerate(length))
    if start[major] > end[major]:
        start, end = end, start
    # The canvas holds steps first … last: along axis i, step k is at ⌈(2 k length - steps) / (2 steps)⌉ from the start.
    first, last = 0, steps
    for a, b, more, size in zip(start, end, length, canvas.shape):
        near, far = (-a, size - a) if a <= b else (a - size + 1, a + 1)
        first = max(first, _step(near, more, steps))
        last = min(last, _step(far, more, steps) - 1)
    if first > last:
        return
    target = canvas if canvas.flags.c_contiguous else np.zeros(canvas.shape, bool)
    full, at, stride, axes = max(2 * steps, 1), 0, 0, []
    for a, b, more, side in zip(start, end, length, target.strides):
        gone, rest = divmod(max(2 * first * more + steps - 1, 0), full)
        side = side if a <= b else -side
        at += abs(side) * a + side * gone
        if more == steps:
            stride += side
        elif more:
            axes.append((rest, 2 * more, side))
    draw = (_kernels if full < 1 << 62 else reference("polygon")).draw
    draw(
        np.array(axes, np.int64 if full < 1 << 62 else object).reshape(-1, 3), full, at, stride, last - first + 1,
        (colour if target is canvas else _MARK).view(np.uint8), target.reshape(-1).view(np.uint8),
    )  # fmt: skip
    if target is not canvas:
        canvas[target] = colour[0]


def _step(place, more, steps):
    """Give the first step of a line that is at `place` or beyond along an axis, of `more` pixels for all steps."""
    return 0 if place <= 0 else steps * (2 * place - 1) // (2 * more) + 1 if more else steps + 1


def fill_polygon(polygon: Any, canvas: np.ndarray, color: Any = 1) -> None:
    """Fill a polygon (even-odd rule).

    Parameters
    ----------
    polygon : (n, 2) array-like of integer or float
        Corners (y, x); the last is joined to the first. What lies outside the canvas is clipped. Empty draws nothing.
    canvas : (h, w) ndarray
        Where to draw, in place; of any dtype.
    color : number, default 1
        What to write.

    Raises
    ------
    TypeError
        If `canvas` is no array or `polygon` holds no numbers.
    ValueError
        If a corner is not finite or not a pair, `canvas` is read-only, has not 2 axes, or does not hold `color`.

    Notes
    -----
    A row is filled between pairs of crossings a ≤ b with the edges, from column ⌊a⌋ to ⌊b⌋ for both inclusive. An
    edge holds its lower end, not its upper: the topmost row stays empty, as in mahotas, so that polygons that
    share an edge do not both fill its row. mahotas lets negative coordinates wrap. Extra memory: 80 bytes an edge, 16 a row.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.polygon import fill_polygon
    >>> canvas = np.zeros((4, 5), np.uint8)
    >>> fill_polygon([(0, 1), (0, 3), (3, 3), (3, 1)], canvas); canvas
    array([[0, 0, 0, 0, 0],
           [0, 1, 1, 1, 0],
           [0, 1, 1, 1, 0],
           [0, 1, 1, 1, 0]], dtype=uint8)
    """
    canvas = _canvas(canvas)
    corners = check.array(polygon if isinstance(polygon, np.ndarray) else list(polygon), "polygon")
    if not corners.size:
        return
    if corners.ndim != 2 or corners.shape[1] != 2:
        raise ValueError(f"`polygon` must have shape (n, 2), pairs (y, x), not {corners.shape}")
    corners = native(corners.astype(np.float64))
    if not np.isfinite(corners).all():
        raise ValueError("`polygon` must have finite corners")
    colour = _colour(color, canvas.dtype)
    if canvas.flags.c_contiguous and canvas.flags.aligned and canvas.dtype.itemsize in (1, 2, 4, 8):
        bits = np.dtype(f"u{canvas.dtype.itemsize}")
        _fill(corners, colour.view(bits), canvas.view(bits))
    else:
        mask = np.zeros(canvas.shape, np.uint8)
        _fill(corners, _MARK.view(np.uint8), mask)
        canvas[mask != 0] = colour[0]


def _fill(corners, colour, canvas):
    starts = np.zeros(len(canvas) + 1, np.int64)
    _kernels.tally(corners, starts)
    n = len(corners)
    order = np.arange(n) if n < _FEW else np.argsort(corners[:, 1] / 2 + np.roll(corners[:, 1], 1) / 2)
    most = max(_MOST, 4 * n)
    first, last_row = (int(starts.searchsorted(count, side)) - 1 for count, side in ((0, "right"), (starts[-1], "left")))
    while first <= last_row:
        last = max(first + 1, min(int(starts.searchsorted(starts[first] + most, "right")) - 1, last_row + 1))
        nodes = np.empty(int(starts[last] - starts[first]) + 1)
        filled = np.zeros(last - first, np.int64)
        _kernels.fill(corners, order, starts, first, last, filled, nodes, colour, canvas)
        first = last


def _corners(bwimg: Any) -> tuple[np.ndarray, np.ndarray, int]:
    """Give the corners of the hull, from the first pixel down the right side, the mask, and where the last pixel is."""
    mask = check.array(bwimg, "bwimg", ndim=2)
    mask = native(mask if mask.dtype == bool else mask != 0).view(np.uint8)
    ends = np.empty((len(mask), 2), np.int64)
    _kernels.row_ends(mask, ends)
    rows = np.flatnonzero(ends[:, 0] >= 0)
    points = np.stack([np.repeat(rows, 2), ends[rows].ravel()], axis=1).astype(np.int64)
    twice = np.zeros(len(points), bool)
    twice[1::2] = points[1::2, 1] == points[::2, 1]
    points = native(points[~twice])
    chosen = np.empty(2 * len(points), np.int64)
    count = _kernels.hull(points, chosen)
    lowest = int(np.flatnonzero(chosen[:count] == len(points) - 1)[0]) if count else 0
    return points[chosen[:count]], mask, lowest


def convexhull(bwimg: Any) -> np.ndarray:
    """Find the corners of the convex hull of the pixels that are not 0.

    Parameters
    ----------
    bwimg : (h, w) ndarray of bool, integer or float
        Binary image.

    Returns
    -------
    hull : (n, 2) ndarray of intp
        Corners (y, x): down the right side first, the first pixel (in raster order) last; no three on one line.
        Of three pixels or fewer, all, in raster order.

    Raises
    ------
    ValueError
        If `bwimg` has not 2 axes.

    Notes
    -----
    Exact, on the centres of pixels. NaN counts as not 0. Extra memory: 48 bytes a row.

    References
    ----------
    A. M. Andrew. Another efficient algorithm for convex hulls in two dimensions. Information Processing Letters
    9(5):216-219, 1979. doi:10.1016/0020-0190(79)90072-3

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.polygon import convexhull
    >>> mask = np.zeros((8, 8), bool); mask[1:7, 1:7] = True
    >>> convexhull(mask).tolist()
    [[1, 6], [6, 6], [6, 1], [1, 1]]
    """
    corners, mask, _ = _corners(bwimg)
    if len(mask) and np.count_nonzero(mask) <= 3:
        corners = np.argwhere(mask)
    else:
        corners = np.roll(corners, -1, axis=0)
    return corners.astype(np.intp, copy=False)


def fill_convexhull(bwimg: Any) -> np.ndarray:
    """Fill the convex hull of the pixels that are not 0.

    Parameters
    ----------
    bwimg : (...) ndarray of bool, integer or float
        Binary image of 1, 2 or 3 axes.

    Returns
    -------
    hull : (...) ndarray
        Of the shape of `bwimg`: every pixel whose centre lies in the hull of the others' centres, or on it: True, or
        255 (127 for int8), in the dtype of `bwimg`.

    Raises
    ------
    ValueError
        If `bwimg` has not 1 to 3 axes, or a volume more than 2**20 voxels along one.

    Notes
    -----
    Exact integer arithmetic. mahotas leaves out slivers at the top, adds some on the left, and fills rows 0 and 1 of
    images that are not bool. In 3-D the time grows with the square of the number of corners, which is some thousands for a
    ball of radius 50. Extra memory: 150 bytes a row; in 3-D also 3 bytes per pixel.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.polygon import fill_convexhull
    >>> fill_convexhull(np.array([[0, 1, 0, 0], [0, 0, 0, 1], [1, 0, 0, 0]], bool)).astype(int)
    array([[0, 1, 0, 0],
           [0, 1, 1, 1],
           [1, 0, 0, 0]])
    """
    bwimg = check.array(bwimg, "bwimg", ndim=(1, 2, 3))
    if bwimg.ndim == 1:
        return fill_convexhull(bwimg[None])[0]
    dtype = bwimg.dtype.newbyteorder("=")
    colour = _colour({"b1": True, "i1": 127}.get(dtype.str[1:], 255), dtype)
    if bwimg.ndim == 3:
        return _filled(bwimg != 0, colour)
    corners, mask, lowest = _corners(bwimg)
    canvas = np.zeros(mask.shape, dtype)
    if not len(corners):
        return canvas
    rows = np.arange(corners[0, 0], corners[lowest, 0] + 1)
    ends = np.stack([rows, rows, rows], axis=1)
    right, left = corners[: lowest + 1], np.concatenate([corners[lowest:], corners[:1]])[::-1]
    ends[:, 2] = _side(right, rows, np.searchsorted(right[:, 0], rows, "right") - 1, 1) + 1
    ends[:, 1] = -_side(left * [1, -1], rows, np.searchsorted(left[:, 0], rows, "left"), -1)
    _paint(native(ends), canvas, colour)
    return canvas


def _side(chain, rows, at, step):
    """Give ⌊x⌋ in each row of a chain of corners, from the corner at that row or from it towards `step`."""
    y, x = chain.T
    to = np.clip(at + step, 0, len(chain) - 1)
    rise = np.where(y[at] == rows, 1, y[to] - y[at])
    return x[at] + (rows - y[at]) * (x[to] - x[at]) // rise


def _filled(mask, colour):
    """Fill the hull of voxels: a row lies between the triangles above and below it."""
    if max(mask.shape) > LARGEST:
        raise ValueError(f"`bwimg` must have no more than {LARGEST} voxels along an axis, not {max(mask.shape)}")
    canvas = np.zeros(mask.shape, colour.dtype)
    if not mask.any():
        return canvas
    points = np.argwhere(_outermost(mask)).astype(np.int64)
    corners, normals, limits = triangles(points)
    if not len(corners):
        axis = int(np.abs(normals[0]).argmax())
        place = np.argwhere(fill_convexhull(mask.any(axis)))
        height = np.divmod(limits[0] - place @ np.delete(normals[0], axis), normals[0, axis])
        place = np.insert(place, axis, height[0], axis=1)[height[1] == 0]
        canvas[tuple(place.T)] = colour[0]
        return canvas
    ends = np.empty((2, *mask.shape[:2]), np.int64)
    ends[0], ends[1] = -1, mask.shape[2]
    lows, highs = (f(points[corners], 1)[:, :2].tolist() for f in (np.min, np.max))
    for (z, y), (to_z, to_y), (nz, ny, nx), limit in zip(lows, highs, normals.tolist(), limits.tolist()):
        if nx:
            part = ends[int(nx > 0), z : to_z + 1, y : to_y + 1]
            rest = limit - nz * np.arange(z, to_z + 1)[:, None] - ny * np.arange(y, to_y + 1)
            if nx > 0:
                np.minimum(part, rest // nx, out=part)
            else:
                np.maximum(part, -(rest // -nx), out=part)
    rows = np.flatnonzero(fill_convexhull(mask.any(2)))
    spans = np.column_stack([rows, *ends.reshape(2, -1)[:, rows]]) + [0, 0, 1]
    _paint(spans, canvas.reshape(-1, mask.shape[2]), colour)
    return canvas


def _outermost(mask):
    """Leave of voxels those that are corners in the hulls of the planes along each axis that they lie in."""
    for axis in np.argsort(mask.shape).tolist():  # few planes of many voxels first
        left = np.zeros(mask.shape, bool)
        planes, goals = np.moveaxis(mask, axis, 0), np.moveaxis(left, axis, 0)
        for i in np.flatnonzero(planes.any((1, 2))).tolist():
            goals[i][tuple(_corners(planes[i])[0].T)] = True
        mask = left
    return mask
