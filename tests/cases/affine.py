"""Cases of the kernel of affine maps."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._ref._lines import KINDS
from pyimg.interpolate import _plan as _spline

SCRATCH = {"affine": "line"}
PLACES = st.floats(-30, 30, width=32) | st.integers(-9, 9).map(float) | st.sampled_from([0.5, -0.5, 1e300, np.inf, np.nan])
MODES = sorted(_spline.MODES)


def affine(draw, dtype):
    shape, out_kind = draw(s.shapes(1, 4, 1, 6) | s.shapes(2, 2, 1, 40)), draw(st.integers(0, 9))
    axes = len(shape)
    out_shape = draw(s.shapes(axes, axes, 1, 5))
    mode, order = draw(st.sampled_from(MODES)), draw(st.integers(0, 5))
    matrix = np.array([[draw(st.floats(-2, 2, width=16)) for _ in shape] for _ in shape])
    offset = np.array([draw(PLACES) for _ in shape])
    rows = int(np.prod(out_shape[:-1]))
    start = draw(st.integers(0, rows))
    stop = draw(st.integers(start, rows))
    return (
        draw(s.arrays("f8", shape)).ravel(), np.array(shape, np.intp), draw(st.integers(0, 12)), order,
        _spline.MODES[mode], _spline.beyond(mode), 7.25, matrix, offset, np.array(out_shape, np.intp), start, stop,
        np.zeros(out_shape[-1]), out_kind, np.zeros(int(np.prod(out_shape)), KINDS[out_kind]).view(np.uint8),
    )  # fmt: skip
