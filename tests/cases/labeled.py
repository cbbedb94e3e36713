"""Cases of the kernels that measure by label."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

TABLE = 4  # labels are -1 … 3


def _labels(draw, shape):
    few = draw(s.arrays("i1", shape)) % np.int8(5) - 1
    return np.repeat(few, draw(st.sampled_from([1, 1, 3, 20])), axis=-1).astype(np.int32)


def _line(draw, dtype):
    labels = _labels(draw, draw(st.integers(0, 12)))
    values = draw(s.arrays(dtype, min(labels.size, 60), nan=True))
    return np.resize(values, labels.shape).astype(dtype), labels


def label_sizes(draw, dtype):
    return _labels(draw, draw(st.integers(0, 12))), np.ones(TABLE, np.int64)


def sum_integers(draw, dtype):
    return *_line(draw, dtype), np.ones(TABLE, np.int64)


def sum_reals(draw, dtype):
    return *_line(draw, dtype), np.ones(TABLE)


def label_extremes(draw, dtype):
    values, labels = _line(draw, dtype)
    seen = draw(s.arrays(bool, TABLE)).view(np.uint8)
    return values, labels, seen, np.full(TABLE, 2, dtype), np.full(TABLE, 2, dtype)


def _image(draw):
    leading = draw(st.sampled_from([(), (3,), (1,), (0,), (2, 3)]))
    labels = _labels(draw, (*leading, draw(st.integers(0, 5))))
    lines = labels.reshape(int(np.prod(leading)), -1) if labels.size else np.zeros((int(np.prod(leading)), 0), np.int32)
    return lines, np.array(leading, np.int64), np.zeros(len(leading), np.int64)


def label_boxes(draw, dtype):
    labels, leading, at = _image(draw)
    return labels, leading, at, np.zeros((TABLE, 2 * len(leading) + 2), np.int64)


def label_moments(draw, dtype):
    labels, leading, at = _image(draw)
    values = np.resize(draw(s.arrays(dtype, 20, nan=True)), labels.shape).astype(dtype)
    return values, labels, leading, at, np.zeros((TABLE, len(leading) + 2))


def line_moments(draw, dtype):
    shape = draw(st.integers(0, 3)), draw(st.integers(0, 70))
    return draw(s.arrays(dtype, shape, nan=True)), np.zeros((shape[0], 2))
