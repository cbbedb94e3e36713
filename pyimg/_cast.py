"""Float answers in the dtype that was asked for, without wrapping."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ._threads import slabs

_BLOCK = 8192  # rows whose intermediate values stay in the cache


def result_dtype(dtype: Any, name: str = "dtype") -> np.dtype:
    """Return a real dtype in native order, or say what is wrong with it."""
    try:
        found = np.dtype(dtype)
    except TypeError:
        raise TypeError(f"`{name}` must be a dtype, not {dtype!r}") from None
    if found.kind not in "buif":
        raise TypeError(f"`{name}` must be bool, an integer or a float, not {found}")
    return found.newbyteorder("=")


def saturated(values: np.ndarray, dtype: np.dtype, *, rounding: bool) -> np.ndarray:
    """Return float64 `values` as `dtype`: integers rounded (half to even) or truncated, kept in range; NaN is 0."""
    if dtype.kind == "f":
        with np.errstate(over="ignore"):
            return values.astype(dtype, copy=False)
    if dtype.kind == "b":
        return values != 0
    info = np.iinfo(dtype)
    values = np.rint(values) if rounding else np.trunc(values)
    answer = np.empty(values.shape, dtype)
    inside = (values > info.min) & (values < float(info.max))  # both bounds are exact or round outwards
    np.copyto(answer, np.where(inside, values, 0), casting="unsafe")
    answer[values <= info.min] = info.min
    answer[values >= float(info.max)] = info.max
    return answer


def blockwise(
    fill: Callable[[np.ndarray, np.ndarray], object],
    pixels: np.ndarray,
    shape: tuple[int, ...],
    dtype: np.dtype,
    *,
    cost: float,
    rounding: bool = True,
    threads: int | None = None,
) -> np.ndarray:
    """Run ``fill(rows of `pixels`, rows of the answer in float64)`` over blocks; give the answer as `dtype`.

    `shape` is that of the answer and begins with the rows, perhaps unfolded; `cost` is nanoseconds a row.
    """
    out = np.empty(shape, dtype)
    flat = out.reshape((len(pixels), -1)) if len(pixels) else out

    def run(start, stop):
        direct = dtype == np.float64
        scratch = None if direct else np.empty((_BLOCK, flat.shape[1]))
        for at in range(start, stop, _BLOCK):
            part = slice(at, min(at + _BLOCK, stop))
            answer = flat[part] if direct else scratch[: part.stop - at]
            fill(pixels[part], answer)
            if not direct:
                flat[part] = saturated(answer, dtype, rounding=rounding)

    if len(pixels):
        slabs(run, len(pixels), work=len(pixels) * cost / 1e6, threads=threads)
    return out
