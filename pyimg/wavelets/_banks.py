"""Filter banks along any axes of an array: what all transforms of this room are."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare
from .._backend import kernels, reference
from .._threads import slabs

_ROOT2 = 2.0**0.5
_COST = 1.5e-6  # milliseconds for a pixel


def image(f: Any, inline: bool, axes: Any) -> tuple[np.ndarray, tuple[int, ...]]:
    """Return the array and the axes to go along, in ascending order."""
    f = check.array(f, "f")
    if axes is None:
        if f.ndim != 2:
            raise ValueError(f"`f` must have 2 axes, not {f.ndim}: name those to transform by `axes=`")
        axes = (0, 1)
    else:
        given = [axes] if np.ndim(axes) == 0 else list(axes)
        axes = tuple(sorted(check.axis(a, f.ndim, "axes") for a in given))
        if len(set(axes)) < len(axes):
            raise ValueError(f"`axes` must name each axis once, not {given}")
    if inline and f.dtype.kind == "f" and not f.flags.writeable:
        raise ValueError("`f` must be writable for `inline=True`, not read-only")
    return f, axes


def scales(count: int, square: float) -> list[float]:
    """Give one factor per axis whose product is ``square ** (count / 2)``, exact powers where they can be."""
    factors = [square if i % 2 == 0 else 1.0 for i in range(count)]
    if count % 2:
        factors[-1] = square**0.5
    return factors


def split(weights: Sequence[float], factors: Sequence[float]) -> list[tuple[np.ndarray, float]]:
    """Give for each factor the bank that splits, and what it does to a pixel without a partner."""
    low = np.array(weights[::-1])
    high = np.array(weights)
    high[::2] *= -1
    return [(np.array([low, high]) * s, _ROOT2 * s) for s in factors]


def join(weights: Sequence[float], factors: Sequence[float]) -> list[tuple[np.ndarray, float]]:
    """Give for each factor the bank that undoes what `split` does for its inverse."""
    (both, lone) = split(weights, [0.5])[0]
    bank = both.T.reshape(-1, 2, 2).swapaxes(0, 1).reshape(2, -1)  # even pixels, odd pixels; low and high in turn
    return [(np.ascontiguousarray(bank) * s, lone * s) for s in factors]


def apply(
    name: str,
    f: np.ndarray,
    axes: tuple[int, ...],
    banks: list[tuple[np.ndarray, float]],
    mode: Any,
    inline: bool,
    threads: int | None,
) -> np.ndarray:
    """Run the kernel `name` with one bank per axis; give a new array, or `f` changed."""
    wrap = check.choice(mode, "mode", ("constant", "wrap")) == "wrap"
    dtype = f.dtype.newbyteorder("=") if f.dtype.kind == "f" else np.dtype(np.float64)
    a = prepare.native(f).astype(np.float32 if dtype == np.float16 else dtype, copy=False)
    kernel = getattr((kernels if prepare.is_native(a.dtype) else reference)("wavelets"), name)
    if a.size:
        for sweep in _sweeps(a.shape, dict(zip(axes, banks)), backward=name == "synthesise"):
            a = _swept(kernel, a, *sweep, wrap, threads)
    if inline and f.dtype.kind == "f":
        with np.errstate(over="ignore"):
            f[...] = a
        return f
    with np.errstate(over="ignore"):
        return a.astype(dtype, copy=a is f or np.may_share_memory(a, f))


def _sweeps(shape, banks, backward):
    """Give (shape as planes, bank along columns, bank along rows): the last two axes go together."""
    last, sweeps = len(shape) - 1, []
    left = sorted(banks, reverse=True)
    if last in banks:
        left.remove(last)
        planes = (-1, shape[last - 1] if last else 1, shape[last])
        sweeps.append((planes, banks[last - 1] if last - 1 in left else None, banks[last]))
        if last - 1 in left:
            left.remove(last - 1)
    sweeps += [(prepare.outer_inner(shape, axis), banks[axis], None) for axis in left]
    return sweeps[::-1] if backward else sweeps


def _swept(kernel: Callable, a, planes, along_columns, along_rows, wrap, threads):
    src = a.reshape(planes)
    out = np.empty_like(src)
    (fy, ylone), (fx, xlone) = (bank or (np.zeros((2, 0)), 1.0) for bank in (along_columns, along_rows))
    fy, fx = (np.ascontiguousarray(f, src.dtype) for f in (fy, fx))
    size = max(fy.shape[1], fx.shape[1])
    count, height, width = src.shape
    units = count * (height - height // 2 if fy.shape[1] else height)

    def run(start, stop):
        scratch = np.empty((size + 6, width + size), src.dtype)
        pointers = np.empty(2 * size, np.intp)
        kernel(src, fy, ylone, fx, xlone, wrap, start, stop, pointers, scratch, out)

    slabs(run, units, work=src.size * _COST, threads=threads)
    return out.reshape(a.shape)
