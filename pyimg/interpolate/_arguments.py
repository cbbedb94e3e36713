"""What the functions of this room have in common: arguments, and results of any type."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare
from . import _plan as spline

DOUBLE = np.dtype(np.float64)


def order_of(order: Any, least: int = 0) -> int:
    """Return the order of a spline."""
    n = check.integer(order, "order")
    if not least <= n <= 5:
        raise ValueError(f"`order` must be from {least} to 5, not {n}")
    return n


def image(array: Any) -> np.ndarray:
    """Return the array as kernels take it: native and real, longdouble as float64."""
    array = check.array(array)
    if array.ndim == 0:
        raise ValueError("`array` must have at least one axis")
    a = prepare.computed(array)
    return a if prepare.is_native(a.dtype) else a.astype(DOUBLE)


def border(mode: Any, cval: Any) -> tuple[str, float]:
    """Return `mode` and `cval` if there are such."""
    return check.choice(mode, "mode", tuple(spline.MODES)), check.number(cval, "cval", finite=False)


def drawn(
    out: Any, a: np.ndarray, shape: tuple[int, ...], draw: Callable[..., np.ndarray], asks: str = "out", plain: bool = False
) -> np.ndarray:  # fmt: skip
    """Give `out` (an array, a dtype, or None for float64) with what ``draw(dtype, to)`` returns for one kernels write.

    `to` is where it may be drawn, or None. `asks` names the argument that asks for this shape;
    `plain` says that what is drawn are pixels of `a`, and nothing between them.
    """
    given = out if isinstance(out, np.ndarray) else None
    dtype = np.dtype(DOUBLE if out is None else out if given is None else given.dtype)
    if dtype.kind not in "buif":
        raise TypeError(f"`out` must be of a bool, integer or float type, not {dtype}")
    if not dtype.isnative:
        raise ValueError(f"`out` must be of native byte order, not {dtype}")
    if given is not None:
        check.out(given, shape, dtype)
    else:
        check.fits(shape, dtype.itemsize, asks)
    if not a.size and 0 not in shape:
        raise ValueError(f"`array` must not be empty (its shape is {a.shape})")
    written = dtype if prepare.is_native(dtype) else a.dtype if plain and dtype.kind == "b" else DOUBLE
    to = given if given is not None and dtype == written and not prepare.overlaps(a, given) else None
    result = draw(written, to) if 0 not in shape else np.empty(shape, written)
    if result is given:
        return given
    with np.errstate(all="ignore"):
        result = result > 0.5 if dtype.kind == "b" else result.astype(dtype, copy=False)
    if given is None:
        return result
    given[...] = result
    return given
