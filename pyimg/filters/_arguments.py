"""What the functions of this room have in common: arguments, and results of any type."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .. import _check as check
from .. import _prepare as prepare

DOUBLE = np.dtype(np.float64)


def run(f: np.ndarray, dtype: Any, out: Any, apply: Callable[[np.ndarray, np.ndarray], None]) -> np.ndarray:
    """Give out (of `dtype`, or new) after ``apply(array, target)`` with what kernels take."""
    dtype = np.dtype(dtype).newbyteorder("=")
    out = check.out(out, f.shape, dtype)
    a = prepare.computed(f)
    wide = DOUBLE if dtype.kind == "b" else np.dtype(np.float32) if dtype == np.float16 else dtype
    target = np.empty(f.shape, wide) if wide != dtype or prepare.overlaps(a, out) else out
    apply(np.atleast_1d(a), np.atleast_1d(target))
    if target is not out:
        with np.errstate(all="ignore"):
            out[...] = target != 0 if dtype.kind == "b" else target
    return out


def border(mode: Any, cval: Any) -> tuple[str, float]:
    """Return `mode` and `cval` if there are such."""
    return check.choice(mode, "mode", tuple(prepare.MODES)), check.number(cval, "cval", finite=False)
