"""Correlations of planes in NumPy: what pyimg/_ext/fourier.pyx must compute."""

import numpy as np


def spectrum(taps, ytwiddles, xtwiddles, ny, nx, scratch, out):
    """Write what `correlate` needs to know of the taps: the tile, for here that is enough, behind its transform."""
    tile = np.zeros((ny, nx))
    tile[: taps.shape[0], : taps.shape[1]] = taps
    out[2 * ny * nx :] = tile.ravel()


def correlate(src, spectrum, lines, columns, ytwiddles, xtwiddles, ny, nx, whole, start, stop, scratch, out):
    """Set out[y, x] = sum over j, i of src[y + j, x + i] * taps[j, i] of lines x columns, for pairs of tiles."""
    taps = spectrum[2 * ny * nx :].reshape(ny, nx)[:lines, :columns]
    high, wide = ny + 1 - lines, nx + 1 - columns
    across = -(-out.shape[1] // wide)
    for k in range(2 * start, 2 * stop):
        y, x = k // across * high, k % across * wide
        goal = out[y : y + high, x : x + wide]
        sizes = [n + k - 1 for n, k in zip(goal.shape, taps.shape)]
        if goal.size:
            part = src[y : y + sizes[0], x : x + sizes[1]]
            product = np.fft.rfft2(part, sizes) * np.fft.rfft2(taps, sizes).conj()
            goal[...] = np.fft.irfft2(product, sizes)[: goal.shape[0], : goal.shape[1]]
            if whole:
                np.rint(goal, out=goal)


def squared_differences(src, lines, columns, own, start, stop, scratch, out):
    """Set out[y, x] to own - 2 * out[y, x] + the sum of squares of the lines x columns of src from (y, x) on."""
    if start >= stop or not out.shape[1]:
        return 0.0
    squares = np.lib.stride_tricks.sliding_window_view(src * src, (lines, columns))[start:stop]
    energies = squares.sum((2, 3))
    out[start:stop] = own - 2 * out[start:stop] + energies
    return float(energies.max())
