"""The key of a rank in each window: pixels become unsigned keys, and the fastest exact way is chosen."""

from typing import Any

import numpy as np

from .._backend import kernels
from .._cast import saturated
from .._flat import flat, positions
from .._prepare import aligned
from .._threads import slabs
from ._means import sums
from ._window import Window, inside, layout, padded

_rank = kernels("rank")
_rank_counts = kernels("rank_counts")
_median = kernels("median")
_COUNTED = 200  # pixels of a box from which on counting is faster than bisection
_CUMULATED = np.triu(np.ones((16, 16), np.uint16))
_BLOCK = 1 << 18  # bytes of keys that are looked at together


class Order:
    """How pixels of a type become unsigned keys in the order that `numpy.sort` gives them, NaN last, and back."""

    def __init__(self, dtype: np.dtype) -> None:
        self.dtype = dtype
        self.bits = np.dtype(f"u{dtype.itemsize}")
        self.plain = dtype.kind in "bu"
        self.most = int(np.array(np.inf, dtype).view(self.bits)) if dtype.kind == "f" else 0

    def keys(self, a: np.ndarray, *, own: bool = False) -> np.ndarray:
        """Return the keys of `a`, in place where it is the caller's own."""
        a = a.view(self.bits)
        if self.plain:
            return a
        a = a if own else a.copy()
        _rank.keys(self.most, a.reshape(-1))
        return a

    def pixels(self, a: np.ndarray) -> np.ndarray:
        """Return the pixels of keys, in place."""
        if not self.plain:
            _rank.pixels(self.most, a.reshape(-1))
        return a.view(self.dtype)

    def key(self, value: Any) -> int:
        """Return the key of a number, the nearest of this type; bool asks whether it is 0."""
        if self.dtype.kind in "ui":
            if isinstance(value, int):
                info = np.iinfo(self.dtype)
                value = min(max(value, int(info.min)), int(info.max))
            else:
                value = saturated(np.array(float(value)), self.dtype, rounding=True)
        elif self.dtype.kind == "b":
            value = value != 0
        with np.errstate(over="ignore"):
            return int(self.keys(np.array([value]).astype(self.dtype), own=True)[0])

    @property
    def last(self) -> int:
        """The greatest key."""
        return (1 << 8 * self.bits.itemsize) - 1


