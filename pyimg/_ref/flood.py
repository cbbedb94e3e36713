"""Floods in NumPy: what pyimg/_ext/flood.pyx must compute."""

from heapq import heapify, heappop, heappush

import numpy as np


def flood_levels(surface, jumps, heads, tails, queue, labels, lines):
    """Label each pixel as the first pixel taken whose neighbour p + j it is; take lowest levels first, then oldest."""
    _flood(surface.view(np.uint8 if len(surface) == len(labels) else np.uint16), jumps, labels, lines)


def flood_ranks(ranks, jumps, slots, bits, labels, lines):
    """Flood as `flood_levels` does, where the pixels with a rank are that many that a pixel is greater than all of."""
    _flood(ranks, jumps, labels, lines)


def _flood(values, jumps, labels, lines):
    values, names, jumps = values.tolist(), labels.tolist(), jumps.tolist()
    queue = [(values[p], i, p) for i, p in enumerate(np.flatnonzero(labels > 0).tolist())]
    heapify(queue)
    pushed = len(queue)
    while queue:
        p = heappop(queue)[-1]
        name, names[p] = names[p], -names[p]
        for j in jumps:
            q = p + j
            if names[q] == 0:
                names[q] = name
                heappush(queue, (values[q], pushed, q))
                pushed += 1
            elif len(lines) and names[q] > 0 and names[q] != name:
                lines[q] = 1
    labels[:] = names
