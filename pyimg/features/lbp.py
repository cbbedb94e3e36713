"""Local binary patterns: how the grey levels on a circle compare with the centre."""

from functools import lru_cache
from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import native
from .._threads import slabs

__all__ = ["count_binary1s", "lbp", "lbp_names", "lbp_transform"]

_kernels = kernels("lbp")
_MOST = 28  # points of which all patterns can be listed
_SNAP = 1e-9  # what lies so near to a pixel is at the pixel


def lbp_transform(
    image: Any,
    radius: float,
    points: int,
    ignore_zeros: bool = False,
    preserve_shape: bool = True,
    *,
    compatible: bool = False,
    threads: int | None = None,
) -> np.ndarray:
    """Give each pixel its rotation-invariant local binary pattern.

    Parameters
    ----------
    image : (Y, X) ndarray of any real dtype
        Grey levels.
    radius : float
        Radius of the circle, in pixels; 0 or more.
    points : int
        Samples on the circle, 1 to 32.
    ignore_zeros : bool, optional
        Return the patterns of the pixels that are not 0. Needs ``preserve_shape=False``. Default: False.
    preserve_shape : bool, optional
        Return an image; else one axis in raster order. Default: True.
    compatible : bool, optional
        Sample as mahotas does: no interpolation, but a pixel up to one and a half away. Default: False.
    threads : int, optional
        Threads to use. Default: `get_threads`. The result does not depend on it.

    Returns
    -------
    codes : (Y, X) or (n,) ndarray of uint32
        Bit i is 1 if sample i is above (not equal to) the pixel; the code is the least of all rotations of the `points`
        bits. Sample i lies at ``radius * (sin a, cos a)``, a = 2 π i / points, up and left of the pixel, and is linear
        between the four pixels around it; where one of these is outside the image the sample is 0.

    Raises
    ------
    TypeError
        If `image` is not real.
    ValueError
        If it has not 2 axes; if `ignore_zeros` and `preserve_shape` are both set; if `radius` or `points` is out of range.

    Notes
    -----
    Values are compared in float64. A flat neighbourhood has the code 0: what is interpolated between equal values is
    equal to them. NaN is never above, nor is anything above it. Extra memory: up to 12 bytes per pixel.

    References
    ----------
    T. Ojala, M. Pietikäinen, T. Mäenpää, "Multiresolution gray-scale and rotation invariant texture classification with
    local binary patterns", IEEE Transactions on Pattern Analysis and Machine Intelligence 24(7), 2002.
    doi:10.1109/TPAMI.2002.1017623

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.features.lbp import lbp_transform
    >>> image = np.array([[5, 5, 5], [5, 4, 1], [1, 1, 1]])
    >>> int(lbp_transform(image, 1, 4)[1, 1])
    3
    """
    image = check.array(image, "image", ndim=2)
    radius = check.number(radius, "radius", low=0, high=1e9)
    points = check.integer(points, "points", low=1, high=32)
    if ignore_zeros and preserve_shape:
        raise ValueError("`ignore_zeros` and `preserve_shape` cannot both be set")
    f = native(image.astype(np.float64, copy=False))
    codes = np.zeros(f.shape, np.uint32)
    if f.size:
        angles = np.linspace(0, 2 * np.pi, points + 1)[:-1]
        steps = -radius * np.stack([np.sin(angles), np.cos(angles)], 1)
        (_nearest_codes if compatible else _circle_codes)(f, steps, codes, threads)
        _kernels.least_rotations(codes.ravel(), points)
    if ignore_zeros:
        return codes[f != 0]
    return codes if preserve_shape else codes.ravel()


def _circle_codes(f, steps, codes, threads):
    """Write codes from samples between pixels."""
    near = np.rint(steps)
    steps = np.where(abs(steps - near) < _SNAP * np.maximum(1, abs(steps)), near, steps)
    whole = np.floor(steps)
    weights = steps - whole
    slabs(
        lambda start, stop: _kernels.circle_codes(f, whole.astype(np.int64), weights, start, stop, codes),
        len(f),
        work=f.size * len(steps) * 1e-6,
        threads=threads,
    )


def _nearest_codes(f, steps, codes, threads):
    """Write codes from mahotas's samples."""

    def places(n, step):
        x = np.arange(n) + step + 0.5  # half a pixel too far, then rounded
        at = np.where(x > 0, np.floor(x + 0.5), np.ceil(x - 0.5))
        return np.where((at >= 0) & (at < n), at, n).astype(np.intp)  # n: outside

    wide = np.pad(f, ((0, 1), (0, 1)))
    for i, (dy, dx) in enumerate(steps):
        above = wide[np.ix_(places(f.shape[0], dy), places(f.shape[1], dx))] > f
        codes += above.astype(np.uint32) << np.uint32(i)


