"""Superpixel kernels in NumPy: what pyimg/_ext/superpixels.pyx must compute."""

from collections import deque

import numpy as np


def assign(planes, shape, windows, centres, scales, scratch, at, best, labels, start, stop):
    """Label each pixel with 1 + the centre of least cost among those whose window holds it, the first among equals."""
    channels, ndim = len(planes), len(shape)
    planes, best, labels = planes.reshape(channels, *shape), best.reshape(shape), labels.reshape(shape)
    best[start:stop] = np.inf
    for k, (window, centre) in enumerate(zip(windows, centres)):
        window = window.copy()
        window[0] = np.clip(window[0], start, stop)
        if (window[:, 0] >= window[:, 1]).any():
            continue
        there = tuple(slice(a, b) for a, b in window)
        squares = [((np.arange(*w) - c) * s) ** 2 for w, c, s in zip(window, centre[channels:], scales)]
        lead = np.zeros((1,) * (ndim - 1))
        for d in range(ndim - 1):
            lead = lead + squares[d].reshape([-1 if e == d else 1 for e in range(ndim - 1)])
        cost = lead[..., None].astype(np.float32) + squares[-1].astype(np.float32)
        for plane, colour in zip(planes, centre.astype(np.float32)):
            cost = cost + (plane[there] - colour) ** 2
        nearer = cost < best[there]
        best[there][nearer] = cost[nearer]
        labels[there][nearer] = k + 1


def total(planes, shape, labels, at, counts, sums):
    """Add to counts[k] the pixels of label k + 1, and to sums[k] their colours, then their positions."""
    counts += np.bincount(labels - 1, minlength=len(counts))
    for column, values in enumerate([*planes, *np.indices(shape).reshape(len(shape), -1)]):
        np.add.at(sums[:, column], labels - 1, values.astype(np.float64))


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
