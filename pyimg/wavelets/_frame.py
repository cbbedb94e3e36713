"""A border of constants around an image, up to sizes that are powers of two, and back."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .. import _check as check


def _frame(shape: Sequence[int], border: Any) -> tuple[tuple[int, ...], tuple[slice, ...]]:
    """Give the shape of the frame and where in it the image lies."""
    border = check.integer(border, "border", low=0)
    doublings = 1
    while True:
        sizes = tuple(1 << n.bit_length() - 1 + doublings for n in shape)
        begins = [(size - n) // 2 for size, n in zip(sizes, shape)]
        if min(begins) > border:
            return sizes, tuple(slice(b, b + n) for b, n in zip(begins, shape))
        doublings += 1


def wavelet_center(f: Any, border: int = 0, dtype: Any = float, cval: float = 0.0) -> np.ndarray:
    """Put an image in the middle of one whose sizes are powers of two.

    Parameters
    ----------
    f : (...) array_like of bool, integer or float
        The image, of any dimension, not empty.
    border : int, default 0
        More than so many pixels are on each side. `daubechies` of K weights needs K - 2 to lose nothing.
    dtype : dtype, default float
        The type of the result, bool, integer or float. Values are cast as NumPy does.
    cval : float, default 0.0
        The value of the border.

    Returns
    -------
    centred : (...) ndarray of dtype
        Sizes are ``2**(floor(log2(n)) + c)``, with the smallest c of at least 1, the same for all axes, such that
        ``(size - n) // 2 > border`` on each. The image begins at these places.

    Raises
    ------
    ValueError
        If `f` is empty or has no axes, or `border` is negative.

    See Also
    --------
    wavelet_decenter : the way back

    Notes
    -----
    Extra memory: none.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.wavelet_center([[1, 2], [3, 4]], dtype=int)
    array([[0, 0, 0, 0],
           [0, 1, 2, 0],
           [0, 3, 4, 0],
           [0, 0, 0, 0]])
    """
    f = check.array(f, "f", empty=False)
    if f.ndim == 0:
        raise ValueError("`f` must have at least 1 axis, not 0")
    dtype = np.dtype(dtype)
    if dtype.kind not in check.KINDS or dtype.kind == "c":
        raise TypeError(f"`dtype` must be bool, integer or float, not {dtype}")
    cval = check.number(cval, "cval", finite=False)
    sizes, place = _frame(f.shape, border)
    with np.errstate(all="ignore"):
        framed = np.full(sizes, cval, dtype)
        framed[place] = f
    return framed


def wavelet_decenter(w: Any, oshape: Sequence[int], border: int = 0) -> np.ndarray:
    """Cut the image from the frame that `wavelet_center` made.

    Parameters
    ----------
    w : (...) array_like of bool, integer or float
        The framed image.
    oshape : sequence of int
        The shape of the image; no size is 0.
    border : int, default 0
        What `wavelet_center` was told.

    Returns
    -------
    image : (...) ndarray of w.dtype
        A view of `w` of shape `oshape`.

    Raises
    ------
    ValueError
        If `w` does not have the shape that `wavelet_center` gives for `oshape` and `border`.

    See Also
    --------
    wavelet_center : the way there

    Notes
    -----
    Extra memory: none.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.wavelet_decenter(mh.wavelet_center([[1, 2, 3, 4]]), (1, 4))
    array([[1., 2., 3., 4.]])
    """
    w = check.array(w, "w", kinds="buifc")
    given = [oshape] if np.ndim(oshape) == 0 else list(oshape)
    shape = tuple(check.integer(n, "oshape", low=1) for n in given)
    if not shape:
        raise ValueError("`oshape` must have at least 1 entry")
    sizes, place = _frame(shape, border)
    if w.shape != sizes:
        raise ValueError(f"`w` must have shape {sizes} for `oshape` {shape} and `border` {border}, not {w.shape}")
    return w[place]
