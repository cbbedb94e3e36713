"""Watersheds: regions that grow from markers, lowest pixels first."""

from typing import Any, NamedTuple

import numpy as np

from .. import _check as check
from .._backend import kernels, reference
from .._prepare import KINDS, is_native, native
from ._shared import neighbours

_kernels = kernels("flood")
_order = kernels("flood_order")


def cwatershed(
    surface: Any,
    markers: Any,
    Bc: Any = None,
    return_lines: bool = False,
    *,
    mask: Any = None,
) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
    """Flood a surface from markers: each pixel gets the label of the marker whose flood comes first (watershed).

    Parameters
    ----------
    surface : (...) ndarray of bool, integer, float32, float64 or longdouble
        Heights, of any number of axes. NaN is the highest of all.
    markers : (...) ndarray of bool or integer
        Labels of the pixels that the flood starts from, of the shape of `surface`; 0 elsewhere. Negative labels count.
    Bc : None, int or ndarray, optional
        Non-zero entries are neighbours (see `get_structuring_elem`); the cross by default.
    return_lines : bool, optional
        Whether to return where floods met, too; False by default.
    mask : (...) ndarray, optional
        Where it is 0 the flood does not go and no marker counts; everywhere by default.

    Returns
    -------
    W : ndarray of int64
        Of the shape of `surface`: the label that each pixel got; 0 where no flood came and outside `mask`.
    lines : ndarray of bool
        If `return_lines`: True at pixels that a flood found waiting with another label. These have a label in `W` too.

    Raises
    ------
    TypeError
        If `surface` is float16 or complex, or `markers` no integers.
    ValueError
        If `markers` or `mask` has another shape than `surface`, `Bc` another number of axes, or a marker is 2**63 or
        more.

    See Also
    --------
    regmin : markers, once labeled.
    h_minima : fewer of them.

    Notes
    -----
    Pixels wait in a queue, at first the markers in raster order. The lowest of them is taken, the oldest of equals, and
    each neighbour ``p + k - centre`` that has no label gets that of p and joins the queue, in the raster order of `Bc`.
    The order does not look back: a pixel below the flood is taken at once [1]_. Answers are those of mahotas.
    float16 is refused, as mahotas does: widen it to float32, which loses nothing.

    Time is linear in the number of pixels for up to 65536 levels and little more otherwise; there is no recursion.
    Extra memory in bytes per pixel: 9 or 10 with up to 65536 levels, 36 to 40 else.

    References
    ----------
    .. [1] F. Meyer, "Topographic distance and watershed lines", *Signal Processing* 38(1), 1994,
       https://doi.org/10.1016/0165-1684(94)90060-4

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.cwatershed(np.array([0, 1, 2, 5, 1, 0]), np.array([1, 0, 0, 0, 0, 2]))
    array([1, 1, 1, 2, 2, 2])
    >>> W, lines = mh.cwatershed(np.zeros(5, int), np.array([1, 0, 0, 0, 2]), return_lines=True)
    >>> W, lines.astype(int)
    (array([1, 1, 1, 2, 2]), array([0, 0, 1, 0, 0]))
    """
    surface = check.array(surface, "surface")
    if surface.dtype == np.float16:
        raise TypeError("`surface` must not be float16: widen it to float32")
    markers = check.array(markers, "markers", kinds="bui")
    check.same_shape(markers, "markers", surface, "surface")
    if mask is not None:
        mask = check.array(mask, "mask")
        check.same_shape(mask, "mask", surface, "surface")
    k = neighbours(Bc, surface.ndim)
    seeds, names = _labels(markers)
    if surface.size == 0:
        W, lines = np.zeros(surface.shape, np.int64), np.zeros(surface.shape, bool)
    elif surface.ndim == 0:
        W, lines = _scalar(surface, seeds, k, mask)
    else:
        W, lines = _flooded(surface, seeds, k, mask, return_lines)
    if names is not None:
        W = np.asarray(names[W])
    return (W, lines) if return_lines else W


def _scalar(surface, seeds, k, mask):
    W = seeds.astype(np.int64)
    return W if mask is None or mask else np.zeros_like(W), np.zeros((), bool)


