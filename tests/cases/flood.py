"""Cases of floods: images framed as by morph.watershed."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._structure import offsets
from pyimg.morph.watershed import _frame, _words

SCRATCH = {"flood_levels": "heads tails queue", "flood_ranks": "slots bits"}


def _framed(draw, levels, ranks, state_dtype, dtype):
    frame = _frame(levels.shape, offsets(draw(s.structuring_elements(levels.ndim)), centre=False))
    state, labels = np.full(frame.size, -2, state_dtype), np.zeros(frame.size, dtype)
    seeds = draw(s.arrays("i1", levels.shape))
    frame.inner(state)[...] = np.where(seeds == 3, -2, ranks.astype(np.int64))
    frame.inner(labels)[...] = np.where(seeds >= 3, 0, seeds)
    return state, frame.jumps, labels, np.zeros(draw(st.sampled_from([0, frame.size])), np.uint8)


def flood_levels(draw, dtype):
    levels = draw(s.arrays(draw(st.sampled_from(["u1", "u2"])), draw(s.shapes(1, 3, min_side=1, max_side=9))))
    state, jumps, labels, lines = _framed(draw, levels, levels, f"i{2 * levels.itemsize}", dtype)
    counts = np.bincount(levels.ravel())
    heads = (np.cumsum(counts) - counts).astype(dtype)
    return state.view(np.uint8), jumps, heads, heads.copy(), np.zeros(levels.size, dtype), labels, lines


def flood_ranks(draw, dtype):
    levels = draw(s.arrays("u1", draw(s.shapes(1, 3, min_side=1, max_side=9)))) % draw(st.sampled_from([3, 255]))
    ranks = (levels.ravel()[:, None] > levels.ravel()).sum(1).reshape(levels.shape)
    state, jumps, labels, lines = _framed(draw, levels, ranks, dtype, dtype)
    slots = np.zeros((levels.size, 2), dtype)
    slots[:, 0] = np.arange(levels.size)
    return state, jumps, slots, np.zeros(_words(levels.size), np.uint64), labels, lines
