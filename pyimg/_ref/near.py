"""Flat erosion by the 3x3 cross and box in NumPy: what pyimg/_ext/near.pyx must compute."""

import numpy as np

from .flat import _finished, _own

_STEPS = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)]


def _least(a, numbers, count):
    h, w = a.shape
    if not a.size:
        return a
    rows, columns = np.clip(np.arange(-1, h + 1), 0, h - 1), np.clip(np.arange(-1, w + 1), 0, w - 1)
    wide = _own(a, numbers)[rows][:, columns]
    return np.min([wide[1 + y : 1 + y + h, 1 + x : 1 + x + w] for y, x in _STEPS[:count]], axis=0)


def _seen(a, start, stop):
    return int(np.isnan(a[start:stop]).any()) if a.dtype.kind == "f" else 0


def cross3(a, numbers, start, stop, out):
    """Write the least key of a pixel and its 4 neighbours in the image, finished as `flat.chords` does."""
    out[start:stop] = _finished(_least(a, numbers, 5), numbers)[start:stop]
    return _seen(a, start, stop)


def cross3_attained(a, numbers, start, stop, mask):
    """Mark where no key of the 4 neighbours in the image is less than the pixel's own."""
    mask[start:stop] = ~(_least(a, numbers, 5) < _own(a, numbers))[start:stop]
    return _seen(a, start, stop)


def box3(a, numbers, start, stop, out):
    """Write the least key of a pixel and its 8 neighbours in the image, finished as `flat.chords` does."""
    out[start:stop] = _finished(_least(a, numbers, 9), numbers)[start:stop]
    return _seen(a, start, stop)


def box3_attained(a, numbers, start, stop, mask):
    """Mark where no key of the 8 neighbours in the image is less than the pixel's own."""
    mask[start:stop] = ~(_least(a, numbers, 9) < _own(a, numbers))[start:stop]
    return _seen(a, start, stop)
