"""Erosion, dilation, opening and closing."""

from typing import Any

import numpy as np

from .. import _check as check
from .._prepare import renamed_output
from ._grey import dilated, element, eroded
from ._shared import given, image, target


def dilate(
    A: Any,
    Bc: Any = None,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    flat: bool | None = None,
    threads: int | None = None,
) -> np.ndarray:
    """Dilate an image: each pixel goes to all places around it that the structuring element names; the greatest stays.

    Parameters
    ----------
    A : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray, optional
        Structuring element (see `get_structuring_elem`); the cross by default. What its entries mean is told in Notes.
    out : ndarray, optional
        Where to write: of the shape and dtype of `A`, C-contiguous. It may overlap `A`.
    output : ndarray, optional
        Deprecated: use `out`.
    flat : bool, optional
        True: all non-zero entries of `Bc` are members, and nothing is added to grey values. False: entries are added.
        None (default): as mahotas, see Notes.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    dilated : ndarray
        Of the shape and dtype of `A`: at p the maximum of ``A[q] + Bc[k]`` over all q and members k with
        ``q + k - centre = p``, where places outside the image are moved to the nearest pixel in it.

    Raises
    ------
    TypeError
        If `A` is complex or no plain array, or `flat` is neither None nor bool.
    ValueError
        If `Bc` has another number of axes than `A`, has NaN, or does not fit an integer dtype; if `out` does not fit.

    Notes
    -----
    *Bool images*: non-zero entries are members.

    *Integer images*, as in mahotas: `Bc` is cast to the dtype of `A`; the least value of that type (0 for unsigned) is
    no member; other entries are **added**, so that the default cross adds 1. Sums stop at the ends of the type. A
    pixel that has the least value of its type is "nothing" and adds nothing. In signed images a 0 is therefore a member
    that adds 0: pass ``flat=True`` (or a `Bc` with the least value where there is no member).

    *Float images*: None, an integer and a bool or integer array give a flat element. Entries of a float array are
    added; -inf is no member. With ``flat=False`` the non-zero entries of an integer `Bc` are added. NaN spreads.

    The centre of an axis of `Bc` is ``size // 2``. `erode` by the same `Bc` is the adjoint. Without members the answer
    is the least value of the type (-inf, False). The way is exact and its time hardly depends on the size of `Bc` [1]_:
    about one comparison per line of a disk, log(size) per axis of a box.
    Extra memory: some rows; a copy for a `Bc` in which not all pixels between a member and the centre are members.

    References
    ----------
    .. [1] E. R. Urbach and M. H. F. Wilkinson, "Efficient 2-D grayscale morphological transformations with arbitrary
       flat structuring elements", IEEE Trans. Image Process. 17:1-8, 2008. :doi:`10.1109/TIP.2007.912582`

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.dilate(np.array([0, 0, 5, 0, 0], np.uint8))
    array([0, 6, 6, 6, 0], dtype=uint8)
    >>> mh.dilate(np.array([0, 0, 5, 0, 0], np.uint8), flat=True)
    array([0, 5, 5, 5, 0], dtype=uint8)
    """
    return _through((dilated,), A, "A", Bc, renamed_output(out, output, "dilate"), flat, threads)


