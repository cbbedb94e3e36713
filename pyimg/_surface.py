"""The area of surfaces in 3-D, from how often lattice lines cross them."""

from functools import lru_cache
from itertools import product

import numpy as np

#: One of each pair of opposite steps to the 26 neighbours.
STEPS = np.array([d for d in product((-1, 0, 1), repeat=3) if d > (0, 0, 0)], np.int64)
_POINTS = 200_000


@lru_cache(64)
def crossing_weights(spacing: tuple[float, float, float]) -> np.ndarray:
    """Give the area that each crossing of a line along each of STEPS stands for.

    By Crofton's formula the area is twice the mean over directions of the crossings times the area between lines.
    A step stands for the directions nearest to it, whose share is counted on points spread evenly over the sphere.
    """
    size = np.array(spacing)
    directions = STEPS * size
    lengths = np.linalg.norm(directions, axis=1)
    k = np.arange(_POINTS) + 0.5
    z, angle = 1 - k / _POINTS, k * np.pi * (3 - np.sqrt(5))  # half a sphere; the other half is the same
    flat = np.sqrt(1 - z**2)
    points = np.stack([z, flat * np.cos(angle), flat * np.sin(angle)])
    nearest = np.abs(directions / lengths[:, None] @ points).argmax(0)
    share = np.bincount(nearest, minlength=len(STEPS)) / _POINTS
    return 2 * share * size.prod() / lengths
