"""Float answers in the dtype that was asked for, without wrapping."""

from typing import Any

import numpy as np


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
