"""Filling of holes in NumPy: what pyimg/_ext/holes.pyx must compute."""

import numpy as np


def close_holes(a, shape, whole, chords, out):
    """Write 1 but for the zeros of a that are connected to the frame."""
    if not a.size:
        return 0
    shape = tuple(shape.tolist())
    background = a.reshape(shape) == 0
    outside = background.copy()
    outside[(slice(1, -1),) * len(shape)] = False
    steps = [(*lead, x) for *lead, low, high in chords.tolist() for x in range(low, high + 1)]
    steps += [(*[0] * (len(shape) - 1), 1)] * whole
    count = -1
    while count != (count := np.count_nonzero(outside)):
        for step in steps + [tuple(-s for s in step) for step in steps]:
            here = tuple(slice(max(0, -s), n - max(0, s)) for s, n in zip(step, shape) if abs(s) < n)
            there = tuple(slice(max(0, s), n - max(0, -s)) for s, n in zip(step, shape) if abs(s) < n)
            if len(here) == len(shape):
                outside[there] |= outside[here] & background[there]
    out[...] = ~outside.reshape(out.shape)
    return 0
