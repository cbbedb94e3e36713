"""Median and rank filters."""

from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare
from ._select import ranked
from ._window import Window, border, image, window


def median_filter(
    f: Any,
    Bc: Any = None,
    mode: str = "reflect",
    cval: float = 0.0,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Replace each pixel by the median of those around it.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray, optional
        Structuring element (see `get_structuring_elem`): its non-zero entries are members. The box of side 3 by default.
    mode : {'reflect', 'nearest', 'wrap', 'mirror', 'constant', 'ignore'}, default 'reflect'
        What lies outside the image (see Notes).
    cval : float, default 0.0
        The value outside with ``mode='constant'``, brought to the nearest value of the dtype of `f`.
    out : ndarray, optional
        Where to write: of the shape and dtype of `f`, C-contiguous. It may overlap `f`.
    output : ndarray, optional
        Deprecated: use `out`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    median : ndarray
        Of the shape and dtype of `f`: `rank_filter` with the rank ``n // 2``, for n members: of an even number of
        values the greater one of the two in the middle.

    Raises
    ------
    TypeError
        If `f` is complex or no plain array.
    ValueError
        If `Bc` has no member or another number of axes than `f`; if `mode` is another word; if `out` does not fit.

    See Also
    --------
    rank_filter : any other rank; its notes hold here too.

    Notes
    -----
    Exact for every dtype. Bool images give the majority of each window. The way depends on the window: sorting networks
    for boxes of side 3 and 5, sliding counts for large boxes on 8 bits, bisection of the value for all others. Extra
    memory: some rows for side 3, else up to two padded copies of the image.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.median_filter(np.array([1, 1, 9, 1, 2, 2], np.uint8))
    array([1, 1, 1, 2, 2, 2], dtype=uint8)
    """
    out = prepare.renamed_output(out, output, "median_filter")
    f = image(f)
    w = window(np.ones((3,) * f.ndim, bool) if Bc is None and f.ndim else Bc, f.ndim)
    return _filtered(f, w, len(w.steps) // 2, mode, cval, out, threads)


def rank_filter(
    f: Any,
    Bc: Any,
    rank: int,
    mode: str = "reflect",
    cval: float = 0.0,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Replace each pixel by the value of some rank among those around it.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray
        Structuring element (see `get_structuring_elem`): its non-zero entries are members. None is the cross.
    rank : int
        From 0, the least, to the number of members less 1, the greatest.
    mode : {'reflect', 'nearest', 'wrap', 'mirror', 'constant', 'ignore'}, default 'reflect'
        What lies outside the image (see Notes).
    cval : float, default 0.0
        The value outside with ``mode='constant'``, brought to the nearest value of the dtype of `f`.
    out : ndarray, optional
        Where to write: of the shape and dtype of `f`, C-contiguous. It may overlap `f`.
    output : ndarray, optional
        Deprecated: use `out`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    ranked : ndarray
        Of the shape and dtype of `f`: at p the entry `rank` of the sorted ``f[p + k - centre]`` over members k of `Bc`,
        where the centre of an axis is ``size // 2``.

    Raises
    ------
    TypeError
        If `f` is complex or no plain array, or `rank` no integer.
    ValueError
        If `Bc` has no member or another number of axes than `f`; if there is no such rank; if `mode` is another word;
        if `out` does not fit.

    Notes
    -----
    Outside lies, with 'nearest' the nearest pixel, with 'reflect' the mirror image with the edge repeated, with 'mirror'
    without, with 'wrap' the other end of the image, with 'constant' `cval`, and with 'ignore' nothing: of the n members
    that are inside, out of N, the one of rank ``n * rank // N`` is taken; where none is, NaN, or 0 in integer images.

    NaN is greater than all numbers, as for `numpy.sort`. Same answer for any number of threads.

    The value is bisected bit by bit, with the keys below it counted for many pixels at once: time grows with the members
    and the bytes of a pixel, and is the same for all images. Least and greatest are found by flat morphology, medians as
    `median_filter` says. Extra memory: a padded copy of the image.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.rank_filter(np.array([1, 5, 9, 4, 2, 2], np.uint8), np.ones(3), 0)
    array([1, 1, 4, 2, 2, 2], dtype=uint8)
    """
    out = prepare.renamed_output(out, output, "rank_filter")
    f = image(f)
    w = window(Bc, f.ndim)
    rank = check.integer(rank, "rank", low=0, high=len(w.steps) - 1)
    return _filtered(f, w, rank, mode, cval, out, threads)


def _filtered(f, w, rank, mode, cval, out, threads):
    mode, cval = border(mode, cval)
    if mode == "constant" and cval != cval and f.dtype.kind in "ui":
        raise ValueError(f"`cval` must be a number for images of {f.dtype}, not NaN")
    if out is not None:
        out = check.out(out, f.shape, f.dtype.newbyteorder("="))
    a = prepare.native(f)
    if a.ndim == 0:
        a, w = a.reshape(1), Window(np.zeros((1, 1), np.intp), (0,), (0,))
    result = ranked(a, w, rank, mode, cval, threads) if a.size else np.empty_like(a)
    result = result.reshape(f.shape)
    if out is None:
        return result
    out[...] = result
    return out
