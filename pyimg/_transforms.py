"""Sums of squared differences to large templates by Fourier transforms, where these are as good as sums one by one."""

from functools import lru_cache
from math import ceil, log2, prod

import numpy as np

from ._backend import kernels
from ._boxes import boxed
from ._prepare import outside
from ._threads import slabs

_kernels = kernels("fourier")
_DOUBLE = np.dtype(np.float64)
_SIDES = sorted(2**i * 3**j for i in range(3, 10) for j in range(3) if 2**i * 3**j <= 256)  # of tiles
_AT_ONCE = 1 << 20  # differences looked at again at a time


def squares(f, template, before, after, mode, padded, threads=None, out=None):
    """Return the sum of (f - template)**2 over the window around each pixel, or None where transforms might err.

    ``padded(less)`` gives `f` less a number with what lies around it, in float64. Sums of integers are exact, those of
    floats within 2**-24 of themselves: what may be less so is made anew. Those of a plane may be put in `out`.
    """
    with np.errstate(all="ignore"):
        low, high = float(f.min()), float(f.max())
        middle = (low + high) / 2  # taken from all numbers: smaller ones have smaller errors
    whole = f.dtype.kind != "f" and template.dtype.kind != "f"
    middle = middle // 1 if whole else float(np.float32(middle))
    taps = template.astype(_DOUBLE) - middle
    of_taps, most = _energy(taps), max(high - middle, middle - low) ** 2
    plane = f.ndim == 2
    sizes = _tile(f.shape, template.shape) if plane else [_smooth(n + k - 1) for n, k in zip(f.shape, template.shape)]
    # Each of the log2(n) steps of the three transforms rounds by less than 2**-51 of the norm.
    error = 3 * log2(prod(sizes)) * 2.0**-51 * ((1 + plane) * prod(sizes) * most * of_taps) ** 0.5
    most *= taps.size  # of a window
    if not most + of_taps < (2.0**52 if whole else np.inf) or (whole and error >= 0.25):
        return None
    rounded = (max(taps.shape) + 256) * 2.0**-53  # of sums of squares
    doubt = 0.0 if whole else 2.0**24 * (2 * error + rounded * (most + of_taps))
    places = [_places(*sides, mode) for sides in zip(f.shape, before, after)]
    if plane:
        sums, doubtful = _in_plane(f, taps, middle, of_taps, sizes, whole, doubt, places, threads, out)
    else:
        sums, doubtful = _in_space(padded(middle), taps, of_taps, sizes, whole, doubt, f.shape, before, after, mode, threads)
    if len(doubtful) * 8 > f.size:
        return None
    many = max(1, _AT_ONCE // taps.size)
    for start in range(0, len(doubtful), many):
        at = np.unravel_index(doubtful[start : start + many], f.shape)
        around = [p[i[:, None] + np.arange(k)] for p, i, k in zip(places, at, taps.shape)]
        apart = [
            p.reshape(len(p), *(k if axis == d else 1 for axis, k in enumerate(taps.shape))) for d, p in enumerate(around)
        ]
        differences = (f[tuple(apart)].astype(_DOUBLE) - middle - taps).reshape(len(at[0]), -1)
        with np.errstate(over="ignore"):
            sums[at] = np.einsum("ij,ij->i", differences, differences)
    return sums


def _energy(a):
    a = a.ravel()
    return float(np.einsum("i,i", a, a))  # `vdot` would wake threads of its own


def _in_space(wide, taps, of_taps, sizes, whole, doubt, shape, before, after, mode, threads):
    axes = tuple(range(wide.ndim))
    product = np.fft.rfftn(taps, sizes, axes)
    np.conj(product, out=product)
    product *= np.fft.rfftn(wide, sizes, axes)
    sums = np.fft.irfftn(product, sizes, axes)[tuple(slice(n) for n in shape)]
    if whole:
        np.rint(sums, out=sums)
    own = wide[tuple(slice(b, b + n) for b, n in zip(before, shape))]
    sums *= -2
    sums += boxed(own * own, [-b for b in before], after, mode, 0, _DOUBLE, threads=threads)
    sums += of_taps
    return sums, np.flatnonzero(sums < doubt) if doubt else ()


def _places(n, before, after, mode):
    beyond = outside(n, before, after, mode)
    return np.concatenate([beyond[:before], np.arange(n), beyond[before:]])


def _in_plane(f, taps, middle, of_taps, sizes, whole, doubt, places, threads, out):
    """Do one row of tiles after the other: what they need stays in the caches, and no new memory has to be found."""
    (height, width), (lines, columns), (rows, cells) = f.shape, taps.shape, places
    out = np.empty(f.shape) if out is None else out
    high, before = sizes[0] + 1 - lines, columns // 2
    pairs = ceil(ceil(width / (sizes[1] + 1 - columns)) / 2)
    turns, room = [twiddles(n) for n in sizes], 2 * sizes[1] * (sizes[0] + 8) + 8
    spectrum = np.empty(3 * prod(sizes))
    _kernels.spectrum(taps, *turns, *sizes, np.empty(room), spectrum)
    doubtful = [np.zeros(0, np.intp)]

    def run(start, stop):
        most = min(high, height)
        wide, products = np.empty((most + lines - 1, len(cells))), np.empty((most, width))
        scratch, spare = np.empty(room), np.empty((5, len(cells)))
        for y in range(start * high, min(stop * high, height), high):
            n = min(high, height - y)
            part = wide[: n + lines - 1]
            np.subtract(f[rows[y : y + len(part)]], middle, out=part[:, before : before + width], dtype=_DOUBLE)
            part[:, :before] = part[:, before + cells[:before]]
            part[:, before + width :] = part[:, before + cells[before + width :]]
            sums = out[y : y + n] if out.dtype == _DOUBLE else products[:n]
            _kernels.correlate(part, spectrum, lines, columns, *turns, *sizes, whole, 0, pairs, scratch, sums)
            _kernels.squared_differences(part, lines, columns, of_taps, 0, n, spare, sums)
            if doubt:
                doubtful.append(np.flatnonzero(sums < doubt) + y * width)
            if out.dtype != _DOUBLE:
                with np.errstate(over="ignore"):
                    out[y : y + n] = sums

    slabs(run, -(-height // high), work=f.size * 2e-5, threads=threads, least=1)
    return out, np.concatenate(doubtful)


def _tile(shape, sides):
    """Choose the sides of tiles with which the correlation of a plane is fastest."""
    return _tile_of(*shape, *sides)


@lru_cache(64)
def _tile_of(height, width, lines, columns):
    def cost(tile):
        across, down = -(-width // (tile[1] + 1 - columns)), -(-height // (tile[0] + 1 - lines))
        size = prod(tile)  # larger ones do not stay in the caches
        return (down * -(-across // 2) + 0.5) * size * (log2(size) + 8) * (1 + size / 2**17)

    choices = [[n for n in _SIDES if n >= k] or [1 << (2 * k).bit_length()] for k in (lines, columns)]
    return min(((y, x) for y in choices[0] for x in choices[1]), key=cost)


@lru_cache(16)
def twiddles(n):
    """Give the factors that the steps of a transform of n numbers need, as kernel ``correlate`` takes them."""
    parts, size = [], n
    while size > 4:
        step = 3 if size % 3 == 0 else 4 if size.bit_length() % 2 else 2
        size //= step
        parts.append(_turns(np.outer(np.arange(size), np.arange(1, step)) / (size * step)))
    return np.concatenate([*parts, np.zeros(1)])


def _turns(shares):
    return np.exp(-2j * np.pi * shares).ravel().view(_DOUBLE)


def _smooth(n):
    """Give the next number whose transform is fast: without prime factors above 5."""
    while True:
        rest = n
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return n
        n += 1
