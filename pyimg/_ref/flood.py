"""Floods in NumPy: what pyimg/_ext/flood.pyx must compute."""

from heapq import heapify, heappop, heappush

import numpy as np


def flood_levels(surface, jumps, heads, tails, queue, labels, lines):
    """Label each pixel as the first pixel taken whose neighbour p + j it is; take lowest levels first, then oldest."""
    _flood(surface.view(np.uint8 if len(surface) == len(labels) else np.uint16), jumps, labels, lines)


def flood_ranks(cells, jumps, order, tails, bits, lines):
    """Flood as `flood_levels` does, where each cell is a label and a rank: how many pixels the pixel is greater than."""
    ranks = cells[:, 1]
    _flood(np.where(ranks < 0, -1 - ranks, ranks), jumps, cells[:, 0], lines)


def _flood(levels, jumps, labels, lines):
    frame = np.iinfo(labels.dtype).min
    seeds = np.flatnonzero((labels != 0) & (labels != frame)).tolist()
    levels, names, jumps = levels.tolist(), labels.tolist(), jumps.tolist()
    queue = [(levels[p], i, p) for i, p in enumerate(seeds)]
    heapify(queue)
    pushed = len(queue)
    while queue:
        p = heappop(queue)[-1]
        if len(lines):
            lines[p] |= 2
        for q in (p + j for j in jumps):
            if names[q] == 0:
                names[q] = names[p]
                heappush(queue, (levels[q], pushed, q))
                pushed += 1
            elif len(lines) and names[q] not in (names[p], frame) and not lines[q] & 2:
                lines[q] = 1
    labels[:] = names
