"""The mean of a neighbourhood."""

from functools import lru_cache
from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare
from .._backend import kernels, reference
from .._boxes import boxed, total_type
from .._flat import lines_around, positions
from .._prepare import KINDS, aligned
from .._threads import slabs
from ._window import Window, border, image, inside, window

_windows = kernels("windows")
_CACHE = 1 << 19  # bytes that the rows of one sweep may fill
_KEPT = 1 << 13  # rows and columns whose counts are worth keeping
_DOUBLE = np.dtype(np.float64)


def mean_filter(
    f: Any,
    Bc: Any,
    mode: str = "ignore",
    cval: float = 0.0,
    out: np.ndarray | None = None,
    *,
    mask: Any = None,
    threads: int | None = None,
) -> np.ndarray:
    """Replace each pixel by the mean of those around it.

    Parameters
    ----------
    f : (...) ndarray of bool, integer or float
        The image, of any number of axes.
    Bc : None, int or ndarray
        Structuring element (see `get_structuring_elem`): its non-zero entries are members. None is the cross.
    mode : {'ignore', 'reflect', 'nearest', 'wrap', 'mirror', 'constant'}, default 'ignore'
        What lies outside the image, as for `rank_filter`; 'ignore' takes the mean of the members that are inside.
    cval : float, default 0.0
        The value outside with ``mode='constant'``.
    out : (...) ndarray of float64, optional
        Where to write: of the shape of `f`, C-contiguous. It may overlap `f`.
    mask : (...) ndarray, optional
        Of the shape of `f`: only pixels where it is not 0 count as members.
    threads : int, optional
        Number of threads; None asks `pyimg.get_threads`.

    Returns
    -------
    mean : ndarray of float64
        Of the shape of `f`: at p the sum of ``f[p + k - centre]`` over members k of `Bc` over their number, where the
        centre of an axis is ``size // 2``. NaN where all are outside and ignored, or not in `mask`, or `Bc` has no
        member.

    Raises
    ------
    TypeError
        If `f` is complex or no plain array.
    ValueError
        If `Bc` has another number of axes than `f`; if `mode` is another word; if `mask` has another
        shape than `f`; if `out` does not fit.

    Notes
    -----
    Integers are summed exactly, whatever their size, and divided once. Floats are summed in float64, of parts that all
    lie in the window: no error builds up along the image, and NaN or inf reach no further than the window. longdouble
    is summed as such.

    Sums over boxes hardly take longer for larger ones: down the columns by what enters and what leaves (floats: by
    blocks of rows), then along the rows, of sums of 1, 4, 16 … pixels. Other windows take one addition for each of
    their lines and each length of these.
    Extra memory: some rows (of floats as many as a box has; of other windows as many as they reach over, for each
    length of their lines); 8 bytes per pixel for boxes of more than two axes, 48 for 64-bit integers. With `mask`,
    which takes the mean of the masked image over that of the mask, one image of `f`'s type and 8 bytes per pixel more.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.mean_filter(np.array([1, 2, 6, 4], np.uint8), np.ones(3))
    array([1.5, 3. , 4. , 5. ])
    """
    f = image(f)
    w = window(Bc, f.ndim, empty=True)
    mode, cval = border(mode, cval)
    out = check.out(out, f.shape, _DOUBLE)
    if mask is not None:
        counted = check.mask(mask, f.shape)
        share = mean_filter(counted, Bc, mode, 1.0, threads=threads)
        mean_filter(np.where(counted, f, np.zeros((), f.dtype)), Bc, mode, cval, out, threads=threads)
        with np.errstate(all="ignore"):
            return np.divide(out, share, out=out)
    if not f.size or not len(w.steps):
        out[...] = np.nan
        return out
    a = prepare.computed(f)
    if a.ndim == 0:
        a, w = a.reshape(1), Window(np.zeros((1, 1), np.intp), (0,), (0,))
    target = np.empty(a.shape) if prepare.overlaps(a, out) else out.reshape(a.shape)
    with np.errstate(all="ignore"):
        _mean(a, w, mode, cval, target, threads)
    if not np.may_share_memory(target, out):
        out[...] = target.reshape(out.shape)
    return out


def _mean(a, w, mode, cval, out, threads):
    outside = cval if mode == "constant" else 0
    total = _total(a, len(w.steps), outside)
    if total is not None and w.box:
        few = a.size // a.shape[-1] <= _KEPT >= a.shape[-1]
        counts = (_box_counts if few else _box_counts.__wrapped__)(a.shape, tuple(w.low), tuple(w.high), mode)
        boxed(a, w.low, w.high, mode, outside, total, "means", counts, out, threads)
    elif total is not None:
        _any(a, w, mode, outside, total, out, threads)
    elif a.dtype.kind == "f":
        _any(a, w, mode, outside, a.dtype, out, threads)
    else:  # 64 bits: sums of the upper and of the lower half are exact, and added once
        halves, outside = [], int(outside)
        for part, beyond in ((a >> a.dtype.type(32), outside >> 32), (a & a.dtype.type(0xFFFFFFFF), outside & 0xFFFFFFFF)):
            halves.append(sums(part.astype(np.int64), w, mode, beyond, np.dtype(np.int64), threads))
        counts, of = _counts(a.shape, w, mode)
        out[...] = (halves[0] * 2.0**32 + halves[1]) / counts[of].reshape(a.shape)


