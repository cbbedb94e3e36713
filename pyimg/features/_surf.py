"""What SURF is made of: weights, points of an integral image, descriptors of points."""

import math
from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._threads import slabs

_blobs = kernels("hessian")
_kernels = kernels("surf")
_PI = 3.1415926535898  # as mahotas has it
_CHUNK = 1 << 18  # numbers of a pyramid that stay in the cache


def sum_rect(integral: Any, y0: int, x0: int, y1: int, x1: int) -> float:
    """Return the sum of the pixels [y0, y1) x [x0, x1), cut to the image, from an integral image."""
    height, width = integral.shape
    (a, c), (b, d) = (
        [min(max(int(v), 0), n) - 1 for v in ends] for ends, n in (((y0, y1), height), ((x0, x1), width))
    )
    if c <= a or d <= b:
        return 0.0

    def at(y, x):
        return integral[y, x] if y >= 0 and x >= 0 else 0

    return float((at(c, d) - at(a, d)) - (at(c, b) - at(a, b)))


def _gauss(y, x, sigma):
    return 1 / (sigma * sigma * 2 * _PI) * math.exp(-(x * x + y * y) / (2 * sigma * sigma))


def _weighted(places, sigma):
    return np.array([(y, x, _gauss(y, x, sigma)) for y, x in places])


#: Places (y, x, weight) whose gradients give the orientation.
RING = _weighted([(y, x) for y in range(-6, 7) for x in range(-6, 7) if y * y + x * x < 36], 2.5)
_STARTS = range(-10, 10, 5)
#: Rows y, x, weight of the 20 x 20 places of a descriptor, that of each of its 16 cells one after the other.
GRID = np.ascontiguousarray(
    _weighted([(r + y, c + x) for y in range(5) for x in range(5) for r in _STARTS for c in _STARTS], 3.3).T
)


def find_points(
    sums: np.ndarray, octaves: int, intervals: int, step: int, threshold: float, newton: bool, threads: int | None
) -> np.ndarray:
    """Return (y, x, scale, score, sign) of all interest points, best first."""
    parts = [np.empty((0, 5))]
    for octave in range(octaves if intervals > 2 else 0):
        border = 3 * 2**octave * (intervals + 1) + 2
        height, width = (n // step - 2 * border for n in sums.shape)
        if height < 3 or width < 3:
            break  # and larger boxes fit even less
        lobes = [2 ** (octave + 1) * (i + 1) + 1 for i in range(intervals)]
        found = _octave(sums, step, border, lobes, (height, width), threshold, newton, threads)
        found[:, :2] *= step
        found[:, 2] = 1.2 / 9 * (3 * (2.0 ** (octave + 1) * (found[:, 2] + 1) + 1))
        parts.append(found)
        step *= 2
    points = np.concatenate(parts)
    return points[np.argsort(-points[:, 3], kind="stable")]


def _octave(sums, step, border, lobes, shape, threshold, newton, threads):
    """Return the maxima of one octave, a few rows of its pyramid at a time."""
    n, (height, width) = len(lobes), shape
    rows = -(-(height - 2) // 3)  # of blocks
    chunk = max(1, (_CHUNK // (n * width) - 2) // 3)
    found = {}

    def run(start, stop):
        scratch = np.empty((3, sums.shape[1]))
        pyramid = np.empty((n, min(3 * chunk + 2, height), width))
        blocks = np.empty((chunk * (-(-(n - 2) // 3)) * (-(-(width - 2) // 3)), 5))
        for at in range(start, stop, chunk):
            end = min(3 * min(at + chunk, stop) + 2, height)
            part = np.ascontiguousarray(pyramid[:, : end - 3 * at])
            for lobe, out in zip(lobes, part):
                _blobs.responses(sums, step, lobe, border + 3 * at, border, scratch, out)
            count = _blobs.peaks(part, threshold, border + 3 * at, border, newton, scratch[0], blocks)
            found[at] = blocks[:count].copy()

    slabs(run, rows, work=height * width * n * 3e-6, threads=threads, least=8)
    return np.concatenate([found[at] for at in sorted(found)])


def describe(sums: np.ndarray, points: np.ndarray, threads: int | None) -> np.ndarray:
    """Return the points that are far enough from the frame, with angles and descriptors."""
    if max(sums.shape) >= 1 << 31:
        raise ValueError(f"`f` must have sides below {1 << 31}, not {sums.shape}")
    border = np.floor(np.minimum(np.floor(31 * points[:, 2]), 2.0**52) / 2)
    kept = np.ones(len(points), bool)
    for at, side in zip(points.T, sums.shape):
        kept &= (border <= at) & (at + border < side)
    points = points[kept]
    out = np.empty((len(points), 70))
    out[:, :5] = points

    def run(start, stop):
        _kernels.descriptors(sums, RING, GRID, start, stop, out)

    slabs(run, len(out), work=len(out) * 5e-3, threads=threads, least=8)
    return out


def checked_points(value: Any, name: str, columns: int) -> np.ndarray:
    """Return points as float64, (y, x, scale, ...): finite, no scale below 0."""
    points = np.ascontiguousarray(check.array(value, name, ndim=2), np.float64)
    if points.shape[1] != columns:
        raise ValueError(f"`{name}` must have {columns} columns, not {points.shape[1]}")
    if not np.isfinite(points[:, :3]).all() or (points[:, 2] < 0).any():
        raise ValueError(f"`{name}` must have finite places, and finite scales of at least 0")
    return points
