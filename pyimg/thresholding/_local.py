"""A threshold for each neighbourhood."""

import math
from typing import Any

import numpy as np

from .. import _check as check
from .._boxes import boxed
from .._flat import flat_max, flat_min
from .._prepare import computed, native
from .._structure import structuring_element
from .._threads import slabs

_CACHE = 1 << 20  # bytes that the sums of a block of rows may fill


def gbernsen(f: Any, se: Any, contrast_threshold: float, gthresh: float) -> np.ndarray:
    """Threshold each pixel at the middle of its neighbourhood's range, or at a global value where that range is small.

    Parameters
    ----------
    f : (...) ndarray of any real dtype
        The image.
    se : ndarray or int
        The neighbourhood: a structuring element with one axis per axis of `f`, or a number as by
        `get_structuring_elem`.
    contrast_threshold : number
        A range less than this is small.
    gthresh : number
        The threshold where the range is small.

    Returns
    -------
    thresholded : (...) ndarray of bool
        With the neighbourhood's least value a and greatest b: ``f > b / 2 + a / 2`` where ``b - a`` is at least
        `contrast_threshold`, else ``f > gthresh``.

    Raises
    ------
    TypeError
        If `f` is not a real array, or a threshold not a number.
    ValueError
        If `se` has another number of axes or no member.

    Notes
    -----
    The image is continued by reflection that repeats the edge. ``b - a`` is exact for all types (mahotas's wraps for
    signed ones). A neighbourhood with a NaN gives False. Any `se` costs about one comparison per row of it. Extra
    memory: as `bernsen`.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> f = np.zeros((1, 6), np.uint8); f[0, 3:] = 200
    >>> mh.thresholding.gbernsen(f, np.ones((1, 3)), 15, 250).astype(int)
    array([[0, 0, 0, 1, 0, 0]])
    """
    a = check.array(f, "f")
    se = structuring_element(se, a.ndim, "se")
    contrast = check.number(contrast_threshold, "contrast_threshold", finite=False)
    level = check.number(gthresh, "gthresh", finite=False)
    if not se.any():
        raise ValueError("`se` must have a member, but has none")
    if not a.size:
        return np.zeros(a.shape, bool)
    a = native(a) if a.dtype != np.float16 else a.astype(np.float32)
    least, most = flat_min(a, se, "reflect"), flat_max(a, se, "reflect")
    if a.dtype.kind == "b":
        a, least, most = (v.view(np.uint8) for v in (a, least, most))
    with np.errstate(invalid="ignore", over="ignore"):
        if a.dtype.kind in "ui":
            contrast, level = (round(x) if np.isfinite(x) else x for x in (np.ceil(contrast), np.floor(level)))
            reach = (most - least).view(f"u{a.dtype.itemsize}")  # exact modulo 2**bits, and never negative
            small = reach < contrast
            local = a > (least & most) + ((least ^ most) >> 1)  # floor((a + b) / 2), without overflow
        else:
            small = most - least < contrast
            local = a > most / 2 + least / 2
            local &= least == least
        np.copyto(local, a > level, where=small)
    return local


def bernsen(f: Any, radius: int, contrast_threshold: float, gthresh: float | None = None) -> np.ndarray:
    """Threshold each pixel at the middle of the range of a disk around it, or at a global value where that is small.

    Parameters
    ----------
    f : (...) ndarray of any real dtype
        The image.
    radius : int
        The disk holds the pixels nearer than this, in pixels (a ball in 3-D); at least 1.
    contrast_threshold : number
        A range less than this is small.
    gthresh : number, optional
        The threshold where the range is small. Default: 128.

    Returns
    -------
    thresholded : (...) ndarray of bool
        As `gbernsen`.

    Raises
    ------
    TypeError
        If `f` is not a real array, or an argument not a number.
    ValueError
        If `radius` is less than 1.

    Notes
    -----
    Extra memory: 6 images, 4 of them in the type that the range is exact in: 6 bytes per pixel for uint8, 12 for
    uint16, 16 for float32, up to 40 else.

    References
    ----------
    .. [1] J. Bernsen, "Dynamic thresholding of grey-level images", Proc. 8th Int. Conf. Pattern Recognition, 1986.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> f = np.zeros((5, 5), np.uint8); f[2, 2] = 90
    >>> int(mh.thresholding.bernsen(f, 2, 15).sum())
    1
    """
    a = check.array(f, "f")
    radius = check.integer(radius, "radius", low=1)
    radius = min(radius, int(np.ceil(np.linalg.norm(a.shape))) + 1)  # which holds all of the image already
    steps = np.meshgrid(*[np.arange(-radius, radius + 1)] * a.ndim, indexing="ij", sparse=True)
    disk = np.asarray(sum(step**2 for step in steps) < radius**2)
    return gbernsen(a, disk, contrast_threshold, 128 if gthresh is None else gthresh)


