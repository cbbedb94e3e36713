"""Cases of floods: labels framed as by morph.watershed."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._structure import offsets
from pyimg.morph.watershed import _frame, _words

SCRATCH = {"flood_levels": "heads tails queue", "flood_ranks": "slots bits"}


def _framed(draw, dtype):
    shape = draw(s.shapes(1, 3, min_side=1, max_side=9))
    frame = _frame(shape, offsets(draw(s.structuring_elements(len(shape))), centre=False))
    frame_value = np.iinfo(dtype).min
    labels = np.full(frame.size, frame_value, dtype)
    seeds = draw(s.arrays("u1", shape))
    frame.inner(labels)[...] = np.where(seeds > 3, 0, np.where(seeds == 3, frame_value, seeds))
    lines = np.zeros(draw(st.sampled_from([0, frame.size])), np.uint8)
    return shape, frame, labels, lines


def flood_levels(draw, dtype):
    shape, frame, labels, lines = _framed(draw, dtype)
    heights = np.zeros(frame.size, draw(st.sampled_from(["u1", "u2"])))
    levels = draw(s.arrays(heights.dtype, shape))
    frame.inner(heights)[...] = levels
    counts = np.bincount(levels.ravel())
    heads = (np.cumsum(counts) - counts).astype(dtype)
    return heights.view(np.uint8), frame.jumps, heads, heads.copy(), np.zeros(levels.size, dtype), labels, lines


def flood_ranks(draw, dtype):
    shape, frame, labels, lines = _framed(draw, dtype)
    levels = draw(s.arrays("u1", shape)) % draw(st.sampled_from([3, 255]))
    ranks = np.zeros(frame.size, dtype)
    frame.inner(ranks)[...] = (levels.ravel()[:, None] > levels.ravel()).sum(1).reshape(shape)
    slots = np.zeros((levels.size, 2), dtype)
    slots[:, 0] = np.arange(levels.size)
    return ranks, frame.jumps, slots, np.zeros(_words(levels.size), np.uint64), labels, lines
