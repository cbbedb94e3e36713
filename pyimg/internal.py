"""mahotas's module ``internal``: its checks, for code written against them. pyimg itself uses ``_check``."""

from typing import Any

import numpy as np

from . import _check as check
from ._prepare import renamed_output


def _get_output(array: Any, out: Any, fname: str, dtype: Any = None, output: Any = None) -> np.ndarray:
    """Return `out` if it fits `array` (and `dtype`), a new array if it is None. `output` is its deprecated name."""
    return check.out(renamed_output(out, output, fname), array.shape, array.dtype if dtype is None else dtype)


def _get_axis(array: Any, axis: int, fname: str) -> int:
    """Return the axis counted from the first."""
    return check.axis(axis, array.ndim, "axis")


def _normalize_sequence(array: Any, value: Any, fname: str) -> list:
    """Return one value per axis, from one for all or a sequence."""
    try:
        values = list(value)
    except TypeError:
        return [value] * array.ndim
    if len(values) != array.ndim:
        raise ValueError(f"pyimg.{fname}: a sequence must have one entry per axis ({array.ndim}), not {len(values)}")
    return values


def _verify_is_floatingpoint_type(A: Any, function_name: str) -> None:
    """Raise TypeError unless the dtype is a float."""
    if A.dtype.kind != "f":
        raise TypeError(f"pyimg.{function_name}: the array must be of a float type, not {A.dtype}")


def _verify_is_integer_type(A: Any, function_name: str) -> None:
    """Raise TypeError unless the dtype is an integer or bool."""
    if A.dtype.kind not in "bui":
        raise TypeError(f"pyimg.{function_name}: the array must be of an integer type or bool, not {A.dtype}")


def _verify_is_nonnegative_integer_type(A: Any, function_name: str) -> None:
    """Raise TypeError unless the dtype is an integer or bool, ValueError if a value is negative."""
    _verify_is_integer_type(A, function_name)
    if A.dtype.kind == "i" and A.size and A.min() < 0:
        raise ValueError(f"pyimg.{function_name}: the array must have no negative value, but has {A.min()}")


def _make_binary(array: Any) -> np.ndarray:
    """Return the array as bool; itself where it is."""
    array = np.asanyarray(array)
    return array if array.dtype == bool else array != 0


def _as_floating_point_array(array: Any) -> np.ndarray:
    """Return the array as float; itself where it is."""
    array = np.asanyarray(array)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _check_3(arr: Any, funcname: str) -> None:
    """Raise ValueError unless the shape is (h, w, 3)."""
    if arr.ndim != 3 or arr.shape[2] != 3:
        raise ValueError(f"pyimg.{funcname}: the array must have shape (h, w, 3), not {arr.shape}")


def _check_2(arr: Any, funcname: str) -> None:
    """Raise ValueError unless there are two axes."""
    if arr.ndim != 2:
        raise ValueError(f"pyimg.{funcname}: the array must have 2 axes, not {arr.ndim}")
