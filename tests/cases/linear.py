"""Cases of the kernels that sum weighted neighbours."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._ref import _lines
from pyimg.filters import _plan as _linear

KINDS = _lines.KINDS[:10]  # longdouble is for the twins alone
MODES = ("nearest", "wrap", "reflect", "mirror", "constant", "ignore")
# Room to work in.
SCRATCH = {"separable": "pointers scratch"}


def _weights(draw, dtype, most=12):
    size = draw(st.integers(1, most))
    w = draw(s.arrays("i1", size)).astype(dtype) / 8
    kind = draw(st.sampled_from(["any", "even", "odd", "one"]))
    if kind == "even":
        w = np.concatenate([w[::-1], w[1:]])
    elif kind == "odd":
        w = np.concatenate([-w[::-1], [0], w])
    elif kind == "one":
        w = np.ones(1)
    return np.ascontiguousarray(w, dtype)


def _bytes(a):
    return a.reshape(-1).view(np.uint8)


def separable(draw, dtype):
    planes, height, width, step = (draw(st.integers(low, high)) for low, high in ((0, 2), (1, 5), (1, 90), (1, 3)))
    kind, out_kind = (draw(st.integers(0, len(KINDS) - 1)) for _ in range(2))
    less = draw(st.booleans())
    out_kind = _lines.KINDS.index(dtype) if less else out_kind
    shape = (planes, height, width, step)
    src, out = draw(s.arrays(KINDS[kind], shape)), draw(s.arrays(KINDS[out_kind], shape))
    wy, wx = _weights(draw, dtype), _weights(draw, dtype)
    mode = draw(st.sampled_from(MODES))
    tables = [_linear.outside(n, len(w) // 2, (len(w) - 1) // 2, mode) for n, w in ((height, wy), (width, wx))]
    start, left = draw(st.integers(0, planes * height)), draw(st.integers(0, width))
    stop, right = draw(st.integers(start, planes * height)), draw(st.integers(left, width))
    scratch = np.zeros((len(wy) + 2, (right - left + len(wx) - 1) * step), dtype)
    return (
        _bytes(src), kind, height, width, step, wy, _linear.parity(wy), tables[0], wx, _linear.parity(wx), tables[1],
        draw(st.sampled_from([0.0, 2.5])), start, stop, left, right, np.zeros(max(len(wy), len(wx)), np.intp),
        scratch, less, out_kind, _bytes(out),
    )  # fmt: skip
