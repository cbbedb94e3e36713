"""Filling of holes in NumPy: what pyimg/_ext/holes.pyx must compute."""

import numpy as np


def flood_frame(a, shape, whole, chords, out):
    """Write 1 but for the zeros of a that are connected to the frame; return 1, or 0 if given up, and write 1 only."""
    if not a.size:
        return 1
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
    few = np.count_nonzero(outside) <= a.size // 32
    out[...] = ~outside.reshape(out.shape) if few else 1
    return int(few)
