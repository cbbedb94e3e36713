"""Footprints cut into chords along the last axis: what flat morphology has to know of them."""

from functools import lru_cache
from math import prod
from typing import NamedTuple

import numpy as np

_MOST, _FAR = 32, 16  # points of a footprint that are taken one by one, and lines and columns that they may be away


class Footprint(NamedTuple):
    """A footprint; arrays are not to be changed."""

    raw: bytes
    low: tuple[int, ...]
    high: tuple[int, ...]
    slant: int | None  # how much further a row of a box is than the one above; None for other footprints
    steps: np.ndarray  # of the tables of running minima
    slots: np.ndarray
    chords: np.ndarray  # steps along leading axes, first column, table
    shrinking: bool  # with a member, all nearer to the centre axis by axis are members
    points: np.ndarray | None  # steps along the last two axes, if they are few


def falling(k):
    """Give the mode for pixels that are sent the steps `k` back, where what would fall outside falls on the frame; or ''.

    Where with a step all nearer to the centre, axis by axis, are steps, what lies outside may be ignored.
    """
    f = footprint(raw_of(k), k.shape[1])
    return "ignore" if f.shrinking else "frame" if f.points is not None else ""


def raw_of(k):
    """Give the steps `k` as the bytes that name a footprint."""
    return k.astype(np.int64, copy=False).tobytes()


def ladder(lengths):
    """Give the steps from 1 to each of the increasing `lengths`, and the lengths passed through."""
    steps, passed = [], [1]
    for length in lengths:
        while passed[-1] < length:
            now = passed[-1]
            then = length
            while then > 4 * now:
                then = -(-then // 4)
            count = -(-then // now)
            steps.append([count] + [(then - now) * i // (count - 1) for i in range(count)] + [0] * (4 - count))
            passed.append(then)
    return np.array(steps, np.int64).reshape(-1, 5), passed


@lru_cache(256)
def footprint(raw, ndim):
    """Give the footprint of the steps whose bytes are `raw`."""
    k = np.unique(np.frombuffer(raw, np.int64).reshape(-1, ndim), axis=0)
    low, high = k.min(0), k.max(0)
    new = np.ones(len(k), bool)
    new[1:] = (k[1:, :-1] != k[:-1, :-1]).any(1) | (k[1:, -1] != k[:-1, -1] + 1)
    starts = np.flatnonzero(new)
    lengths = np.diff(np.append(starts, len(k)))
    kinds = sorted(set(lengths.tolist()))
    steps, passed = ladder(kinds)
    slots = np.array([kinds.index(n) if n in kinds else -1 for n in passed], np.int64)
    chords = k[starts] - low
    chords = np.column_stack([chords, [kinds.index(n) for n in lengths.tolist()]])
    inside = np.zeros(high - low + 1, bool)
    inside[tuple((k - low).T)] = True
    return Footprint(
        raw,
        tuple(low.tolist()),
        tuple(high.tolist()),
        _slant(chords, (high - low).tolist(), len(kinds)),
        steps,
        slots,
        chords,
        _shrinks(inside, low),
        np.ascontiguousarray(k[:, -2:]) if _few(k) else None,
    )


def _few(k):
    return k.shape[1] > 1 and len(k) <= _MOST and not k[:, :-2].any() and int(np.abs(k).max()) <= _FAR


def _slant(chords, reach, kinds):
    """Return how much further each row of a footprint is than the one above, if it is a box but for that."""
    if kinds == 1 and len(chords) == prod(n + 1 for n in reach[:-1]):
        columns = np.diff(chords[:, -2])
        if not columns.any():
            return 0
        if not any(reach[:-2]) and (columns == columns[0]).all():
            return int(columns[0])
    return None


@lru_cache(64)
def around(raw, ndim):
    """Give the footprint with the centre, unless it lies to one side: no pixel is less than itself, and boxes are quick."""
    f = footprint(raw, ndim)
    amid = all(low <= 0 <= high for low, high in zip(f.low, f.high))
    return footprint(raw + bytes(8 * ndim), ndim) if amid else f


def _shrinks(inside, low):
    for axis, first in enumerate(low.tolist()):
        s = np.moveaxis(inside, axis, 0)
        n = len(s)
        if not first <= 0 < first + n:
            return False
        for i in range(n):
            nearer = i + 1 if i + first < 0 else i - 1 if i + first > 0 else i
            if (s[i] & ~s[nearer]).any():
                return False
    return True
