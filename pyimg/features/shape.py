"""The shape of a binary image: its roundness, and the ellipse that is most like it."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from ..labeled import bwperim

__all__ = ["eccentricity", "ellipse_axes", "roundness"]

_kernels = kernels("moments")


def roundness(bw: Any) -> float:
    """Compute how far an outline is from a circle's: about 1 for a disc, more for other shapes.

    Parameters
    ----------
    bw : (Y, X) ndarray of any real dtype
        Read as ``bw != 0``.

    Returns
    -------
    r : float
        p² / (4 π a), p the number of pixels with a background pixel among their four neighbours, a the number of pixels;
        0 where there are none.

    Raises
    ------
    TypeError
        If `bw` is not real.
    ValueError
        If it has not 2 axes.

    Notes
    -----
    The frame is not an outline: a full image has p = 0. The number of outline pixels is less than the length of the
    outline, so a disc has about 0.8; see `pyimg.labeled.perimeter` for lengths. Extra memory: 2 bytes per pixel.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> bw = np.zeros((7, 7), bool); bw[2:5, 2:5] = True
    >>> round(mh.features.roundness(bw), 3)
    0.566
    """
    bw = check.array(bw, "bw", ndim=2) != 0
    area = int(np.count_nonzero(bw))
    if not area:
        return 0.0
    return int(np.count_nonzero(bwperim(bw))) ** 2 / (4 * np.pi * area)


def ellipse_axes(bwimage: Any) -> tuple[float, float]:
    """Find the ellipse with the same second moments as a binary image.

    Parameters
    ----------
    bwimage : (Y, X) ndarray of any real dtype
        Read as ``bwimage != 0``.

    Returns
    -------
    semimajor, semiminor : float
        ``sqrt(2 (μ20 + μ02 ± sqrt((μ20 - μ02)² + 4 μ11²)) / μ00)``, in pixels, μ the central moments; 0, 0 where there
        are no pixels.

    Raises
    ------
    TypeError
        If `bwimage` is not real.
    ValueError
        If it has not 2 axes.

    Notes
    -----
    Extra memory: 1 byte per pixel.

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
    """
    bw = np.ascontiguousarray(check.array(bwimage, "bwimage", ndim=2) != 0)
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


def eccentricity(bwimage: Any) -> float:
    """Compute the eccentricity of the ellipse with the same second moments as a binary image.

    Parameters
    ----------
    bwimage : (Y, X) ndarray of any real dtype
        Read as ``bwimage != 0``.

    Returns
    -------
    r : float
        ``sqrt(a² - b²) / a`` with the semiaxes of `ellipse_axes`: 0 for a circle and without pixels, 1 for a line.

    Raises
    ------
    TypeError
        If `bwimage` is not real.
    ValueError
        If it has not 2 axes.

    Notes
    -----
    Extra memory: 1 byte per pixel.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> bw = np.zeros((9, 20), bool); bw[2:5, 3:15] = True
    >>> round(mh.features.eccentricity(bw), 3)
    0.972
    """
    semimajor, semiminor = ellipse_axes(bwimage)
    return float(np.sqrt(semimajor**2 - semiminor**2) / semimajor) if semimajor else 0.0
