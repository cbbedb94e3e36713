"""Steps that the segmentations share."""

import numpy as np

from ..filters import gaussian_filter


def drop_small(labels: np.ndarray, min_size: float) -> np.ndarray:
    """Return labels 1 … n of the regions of at least `min_size` pixels, int32."""
    sizes = np.bincount(labels.ravel(), minlength=1)
    keep = sizes >= max(min_size, 1)
    keep[0] = False
    new = np.where(keep, np.cumsum(keep), 0).astype(np.int32)
    return new[labels]


def blurred(image: np.ndarray, sigma: float, sizes: tuple[float, ...]) -> np.ndarray:
    """Return the image smoothed by a Gaussian, floats; `sigma` is in the unit of `sizes`.

    A Gaussian that has no weight a pixel away changes nothing (the filter has no such).
    """
    widths = [sigma / s if sigma / s >= 0.125 else 0.0 for s in sizes]
    return gaussian_filter(image, widths) if any(widths) else image


def typical(values: np.ndarray, weights: np.ndarray) -> float:
    """Return the median of values with weights: with sizes as weights, many crumbs are no match for some objects."""
    order = np.argsort(values, kind="stable")
    heap = np.cumsum(weights[order], dtype=np.float64)
    return float(values[order[min(np.searchsorted(heap, heap[-1] / 2), len(order) - 1)]])
