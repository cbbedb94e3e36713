"""Draw interest points into pictures."""

from typing import Any

import numpy as np

from .. import _check as check
from .._cast import saturated
from ..polygon import line
from ._surf import checked_points

# Okabe and Ito's colours, which people with any colour vision tell apart.
_COLORS = ((230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167))


def show_surf(f: Any, spoints: Any, values: Any = None, colors: Any = None) -> np.ndarray:
    """Draw the points that `surf` found into a picture.

    Parameters
    ----------
    f : (Y, X) ndarray of bool, integer or float
        The image, of grey levels 0 to 255; others become the nearer end, NaN 0.
    spoints : (N, 70) ndarray
        What `surf` returned.
    values : (N,) ndarray of int, optional
        Class of each point, 0 or more. Default: all 0.
    colors : sequence of (r, g, b), optional
        Color of each class, 0 to 255. Default: red without `values`, else seven colors in turn.

    Returns
    -------
    picture : (Y, X, 3) ndarray of uint8
        The image in grey, with a square about each point: side 10 scales, turned by its angle. Lines are clipped.

    Raises
    ------
    TypeError
        If an argument is no array, or `values` not integer.
    ValueError
        If `f` has other than 2 axes, `spoints` other than 70 columns, or `values` do not fit `spoints` or `colors`.

    Notes
    -----
    Extra memory: the result.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.features import surf
    >>> f = np.zeros((120, 120), np.uint8); f[50:70, 50:70] = 200
    >>> surf.show_surf(f, surf.surf(f)).shape
    (120, 120, 3)
    """
    f = check.array(f, "f", ndim=2)
    points = checked_points(spoints, "spoints", 70)
    if colors is None:
        colors = [(255, 0, 0)] if values is None else _COLORS
        count = np.iinfo(np.int64).max if values is not None else 1
    else:
        colors = check.array(colors, "colors", kinds="ui", ndim=2)
        count = len(colors)
    values = np.zeros(len(points), np.int64) if values is None else values
    values = check.array(values, "values", kinds="ui", shape=(len(points),))
    if len(values) and not 0 <= values.min() <= values.max() < count:
        raise ValueError(f"`values` must be from 0 to {count - 1}, one for each of `colors`")
    picture = np.repeat(saturated(f.astype(np.float64), np.dtype(np.uint8), rounding=False)[..., None], 3, axis=2)
    for (y, x, scale, angle), value in zip(points[:, [0, 1, 2, 5]].tolist(), values.tolist()):
        sa, ca, half = np.sin(angle), np.cos(angle), 5 * scale
        corners = [(half * u, half * v) for u, v in ((-1, -1), (-1, 1), (1, 1), (1, -1))]
        corners = [(round(y + ca * v - sa * u), round(x + sa * v + ca * u)) for u, v in corners]
        for start, end in zip(corners, corners[1:] + corners[:1]):
            _line(picture, start, end, colors[value % len(colors)])
    return picture


def _line(picture, start, end, color):
    for channel, level in zip(np.moveaxis(picture, 2, 0), color):
        line(start, end, channel, int(level))