def _total(a, many, outside):
    """Choose the type of sums; None where none is exact, or for longdouble."""
    if a.dtype.kind == "f":
        return _DOUBLE if a.dtype.itemsize <= 8 else None
    if not isinstance(outside, int):
        if not float(outside).is_integer() or abs(outside) > 2**53:
            return _DOUBLE
        outside = int(outside)
    if a.dtype.itemsize == 8:
        return None if -(2**63) <= outside < 2**64 else _DOUBLE
    total = total_type(a, many)
    if total == np.int32 and abs(outside) * many >= 2**31:
        total = np.dtype(np.int64)
    return total if abs(outside) < 2**32 else _DOUBLE


@lru_cache(16)
def _box_counts(shape, low, high, mode):
    """Give how many pixels of a box count, as factors of rows and of columns."""
    *leading, columns = (_within(n, l, h, mode) for n, l, h in zip(shape, low, high))
    rows = np.ones(1)
    for along in leading:
        rows = (rows[:, None] * along).ravel()
    return rows, columns


def _within(n, low, high, mode):
    if mode != "ignore":
        return np.full(n, float(high - low + 1))
    at = np.arange(n)
    return (np.minimum(at + high, n - 1) - np.maximum(at + low, 0) + 1).astype(np.float64)


def _counts(shape, w, mode):
    if mode == "ignore":
        counts, of = inside(shape, w)
        return counts.astype(np.float64), of
    return np.full((1, shape[-1]), float(len(w.steps))), np.zeros(int(np.prod(shape[:-1], dtype=np.int64)), np.intp)


def sums(a: np.ndarray, w: Window, mode: str, outside: int, total: np.dtype, threads: int | None) -> np.ndarray:
    """Give the sums of integers over windows, exact: in type `total`, int32 or int64, or as float64.

    Needs: sums that both hold.
    """
    if w.box:
        return boxed(a, w.low, w.high, mode, outside, total, threads=threads)
    out = np.empty(a.shape)
    ones = np.ones((1, a.shape[-1])), np.zeros(a.size // a.shape[-1], np.intp)
    _gathered(a, w, mode, outside, total, ones, out, threads)
    return out


def _any(a, w, mode, outside, total, out, threads):
    _gathered(a, w, mode, outside, total, _counts(a.shape, w, mode), out, threads)


def _gathered(a, w, mode, outside, total, counts, out, threads):
    wide = total.itemsize > 8
    use = reference("windows") if wide else _windows
    few = a.size // a.shape[-1] <= _KEPT
    columns, tables, *lines = (_chords if few else _chords.__wrapped__)(w.steps.tobytes(), w.low, w.high, a.shape, mode)
    source, rows, chords = lines
    n, before = a.shape[-1], -w.low[-1]
    reach = len(columns) - n
    need = (int(chords[:, 0].max()) + 1) * (len(tables) + 1) + 1
    tile = min(n, max(256, 2 * reach, _CACHE // (need * total.itemsize) // 64 * 64))
    stride = -(-(-(-n // -(-n // tile)) + reach) // 64) * 64 + 16
    src, kind = (a.reshape(-1), -1) if wide else (a.reshape(-1).view(np.uint8), KINDS[a.dtype])
    goal = out.reshape(len(rows), -1)

    def run(start, stop):
        scratch = aligned((need, stride), total)
        if use.window_means(
            src, kind, n, source, columns, before, float(outside), tables, rows, chords, *counts, start, stop, scratch, goal
        ):  # fmt: skip
            raise MemoryError("no memory for the rows of a window")

    work = a.size * (len(chords) + len(tables) + 2) * total.itemsize * 4e-8
    slabs(run, len(rows), work=work, threads=threads, least=max(16, 2 * (w.high[0] - w.low[0])))


@lru_cache(16)
def _chords(raw, low, high, shape, mode):
    """Give the padded columns, the tables of sums along lines, and lines and chords in them as kernels take them."""
    k = np.frombuffer(raw, np.intp).reshape(-1, len(shape)).astype(np.int64)
    new = np.ones(len(k), bool)
    new[1:] = (k[1:, :-1] != k[:-1, :-1]).any(1) | (k[1:, -1] != k[:-1, -1] + 1)
    starts = np.flatnonzero(new)
    lengths = np.diff(np.append(starts, len(k))).tolist()
    tables, made = [], [1]
    for length in sorted(set(lengths)):
        _make(length, tables, made)
    chords = np.column_stack([k[starts] - low, [made.index(n) for n in lengths]])
    tables = np.array(tables, np.int64).reshape(-1, 4)
    return positions(shape[-1], low[-1], high[-1], mode), tables, *lines_around(shape[:-1], low, high, mode, chords)


def _make(length, tables, made):
    """Add the table of sums of so many pixels, of two that are there already or of two halves."""
    if length in made:
        return
    half = next((n for n in made if length - n in made), length // 2)
    for part in (half, length - half):
        _make(part, tables, made)
    tables.append([made.index(half), made.index(length - half), half, length - 1])
    made.append(length)