def _windowed(img, window_size, threshold):
    """Give threshold(mean, standard deviation) over a box around each pixel; the image goes on as in a mirror."""
    a = check.array(img, "img")
    sizes = check.per_axis(window_size, "window_size", a.ndim, check.integer, low=1, high=1 << 24)
    if any(n % 2 == 0 for n in sizes):
        raise ValueError(f"`window_size` must be odd, not {window_size}")
    a, sizes = (computed(a), sizes) if a.ndim else (computed(a).reshape(1), (1,))
    base = float(a.flat[0]) if a.size and np.isfinite(a.flat[0]) else 0.0
    many = math.prod(sizes)
    out = np.empty(a.shape)
    n, reach = len(a), sizes[0] // 2
    rows = min(n, max(2 * sizes[0], 16, _CACHE // (8 * math.prod(a.shape[1:]) or 1)))

    def run(start, stop):
        room = np.empty((3, min(n, rows + 2 * reach), *a.shape[1:]))
        with np.errstate(all="ignore"):
            for at in range(start * rows, min(stop * rows, n), rows):
                end, low = min(at + rows, n), max(at - reach, 0)
                part = a[low : end + reach]  # what its mirrors at cut ends spoil is left out
                near, square, mean = (v[: len(part)] for v in room)
                # near 0, so that squares lose little
                np.subtract(part, base, out=near, dtype=np.float64, casting="same_kind")
                np.multiply(near, near, out=square)
                mean, spread = _box_sums(near, sizes, mean), _box_sums(square, sizes, near)
                mean /= many
                spread /= many
                spread -= np.multiply(mean, mean, out=square)
                np.sqrt(np.maximum(spread, 0, out=spread), out=spread)
                mean += base
                inner = slice(at - low, end - low)
                threshold(mean[inner], spread[inner], out[at:end])

    if a.size:
        slabs(run, -(-n // rows), work=a.size * 7e-6)
    return out.reshape(np.shape(img))


def _box_sums(a, sizes, out=None):
    """Sum float64 boxes, centred, of sizes that may be much larger than the image; into `out` if they are not."""
    sizes = list(sizes)
    for axis, n in enumerate(a.shape):
        period = max(2, 4 * n - 4)
        if sizes[axis] > period:  # what the mirrors show repeats twice in that; leave out as much on both sides
            periods, rest = divmod(sizes[axis] - 1, period)
            sizes[axis] = 1
            ends = a.take([0, n - 1] if n > 1 else [0], axis).sum(axis, keepdims=True)
            whole = 4 * a.sum(axis, keepdims=True) - 2 * ends
            a = _box_sums(a, [rest + 1 if d == axis else 1 for d in range(a.ndim)]) + periods * whole
    half = [n // 2 for n in sizes]
    return boxed(a, [-h for h in half], half, "mirror", 0, a.dtype, out=out, threads=1)


def niblack(img: Any, window_size: Any = 15, k: float = 0.2) -> np.ndarray:
    """Find a threshold for each pixel from the mean and the spread of a box around it (Niblack's method).

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image.
    window_size : int or sequence of int, optional
        Sides of the box, odd, in pixels. Default: 15.
    k : float, optional
        How many standard deviations the threshold lies below the mean. Default: 0.2.

    Returns
    -------
    T : (...) ndarray of float64
        m - k s, with the mean m and the standard deviation s over the box; foreground is ``img > T``.

    Raises
    ------
    TypeError
        If `img` is not real, or an argument not a number.
    ValueError
        If `window_size` is even, less than 1 or more than 2**24.

    Notes
    -----
    As `skimage.filters.threshold_niblack`: the image goes on as in a mirror that does not repeat the edge. NaN
    reaches no further than the box. Sums of integers of up to 16 bits are exact. Extra memory: that of some rows; up to
    56 bytes per pixel where the box is about as large as the image, or there are more than two axes.

    References
    ----------
    .. [1] W. Niblack, "An introduction to digital image processing", Prentice-Hall, 1986.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> img = np.array([[0, 0, 9, 0, 0]])
    >>> (img > mh.thresholding.niblack(img, (1, 3))).astype(int)
    array([[0, 0, 1, 0, 0]])
    """
    k = check.number(k, "k")
    return _windowed(img, window_size, lambda mean, spread, out: np.subtract(mean, k * spread, out=out))


def sauvola(img: Any, window_size: Any = 15, k: float = 0.2, r: float | None = None) -> np.ndarray:
    """Find a threshold for each pixel from the mean and the spread of a box around it (Sauvola's method).

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image.
    window_size : int or sequence of int, optional
        Sides of the box, odd, in pixels. Default: 15.
    k : float, optional
        How much a small spread lowers the threshold. Default: 0.2.
    r : float, optional
        The largest standard deviation there can be. Default: half the range of an integer type, 0.5 for bool, 1 for
        floats, which should then be within -1 … 1.

    Returns
    -------
    T : (...) ndarray of float64
        m (1 + k (s / r - 1)), with the mean m and the standard deviation s over the box; foreground is ``img > T``.

    Raises
    ------
    TypeError
        If `img` is not real, or an argument not a number.
    ValueError
        If `window_size` is even, less than 1 or more than 2**24, or `r` is not positive.

    Notes
    -----
    As `skimage.filters.threshold_sauvola`; see `niblack`, also for the memory.

    References
    ----------
    .. [1] J. Sauvola, M. Pietikäinen, "Adaptive document image binarization", Pattern Recognition 33(2), 2000.
       doi:10.1016/S0031-3203(99)00055-2

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> img = np.array([[10, 10, 99, 10, 10]], np.uint8)
    >>> (img > mh.thresholding.sauvola(img, (1, 3))).astype(int)
    array([[1, 0, 1, 0, 1]])
    """
    k = check.number(k, "k")
    if r is None:
        dtype = check.array(img, "img").dtype
        info = np.iinfo(dtype) if dtype.kind in "ui" else None
        r = 0.5 * (int(info.max) - int(info.min)) if info else 0.5 if dtype.kind == "b" else 1.0
    r = check.number(r, "r")
    if r <= 0:
        raise ValueError(f"`r` must be positive, not {r}")
    return _windowed(img, window_size, lambda mean, spread, out: np.multiply(mean, 1 + k * (spread / r - 1), out=out))
