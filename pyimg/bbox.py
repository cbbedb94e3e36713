"""The bounding box of an image. Those of each region: `pyimg.labeled.bbox`."""

from typing import Any

import numpy as np

from . import _check as check
from ._backend import kernels
from ._labels import as_lines
from ._prepare import computed, is_native

__all__ = ["bbox", "croptobbox"]

_kernels = kernels("bbox")


def bbox(img: Any, border: int | None = None, as_slice: bool = False) -> np.ndarray | tuple[slice, ...]:
    """Find the smallest box that holds all nonzero pixels.

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image; NaN is not zero.
    border : int, optional
        Widen the box by that many pixels on each side, as far as the image goes. Default: 0.
    as_slice : bool, optional
        Return slices. Default: False.

    Returns
    -------
    box : (2 * img.ndim,) ndarray of intp, or (img.ndim,) tuple of slice
        ``(min_0, max_0, min_1, max_1, …)``, half-open; all 0 (before `border`) where there is no nonzero pixel. With
        `as_slice`, ``img[box]`` is the box.

    Raises
    ------
    TypeError
        If `img` is not a real array.
    ValueError
        If `border` is negative.

    Notes
    -----
    mahotas lets `border` go beyond the far ends of the image. Extra memory: none.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> img = np.zeros((6, 8)); img[2:4, 3] = 1
    >>> mh.bbox(img)
    array([2, 4, 3, 4])
    >>> mh.bbox(img, border=3)
    array([0, 6, 0, 7])
    """
    a = check.array(img, "img")
    border = 0 if border is None else check.integer(border, "border", low=0)
    sides = np.zeros((a.ndim, 2), np.intp)
    if a.size and a.ndim:
        lines = as_lines(computed(a) if is_native(computed(a[:0]).dtype) else (a != 0).view(np.uint8))
    if a.size and a.ndim == 2:
        box = np.empty(4, np.int64)
        _kernels.plane_extents(lines, box)
        sides[...] = box.reshape(2, 2)
    elif a.size and a.ndim:
        full = np.zeros(len(lines), np.uint8)
        ends = np.array([lines.shape[1], 0], np.int64)
        _kernels.line_extents(lines, full, ends)
        if full.any():
            sides[-1] = ends
            full = full.reshape(a.shape[:-1])
            for axis in range(a.ndim - 1):
                others = tuple(k for k in range(a.ndim - 1) if k != axis)
                places = np.flatnonzero(full.any(axis=others))
                sides[axis] = places[0], places[-1] + 1
    if border:
        limits = np.array(a.shape, np.intp)
        sides[:, 0] = np.maximum(sides[:, 0] - min(border, max(a.shape, default=0)), 0)
        sides[:, 1] = np.minimum(sides[:, 1] + min(border, max(a.shape, default=0)), limits)
    return tuple(slice(s, e) for s, e in sides.tolist()) if as_slice else sides.ravel()


def croptobbox(img: Any, border: int | None = None) -> np.ndarray:
    """Crop an image to the smallest box that holds all nonzero pixels.

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image.
    border : int, optional
        Keep that many more pixels on each side, as far as the image goes. Default: 0.

    Returns
    -------
    cropped : (...) ndarray of img.dtype
        A view: ``img[bbox(img, border, as_slice=True)]``.

    Raises
    ------
    TypeError
        If `img` is not a real array.
    ValueError
        If `border` is negative.

    Notes
    -----
    Extra memory: none; the result is a view.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.croptobbox(np.array([[0, 0, 0], [0, 5, 0], [0, 6, 0]]))
    array([[5],
           [6]])
    """
    a = check.array(img, "img")
    return a[bbox(a, border=border, as_slice=True)]
