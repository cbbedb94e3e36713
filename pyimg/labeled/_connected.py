"""Connected components."""

from typing import Any

import numpy as np

from .. import _check as check
from .._prepare import native, renamed_output
from .._runs import Runs
from .._structure import offsets, structuring_element

_COST = 1.0  # ns per pixel


def label(
    array: Any, Bc: Any = None, out: Any = None, output: Any = None, threads: int | None = None
) -> tuple[np.ndarray, int]:
    """Number the connected components of nonzero pixels.

    Parameters
    ----------
    array : (...) ndarray of any real dtype
        Read as ``array != 0``; NaN is foreground.
    Bc : ndarray or int, optional
        Which pixels are joined: two foreground pixels are where one is at a member of `Bc` around the other.
        Any shape and members. A number is read as by `get_structuring_elem`: 4 or 8 neighbours in 2-D, 6, 18 or 26
        in 3-D. Default: the neighbours along the axes.
    out : (...) ndarray of int32, optional
        Where to write the labels. May be `array`.
    output : ndarray, optional
        Deprecated name of `out`.
    threads : int, optional
        At most so many threads; see `set_threads`. The result does not depend on it.

    Returns
    -------
    labeled : (...) ndarray of int32
        0 where `array` is zero, else 1 … n by component, in raster order (last axis fastest) of each component's
        first pixel. int64 where more than 2**31 - 1 runs of pixels occur.
    n : int
        The number of components.

    Raises
    ------
    TypeError
        If `array` is not a real array.
    ValueError
        If `Bc` has another number of axes, or `out` is not as described.

    Notes
    -----
    Pixels outside the image are never neighbours (mahotas takes the nearest pixel inside instead, which joins
    components wrongly for some `Bc`). Runs of pixels along the last axis are joined by union-find [1]_; nothing is
    recursive. Extra memory: 0.25 byte per pixel, up to 50 for each line, 4 for each run and, where `array`
    is neither bool nor uint8, 1 byte per pixel.

    References
    ----------
    .. [1] L. He, Y. Chao, K. Suzuki, "A Run-Based Two-Scan Labeling Algorithm", IEEE Trans. Image Processing 17(5),
       2008. doi:10.1109/TIP.2008.919369

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> labeled, n = mh.label(np.array([[1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]))
    >>> labeled
    array([[1, 1, 0, 0],
           [0, 0, 2, 0],
           [0, 0, 0, 3]], dtype=int32)
    >>> mh.label(labeled, 8)[1]
    1
    """
    array = check.array(array, "array")
    out = renamed_output(out, output, "label")
    Bc = structuring_element(Bc, array.ndim)
    small = array.dtype in (np.bool_, np.uint8)
    mask = native(array).view(np.uint8) if small else native(array != 0).view(np.uint8)
    if not mask.size:
        return check.out(out, array.shape, np.int32), 0
    runs = Runs(mask, True, offsets(Bc, centre=False), cost=_COST, threads=threads)
    labeled = np.zeros(array.shape, runs.dtype) if out is None else check.out(out, array.shape, runs.dtype)
    runs.paint(labeled, clean=out is None)
    return labeled, runs.objects
