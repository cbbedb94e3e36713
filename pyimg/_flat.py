"""Minimum and maximum over any footprint, for erosion, local maxima and thresholds: exact, n-D, every type.

A footprint is cut into chords along the last axis. Tables of running minima of each chord's length come one from
another (a minimum of up to four shifts), so that a pixel costs about one comparison per chord. Boxes go axis by axis.

Kernels know one order and one operation: the least of unsigned or float keys. A key is the pixel with the bits
of `flip` inverted: the sign bit makes signed integers unsigned, all bits make the greatest the least; floats change sign.
"""

from collections.abc import Callable
from functools import lru_cache
from math import prod
from types import ModuleType
from typing import NamedTuple

import numpy as np

from ._backend import kernels, reference
from ._footprint import Footprint, around, footprint, ladder, raw_of
from ._prepare import is_native
from ._structure import offsets as members
from ._threads import slabs

_kernels = kernels("flat")
_near = kernels("near")
_points = kernels("points")
_CACHE = 1 << 20  # bytes that a ring of rows may fill
_KEPT = 1 << 17  # lines of an image whose layout is worth keeping
_CROSS = [[0, 1, 0], [1, 0, 1], [2, 1, 0]], [0, 1]  # chords of one, three and one pixels
_FEW = 11  # pixels a side of small boxes, straight from the image; larger ones go in steps
_WHOLE = np.zeros(1, np.int64)


def flat_min(a, Bc, mode="nearest", cval=0, *, out=None, threads=None):
    """Return out[p] = min of a[p + k - centre] over members k of the bool array `Bc`.

    `a` is native and contiguous, of any type but float16 and complex; `mode` may be 'ignore': what lies outside
    does not count; or 'frame', if `falling` gives it. NaN spreads. Without members the answer is the largest value of the
    type.
    """
    return flat(a, members(Bc), mode=mode, cval=cval, out=out, threads=threads)


def flat_max(a, Bc, mode="nearest", cval=0, *, out=None, threads=None):
    """Return out[p] = max of a[p + k - centre] over members k of the bool array `Bc`; see `flat_min`."""
    return flat(a, members(Bc), largest=True, mode=mode, cval=cval, out=out, threads=threads)


@lru_cache(16)
def positions(n, low, high, mode):
    """Give the index that `mode` reads for each of the positions low … n + high - 1; -1 for none. Not to be changed."""
    at = np.arange(low, n + high, dtype=np.int64)
    if low == 0 == high:
        return at
    if mode == "nearest":
        return np.clip(at, 0, n - 1)
    if mode == "wrap":
        return at % n
    if mode == "reflect":
        at %= 2 * n
        return np.minimum(at, 2 * n - 1 - at)
    if mode == "mirror":
        at %= max(1, 2 * n - 2)
        return np.minimum(at, 2 * n - 2 - at)
    at[(at < 0) | (at >= n)] = -1
    return at


def _run(n, low, high):
    """Give the padded columns between which positions run through the image without a gap."""
    first = max(0, low)
    return max(0, first - low), max(0, min(n, n + high) - low)


def _numbers(dtype, kind, largest, mode, cval, less, held):
    """Give outside, flip, low, high, add and held, as the kernels take them."""
    if dtype.kind == "f":
        flip = -1.0 if largest else 1.0
        outside = np.inf if mode != "constant" or cval != cval else float(cval) * flip
        return np.array([outside, flip, -np.inf, np.inf, 0.0 - less, held], kind)
    bits = 8 * dtype.itemsize
    top = (1 << bits) - 1
    flip = top * largest ^ (1 << bits - 1) * (dtype.kind == "i")
    most = 1 if dtype.kind == "b" and not largest else top  # the largest key that a pixel has
    outside = (int(cval) & top) ^ flip if mode == "constant" else most
    low, high = (less, top) if less > 0 else (0, top + less)
    return np.array([outside, flip, low, high, -less & top, held], kind)


