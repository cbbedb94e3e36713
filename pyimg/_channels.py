"""Images of three channels: as planes and back, and mixtures of their grey levels by whole weights."""

import numpy as np

from ._backend import kernels
from ._threads import slabs

_kernels = kernels("channels")


def _as_bits(a):
    return a.view(f"u{a.itemsize}")


def apart(a: np.ndarray) -> np.ndarray:
    """Return the channels of an image, its last axis, as contiguous planes along the first."""
    planes = np.empty((a.shape[-1], *a.shape[:-1]), a.dtype)
    if a.shape[-1] == 3 and a.itemsize <= 8 and a.flags.c_contiguous:
        _kernels.split(_as_bits(a).reshape(-1, 3), _as_bits(planes).reshape(3, -1))
    else:
        planes[...] = np.moveaxis(a, -1, 0)
    return planes


def join(a: np.ndarray, b: np.ndarray, c: np.ndarray, out: np.ndarray) -> None:
    """Write the pixels of three flat channels to `out`, of shape (n, 3); all are contiguous and of one type."""
    if a.itemsize <= 8:
        _kernels.join(*(_as_bits(x) for x in (a, b, c, out)))
    else:
        out[...] = np.stack([a, b, c], axis=-1)


def mixed(a: np.ndarray, weights: np.ndarray, divisor: int, *, rounding: bool, threads: int | None) -> np.ndarray:
    """Return ``a @ weights.T / divisor`` in the type of `a`, grey levels: exactly rounded, halves to even, or truncated.

    `a` is contiguous, of shape (..., 3); `weights` (1, 3) or (3, 3), whole and not negative; a single mixture has no axis.
    """
    pixels, weights = a.reshape(-1, 3), np.ascontiguousarray(weights, np.float32)
    out = np.empty((len(pixels), len(weights)), a.dtype)

    def run(start, stop):
        _kernels.mix(pixels[start:stop], weights, divisor, rounding, out[start:stop])

    slabs(run, len(pixels), work=len(pixels) * (1 + len(weights)) * 2e-7, threads=threads)
    return out.reshape(a.shape if len(weights) == 3 else a.shape[:-1])
