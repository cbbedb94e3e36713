"""Cases of the kernel of planes looked up between pixels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._ref._lines import KINDS
from pyimg.interpolate import _plan as _spline

from .affine import MODES, PLACES

SCRATCH = {"warp": "line"}


def warp(draw, dtype):
    (height, width), wide, tall = draw(s.shapes(2, 2, 1, 40)), draw(st.integers(1, 300)), draw(st.integers(1, 6))
    kind, out_kind, mode = draw(st.sampled_from([0, 2, 8, 9])), draw(st.integers(0, 9)), draw(st.sampled_from(MODES))
    slopes = st.floats(-2, 2, width=16) | st.sampled_from([0.0, 1.0, -1.0, 0.3, -0.1, -1e-3, 1e-300])
    start = draw(st.integers(0, tall))
    return (
        draw(s.arrays(KINDS[kind], height * width)).view(np.uint8), kind, height, width,
        draw(st.integers(0, 1)), _spline.MODES[mode], _spline.beyond(mode), 7.0, np.array([[draw(slopes) for _ in range(2)] for _ in range(2)]),
        np.array([draw(PLACES | st.sampled_from([1 / 3, 7.7])) for _ in range(2)]), wide, start, draw(st.integers(start, tall)), np.zeros(wide, dtype),
        out_kind, np.zeros(tall * wide, KINDS[out_kind]).view(np.uint8),
    )  # fmt: skip
