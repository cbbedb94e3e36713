"""Cases of floods: images framed as by morph.watershed."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._ref.flood_order import order
from pyimg._structure import offsets
from pyimg.morph.watershed import _frame, _words

SCRATCH = {"flood_levels": "heads tails queue", "flood_ranks": "order tails bits"}


def _framed(draw, levels, dtype):
    frame = _frame(levels.shape, offsets(draw(s.structuring_elements(levels.ndim)), centre=False))
    least = np.iinfo(dtype).min
    surface, labels = np.zeros(frame.size, levels.dtype), np.full(frame.size, least, dtype)
    seeds = draw(s.arrays("i1", levels.shape)).astype(dtype)
    frame.inner(surface)[...] = levels
    frame.inner(labels)[...] = np.where(seeds > 3, 0, np.where(seeds == 3, least, seeds))
    return surface, labels, frame.jumps, np.zeros(draw(st.sampled_from([0, frame.size])), np.uint8)


def flood_levels(draw, dtype):
    levels = draw(s.arrays(draw(st.sampled_from(["u1", "u2"])), draw(s.shapes(1, 3, min_side=1, max_side=9))))
    surface, labels, jumps, lines = _framed(draw, levels, dtype)
    heads, queue = np.zeros((2, 1 << 8 * levels.itemsize), dtype), np.zeros(levels.size, dtype)
    return surface.view(np.uint8), jumps, *heads, queue, labels, lines


def flood_ranks(draw, dtype):
    levels = draw(s.arrays("u1", draw(s.shapes(1, 3, min_side=1, max_side=9)))) % draw(st.sampled_from([3, 255]))
    surface, labels, jumps, lines = _framed(draw, levels, dtype)
    cells = np.stack([labels, np.zeros_like(labels)], axis=1)
    places = np.zeros(np.count_nonzero(labels != np.iinfo(dtype).min), dtype)
    order(surface, 0, None, None, cells, places)
    bits = np.zeros(_words(len(places)), np.uint64)
    return cells, jumps, places, np.zeros_like(places), bits, lines
