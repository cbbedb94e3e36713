"""Flat erosion by the 3x3 cross and small boxes in NumPy: what pyimg/_ext/near.pyx must compute."""

import numpy as np

from .flat import _finished, _own

_STEPS = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)]


def _least(a, numbers):
    h, w = a.shape
    if not a.size:
        return a
    rows, columns = np.clip(np.arange(-1, h + 1), 0, h - 1), np.clip(np.arange(-1, w + 1), 0, w - 1)
    wide = _own(a, numbers)[rows][:, columns]
    return np.min([wide[1 + y : 1 + y + h, 1 + x : 1 + x + w] for y, x in _STEPS], axis=0)


def _seen(a, start, stop):
    return int(np.isnan(a[start:stop]).any()) if a.dtype.kind == "f" else 0


def cross3(a, numbers, start, stop, out):
    """Write the least key of a pixel and its 4 neighbours in the image, finished as `flat.chords` does."""
    out[start:stop] = _finished(_least(a, numbers), numbers)[start:stop]
    return _seen(a, start, stop)


def cross3_attained(a, numbers, start, stop, mask):
    """Mark where no key of the 4 neighbours in the image is less than the pixel's own."""
    mask[start:stop] = ~(_least(a, numbers) < _own(a, numbers))[start:stop]
    return _seen(a, start, stop)


def _least_around(a, up, down, left, right, numbers):
    _, h, w = a.shape
    if not a.size:
        return a
    rows, columns = np.clip(np.arange(-up, h + down), 0, h - 1), np.clip(np.arange(-left, w + right), 0, w - 1)
    wide = _own(a, numbers)[:, rows][:, :, columns]
    return np.min([wide[:, y : y + h, x : x + w] for y in range(up + down + 1) for x in range(left + right + 1)], axis=0)


def box(a, up, down, left, right, numbers, start, stop, out):
    """Write the least key of up + 1 + down by left + 1 + right pixels around each in its image a[o], finished likewise."""
    out[start:stop] = _finished(_least_around(a, up, down, left, right, numbers), numbers).reshape(out.shape)[start:stop]
    return _seen(a.reshape(out.shape), start, stop)


def box_attained(a, up, down, left, right, numbers, start, stop, mask):
    """Mark where none of the pixels that `box` looks at has a key less than the pixel's own."""
    less = _least_around(a, up, down, left, right, numbers) < _own(a, numbers)
    mask[start:stop] = ~less.reshape(mask.shape)[start:stop]
    return _seen(a.reshape(mask.shape), start, stop)