def lbp(
    image: Any,
    radius: float,
    points: int,
    ignore_zeros: bool = False,
    *,
    compatible: bool = False,
    threads: int | None = None,
) -> np.ndarray:
    """Count the local binary patterns of an image.

    Parameters
    ----------
    image : (Y, X) ndarray of any real dtype
        Grey levels.
    radius : float
        Radius of the circle, in pixels; 0 or more.
    points : int
        Samples on the circle, 1 to 28.
    ignore_zeros : bool, optional
        Leave out pixels that are 0. Default: False.
    compatible : bool, optional
        Sample as mahotas does, see `lbp_transform`. Default: False.
    threads : int, optional
        Threads to use. Default: `get_threads`. The result does not depend on it.

    Returns
    -------
    counts : (n,) ndarray of float64
        How many pixels have each of the n patterns that differ by more than a rotation, in increasing order of their codes
        (see `lbp_transform`): 6, 14, 36, 352 of them for 4, 6, 8, 12 points.

    Raises
    ------
    TypeError
        If `image` is not real.
    ValueError
        If it has not 2 axes or no pixel to count; if `radius` or `points` is out of range.

    Notes
    -----
    See `lbp_transform`. The list of patterns of the numbers of points used last is kept. Extra memory: 12 bytes per
    pixel.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.features.lbp(np.arange(30).reshape(5, 6), 1, 4)
    array([ 1.,  9., 20.,  0.,  0.,  0.])
    """
    points = check.integer(points, "points", low=1, high=_MOST)
    codes = lbp_transform(
        image, radius, points, ignore_zeros=ignore_zeros, preserve_shape=False, compatible=compatible, threads=threads
    )
    if not codes.size:
        raise ValueError("`image` has no pixel to count" + (" but zeros" if ignore_zeros else ""))
    patterns = _patterns(points)
    if points <= 24:
        return np.bincount(codes, minlength=int(patterns[-1]) + 1)[patterns].astype(np.float64)
    found, counts = np.unique(codes, return_counts=True)
    out = np.zeros(len(patterns))
    out[np.searchsorted(patterns, found)] = counts
    return out


@lru_cache(4)
def _patterns(points: int) -> np.ndarray:
    """Give the codes that are the least of their rotations, in increasing order."""
    found = []
    for start in range(0, 1 << points, 1 << 20):
        codes = np.arange(start, min(start + (1 << 20), 1 << points), dtype=np.uint32)
        least = codes.copy()
        _kernels.least_rotations(least, points)
        found.append(codes[least == codes])
    return np.concatenate(found)


def lbp_names(radius: float, points: int) -> list[str]:
    """Name the features that `lbp` returns.

    Parameters
    ----------
    radius : float
        Radius of the circle, in pixels.
    points : int
        Samples on the circle, 1 to 28.

    Returns
    -------
    names : list of str
        ``lbp_r{radius}_p{points}_{i}``.

    Examples
    --------
    >>> from pyimg.features.lbp import lbp_names
    >>> lbp_names(8, 2)
    ['lbp_r8_p2_0', 'lbp_r8_p2_1', 'lbp_r8_p2_2']
    """
    points = check.integer(points, "points", low=1, high=_MOST)
    return [f"lbp_r{radius}_p{points}_{i}" for i in range(len(_patterns(points)))]


def count_binary1s(array: Any) -> np.ndarray:
    """Count the bits that are 1 in each integer.

    Parameters
    ----------
    array : (...) ndarray of bool or integer
        Integers, none negative.

    Returns
    -------
    counts : (...) ndarray of the same dtype
        ``counts[i]`` bits of ``array[i]`` are 1.

    Raises
    ------
    TypeError
        If `array` is neither bool nor integer.
    ValueError
        If one is negative.

    Examples
    --------
    >>> from pyimg.features.lbp import count_binary1s
    >>> count_binary1s([0, 5, 255])
    array([0, 2, 8])
    """
    a = check.array(array, "array", kinds="bui")
    if a.size and a.min() < 0:
        raise ValueError(f"`array` must have no negative value, but has {a.min()}")
    bits = a.view(np.uint8) if a.dtype == np.bool_ else a
    return np.bitwise_count(bits).astype(a.dtype.newbyteorder("="))
