"""SURF: interest points of an image, and descriptors of places that do not change when the image turns."""

from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare
from .._cast import result_dtype
from . import _surf
from ._show_surf import show_surf

__all__ = ["dense", "descriptors", "integral", "interest_points", "show_surf", "surf"]


def integral(f: Any, in_place: bool = False, dtype: Any = np.double) -> np.ndarray:
    """Sum the pixels above and to the left of each.

    Parameters
    ----------
    f : (Y, X) ndarray of bool, integer or float
        The image.
    in_place : bool, default False
        Whether to write to `f`, which must be a writable array of integers or floats, whatever `dtype` is.
    dtype : dtype, default float64
        Integer or float dtype of the sums. Integers wrap when it is too small; box sums are still right if they fit.

    Returns
    -------
    sums : (Y, X) ndarray of `dtype`
        ``sums[y, x]`` is ``f[:y + 1, :x + 1].sum()``: running sums along the row, plus the entry above. `f` itself
        with `in_place`.

    Raises
    ------
    TypeError
        If `f` is complex or no array, or `dtype` neither integer nor float.
    ValueError
        If `f` has other than 2 axes, or cannot be written to.

    Notes
    -----
    NaN and infinities spread to all entries below and to the right. Sums of integers up to 2**53 are exact. Extra
    memory: none.

    References
    ----------
    F. C. Crow. Summed-area tables for texture mapping. SIGGRAPH 1984. doi:10.1145/800031.808600

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.features import surf
    >>> surf.integral(np.ones((2, 3), np.uint8))
    array([[1., 2., 3.],
           [2., 4., 6.]])
    """
    a = check.array(f, "f", ndim=2)
    if in_place:
        if not isinstance(f, np.ndarray):
            raise TypeError(f"`f` must be an array to be written to in place, not {type(f).__name__}")
        if a.dtype.kind == "b":
            raise TypeError("`f` must be integer or float to hold sums, not bool")
        if not a.flags.writeable:
            raise ValueError("`f` must be writable, not read-only")
        with np.errstate(all="ignore"):
            a[...] = np.cumsum(np.cumsum(a, axis=1, dtype=a.dtype), axis=0, dtype=a.dtype)
        return f
    dtype = result_dtype(dtype)
    if dtype.kind == "b":
        raise TypeError("`dtype` must be integer or float, not bool")
    with np.errstate(all="ignore"):
        if dtype != np.float64 or not prepare.is_native(prepare.computed(a).dtype):
            return np.cumsum(np.cumsum(a, axis=1, dtype=dtype), axis=0, dtype=dtype)
    sums = np.empty(a.shape)
    _surf._blobs.integral(prepare.computed(a), sums)
    return sums


def _sums(f, is_integral=False):
    """Return the integral image of an image, or that is one; finite."""
    if is_integral:
        f = check.array(f, "f", ndim=2)
        if f.dtype != np.float64:
            raise TypeError(f"`f` must be float64 to be an integral image, not {f.dtype}")
        sums = prepare.native(f)
        finite = np.isfinite(sums).all()
    else:
        sums = integral(f)
        finite = not sums.size or np.isfinite(sums[-1, -1])  # what is not finite anywhere is not finite there
    if not finite:
        raise ValueError("`f` must be finite, and so must be its sum")
    return sums


def surf(
    f: Any,
    nr_octaves: int = 4,
    nr_scales: int = 6,
    initial_step_size: int = 1,
    threshold: float = 0.1,
    max_points: int | None = 1024,
    descriptor_only: bool = False,
    *,
    refine: str = "mahotas",
    threads: int | None = None,
) -> np.ndarray:
    """Find interest points and describe them: `interest_points`, then `descriptors`.

    Parameters
    ----------
    f : (Y, X) ndarray of bool, integer or float
        The image, finite.
    nr_octaves, nr_scales, initial_step_size, threshold, refine, threads
        As in `interest_points`.
    max_points : int or None, default 1024
        Only so many points of the largest scores are described. Of these some may be dropped, see `descriptors`. None
        or negative: all.
    descriptor_only : bool, default False
        Whether to leave out the first six columns.

    Returns
    -------
    points : (N, 70) ndarray of float64, or (N, 64) with `descriptor_only`
        y, x, scale, score, sign of the Laplacian, angle, and 64 numbers of the descriptor; best score first.

    Raises
    ------
    TypeError, ValueError
        As `interest_points` does.

    Notes
    -----
    Extra memory: 12 bytes per pixel, and about 3 MB per thread.

    References
    ----------
    H. Bay, A. Ess, T. Tuytelaars, L. Van Gool. Speeded-up robust features (SURF). Computer Vision and Image
    Understanding 110(3):346-359, 2008. doi:10.1016/j.cviu.2007.09.014

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.features import surf
    >>> y, x = np.indices((120, 120)) - 60
    >>> surf.surf(200 * np.exp(-(y**2 + x**2) / 32), 1)[0, :2].round(3)
    array([60., 60.])
    """
    limit = None if max_points is None else check.integer(max_points, "max_points")
    sums = _sums(f)
    points = _points(sums, nr_octaves, nr_scales, initial_step_size, threshold, limit, refine, threads)
    found = _surf.describe(sums, points, threads)
    return found[:, 6:].copy() if descriptor_only else found


