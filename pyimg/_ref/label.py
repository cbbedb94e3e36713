"""Connected components in NumPy: what pyimg/_ext/label.pyx must compute."""

import numpy as np


def _edges(mask):
    wide = np.zeros((mask.shape[0], mask.shape[1] + 2), bool)
    wide[:, 1:-1] = mask != 0
    return wide[:, 1:] != wide[:, :-1]


def count_runs(mask, joined):
    """Return how many runs of nonzero pixels the lines have; every pixel is one unless joined."""
    return int(np.count_nonzero(_edges(mask))) // 2 if joined else int(np.count_nonzero(mask))


def find_runs(mask, joined, scratch, runs, first):
    """Write the runs of each line as begin, end, begin, end, …; first[y] is the number of runs before line y."""
    if joined:
        lines, x = np.nonzero(_edges(mask))
        lines = lines[::2]
    else:
        lines, x = np.nonzero(mask)
        x = np.stack([x, x + 1], 1).ravel()
    runs[: len(x)] = x
    runs[len(x) : len(x) + 2] = 0
    first[:] = np.searchsorted(lines, np.arange(len(first)))


def link_runs(runs, first, place, line_at, steps, apart, labels):
    """Number the runs 1 … by component, in the order of their first runs; return the largest."""
    begin, end = (runs[side : 2 * len(labels) : 2].astype(np.int64) for side in (0, 1))
    line = np.repeat(np.arange(len(place)), np.diff(first))
    pairs = [np.empty((2, 0), np.int64)]
    for to, least, most in steps:
        other = line_at[place[line] + to]
        # the runs of the other line that end after the beginning and begin before the end
        span = np.int64(2 * (max(end.max(initial=0), 1) + abs(least) + abs(most)) + 2)
        low = np.searchsorted(line * span + end, other * span + begin + least, "right")
        high = np.searchsorted(line * span + begin, other * span + end + most, "left")
        low, high = (np.clip(v, first[other], first[other + 1]) for v in (low, high))
        many = np.where(other < 0, 0, np.maximum(high - low, 0))
        mine = np.repeat(np.arange(len(labels)), many)
        ordinal = np.arange(len(mine)) - np.repeat(np.cumsum(many) - many, many)
        pairs.append(np.stack([mine, np.repeat(low, many) + ordinal]))
    a, b = np.concatenate(pairs, 1)
    least = np.arange(len(labels))
    while (least[a] != least[b]).any():
        lower = np.minimum(least[a], least[b])
        for ends in (a, b):
            np.minimum.at(least, least[ends], lower)  # hooks whole trees, so that few rounds are needed
        least = least[least]
    while (least[least] != least).any():
        least = least[least]
    roots, labels[:] = np.unique(least, return_inverse=True)
    labels += 1
    return len(roots)


def paint_runs(runs, first, labels, out):
    """Give each pixel of a run the run's label."""
    begin, end = runs[0 : 2 * len(labels) : 2], runs[1 : 2 * len(labels) : 2]
    line = np.repeat(np.arange(len(out)), np.diff(first))
    step = np.zeros((len(out), out.shape[1] + 1), np.int64)
    np.add.at(step, (line, begin), labels)
    np.subtract.at(step, (line, end), labels)
    np.copyto(out, step.cumsum(1)[:, :-1], where=step.cumsum(1)[:, :-1] != 0)
