"""Contrast stretching, and pictures made of grey images and masks."""

from typing import Any

import numpy as np

from . import _check as check
from ._backend import kernels
from ._cast import result_dtype
from ._prepare import computed
from ._threads import blockwise, slabs

__all__ = ["as_rgb", "overlay", "stretch", "stretch_rgb"]

_kernels = kernels("stretch")
# Lifts an answer that is exactly an integer over its rounding error, by far less than the step to the next pixel value.
_NUDGE = 2.0**-50


def stretch(
    img: Any, arg0: float | None = None, arg1: float | None = None, dtype: Any = np.uint8, *, threads: int | None = None
) -> np.ndarray:
    """Stretch the contrast: map the least pixel to min, the greatest to max, all between linearly.

    Called as ``stretch(img)`` (0 to 255), ``stretch(img, max)`` or ``stretch(img, min, max)``.

    Parameters
    ----------
    img : (...) ndarray of bool, integer or float
        Image of any number of axes.
    arg0 : number, default None
        max where `arg1` is None, else min. None means 0 to 255.
    arg1 : number, default None
        max. It may be less than min: the image is inverted.
    dtype : dtype, default uint8
        Of the answer.
    threads : int or None, default None
        Number of threads.

    Returns
    -------
    stretched : (...) ndarray of `dtype`
        ``(img - least) * (max - min) / (greatest - least) + min``, truncated to integers if `dtype` is one, and
        kept within its range. An image of one value becomes min.

    Raises
    ------
    TypeError
        If `img` is complex or no array, or `dtype` no real type.
    ValueError
        If `arg0` or `arg1` is not finite.

    Notes
    -----
    Least and greatest are those of the finite pixels: NaN and -infinity become min, infinity max. Computed in
    float64; where the exact value is an integer mahotas may give one less (254 for the greatest pixel). mahotas
    wraps what `dtype` does not hold, and NaN spoils its whole image. Extra memory: none for uint8, else 64 KiB.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.stretch(np.array([10, 20, 60]))
    array([  0,  51, 255], dtype=uint8)
    >>> mh.stretch(np.array([10, 20, 60]), -1, 1, dtype=float)
    array([-1. , -0.6,  1. ])
    """
    dtype = result_dtype(dtype)
    array = check.array(img, "img")
    first = 0.0 if arg1 is None else check.number(arg0, "arg0")
    last = check.number(255 if arg0 is None else arg0, "arg0") if arg1 is None else check.number(arg1, "arg1")
    values = computed(array.astype(np.float64) if array.dtype.char == "g" else array).ravel()
    values, least, width = _ends(values, last - first)
    low, high = min(first, last), max(first, last)
    if dtype != np.uint8 or low < 0 or high > 255:

        def fill(rows, answer):
            _kernels.stretch_wide(rows, least, width, first, last, answer.reshape(-1))

        return blockwise(fill, values, array.shape, dtype, cost=1, rounding=False, threads=threads)
    out = np.empty(array.shape, np.uint8)
    flat = out.reshape(-1)
    if values.dtype.kind in "iu" and first == least and last - first == width:  # as it is already
        np.copyto(flat, values, casting="unsafe")
        return out
    if values.dtype.kind == "u" and values.dtype.itemsize < 3 and first.is_integer() and last.is_integer() and width < 65536:
        # exact floor of a quotient by a multiplication: its error, under width / 2**shift, is less than 1 / width
        shift = max(16, 2 * int(width).bit_length())
        shift = 32 if shift > 16 and int(high - low) < width else shift  # halves of 16 bits suffice
        multiplier = (int(high - low) << shift) // int(width) + 1
        origin = int(least + width if last < first else least)

        def run(start, stop):
            _kernels.stretch_levels(
                values[start:stop], origin, last < first, multiplier, shift, int(low), flat[start:stop]
            )
    else:
        scale = (last - first) / width * (1 + _NUDGE if last >= first else 1 - _NUDGE)

        def run(start, stop):
            _kernels.stretch(values[start:stop], least, scale, first, low, high, flat[start:stop])

    slabs(run, len(values), work=len(values) * 3e-7, threads=threads)
    return out


def _ends(values, span):
    """Give (values, least, greatest - least); extreme floats are brought to a size that can be computed with."""
    ends = np.empty(2)
    _kernels.extrema(values, ends)
    with np.errstate(over="ignore"):
        width = ends[1] - ends[0]
    if not width > 0:  # one value, or none that is finite: all becomes the first end, but infinity
        return values, ends[0] if np.isfinite(ends[0]) else 0.0, np.finfo(float).max
    if 1e-280 < width < 1e280 and abs(span) < 1e20:
        return values, ends[0], width
    values = values.astype(np.float64) * (2.0**600 if width < 1 else 2.0**-600)
    _kernels.extrema(values, ends)
    return values, ends[0], ends[1] - ends[0]