def erode(
    A: Any,
    Bc: Any = None,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    flat: bool | None = None,
    threads: int | None = None,
) -> np.ndarray:
    """Erode an image: each pixel becomes the least of those that the structuring element names around it.

    Parameters
    ----------
    A : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray, optional
        Structuring element (see `get_structuring_elem`); the cross by default. For the meaning of its entries see
        `dilate`.
    out : ndarray, optional
        Where to write: of the shape and dtype of `A`, C-contiguous. It may overlap `A`.
    output : ndarray, optional
        Deprecated: use `out`.
    flat : bool, optional
        True: all non-zero entries of `Bc` are members, and nothing is subtracted from grey values. False: entries are
        subtracted. None (default): as mahotas, see `dilate`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    eroded : ndarray
        Of the shape and dtype of `A`: at p the minimum of ``A[p + k - centre] - Bc[k]`` over members k; outside lies the
        nearest pixel.

    Raises
    ------
    TypeError
        If `A` is complex or no plain array, or `flat` is neither None nor bool.
    ValueError
        If `Bc` has another number of axes than `A`, has NaN, or does not fit an integer dtype; if `out` does not fit.

    Notes
    -----
    The default cross **subtracts 1** from integer images, as in mahotas; pass ``flat=True`` for the plain minimum.
    Differences stop at the ends of the type. Without members the answer is the greatest value of the type (inf, True).
    Method, memory, NaN and reference as for `dilate`.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.erode(np.array([9, 9, 5, 9, 9], np.uint8))
    array([8, 4, 4, 4, 8], dtype=uint8)
    >>> mh.erode(np.array([9, 9, 5, 9, 9], np.uint8), flat=True)
    array([9, 5, 5, 5, 9], dtype=uint8)
    """
    return _through((eroded,), A, "A", Bc, renamed_output(out, output, "erode"), flat, threads)


def open(
    f: Any,
    Bc: Any = None,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    flat: bool | None = None,
    threads: int | None = None,
) -> np.ndarray:
    """Open an image: remove what is bright and smaller than the structuring element.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray, optional
        Structuring element (see `get_structuring_elem` and `dilate`); the cross by default.
    out : ndarray, optional
        Where to write: of the shape and dtype of `f`, C-contiguous. It may overlap `f`.
    output : ndarray, optional
        Deprecated: use `out`.
    flat : bool, optional
        As for `dilate`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    y : ndarray
        Of the shape and dtype of `f`: ``dilate(erode(f, Bc), Bc)``.

    Raises
    ------
    TypeError, ValueError
        As `dilate`.

    Notes
    -----
    What erosion subtracts, dilation adds again, except at the ends of an integer type. Extra memory: one image.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.open(np.array([0, 7, 0, 0, 7, 7, 7, 0], np.uint8))
    array([0, 0, 0, 0, 7, 7, 7, 0], dtype=uint8)
    """
    return _through((eroded, dilated), f, "f", Bc, renamed_output(out, output, "open"), flat, threads)


def close(
    f: Any,
    Bc: Any = None,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    flat: bool | None = None,
    threads: int | None = None,
) -> np.ndarray:
    """Close an image: fill what is dark and smaller than the structuring element.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray, optional
        Structuring element (see `get_structuring_elem` and `dilate`); the cross by default.
    out : ndarray, optional
        Where to write: of the shape and dtype of `f`, C-contiguous. It may overlap `f`.
    output : ndarray, optional
        Deprecated: use `out`.
    flat : bool, optional
        As for `dilate`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    y : ndarray
        Of the shape and dtype of `f`: ``erode(dilate(f, Bc), Bc)``.

    Raises
    ------
    TypeError, ValueError
        As `dilate`.

    Notes
    -----
    What dilation adds, erosion subtracts again, except at the ends of an integer type. Extra memory: one image.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.close(np.array([7, 0, 7, 7, 7, 0, 0, 0], np.uint8), flat=True)
    array([7, 7, 7, 7, 7, 0, 0, 0], dtype=uint8)
    """
    return _through((dilated, eroded), f, "f", Bc, renamed_output(out, output, "close"), flat, threads)


def _through(operations, value, name, Bc, out, flat, threads):
    original = check.array(value, name)
    a = image(original, name)
    members = element(a, Bc, flat)
    if out is not None:
        check.out(out, a.shape, _native(original.dtype))
    *first, last = operations
    for operation in first:
        a = operation(a, members, threads=threads)
    return given(last(a, members, target(out, a, a.dtype), threads), _native(original.dtype), out)


def _native(dtype):
    return dtype.newbyteorder("=")
