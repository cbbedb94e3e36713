"""Say yes to an argument, or exactly what is wrong with it. Nothing here knows a kernel."""

import math
import operator
import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

KINDS = {
    "b": "bool",
    "u": "unsigned integer",
    "i": "signed integer",
    "f": "float",
    "c": "complex",
}


def array(
    value: Any,
    name: str = "array",
    *,
    kinds: str = "buif",
    ndim: int | Iterable[int] | None = None,
    shape: tuple[int, ...] | None = None,
    empty: bool = True,
) -> np.ndarray:
    """Return `value` as a plain ndarray (no copy where it is one), or name what is wrong with it.

    `kinds` holds the allowed dtype kinds (b bool, u unsigned, i signed, f float, c complex),
    `ndim` the allowed numbers of axes, `shape` the only allowed shape.
    """
    a = value if type(value) is np.ndarray else _plain(value, name)
    if a.dtype.kind not in kinds:
        wish = ", ".join(KINDS[k] for k in kinds)
        raise TypeError(f"`{name}` must have a dtype of kind {wish}; not {a.dtype}")
    if ndim is not None:
        allowed = (ndim,) if isinstance(ndim, int) else tuple(ndim)
        if a.ndim not in allowed:
            wish = " or ".join(map(str, allowed))
            raise ValueError(f"`{name}` must have {wish} axes, not {a.ndim}")
    if shape is not None and a.shape != tuple(shape):
        raise ValueError(f"`{name}` must have shape {tuple(shape)}, not {a.shape}")
    if not empty and a.size == 0:
        raise ValueError(f"`{name}` must not be empty (its shape is {a.shape})")
    return a


def _plain(value, name):
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"`{name}` must be a plain array, not a masked one: fill it, or pass `mask=`")
    if hasattr(value, "__cuda_array_interface__"):
        raise TypeError(f"`{name}` must be in main memory, not on a device: copy it to NumPy first")
    if isinstance(value, (str, bytes)) or value is None:
        raise TypeError(f"`{name}` must be an array, not {type(value).__name__}")
    try:
        return np.asarray(value)
    except (ValueError, TypeError) as error:
        raise TypeError(f"`{name}` cannot be made an array: {error}") from None


def integer(value: Any, name: str, *, low: int | None = None, high: int | None = None) -> int:
    """Return `value` as an int within [low, high]; True and 1.0 are not integers."""
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(f"`{name}` must be an integer, not bool")
    try:
        n = operator.index(value)
    except TypeError:
        raise TypeError(f"`{name}` must be an integer, not {type(value).__name__}") from None
    _within(n, name, low, high)
    return n


def number(
    value: Any, name: str, *, low: float | None = None, high: float | None = None, finite: bool = True
) -> float:
    """Return `value` as a float within [low, high], finite unless said otherwise."""
    if isinstance(value, (str, bytes)) or value is None:
        raise TypeError(f"`{name}` must be a number, not {type(value).__name__}")
    try:
        x = float(value)
    except (TypeError, ValueError, OverflowError):
        raise TypeError(f"`{name}` must be a number, not {type(value).__name__}") from None
    if finite and not math.isfinite(x):
        raise ValueError(f"`{name}` must be finite, not {x}")
    _within(x, name, low, high)
    return x


def _within(x, name, low, high):
    if (low is not None and not x >= low) or (high is not None and not x <= high):
        wish = f"at least {low}" if high is None else f"at most {high}" if low is None else f"from {low} to {high}"
        raise ValueError(f"`{name}` must be {wish}, not {x}")


def choice(value: Any, name: str, allowed: Sequence) -> Any:
    """Return `value` if it is one of `allowed`."""
    if not isinstance(value, type(allowed[0])) or value not in allowed:
        raise ValueError(f"`{name}` must be one of {', '.join(map(repr, allowed))}; not {value!r}")
    return value


def per_axis(value: Any, name: str, ndim: int, convert=number, **limits) -> tuple:
    """Return one converted number per axis from a scalar or a sequence of `ndim`."""
    kind = type(value)
    if kind is float or kind is int or (kind is not tuple and kind is not list and np.ndim(value) == 0):
        return (convert(value, name, **limits),) * ndim
    values = list(value)
    if len(values) != ndim:
        raise ValueError(f"`{name}` must have one entry per axis ({ndim}), not {len(values)}")
    return tuple(convert(v, name, **limits) for v in values)


def spacing(value: Any, ndim: int, name: str = "spacing") -> tuple[float, ...]:
    """Return the size of a pixel along each axis, from None (1), a number or one per axis."""
    sizes = per_axis(1.0 if value is None else value, name, ndim)
    if any(s <= 0 for s in sizes):
        raise ValueError(f"`{name}` must be positive, not {value!r}")
    return sizes


def axis(value: Any, ndim: int, name: str = "axis") -> int:
    """Return the axis as 0 … ndim - 1."""
    n = integer(value, name)
    if not -ndim <= n < ndim:
        raise ValueError(f"`{name}` must be from {-ndim} to {ndim - 1} for {ndim} axes, not {n}")
    return n % ndim


def same_shape(a: np.ndarray, name: str, other: np.ndarray, other_name: str) -> None:
    """Raise unless both arrays have one shape."""
    if a.shape != other.shape:
        raise ValueError(f"`{name}` must have the shape of `{other_name}`, {other.shape}, not {a.shape}")


def mask(value: Any, shape: tuple[int, ...], name: str = "mask") -> np.ndarray:
    """Return `value` as a bool array of that shape, True where it is not 0."""
    a = array(value, name, shape=shape)
    return a if a.dtype == np.bool_ else a != 0


@lru_cache(1)
def _memory() -> int:
    """Give the bytes of memory of this machine; where it does not tell, more than any has."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 1 << 47


def fits(shape: Iterable[int], itemsize: int, name: str) -> None:
    """Raise ValueError if an array of that shape, which `name` asks for, cannot be in memory."""
    size = math.prod(shape) * itemsize
    if size > 1 << 30 and size > _memory():
        raise ValueError(f"`{name}` asks for a result of 2**{size.bit_length() - 1} bytes, more than there is memory")


def out(value: Any, shape: tuple[int, ...], dtype: Any, name: str = "out") -> np.ndarray:
    """Return a new array, or `value` if it is an array of just that shape and dtype, writable and C-contiguous."""
    dtype = np.dtype(dtype)
    if value is None:
        return np.empty(shape, dtype)
    if not isinstance(value, np.ndarray):
        raise TypeError(f"`{name}` must be an array, not {type(value).__name__}")
    if value.dtype != dtype or not value.dtype.isnative:
        raise ValueError(f"`{name}` must have dtype {dtype}, not {value.dtype}")
    if value.shape != tuple(shape):
        raise ValueError(f"`{name}` must have shape {tuple(shape)}, not {value.shape}")
    if not (value.flags.c_contiguous and value.flags.aligned):
        raise ValueError(f"`{name}` must be C-contiguous and aligned")
    if not value.flags.writeable:
        raise ValueError(f"`{name}` must be writable, not read-only")
    return value
