"""Thinning in three dimensions: voxels whose removal changes no connection, one direction and one subfield at a time."""

from itertools import product

import numpy as np

from .._backend import kernels

_kernels = kernels("patterns")


def _words(rows):
    return (rows.astype(np.uint32) << np.arange(26, dtype=np.uint32)).sum(-1, dtype=np.uint32)


RING = np.array([step for step in product((-1, 0, 1), repeat=3) if any(step)])
_FAR = np.abs(RING).sum(1)
_APART = np.abs(RING[:, None] - RING)
# As bits: which of the 26 around a voxel touch each, which share a face with it, which are among 18 or 6 of them.
TOUCH = _words(_APART.max(2) <= 1)
SHARE = _words(_APART.sum(2) <= 1)
NEAR, FACES = int(_words(_FAR <= 2)), int(_words(_FAR == 1))


def thin3(mask: np.ndarray, most: int) -> np.ndarray:
    """Return the curves that remain of a 3-D mask; at most `most` rounds, all for a negative number."""
    wide = np.pad(mask, 1).astype(np.uint8)
    flat = wide.reshape(-1)
    strides = (wide.shape[1] * wide.shape[2], wide.shape[2], 1)
    ring = RING @ np.array(strides, np.int64)
    left = np.flatnonzero(flat).astype(np.int64)
    rounds = 0
    while len(left) and rounds != most:
        before = len(left)
        for face in np.flatnonzero(_FAR == 1):
            border = _simple(flat, left[flat[left + ring[face]] == 0], ring)
            fields = sum((border // s % n % 2) << i for i, (s, n) in enumerate(zip(strides, wide.shape)))
            for field in range(8):  # no two of a field touch, so that they can go at once
                flat[_simple(flat, border[fields == field], ring)] = 0
            left = left[flat[left] != 0]
        rounds += 1
        if len(left) == before:
            break
    return wide[1:-1, 1:-1, 1:-1]


def _simple(flat, voxels, ring):
    """Give those voxels that can go: simple, and no ends of curves."""
    found = np.empty(len(voxels), np.uint8)
    _kernels.simple(flat, voxels, ring, TOUCH, SHARE, NEAR, FACES, found)
    return voxels[found != 0]
