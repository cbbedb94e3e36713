"""Connected components."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._labels import as_lines
from .._prepare import native, overlaps, renamed_output
from .._structure import offsets, structuring_element

_kernels = kernels("label")
_INT32 = np.iinfo(np.int32).max


def _steps(Bc, shape):
    """Give how lines join earlier lines, {leading step: steps along the last axis}, and whether pixels join into runs."""
    found = {}
    for step in offsets(Bc, centre=False).tolist():
        if any(abs(d) >= n for d, n in zip(step, shape)):
            continue  # never within the image
        if step > [0] * len(step):
            step = [-d for d in step]
        found.setdefault(tuple(step[:-1]), set()).add(step[-1])
    zero = (0,) * (len(shape) - 1)
    joined = -1 in found.get(zero, ())
    if joined:
        found[zero].discard(-1)
    return found, joined


def _grid(found, shape):
    """Give the padded grid of lines and the steps on it, as kernel `link_runs` takes them."""
    leading = shape[:-1]
    pad = [max((abs(to[axis]) for to in found), default=0) for axis in range(len(leading))]
    line_at = np.full([n + 2 * p for n, p in zip(leading, pad)], -1, np.int64)
    inner = tuple(slice(p, p + n) for n, p in zip(leading, pad))
    lines = int(np.prod(leading, dtype=np.intp))
    line_at[inner] = np.arange(lines).reshape(leading)
    place = np.arange(line_at.size).reshape(line_at.shape)[inner].ravel()
    strides = [int(np.prod(line_at.shape[axis + 1 :], dtype=np.intp)) for axis in range(len(leading))]
    steps = []
    for to, along in found.items():
        jump = sum(d * s for d, s in zip(to, strides))
        for step in sorted(along):
            if steps and steps[-1][0] == jump and steps[-1][2] == step - 1:
                steps[-1][2] = step  # neighbouring steps make one interval
            else:
                steps.append([jump, step, step])
    return place, line_at.ravel(), np.array(steps, np.int64).reshape(-1, 3)


def label(array: Any, Bc: Any = None, out: Any = None, output: Any = None) -> tuple[np.ndarray, int]:
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
    recursive. Extra memory: 12 bytes for each run and, where `array` is neither bool nor uint8, 1 byte per pixel.

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
    if overlaps(mask, out):
        mask = mask.copy()
    mask = as_lines(mask)
    lines, n = mask.shape
    if not mask.size:
        return check.out(out, array.shape, np.int32), 0
    found, joined = _steps(Bc, array.shape) if array.ndim else ({}, True)
    place, line_at, steps = _grid(found, array.shape or (1,))

    count = _kernels.count_runs(mask, joined)
    dtype = np.int32 if count <= _INT32 else np.int64
    index = np.int32 if max(count, n + 1) <= _INT32 else np.int64  # of positions along a line too
    runs = np.empty(2 * count + 2, index)
    first = np.empty(lines + 1, np.int64)
    _kernels.find_runs(mask, joined, np.zeros((n + 8) // 8, np.uint64), runs, first)
    labels = np.empty(count, index)
    objects = int(_kernels.link_runs(runs, first, place, line_at, steps, joined, labels))
    if out is None:
        labeled = np.zeros(array.shape, dtype)
    else:
        labeled = check.out(out, array.shape, dtype)
        labeled.fill(0)
    if index == dtype:
        _kernels.paint_runs(runs, first, labels, as_lines(labeled))
    else:
        wide = np.zeros(mask.shape, index)
        _kernels.paint_runs(runs, first, labels, wide)
        as_lines(labeled)[...] = wide
    return labeled, objects
