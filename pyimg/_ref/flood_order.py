"""The order of pixels in NumPy: what pyimg/_ext/flood_order.pyx must compute."""

import numpy as np

_TYPES = "u1 i1 u2 i2 u4 i4 u8 i8 f4 f8 g".split()


def order(pixels, kind, items, spare, cells, order):
    """Write the places of pixels in rising order, NaN last, and into cells[:, 1] how many pixels each is greater than."""
    places = np.flatnonzero(cells[:, 0] != np.iinfo(cells.dtype).min)
    values = pixels.view(_TYPES[kind])[places]
    order[:] = places[np.argsort(values, kind="stable")]
    _, group, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - counts
    cells[places, 1] = np.where(counts == 1, ranks, -1 - ranks)[group.reshape(-1)]
