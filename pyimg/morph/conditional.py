"""Dilation and erosion held within another image, and what openings and closings take away."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels, reference
from .._prepare import is_native, native, overlaps, renamed_output
from ._shared import given
from .basic import close, dilate, erode, open

_kernels = kernels("saturate")
_PATIENCE = 64  # steps after which the image of one step is kept, to see whether it comes again


def cdilate(
    f: Any, g: Any, Bc: Any = None, n: int = 1, *, flat: bool | None = None, threads: int | None = None
) -> np.ndarray:
    """Dilate an image under another one.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image to dilate.
    g : ndarray or number
        The image to stay under; its shape broadcasts with that of `f`.
    Bc : None, int or ndarray, optional
        Structuring element (see `get_structuring_elem` and `dilate`); the cross by default.
    n : int, default 1
        How often, at least 0. It ends earlier when nothing changes, or when images come again and again.
    flat : bool, optional
        As for `dilate`: True gives the geodesic dilation.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    y : ndarray
        ``min(f, g)``, then n times ``min(dilate(y, Bc), g)``, in the dtype of ``numpy.minimum(f, g)``.

    Raises
    ------
    TypeError, ValueError
        As `dilate`; if shapes do not broadcast or `n` is not a positive integer or 0.

    Notes
    -----
    With the default `Bc` each step adds 1 to integer images, as in mahotas. Extra memory: two images, three after 64 steps.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> f = np.array([0, 1, 0, 0, 0, 0], bool)
    >>> mh.cdilate(f, np.array([1, 1, 1, 1, 0, 1], bool), n=5).astype(int)
    array([1, 1, 1, 1, 0, 0])
    """
    return _within(dilate, np.minimum, f, g, Bc, n, flat, threads)


def cerode(
    f: Any,
    g: Any,
    Bc: Any = None,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    n: int = 1,
    flat: bool | None = None,
    threads: int | None = None,
) -> np.ndarray:
    """Erode an image over another one.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image to erode.
    g : ndarray or number
        The image to stay over; its shape broadcasts with that of `f`.
    Bc : None, int or ndarray, optional
        Structuring element (see `get_structuring_elem` and `dilate`); the cross by default.
    out : ndarray, optional
        Where to write: of the shape and dtype of the answer, C-contiguous. It may overlap `f` and `g`.
    output : ndarray, optional
        Deprecated: use `out`.
    n : int, default 1
        How often, at least 0. It ends earlier when nothing changes, or when images come again and again.
    flat : bool, optional
        As for `dilate`: True gives the geodesic erosion.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    y : ndarray
        ``max(f, g)``, then n times ``max(erode(y, Bc), g)``, in the dtype of ``numpy.maximum(f, g)``.

    Raises
    ------
    TypeError, ValueError
        As `erode`; if shapes do not broadcast or `n` is not a positive integer or 0.

    Notes
    -----
    With the default `Bc` each step subtracts 1 from integer images, as in mahotas, which has no `n`. Extra memory: two
    images, three after 64 steps.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.cerode(np.array([5, 5, 1, 5, 5]), np.array([0, 3, 0, 0, 0]), flat=True)
    array([5, 3, 1, 1, 5])
    """
    result = _within(erode, np.maximum, f, g, Bc, n, flat, threads)
    out = renamed_output(out, output, "cerode")
    return result if out is None else given(result, result.dtype, check.out(out, result.shape, result.dtype))


def _within(step, limit, f, g, Bc, n, flat, threads):
    f, limits = check.array(f, "f"), check.array(g, "g")
    n = check.integer(n, "n", low=0)
    if not isinstance(g, (bool, int, float)):  # a Python number takes the type of `f`
        g = limits
    try:
        now = np.asarray(limit(f, g))
    except OverflowError:
        raise ValueError(f"`g` must fit the dtype of `f`, {f.dtype}, not be {g}") from None
    except ValueError:
        raise ValueError(f"`g` must broadcast with `f`, of shape {f.shape}, not {limits.shape}") from None
    done, kept, at = 0, None, _PATIENCE
    while done < n:
        then = step(now, Bc, flat=flat, threads=threads)
        limit(then, g, out=then, casting="unsafe")
        done += 1
        if _same(now, then):
            break
        now = then
        if kept is not None and _same(kept, now):  # it goes round: what is left is less than a round
            n = done + (n - done) % (done - at)
        elif done == (2 * at if kept is not None else at):
            kept, at = now, done
    return now


def _same(a, b):
    return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")


def subm(a: Any, b: Any, out: np.ndarray | None = None) -> np.ndarray:
    """Subtract without going round the ends of the type.

    Parameters
    ----------
    a : (...) ndarray of bool, integer or float
        What to subtract from.
    b : (...) ndarray
        What to subtract: of the shape and dtype of `a`.
    out : ndarray, optional
        Where to write: of that shape and dtype, C-contiguous. It may be `a` or `b`.

    Returns
    -------
    c : ndarray
        Of the shape and dtype of `a`: ``a - b``, at the ends of the type where it would lie beyond; ``a & ~b`` for bool.

    Raises
    ------
    TypeError
        If an array is complex.
    ValueError
        If dtypes or shapes differ, or `out` does not fit.

    Notes
    -----
    Floats are subtracted as NumPy does: they have no ends to go round. Extra memory: none.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.morph.subm(np.array([10, 10, 10], np.uint8), np.array([5, 10, 15], np.uint8))
    array([5, 0, 0], dtype=uint8)
    """
    a, b = check.array(a, "a"), check.array(b, "b")
    if a.dtype.newbyteorder("=") != b.dtype.newbyteorder("="):
        raise ValueError(f"`b` must have the dtype of `a`, {a.dtype}, not {b.dtype}")
    check.same_shape(b, "b", a, "a")
    a, b = native(a), native(b)
    result = check.out(out, a.shape, a.dtype)
    if a.dtype.kind == "f":
        with np.errstate(invalid="ignore", over="ignore"):
            return np.subtract(a, b, out=result)
    use = _kernels if is_native(a.dtype) or a.dtype == bool else reference("saturate")
    goal = np.empty_like(result) if out is not None and (_partly(a, out) or _partly(b, out)) else result
    lines = [x.reshape(-1) for x in (a, b, goal)]
    use.subtract(*(lines if a.dtype.kind != "b" else [x.view(np.uint8) for x in lines]))
    if goal is not result:
        result[...] = goal
    return result


def _partly(a, b):
    return overlaps(a, b) and a.ctypes.data != b.ctypes.data


def tophat_close(
    f: Any, Bc: Any = None, out: np.ndarray | None = None, *, flat: bool | None = None, threads: int | None = None
) -> np.ndarray:
    """Show what a closing fills: details darker than their surroundings (the black top-hat).

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image.
    Bc : None, int or ndarray, optional
        Structuring element (see `get_structuring_elem` and `dilate`); the cross by default.
    out : ndarray, optional
        Where to write: of the shape and dtype of `f`, C-contiguous. It may overlap `f`.
    flat : bool, optional
        As for `dilate`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    tophat : ndarray
        Of the shape and dtype of `f`: ``subm(close(f, Bc), f)``.

    Raises
    ------
    TypeError, ValueError
        As `dilate`.

    Notes
    -----
    Extra memory: two images.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.morph.tophat_close(np.array([7, 2, 7, 7, 0, 0, 0, 0], np.uint8), flat=True)
    array([0, 5, 0, 0, 0, 0, 0, 0], dtype=uint8)
    """
    f = check.array(f, "f")
    return subm(close(f, Bc, flat=flat, threads=threads), f, out)


def tophat_open(
    f: Any, Bc: Any = None, out: np.ndarray | None = None, *, flat: bool | None = None, threads: int | None = None
) -> np.ndarray:
    """Show what an opening removes: details brighter than their surroundings (the white top-hat).

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image.
    Bc : None, int or ndarray, optional
        Structuring element (see `get_structuring_elem` and `dilate`); the cross by default.
    out : ndarray, optional
        Where to write: of the shape and dtype of `f`, C-contiguous. It may overlap `f`.
    flat : bool, optional
        As for `dilate`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    tophat : ndarray
        Of the shape and dtype of `f`: ``subm(f, open(f, Bc))``.

    Raises
    ------
    TypeError, ValueError
        As `dilate`.

    Notes
    -----
    Extra memory: two images.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.morph.tophat_open(np.array([0, 7, 0, 0, 7, 7, 7, 0], np.uint8))
    array([0, 7, 0, 0, 0, 0, 0, 0], dtype=uint8)
    """
    f = check.array(f, "f")
    return subm(f, open(f, Bc, flat=flat, threads=threads), out)
