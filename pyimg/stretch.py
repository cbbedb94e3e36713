"""Contrast stretching, and pictures made of grey images and masks."""

from collections.abc import Callable
from typing import Any

import numpy as np

from . import _check as check
from ._backend import kernels
from ._cast import result_dtype
from ._channels import apart, join
from ._prepare import computed, native
from ._threads import blockwise, slabs

__all__ = ["as_rgb", "overlay", "stretch", "stretch_rgb"]

_kernels = kernels("stretch")
# Lifts an answer that is exactly an integer over its rounding error, by far less than the step to the next pixel value.
_NUDGE = 2.0**-50
_BLOCK = 1 << 16  # pixels of three channels that stay in the cache


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
    first, last = _limits(arg0, arg1)
    if dtype != np.uint8 or min(first, last) < 0 or max(first, last) > 255:
        values, least, width = _ends(_values(array), last - first)

        def wide(rows, answer):
            _kernels.stretch_wide(rows, least, width, first, last, answer.reshape(-1))

        return blockwise(wide, values, array.shape, dtype, cost=1, rounding=False, threads=threads)
    out = np.empty(array.shape, np.uint8)
    flat, fill = out.reshape(-1), _to_bytes(array, first, last)
    slabs(lambda start, stop: fill(start, stop, flat[start:stop]), len(flat), work=len(flat) * 3e-7, threads=threads)
    return out


def _limits(arg0, arg1):
    first = 0.0 if arg1 is None else check.number(arg0, "arg0")
    return first, check.number(255 if arg0 is None else arg0, "arg0") if arg1 is None else check.number(arg1, "arg1")


def _values(array):
    return computed(array.astype(np.float64) if array.dtype.char == "g" else array).ravel()


def _to_bytes(array: np.ndarray, first: float, last: float) -> Callable[[int, int, np.ndarray], None]:
    """Learn how to stretch `array` to uint8, from `first` to `last`; return what writes pixels start … stop - 1."""
    values, least, width = _ends(_values(array), last - first)
    low, high = min(first, last), max(first, last)
    if values.dtype.kind in "iu" and first == least and last - first == width:  # as it is already
        return lambda start, stop, out: np.copyto(out, values[start:stop], casting="unsafe")
    if values.dtype.kind in "iu" and values.dtype.itemsize < 3 and first.is_integer() and last.is_integer() and width < 65536:
        # exact floor of a quotient by a multiplication: its error, under width / 2**shift, is less than 1 / width
        shift = max(16, 2 * int(width).bit_length())
        shift = 32 if shift > 16 and int(high - low) < width else shift  # halves of 16 bits suffice
        multiplier = (int(high - low) << shift) // int(width) + 1
        origin = int(least + width if last < first else least)
        values = values.view(f"u{values.itemsize}")  # differences are the same
        return lambda start, stop, out: _kernels.stretch_levels(
            values[start:stop], origin, last < first, multiplier, shift, int(low), out
        )
    scale = (last - first) / width * (1 + _NUDGE if last >= first else 1 - _NUDGE)
    return lambda start, stop, out: _kernels.stretch(values[start:stop], least, scale, first, low, high, out)


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
    Extra memory: one image of the type of `img`; where `dtype` is not uint8 one channel of the answer too.

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
    dtype, (first, last) = result_dtype(dtype), _limits(arg0, arg1)
    planes = apart(computed(array))
    if dtype == np.uint8 and len(planes) == 3 and min(first, last) >= 0 and max(first, last) <= 255:
        return _painted([_to_bytes(plane, first, last) for plane in planes], array.shape[:2], threads)
    out = np.empty(array.shape, dtype)
    for i, plane in enumerate(planes):
        out[..., i] = stretch(plane, arg0, arg1, dtype, threads=threads)
    return out


def _painted(fills, shape, threads=None):
    """Put together three channels of uint8, each of which ``fill(start, stop, out)`` writes, block by block."""
    out = np.empty((*shape, 3), np.uint8)
    pixels = out.reshape(-1, 3)

    def run(start, stop):
        scratch = np.empty((3, min(_BLOCK, stop - start)), np.uint8)
        for at in range(start, stop, _BLOCK):
            end = min(at + _BLOCK, stop)
            planes = scratch[:, : end - at]
            for fill, plane in zip(fills, planes):
                fill(at, end, plane)
            join(*planes, pixels[at:end])

    slabs(run, len(pixels), work=len(pixels) * 1e-6, threads=threads)
    return out


def _filled(value):
    return lambda start, stop, out: out.fill(value)


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
    Extra memory: 192 KiB a thread.

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
    fills = []
    for name in "rgb":
        if name in shapes:
            fills.append(_to_bytes(channels[name], 0.0, 255.0))
        else:
            fills.append(_filled(int(check.number(channels[name], name, low=0, high=255)) if name in channels else 0))
    return _painted(fills, shape)


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
    Extra memory: 1 byte per pixel for each mask, 1 where `gray` is not uint8, 192 KiB a thread.

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
    flat = native(image).ravel()
    fills = []
    for name, mask in (("red", red), ("green", green), ("blue", blue)):
        if mask is not None:
            mask = check.array(mask, name)
            check.same_shape(mask, name, image, "gray")
            mask = (outline(mask) if contours else mask != 0).ravel()
        fills.append(_masked(flat, mask))
    return _painted(fills, image.shape)


def _masked(flat, mask):
    def fill(start, stop, out):
        out[:] = flat[start:stop]
        if mask is not None:
            np.putmask(out, mask[start:stop], 255)

    return fill


def outline(labels: np.ndarray) -> np.ndarray:
    """Say which pixels are inside and have a neighbour along an axis that is another."""
    edge = np.zeros(labels.shape, bool)
    for axis in range(labels.ndim):
        a, b = (np.moveaxis(x, axis, 0) for x in (labels, edge))
        change = a[1:] != a[:-1]
        b[1:] |= change
        b[:-1] |= change
    return edge & (labels != 0)
