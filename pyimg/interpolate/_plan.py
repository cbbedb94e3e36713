"""Splines through the pixels: plans for the kernels of ``spline``."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from .. import _prepare as prepare
from .._backend import BACKEND, kernels
from .._ref import _lines as lines
from .._ref import _splines as formulas
from .._threads import slabs

_kernels = kernels("spline")
_maps = kernels("affine")
_planes = kernels("warp")
_places = kernels("pick")
_both = kernels("bilinear")
#: Names of what lies outside an image, and their numbers in the kernels: those of `_prepare` and SciPy's grid-wrap.
MODES = {**prepare.MODES, "grid-wrap": 6}
_APART = 80  # so that lines of a power of two are not all in one place of the cache
_PAD = 12  # pixels by which mode nearest extends the image before it is filtered, as SciPy does
_FEW = 8  # pixels along the last axis that are taken for channels where they stay
_KEPT = 1 << 15  # pixels along an axis for which the places of a zoom are kept
_SHORT = {np.dtype(name) for name in ("u1", "u2", "f4")}  # whose values float32 holds
# Poles of the filters that turn pixels into coefficients of splines (Unser 1999, table I); |z| < 1.
_POLES = {
    2: [np.sqrt(8.0) - 3.0],
    3: [np.sqrt(3.0) - 2.0],
    4: [
        np.sqrt(664.0 - np.sqrt(438976.0)) + np.sqrt(304.0) - 19.0,
        np.sqrt(664.0 + np.sqrt(438976.0)) - np.sqrt(304.0) - 19.0,
    ],
    5: [
        np.sqrt(67.5 - np.sqrt(4436.25)) + np.sqrt(26.25) - 6.5,
        np.sqrt(67.5 + np.sqrt(4436.25)) - np.sqrt(26.25) - 6.5,
    ],
}


def symmetry(mode: str) -> int:
    """Return how an image goes on where it is turned into coefficients: 0 mirror, 1 reflect, 2 wrap."""
    return {"nearest": 1, "reflect": 1, "grid-wrap": 2}.get(mode, 0)


def beyond(mode: str) -> int:
    """Return how coefficients go on beyond their ends: 0 mirror, 1 reflect, 2 wrap, 3 nearest."""
    return {"nearest": 3, "reflect": 1, "grid-wrap": 2}.get(mode, 0)


class Line(NamedTuple):
    """How lines of one axis become others: see kernel ``resample``."""

    places: np.ndarray
    poles: np.ndarray
    border: int
    taps: np.ndarray
    weights: np.ndarray
    still: bool = False  # lines stay as they are
    gone: np.ndarray | None = None  # which places lie outside, if some do
    __eq__ = object.__eq__  # only itself, so that what follows from it can be kept
    __hash__ = object.__hash__


def filtering(n: int, order: int, mode: str) -> Line:
    """Plan the coefficients of a spline through lines of n pixels."""
    pad = _PAD if mode == "nearest" else 0
    places = np.clip(np.arange(-pad, n + pad), 0, n - 1)
    poles = np.array(_POLES.get(order, []) if len(places) > 1 else [], float)
    taps = np.arange(len(places), dtype=np.intp)[:, None]
    return Line(places.astype(np.intp), poles, symmetry(mode), taps, np.ones(taps.shape))


def sampling(n: int, at: np.ndarray, order: int, mode: str, prefilter: bool) -> Line:
    """Plan values at places `at` of lines of n pixels."""
    line = filtering(n, order if prefilter else 0, mode if prefilter and order > 1 else "mirror")
    wide = len(line.places)
    still = len(at) == n and (prefilter or order < 2) and bool((at == np.arange(n)).all())
    at = formulas.inside(at + (wide - n) // 2, wide, MODES[mode])
    gone = at == formulas.NONE
    at = np.where(gone, 0.0, at)
    first = np.floor(at if order % 2 else at + 0.5).astype(np.intp) - order // 2
    steps = first[:, None] + np.arange(order + 1)
    weights = formulas.bspline(order, np.abs(at[:, None] - steps))
    taps = formulas.folded(steps, wide, beyond(mode))
    taps, weights = np.ascontiguousarray(taps, np.intp), np.ascontiguousarray(weights)
    return line._replace(taps=taps, weights=weights, still=still, gone=gone if gone.any() else None)


def resample(
    a: np.ndarray, axis: int, line: Line, dtype: Any, threads: int | None = None, to: np.ndarray | None = None,
    spare: bool = False,
) -> np.ndarray:  # fmt: skip
    """Return `a` (native, C-contiguous) with the lines of one axis made anew, of a dtype kernels know; perhaps in `to`.

    Else it is put in `a` itself where that is `spare` and fits.
    """
    shape = (*a.shape[:axis], len(line.taps), *a.shape[axis + 1 :])
    outer, n, inner = prepare.outer_inner(a.shape, axis)
    if 1 < inner < 8:  # too few lines side by side: turn the axis to the last
        turned = resample(np.ascontiguousarray(np.moveaxis(a, axis, -1)), a.ndim - 1, line, dtype, threads)
        return np.ascontiguousarray(np.moveaxis(turned, -1, axis))
    if to is None:
        to = a if spare and a.dtype == dtype and a.shape == shape else np.empty(shape, dtype)
    out = to
    if not out.size:
        return out
    wide = len(line.places)
    # Powers of a pole below 2**-60 change nothing.
    reach = 1 + int(60 * np.log(2) / -np.log(np.abs(line.poles).max())) if len(line.poles) else 0
    before = formulas.folded(np.arange(-1, -1 - reach, -1), wide, line.border)
    after = formulas.folded(np.arange(wide, wide + reach), wide, line.border)
    before, after = (np.ascontiguousarray(x, np.intp) if reach else np.zeros(1, np.intp) for x in (before, after))
    gain = float(np.prod([(1 - z) * (1 - 1 / z) for z in line.poles]))
    source, target = a.reshape(-1).view(np.uint8), out.reshape(-1).view(np.uint8)
    kinds = prepare.KINDS[a.dtype], prepare.KINDS[out.dtype]

    def run(start, stop):
        scratch = prepare.aligned((32 * (wide + 66) + max(n, 64),), np.float64)
        _kernels.resample(
            source, kinds[0], inner, line.places, line.poles, gain, line.border, before, after, line.taps,
            line.weights, n, start, stop, scratch, kinds[1], target,
        )  # fmt: skip

    work = (a.size * (1 + 2 * len(line.poles)) + out.size * (1 + line.taps.shape[1])) * 1e-6
    slabs(run, outer * inner, work=work, threads=threads if BACKEND == "compiled" else 1, least=64)
    return out


def coefficients(
    a: np.ndarray, order: int, mode: str, dtype: Any = np.float64, threads: int | None = None
) -> np.ndarray:
    """Return the coefficients of a spline through all pixels; mode nearest has 12 more on all sides."""
    for axis, n in enumerate(a.shape):
        a = resample(a, axis, filtering(n, order, mode), dtype, threads, spare=axis > 0)
    return a


def steady(taps: np.ndarray, step: int = 1) -> tuple[int, int]:
    """Return the longest part of two rows of taps, `step` apart, in which both go on by one."""
    n = taps.shape[1]
    steps = (np.diff(taps[0], append=-1) == 1) & (taps[1] == taps[0] + step)
    ends = np.flatnonzero(~steps)  # a part goes on to its end, which need not step further
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else np.zeros(1, int)
    best = int(np.argmax(ends - starts)) if len(ends) else 0
    left, right = (int(starts[best]), int(ends[best])) if len(ends) else (0, n)
    return (left, right) if right - left > 16 else (0, 0)


def _real(a, dtype):
    """Give the type to compute in from one pixel to the next: float32 where that is as good."""
    single = (dtype == np.float32 and (a.dtype == np.float32 or a.itemsize < 4)) or dtype.itemsize == a.itemsize == 1
    return np.dtype(np.float32 if single else np.float64)


class Couple(NamedTuple):
    """A plan of at most two taps with just two: for rows, for columns, and where these go on by one."""

    taps: np.ndarray
    weights: np.ndarray
    firsts: np.ndarray
    shares: np.ndarray
    steady: tuple[int, int]


@lru_cache(16)
def _coupled(line, real, channels=1):
    taps, weights = (np.repeat(x, 2 // x.shape[1], axis=1) for x in (line.taps, line.weights.astype(real)))
    if line.taps.shape[1] == 1:
        weights *= 0.5  # order 0: half the pixel and half of it again is the pixel, infinities too
    if channels > 1:
        taps = (taps[:, None] * channels + np.arange(channels)[:, None]).reshape(-1, 2)
        weights = np.repeat(weights, channels, axis=0)
    firsts = np.ascontiguousarray(taps.T)
    return Couple(taps, weights, firsts, np.ascontiguousarray(weights.T), steady(firsts, channels))


def bilinear(
    a: np.ndarray, lines: list[Line], dtype: Any, threads: int | None = None, to: np.ndarray | None = None,
    channels: bool = False,
) -> np.ndarray:  # fmt: skip
    """Return `a` with the lines of two axes made anew, for plans of at most two taps and no filter.

    These are the last two, or the two before an axis of `channels`. Computed in float32 where the result is, or where
    it and `a` have 8 bits.
    """
    dtype = np.dtype(dtype)
    real = _real(a, dtype)
    step = a.shape[-1] if channels else 1
    leading, (height, width, *last) = a.shape[: a.ndim - 2 - channels], a.shape[a.ndim - 2 - channels :]
    coupled = _coupled if max(len(i.taps) for i in lines) <= _KEPT else _coupled.__wrapped__
    down, across = coupled(lines[0], real), coupled(lines[1], real, step)
    width, wide = width * step, len(across.taps)
    out = np.empty((*leading, *(len(i.taps) for i in lines), *last), dtype) if to is None else to
    source, target = a.reshape(-1).view(np.uint8), out.reshape(-1).view(np.uint8)
    rows_first = len(down.taps) < height and not (step == 1 and 3 * wide < width)  # of few columns the kernel sees these only

    def run(start, stop):
        _both.bilinear(
            source, prepare.KINDS[a.dtype], height, width, down.taps, down.weights, across.firsts, across.shares,
            rows_first, step, *across.steady, start, stop, np.empty((7, max(width, wide) + _APART), real),
            prepare.KINDS[out.dtype], target,
        )  # fmt: skip

    slabs(run, out.size // wide, work=out.size * 4e-6, threads=threads if BACKEND == "compiled" else 1, least=8)
    return out


class _Way(NamedTuple):
    """How lines of all axes are made anew."""

    axes: tuple[int, ...]  # one after the other: those that shrink most first, and of the others the last, which
    # touches memory in order
    both: list[Line]  # before that rows and columns at once
    channels: bool  # in the last axis, which stay
    outside: list  # parts of the answer
    picks: tuple  # for order 0: the rows and the columns that pixels are copied from, and the columns that there are


def _way_of(plans, shape, order):
    axes = sorted(range(len(shape)), key=lambda d: (len(plans[d].taps) / shape[d], -d))
    axes = [d for d in axes if not plans[d].still] or axes[:1]
    outside = [(slice(None),) * axis + (line.gone,) for axis, line in enumerate(plans) if line.gone is not None]
    few = shape[-1] < _FEW
    channels = len(shape) > 2 and few and plans[-1].still
    rows = len(shape) - 2 - channels  # the axis of the rows of planes
    both = order < 2 and rows >= 0 and (channels or not few) and max(axes) >= rows
    picks = _picks(plans, shape) if order == 0 else ()
    return _Way(
        tuple(d for d in axes if not both or d < rows), plans[rows : rows + 2] if both else (), channels, outside, picks
    )


_way = lru_cache(16)(_way_of)


def _picks(plans, shape):
    *leading, columns = (np.ascontiguousarray(line.taps[:, 0]) for line in plans)
    width = shape[-1]
    if leading and width < _FEW and plans[-1].still:  # channels go with their pixels
        columns = (leading.pop()[:, None] * width + columns).ravel()
        width *= shape[-2]
    rows = np.zeros(1, np.intp)
    for n, taps in zip(shape, leading):
        rows = (rows[:, None] * n + taps).ravel()
    return rows, columns, width


def _picked(a, plans, picks, threads, to):
    """Return the pixels of `a` that plans of one tap name."""
    rows, columns, width = picks
    out = np.empty([len(line.taps) for line in plans], a.dtype) if to is None else to
    kind = np.dtype(f"u{a.itemsize}")
    source, target = a.view(kind).reshape(-1, width), out.view(kind).reshape(-1, len(columns))
    slabs(
        lambda start, stop: _places.pick(source, rows, columns, start, stop, target), len(rows), work=out.size * 5e-7,
        threads=threads, least=8,
    )  # fmt: skip
    return out


def resampled(
    a: np.ndarray, at: list, order: int, mode: str, cval: float, prefilter: bool, dtype: Any,
    threads: int | None = None, to: np.ndarray | None = None,
) -> np.ndarray:  # fmt: skip
    """Return the spline of `a` at (at[0][i], at[1][j], …): one axis after the other; no side is 0.

    It may be put in `to`, of its shape and dtype and apart from `a`.
    """
    plans = tuple(sampling(n, places, order, mode, prefilter) for n, places in zip(a.shape, at))
    return _drawn(a, plans, _way_of(plans, a.shape, order), order, cval, dtype, threads, to)


def _drawn(a, plans, way, order, cval, dtype, threads, to):
    axes, image, whole = way.axes, a, to is not None and to.dtype == np.float64 and to.shape == a.shape
    if order == 0 and dtype == a.dtype:
        a, axes = _picked(a, plans, way.picks, threads, to), ()
    elif way.both:
        a = bilinear(a, way.both, np.float64 if axes else dtype, threads, None if axes else to, way.channels)
    for axis in axes:
        last = axis == axes[-1]
        kind, goal = dtype if last else np.float64, to if last or whole else None
        a = resample(a, axis, plans[axis], kind, threads, goal, spare=a is not image)
    for where in way.outside:
        a[where] = lines.stored(cval, a.dtype)
    return a


def zoomed(
    a: np.ndarray, shape: tuple[int, ...], order: int, mode: str, cval: float, prefilter: bool, dtype: Any,
    threads: int | None = None, to: np.ndarray | None = None,
) -> np.ndarray:  # fmt: skip
    """Return `a` with as many pixels as `shape` says between the centres of its outer ones."""
    plan, way = (_kept, _way) if max((0, *a.shape, *shape)) <= _KEPT else (_kept.__wrapped__, _way_of)
    plans = tuple(plan(n, m, order, mode, prefilter) for n, m in zip(a.shape, shape))
    return _drawn(a, plans, way(plans, a.shape, order), order, cval, dtype, threads, to)


def shifted(
    a: np.ndarray, steps: list[float], order: int, mode: str, cval: float, prefilter: bool, dtype: Any,
    threads: int | None = None, to: np.ndarray | None = None,
) -> np.ndarray:  # fmt: skip
    """Return `a` with pixel i where ``i + steps`` is."""
    plan, way = (_moved, _way) if max(a.shape) <= _KEPT else (_moved.__wrapped__, _way_of)
    plans = tuple(plan(n, s, order, mode, prefilter) for n, s in zip(a.shape, steps))
    return _drawn(a, plans, way(plans, a.shape, order), order, cval, dtype, threads, to)


@lru_cache(16)
def _moved(n, step, order, mode, prefilter):
    return sampling(n, np.arange(n) - step, order, mode, prefilter)


@lru_cache(16)
def _kept(n, m, order, mode, prefilter):
    return sampling(n, np.arange(m) * (n - 1) / max(1, m - 1), order, mode, prefilter)


def affine(
    a: np.ndarray, order: int, mode: str, cval: float, prefilter: bool, matrix: np.ndarray, offset: np.ndarray,
    shape: tuple[int, ...], dtype: Any, threads: int | None = None, to: np.ndarray | None = None,
) -> np.ndarray:  # fmt: skip
    """Return the spline of `a` at matrix @ i + offset for i in an array of `shape`; no side is 0."""
    out = np.empty(shape, dtype) if to is None else to
    if order < 2 and a.ndim in (2, 3) and a.size < 1 << 31 and max(shape) < 1 << 31:
        return _warped(a, order, mode, cval, matrix, offset, out, threads)
    pad = 0
    if prefilter and order > 1:
        pad = _PAD if mode == "nearest" else 0
        a = coefficients(a, order, mode, threads=threads)
    c = np.ascontiguousarray(a, np.float64)
    before, after = np.array(c.shape, np.intp), np.array(out.shape, np.intp)
    matrix, offset = (np.require(x, np.float64, "CA") for x in (matrix, offset))
    target, width = out.reshape(-1).view(np.uint8), out.shape[-1]

    def run(start, stop):
        _maps.affine(
            c.reshape(-1), before, pad, order, MODES[mode], beyond(mode), cval, matrix, offset, after, start,
            stop, np.empty(width), prepare.KINDS[out.dtype], target,
        )  # fmt: skip

    work = out.size * (order + 1) ** out.ndim * 2e-6
    slabs(run, out.size // width, work=work, threads=threads if BACKEND == "compiled" else 1)
    return out


def _warped(a, order, mode, cval, matrix, offset, out, threads):
    real = _real(a, out.dtype)
    if order == 0 and {a.dtype, out.dtype} <= _SHORT:
        real = np.dtype(np.float32)
    if a.dtype.str[1:] not in ("u1", "u2", "f4", "f8"):
        a = a.astype(real)
    source, target, wide = a.reshape(-1).view(np.uint8), out.reshape(-1).view(np.uint8), out.shape[-1]
    sides, shape = np.array(a.shape, np.intp), np.array(out.shape, np.intp)
    kinds, cval = (prepare.KINDS[a.dtype], prepare.KINDS[out.dtype]), float(lines.stored(cval, out.dtype))
    matrix, offset = (np.require(x, np.float64, "CA") for x in (matrix, offset))

    def run(start, stop):
        _planes.warp(
            source, kinds[0], sides, order, MODES[mode], beyond(mode), cval, matrix, offset, shape, start, stop,
            np.empty(wide, real), kinds[1], target,
        )  # fmt: skip

    slabs(run, out.size // wide, work=out.size * 3e-6, threads=threads if BACKEND == "compiled" else 1)
    return out
