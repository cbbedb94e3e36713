"""Cases of the kernels of runs."""

from itertools import pairwise

import numpy as np
import strategies as s
from hypothesis import strategies as st


def _mask(draw, most=20):
    shape = (draw(st.integers(0, 5)), draw(st.integers(0, most)))
    mask = draw(s.arrays(bool, shape)).view(np.uint8)
    if draw(st.booleans()):
        mask = np.repeat(mask, draw(st.integers(1, 9)), 1)  # runs over several words
    return mask * np.uint8(draw(st.sampled_from([1, 255])))


def _empty(mask):
    size = 2 + len(mask) * ((mask.shape[1] + 63) // 64 + 1)
    return np.zeros(size, np.uint64), np.zeros(size, np.int64)


def _runs(mask, joined):
    from pyimg._ref import runs as ref

    bits, rank = _empty(mask)
    count = ref.find_runs(mask, True, joined, 0, len(mask), bits, rank)
    return bits, rank, count


def _part(draw, lines):
    start = draw(st.integers(0, lines))
    return start, draw(st.integers(start, lines))


def _links(draw):
    mask, joined = _mask(draw), draw(st.booleans())
    bits, rank, count = _runs(mask, joined)
    reach = draw(st.integers(0, 2))
    lines = len(mask)
    line_at = np.full(lines + 2 * reach, -1, np.int64)
    line_at[reach : reach + lines] = np.arange(lines)
    steps = []
    for _ in range(draw(st.integers(0, 3))):
        to = -draw(st.integers(0, reach))
        far = draw(st.sampled_from([3, 3, 62, 70, 200]))
        most = draw(st.integers(-far, far if to else -1))
        steps.append((to, most - draw(st.integers(0, 3)), most))
    steps = np.array(steps, np.int64).reshape(-1, 3)
    return (bits, rank, mask.shape[1], joined, np.arange(reach, reach + lines), line_at, steps), count


def find_runs(draw, dtype):
    mask = _mask(draw)
    bits, rank = _empty(mask)
    bits[:2], rank[:2] = 0, 0
    return mask, draw(st.booleans()), draw(st.booleans()), *_part(draw, len(mask)), bits, rank


def link_runs(draw, dtype):
    fixed, count = _links(draw)
    return *fixed, *_part(draw, len(fixed[4])), np.zeros(count, dtype)


def link_parts(draw, dtype):
    from pyimg._ref import runs as ref

    fixed, count = _links(draw)
    lines = len(fixed[4])
    cuts = [0, *sorted(draw(st.sets(st.integers(1, lines - 1), max_size=3)) if lines > 1 else ()), lines]
    labels = np.arange(count).astype(dtype)
    for start, stop in pairwise(cuts):
        if (start, stop) != (0, lines):
            ref.link_runs(*fixed, start, stop, labels)
    return *fixed, np.array(cuts, np.int64), labels


def paint_runs(draw, dtype):
    mask, joined = _mask(draw), draw(st.booleans())
    bits, rank, count = _runs(mask, joined)
    labels = draw(s.arrays(np.uint8, count)).astype(dtype) + np.ones(1, dtype)
    return bits, rank, joined, labels, *_part(draw, len(mask)), np.zeros(mask.shape, dtype)


def _numbers(draw, dtype, count):
    return draw(s.arrays(np.uint8, count)).astype(dtype), np.zeros(256, np.uint8)


def mark_frame(draw, dtype):
    mask = _mask(draw)
    bits, rank, count = _runs(mask, draw(st.booleans()))
    whole = draw(s.arrays(bool, len(mask))).view(np.uint8)
    return bits, rank, mask.shape[1], whole, *_numbers(draw, dtype, count)


def clear_runs(draw, dtype):
    mask, joined = _mask(draw), draw(st.booleans())
    bits, rank, count = _runs(mask, joined)
    labels, _ = _numbers(draw, dtype, count)
    chosen = draw(s.arrays(bool, 256)).view(np.uint8)
    return bits, rank, joined, labels, chosen, *_part(draw, len(mask)), np.zeros(mask.shape, np.uint8)
