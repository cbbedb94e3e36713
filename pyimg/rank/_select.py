"""The key of a rank in each window: pixels become unsigned keys, and the fastest exact way is chosen."""

from typing import Any

import numpy as np

from .._backend import kernels
from .._cast import saturated
from .._flat import flat
from .._threads import slabs
from ._window import Window, inside, layout, padded

_rank = kernels("rank")
_BLOCK = 1 << 16  # bytes of keys that are looked at together


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


def ranked(a: np.ndarray, w: Window, rank: int, mode: str, cval: Any, threads: int | None) -> np.ndarray:
    """Return the value of that rank in the window around each pixel of `a`: native, contiguous, with pixels."""
    if a.dtype.itemsize > 8:  # longdouble: its distinct values are numbered
        values, numbers = np.unique(np.append(a.ravel(), a.dtype.type(cval)), return_inverse=True)
        numbers = numbers.reshape(-1).astype(np.uint32 if len(values) < 1 << 32 else np.uint64)
        chosen = ranked(numbers[:-1].reshape(a.shape), w, rank, mode, int(numbers[-1]), threads)
        if mode == "ignore":
            return np.where(_empty(a.shape, w), np.array(np.nan, a.dtype), values[chosen])
        return values[chosen]
    order = Order(a.dtype)
    out = order.pixels(_ranked(order.keys(a), order, w, rank, mode, order.key(cval), threads))
    if mode == "ignore" and (nothing := _empty(a.shape, w)).any():
        out[nothing] = np.nan if a.dtype.kind == "f" else 0
    return out


def _empty(shape, w):
    counts, of = inside(shape, w)
    return (counts == 0)[of].reshape(shape) if not counts.all() else np.zeros((), bool)


def _ranked(keys, order, w, rank, mode, cval, threads):
    many = len(w.steps)
    if rank in (0, many - 1):  # of the n inside, 0 and n - 1
        return flat(keys, w.steps, largest=rank > 0, mode=mode, cval=cval, threads=threads)
    return _bisected(keys, w, rank, mode, cval if mode == "constant" else order.last, threads)


def _bisected(keys, w, rank, mode, outside, threads):
    """Bisect: any members, any rank, any type; what is ignored has the greatest key, and a lower rank is asked for."""
    shape, many = keys.shape, len(w.steps)
    wide = padded(keys, w, mode, outside).reshape(-1)
    rows, members = layout(shape, w)
    if mode == "ignore":
        counts, rank_of = inside(shape, w)
        ranks = (counts * rank // many).astype(np.uint32)
    else:
        ranks, rank_of = np.full((1, shape[-1]), rank, np.uint32), np.zeros(len(rows), np.intp)
    out = np.empty((len(rows), shape[-1]), keys.dtype)
    block = min(shape[-1], max(64, _BLOCK // many // 64 * 64))
    gathered = many if keys.itemsize > 1 else 0

    def run(start, stop):
        _rank.bisect(
            wide, rows, members, ranks, rank_of, start, stop, np.empty(many + 8, np.intp),
            np.empty((1, block), np.uint32), np.empty((5 + gathered, block), np.uint8), out,
        )  # fmt: skip

    slabs(run, len(rows), work=keys.size * many * keys.itemsize * 1.5e-7, threads=threads)
    return out.reshape(shape)
