"""Steps that the segmentations share."""

import numpy as np


def drop_small(labels: np.ndarray, min_size: float) -> np.ndarray:
    """Return labels 1 … n of the regions of at least `min_size` pixels, int32."""
    sizes = np.bincount(labels.ravel(), minlength=1)
    keep = sizes >= max(min_size, 1)
    keep[0] = False
    new = np.where(keep, np.cumsum(keep), 0).astype(np.int32)
    return new[labels]
