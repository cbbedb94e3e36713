"""Names of mahotas's private module of that name, which its tests use."""

import numpy as np

from .._backend import kernels

__all__ = ["map"]


def map(codes: np.ndarray, points: int) -> np.ndarray:
    """Give the least rotation of each uint32 word of so many bits."""
    least = np.array(codes, np.uint32)
    kernels("lbp").least_rotations(least.ravel(), points)
    return least
