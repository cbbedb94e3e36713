"""Maps that mix axes: affine transforms and rotations."""

from math import cos, radians, sin
from typing import Any

import numpy as np

from .. import _check as check
from . import _plan as spline
from ._arguments import DOUBLE, border, drawn, image, order_of


def affine_transform(
    array: Any,
    matrix: Any,
    offset: Any = 0.0,
    output_shape: tuple[int, ...] | None = None,
    out: Any = None,
    order: int = 3,
    mode: str = "constant",
    cval: float = 0.0,
    prefilter: bool = True,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Map an image by a matrix and an offset.

    Parameters
    ----------
    array : (...) array_like of bool, integer or float
        The image, of 1 to 8 axes.
    matrix : (n, n), (n,), (n, n + 1) or (n + 1, n + 1) array_like of float
        From pixels of the result to places in the image: a matrix, its diagonal, or a matrix with the offset in
        its last column (and 0 … 0 1 in its last row).
    offset : float or sequence of float, default 0.0
        For all axes or one per axis; without effect where `matrix` has it.
    output_shape : tuple of int, optional
        Shape of the result; default that of the image.
    out : ndarray or dtype, optional
        Where to put the result (its shape, C-contiguous), or its type. Default: new, float64. Integers are
        rounded to the nearest and held within their range; bool is True above 0.5.
    order, mode, cval, prefilter
        As in `shift`.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    mapped : output_shape ndarray of float64, or `out`
        ``mapped[i]`` is the spline through the image at ``matrix @ i + offset``.

    Raises
    ------
    ValueError
        If `matrix` has another shape or is not finite, or another argument is out of range.

    Notes
    -----
    Computed in float64; order 1 of two or three axes in float32 where the result is float32, or both image and
    result have 8 bits. Places are never rounded. Integers of 64 bits beyond 2**53 are rounded first, for order 0 too.
    Extra memory: 8 bytes per pixel of the image for orders from 2; for orders 0 and 1 of two or three axes none for images of uint8, uint16, float32 or float64; else 8 bytes per pixel unless they are
    float64.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.affine_transform(np.arange(6.0).reshape(2, 3), [[0, 1], [1, 0]], output_shape=(3, 2), order=1)
    array([[0., 3.],
           [1., 4.],
           [2., 5.]])
    """
    a = image(array)
    order = order_of(order)
    mode, cval = border(mode, cval)
    n = a.ndim
    if n > 8:
        raise ValueError(f"`array` must have at most 8 axes, not {n}")
    matrix = check.array(matrix, "matrix").astype(DOUBLE)
    steps = np.array(check.per_axis(offset, "offset", n))
    if matrix.shape in ((n, n + 1), (n + 1, n + 1)):
        if len(matrix) == n + 1 and not np.array_equal(matrix[n], [0] * n + [1]):
            raise ValueError("`matrix` must end with a row of 0 … 0 1")
        steps, matrix = matrix[:n, n].copy(), matrix[:n, :n]
    if matrix.shape not in ((n,), (n, n)):
        raise ValueError(f"`matrix` must have shape ({n}, {n}), ({n},) or with the offset, not {matrix.shape}")
    if not (np.isfinite(matrix).all() and np.isfinite(steps).all()):
        raise ValueError("`matrix` must be finite")
    if output_shape is None:
        shape = out.shape if isinstance(out, np.ndarray) else a.shape
    else:
        shape = check.per_axis(output_shape, "output_shape", n, convert=check.integer, low=0)
    if len(shape) != n:
        raise ValueError(f"`out` must have {n} axes, as `array` has, not {len(shape)}")
    if not a.size and np.prod(shape):
        raise ValueError(f"`array` must not be empty (its shape is {a.shape})")
    check.fits(shape, 1, "output_shape")
    # A diagonal is one scale per axis: axis by axis costs (order + 1) * n, not (order + 1) ** n.
    if matrix.ndim == 1 or np.count_nonzero(matrix - np.diag(np.diag(matrix))) == 0:
        scale = matrix if matrix.ndim == 1 else np.diag(matrix)
        at = [s * np.arange(m) + b for s, m, b in zip(scale, shape, steps)]

        def draw(dtype, to):
            return spline.resampled(a, at, order, mode, cval, prefilter, dtype, threads, to)
    else:

        def draw(dtype, to):
            return spline.affine(a, order, mode, cval, prefilter, matrix, steps, shape, dtype, threads, to)

    return drawn(out, a, shape, draw, "output_shape")


def rotate(
    array: Any,
    angle: float,
    axes: tuple[int, int] = (1, 0),
    reshape: bool = True,
    out: Any = None,
    order: int = 3,
    mode: str = "constant",
    cval: float = 0.0,
    prefilter: bool = True,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Rotate an image in the plane of two of its axes.

    Parameters
    ----------
    array : (...) array_like of bool, integer or float
        The image, of at least two axes.
    angle : float
        Degrees, counter-clockwise as an image is looked at (rows downwards).
    axes : (int, int), default (1, 0)
        The two axes; their order does not matter.
    reshape : bool, default True
        Whether the result is as large as the rotated image; else as large as the image.
    out : ndarray or dtype, optional
        Where to put the result (its shape, C-contiguous), or its type. Default: new, float64. Integers are
        rounded to the nearest and held within their range; bool is True above 0.5.
    order, mode, cval, prefilter
        As in `shift`.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    rotated : (...) ndarray of float64, or `out`
        The spline through the image at the places turned about its centre.

    Raises
    ------
    ValueError
        If `array` has fewer than two axes, `axes` are not two of them, or another argument is out of range.

    Notes
    -----
    Extra memory: as `affine_transform`, and up to 8 bytes per pixel of the result.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.rotate(np.arange(6).reshape(2, 3), 90, out=int)
    array([[2, 5],
           [1, 4],
           [0, 3]])
    """
    a = image(array)
    order = order_of(order)
    mode, cval = border(mode, cval)
    angle = check.number(angle, "angle") % 360
    if np.ndim(axes) != 1 or len(axes) != 2:
        raise ValueError(f"`axes` must be two axes, not {axes!r}")
    first, second = sorted(check.axis(d, a.ndim, "axes") for d in axes)
    if first == second:
        raise ValueError(f"`axes` must be two different axes, not {axes!r}")
    # Exact where it can be: a right angle only moves pixels.
    c, s = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}.get(angle) or (cos(radians(angle)), sin(radians(angle)))
    matrix = np.array([[c, s], [-s, c]], DOUBLE)
    plane = np.array([a.shape[first], a.shape[second]])
    turned = plane
    if reshape:
        turned = (np.ptp(matrix @ [[0, 0, plane[0], plane[0]], [0, plane[1], 0, plane[1]]], axis=1) + 0.5).astype(int)
    offset = (plane - 1) / 2 - matrix @ ((turned - 1) / 2)
    shape = list(a.shape)
    shape[first], shape[second] = map(int, turned)

    def draw(dtype, _):
        if a.ndim == 2:
            return spline.affine(a, order, mode, cval, prefilter, matrix, offset, shape, dtype, threads)
        planes = np.ascontiguousarray(np.moveaxis(a, (first, second), (-2, -1))).reshape(-1, *plane)
        result = [spline.affine(p, order, mode, cval, prefilter, matrix, offset, turned, dtype, threads) for p in planes]
        others = [n for d, n in enumerate(a.shape) if d not in (first, second)]
        result = np.stack(result)
        return np.ascontiguousarray(np.moveaxis(result.reshape(*others, *turned), (-2, -1), (first, second)))

    return drawn(out, a, tuple(shape), draw)
