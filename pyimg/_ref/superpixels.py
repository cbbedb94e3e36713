"""Superpixel kernels in NumPy: what pyimg/_ext/superpixels.pyx must compute."""

from collections import deque

import numpy as np


def assign(colours, lead, x, near, home, step, centres, active, around, names, counts, block, sums, labels):
    """Give pixels the nearest of the centres around them, keep sums of members; tell how many changed."""
    (channels, rows, width), axes = colours.shape, lead.shape[1]
    if not rows or not width:
        return 0
    cells = max(1, -(-(width - step // 2) // step))
    cell = np.minimum(np.arange(width) // step, cells - 1)
    own = home[:, None] + cell
    best = np.full((rows, width), np.inf, np.float32)
    new = own.copy()
    for first in near.T:
        for side in (-1, 0, 1):
            valid = (first[:, None] >= 0) & (cell + side >= 0) & (cell + side < cells)
            c = np.where(valid, first[:, None] + cell + side, 0)
            cost = np.zeros((rows, width), np.float32)
            for a in range(axes):
                cost += (lead[:, a, None] - centres[c, a]) ** 2
            cost += (x - centres[c, axes]) ** 2
            for a in range(channels):
                cost += (colours[a] - centres[c, axes + 1 + a]) ** 2
            nearer = valid & (cost < best)
            new[nearer], best[nearer] = c[nearer], cost[nearer]
    new = np.where(active[own], new, labels).astype(np.int32)
    changed = np.argwhere(new != labels)
    for r, i in changed:
        member = [*lead[r], x[i], *colours[:, r, i], 1.0]
        if labels[r, i] >= 0:
            sums[labels[r, i]] -= member
        sums[new[r, i]] += member
    labels[:] = new
    return len(changed)


def settle(steps, parts, queue, largest, kept, labels):
    """Make each label one piece: its largest, the first among equals; the others go to what grows into them first."""
    inside = np.flatnonzero(labels)
    root = np.arange(len(labels))
    while True:  # the least position in reach of each pixel
        before = root.copy()
        for step in steps:
            same = inside[labels[inside] == labels[inside + step]]
            np.minimum.at(root, same, root[same + step])
        if (before == root).all():
            break
    firsts, inverse, sizes = np.unique(root[inside], return_inverse=True, return_counts=True)
    parts[inside] = inverse + 1
    for part, (first, size) in enumerate(zip(firsts, sizes), 1):
        if size > largest[labels[first]]:
            largest[labels[first]], kept[labels[first]] = size, part
    lost = inside[parts[inside] != kept[labels[inside]]]
    labels[lost] = -1
    waiting = deque(inside[labels[inside] > 0]) if len(lost) else deque()
    while waiting:
        at = waiting.popleft()
        for step in steps:
            if labels[at + step] == -1:
                labels[at + step] = labels[at]
                waiting.append(at + step)