def stretch_rgb(
    img: Any, arg0: float | None = None, arg1: float | None = None, dtype: Any = np.uint8, *, threads: int | None = None
) -> np.ndarray:
    """Stretch the contrast of each channel on its own.

    Parameters
    ----------
    img : (h, w) or (h, w, channels) ndarray of bool, integer or float
        Image; a grey one is only stretched.
    arg0, arg1, dtype, threads
        As for `stretch`.

    Returns
    -------
    stretched : ndarray of `dtype`
        `stretch` of each channel, in the shape of `img`.

    Raises
    ------
    ValueError
        If `img` has not 2 or 3 axes.

    Notes
    -----
    Extra memory: as `stretch`.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.stretch_rgb(np.array([[[0, 5], [1, 7]]]))
    array([[[  0,   0],
            [255, 255]]], dtype=uint8)
    """
    array = check.array(img, "img", ndim=(2, 3))
    if array.ndim == 2:
        return stretch(array, arg0, arg1, dtype, threads=threads)
    out = np.empty(array.shape, result_dtype(dtype))
    for i in range(array.shape[2]):
        out[..., i] = stretch(array[..., i], arg0, arg1, dtype, threads=threads)
    return out


def as_rgb(r: Any, g: Any, b: Any) -> np.ndarray:
    """Make a coloured picture of up to three images, each stretched on its own.

    Parameters
    ----------
    r, g, b : (...) ndarray, number or None
        Red, green and blue: an image, a number from 0 to 255 that fills the channel as it is, or None for 0.

    Returns
    -------
    rgb : (..., 3) ndarray of uint8
        The picture.

    Raises
    ------
    ValueError
        If all are None, two images differ in shape, or a number is not from 0 to 255.

    Notes
    -----
    Extra memory: 1 byte per pixel.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.as_rgb(np.array([[0.5, 2.0]]), None, 7)
    array([[[  0,   0,   7],
            [255,   0,   7]]], dtype=uint8)
    """
    given = {name: c for name, c in zip("rgb", (r, g, b)) if c is not None}
    if not given:
        raise ValueError("`r`, `g` and `b` must not all be None")
    channels = {name: check.array(c, name) for name, c in given.items()}
    shapes = {name: a.shape for name, a in channels.items() if a.ndim}
    if len(set(shapes.values())) > 1:
        raise ValueError(f"`r`, `g` and `b` must have one shape, not {shapes}")
    shape = next(iter(shapes.values()), (1, 1))
    out = np.zeros((*shape, 3), np.uint8)
    for i, name in enumerate("rgb"):
        if name in shapes:
            out[..., i] = stretch(channels[name])
        elif name in channels:
            out[..., i] = int(check.number(channels[name], name, low=0, high=255))
    return out


def overlay(
    gray: Any,
    red: Any = None,
    green: Any = None,
    blue: Any = None,
    if_gray_dtype_not_uint8: str = "stretch",
    *,
    contours: bool = False,
) -> np.ndarray:
    """Show masks in colour on a grey image.

    Parameters
    ----------
    gray : (...) ndarray of bool, integer or float
        Image, best uint8.
    red, green, blue : (...) ndarray of bool, integer or float, default None
        Masks (not 0 means inside) in the shape of `gray`.
    if_gray_dtype_not_uint8 : {'stretch', 'error'}, default 'stretch'
        What to do with an image of another type: `stretch` it, or raise a ValueError.
    contours : bool, default False
        Draw only outlines: pixels inside that touch, along an axis, a pixel of another value. Labels will do as masks.

    Returns
    -------
    rgb : (..., 3) ndarray of uint8
        The image in grey; 255 in a colour where its mask is.

    Raises
    ------
    ValueError
        If shapes differ, or `gray` is not uint8 and that is an error.

    Notes
    -----
    Extra memory: 2 bytes per pixel.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.overlay(np.array([[10, 20]], np.uint8), green=np.array([[False, True]]))
    array([[[ 10,  10,  10],
            [ 20, 255,  20]]], dtype=uint8)
    """
    image = check.array(gray, "gray")
    check.choice(if_gray_dtype_not_uint8, "if_gray_dtype_not_uint8", ("stretch", "error"))
    if image.dtype != np.uint8:
        if if_gray_dtype_not_uint8 == "error":
            raise ValueError(f"`gray` must have dtype uint8, not {image.dtype}")
        image = stretch(image)
    out = np.empty((*image.shape, 3), np.uint8)
    for i, (name, mask) in enumerate(zip(("red", "green", "blue"), (red, green, blue))):
        out[..., i] = image
        if mask is not None:
            mask = check.array(mask, name)
            check.same_shape(mask, name, image, "gray")
            out[..., i][outline(mask) if contours else mask != 0] = 255
    return out


def outline(labels: np.ndarray) -> np.ndarray:
    """Say which pixels are inside and have a neighbour along an axis that is another."""
    edge = np.zeros(labels.shape, bool)
    for axis in range(labels.ndim):
        a, b = (np.moveaxis(x, axis, 0) for x in (labels, edge))
        change = a[1:] != a[:-1]
        b[1:] |= change
        b[:-1] |= change
    return edge & (labels != 0)
