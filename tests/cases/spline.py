"""Cases of the spline kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._ref._lines import KINDS
from pyimg.interpolate import _plan as _spline

SCRATCH = {"resample": "scratch"}
PLACES = st.floats(-30, 30, width=32) | st.integers(-9, 9).map(float) | st.sampled_from([0.5, -0.5, 1e300, np.inf, np.nan])
MODES = sorted(_spline.MODES)


def resample(draw, dtype):
    outer, n, inner = draw(st.integers(1, 3)), draw(st.integers(1, 40)), draw(st.sampled_from([1, 2, 5, 31, 33]))
    kind, out_kind = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    order, mode = draw(st.integers(0, 5)), draw(st.sampled_from(MODES))
    at = np.array(draw(st.lists(PLACES, min_size=1, max_size=40)))
    line = _spline.sampling(n, at, order, mode, draw(st.booleans()))
    if draw(st.booleans()):
        line = _spline.filtering(n, order, mode)
    src = draw(s.arrays(KINDS[kind], outer * n * inner))
    out = np.zeros(outer * len(line.taps) * inner, KINDS[out_kind])
    start = draw(st.integers(0, outer * inner))
    stop = draw(st.integers(start, outer * inner))
    wide, reach = len(line.places), draw(st.integers(1, 50))
    tables = [_spline.formulas.folded(np.arange(*r), wide, line.border) for r in ((-reach, 0), (wide, wide + reach))]
    return (
        src.view(np.uint8), kind, inner, line.places, line.poles, 1.5, line.border, tables[0][::-1].copy(), tables[1],
        line.taps, line.weights, n, start, stop, np.zeros(32 * (wide + 66) + max(n, 64)), out_kind, out.view(np.uint8),
    )  # fmt: skip
