"""What all functions of labeled images share: their labels as kernels take them."""

import math
from typing import Any

import numpy as np

from . import _check as check

LARGEST = 1 << 28  # a table of more regions than that is a mistake, not a result


def as_labels(labeled: Any, name: str = "labeled", kinds: str = "buif") -> np.ndarray:
    """Return labels as a native C-contiguous int32 array (no copy where they are one). Floats must be whole numbers."""
    a = check.array(labeled, name, kinds=kinds)
    if a.dtype == np.int32 and a.dtype.isnative and a.flags.c_contiguous and a.flags.aligned:
        return a
    if a.dtype.kind == "f":
        a = a.astype(np.result_type(a, np.float64), copy=False)
        if not ((a == np.trunc(a)) & (a >= -(2.0**31)) & (a < 2.0**31)).all():  # NaN is none of these
            raise ValueError(f"`{name}` must have whole numbers within int32 where it is a float array")
    elif a.dtype.itemsize >= 4 and a.dtype != np.int32 and a.size:
        least, most = int(a.min()), int(a.max())
        if least < -(1 << 31) or most >= 1 << 31:
            raise ValueError(f"`{name}` must have labels within int32, not {least if least < -(1 << 31) else most}")
    return np.require(a, np.int32, "CA")


def regions(labels: np.ndarray, name: str = "labeled") -> int:
    """Return the number of rows of a table with one row for each label from 0: 1 at least."""
    most = int(labels.max(initial=0))
    if most >= LARGEST:
        raise ValueError(f"`{name}` must have labels below {LARGEST}, not {most}: relabel it first")
    return most + 1


def as_lines(a: np.ndarray) -> np.ndarray:
    """Return a C-contiguous array as (lines, n), lines along the last axis; 0-d is one line of one pixel."""
    n = a.shape[-1] if a.ndim else 1
    return a.reshape(math.prod(a.shape[:-1]), n)
