"""Cases of the distance kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

FAR = {"u2": 32767, "i4": 1 << 30, "f8": np.inf}
WEIGHTS = {"u2": [1, 2, 9, 30000], "i4": [1, 2, 9, 70000], "f8": [1.0, 0.09, 1.44, 7.3]}
# Where two parabolas meet within rounding either may be taken: their values differ by the last places.
SCRATCH = {
    "scan": "scratch",
    "rows": "line best sites bounds",
    "columns": "block best sites bounds",
}
ULP = {"rows": 2, "columns": 2}


def scan(draw, dtype):
    shape = draw(st.tuples(st.integers(0, 3), st.sampled_from([0, 1, 2, 9, 200]), st.sampled_from([1, 2, 70])))
    inside = (draw(s.arrays("u1", shape)) if np.prod(shape) < 99 else _sparse(draw, shape)).astype(np.uint8)
    start, stop = sorted(draw(st.tuples(*[st.integers(0, shape[2])] * 2)))
    weight = draw(st.sampled_from(WEIGHTS[dtype.str[1:]]))
    return inside, np.empty(shape[2], dtype), weight, np.zeros(shape, dtype), start, stop


def _sparse(draw, shape):
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    return rng.random(shape) > draw(st.sampled_from([0.5, 0.01, 0.001]))


def _values(draw, dtype, shape):
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    far = FAR[dtype.str[1:]]
    top = draw(st.sampled_from([4, 900, 30000]))
    values = rng.integers(0, top, shape)
    if dtype.kind == "f" and draw(st.booleans()):
        values = values * 0.37
    return np.where(rng.random(shape) < draw(st.sampled_from([0.1, 0.9, 0.99])), far, values).astype(dtype)


def rows(draw, dtype):
    n = draw(st.sampled_from([0, 1, 2, 63, 64, 65, 130, 300]))
    shape = (draw(st.integers(0, 3)), n)
    start, stop = sorted(draw(st.tuples(*[st.integers(0, shape[0])] * 2)))
    return (
        _values(draw, dtype, shape), draw(st.sampled_from(WEIGHTS[dtype.str[1:]])),
        draw(st.sampled_from([1.0, 0.25])), draw(st.booleans()), np.empty(n + 426, dtype), np.empty(n + 64, dtype), np.empty(n, np.int64), np.empty(n),
        np.zeros(shape if draw(st.booleans()) else (0, 0)), start, stop,
    )  # fmt: skip


def columns(draw, dtype):
    n = draw(st.sampled_from([0, 1, 2, 60, 200]))
    shape = (draw(st.integers(0, 2)), n, draw(st.sampled_from([0, 1, 63, 64, 70])))
    start, stop = sorted(draw(st.tuples(*[st.integers(0, shape[2])] * 2)))
    return (
        _values(draw, dtype, shape), draw(st.sampled_from(WEIGHTS[dtype.str[1:]])),
        draw(st.sampled_from([1.0, 0.25])), draw(st.booleans()), np.empty(64 * (n + 362), dtype), np.empty(64 + 2 * n, dtype), np.empty(n, np.int64), np.empty(n),
        np.zeros(shape if draw(st.booleans()) else (0, 0, 0)), start, stop,
    )  # fmt: skip