def _points(sums, nr_octaves, nr_scales, initial_step_size, threshold, limit, refine, threads):
    points = _surf.find_points(
        sums,
        check.integer(nr_octaves, "nr_octaves", low=1),
        check.integer(nr_scales, "nr_scales", low=1),
        check.integer(initial_step_size, "initial_step_size", low=1),
        check.number(threshold, "threshold", low=0),
        check.choice(refine, "refine", ("mahotas", "newton")) == "newton",
        threads,
    )
    return points if limit is None or limit < 0 else points[:limit].copy()


def interest_points(
    f: Any,
    nr_octaves: int = 4,
    nr_scales: int = 6,
    initial_step_size: int = 1,
    threshold: float = 0.1,
    max_points: int | None = None,
    is_integral: bool = False,
    *,
    refine: str = "mahotas",
    threads: int | None = None,
) -> np.ndarray:
    """Find blobs of any size: maxima over place and scale of the determinant of the Hessian.

    Parameters
    ----------
    f : (Y, X) ndarray of bool, integer or float
        The image, finite; or its integral image, of float64, with `is_integral`.
    nr_octaves : int, default 4
        How often to double box sizes and steps, at least 1. Octaves whose boxes do not fit have no points.
    nr_scales : int, default 6
        Box sizes in each octave, at least 1; fewer than 3 have no maxima.
    initial_step_size : int, default 1
        Pixels between places of the first octave, at least 1.
    threshold : float, default 0.1
        Scores must be above it, at least 0.
    max_points : int or None, default None
        Return only so many points of the largest scores. None or negative: all.
    is_integral : bool, default False
        Whether `f` is an integral image.
    refine : {'mahotas', 'newton'}, default 'mahotas'
        How to find the maximum between places. 'newton' is the maximum of the parabola through the neighbours, which is
        right. In mahotas the step goes the other way and takes the gradient's axes in another order: its places are off
        by up to one step, and other points are rejected; the default gives just those.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    points : (N, 5) ndarray of float64
        y, x (pixels), scale, score, and sign of the Laplacian (-1 for bright blobs); best score first.

    Raises
    ------
    TypeError
        If an integral image is not float64, or a number is of the wrong kind.
    ValueError
        If `f` has other than 2 axes or is not finite, or a number is out of range.

    Notes
    -----
    Octave o and scale i have boxes with lobes of side ``L = 2**(o + 1) * (i + 1) + 1``, every
    ``initial_step_size * 2**o`` pixels. With Dxx, Dyy, Dxy their sums over ``(3 * L)**2`` the score is
    ``Dxx * Dyy - 0.36 * Dxy**2``. The first largest of each block of 3 x 3 x 3 is a point if none of its 26 neighbours is
    larger and `refine` moves it by less than half a step along all axes. Its scale is ``0.4 * L`` there. Points lie
    ``3 * 2**o * (nr_scales + 1) + 2`` steps or more from the frame. Extra memory: 12 bytes per pixel, and about 3 MB per
    thread.

    References
    ----------
    H. Bay, A. Ess, T. Tuytelaars, L. Van Gool. Speeded-up robust features (SURF). Computer Vision and Image
    Understanding 110(3):346-359, 2008. doi:10.1016/j.cviu.2007.09.014

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.features import surf
    >>> y, x = np.indices((120, 120)) - np.array([60.25, 60]).reshape(2, 1, 1)
    >>> surf.interest_points(200 * np.exp(-(y**2 + x**2) / 32), 1, refine="newton")[0, :2].round(1)
    array([60.2, 60. ])
    """
    limit = None if max_points is None else check.integer(max_points, "max_points")
    sums = _sums(f, is_integral)
    return _points(sums, nr_octaves, nr_scales, initial_step_size, threshold, limit, refine, threads)


