"""Images of another size."""

from typing import Any

import numpy as np

from . import _check as check
from ._channels import apart, join
from ._prepare import native
from .interpolate import zoom

__all__ = ["imresize", "resize_rgb_to", "resize_to"]


def _sizes(nsize, ndim):
    if np.ndim(nsize) != 1 or len(nsize) != ndim:
        raise ValueError(f"`nsize` must have one size per axis ({ndim}), not {nsize!r}")
    sizes = tuple(check.integer(n, "nsize", low=1) for n in nsize)
    check.fits(sizes, 1, "nsize")
    return sizes


def _kept(im):
    """Return the dtype of a result that keeps the type of the image."""
    return im.dtype.newbyteorder("=")


def imresize(img: Any, nsize: Any, order: int = 3) -> np.ndarray:
    """Resize an image to a size, or by factors.

    Parameters
    ----------
    img : (...) array_like of bool, integer or float
        The image, of any dimension.
    nsize : float, or sequence of float or int
        Integers (Python's or NumPy's), one per axis, are the new size; floats are factors, as one number is
        of any kind.
    order : {0, 1, 2, 3, 4, 5}, default 3
        Order of the spline: 0 takes the nearest pixel, 1 is linear.

    Returns
    -------
    resized : (...) ndarray of float64
        The image seen at other places, see `pyimg.interpolate.zoom`.

    Raises
    ------
    ValueError
        If `nsize` has another length than `img` has axes, mixes sizes and factors, or is not positive, or the result
        is larger than the machine's memory.

    See Also
    --------
    resize_to : keeps the type of the image

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.imresize(np.array([[0, 10], [20, 30]]), (3, 3), order=1)
    array([[ 0.,  5., 10.],
           [10., 15., 20.],
           [20., 25., 30.]])
    """
    img = check.array(img, "img")
    if np.ndim(nsize) == 0:
        return zoom(img, check.number(nsize, "nsize"), order=order)
    whole = [isinstance(n, (int, np.integer)) and not isinstance(n, bool) for n in nsize]
    if whole and all(whole):
        return zoom(img, 1, out=np.empty(_sizes(nsize, img.ndim)), order=order)
    if any(whole):
        raise ValueError(f"`nsize` must be integers (a size) or floats (factors), not both: {nsize!r}")
    return zoom(img, check.per_axis(nsize, "nsize", img.ndim), order=order)


def resize_to(im: Any, nsize: Any, order: int = 3) -> np.ndarray:
    """Resize an image to a size, and keep its type.

    Parameters
    ----------
    im : (...) array_like of bool, integer or float
        The image, of any dimension.
    nsize : sequence of int
        The new size, one per axis.
    order : {0, 1, 2, 3, 4, 5}, default 3
        Order of the spline: 0 takes the nearest pixel, 1 is linear.

    Returns
    -------
    resized : nsize ndarray of im.dtype
        The image seen at other places, see `pyimg.interpolate.zoom`; integers are rounded to the nearest and
        held within the range of the type, bool is True above 0.5.

    Raises
    ------
    ValueError
        If `nsize` has another length than `im` has axes, or is not positive, or the result is larger than the
        machine's memory.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.resize_to(np.array([[0, 255], [255, 0]], np.uint8), (3, 3), order=1)
    array([[  0, 128, 255],
           [128, 128, 128],
           [255, 128,   0]], dtype=uint8)
    """
    im = check.array(im, "im")
    return zoom(im, 1, out=np.empty(_sizes(nsize, im.ndim), _kept(im)), order=order)


def resize_rgb_to(im: Any, nsize: Any, order: int = 3) -> np.ndarray:
    """Resize a colour image to a size, and keep its type.

    Parameters
    ----------
    im : (H, W, 3) array_like of bool, integer or float
        The image.
    nsize : (int, int)
        The new height and width.
    order : {0, 1, 2, 3, 4, 5}, default 3
        Order of the spline: 0 takes the nearest pixel, 1 is linear.

    Returns
    -------
    resized : (nsize[0], nsize[1], 3) ndarray of im.dtype
        Each colour resized by `resize_to`.

    Raises
    ------
    ValueError
        If `im` is not of shape (H, W, 3), or `nsize` is not two positive integers.

    Notes
    -----
    Extra memory: as `zoom`, and one image of either size.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.resize_rgb_to(np.zeros((4, 6, 3), np.uint8), (2, 3)).shape
    (2, 3, 3)
    """
    im = check.array(im, "im", ndim=3)
    if im.shape[2] != 3:
        raise ValueError(f"`im` must have shape (H, W, 3), not {im.shape}")
    height, width = _sizes(nsize, 2)
    if order in (0, 1):
        return zoom(im, 1, out=np.empty((height, width, 3), _kept(im)), order=order)
    planes = np.empty((3, height, width), _kept(im))
    for plane, answer in zip(apart(native(im)), planes):
        zoom(plane, 1, out=answer, order=order)
    out = np.empty((height, width, 3), planes.dtype)
    join(*planes.reshape(3, -1), out.reshape(-1, 3))
    return out
