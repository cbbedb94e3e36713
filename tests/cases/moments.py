"""Cases of the sums times polynomials."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg.features.zernike import _rules

SCRATCH = {"disc_sums": "scratch"}


def weighted_lines(draw, dtype):
    a = draw(s.arrays(dtype, (draw(st.integers(0, 5)), draw(st.sampled_from([0, 1, 7, 31, 32, 33, 100, 600]))), nan=True))
    weights = np.array([0.3, -1.7, 2.0, 5e-3, 0, 1e6, -4])[np.arange(a.shape[1]) % 7] + draw(st.integers(0, 3))
    return a, weights, np.ones(len(a))


def disc_sums(draw, dtype):
    f = draw(s.arrays(dtype, draw(s.shapes(2, 2, max_side=9))))
    degree = draw(st.integers(0, 6))
    terms = sum((degree - n) // 2 + 1 for n in range(degree + 1))
    cy, cx, radius = (draw(st.sampled_from(few)) for few in ([0.0, 2.3, -1.5], [1.0, 3.7, 11.0], [0.5, 2.0, 4.1]))
    room = draw(st.sampled_from([8, 16, 64]))
    return f, cy, cx, radius, degree, _rules(degree), np.ones((7, room)), np.zeros((terms, 16)), np.zeros(1)
