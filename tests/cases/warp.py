"""Cases of the kernel of planes looked up between pixels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._ref._lines import KINDS
from pyimg.interpolate import _plan as _spline

from .affine import MODES, PLACES

SCRATCH = {"warp": "line"}


def warp(draw, dtype):
    axes = draw(st.integers(2, 3))
    sides = draw(s.shapes(2, 2, 1, 40) if axes == 2 else s.shapes(3, 3, 1, 9))
    shape = (*draw(s.shapes(axes - 1, axes - 1, 1, 5)), draw(st.integers(1, 300)))
    kind, out_kind, mode = draw(st.sampled_from([0, 2, 8, 9])), draw(st.integers(0, 9)), draw(st.sampled_from(MODES))
    slopes = st.floats(-2, 2, width=16) | st.sampled_from([0.0, 1.0, -1.0, 0.3, -0.1, -1e-3, 1e-300])
    rows = int(np.prod(shape[:-1]))
    start = draw(st.integers(0, rows))
    return (
        draw(s.arrays(KINDS[kind], int(np.prod(sides)))).view(np.uint8), kind, np.array(sides, np.intp),
        draw(st.integers(0, 1)), _spline.MODES[mode], _spline.beyond(mode), 7.0,
        np.array([[draw(slopes) for _ in range(axes)] for _ in range(axes)]),
        np.array([draw(PLACES | st.sampled_from([1 / 3, 7.7])) for _ in range(axes)]), np.array(shape, np.intp),
        start, draw(st.integers(start, rows)), np.zeros(shape[-1], dtype),
        out_kind, np.zeros(rows * shape[-1], KINDS[out_kind]).view(np.uint8),
    )  # fmt: skip
