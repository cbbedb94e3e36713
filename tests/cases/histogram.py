"""Cases of the histogram kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def histogram(draw, dtype):
    levels = draw(st.sampled_from([1, 2, 7, 256]))
    values = draw(s.arrays(dtype, draw(st.integers(0, 40)))).astype(int) % levels
    return values.astype(dtype), np.zeros(256 + draw(st.integers(0, 9)), np.uint32), draw(s.arrays("i4", levels)).astype(np.int64)


def grey_levels(draw, dtype):
    values, scratch, _ = histogram(draw, dtype)
    distinct = len(np.unique(values))
    return values, scratch, np.ones(distinct + 1, dtype), np.ones(distinct + 1, np.int64)


NO_CASE = {"simd_level": "names the CPU, has no answer to compare"}


def _spread(draw, dtype):
    return np.abs(draw(s.arrays(dtype, draw(st.integers(0, 40))))), 0.0, draw(st.sampled_from([0.0, 0.05, 0.7]))


def bin_sums(draw, dtype):
    return *_spread(draw, dtype), np.zeros(7, np.int64), np.zeros(7)


def pick_bins(draw, dtype):
    values, low, scale = _spread(draw, dtype)
    wanted = draw(s.arrays(bool, 7)).view(np.uint8)
    found = wanted[np.minimum((values.astype(float) * scale).astype(int), 6)].sum()
    return values, low, scale, wanted, np.ones(int(found) + 1, dtype)


def equal_bins(draw, dtype):
    bins = draw(st.sampled_from([1, 2, 3, 7, 10]))
    low, high = draw(st.sampled_from([(0.0, 1.0), (-0.7, 0.1), (3.0, 3000.0)]))
    edges = np.linspace(low, high, bins + 1)
    share = draw(st.lists(st.one_of(st.floats(0, 1), st.integers(0, bins).map(lambda b: b / bins)), max_size=30))
    values = np.clip((low + (high - low) * np.array(share, float)).astype(dtype), *edges[[0, -1]].astype(dtype))
    values = np.concatenate([values, edges]).astype(dtype)
    return values[(values >= low) & (values <= high)], bins / (high - low), edges, np.zeros(bins, np.int64)
