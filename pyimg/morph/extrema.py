"""Local and regional maxima and minima."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels, reference
from .._flat import flat
from .._prepare import is_native, overlaps, renamed_output
from ._shared import given, image, neighbours

_kernels = kernels("plateaus")


def locmax(
    f: Any,
    Bc: Any = None,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Mark local maxima: pixels that no neighbour exceeds.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray, optional
        Non-zero entries are neighbours (see `get_structuring_elem`); the cross by default.
    out : ndarray of bool, optional
        Where to write: of the shape of `f`, C-contiguous.
    output : ndarray, optional
        Deprecated: use `out`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    filtered : ndarray of bool
        Of the shape of `f`: True at p unless some ``f[p + k - centre] > f[p]``; outside lies the nearest pixel.

    Raises
    ------
    TypeError
        If `f` is complex or no plain array.
    ValueError
        If `Bc` has another number of axes than `f`, or `out` does not fit.

    See Also
    --------
    regmax : all pixels of a plateau together.

    Notes
    -----
    Every pixel of a plateau that nothing exceeds nearby is marked, so that a constant image is True all over. NaN
    exceeds nothing and is exceeded by nothing: it is marked, and its neighbours do not see it. Extra memory: some rows.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.locmax(np.array([0, 2, 2, 3, 0, 1, 0])).astype(int)
    array([0, 1, 0, 1, 0, 1, 0])
    """
    return _extrema(f, Bc, renamed_output(out, output, "locmax"), True, False, threads)


def locmin(
    f: Any,
    Bc: Any = None,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Mark local minima: pixels below which no neighbour is.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray, optional
        Non-zero entries are neighbours (see `get_structuring_elem`); the cross by default.
    out : ndarray of bool, optional
        Where to write: of the shape of `f`, C-contiguous.
    output : ndarray, optional
        Deprecated: use `out`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    filtered : ndarray of bool
        Of the shape of `f`: True at p unless some ``f[p + k - centre] < f[p]``; outside lies the nearest pixel.

    Raises
    ------
    TypeError, ValueError
        As `locmax`.

    See Also
    --------
    locmax : with the notes on plateaus and NaN.
    regmin : all pixels of a plateau together.

    Notes
    -----
    Extra memory: some rows.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.locmin(np.array([5, 2, 2, 3, 0, 1, 0])).astype(int)
    array([0, 1, 1, 0, 1, 0, 1])
    """
    return _extrema(f, Bc, renamed_output(out, output, "locmin"), False, False, threads)


def regmax(
    f: Any,
    Bc: Any = None,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Mark regional maxima: plateaus that no pixel around them exceeds.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray, optional
        Non-zero entries are neighbours (see `get_structuring_elem`); the cross by default.
    out : ndarray of bool, optional
        Where to write: of the shape of `f`, C-contiguous.
    output : ndarray, optional
        Deprecated: use `out`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    filtered : ndarray of bool
        Of the shape of `f`: True at p if p and all equal pixels that steps in `Bc` lead to are local maxima.

    Raises
    ------
    TypeError, ValueError
        As `locmax`.

    See Also
    --------
    locmax : the weaker condition, pixel by pixel.

    Notes
    -----
    A constant image is True all over, as in mahotas (scikit-image's `local_maxima` leaves it out). NaN is as for
    `locmax`. Time does not grow with the size of plateaus; there is no recursion.
    Extra memory: up to 16 bytes per pixel of the largest plateau that is no maximum.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.regmax(np.array([0, 2, 2, 3, 3, 0, 1, 0])).astype(int)
    array([0, 0, 0, 1, 1, 0, 1, 0])
    """
    return _extrema(f, Bc, renamed_output(out, output, "regmax"), True, True, threads)


def regmin(
    f: Any,
    Bc: Any = None,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Mark regional minima: plateaus below which no pixel around them is.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray, optional
        Non-zero entries are neighbours (see `get_structuring_elem`); the cross by default.
    out : ndarray of bool, optional
        Where to write: of the shape of `f`, C-contiguous.
    output : ndarray, optional
        Deprecated: use `out`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    filtered : ndarray of bool
        Of the shape of `f`: True at p if p and all equal pixels that steps in `Bc` lead to are local minima.

    Raises
    ------
    TypeError, ValueError
        As `locmax`.

    See Also
    --------
    regmax : with notes on plateaus, NaN and memory.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.regmin(np.array([0, 2, 2, 3, 1, 1, 4, 0])).astype(int)
    array([1, 0, 0, 0, 1, 1, 0, 1])
    """
    return _extrema(f, Bc, renamed_output(out, output, "regmin"), False, True, threads)


def _extrema(f, Bc, out, largest, regional, threads):
    f = check.array(f, "f")
    k = neighbours(Bc, f.ndim)
    if out is not None:
        check.out(out, f.shape, bool)
    a = image(f, "f")
    goal = None if overlaps(a, out) else out
    mask = flat(a, k, largest=largest, attained=True, out=goal, threads=threads)
    if regional and a.size and a.ndim:
        strides = np.array([s // a.itemsize for s in a.strides], np.int64)
        keys = a if a.dtype.kind == "f" else a.view(f"u{a.itemsize}")
        use = _kernels if is_native(keys.dtype) else reference("plateaus")
        k = k.astype(np.int64)
        if use.regional(keys.ravel(), np.array(a.shape, np.int64), k, k @ strides, mask.reshape(-1).view(np.uint8)):
            raise MemoryError("no memory for a plateau")
    return given(mask, mask.dtype, out)
