"""Contrast kernels in NumPy: what pyimg/_ext/stretch.pyx must compute."""

import numpy as np


def extrema(img, out):
    """Set out to the least and the greatest finite value, as doubles; to inf, -inf where there is none."""
    finite = img[np.isfinite(img)]
    out[:] = (finite.min(), finite.max()) if len(finite) else (np.inf, -np.inf)


def stretch_levels(img, origin, flip, multiplier, shift, base, out):
    """Set out[i] to base + t * multiplier // 2**shift with t = img[i] - origin, or origin - img[i] with flip."""
    steps = img.astype(np.int64) - origin
    steps = (-steps if flip else steps) % (1 << 8 * img.itemsize)
    out[:] = base + (steps * multiplier >> shift)


def stretch(img, lo, scale, base, low, high, out):
    """Set out[i] to (img[i] - lo) * scale + base, kept within low to high and truncated; NaN becomes base."""
    with np.errstate(all="ignore"):
        v = (img.astype(np.float64) - lo) * scale + base
    out[:] = np.clip(np.where(np.isnan(v), base, v), low, high).astype(np.uint8)


def stretch_wide(img, lo, width, first, last, out):
    """Set out[i] to (img[i] - lo) * (last - first) / width + first; to first below and at NaN, to last above."""
    with np.errstate(all="ignore"):
        t = img.astype(np.float64) - lo
        out[:] = np.where(t >= width, last, np.where(t > 0, t * (last - first) / width + first, first))
