"""Cases of the label kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def _mask(draw, min_side=0):
    shape = (draw(st.integers(0, 5)), draw(st.integers(min_side, 20)))
    mask = draw(s.arrays(bool, shape)).view(np.uint8)
    return mask * np.uint8(draw(st.sampled_from([1, 255])))


def _runs(mask, joined, dtype):
    from pyimg._ref import label as ref

    runs = np.zeros(2 * ref.count_runs(mask, joined) + 2, dtype)
    first = np.zeros(len(mask) + 1, np.int64)
    ref.find_runs(mask, joined, np.zeros(0, np.uint64), runs, first)
    return runs, first


def count_runs(draw, dtype):
    return _mask(draw), draw(st.booleans())


def find_runs(draw, dtype):
    mask, joined = _mask(draw), draw(st.booleans())
    runs, first = _runs(mask, joined, dtype)
    return mask, joined, np.zeros((mask.shape[1] + 8) // 8, np.uint64), np.ones_like(runs), np.zeros_like(first)


def link_runs(draw, dtype):
    mask, joined = _mask(draw), draw(st.booleans())
    runs, first = _runs(mask, joined, dtype)
    reach = draw(st.integers(0, 2))
    lines = len(mask)
    line_at = np.full(lines + 2 * reach, -1, np.int64)
    line_at[reach : reach + lines] = np.arange(lines)
    steps = []
    for _ in range(draw(st.integers(0, 3))):
        to = -draw(st.integers(0, reach))
        most = draw(st.integers(-3, 3 if to else -1))
        steps.append((to, most - draw(st.integers(0, 3)), most))
    return (
        runs, first, np.arange(reach, reach + lines), line_at,
        np.array(steps, np.int64).reshape(-1, 3), joined, np.zeros((len(runs) - 2) // 2, dtype),
    )  # fmt: skip


def paint_runs(draw, dtype):
    mask = _mask(draw)
    runs, first = _runs(mask, True, dtype)
    labels = draw(s.arrays(np.uint8, (len(runs) - 2) // 2)).astype(dtype) + np.ones(1, dtype)
    return runs, first, labels, np.zeros(mask.shape, dtype)