def ranked(
    a: np.ndarray,
    w: Window,
    rank: int,
    mode: str,
    cval: Any,
    mask: np.ndarray | None,
    threads: int | None,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """Return the value of that rank in the window around each pixel of `a`: native, contiguous, with pixels.

    `out`, if given, is like `a`, and overlaps neither `a` nor `mask`.
    """
    if out is None:
        out = np.empty_like(a)
    if a.dtype.itemsize > 8:  # longdouble: its distinct values are numbered
        values, numbers = np.unique(np.append(a.ravel(), a.dtype.type(cval)), return_inverse=True)
        numbers = numbers.reshape(-1).astype(np.uint32 if len(values) < 1 << 32 else np.uint64)
        which = ranked(numbers[:-1].reshape(a.shape), w, rank, mode, int(numbers[-1]), mask, threads)
        np.take(values, which.astype(np.intp), out=out, mode="clip")
    else:
        order = Order(a.dtype)
        outside = order.key(cval) if mode == "constant" else order.last
        _ranked(a, order, w, rank, mode, outside, mask, out.view(order.bits), threads)
    if mode == "ignore" or mask is not None:
        out[_none(a.shape, w, mode, mask, threads)] = np.nan if a.dtype.kind == "f" else 0
    return out


def _none(shape, w, mode, mask, threads):
    """Name the pixels around which no member counts."""
    if mask is not None:
        return ~flat(mask, w.steps, largest=True, mode=mode, cval=True, threads=threads)
    counts, of = inside(shape, w)
    return (counts == 0)[of].reshape(shape) if not counts.all() else np.zeros((), bool)


def _ranked(a, order, w, rank, mode, outside, mask, out, threads):
    """Write to `out`, seen as keys, the pixels."""
    if rank in (0, len(w.steps) - 1):  # of the n that count, 0 and n - 1
        keys = order.keys(a)
        if mask is not None:
            keys = np.where(mask, keys, order.bits.type(0 if rank else order.last))
        flat(keys, w.steps, largest=rank > 0, mode=mode, cval=outside, out=out, threads=threads)
        order.pixels(out)
        return
    if mask is not None:
        _bisected(a, order, w, rank, mode, outside, out, threads, mask)
        return
    way = _way(a, w, rank)
    if way is _bisected or mode != "ignore":
        way(a, order, w, rank, mode, outside, out, threads)
        return
    # In a frame as wide as the window reaches fewer pixels are inside.
    if any(n < 2 * (h - l) for n, l, h in zip(a.shape, w.low, w.high)):
        _bisected(a, order, w, rank, mode, outside, out, threads)
        return
    way(a, order, w, rank, "nearest", outside, out, threads)
    for axis, (n, l, h) in enumerate(zip(a.shape, w.low, w.high)):
        before = (slice(None),) * axis
        for part, seen in ((slice(0, -l), slice(0, h - l)), (slice(n - h, n), slice(n - h + l, n))):
            if part.start < part.stop:
                strip = np.ascontiguousarray(a[(*before, seen)])
                found = np.empty(strip.shape, order.bits)
                _bisected(strip, order, w, rank, mode, outside, found, threads)
                at = slice(part.start - seen.start, part.stop - seen.start)
                out[(*before, part)] = found[(*before, at)]


def _way(a, w, rank):
    """Choose the fastest way."""
    if a.ndim == 2 and w.box:
        many = len(w.steps)
        if w.low in ((-1, -1), (-2, -2)) and w.high == tuple(-l for l in w.low) and rank == many // 2:
            return _network
        if a.itemsize == 1 and _COUNTED <= many < 1 << 16:
            return _counted
    return _bisected


def _network(a, order, w, rank, mode, outside, out, threads):
    """Sort: medians of boxes of 3 x 3 and 5 x 5 pixels."""
    reach = w.high[0]
    source, columns = (positions(n, -reach, reach, mode) for n in a.shape)
    # neither do rows lie a multiple of 4 KiB apart, nor does a row of keys begin within a line of the cache
    stride = (-(-(max(a.shape[1], 512) + 128) * a.itemsize // 4096) * 4096 + 448) // a.itemsize
    half = a.dtype == np.float16
    if reach == 1:  # halves by their keys
        pixels = order.keys(a) if half else a.view(order.bits) if a.dtype == bool else a
        beyond = np.array([outside], order.bits)
        beyond = beyond if half else order.pixels(beyond).view(pixels.dtype)

    def run(start, stop):
        scratch = np.empty((14, stride), order.bits)
        if reach == 1:
            _median.three(pixels, source, columns, beyond, start, stop, scratch.view(pixels.dtype), out.view(pixels.dtype))
        else:
            _median.five(
                a.view(order.bits), source, columns, not order.plain, order.most, outside, start, stop, scratch, out
            )

    slabs(run, len(a), work=a.nbytes * reach**3 * 2e-7, threads=threads, least=16)
    if reach == 1 and half:
        order.pixels(out)


def _counted(a, order, w, rank, mode, outside, out, threads):
    """Count values: large boxes of bytes."""
    wide = padded(order.keys(a), w, mode, outside)
    ny, nx = (h - l + 1 for l, h in zip(w.low, w.high))
    width = min(a.shape[1], max(256, 2 * nx))  # columns whose counts stay in the cache

    def run(start, stop):
        counts = aligned((272, width + nx - 1), np.uint16).reshape(-1)
        _rank_counts.box_counts(wide, ny, nx, rank, width, start, stop, _CUMULATED, counts, out)

    slabs(run, len(a), work=a.size * 4e-5, threads=threads, least=2 * ny)
    order.pixels(out)


def _bisected(a, order, w, rank, mode, outside, out, threads, mask=None):
    """Bisect: any members, any rank, any type; what is ignored has the greatest key, and a lower rank is asked for."""
    shape, many = a.shape, len(w.steps)
    raw = int(order.pixels(np.array([outside], order.bits)).view(order.bits)[0])
    wide = order.keys(padded(a.view(order.bits), w, mode, raw).view(a.dtype), own=True).reshape(-1)
    rows, members = layout(shape, w)
    if mask is not None:
        np.copyto(wide, order.last, where=~padded(mask, w, mode, True).reshape(-1))
        counts = sums(mask.view(np.uint8), w, mode, int(mode == "constant"), np.dtype(np.int32), threads)
        ranks = (np.arange(many + 1) * rank // many).astype(np.uint32)[counts.astype(np.int32, copy=False)]
        ranks, rank_of = ranks.reshape(len(rows), -1), np.arange(len(rows))
    elif mode == "ignore":
        counts, rank_of = inside(shape, w)
        ranks = (counts * rank // many).astype(np.uint32)
    else:
        ranks, rank_of = np.full((1, shape[-1]), rank, np.uint32), np.zeros(len(rows), np.intp)
    goal = out.reshape(len(rows), -1)
    block = max(64, min(-(-shape[-1] // 64), _BLOCK // many // 64) * 64)  # whole vectors
    gathered = many if a.itemsize > 1 else 0

    def run(start, stop):
        _rank.bisect(
            wide, rows, members, ranks, rank_of, start, stop, np.empty(many + 8, np.intp),
            np.empty((1, block), np.uint32), aligned((5 + gathered, block), np.uint8), goal,
        )  # fmt: skip

    slabs(run, len(rows), work=a.nbytes * many * 1.5e-7, threads=threads)
    order.pixels(out)
