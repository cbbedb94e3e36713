"""mahotas's private module ``_convolve``, as far as scripts call it: banks of any weights along rows, in place."""

from typing import Any

import numpy as np

from . import _check as check
from .wavelets import _banks as banks


def wavelet(f: np.ndarray, weights: Any) -> None:
    """Change the rows of a float array to their low and high bands, as `daubechies` does for its weights."""
    _along_rows("analyse", f, banks.split(_even(weights), [1.0]))


def iwavelet(f: np.ndarray, weights: Any) -> None:
    """Undo `wavelet`."""
    _along_rows("synthesise", f, banks.join(_even(weights), [1.0]))


def _even(weights):
    weights = check.array(weights, "weights", ndim=1, empty=False)
    if len(weights) % 2:
        raise ValueError(f"`weights` must be even in number, not {len(weights)}")
    return weights.astype(np.float64)


def _along_rows(name, f, bank):
    if not isinstance(f, np.ndarray) or f.dtype.kind != "f":
        raise TypeError("`f` must be a float array, for it is changed in place")
    a, axes = banks.image(f, True, -1)
    banks.apply(name, a, axes, bank, "constant", True, None)
