"""Arrays whose last axis holds colours."""

from typing import Any

import numpy as np

from .. import _check as check
from .._prepare import computed


def coloured(value: Any, name: str, *, alpha: bool) -> np.ndarray:
    """Return an array whose last axis holds three colours; a fourth is dropped where `alpha` allows it."""
    a = check.array(value, name)
    if a.ndim == 0 or a.shape[-1] not in ((3, 4) if alpha else (3,)):
        wish = "3 or 4 (red, green, blue, alpha)" if alpha else "3"
        raise ValueError(f"`{name}` must have a last axis of {wish}, not shape {a.shape}")
    if a.dtype.char == "g":
        a = a.astype(np.float64)
    return computed(a[..., :3])
