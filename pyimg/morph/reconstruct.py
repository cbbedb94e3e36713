"""Reconstruction by dilation and erosion, and the maxima and minima that it finds."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels, reference
from .._prepare import is_native
from ._shared import image, neighbours
from .conditional import subm
from .extrema import regmax, regmin

_kernels = kernels("rebuild")


def reconstruction(marker: Any, mask: Any, method: str = "dilation", Bc: Any = None) -> np.ndarray:
    """Dilate a marker under a mask (or erode it over one) until nothing changes.

    Parameters
    ----------
    marker : (...) ndarray of bool, integer or float
        Where it begins: nowhere above `mask` ('dilation'), or nowhere below ('erosion'). NaN is refused.
    mask : (...) ndarray
        The image to stay under (over): of the shape and dtype of `marker`. NaN is refused.
    method : {'dilation', 'erosion'}
        Which of the two.
    Bc : None, int or ndarray, optional
        Which pixels are neighbours (see `get_structuring_elem`): non-zero entries, either way round. The cross by default.

    Returns
    -------
    y : ndarray
        Of the shape and dtype of `marker`: what ``cdilate(marker, mask, Bc, flat=True)`` (``cerode``), repeated, ends in, for a symmetric `Bc` without gaps. No step
        leaves the image.

    Raises
    ------
    TypeError
        If an array is complex or no plain array.
    ValueError
        If shapes or dtypes differ, `marker` is on the wrong side of `mask`, or there is NaN.

    See Also
    --------
    cdilate : some steps of it.
    h_maxima, h_minima : what it is most used for.

    Notes
    -----
    Two scans, then floods from the pixels that can still raise a neighbour [1]_, high levels first. Exact. Extra memory: two images, and up
    to 32 bytes per pixel of the floods.

    References
    ----------
    .. [1] L. Vincent, "Morphological grayscale reconstruction in image analysis", IEEE Trans. Image Process. 2:176-201,
       1993. :doi:`10.1109/83.217222`

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mask = np.array([1, 5, 4, 5, 0, 3, 1])
    >>> mh.morph.reconstruction(np.array([0, 4, 0, 0, 0, 0, 0]), mask)
    array([1, 4, 4, 4, 0, 0, 0])
    """
    check.choice(method, "method", ("dilation", "erosion"))
    original = check.array(marker, "marker")
    a, limit = image(original, "marker"), image(mask, "mask")
    check.same_shape(limit, "mask", a, "marker")
    if a.dtype != limit.dtype:
        raise ValueError(f"`mask` must have the dtype of `marker`, {a.dtype}, not {limit.dtype}")
    if a.dtype.kind == "f":
        for value, name in ((a, "marker"), (limit, "mask")):
            if np.isnan(value).any():
                raise ValueError(f"`{name}` must not have NaN")
    up = method == "dilation"
    wrong = np.count_nonzero(a > limit if up else a < limit)
    if wrong:
        raise ValueError(f"`marker` must be nowhere {'above' if up else 'below'} `mask`, but is at {wrong} pixels")
    k = neighbours(Bc, a.ndim)
    result = _rebuilt(a, limit, k, up) if a.size and a.ndim else a.copy()
    return result.astype(original.dtype.newbyteorder("="), copy=False)


def _rebuilt(a, limit, k, up):
    keys, limits, least = _keys(a, up), _keys(limit, up), 0
    if a.dtype.kind == "f":
        least = -np.inf
    wide, limits, inside, *rest = _frame(keys, limits, k, least)
    use = _kernels if is_native(wide.dtype) else reference("rebuild")
    if use.rebuild(wide.reshape(-1), limits.reshape(-1), *rest):
        raise MemoryError("no memory for a flood")
    return _pixels(np.ascontiguousarray(wide[inside]), a.dtype, up)


def _keys(a, up):
    """Give pixels as unsigned or float keys, greater where a dilation goes."""
    if a.dtype.kind == "f":
        return a if up else -a
    keys = a.view(f"u{a.itemsize}")
    if a.dtype.kind == "i":
        keys = keys ^ keys.dtype.type(1 << 8 * a.itemsize - 1)
    return keys if up else ~keys


def _pixels(keys, dtype, up):
    if dtype.kind == "f":
        return keys if up else -keys
    keys = keys if up else ~keys
    if dtype.kind == "i":
        keys ^= keys.dtype.type(1 << 8 * dtype.itemsize - 1)
    return keys.view(dtype)


def _frame(a, limit, k, least):
    """Give both images with a frame that no step leaves and nothing passes, where they are in it, and the kernel's numbers."""
    reach = np.abs(k).max(0, initial=0) if len(k) else np.zeros(a.ndim, np.int64)
    pads = [(int(r), int(r)) for r in reach]
    inside = tuple(slice(r, r + n) for (r, _), n in zip(pads, a.shape))
    wide = np.full([n + 2 * r for (r, _), n in zip(pads, a.shape)], least, a.dtype)
    limits = wide.copy()
    wide[inside], limits[inside] = a, limit
    strides = np.array([s // wide.itemsize for s in wide.strides], np.int64)
    both = {max(tuple(s), tuple(-x for x in s)) for s in k.tolist()}
    ordered = sorted(both, key=lambda s: (any(s[:-1]), s))
    near = sum(not any(s[:-1]) for s in ordered)
    jumps = np.array(ordered, np.int64).reshape(-1, a.ndim) @ strides
    starts = np.zeros(1, np.int64)
    for n, (r, _), stride in zip(a.shape[:-1], pads, strides):
        starts = (starts[:, None] + stride * np.arange(r, r + n)).ravel()
    return wide, limits, inside, starts + pads[-1][0], a.shape[-1], jumps, near


def h_maxima(f: Any, h: float, Bc: Any = None) -> np.ndarray:
    """Mark maxima that are more than `h` high (extended maxima).

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes; no NaN.
    h : number
        Height, above 0: a maximum counts if one must go down by more than `h` on every way to a higher pixel. It must be
        an integer for integer images.
    Bc : None, int or ndarray, optional
        Which pixels are neighbours (see `reconstruction`); the cross by default.

    Returns
    -------
    mask : ndarray of bool
        Of the shape of `f`: the regional maxima of the reconstruction of ``f - h`` under `f`.

    Raises
    ------
    TypeError, ValueError
        As `reconstruction`; if `h` is not positive or does not fit the dtype of `f`.

    Notes
    -----
    A region holds all pixels around a top that are reached without going down by more than `h` [1]_. scikit-image's
    function of this name marks the tops only, and those of just the height `h` too. The greatest pixel always counts.
    Extra memory: up to 55 bytes per pixel: that of `reconstruct`, and two images.

    References
    ----------
    .. [1] P. Soille, *Morphological Image Analysis*, 2nd ed., section 6.3.4, Springer, 2003.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.morph.h_maxima(np.array([0, 3, 2, 3, 0, 9, 8, 7]), 2).astype(int)
    array([0, 1, 1, 1, 0, 1, 1, 1])
    """
    f, step = _height(f, h)
    if f.dtype.kind == "b":
        return regmax(f, Bc)
    return regmax(reconstruction(subm(f, step), f, "dilation", Bc), Bc)


def h_minima(f: Any, h: float, Bc: Any = None) -> np.ndarray:
    """Mark minima that are more than `h` deep (extended minima).

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes; no NaN.
    h : number
        Depth, above 0: a minimum counts if one must go up by more than `h` on every way to a lower pixel. It must be an
        integer for integer images.
    Bc : None, int or ndarray, optional
        Which pixels are neighbours (see `reconstruction`); the cross by default.

    Returns
    -------
    mask : ndarray of bool
        Of the shape of `f`: the regional minima of the reconstruction of ``f + h`` over `f`.

    Raises
    ------
    TypeError, ValueError
        As `h_maxima`.

    Notes
    -----
    As `h_maxima`, upside down. Extra memory: as `h_maxima`.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.morph.h_minima(np.array([9, 6, 7, 6, 9, 0, 1, 2]), 2).astype(int)
    array([0, 1, 1, 1, 0, 1, 1, 1])
    """
    f, step = _height(f, h)
    if f.dtype.kind == "b":
        return regmin(f, Bc)
    high = f + step if f.dtype.kind == "f" else ~subm(~f, step)
    return regmin(reconstruction(high, f, "erosion", Bc), Bc)


def _height(f, h):
    f = image(f, "f")
    if f.dtype.kind in "ui":
        h = check.integer(h, "h", low=1, high=int(np.iinfo(f.dtype).max))
    elif check.number(h, "h") <= 0:
        raise ValueError(f"`h` must be positive, not {h}")
    return f, np.full(f.shape, h, f.dtype) if f.dtype.kind != "b" else f