class _Plan(NamedTuple):
    """What depends on types and the footprint only."""

    f: Footprint
    kind: np.dtype  # of keys
    numbers: np.ndarray  # not to be changed
    mode: str
    boxed: bool  # whether to go along one axis after the other: `lines`, then the last two
    lines: list[int]
    use: ModuleType
    near: Callable | None  # the kernel of the 3x3 cross, of small boxes or of few points
    reach: tuple  # of such a box: up, down, left, right; or the points, and whether pixels are sent to them
    effort: int


@lru_cache(256)
def _planned(raw, ndim, dtype, largest, mode, cval, less, held, attained, mirrored):
    if mirrored:
        raw = (-np.frombuffer(raw, np.int64)).tobytes()
    f = (around if attained else footprint)(raw, ndim)
    if mode == "nearest" and f.shrinking:
        mode = "ignore"  # the nearest pixel inside is a neighbour already
    kind = np.dtype(f"u{dtype.itemsize}") if dtype.kind != "f" else dtype
    use = _kernels if is_native(kind) else reference("flat")
    lines = [i for i in range(ndim - 2) if f.low[i] or f.high[i]]
    boxed = f.slant is not None and len(f.chords) > (12 if lines else 4) and not (attained and lines)
    name, reach, effort = "", (), 6
    if mode == "ignore" and ndim > 1 and f.shrinking and (boxed or not lines):
        reach = (-f.low[-2], f.high[-2], -f.low[-1], f.high[-1])
        if f.slant == 0 and sum(reach[:2]) < _FEW and sum(reach[2:]) < _FEW:
            name, effort = "box", 6 + sum(reach)
        elif ndim == 2 and reach == (1, 1, 1, 1) and (f.chords.tolist(), f.slots.tolist()) == _CROSS:
            name, reach = "cross3", ()
    few = f.points is not None and len(f.points) < 2 * len(f.chords) + 2 and not (boxed or attained or name)
    if mode == "frame" or (few and (mode == "nearest" or (mode == "ignore" and f.shrinking))):
        reach, effort = (f.points, mode == "frame"), 6 + len(f.points)
        near = (_points if use is _kernels else reference("points")).points
    else:
        near = getattr(_near if use is _kernels else reference("near"), name + "_attained" * attained) if name else None
    numbers = _numbers(dtype, kind, largest, mode, cval, less, held)
    return _Plan(f, kind, numbers, mode, boxed, lines, use, near, reach, effort)


def flat(
    a, k, *, largest=False, mode="nearest", cval=0, less=0, held=False, attained=False, mirrored=False, out=None,
    threads=None,
):  # fmt: skip
    """Return the least (or greatest) of `a` over the steps `k`, (count, ndim) integers; the core of this room.

    `less` is taken from a minimum and added to a maximum, without going round; `held` leaves alone what is the
    type's least. `attained` asks instead where no neighbour is less (greater) than the pixel: NaN is no neighbour,
    and always attained. `mirrored` takes the steps -k. `out` must not overlap `a`.
    """
    if out is None:
        out = np.empty(a.shape, bool if attained else a.dtype)
    if not a.size:
        return out
    if a.ndim == 0:
        a, k = a.reshape(1), np.zeros((min(1, len(k)), 1), np.int64)
    if not len(k):
        out[...] = True if attained else _nothing(a.dtype, largest)
        return out
    constant = mode == "constant"  # a `cval` may be NaN, which no table finds again
    plan = (_planned.__wrapped__ if constant else _planned)(
        raw_of(k), a.ndim, a.dtype, largest, mode, cval if constant else 0, less, held, attained, mirrored
    )
    keys = a.view(plan.kind)
    target = out.reshape(a.shape).view(np.uint8 if attained else plan.kind)
    if mode == "frame":
        seen = _framed(plan, keys, target, threads)
        if seen:  # NaN takes no part
            beyond = plan.numbers[0] * plan.numbers[1]
            _framed(plan, np.where(np.isnan(keys), beyond, keys), target, threads)
    else:
        seen = _direct(plan, keys, target, threads) if plan.near and not plan.lines else 1
        if seen:
            seen = _apply(plan, keys, attained, target, threads)
    if attained or a.dtype.kind != "f" or not (seen or (constant and cval != cval)):
        return out
    spoilt = flat(np.isnan(a), k, largest=True, mode=mode, cval=cval != cval, mirrored=mirrored, threads=threads)
    np.copyto(target, np.nan, where=spoilt)
    return out


