"""Grey levels and sepia of coloured images."""

from typing import Any

import numpy as np

from .._backend import kernels
from .._cast import result_dtype
from .._channels import mixed
from .._threads import blockwise
from .pixels import coloured

__all__ = ["rgb2gray", "rgb2grey", "rgb2sepia"]

_kernels = kernels("colors")

_LEVELS = np.dtype(np.uint8), np.dtype(np.uint16)
_TO_GREY = np.array([[0.30, 0.59, 0.11]])
_TO_SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])


def rgb2grey(array: Any, dtype: Any = float, *, threads: int | None = None) -> np.ndarray:
    """Convert colours to grey levels.

    Parameters
    ----------
    array : (..., 3) or (..., 4) ndarray of bool, integer or float
        Red, green, blue and perhaps alpha, which is dropped (not multiplied in).
    dtype : dtype, default float
        Of the answer. Integers are rounded and kept within their range.
    threads : int or None, default None
        Number of threads (`get_threads` by default).

    Returns
    -------
    grey : (...) ndarray of `dtype`
        ``0.30 * red + 0.59 * green + 0.11 * blue``, in the units of `array`: computed in float64; from uint8 to uint8
        and from uint16 to uint16 exactly, with halves rounded to even.

    Raises
    ------
    ValueError
        If the last axis is not 3 or 4.
    TypeError
        If `array` is complex or no array, or `dtype` no real type.

    Notes
    -----
    mahotas truncates where `dtype` is an integer (white may become 254) and refuses alpha. NaN makes NaN (0 in
    integers). Extra memory: 64 KiB, none from uint8 to uint8 and from uint16 to uint16.

    References
    ----------
    The weights are those of ITU-R BT.601, rounded.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.rgb2grey(np.array([[[255, 255, 255], [100, 0, 0]]]), dtype=np.uint8)
    array([[255,  30]], dtype=uint8)
    """
    dtype = result_dtype(dtype)
    a = coloured(array, "array", alpha=True)
    if a.dtype == dtype and dtype in _LEVELS:
        return mixed(a, np.rint(100 * _TO_GREY), 100, rounding=True, threads=threads)

    def fill(pixels, answer):
        _kernels.mix(pixels, _TO_GREY, answer)

    return blockwise(fill, a.reshape(-1, 3), a.shape[:-1], dtype, cost=2, threads=threads)


rgb2gray = rgb2grey


def rgb2sepia(rgb: Any, *, threads: int | None = None) -> np.ndarray:
    """Tone an image like an old photograph.

    Parameters
    ----------
    rgb : (..., 3) or (..., 4) ndarray of bool, integer or float
        Red, green, blue from 0 to 255 and perhaps alpha, which is dropped.
    threads : int or None, default None
        Number of threads.

    Returns
    -------
    sepia : (..., 3) ndarray of uint8
        Three fixed mixtures of the colours, kept from 0 to 255 and truncated.

    Raises
    ------
    ValueError, TypeError
        As `rgb2grey`.

    Notes
    -----
    Extra memory: 400 KiB, none for uint8.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.rgb2sepia(np.array([[100, 100, 100]], np.uint8))
    array([[135, 120,  93]], dtype=uint8)
    """
    a = coloured(rgb, "rgb", alpha=True)
    if a.dtype == np.uint8:
        return mixed(a, np.rint(1000 * _TO_SEPIA), 1000, rounding=False, threads=threads)

    def fill(pixels, answer):
        _kernels.mix(pixels, _TO_SEPIA, answer)
        answer[...] = answer.astype(np.float32)  # as mahotas does before it truncates

    return blockwise(fill, a.reshape(-1, 3), a.shape, np.dtype(np.uint8), cost=6, rounding=False, threads=threads)
