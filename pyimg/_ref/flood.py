"""Floods in NumPy: what pyimg/_ext/flood.pyx must compute."""

from heapq import heapify, heappop, heappush

import numpy as np


def flood_levels(state, jumps, heads, tails, queue, labels, lines):
    """Label each pixel as the first pixel taken whose neighbour p + j it is; take lowest levels first, then oldest."""
    _flood(state.view(np.int16 if len(state) == 2 * len(labels) else np.int32), jumps, labels, lines)


def flood_ranks(state, jumps, slots, bits, labels, lines):
    """Flood as `flood_levels` does, where instead of levels the state has how many pixels each pixel is greater than."""
    _flood(state, jumps, labels, lines)


def _flood(state, jumps, labels, lines):
    seeds = np.flatnonzero(labels)
    queue = [(state[p], i, p) for i, p in enumerate(seeds.tolist())]
    heapify(queue)
    state[seeds] = -1
    levels, names, jumps = state.tolist(), labels.tolist(), jumps.tolist()
    pushed = len(queue)
    while queue:
        p = heappop(queue)[-1]
        if len(lines):
            levels[p] = -2
        for q in (p + j for j in jumps):
            if levels[q] >= 0:
                heappush(queue, (levels[q], pushed, q))
                pushed += 1
                levels[q], names[q] = -1, names[p]
            elif len(lines) and levels[q] == -1 and names[q] != names[p]:
                lines[q] = 1
    state[:], labels[:] = levels, names
