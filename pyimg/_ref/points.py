"""Flat erosion by few points in NumPy: what pyimg/_ext/points.pyx must compute."""

import numpy as np

from .flat import _finished, _own
from .near import _seen


def _largest(dtype):
    return np.inf if dtype.kind == "f" else np.iinfo(dtype).max


def points(a, steps, sent, numbers, start, stop, out):
    """Write the least key over the steps (rows, columns) from each pixel of an image a[o], finished as `flat.chords` does."""
    _, h, w = a.shape
    own, keys = _own(a, numbers), np.full_like(a, numbers[0] if sent else _largest(a.dtype))
    for dy, dx in steps.tolist():
        way = -1 if sent else 1
        y, x = np.clip(np.arange(h) + way * dy, 0, h - 1), np.clip(np.arange(w) + way * dx, 0, w - 1)
        if sent:
            np.minimum.at(keys, (slice(None), y[:, None], x), own)
        else:
            keys = np.minimum(keys, own[:, y][:, :, x])
    out[start:stop] = _finished(keys, numbers).reshape(out.shape)[start:stop]
    return _seen(a.reshape(out.shape), start, stop)
