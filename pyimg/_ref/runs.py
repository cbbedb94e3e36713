"""Runs of pixels as words of bits, joined to components: what pyimg/_ext/runs.pyx must compute."""

import numpy as np


def _pixels(bits, lines, n):
    """Give the (lines, n) mask that the words hold."""
    words = (n + 63) // 64
    bytes_of = bits[2:].astype("<u8").view(np.uint8).reshape(lines, 8 * (words + 1))
    return np.unpackbits(bytes_of, 1, bitorder="little")[:, :n] != 0


def _runs(bits, lines, n, joined):
    """Give line, begin and end of each run."""
    mask = _pixels(bits, lines, n)
    line, begin = np.nonzero(mask & ~_shifted(mask)) if joined else np.nonzero(mask)
    end = np.nonzero(mask & ~_shifted(mask[:, ::-1])[:, ::-1])[1] + 1 if joined else begin + 1
    return line, begin, end


def _shifted(mask):
    return np.pad(mask, ((0, 0), (1, 0)))[:, :-1]


def find_runs(mask, value, joined, start, stop, bits, rank):
    """Write the words of lines start to stop, and their ranks, the first 0; return the number of runs."""
    n = mask.shape[1]
    words = (n + 63) // 64
    part = (mask[start:stop] != 0) == bool(value)
    lines = slice(2 + start * (words + 1), 2 + stop * (words + 1))
    wide = np.zeros((len(part), 64 * (words + 1)), bool)
    wide[:, :n] = part
    bits[lines] = np.packbits(wide, 1, bitorder="little").view("<u8").ravel()
    if joined:
        wide[:, :n] &= ~_shifted(part)
    count = wide.reshape(-1, 64).sum(1)
    rank[lines] = count.cumsum() - count
    if start == 0:
        bits[:2] = rank[:2] = 0
    return int(count.sum())


def _pairs(bits, n, joined, place, line_at, steps):
    """Give the pairs of runs that steps join, as two arrays, the lines of both, and the number of runs."""
    line, begin, end = _runs(bits, len(place), n, joined)
    first = np.searchsorted(line, np.arange(len(place) + 1))
    pairs = [np.empty((2, 0), np.int64)]
    for to, least, most in steps:
        other = line_at[place[line] + to]
        # the runs of the other line that end after the beginning and begin before the end
        span = np.int64(2 * (n + 1 + abs(least) + abs(most)) + 2)
        low = np.searchsorted(line * span + end, other * span + begin + least, "right")
        high = np.searchsorted(line * span + begin, other * span + end + most, "left")
        low, high = (np.clip(v, first[other], first[other + 1]) for v in (low, high))
        many = np.where(other < 0, 0, np.maximum(high - low, 0))
        mine = np.repeat(np.arange(len(line)), many)
        ordinal = np.arange(len(mine)) - np.repeat(np.cumsum(many) - many, many)
        pairs.append(np.stack([mine, np.repeat(low, many) + ordinal]))
    a, b = np.concatenate(pairs, 1)
    return a, b, line, first


def _least(least, a, b):
    """Give each run the least of those that pairs join it to; before, each knows a lower one of them or itself."""
    while (least[a] != least[b]).any() or (least[least] != least).any():
        lower = np.minimum(least[a], least[b])
        for ends in (a, b):
            np.minimum.at(least, least[ends], lower)  # hooks whole trees, so that few rounds are needed
        least = least[least]
    return least


def _numbered(least):
    roots, numbers = np.unique(least, return_inverse=True)
    return numbers + 1, len(roots)


def link_runs(bits, rank, n, joined, place, line_at, steps, start, stop, labels):
    """Join the runs of lines start to stop: give each the first run of its component; number them if that is all."""
    a, b, line, first = _pairs(bits, n, joined, place, line_at, steps)
    inside = (line[a] < stop) & (line[b] >= start)
    least = _least(np.arange(len(line)), a[inside], b[inside])
    if start == 0 and stop == len(place):
        labels[:], largest = _numbered(least)
        return largest
    part = slice(first[start], first[stop])
    labels[part] = least[part]
    return 0


def link_parts(bits, rank, n, joined, place, line_at, steps, cuts, labels):
    """Join what `link_runs` made of the parts that begin at each cut but the last; number the components as it does."""
    a, b, line, _ = _pairs(bits, n, joined, place, line_at, steps)
    part = np.searchsorted(cuts, line, "right")
    between = part[a] != part[b]
    labels[:], largest = _numbered(_least(labels.astype(np.int64), a[between], b[between]))
    return largest


def paint_runs(bits, rank, joined, labels, start, stop, out):
    """Give each pixel of a run of lines start to stop the run's label."""
    out[start:stop] += _painted(bits, joined, labels, out.shape)[start:stop].astype(out.dtype)


def _painted(bits, joined, values, shape):
    line, begin, end = _runs(bits, *shape, joined)
    step = np.zeros((shape[0], shape[1] + 1), np.int64)
    np.add.at(step, (line, begin), values)
    np.subtract.at(step, (line, end), values)
    return step.cumsum(1)[:, :-1]


def mark_frame(bits, rank, n, whole, labels, touched):
    """Set touched[label] where a run of that label is at an end of its line, or anywhere in a line marked whole."""
    words = (n + 63) // 64
    if n:
        first, last = (rank[2 + k :: words + 1] for k in (0, words))
        for y, mask in enumerate(_pixels(bits, len(whole), n)):
            runs = labels[first[y] : last[y]]
            touched[runs if whole[y] else runs[[0] * int(mask[0]) + [-1] * int(mask[-1])]] = 1


def clear_runs(bits, rank, joined, labels, chosen, start, stop, out):
    """Write 1 to lines start to stop but for the runs whose label is chosen."""
    out[start:stop] = _painted(bits, joined, chosen[labels] != 0, out.shape)[start:stop] == 0