def descriptors(
    f: Any,
    interest_points: Any,
    is_integral: bool = False,
    descriptor_only: bool = False,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Describe the surroundings of given points, each in a frame that turns with the image.

    Parameters
    ----------
    f : (Y, X) ndarray of bool, integer or float
        The image, finite; or its integral image, of float64, with `is_integral`.
    interest_points : (N, 5) ndarray
        y, x (pixels), scale, and two numbers that are handed on, as `interest_points` returns them.
    is_integral : bool, default False
        Whether `f` is an integral image.
    descriptor_only : bool, default False
        Whether to leave out the first six columns.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    points : (M, 70) ndarray of float64, or (M, 64) with `descriptor_only`
        The five numbers, the angle (radians, 0 towards larger y), and the descriptor, of length 1 (0 where there is
        no gradient). Points nearer than ``floor(31 * scale / 2)`` pixels to the frame are left out: M <= N.

    Raises
    ------
    TypeError
        If an integral image is not float64, or an argument is no array.
    ValueError
        If `f` has other than 2 axes or is not finite, `interest_points` other than 5 columns, a place that is not
        finite or a negative scale.

    Notes
    -----
    The angle is that of the longest sum of gradients within a sixth of the circle, over places up to 6 scales away; the
    sums are those of mahotas, which drops gradients from the sliding window one too early. The descriptor has for each
    of 4 x 4 cells of 5 x 5 places the sums of the turned gradients along both axes, and of their absolute values.
    Gradients are differences of boxes of side ``4 * scale`` and ``2 * scale``, with Gaussian weights; row and column 0
    belong to no box. Numbers are bit for bit those of mahotas for images of integers. Extra memory: 10 bytes per pixel.

    References
    ----------
    H. Bay, A. Ess, T. Tuytelaars, L. Van Gool. Speeded-up robust features (SURF). Computer Vision and Image
    Understanding 110(3):346-359, 2008. doi:10.1016/j.cviu.2007.09.014

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.features import surf
    >>> f = np.add.outer(np.arange(64), 2 * np.arange(64))
    >>> surf.descriptors(f, [[32, 32, 1, 1, 1], [3, 32, 1, 1, 1]]).shape
    (1, 70)
    """
    points = _surf.checked_points(interest_points, "interest_points", 5)
    found = _surf.describe(_sums(f, is_integral), points, threads)
    return found[:, 6:].copy() if descriptor_only else found


def dense(
    f: Any,
    spacing: float,
    scale: float | None = None,
    is_integral: bool = False,
    include_interest_point: bool = False,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Describe places on a regular grid.

    Parameters
    ----------
    f : (Y, X) ndarray of bool, integer or float
        The image, finite; or its integral image, of float64, with `is_integral`.
    spacing : number
        Pixels between places, at least 1 (what is behind the point is cut); the first is at half of that.
    scale : float, optional
        Scale of all places, at least 0. Default: ``sqrt(spacing)``.
    is_integral : bool, default False
        Whether `f` is an integral image.
    include_interest_point : bool, default False
        Whether to return the place too.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    descriptors : (N, 64) ndarray of float64, or (N, 70) with `include_interest_point`
        As `descriptors` returns; y runs fastest. Places nearer than ``floor(31 * scale / 2)`` to the frame are left
        out: none is left where the image is smaller than twice that.

    Raises
    ------
    TypeError, ValueError
        As `descriptors` does, or if `spacing` or `scale` is out of range.

    Notes
    -----
    Extra memory: 10 bytes per pixel.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.features import surf
    >>> surf.dense(np.arange(6400).reshape(80, 80) % 7, 16, scale=1).shape  # 3 of 5 rows of 3 of 5
    (9, 64)
    """
    spacing = check.number(spacing, "spacing", low=1)
    scale = check.number(np.sqrt(spacing) if scale is None else scale, "scale", low=0)
    sums = _sums(f, is_integral)
    y, x = (np.arange(int(spacing / 2), n, int(spacing), dtype=np.float64) for n in sums.shape)
    points = np.ones((len(x), len(y), 5))
    points[..., 0], points[..., 1], points[..., 2] = y, x[:, None], scale
    found = _surf.describe(sums, points.reshape(-1, 5), threads)
    return found if include_interest_point else found[:, 6:].copy()
