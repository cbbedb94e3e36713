"""Where regions meet, and how long their outlines are."""

import math
from functools import lru_cache
from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels, reference
from .._labels import as_lines
from .._prepare import MODES, computed, is_native, overlaps, renamed_output
from .._structure import offsets, structuring_element
from .._threads import slabs

_kernels = kernels("borders")
_TABLE = 1 << 22  # entries of a table of neighbours: 32 MiB
_KEPT = 1 << 16  # entries of a table that is worth keeping


def _outside(x, n, mode):
    """Give the indices 0 … n - 1 that indices x mean in a mode; -1 for nothing."""
    inside = (x >= 0) & (x < n)
    if mode in ("constant", "ignore"):
        return np.where(inside, x, -1)
    if mode == "nearest":
        return np.clip(x, 0, n - 1)
    if mode == "wrap":
        return x % n
    period = 2 * n if mode == "reflect" else max(2 * n - 2, 1)
    x = x % period
    return np.where(x < n, x, 2 * n - 1 - x if mode == "reflect" else (2 * n - 2 - x) % max(n, 1))


def _neighbours(Bc, shape, mode, centre=True):
    """Give (rows, columns, steps) as the kernels take them, for some members of Bc at a time."""
    shape = shape or (1,)
    steps = offsets(Bc, centre=centre) if Bc.ndim else np.zeros((int(Bc and centre), 1), np.intp)
    size = math.prod(shape[:-1]) + shape[-1]
    if len(steps) * size <= _KEPT:
        return _kept(np.ascontiguousarray(steps, np.intp).tobytes(), shape, mode)
    return _tables(steps, shape, mode)


@lru_cache(8)
def _kept(raw, shape, mode):
    return list(_tables(np.frombuffer(raw, np.intp).reshape(-1, len(shape)), shape, mode))


