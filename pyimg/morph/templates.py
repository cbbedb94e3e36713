"""The hit-or-miss transform."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import native, overlaps, renamed_output

_kernels = kernels("patterns")


def hitmiss(
    input: Any, Bc: Any, out: np.ndarray | None = None, output: np.ndarray | None = None
) -> np.ndarray:
    """Find where a template of ones and zeros fits an image.

    Parameters
    ----------
    input : (...) ndarray of bool or integer
        The image, of any number of axes.
    Bc : ndarray of bool or integer
        The template, with as many axes: 1 must meet 1, 0 must meet 0, 2 meets anything. (Another value must meet itself.)
    out : ndarray, optional
        Where to write: of the shape and dtype of `input` (bool or uint8 if that is bool), C-contiguous.
    output : ndarray, optional
        Deprecated: use `out`.

    Returns
    -------
    filtered : ndarray
        Of the shape and dtype of `input`, uint8 for bool: 1 where the template, laid with its centre (``size // 2``) on
        the pixel, fits, else 0; 0 too where it does not lie within the image.

    Raises
    ------
    TypeError
        If `input` or `Bc` is neither bool nor integer.
    ValueError
        If `Bc` has another number of axes than `input`, or `out` does not fit.

    Notes
    -----
    Extra memory: none.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> a = np.array([[0, 0, 0, 0, 0], [0, 1, 1, 1, 1], [0, 0, 1, 1, 1]])
    >>> mh.hitmiss(a, np.array([[0, 0, 0], [2, 1, 1], [2, 1, 1]]))
    array([[0, 0, 0, 0, 0],
           [0, 0, 1, 1, 0],
           [0, 0, 0, 0, 0]])
    """
    a = native(check.array(input, "input", kinds="bui"))
    Bc = check.array(Bc, "Bc", kinds="bui")
    if Bc.ndim != a.ndim:
        raise ValueError(f"`Bc` must have {a.ndim} axes, one per axis of `input`, not {Bc.ndim}")
    out = renamed_output(out, output, "hitmiss")
    if a.dtype == bool:
        a = a.view(np.uint8)
        if isinstance(out, np.ndarray) and out.dtype == bool:
            check.out(out, a.shape, bool)
            hitmiss(a, Bc, out.view(np.uint8))
            return out
    result = check.out(out, a.shape, a.dtype)
    goal = np.empty_like(result) if overlaps(a, out) else result
    goal[...] = 0
    _match(a, Bc, goal)
    if goal is not result:
        result[...] = goal
    return result


def _match(a, Bc, goal):
    ends = np.iinfo(a.dtype)
    care = Bc != 2
    values = Bc[care]
    margins = [n // 2 for n in Bc.shape]
    inner = [n - max(size, 1) + 1 for n, size in zip(a.shape, Bc.shape)]  # a template of no pixel fits everywhere
    if any(n <= 0 for n in inner) or (values.size and (int(values.min()) < ends.min or int(values.max()) > ends.max)):
        return
    strides = np.array([s // a.itemsize for s in a.strides], np.int64)
    jumps = (np.argwhere(care) - np.array(margins, np.int64)) @ strides if a.ndim else np.zeros(len(values), np.int64)
    starts = np.zeros(1, np.int64)
    for n, m, stride in zip(inner[:-1], margins, strides):
        starts = (starts[:, None] + stride * np.arange(m, m + n)).ravel()
    width = inner[-1] if a.ndim else 1
    starts += margins[-1] if a.ndim else 0
    bits = f"u{a.itemsize}"
    _kernels.hitmiss(
        a.reshape(-1).view(bits), jumps.astype(np.int64), values.astype(a.dtype).view(bits), starts, width,
        goal.reshape(-1).view(bits),
    )  # fmt: skip