def _nothing(dtype, largest):
    """Give the least of no pixels, or the greatest."""
    if dtype.kind == "b":
        return not largest
    if dtype.kind == "f":
        return -np.inf if largest else np.inf
    return np.iinfo(dtype).min if largest else np.iinfo(dtype).max


def _framed(plan, keys, target, threads):
    """Do mode 'frame': by points, or for the lines that boxes aslant are done by, only the first and last rows and columns."""
    (height, width), (steps, _) = keys.shape[-2:], plan.reach
    far = 1 + int(np.abs(steps).max())
    if not plan.boxed or keys.ndim > 2 or min(height, width) < 4 * far:
        return _direct(plan, keys, target, threads)
    seen = _apply(plan, keys, False, target, threads)
    for y in (0, height - 1):
        plan.near(keys[None], steps, True, plan.numbers, y, y + 1, target)
    turned, found = np.ascontiguousarray(steps[:, ::-1]), np.empty((far, height), keys.dtype)
    for x, part, y in ((0, keys[:, :far], 0), (-1, keys[:, -far:], far - 1)):
        plan.near(np.ascontiguousarray(part.T)[None], turned, True, plan.numbers, y, y + 1, found)
        target[:, x] = found[y]
    return seen


def _apply(plan, keys, attained, target, threads):
    f, numbers, mode = plan.f, plan.numbers, "ignore" if plan.mode == "frame" else plan.mode
    if not plan.boxed:
        return _chords(plan.use, keys, f, numbers, mode, attained, target, threads)
    seen, source = 0, keys
    for axis in [*plan.lines, keys.ndim - 2]:  # the last pass is along the last two axes, and finishes
        last = axis == keys.ndim - 2
        if last and plan.lines and plan.near:  # NaN is no more
            return seen | _direct(plan, source, target, threads)
        goal = target if last else np.empty(keys.shape, keys.dtype)
        across = (f.low[-1], f.high[-1]) if last else (0, 0)
        slant = f.slant if last else 0
        layout = _box_layout(keys.shape, keys.itemsize, axis, (f.low[axis], f.high[axis]), across, slant, mode)
        seen |= _box(plan.use, source, layout, numbers if last else _plain(numbers), attained and last, goal, threads)
        source = goal
    return seen


def _direct(plan, keys, target, threads):
    """Take the way without rings; one that meets NaN has to be gone again."""
    shape = keys.shape
    if plan.reach:
        keys, target = keys.reshape(prod(shape[:-2]), *shape[-2:]), target.reshape(-1, shape[-1])
    seen = []
    slabs(
        lambda start, stop: seen.append(plan.near(keys, *plan.reach, plan.numbers, start, stop, target)),
        len(target),
        work=keys.nbytes * plan.effort * 2e-8,
        threads=threads,
        least=16,
    )
    return _checked(seen)


def _plain(numbers):
    """Give numbers of a pass that is not the last: it adds nothing."""
    ends = (-np.inf, np.inf) if numbers.dtype.kind == "f" else (0, np.iinfo(numbers.dtype).max)
    return np.array([*numbers[:2].tolist(), *ends, 0, 0], numbers.dtype)


