"""Cases of the superpixel kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

SCRATCH = {"assign": "scratch at", "total": "at", "settle": "queue"}


def _image(draw):
    shape = draw(s.shapes(1, 4, 1, 6))
    channels = draw(st.sampled_from([0, 1, 2, 3]))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    return rng, rng.integers(0, 9, (channels, int(np.prod(shape)))).astype(np.float32) * np.float32(0.37), shape


def assign(draw, dtype):
    rng, planes, shape = _image(draw)
    k, ndim = draw(st.integers(0, 9)), len(shape)
    windows = np.sort(rng.integers(0, np.array(shape)[:, None] + 1, (k, ndim, 2)), axis=-1)
    windows = windows[(windows[:, :, 0] < windows[:, :, 1]).all(axis=1)]
    centres = rng.integers(0, 30, (len(windows), len(planes) + ndim)) / 7
    n = planes.shape[1]
    start, stop = sorted(draw(st.tuples(*[st.integers(0, shape[0])] * 2)))
    return (
        planes, np.array(shape), windows, centres, rng.integers(1, 9, ndim) / 3, np.empty((2, max(shape)), np.float32),
        np.zeros(ndim, np.int64), np.zeros(n, np.float32), np.full(n, 7, np.int32), start, stop,
    )  # fmt: skip


def total(draw, dtype):
    rng, planes, shape = _image(draw)
    labels = rng.integers(1, 5, planes.shape[1]).astype(np.int32)
    return (
        planes, np.array(shape), labels, np.zeros(len(shape), np.int64), np.zeros(5, np.int64),
        np.zeros((5, len(planes) + len(shape))),
    )  # fmt: skip


def settle(draw, dtype):
    rng, _, shape = _image(draw)
    labels = np.pad(rng.integers(1, draw(st.integers(2, 6)), shape).astype(np.int32), 1)
    steps = np.array(labels.strides) // 4
    n = labels.size
    return np.array([*-steps, *steps[::-1]]), *(np.zeros(m, np.int64) for m in (n, n, 7, 7)), labels.ravel()
