"""Majority filter."""

import warnings
from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._boxes import boxed
from .._prepare import native, overlaps, renamed_output
from .._threads import slabs

_kernels = kernels("majority")


def majority_filter(
    img: Any,
    N: int = 3,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Mark pixels around which most pixels are True.

    Parameters
    ----------
    img : (...) ndarray
        A mask of any number of axes; non-zero is True.
    N : int, default 3
        Side of the window around a pixel: odd and at least 3. An even one is taken as the next, with a UserWarning.
    out : (...) ndarray of bool, optional
        Where to write: of the shape of `img`, C-contiguous. It may overlap `img`.
    output : ndarray, optional
        Deprecated: use `out`.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    filtered : ndarray of bool
        Of the shape of `img`: True where more than half of the ``N**ndim`` pixels of the window are True. False where
        the window leaves the image, that is in a frame of ``N // 2`` pixels.

    Raises
    ------
    TypeError
        If `img` is complex or no plain array, or `N` no integer.
    ValueError
        If `N` is 1 or less, or `out` does not fit.

    See Also
    --------
    median_filter : the same on bool images, with a choice of what lies outside, and a mask.

    Notes
    -----
    Counts are exact; they are summed from those of 1, 2, 4 … lines, so that time hardly depends on `N`. mahotas takes
    2-D images only, is satisfied with ``N * N // 2`` (4 of 9), and leaves out the last row and the last column of windows.
    Extra memory: some rows; 4 or 8 bytes per pixel for more than two axes.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.majority_filter(np.array([[1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 0, 0]])).astype(int)
    array([[0, 0, 0, 0],
           [0, 1, 0, 0],
           [0, 0, 0, 0]])
    """
    img = check.array(img, "img")
    N = check.integer(N, "N")
    if N <= 1:
        raise ValueError(f"`N` must be at least 3, not {N}")
    if N % 2 == 0:
        warnings.warn(f"`N` must be odd: {N + 1} is taken, not {N}", UserWarning, stacklevel=2)
        N += 1
    out = check.out(renamed_output(out, output, "majority_filter"), img.shape, bool)
    if not img.size or not img.ndim or min(img.shape) < N:
        out[...] = False
        return out
    mask = native(img if img.dtype == bool else img != 0)
    target = np.empty(img.shape, bool) if overlaps(mask, out) else out
    if N == 3 and img.ndim == 2:
        pixels, marks = mask.view(np.uint8), target.view(np.uint8)
        slabs(lambda start, stop: _kernels.majority3(pixels, start, stop, marks), len(mask), work=mask.size * 4e-8,
              threads=threads, least=16)  # fmt: skip
    else:
        _counted(mask, N, target, threads)
    if target is not out:
        out[...] = target
    return out


def _counted(mask, N, target, threads):
    many, reach = N**mask.ndim, N // 2
    total = np.dtype(np.uint8 if many < 256 and mask.ndim < 3 else np.int32 if many < 1 << 31 else np.int64)
    boxed(
        mask.view(np.uint8), (-reach,) * mask.ndim, (reach,) * mask.ndim, "constant", 0, total,
        "majority", (many // 2,), target, threads,
    )  # fmt: skip
    for axis in range(mask.ndim):
        ends = [slice(None)] * mask.ndim
        for ends[axis] in (slice(0, reach), slice(-reach, None)):
            target[tuple(ends)] = False
