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
    mask: Any = None,
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
        What lies outside the image (see Notes of `rank_filter`).
    cval : float, default 0.0
        The value outside with ``mode='constant'``, brought to the nearest value of the dtype of `f`.
    out : ndarray, optional
        Where to write: of the shape and dtype of `f`, C-contiguous. It may overlap `f`.
    output : ndarray, optional
        Deprecated: use `out`.
    mask : (...) ndarray, optional
        Of the shape of `f`: only pixels where it is not 0 count as members.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    median : ndarray
        Of the shape and dtype of `f`: `rank_filter` with the rank ``N // 2``, for N members: of an even number of
        values the greater one of the two in the middle. Where only n of these count, the rank is ``n * (N // 2) // N``:
        the middle of an odd n; of an even n the lesser of the two for an odd N. NaN, or 0 in integer images, where none does.

    Raises
    ------
    TypeError
        If `f` is complex or no plain array.
    ValueError
        If `Bc` has no member or another number of axes than `f`; if `mode` is another word; if `mask` has another
        shape than `f`; if `out` does not fit.

    See Also
    --------
    rank_filter : any other rank; its notes hold here too.

    Notes
    -----
    Exact for every dtype. Bool images give the majority of each window. The way depends on the window: sorting networks
    for boxes of side 3 and 5, sliding counts for large boxes on 8 bits, bisection of the value for all others and with
    `mask`. Extra memory: some rows for side 3, else up to two padded copies of the image; with `mask` 20 bytes per pixel
    more.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> f = np.array([1, 1, 9, 1, 2, 2], np.uint8)
    >>> mh.median_filter(f)
    array([1, 1, 1, 2, 2, 2], dtype=uint8)
    >>> mh.median_filter(f, mask=f < 9)
    array([1, 1, 1, 1, 2, 2], dtype=uint8)
    """
    out = prepare.renamed_output(out, output, "median_filter")
    f = image(f)
    w = window(np.ones((3,) * f.ndim, bool) if Bc is None and f.ndim else Bc, f.ndim)
    return _filtered(f, w, len(w.steps) // 2, mode, cval, out, mask, threads)


def rank_filter(
    f: Any,
    Bc: Any,
    rank: int,
    mode: str = "reflect",
    cval: float = 0.0,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    mask: Any = None,
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
    mask : (...) ndarray, optional
        Of the shape of `f`: only pixels where it is not 0 count as members (see Notes).
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
        if `mask` has another shape than `f`; if `out` does not fit.

    Notes
    -----
    Outside lies, with 'nearest' the nearest pixel, with 'reflect' the mirror image with the edge repeated, with 'mirror'
    without, with 'wrap' the other end of the image, with 'constant' `cval`, and with 'ignore' nothing. `mask` continues
    as the image does; a constant outside counts. Of the n members that count, out of N, the one of rank
    ``n * rank // N`` is taken; where none does, NaN, or 0 (False) in images of integers and bools.

    NaN is greater than all numbers, as for `numpy.sort`. Same answer for any number of threads.

    The value is bisected bit by bit, with the keys below it counted for many pixels at once: time grows with the members
    and the bytes of a pixel, and is the same for all images. Least and greatest are found by flat morphology, medians as
    `median_filter` says. With `mask`, bisection serves for all but least and greatest. Extra memory: a padded copy of the
    image; with `mask` 20 bytes per pixel more.

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
    return _filtered(f, w, rank, mode, cval, out, mask, threads)


def _filtered(f, w, rank, mode, cval, out, mask, threads):
    mode, cval = border(mode, cval)
    if mode == "constant" and cval != cval and f.dtype.kind in "ui":
        raise ValueError(f"`cval` must be a number for images of {f.dtype}, not NaN")
    if out is not None:
        out = check.out(out, f.shape, f.dtype.newbyteorder("="))
    if mask is not None:
        mask = np.atleast_1d(prepare.native(check.mask(mask, f.shape)))
        mask = None if mask.all() else mask
    a = prepare.native(f)
    if a.ndim == 0:
        a, w = a.reshape(1), Window(np.zeros((1, 1), np.intp), (0,), (0,))
    if not a.size:
        return np.empty_like(a) if out is None else out
    free = out is not None and not (prepare.overlaps(a, out) or prepare.overlaps(out, mask))
    result = ranked(a, w, rank, mode, cval, mask, threads, out.reshape(a.shape) if free else None).reshape(f.shape)
    if out is None:
        return result
    if not free:
        out[...] = result
    return out
