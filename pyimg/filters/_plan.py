"""Sums of weighted neighbours in arrays of any dimension: plans for the kernels of ``linear``."""

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .. import _prepare as prepare
from .._backend import BACKEND, kernels, reference
from .._kept import by_content
from .._threads import slabs

_kernels = kernels("linear")
_correlations = kernels("correlate")
outside = prepare.outside
_CACHE = 1 << 18  # bytes of filtered rows that a pass keeps at hand
_KEPT = 1 << 12  # weights whose properties are remembered
_LONG = 1 << 15  # pixels along axes for which a plan is
_ONE = np.ones(1)
_NONE = np.zeros(0, np.intp)
_remembered = by_content(_KEPT, 16)
# Which of 3 x 3 weights are not 0: the outer columns, the outer rows, the cross.
_HOLES = {bytes(b): i for i, b in enumerate(([1, 0, 1] * 3, [1, 1, 1, 0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 1, 1, 0, 1, 0]), 1)}


@_remembered
def finite(weights: np.ndarray) -> bool:
    """Say whether all weights are."""
    return bool(np.isfinite(weights).all())


@_remembered
def parity(weights: np.ndarray) -> int:
    """Say whether weights are even (1) or odd (-1) about their centre, or neither (0)."""
    if len(weights) % 2 and len(weights) > 1:
        *left, centre = weights[: len(weights) // 2 + 1].tolist()
        right = weights[: len(weights) // 2 : -1].tolist()
        if left == right:
            return 1
        if centre == 0 and left == [-w for w in right]:
            return -1
    return 0


@_remembered
def factors(weights: np.ndarray, dtype: np.dtype) -> list | None:
    """Split weights into one line per axis (None: nothing to do along it), or None where they are no product.

    Weights of one line always are one. Larger ones are split for float images, from 25 on, where no
    product is off by more than 2 units in the last place of the largest weight.
    """
    lines = [None] * weights.ndim
    if not weights.all():
        # a weight of 0 takes no part, even where it meets NaN; the centre of odd weights is not touched
        line = weights.ravel()
        if max(weights.shape) < line.size or parity(line) != -1 or np.count_nonzero(line) < line.size - 1:
            return None
    if max(weights.shape) == weights.size:
        if weights.size > 1 or weights.flat[0] != 1:
            lines[int(np.argmax(weights.shape))] = weights.ravel()
        return lines
    if dtype.kind != "f" or weights.size < 25 or sum(weights.shape) * 2 > weights.size:
        return None
    peak = np.unravel_index(np.argmax(np.abs(weights)), weights.shape)
    product = np.ones((1,) * weights.ndim)
    for axis, n in enumerate(weights.shape):
        if n > 1:
            line = weights[(*peak[:axis], slice(None), *peak[axis + 1 :])]
            lines[axis] = line if product.size == 1 else line / weights[peak]
            product = product * lines[axis].reshape([-1 if d == axis else 1 for d in range(weights.ndim)])
    error = np.abs(product - weights).max()
    return lines if error <= 2 * np.spacing(np.abs(weights[peak])) else None


def sum_type(a: np.ndarray, weights: np.ndarray, cval: float, dtype: np.dtype) -> tuple[np.dtype, float]:
    """Choose the type of sums, and say how far those of float32 may be off where doubles are asked for.

    float32 is for images of that type; for images of 8 and 16 bits where it is exact all the same; and for
    those of 8 bits, whose sums are looked at again where the error may matter.
    """
    double, single = np.dtype(np.float64), np.dtype(np.float32)
    if dtype.kind == "f":
        return dtype, 0.0
    info = np.iinfo(a.dtype)
    if a.itemsize > 2 or dtype.itemsize > 2 or not (info.min <= cval <= info.max and cval == int(cval)):
        return double, 0.0
    total, least, grain = _sizes(weights)
    largest = total * (int(info.max) + 1)
    if grain:
        return (single if largest * grain <= 2.0**24 else double), 0.0
    # Rounded are each weight, each product and each sum, by 2**-24 of at most the sum of all; twice that to be sure.
    doubt = (weights.size + 2) * 2.0**-23 * largest
    if a.itemsize == 1 and largest < 2.0**20 and doubt < 0.1 and least > 1e-30:
        return single, doubt
    return double, 0.0


@_remembered
def _sizes(weights: np.ndarray) -> tuple[float, float, float | None]:
    """Return the sum of the sizes of weights, the least size that is not 0, and how fine they are.

    That is the n of 1, 2**4 … 2**16 of which they are whole numbers of 1 / n; None for finer ones.
    """
    sizes = np.abs(weights)
    grains = (n for n in 2.0 ** np.arange(0, 17, 4) if np.array_equal(weights * n, np.rint(weights * n)))
    return float(sizes.sum()), float(sizes[sizes != 0].min(initial=np.inf)), next(grains, None)


class Pass(NamedTuple):
    """One sweep over planes of height x width pixels of `step` values."""

    height: int
    width: int
    step: int
    wy: np.ndarray
    wx: np.ndarray


def passes(shape: tuple[int, ...], weights: list, together: bool) -> list[Pass]:
    """Plan the sweeps that apply weights[i] (None: nothing) along axis i.

    `together` allows two axes in one sweep, the last ones first; without it they go in their order.
    """
    active = [i for i, w in enumerate(weights) if w is not None]
    inner = [math.prod(shape[i + 1 :]) for i in range(len(shape))]
    plan = []
    if together and len(active) > 1 and active[-2] == active[-1] - 1:
        a, b = active[-2:]
        plan.append(Pass(shape[a], shape[b], inner[b], weights[a], weights[b]))
        active = active[:-2]
    for i in active[::-1] if together else active:
        if inner[i] < 64:  # short lines of whole rows are slow: step over them instead
            plan.append(Pass(1, shape[i], inner[i], _ONE, weights[i]))
        else:
            plan.append(Pass(shape[i], inner[i], 1, weights[i], _ONE))
    return plan or [Pass(1, 1, math.prod(shape), _ONE, _ONE)]


def separable(
    a: np.ndarray, weights: list, mode: str, cval: float, out: np.ndarray, real: type, threads: int | None = None,
    less: bool = False,
) -> None:  # fmt: skip
    """Set out to the correlation of `a` with weights[i] along each axis i, None for no change.

    Sums are of type `real`, which also lies between two sweeps; `out` is rounded where it is an integer. With `less`
    the sums are taken from what is in `out`, which is of that type. `a` and `out` are native, C-contiguous and do not
    overlap.
    """
    if not a.size:
        return
    order_matters = mode == "constant" and cval != 0 and any(w is not None and abs(w.sum() - 1) > 1e-9 for w in weights)
    plan = passes(a.shape, weights, not order_matters)
    last = len(plan) - 1
    between = None
    for i, sweep in enumerate(plan):
        if i == last:
            to = out
        elif out.dtype == real and mode != "wrap" and not less:
            to = out  # later sweeps work in place: no row outside is far away
        else:
            to = np.empty(a.shape, real)
        if to is a and not (sweep.wx is _ONE and sweep.step == 1):
            to = np.empty(a.shape, real)
        _sweep(a, sweep, mode, cval, to, real, threads, less and i == last)
        between = a = to
    if between is not out:
        out[...] = between


def _sweep(a, sweep, mode, cval, out, real, threads, less):
    compiled = BACKEND == "compiled" and prepare.is_native(real)
    kernel = _kernels if compiled else reference("linear")
    height, width, step = sweep.height, sweep.width, sweep.step
    wy, wx = (np.ascontiguousarray(w, real) for w in (sweep.wy, sweep.wx))
    ny, nx = len(wy), len(wx)
    tables = [outside(n, k // 2, k - 1 - k // 2, mode) for n, k in ((height, ny), (width, nx))]
    size = wy.itemsize
    rows = a.size // (width * step)
    # Columns in blocks, so that the rows that one sum needs stay in the second cache.
    block = max(512, _CACHE // (ny * size))
    if height == 1:
        block = max(1 << 16, 8 * nx * step)  # so that long lines take little memory
    many = max(1, round(width * step / block))
    if (nx > 1 and width < 4 * nx) or not compiled:
        many = 1
    cuts = [width * i // many for i in range(many + 1)]
    source, target = a.reshape(-1).view(np.uint8), out.reshape(-1).view(np.uint8)
    kinds = prepare.KINDS[a.dtype], prepare.KINDS[out.dtype]
    widest = max(b - a for a, b in pairwise(cuts))

    def run(start, stop, first=0, last=many):
        pointers = np.empty(max(ny, nx), np.intp)
        scratch = prepare.aligned_lines(ny + 2, (widest + nx - 1) * step, np.dtype(real))
        for i in range(first, last):
            kernel.separable(
                source, kinds[0], height, width, step, wy, parity(wy), tables[0], wx, parity(wx), tables[1], cval,
                start, stop, cuts[i], cuts[i + 1], pointers, scratch, less, kinds[1], target,
            )  # fmt: skip

    work = a.size * (2 + ny / 2 + nx / 2) * size * 1e-7
    if not compiled:
        run(0, rows)
    elif rows == height and (a is out or height == 1):
        slabs(lambda i, j: run(0, rows, i, j), many, work=work, threads=threads)
    elif a is out:
        slabs(lambda i, j: run(i * height, j * height), rows // height, work=work, threads=threads)
    else:
        slabs(run, rows, work=work, threads=threads, least=2 * ny)


class Taps(NamedTuple):
    """What kernel ``correlate`` is told about weights; see its docstring."""

    shape: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    before: int
    lines: np.ndarray
    line_of: np.ndarray
    x_of: np.ndarray
    weights: np.ndarray
    exact: np.ndarray
    dense: int
    hole: int
    ring: int


def taps(shape: tuple[int, ...], weights: np.ndarray, mode: str, real: type, whole: bool) -> Taps:
    """Plan the correlation of an array of that shape with the non-zero weights, or the whole block of these."""
    return (_kept_taps if sum(shape) <= _LONG else _taps)(weights, shape, mode, real, whole)


@_remembered
def hole(weights: np.ndarray) -> int:
    """Give the number of the 3 x 3 weights some of which the kernel leaves out; 0 for others."""
    return _HOLES.get((weights != 0).tobytes(), 0) if weights.shape == (3, 3) else 0


@_remembered
def holes(weights: np.ndarray) -> bool:
    """Say whether weights fill a block of a plane but for some zeros: with these it is quicker."""
    if weights.ndim != 2 or weights.all() or not weights.any():
        return False
    at = np.argwhere(weights)
    block = (np.ptp(at, axis=0) + 1).tolist()
    return len(at) >= (5 if block == [3, 3] else 0.6 * math.prod(block))


def _taps(weights, shape, mode, real, whole):
    sides = weights.shape
    places = [(k // 2, k - 1 - k // 2) for k in sides]
    at = np.argwhere(weights)
    missing = hole(weights)
    if whole or missing:
        at = np.argwhere(np.ones(np.ptp(at, axis=0) + 1)) + at.min(0)
    lead = tuple(shape[:-1]) or (1,)
    lines, line_of = np.unique(at[:, :-1], axis=0, return_inverse=True)
    rows = np.full((len(lead), max(n + k - 1 for n, k in zip(lead, (*sides[:-1], 1)))), -1, np.intp)
    if len(shape) == 1:  # one row, found at place 0 of a leading axis
        lines, line_of = np.zeros((min(1, len(at)), 1), np.intp), np.zeros(len(at), np.intp)
        rows[0, 0] = 0
    span, stride = 1, 1
    for d in range(len(shape) - 2, -1, -1):
        table = outside(shape[d], *places[d], mode)
        before = places[d][0]
        table = np.concatenate([table[:before], np.arange(shape[d]), table[before:]])
        rows[d, : len(table)] = table
        # Rows that one sum needs lie within as many of this axis; `wrap` may ask for any.
        near = shape[d] if mode == "wrap" else min(shape[d], 2 * before + 1)
        span += (near - 1) * stride
        stride *= shape[d]
    block = len(shape) == 2 and len(lines) > 0 and len(at) == len(lines) * int(np.ptp(at[:, 1]) + 1)
    block = block and len(lines) == int(np.ptp(lines) + 1)
    taken = weights[tuple(at.T)]
    return Taps(
        np.array(lead, np.intp), rows, outside(shape[-1], *places[-1], mode), places[-1][0],
        np.ascontiguousarray(lines, np.intp), np.ascontiguousarray(line_of.reshape(-1), np.intp),
        np.ascontiguousarray(at[:, -1], np.intp), np.ascontiguousarray(taken, real),
        np.ascontiguousarray(taken, np.float64), int(np.ptp(at[:, 1]) + 1) if block else 0,
        missing, min(span + 3 * block, stride),
    )  # fmt: skip


_kept_taps = _remembered(_taps)


def correlate(
    a: np.ndarray, weights: np.ndarray, mode: str, cval: float, out: np.ndarray, real: type, doubt: float = 0.0,
    threads: int | None = None,
) -> None:  # fmt: skip
    """Set out to the correlation of `a` with weights of as many axes, in sums of type `real` (see `sum_type`).

    Weights of 0 take no part, though they may be multiplied with finite pixels. `a` and `out` are native, C-contiguous
    and do not overlap.
    """
    if not a.size:
        return
    compiled = BACKEND == "compiled" and prepare.is_native(real)
    kernel = _correlations if compiled else reference("correlate")
    # with a weight of 0 a pixel changes nothing, if it is finite
    whole = not hole(weights) and holes(weights) and math.isfinite(cval) and (a.dtype.kind != "f" or kernel.finite(a.reshape(-1)))
    plan = taps(a.shape, weights, mode, real, whole)
    width = a.shape[-1]
    rows = a.size // width
    source, target = a.reshape(-1).view(np.uint8), out.reshape(-1).view(np.uint8)
    kinds = prepare.KINDS[a.dtype], prepare.KINDS[out.dtype]

    def run(start, stop):
        pointers = np.empty(2 * len(plan.lines) + 6, np.intp)
        held = plan.ring + (6 if plan.dense else 3)
        scratch = prepare.aligned_lines(held, width + len(plan.columns), np.dtype(real))
        kernel.correlate(
            source, kinds[0], width, plan.shape, plan.rows, plan.columns, plan.before, cval, plan.lines, plan.line_of,
            plan.x_of, plan.weights, plan.exact, doubt, plan.dense, plan.hole, start, stop,
            np.full(plan.ring, -1, np.intp), pointers, scratch, kinds[1], target,
        )  # fmt: skip

    work = a.size * (4 + len(plan.weights)) * np.dtype(real).itemsize * 1e-7
    threads = threads if compiled else 1
    slabs(run, rows, work=work, threads=threads, least=2 * weights.shape[0] if a.ndim == 2 else plan.ring)
