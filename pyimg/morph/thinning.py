"""Thinning to lines of one pixel."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from ._thinning3 import thin3

_kernels = kernels("patterns")

# 0 must be off, 1 on, . may be either: the templates of one round, in their order.
_TEMPLATES = (
    "000 .1. 111", ".00 110 11.", "1.0 110 1.0", "11. 110 .00", "111 .1. 000", ".11 011 00.", "00. 011 .11", "0.1 011 0.1",
)  # fmt: skip


def _table():
    table = np.zeros(256, np.uint8)
    for turn, template in enumerate(_TEMPLATES):
        ring = template.replace(" ", "")
        ring = ring[:4] + ring[5:]
        for code in range(256):
            if all(want in (".", str(code >> k & 1)) for k, want in enumerate(ring)):
                table[code] |= 1 << turn
    return table


TABLE = _table()


def thin(binimg: Any, max_iter: int = -1) -> np.ndarray:
    """Thin a mask to lines of one pixel that keep its connections.

    Parameters
    ----------
    binimg : (X,), (Y, X) or (Z, Y, X) ndarray of bool, integer or float
        The mask; non-zero is True.
    max_iter : int, default -1
        At most so many rounds; negative for as many as it takes.

    Returns
    -------
    skel : ndarray
        Of the shape and dtype of `binimg`, 0 or 1.

    Raises
    ------
    TypeError
        If `binimg` is complex or no plain array, or `max_iter` no integer.
    ValueError
        If `binimg` has not one, two or three axes.

    Notes
    -----
    A round removes the pixels that fit the first of eight hit-or-miss templates, then those that fit the second, and so
    on [1]_; rounds are repeated until none fits. A list of the pixels that fit some template makes the time
    proportional to what is removed, with mahotas's answer. Extra memory: 2 bytes per pixel and 8 per pixel of outlines.

    In 3-D a round goes through the six directions. In each, voxels that are open to it, are not the end of a curve and
    are simple (their removal joins, cuts, opens and closes nothing [2]_) are removed, those of one of eight subfields at
    a time, and tested again before. What remains are curves, and closed shells around cavities. Extra memory: 1 byte
    per voxel and 20 per voxel of the mask.

    References
    ----------
    .. [1] R. C. Gonzalez and R. E. Woods, *Digital Image Processing*, 3rd ed., section 9.5.5, Pearson, 2008.
    .. [2] G. Malandain and G. Bertrand, "Fast characterization of 3D simple points", Proc. 11th International
       Conference on Pattern Recognition, vol. III, 1992. doi:10.1109/ICPR.1992.201968

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> a = np.zeros((5, 7), int); a[1:4, 1:6] = 1
    >>> mh.thin(a)
    array([[0, 0, 0, 0, 0, 0, 0],
           [0, 1, 0, 0, 0, 1, 0],
           [0, 1, 1, 1, 1, 1, 0],
           [0, 1, 0, 0, 0, 0, 0],
           [0, 0, 0, 0, 0, 0, 0]])
    """
    binimg = check.array(binimg, "binimg", ndim=(1, 2, 3))
    if binimg.ndim == 1:
        return thin(binimg[None], max_iter)[0]
    most = check.integer(max_iter, "max_iter")
    if binimg.ndim == 3:
        return thin3(binimg != 0, most).astype(binimg.dtype.newbyteorder("="))
    wide = np.zeros(tuple(n + 2 for n in binimg.shape), np.uint8)
    wide[1:-1, 1:-1] = binimg if binimg.dtype.kind == "b" else binimg != 0
    if _kernels.thin(wide, TABLE, min(max(most, -1), 1 << 62)):
        raise MemoryError("no memory for the outlines")
    inside = wide[1:-1, 1:-1]
    return inside.view(bool).copy() if binimg.dtype.kind == "b" else inside.astype(binimg.dtype.newbyteorder("="))
