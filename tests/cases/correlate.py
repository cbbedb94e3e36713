"""Cases of the kernel that sums neighbours with weights of any shape."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._ref import _lines
from pyimg.filters import _plan

KINDS = _lines.KINDS[:10]  # longdouble is for the twins alone
MODES = ("nearest", "wrap", "reflect", "mirror", "constant", "ignore")
# Room to work in.
SCRATCH = {"correlate": "held found scratch"}


def finite(draw, dtype):
    return (draw(s.arrays(dtype, draw(st.sampled_from([0, 1, 63, 64, 200, 5000])), nan=True)),)


def correlate(draw, dtype):
    shape = draw(s.shapes(1, 4, 1, 6) | s.shapes(2, 2, 1, 20) | st.sampled_from([(3, 1030), (1030,)]))
    kind, out_kind = (draw(st.integers(0, len(KINDS) - 1)) for _ in range(2))
    small = (3, 3) if shape == (3, 1030) else draw(s.shapes(len(shape), len(shape), 1, 11 if len(shape) == 2 else 4))
    weights = draw(s.arrays("i1", small)) / 8
    if draw(st.booleans()):
        weights = np.arange(float(draw(st.integers(0, 1))), weights.size + 1)[: weights.size].reshape(small) / 4  # a full block
    if len(shape) == 2 and draw(st.booleans()):  # one with a hole
        weights = np.arange(1.0, 10).reshape(3, 3) / 4
        weights[draw(st.sampled_from([np.s_[:, 1], np.s_[1], np.s_[::2, ::2], np.s_[0, 0]]))] = 0
    doubt = 0.0
    if draw(st.booleans()):  # pixels of 8 bits in float32, looked at again
        kind, out_kind = draw(st.integers(0, 1)), draw(st.integers(0, 1))
        weights = weights / (3 * max(1.0, np.abs(weights).sum()))
        doubt = (weights.size + 2) * 2.0**-23 * 256
    src, out = draw(s.arrays(KINDS[kind], shape)), draw(s.arrays(KINDS[out_kind], shape))
    plan = _plan.taps(shape, weights, draw(st.sampled_from(MODES)), dtype, _plan.holes(weights) and draw(st.booleans()))
    rows = int(np.prod(plan.shape))
    start = draw(st.integers(0, rows))
    stop = draw(st.integers(start, rows))
    return (
        src.reshape(-1).view(np.uint8), kind, shape[-1], plan.shape, plan.rows, plan.columns, plan.before,
        draw(st.sampled_from([0.0, 2.5])) if not doubt else 2.0, plan.lines, plan.line_of, plan.x_of, plan.weights,
        plan.exact, doubt, plan.dense, plan.hole, start, stop, np.full(plan.ring, -1, np.intp),
        np.zeros(2 * len(plan.lines) + 6, np.intp), np.zeros((plan.ring + (6 if plan.dense else 3), shape[-1] + len(plan.columns)), dtype),
        out_kind, out.reshape(-1).view(np.uint8),
    )  # fmt: skip
