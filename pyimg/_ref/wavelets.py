"""Two-band filter banks in NumPy: what pyimg/_ext/wavelets.pyx must compute."""

import numpy as np


def _followed(a, after, wrap):
    """Add zeros, or the begin, along the last axis."""
    if wrap and a.shape[-1]:
        return a[..., np.arange(a.shape[-1] + after) % a.shape[-1]]
    return np.concatenate([a, np.zeros((*a.shape[:-1], after), a.dtype)], -1)


def _preceded(a, before, wrap):
    """Add the first value again, or the end, along the last axis."""
    places = np.arange(-before, a.shape[-1])
    return a[..., places % a.shape[-1] if wrap else np.maximum(places, 0)]


def _sum(terms):
    total = 0
    for k, (weight, values) in enumerate(terms):
        total = weight * values if k == 0 else total + weight * values
    return total


def _split(a, f, lone, wrap):
    """Give the bands along the last axis."""
    n, size = a.shape[-1], f.shape[1]
    half = n // 2
    if not size:
        return a
    wide = _followed(a[..., : 2 * half] if wrap else a, size + 1, wrap)
    bands = [_sum((w, wide[..., i : i + 2 * half : 2]) for i, w in enumerate(weights)) for weights in f]
    return np.concatenate([*bands, a.dtype.type(lone) * a[..., 2 * half :]], -1)


def _join(a, f, lone, wrap):
    """Give what has those bands along the last axis."""
    n, size = a.shape[-1], f.shape[1]
    half = n // 2
    if not size:
        return a
    reach = size // 2
    out = a.dtype.type(lone) * a
    if not half:
        return out
    low, high = (_preceded(a[..., i * half : i * half + half], reach, wrap) for i in (0, 1))
    for e in (0, 1):
        steps = ((j, band) for j in range(reach) for band in (low, high))
        out[..., e : 2 * half : 2] = _sum(
            (w, band[..., reach - j : reach - j + half]) for w, (j, band) in zip(f[e], steps)
        )
    return out


def _rows(src, fy, start, stop, joined):
    """Mark the rows of all planes that belong to units start ... stop - 1."""
    height = src.shape[1]
    half = height // 2
    wanted = np.zeros((len(src), height), bool)
    units = height - half if fy.shape[1] else height
    for u in range(start, stop):
        plane, y = divmod(u, units)
        if not fy.shape[1]:
            wanted[plane, y] = True
        elif y == half:
            wanted[plane, -1] = True
        else:
            wanted[plane, [2 * y, 2 * y + 1] if joined else [y, half + y]] = True
    return wanted


def analyse(src, fy, ylone, fx, xlone, wrap, start, stop, pointers, scratch, out):
    """Split planes into a low and a high band along rows by fx, then along columns by fy."""
    bands = _split(_split(src, fx, xlone, wrap).swapaxes(1, 2), fy, ylone, wrap).swapaxes(1, 2)
    wanted = _rows(src, fy, start, stop, False)
    out[wanted] = bands[wanted]


def synthesise(src, fy, ylone, fx, xlone, wrap, start, stop, pointers, scratch, out):
    """Join the bands of planes along columns by fy, then along rows by fx."""
    pixels = _join(_join(src.swapaxes(1, 2), fy, ylone, wrap).swapaxes(1, 2), fx, xlone, wrap)
    wanted = _rows(src, fy, start, stop, True)
    out[wanted] = pixels[wanted]
