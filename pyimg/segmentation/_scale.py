"""How large are the objects? Contrast and size, estimated from the image itself."""

from collections.abc import Callable

import numpy as np

from ..distance import distance
from ..labeled import label
from ..thresholding import otsu
from ._parts import blurred, typical


def level_off(image: np.ndarray) -> np.ndarray:
    """Return the image in units of its own contrast, float32: linear where most of it lies, logarithmic far above.

    arcsinh((v - median) / c), c half the way from the 5th to the 95th percentile: neither the unit nor the offset
    of the grey levels matters, and very bright objects do not set the scale.
    """
    largest = max(abs(float(image.max())), abs(float(image.min())))
    image = image.astype(np.float64) / largest  # nothing overflows now
    low, middle, high = np.percentile(_sample(image), [5, 50, 95])
    unit = (high - low) / 2
    if not unit > 0:
        unit = (image.max() - image.min()) / 2
    return np.arcsinh((image - middle) / unit).astype(np.float32)


def _sample(a: np.ndarray, most: int = 1 << 18) -> np.ndarray:
    """Return about `most` values, evenly spread."""
    flat = a.ravel()
    return flat[:: max(1, flat.size // most) | 1]


def level_of(values: np.ndarray, how: Callable[[np.ndarray], float] = otsu) -> float:
    """Return a threshold of float values, found on 65,535 steps of their range."""
    low, high = float(values.min()), float(values.max())
    if not high > low:
        return low
    step = (high - low) / 65535
    return low + (how(((values - low) / step).astype(np.uint16)) + 0.5) * step


def local_mean(a: np.ndarray, widths: list[int]) -> np.ndarray:
    """Return the mean in a window twice applied (a tent), the window cut at the frame; widths are odd."""
    out = a.astype(np.float64)
    for axis, width in enumerate(widths):
        n = a.shape[axis]
        half = min(width // 2, n - 1)
        first = np.maximum(np.arange(n) - half, 0)
        last = np.minimum(np.arange(n) + half + 1, n)
        shape = [1] * a.ndim
        shape[axis] = n
        count = (last - first).reshape(shape)
        for _ in range(2):
            sums = np.zeros([m + (k == axis) for k, m in enumerate(a.shape)])
            np.cumsum(out, axis=axis, out=sums[(slice(None),) * axis + (slice(1, None),)])
            out = (np.take(sums, last, axis) - np.take(sums, first, axis)) / count
    return out


def foreground(f: np.ndarray, diameter: float, sizes: tuple[float, ...], sigma: float, share: float) -> tuple:
    """Return the smoothed image, and where it rises above its surroundings: by `share` of Otsu's level of that rise."""
    smooth = blurred(f, sigma, sizes)
    widths = [2 * max(1, round(0.85 * diameter / s)) + 1 for s in sizes]
    rise = smooth - local_mean(smooth, widths)
    return smooth, rise > share * level_of(rise)


def estimate_diameter(f: np.ndarray, sizes: tuple[float, ...]) -> float:
    """Return the typical diameter of bright objects, in the unit of `sizes`.

    First the scale at which a difference of Gaussians has most variance, on images halved again and again;
    then 2.4 times the median depth of the objects found with it (deep ones count more), until that agrees with itself.
    """
    a, steps, best = f, list(sizes), (-1.0, 0.0)
    while True:
        unit = min(steps)
        for sigma in (1.4 * unit, 2.0 * unit):
            narrow = blurred(a, sigma, steps)
            wide = blurred(a, 1.6 * sigma, steps)
            best = max(best, (float(np.var(narrow - wide)), 3.6 * sigma))
        halve = [s < 1.5 * unit and n >= 2 for s, n in zip(steps, a.shape)]
        shape = [n // 2 if h else n for n, h in zip(a.shape, halve)]
        if max(n for n, h in zip(shape, halve) if h) < 16 if any(halve) else True:
            break
        for axis, h in enumerate(halve):
            if h:
                n = a.shape[axis] // 2 * 2
                parts = np.moveaxis(a, axis, 0)[:n]
                a = np.moveaxis((parts[::2] + parts[1::2]) / 2, 0, axis)
                steps[axis] *= 2
    diameter = best[1]
    for _ in range(4):
        _, mask = foreground(f, diameter, sizes, diameter / 20, 0.5)
        depth = distance(mask, "euclidean", spacing=sizes)
        labels, n = label(mask)
        deepest = np.zeros(n + 1)
        np.maximum.at(deepest, labels.ravel(), depth.ravel())
        deepest = deepest[deepest > diameter / 10]
        if not len(deepest):
            break
        before, diameter = diameter, 2.4 * typical(deepest, deepest)
        if abs(diameter - before) < 0.1 * before:
            break
    return diameter
