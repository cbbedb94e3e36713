"""Images of three channels, in NumPy: what pyimg/_ext/channels.pyx must compute."""

import numpy as np


def split(pixels, planes):
    """Set planes[k, i] to pixels[i, k]."""
    planes[...] = pixels.T


def join(a, b, c, pixels):
    """Set pixels[i] to a[i], b[i], c[i]."""
    pixels[...] = np.stack([a, b, c], axis=-1)


def mix(pixels, weights, divisor, even, out):
    """Set out[i, k] to the sum over c of weights[k, c] * pixels[i, c], divided: truncated, or rounded with halves to even."""
    total, divisor = pixels.astype(np.int64) @ weights.T.astype(np.int64), int(divisor)
    if even:
        total += divisor // 2
    answer = total // divisor
    if even:
        answer -= (answer & 1) * (answer * divisor == total)
    out[...] = np.minimum(answer, np.iinfo(out.dtype).max)
