"""Superpixels: pieces of about one size and one colour."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import computed

__all__ = ["slic"]

_kernels = kernels("superpixels")
_WIDEST = 1e15  # a range of grey levels whose squares are far from the end of float32


def slic(
    array: Any,
    spacer: float = 16,
    m: float = 1.0,
    max_iters: int = 128,
    *,
    spacing: Any = None,
    channel_axis: int | None = -1,
) -> tuple[np.ndarray, int]:
    """Cut an image into superpixels (SLIC): connected pieces of about one size and one colour.

    Parameters
    ----------
    array : (..., channels) ndarray of bool, integer or float
        The image, of any number of axes and channels, all finite. Colours are best in L*a*b* (`pyimg.colors.rgb2lab`),
        where distances are what eyes see. An array of one or two axes is grey.
    spacer : number, default 16
        Distance of the first centres along each axis, in pixels (rounded down), or in the unit of `spacing`.
    m : number, default 1
        Weight of place against colour: a distance of `spacer` counts as much as a difference of `m` grey levels.
    max_iters : int, default 128
        Most rounds of moving the centres. 0 assigns pixels to the first centres; a negative number is 128.
    spacing : number or sequence of numbers, optional
        Size of a pixel along each axis (without the channels). Default 1.
    channel_axis : int or None, default -1
        The axis of the channels; None for a grey image.

    Returns
    -------
    segmented : ndarray of int32
        The superpixel of each pixel, from 1 to `n_segments`; the axes of `array` without that of the channels.
    n_segments : int
        How many superpixels there are. Each has pixels, and they are connected by faces.

    Raises
    ------
    TypeError
        If `array` is complex or no array of numbers.
    ValueError
        If `array` is not finite or has no spatial axis, if `spacer` is below 1 (with `spacing`: not positive), or if
        `m` is negative.

    Notes
    -----
    Seeds are at ``spacer // 2``, then each `spacer` (in the middle of an axis shorter than that). A pixel goes to the
    centre of least ``sum((colour - centre)**2) + (m / spacer)**2 * sum(((place - centre) * spacing)**2)`` among those of
    its own cell of the grid of seeds and of the cells that touch it [2]_, the first among equals; centres then move to
    the means of their pixels, until none does. Cells around which no centre moved are not visited again. At last each
    superpixel keeps its largest connected piece and the others are overgrown from their surroundings. mahotas looks
    at centres within two steps, and truncates differences of colour to integers. Costs are float32. Extra memory: about
    28 bytes per pixel, and 4 per channel.

    References
    ----------
    .. [1] R. Achanta, A. Shaji, K. Smith, A. Lucchi, P. Fua, S. Süsstrunk, SLIC superpixels compared to
       state-of-the-art superpixel methods, IEEE Transactions on Pattern Analysis and Machine Intelligence 34 (2012)
       2274-2282, :doi:`10.1109/TPAMI.2012.120`.
    .. [2] C. Y. Ren, V. A. Prisacariu, I. D. Reid, gSLICr: SLIC superpixels at over 250 Hz (2015), arXiv:1509.04232.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> image = np.repeat([0.0, 9.0], [3, 5]) * np.ones((4, 1))
    >>> segmented, n = mh.segmentation.slic(image, 4)
    >>> n
    2
    >>> segmented[0]
    array([1, 1, 1, 2, 2, 2, 2, 2], dtype=int32)
    """
    array = check.array(array, "array")
    if array.ndim < 3:
        channel_axis = None
    if channel_axis is not None:
        array = np.moveaxis(array, check.axis(channel_axis, array.ndim, "channel_axis"), 0)
    shape = array.shape if channel_axis is None else array.shape[1:]
    if not shape:
        raise ValueError("`array` must have at least 1 axis, not 0")
    m = check.number(m, "m", low=0, high=1e12)
    rounds = check.integer(max_iters, "max_iters")
    steps, scales = _grid(spacer, spacing, shape, m)
    if array.size == 0:
        return np.zeros(shape, np.int32), 0
    planes, shrunk = _planes(array, 1 if channel_axis is None else array.shape[0])
    labels = _clusters(planes, shape, steps, scales * shrunk, 128 if rounds < 0 else rounds)
    return _connected(labels.reshape(shape))


def _grid(spacer, spacing, shape, m):
    """Return the distance of centres along each axis in pixels, and what a pixel along it costs at m."""
    sizes = np.array(check.spacing(spacing, len(shape)))
    least = 1.0 if spacing is None else 1e-30
    spacer = check.number(spacer, "spacer", low=least, high=1e30)
    if spacing is None:
        spacer = float(int(spacer))
    steps = np.rint(np.clip(spacer / sizes, 1, max(1, *shape))).astype(np.intp)
    return steps, np.clip(sizes / spacer * m, 0, 1e12)


def _planes(array, channels):
    """Return the channels as rows of float32 from 0, and by how much they were scaled to keep squares finite."""
    values = computed(array).reshape(channels, -1)
    low, high = values.min(), values.max()
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ValueError("`array` must be finite, but has a NaN or an infinity")
    scale = 1.0
    if values.dtype.kind != "u" or values.dtype.itemsize > 2:
        values = values.astype(np.float64)
        span = float(high) - float(low) if np.isfinite(float(high) / 2 - float(low) / 2) else np.inf
        if span > _WIDEST:
            scale = _WIDEST / 4 / max(float(high) / 4 - float(low) / 4, 1.0)
            values = values * scale
            low = low * scale
        values = values - float(low)
    return np.ascontiguousarray(values, np.float32), scale


def _clusters(planes, shape, steps, scales, rounds):
    """Return each pixel's centre, from 1 on, when the centres have come to rest."""
    colours = planes.reshape(len(planes), *shape)
    seeds = [np.arange(s // 2, n, s) if s // 2 < n else np.array([n // 2]) for s, n in zip(steps, shape)]
    grid = tuple(map(len, seeds))
    places = [np.arange(n) * scale for n, scale in zip(shape, scales)]

    # rows of pixels along the last axis: where they lie, the first centre of their row of cells and of those around
    cells = [np.minimum(np.arange(n) // step, g - 1) for n, step, g in zip(shape[:-1], steps, grid)]
    rows = int(np.prod(shape[:-1], dtype=np.intp))
    lead = np.stack([*np.meshgrid(*places[:-1], indexing="ij")], -1).reshape(rows, -1) if cells else np.zeros((1, 0))
    firsts = np.pad(np.arange(np.prod(grid[:-1])).reshape(grid[:-1]) * grid[-1], 1, constant_values=-1)
    around = [firsts[np.ix_(*(c + move for c, move in zip(cells, moves)))] for moves in np.ndindex((3,) * len(cells))]
    near = np.ascontiguousarray(np.reshape(around, (-1, rows)).T.astype(np.int64))
    home = np.ascontiguousarray(near[:, near.shape[1] // 2])

    at = np.ix_(*seeds)
    centres = np.stack(
        [*np.meshgrid(*(p[s] for p, s in zip(places, seeds)), indexing="ij"), *colours[(slice(None), *at)]], -1
    )
    centres = np.ascontiguousarray(centres.reshape(-1, centres.shape[-1]), np.float32)
    sums = np.zeros((len(centres), centres.shape[1] + 1))
    labels = np.full((rows, shape[-1]), -1, np.int32)
    planes = colours.reshape(len(colours), rows, shape[-1])
    lead, x = np.ascontiguousarray(lead, np.float32), places[-1].astype(np.float32)
    cells, most, channels = grid[-1], 3 * near.shape[1], len(colours)
    scratch = np.empty((cells, most, channels + 2), np.float32), np.empty((cells, most), np.int32)
    scratch += np.empty(cells, np.int32), np.empty(16 * (channels + 1), np.float32)
    moved = np.ones(len(centres), bool)
    for _ in range(rounds + 1):
        active = _beside(moved.reshape(grid)).ravel().view(np.uint8)
        if not _kernels.assign(planes, lead, x, near, home, steps[-1], centres, active, *scratch, sums, labels):
            break
        counts = sums[:, -1:]
        means = np.divide(sums[:, :-1], counts, out=centres.astype(float), where=counts > 0).astype(np.float32)
        moved = (means != centres).any(axis=1)
        centres = means
        if not moved.any():
            break
    return labels + np.int32(1)


def _beside(a):
    """Return which cells of a grid are True or touch one that is."""
    for axis in range(a.ndim):
        b = a.swapaxes(0, axis)
        c = b.copy()
        c[1:] |= b[:-1]
        c[:-1] |= b[1:]
        a = c.swapaxes(0, axis)
    return np.ascontiguousarray(a)


def _connected(labels):
    """Return the labels, each made one piece, numbered without gaps, and their number."""
    n = int(labels.max())
    framed = np.pad(labels, 1)
    steps = np.array(framed.strides, np.intp) // framed.itemsize
    steps = np.concatenate([-steps, steps[::-1]])
    parts, queue = np.zeros(framed.size, np.int64), np.empty(framed.size, np.int64)
    _kernels.settle(steps, parts, queue, np.zeros(n + 1, np.int64), np.zeros(n + 1, np.int64), framed.reshape(-1))
    inner = framed[(slice(1, -1),) * labels.ndim]
    present = np.zeros(n + 1, bool)
    present[inner] = True
    numbers = np.cumsum(present, dtype=np.int32)
    return np.ascontiguousarray(numbers[inner]), int(numbers[-1])
