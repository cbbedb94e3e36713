"""The shape of a binary image: its roundness, and the ellipse or ellipsoid that is most like it."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from ..labeled import bwperim
from ..measure import Regions, region_table

__all__ = ["eccentricity", "ellipse_axes", "roundness"]

_kernels = kernels("moments")


def roundness(bw: Any) -> float:
    """Compute how far an outline is from a circle's, or a surface from a ball's: about 1 for these, more for others.

    Parameters
    ----------
    bw : (Y, X) or (Z, Y, X) ndarray of any real dtype
        Read as ``bw != 0``.

    Returns
    -------
    r : float
        For 2 axes p² / (4 π a), p the number of pixels with a background pixel among their four neighbours, a the number
        of pixels. For 3 axes s³ / (36 π v²), s the area of the surface as `region_table` has it, v the number of voxels.
        0 where there are none.

    Raises
    ------
    TypeError
        If `bw` is not real.
    ValueError
        If it has not 2 or 3 axes.

    Notes
    -----
    In 2-D, as in mahotas, the frame is not an outline: a full image has p = 0. The number of outline pixels is less than
    the length of the outline, so a disc has about 0.8; see `pyimg.labeled.perimeter` for lengths. In 3-D surfaces are
    closed along the frame, and a ball has 1 (within 4 % from a radius of 10 on). Extra memory: 2 bytes per pixel, 5 in 3-D.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> bw = np.zeros((7, 7), bool); bw[2:5, 2:5] = True
    >>> round(mh.features.roundness(bw), 3)
    0.566
    >>> round(mh.features.roundness(mh.disk(20, 3)), 2)
    0.99
    """
    bw = check.array(bw, "bw", ndim=(2, 3)) != 0
    area = int(np.count_nonzero(bw))
    if not area:
        return 0.0
    if bw.ndim == 3:
        (surface,) = region_table(bw.view(np.uint8), properties="surface_area")["surface_area"].tolist()
        return surface**3 / (36 * np.pi * area**2)
    return int(np.count_nonzero(bwperim(bw))) ** 2 / (4 * np.pi * area)


def ellipse_axes(bwimage: Any) -> tuple[float, ...]:
    """Find the ellipse, or ellipsoid, with the same second moments as a binary image.

    Parameters
    ----------
    bwimage : (...) ndarray of any real dtype
        Read as ``bwimage != 0``; of any number of axes.

    Returns
    -------
    semimajor, semiminor : float
        ``sqrt(2 (μ20 + μ02 ± sqrt((μ20 - μ02)² + 4 μ11²)) / μ00)``, in pixels, μ the central moments. For d axes the d
        semiaxes ``sqrt((d + 2) λ)``, the greatest first, λ the eigenvalues of the covariance of the pixels' places, which
        is the same for two. 0 where there are no pixels.

    Raises
    ------
    TypeError
        If `bwimage` is not real.
    ValueError
        If it has no axis.

    Notes
    -----
    Extra memory: 1 byte per pixel; 5 for other than two axes.

    References
    ----------
    R. J. Prokop, A. P. Reeves, "A survey of moment-based techniques for unoccluded object representation and recognition",
    CVGIP: Graphical Models and Image Processing 54(5), 1992. doi:10.1016/1049-9652(92)90027-U

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> bw = np.zeros((9, 20), bool); bw[2:5, 3:15] = True
    >>> tuple(round(a, 3) for a in mh.features.ellipse_axes(bw))
    (6.904, 1.633)
    >>> [round(a, 2) for a in mh.features.ellipse_axes(np.ones((3, 9, 5)))]
    [5.77, 3.16, 1.83]
    """
    bwimage = check.array(bwimage, "bwimage")
    if not bwimage.ndim:
        raise ValueError("`bwimage` must have at least one axis")
    bw = np.ascontiguousarray(bwimage != 0)
    if bw.ndim != 2:
        return _semiaxes(bw)
    columns = bw.sum(0)
    area = int(columns.sum())
    if not area:
        return 0.0, 0.0
    x = np.arange(bw.shape[1]) - (columns * np.arange(bw.shape[1])).sum() / area
    rows, first = np.count_nonzero(bw, axis=1), np.empty(len(bw))
    y = np.arange(len(bw)) - (rows * np.arange(len(bw))).sum() / area
    _kernels.weighted_lines(bw.view(np.uint8), x, first)
    down, across, both = (rows * y * y).sum() / area, (columns * x * x).sum() / area, (first * y).sum() / area
    spread = np.hypot(down - across, 2 * both)
    return tuple(float(np.sqrt(max(0.0, 2 * (down + across + sign * spread)))) for sign in (1, -1))


def _semiaxes(bw):
    spread = Regions(bw.astype(np.int32), (1,) * bw.ndim).covariance()
    if not len(spread):
        return (0.0,) * bw.ndim
    return tuple(np.sqrt((bw.ndim + 2) * np.linalg.eigvalsh(spread[0]).clip(0)[::-1]).tolist())


def eccentricity(bwimage: Any) -> float:
    """Compute the eccentricity of the ellipse, or ellipsoid, with the same second moments as a binary image.

    Parameters
    ----------
    bwimage : (...) ndarray of any real dtype
        Read as ``bwimage != 0``; of any number of axes.

    Returns
    -------
    r : float
        ``sqrt(a² - b²) / a`` with the greatest and the least of the semiaxes of `ellipse_axes`: 0 for a circle, a ball
        and without pixels, 1 for a line and for all that is flat.

    Raises
    ------
    TypeError
        If `bwimage` is not real.
    ValueError
        If it has no axis.

    Notes
    -----
    Of an ellipsoid it is that of the section through its longest and its shortest axis, the most eccentric one. Extra
    memory: 1 byte per pixel; 5 for other than two axes.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> bw = np.zeros((9, 20), bool); bw[2:5, 3:15] = True
    >>> round(mh.features.eccentricity(bw), 3)
    0.972
    """
    axes = ellipse_axes(bwimage)
    semimajor, semiminor = axes[0], axes[-1]
    return float(np.sqrt(semimajor**2 - semiminor**2) / semimajor) if semimajor else 0.0
