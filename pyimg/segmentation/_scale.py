"""How large are the objects? Contrast and size, estimated from the image itself."""

from collections.abc import Callable

import numpy as np

from ..distance import distance
from ..labeled import label
from ..thresholding import otsu
from ._parts import blurred, typical

RISE = 0.5  # of Otsu's level: foreground is where the image rises that far above its surroundings
RIPPLE = 3.0  # its least rise in standard deviations of the noise
PEAK = 0.1  # least variance at a scale, relative to that at others


def contrast_of(image: np.ndarray) -> tuple[float, float]:
    """Return the median and half the way from the 5th to the 95th percentile, or of the range where that is nothing."""
    largest = max(abs(float(image.max())), abs(float(image.min()))) or 1.0
    low, middle, high = np.percentile(_sample(image).astype(np.float64) / largest, [5, 50, 95])  # nothing overflows now
    unit = (high - low) / 2
    if not unit > 0:
        unit = (float(image.max()) / largest - float(image.min()) / largest) / 2
    return float(middle * largest), float(unit * largest)


def level_off(image: np.ndarray) -> np.ndarray:
    """Return the image in units of its own contrast, float32: linear where most of it lies, logarithmic far above.

    arcsinh((v - median) / c), c half the way from the 5th to the 95th percentile: neither the unit nor the offset
    of the grey levels matters, and very bright objects do not set the scale.
    """
    middle, unit = contrast_of(image)
    # halved, so that the difference of two large numbers of either sign is one
    return np.arcsinh((image.astype(np.float64) / 2 - middle / 2) / (unit / 2)).astype(np.float32)


def noise_of(f: np.ndarray) -> float:
    """Return the standard deviation of noise that is independent from pixel to pixel."""
    axis = int(np.argmax(f.shape))
    if f.shape[axis] < 3:
        return 0.0
    g = np.moveaxis(f, axis, 0)
    return float(np.median(np.abs(g[2:] - 2 * g[1:-1] + g[:-2])) / 0.6745 / np.sqrt(6))


def calmed(sigma: float, sizes: tuple[float, ...]) -> float:
    """Return what share of the standard deviation of independent noise a Gaussian leaves."""
    widths = [max(sigma / s, 0.2821) for s in sizes]  # 1 / (2 √π): no smoothing
    return float(np.prod([2 * np.sqrt(np.pi) * w for w in widths])) ** -0.5


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


def foreground(f: np.ndarray, diameter: float, sizes: tuple[float, ...], sigma: float, noise: float) -> tuple:
    """Return the smoothed image, and where it rises above its surroundings: by RISE of Otsu's level of that rise.

    `noise` is what is left of it in the smoothed image: objects that are few do not move Otsu's level above it.
    """
    smooth = blurred(f, sigma, sizes)
    widths = [2 * max(1, round(0.85 * diameter / s)) + 1 for s in sizes]
    rise = smooth - local_mean(smooth, widths)
    return smooth, rise > max(RISE * level_of(rise), RIPPLE * noise)


def estimate_diameter(f: np.ndarray, sizes: tuple[float, ...]) -> float:
    """Return the typical diameter of bright objects, in the unit of `sizes`.

    First a scale at which differences of Gaussians have most variance; then 2.4 times the median depth of the objects
    found with it (deep ones count more), until that agrees with itself.
    """
    diameter, noise = scale_of(spectrum(f, sizes)), noise_of(f)
    for _ in range(4):
        sigma = diameter / 20
        _, mask = foreground(f, diameter, sizes, sigma, noise * calmed(sigma, sizes))
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


def spectrum(f: np.ndarray, sizes: tuple[float, ...]) -> list[tuple[float, float]]:
    """Return diameters, two an octave, and the variance of the difference of Gaussians to which such disks answer most."""
    a, steps, found = f, list(sizes), []
    while True:
        unit = min(steps)
        for sigma in (1.4 * unit, 2.0 * unit):
            narrow = blurred(a, sigma, steps)
            wide = blurred(a, 1.6 * sigma, steps)
            found.append((3.6 * sigma, float(np.var(narrow - wide))))
        halve = [s < 1.5 * unit and n >= 2 for s, n in zip(steps, a.shape)]
        shape = [n // 2 if h else n for n, h in zip(a.shape, halve)]
        if max(n for n, h in zip(shape, halve) if h) < 8 if any(halve) else True:
            return found
        for axis, h in enumerate(halve):
            if h:
                n = a.shape[axis] // 2 * 2
                parts = np.moveaxis(a, axis, 0)[:n]
                a = np.moveaxis((parts[::2] + parts[1::2]) / 2, 0, axis)
                steps[axis] *= 2


def scale_of(found: list[tuple[float, float]]) -> float:
    """Return the finest diameter whose variance is a maximum, if it is not much less than that of others.

    Neither end is one: at the fine end the variance may be noise, at the coarse end uneven light.
    """
    variance = [v for _, v in found]
    peaks = [k for k in range(1, len(found) - 1) if variance[k - 1] < variance[k] >= variance[k + 1]]
    if not peaks:
        return found[int(np.argmax(variance))][0]
    return found[next(k for k in peaks if variance[k] >= PEAK * max(variance[p] for p in peaks))][0]
