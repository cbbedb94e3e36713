"""What the rooms of this package share: outputs, and the way of an array to a kernel and back."""

from typing import Any

import numpy as np

from .. import _check as check
from .._prepare import computed, overlaps
from .._structure import offsets, remembered, structuring_element


def image(value: Any, name: str, kinds: str = "buif") -> np.ndarray:
    """Return the image as the kernels of flat morphology take it: native, bool left bool, float16 widened."""
    a = check.array(value, name, kinds=kinds)
    wide = computed(a)
    return wide.view(bool) if a.dtype == bool else wide


def given(result: np.ndarray, dtype: np.dtype, out: np.ndarray | None) -> np.ndarray:
    """Return the result in the dtype of the image, in `out` if there is one."""
    if out is not None:
        if out is not result:
            np.copyto(out, result, casting="same_kind")
        return out
    return result.astype(dtype, copy=False)


def target(out: np.ndarray | None, a: np.ndarray, dtype: np.dtype) -> np.ndarray | None:
    """Return where a kernel may write at once: `out`, unless it overlaps the image or has another type."""
    return None if out is None or out.dtype != dtype or overlaps(a, out) else out


@remembered
def neighbours(Bc: Any, ndim: int) -> np.ndarray:
    """Return the steps from a pixel to its neighbours in `Bc`, itself left out."""
    steps = offsets(structuring_element(Bc, ndim), centre=False)
    steps.flags.writeable = False
    return steps
