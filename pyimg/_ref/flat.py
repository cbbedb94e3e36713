"""Flat erosion kernels in NumPy: what pyimg/_ext/flat.pyx must compute."""

import numpy as np


def _keys(a, flip):
    if a.dtype.kind != "f":
        return a ^ flip, 0
    nan = np.isnan(a)
    return np.where(nan, np.array(np.inf, a.dtype), a * flip), int(nan.any())


def _padded(a, source, columns, numbers):
    keys, seen = _keys(a, numbers[1])
    wide = np.full((len(keys) + 1, keys.shape[1] + 1), numbers[0], a.dtype)  # -1 is the last
    wide[:-1, :-1] = keys
    return wide[source][:, columns], seen


def _tables(wide, steps):
    yield wide
    for count, *shifts in steps:
        size = wide.shape[1] - shifts[count - 1]
        wide = np.min([wide[:, d : d + size] for d in shifts[:count]], axis=0)
        yield wide


def _finished(keys, numbers):
    _, flip, low, high, add, held = numbers
    with np.errstate(over="ignore", invalid="ignore"):
        v = np.minimum(np.maximum(keys, low), high)
        v = v + add if add else v  # zeros keep their signs
    if keys.dtype.kind == "f":
        return v * flip
    if held:
        v = np.where(keys == np.iinfo(keys.dtype).max, keys, v)
    return v ^ flip


def _least(a, source, columns, steps, slots, rows, members, numbers, start, stop, width):
    wide, seen = _padded(a, source, columns, numbers)
    named = {slot: t for slot, t in zip(slots.tolist(), _tables(wide, steps))}
    rows = rows[start:stop]
    chosen = [named[s][rows + r][:, c : c + width] for r, c, s in members.tolist()]
    return np.min(chosen, axis=0), seen


def _down(wide, down, slant):
    for count, *shifts in down:
        rows = len(wide) - shifts[count - 1]
        columns = [slant * d if slant > 0 else slant * (d - shifts[count - 1]) for d in shifts[:count]]
        size = wide.shape[1] - max(columns)
        wide = np.min([wide[d : d + rows, c : c + size] for d, c in zip(shifts, columns)], axis=0)
    return wide


def _boxes(a, source, columns, steps, down, slant, numbers, start, stop):
    for block in a:
        wide, seen = _padded(block, source, columns, numbers)
        *_, last = _tables(wide, steps)
        yield _down(last, down, slant), seen


def chords(a, source, columns, first, last, steps, slots, rows, members, numbers, tile, start, stop, out):
    """Write out[j, x] = the least key of chords (row, column, table) of the padded image around (rows[j], x)."""
    if stop <= start or not out.shape[1]:
        return 0
    keys, seen = _least(a, source, columns, steps, slots, rows, members, numbers, start, stop, out.shape[1])
    out[start:stop] = _finished(keys, numbers)
    return seen


def chords_attained(a, source, columns, first, last, steps, slots, rows, members, numbers, tile, start, stop, mask):
    """Mark where the answer of `chords` (before `add`) is not less than the pixel's own key."""
    if stop <= start or not mask.shape[1]:
        return 0
    keys, seen = _least(a, source, columns, steps, slots, rows, members, numbers, start, stop, mask.shape[1])
    mask[start:stop] = ~(keys < _own(a, numbers)[start:stop])
    return seen


def _own(a, numbers):
    return a * numbers[1] if a.dtype.kind == "f" else a ^ numbers[1]


def box(a, source, columns, first, last, steps, slots, down, slant, numbers, tile, start, stop, out):
    """Write the least key of a box: `chords` for each block, with the last table combined down the rows too."""
    if stop <= start or not out.shape[1]:
        return 0
    blocks = list(_boxes(a, source, columns, steps, down, slant, numbers, start, stop))
    keys = np.concatenate([b for b, _ in blocks])[start:stop]
    out[start:stop] = _finished(keys, numbers)
    return max(seen for _, seen in blocks)


def box_attained(a, source, columns, first, last, steps, slots, down, slant, numbers, tile, start, stop, mask):
    """Mark where the answer of `box` (before `add`) is not less than the pixel's own key."""
    if stop <= start or not mask.shape[1]:
        return 0
    blocks = list(_boxes(a, source, columns, steps, down, slant, numbers, start, stop))
    keys = np.concatenate([b for b, _ in blocks])[start:stop]
    mask[start:stop] = ~(keys < _own(a, numbers).reshape(-1, a.shape[2])[start:stop])
    return max(seen for _, seen in blocks)
