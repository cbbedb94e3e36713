"""Bring checked arrays to the shapes and types that kernels take, and back."""

import math
import warnings
from functools import lru_cache
from typing import Any

import numpy as np

#: Types that kernels compute natively.
NATIVE = frozenset(np.dtype(char).num for char in "BbHhIiLlQqfd")
#: The number of each of them in kernels that take any type as bytes (pyimg/_ext/lines.pxd).
KINDS = {np.dtype(name): i for i, name in enumerate("u1 i1 u2 i2 u4 i4 u8 i8 f4 f8 g".split())}
_LINE = 64  # bytes of a line of the cache
#: The mode that each name means, in kernels.
MODES = {"nearest": 0, "wrap": 1, "reflect": 2, "mirror": 3, "constant": 4, "ignore": 5}


def native(a: np.ndarray) -> np.ndarray:
    """Return `a` in native byte order, aligned and C-contiguous; the one copy that a call may cost."""
    flags = a.flags
    if flags.c_contiguous and flags.aligned and a.dtype.isnative:
        return a
    return np.require(a, a.dtype.newbyteorder("="), "CA")


def computed(a: np.ndarray) -> np.ndarray:
    """Return `a` as kernels take it: native, bool seen as uint8, float16 widened to float32.

    ``longdouble`` stays: the twins compute it (see `is_native`).
    """
    a = native(a)
    if a.dtype == np.bool_:
        return a.view(np.uint8)
    if a.dtype == np.float16:
        return a.astype(np.float32)
    return a


def is_native(dtype: np.dtype) -> bool:
    """Say whether kernels compute this dtype; the twin computes what they do not (longdouble)."""
    return np.dtype(dtype).num in NATIVE


def overlaps(a: np.ndarray, b: np.ndarray | None) -> bool:
    """Say whether writing to `b` may change `a`."""
    return b is not None and np.may_share_memory(a, b)


def renamed_output(out: Any, output: Any, function: str) -> Any:
    """Return `out`, else what was given by mahotas's old name for it."""
    if output is None:
        return out
    warnings.warn(f"deprecated `output` given to `{function}`: use `out`", DeprecationWarning, stacklevel=3)
    return output if out is None else out


def outer_inner(shape: tuple[int, ...], axis: int) -> tuple[int, int, int]:
    """Give (outer, n, inner): an array of that shape reshapes to it with `axis` in the middle."""
    return math.prod(shape[:axis]), shape[axis], math.prod(shape[axis + 1 :])


def aligned(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Give a new array, not filled, that begins where a line of the cache does."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    raw = np.empty(size + _LINE, np.uint8)
    first = -raw.__array_interface__["data"][0] % _LINE
    return raw[first : first + size].view(dtype).reshape(shape)


def aligned_lines(rows: int, columns: int, dtype: np.dtype) -> np.ndarray:
    """Give memory for rows of `columns` numbers or more: each begins a line of the cache, and at another place of it."""
    lines = -(-columns * dtype.itemsize // _LINE)
    lines += (5 - lines) % 16
    return aligned((rows, lines * _LINE // dtype.itemsize), dtype)


def outside(n: int, before: int, after: int, mode: str) -> np.ndarray:
    """Name the places in 0 … n - 1 that stand for those before and after them, -1 for a constant."""
    if before + after <= 1 << 10:
        return _kept_outside(n, before, after, mode).copy()
    return _outside(n, before, after, mode)


@lru_cache(64)
def _kept_outside(n, before, after, mode):
    return _outside(n, before, after, mode)


def _outside(n, before, after, mode):
    places = np.concatenate([np.arange(-before, 0), np.arange(n, n + after)])
    if mode in ("constant", "ignore") or n == 0:
        return np.full(len(places), -1, np.intp)
    if mode == "nearest":
        places = np.clip(places, 0, n - 1)
    elif mode == "wrap":
        places = places % n
    elif mode == "reflect":
        places = places % (2 * n)
        places = np.minimum(places, 2 * n - 1 - places)
    else:
        places = places % max(1, 2 * n - 2)
        places = np.minimum(places, 2 * n - 2 - places)
    return np.ascontiguousarray(places, np.intp)