def _tables(steps, shape, mode):
    lines, n = math.prod(shape[:-1]), shape[-1]
    many = max(1, _TABLE // max(lines + n, 1))
    for at in range(0, len(steps), many):
        part = steps[at : at + many]
        rows = np.zeros((len(part), 1), np.int64)
        for axis, size in enumerate(shape[:-1]):
            index = _outside(part[:, axis : axis + 1] + np.arange(size), size, mode)
            if axis:
                rows, index = rows[:, :, None], index[:, None]
                index = np.where((rows < 0) | (index < 0), -1, rows * size + index).reshape(len(part), -1)
            rows = index
        columns = _outside(part[:, -1:] + np.arange(n), n, mode)
        yield rows.astype(np.int64, copy=False), columns.astype(np.int64, copy=False), part[:, -1].astype(np.int64)


def _differs(a, Bc, mode, inside, out, threads):
    """Write where a neighbour differs to `out`; only where `a` is not 0 if `inside`."""
    lines, found = as_lines(computed(a)), as_lines(out.view(np.uint8))
    compiled = _kernels if is_native(lines.dtype) else reference("borders")
    if not a.size:
        return
    more = False
    work = 4e-8 * lines.nbytes * np.count_nonzero(Bc)
    for rows, columns, steps in _neighbours(Bc, a.shape, mode, centre=a.dtype.kind == "f"):  # NaN differs from itself
        slabs(
            lambda *part, r=rows, c=columns, s=steps, m=more: compiled.differs(lines, r, c, s, inside, m, *part, found),
            len(lines), work=work, threads=threads,
        )  # fmt: skip
        more = True
    if not more:
        found.fill(0)  # there is no neighbour at all


def borders(
    labeled: Any, Bc: Any = None, out: Any = None, output: Any = None, mode: str = "constant",
    *, threads: int | None = None,
) -> np.ndarray:  # fmt: skip
    """Find the pixels that have a neighbour of another label.

    Parameters
    ----------
    labeled : (...) ndarray of any real dtype
        Labels.
    Bc : ndarray or int, optional
        Which pixels are neighbours, read as by `get_structuring_elem`. Default: those along the axes.
    out : (...) ndarray of bool, optional
        Where to write.
    output : ndarray, optional
        Deprecated name of `out`.
    mode : {"constant", "ignore", "nearest", "reflect", "mirror", "wrap"}, optional
        What lies outside. Default: "constant", which here means nothing, as "ignore" does.
    threads : int, optional
        How many threads may work. Default: that of `set_threads`.

    Returns
    -------
    border : (...) ndarray of bool
        ``labeled[p] != labeled[q]`` for some neighbour q of p.

    Raises
    ------
    TypeError
        If `labeled` is not a real array.
    ValueError
        If `Bc` has another number of axes, `mode` is another word, or `out` is not as described.

    Notes
    -----
    NaN differs from everything. Extra memory: the larger of 32 MiB and 8 bytes for each line, for large `Bc`.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.borders(np.array([[1, 1, 1, 2], [1, 1, 1, 2]])).astype(int)
    array([[0, 0, 1, 1],
           [0, 0, 1, 1]])
    """
    a = check.array(labeled, "labeled")
    Bc = structuring_element(Bc, a.ndim)
    mode = check.choice(mode, "mode", tuple(MODES))
    out = check.out(renamed_output(out, output, "borders"), a.shape, bool)
    _differs(a.copy() if overlaps(a, out) else a, Bc, mode, False, out, threads)
    return out


def border(
    labeled: Any, i: int, j: int, Bc: Any = None, out: Any = None, always_return: bool = True, output: Any = None
) -> np.ndarray | None:
    """Find the pixels of two regions that have a neighbour of the other.

    Parameters
    ----------
    labeled : (...) ndarray of any real dtype
        Labels.
    i, j : int
        The two labels.
    Bc : ndarray or int, optional
        Which pixels are neighbours, read as by `get_structuring_elem`. Default: those along the axes.
    out : (...) ndarray of bool, optional
        Where to write.
    always_return : bool, optional
        Return an image without a border pixel too (default), or None instead.
    output : ndarray, optional
        Deprecated name of `out`.

    Returns
    -------
    border : (...) ndarray of bool, or None
        True at pixels of label i with a neighbour of label j and the other way round. Pixels outside are no neighbours.

    Raises
    ------
    TypeError
        If `labeled` is not a real array, or `i` or `j` no number.
    ValueError
        If `Bc` has another number of axes, or `out` is not as described.

    Notes
    -----
    A label that the dtype cannot hold has no pixel (mahotas takes 257 for 1 on uint8). Extra memory: one int32 copy of
    the labels where they are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.border(np.array([[0, 1, 2, 3]]), 1, 2)
    array([[False,  True,  True, False]])
    """
    a = check.array(labeled, "labeled")
    Bc = structuring_element(Bc, a.ndim)
    out = check.out(renamed_output(out, output, "border"), a.shape, bool)
    first, second = (
        a == (check.number(v, name) if isinstance(v, (float, np.floating)) else check.integer(v, name))
        for v, name in ((i, "i"), (j, "j"))
    )
    one, two = first.view(np.uint8), second.view(np.uint8)
    mine, theirs = (np.ascontiguousarray(one | two << 1), np.ascontiguousarray(one << 1 | two))
    found = as_lines(out.view(np.uint8))
    found.fill(0)
    if a.size:
        for neighbours in _neighbours(Bc, a.shape, "ignore"):
            _kernels.touches(as_lines(mine), as_lines(theirs), *neighbours, found)
    return out if always_return or out.any() else None


def bwperim(bw: Any, n: Any = 4, mode: str = "constant", *, threads: int | None = None) -> np.ndarray:
    """Find the outline of the foreground: its pixels that have a background neighbour.

    Parameters
    ----------
    bw : (...) ndarray of any real dtype
        Read as ``bw != 0``.
    n : int or ndarray, optional
        Which pixels are neighbours, read as by `get_structuring_elem`: 4 (default) or 8 in 2-D; 6, 18 or 26 in 3-D.
    mode : {"constant", "ignore", "nearest", "reflect", "mirror", "wrap"}, optional
        What lies outside. Default: "constant", which here means nothing, as "ignore" does: a pixel on the frame is
        on the outline only if it has a background neighbour inside.
    threads : int, optional
        How many threads may work. Default: that of `set_threads`.

    Returns
    -------
    perim : (...) ndarray of bool
        ``bw[p] != 0`` and ``bw[q] == 0`` for some neighbour q of p.

    Raises
    ------
    TypeError
        If `bw` is not a real array.
    ValueError
        If `n` or `mode` is not one of those.

    Notes
    -----
    Extra memory: 1 byte per pixel where `bw` is not bool.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> bw = np.zeros((5, 5), bool); bw[1:4, 1:4] = True
    >>> mh.bwperim(bw).astype(int)
    array([[0, 0, 0, 0, 0],
           [0, 1, 1, 1, 0],
           [0, 1, 0, 1, 0],
           [0, 1, 1, 1, 0],
           [0, 0, 0, 0, 0]])
    """
    a = check.array(bw, "bw")
    Bc = structuring_element(n, a.ndim, "n")
    mode = check.choice(mode, "mode", tuple(MODES))
    out = np.empty(a.shape, bool)
    _differs(a if a.dtype == np.bool_ else a != 0, Bc, mode, True, out, threads)
    return out


def _lengths(labels, edge, rows):
    """Give the length of each region's outline from its padded outline pixels (Benkrid and Crookes's weights)."""
    counts = np.zeros((rows, 3), np.int64)
    _kernels.perimeter_pixels(labels, edge.view(np.uint8), counts)
    return counts @ np.array([1.0, np.sqrt(2), (1 + np.sqrt(2)) / 2])


def region_perimeters(labels: np.ndarray, rows: int) -> np.ndarray:
    """Give the perimeter of each label from 0 of an int32 image (0 for label 0), each region by itself, closed."""
    edge = np.empty(labels.shape, bool)
    _differs(labels, structuring_element(1, 2), "ignore", True, edge, None)
    for side in (np.s_[:1], np.s_[-1:], np.s_[:, :1], np.s_[:, -1:]):
        edge[side] = labels[side] != 0
    edge &= labels > 0
    return _lengths(labels, np.pad(edge, 1), rows)


def perimeter(bwimage: Any, n: Any = 4, mode: str = "constant", *, spacing: Any = None) -> float:
    """Estimate the length of all outlines of a binary image.

    Parameters
    ----------
    bwimage : (h, w) ndarray of any real dtype
        Read as ``bwimage != 0``.
    n : int or ndarray, optional
        Which neighbours make an outline pixel, as in `bwperim`. Default: 4.
    mode : {"constant", "ignore", "nearest", "reflect", "mirror", "wrap"}, optional
        What lies outside. Default: "constant", background: objects are closed along the frame. With any other mode the
        outline is that of `bwperim` with it, and goes on beyond the frame as mirrored there: with "ignore" the frame
        is not counted, as mahotas does not.
    spacing : float or (2,) sequence of float, optional
        Size of a pixel along each axis, which must be equal. Default: 1.

    Returns
    -------
    p : float
        Each outline pixel counts 1, sqrt(2) or (1 + sqrt(2)) / 2 by how its outline neighbours lie [1]_; times `spacing`.

    Raises
    ------
    TypeError
        If `bwimage` is not a real array.
    ValueError
        If it has not two axes, `n` or `mode` is not one of those, or pixels are not square.

    Notes
    -----
    Isolated pixels count 0. As `skimage.measure.perimeter`. Extra memory: 6 bytes per pixel.

    References
    ----------
    .. [1] K. Benkrid, D. Crookes, "Design and FPGA Implementation of a Perimeter Estimator", Queen's University of
       Belfast, 2000.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> bw = np.zeros((6, 6), bool); bw[1:5, 1:5] = True
    >>> mh.perimeter(bw)
    12.0
    """
    a = check.array(bwimage, "bwimage", ndim=2)
    size = check.spacing(spacing, 2)
    if size[0] != size[1]:
        raise ValueError(f"`spacing` must be equal along both axes, not {size}: the weights are those of square pixels")
    mode = check.choice(mode, "mode", tuple(MODES))
    mask = a != 0
    if mode == "constant":
        edge = bwperim(np.pad(mask, 1), n)
    else:
        edge = np.pad(bwperim(mask, n, mode), 1, "symmetric") if a.size else np.zeros([s + 2 for s in a.shape], bool)
    labels = np.zeros(a.shape, np.int32)
    return float(_lengths(labels, edge, 1)[0]) * size[0]
