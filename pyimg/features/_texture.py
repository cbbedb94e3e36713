"""Names of mahotas's private module of that name, which its tests use."""

import numpy as np

from ._cooccurrence import pairs

__all__ = ["cooccurence"]


def cooccurence(f: np.ndarray, output: np.ndarray, Bc: np.ndarray, symmetric: bool) -> None:
    """Add to `output` the pairs of grey levels that lie apart as the centre and a member of `Bc`."""
    for step in np.argwhere(Bc) - np.array(Bc.shape) // 2:
        a, b = pairs(f, step)
        np.add.at(output, (a, b), 1)
        if symmetric:
            np.add.at(output, (b, a), 1)