def _tile(width, reach, rows, itemsize):
    fits = _CACHE // (rows * itemsize) // 64 * 64 - 64 - reach
    tile = max(fits, 512 // itemsize + 2 * reach)
    return width if tile >= width else -(-width // -(-width // tile))


@lru_cache(8)
def _layout(raw, shape, mode):
    """Give what only depends on shapes: which rows and columns a padded image shows, where chords are in it."""
    f = footprint(raw, len(shape))
    source, rows, members = lines_around(shape[:-1], f.low, f.high, mode, f.chords)
    n = shape[-1]
    columns = positions(n, f.low[-1], f.high[-1], mode)
    return source, rows, members, columns, *_run(n, f.low[-1], f.high[-1]), int(members[:, 0].max()) + 1


def lines_around(leading, low, high, mode, chords):
    """Give the line that each padded one shows, or -1; the first one for each line; chords as (line, column, table).

    `chords` are steps from `low` along the leading axes, a column, a table.
    """
    source, rows, stride = _WHOLE, _WHOLE, 1
    size, strides = 1, []
    for m, l, h in reversed(list(zip(leading, low, high))):
        at = positions(m, l, h, mode)
        source = np.where((at[:, None] < 0) | (source < 0), -1, at[:, None] * size + source).ravel()
        rows = (np.arange(m, dtype=np.int64)[:, None] * stride + rows).ravel()
        strides.insert(0, stride)
        stride *= len(at)
        size *= m
    return source, rows, np.column_stack([chords[:, :-2] @ np.array(strides, np.int64), chords[:, -2:]])


def _laid(raw, shape, mode):
    few = prod(shape[:-1]) <= _KEPT
    return (_layout if few else _layout.__wrapped__)(raw, shape, mode)


def _chords(use, keys, f, numbers, mode, attained, target, threads):
    n = keys.shape[-1]
    source, rows, members, columns, first, last, depth = _laid(f.raw, keys.shape, mode)
    kept = int(f.slots.max()) + 1
    tile = _tile(n, len(columns) - n, depth * kept + len(f.steps) + 1, keys.itemsize)
    kernel = use.chords_attained if attained else use.chords
    flat_keys, flat_target = keys.reshape(-1, n), target.reshape(-1, n)
    seen = []

    def run(start, stop):
        seen.append(
            kernel(flat_keys, source, columns, first, last, f.steps, f.slots, rows, members, numbers, tile, start,
                   stop, flat_target)
        )  # fmt: skip

    cost = keys.size * keys.itemsize * (len(members) + 2 * len(f.steps) + 2) * 4e-9
    slabs(run, len(rows), work=cost, threads=threads, least=max(16, 2 * depth))
    return _checked(seen)


@lru_cache(16)
def _box_layout(shape, itemsize, axis, at, across, slant, mode):
    """Give the shape of blocks, what the kernels take, and for `slabs` the work and the least rows."""
    outer, n, inner = prod(shape[:axis]), shape[axis], prod(shape[axis + 1 :])
    columns = positions(inner, *across, mode)
    steps, slots, _ = _rungs(across[1] - across[0] + 1 - abs(slant) * (at[1] - at[0]))
    down, _, deep = _rungs(at[1] - at[0] + 1)
    tile = _tile(inner, len(columns) - inner, deep + len(steps) + 2, itemsize)
    arguments = positions(n, *at, mode), columns, *_run(inner, *across), steps, slots, down, slant
    work = outer * n * inner * itemsize * 3 * (len(steps) + len(down) + 2) * 4e-9
    return (outer, n, inner), arguments, tile, work, max(16, 2 * (at[1] - at[0])) if axis == len(shape) - 2 else 16


def _box(use, keys, layout, numbers, attained, target, threads):
    shape, arguments, tile, work, least = layout
    kernel = use.box_attained if attained else use.box
    blocks, flat_target = keys.reshape(shape), target.reshape(-1, shape[2])
    seen = []

    def run(start, stop):
        seen.append(kernel(blocks, *arguments, numbers, tile, start, stop, flat_target))

    slabs(run, len(flat_target), work=work, threads=threads, least=least)
    return _checked(seen)


@lru_cache(1024)
def _rungs(length):
    steps, _ = ladder([length])
    slots = np.full(len(steps) + 1, -1, np.int64)
    slots[-1] = 0
    return steps, slots, int(sum(s[s[0]] + 1 for s in steps))


def _checked(seen):
    if min(seen) < 0:
        raise MemoryError("no memory for the rows of a structuring element")
    return max(seen)
