"""Sums of squared differences to large templates by Fourier transforms, where these are as good as sums one by one."""

from math import log2, prod

import numpy as np

from ._boxes import boxed

_DOUBLE = np.dtype(np.float64)
_AT_ONCE = 1 << 20  # differences looked at again at a time


def squares(f, template, wide, middle, before, after, mode, threads=None):
    """Return the sum of (f - template)**2 over the window around each pixel, or None where transforms might err.

    `wide` is `f` with what lies around it, in float64, and not kept; `middle` is taken from all numbers: smaller ones
    have smaller errors. Sums of integers are exact, those of floats within 2**-24 of themselves: what may be less so is
    made anew.
    """
    wide -= middle
    taps = template.astype(_DOUBLE) - middle
    energy, of_taps = float(np.vdot(wide, wide)), float(np.vdot(taps, taps))
    sizes = [_smooth(n) for n in wide.shape]
    # Each of the log2(n) steps of the three transforms rounds by less than 2**-51 of the norm.
    error = 3 * log2(prod(sizes)) * 2.0**-51 * (energy * of_taps) ** 0.5
    whole = f.dtype.kind != "f" and template.dtype.kind != "f"
    if not energy + of_taps < (2.0**52 if whole else np.inf) or (whole and error >= 0.25):
        return None
    axes = tuple(range(wide.ndim))
    product = np.fft.rfftn(taps, sizes, axes)
    np.conj(product, out=product)
    product *= np.fft.rfftn(wide, sizes, axes)
    sums = np.fft.irfftn(product, sizes, axes)[tuple(slice(n) for n in f.shape)]
    if whole:
        np.rint(sums, out=sums)
    own = wide[tuple(slice(b, b + n) for b, n in zip(before, f.shape))]
    energies = boxed(own * own, [-b for b in before], after, mode, 0, _DOUBLE, threads=threads)
    sums *= -2
    sums += energies
    sums += of_taps
    if whole:
        return sums
    doubtful = np.argwhere(sums < 2.0**24 * (2 * error + 2.0**-46 * (float(energies.max()) + of_taps)))
    if len(doubtful) * 8 > f.size:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(wide, taps.shape)
    many = max(1, _AT_ONCE // taps.size)
    for start in range(0, len(doubtful), many):
        at = tuple(doubtful[start : start + many].T)
        differences = (windows[at] - taps).reshape(len(at[0]), -1)
        sums[at] = np.einsum("ij,ij->i", differences, differences)
    return sums


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