def _labels(markers):
    """Give the markers as 32-bit numbers if they fit, else as places in what they stand for, which comes too."""
    markers = native(markers)
    if markers.size == 0 or markers.dtype.itemsize < 4:
        return markers, None
    low, high = int(markers.min()), int(markers.max())
    if high > np.iinfo(np.int64).max:
        raise ValueError(f"`markers` must be below 2**63, not {high}")
    if low > np.iinfo(np.int32).min and high <= np.iinfo(np.int32).max:
        return markers, None
    names, seeds = np.unique(markers[markers != 0], return_inverse=True)
    numbers = np.zeros(markers.shape, np.int64)
    numbers[markers != 0] = seeds.reshape(-1) + 1
    return numbers, np.concatenate([[0], names.astype(np.int64)])


class _Frame(NamedTuple):
    """How an image lies in a flat array where no step from a pixel leaves it or comes to another line's pixels."""

    size: int
    first: int
    shape: tuple[int, ...]
    inside: tuple[slice, ...]
    jumps: np.ndarray

    def inner(self, flat):
        """Give the image in a flat array."""
        pixels = flat[self.first : self.first + int(np.prod(self.shape))]
        return pixels.reshape(self.shape)[self.inside]


def _frame(shape, k):
    k = k[(np.abs(k) < np.array(shape)).all(axis=1)]
    # the gap after a line is also the one before the next
    wide = tuple(n + int(r) for n, r in zip(shape, np.abs(k).max(0, initial=0)))
    strides = np.cumprod((1, *wide[:0:-1]))[::-1]
    jumps = (k @ strides).astype(np.int64)
    before, after = max(0, -jumps.min(initial=0)), max(0, jumps.max(initial=0))
    size = int(before + np.prod(wide) + after)
    return _Frame(size, int(before), wide, tuple(slice(0, n) for n in shape), jumps)


def _flooded(surface, seeds, k, mask, wanted):
    a = native(surface)
    frame = _frame(a.shape, k)
    index = np.int32 if frame.size <= np.iinfo(np.int32).max else np.int64
    levels = _levels(a)
    heights = np.zeros(frame.size, a.dtype if levels is None else levels.dtype)
    frame.inner(heights)[...] = a if levels is None else levels
    cells = np.zeros((frame.size, 2 if levels is None else 1), index)
    labels = cells[:, 0]
    pixels = frame.inner(labels)
    labels[...] = np.iinfo(index).min
    pixels[...] = seeds
    if mask is not None:
        pixels[mask == 0] = np.iinfo(index).min
    size = a.size if mask is None else np.count_nonzero(mask)
    lines = np.zeros(frame.size if wanted else 0, np.uint8)
    if levels is None:
        order, tails = np.zeros((2, size), index)
        use = _order if is_native(a.dtype) else reference("flood_order")
        use.order(heights.view(np.uint8), KINDS[a.dtype], *np.empty((2, size), np.uint64), cells, order)
        _kernels.flood_ranks(cells, frame.jumps, order, tails, np.zeros(_words(size), np.uint64), lines)
    else:
        heads, tails = np.zeros((2, 1 << 8 * heights.itemsize), index)
        queue = np.zeros(size, index)
        _kernels.flood_levels(heights.view(np.uint8), frame.jumps, heads, tails, queue, labels, lines)
    W = pixels.astype(np.int64)
    if mask is not None:
        W[mask == 0] = 0
    return W, frame.inner(lines) & 1 != 0 if wanted else None


def _levels(a):
    """Give integers as uint8 or uint16 of the same order; None if their range is too wide or they are floats."""
    if a.dtype.kind == "f":
        return None
    if a.dtype.kind in "bu" and a.dtype.itemsize <= 2:
        return a.view(np.uint8) if a.dtype.kind == "b" else a
    unsigned = a.view(f"u{a.itemsize}")
    low, high = a.min(), a.max()
    if int(high) - int(low) > 65535:
        return None
    levels = unsigned - low.view(unsigned.dtype)
    return levels.astype(np.uint8 if int(high) - int(low) < 256 else np.uint16)


def _words(n):
    """Give how many words a tree of bits of n leaves takes."""
    words = n = -(-n // 64)
    while n > 1:
        n = -(-n // 64)
        words += n
    return words
