"""Cases of the colour kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def _matrix(draw, rows):
    return draw(s.arrays("f8", (rows, 3)))


def mix(draw, dtype):
    n, k = draw(st.sampled_from([0, 1, 2, 7, 40])), draw(st.sampled_from([1, 3]))
    return draw(s.arrays(dtype, (n, 3), nan=True)), _matrix(draw, k), np.full((n, k), 7.0)


def mix_table(draw, dtype):
    n, levels = draw(st.sampled_from([0, 1, 5, 300])), draw(st.sampled_from([1, 3, 256]))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    pixels = rng.integers(0, levels, (n, 3)).astype(dtype)
    return pixels, draw(s.arrays("f8", levels)), _matrix(draw, 3), np.full((n, 3), 7.0)


def xyz_to_lab(draw, dtype):
    n = draw(st.sampled_from([0, 1, 5, 300]))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    xyz = rng.normal(0.3, 0.5, (n, 3)) * draw(st.sampled_from([1e-3, 1.0, 1e5, 1e200]))
    return xyz, np.array([0.95047, 1.0, 1.08883]), np.full((n, 3), 7.0)


def table_to_lab(draw, dtype):
    pixels, table, matrix, out = mix_table(draw, dtype)
    return pixels, np.abs(table), matrix, np.array([0.95047, 1.0, 1.08883]), out


def linear(draw, dtype):
    n = draw(st.sampled_from([0, 1, 5, 300]))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    values = draw(st.just(rng.normal(90, 90, n)) | s.arrays("f8", n, nan=True))
    return values, np.full(n, 7.0)


def lab_to_xyz(draw, dtype):
    n = draw(st.sampled_from([0, 1, 5, 300]))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    lab = draw(st.just(rng.normal(30, 50, (n, 3))) | s.arrays("f8", (n, 3), nan=True))
    return lab, np.array([0.95047, 1.0, 1.08883]), np.full((n, 3), 7.0)


def xyz_to_rgb(draw, dtype):
    if draw(st.booleans()):
        lab, white, out = lab_to_xyz(draw, dtype)
        return lab, white, _matrix(draw, 3), out
    xyz, _, out = xyz_to_lab(draw, dtype)
    return xyz, np.empty(0), _matrix(draw, 3), out
