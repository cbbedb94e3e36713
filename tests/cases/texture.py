"""Cases of the co-occurrence kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

NLOGN = np.array([0, 0, 2.0])  # few, so that logarithms are met
# Sums of positive numbers in another order: some units in the last place.
ULP = {"table_sums": 16, "code_sums": 16, "region_sums": 16}
SCRATCH = {"pair_counts": "codes", "sort_codes": "scratch places", "region_sums": "keys used"}


def pair_counts(draw, dtype):
    n = draw(st.integers(1, 9))
    f = draw(s.arrays(dtype, draw(s.shapes(3, 3, max_side=12)))).astype(int) % n
    steps = [draw(st.integers(-3, 3)) for _ in range(3)]
    counts = draw(s.arrays("u1", (n, n))).astype(np.int64)
    return f.astype(dtype), *steps, draw(st.booleans()), np.ones(max(1, f.shape[2]), np.uint32), np.zeros((2, n * n + 3), np.uint32), counts


def _room(top):
    return [np.zeros(top + 1, np.int64), np.zeros(2 * top + 2, np.int64), np.zeros(top + 1, np.int64)]


def table_sums(draw, dtype):
    n = draw(st.integers(0, 6))
    counts = np.triu(draw(s.arrays("u1", (n, n))).astype(np.int64) * draw(st.sampled_from([0, 1, 1000])))
    return counts, draw(st.integers(0, 1)), NLOGN, *_room(max(n - 1, 0)), np.ones(13)


def pair_codes(draw, dtype):
    f = draw(s.arrays(dtype, draw(s.shapes(3, 3, max_side=12))))
    n = int(f.max(initial=0)) + 1
    steps = [draw(st.integers(-3, 3)) for _ in range(3)]
    return f, *steps, n, np.zeros(np.prod([max(0, k - abs(d)) for k, d in zip(f.shape, steps)], dtype=int), np.uint32)


def sort_codes(draw, dtype):
    bits = draw(st.integers(1, 32))
    codes = draw(s.arrays("u4", draw(st.integers(0, 30)))) >> np.uint32(32 - bits)
    return codes, bits, codes.copy(), np.ones(2048, np.int64)


def code_sums(draw, dtype):
    n = draw(st.integers(1, 9))
    lo, hi = (draw(s.arrays("u1", 20)).astype(np.uint32) % n for _ in range(2))
    codes = np.sort(np.minimum(lo, hi) * np.uint32(n) + np.maximum(lo, hi))[draw(st.integers(0, 20)) :]
    return codes, n, NLOGN, *_room(n - 1), np.ones(13)


def _labels(draw, shape):
    labels = draw(s.arrays("u1", shape)).astype(np.int32) % 4 - draw(st.integers(0, 1))
    labels[-2:] = labels[:, -2:] = 0
    sizes = np.bincount(np.maximum(labels.ravel(), 0), minlength=4)[1:]
    return labels, np.concatenate([[0], np.cumsum(sizes)])


def positions(draw, dtype):
    labels, starts = _labels(draw, (6, 7))
    return labels.ravel(), starts[:-1].copy(), np.full(starts[-1] + 1, -1, dtype)


def region_sums(draw, dtype):
    shape = (7, 9)
    labels, starts = _labels(draw, shape)
    top = draw(st.sampled_from([0, 1, 7, 300]))
    f = draw(s.arrays("u2", shape)) % np.uint16(top + 1)
    order = np.argsort(labels.ravel(), kind="stable")[(labels <= 0).sum() :].astype(dtype)
    steps = np.array([0, 1, 8, 9, 10, 19], np.int64)
    r0, d0 = draw(st.integers(0, 2)), draw(st.integers(0, 3))
    bits = 7
    return (
        f.ravel(), labels.ravel(), order, starts, steps, r0, 3, d0, 6, NLOGN, np.zeros(1 << bits, np.uint32),
        np.zeros(1 << bits, np.int64), np.zeros(1 << bits, np.uint32), *_room(top), np.ones((3, 6, 13)),
    )  # fmt: skip
