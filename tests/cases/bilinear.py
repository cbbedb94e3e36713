"""Cases of the kernel of planes."""

import numpy as np
import strategies as s
from cases.spline import MODES, PLACES
from hypothesis import strategies as st

from pyimg._ref._lines import KINDS
from pyimg.interpolate import _plan as _spline

SCRATCH = {"bilinear": "scratch"}


def bilinear(draw, dtype):
    planes, height, width = draw(st.integers(1, 2)), draw(st.integers(1, 9)), draw(st.integers(1, 90))
    kind, out_kind, mode = draw(st.integers(0, 9)), draw(st.integers(0, 9)), draw(st.sampled_from(MODES))
    many, wide, channels = draw(st.integers(1, 9)), draw(st.integers(1, 40)), draw(st.integers(1, 5))
    step = draw(st.sampled_from([None, 1.0]) | st.floats(0.2, 4))
    if step is None:
        x = np.array([draw(PLACES) for _ in range(wide)])
    else:
        x = np.arange(wide) * step + draw(PLACES)
    y = np.array([draw(PLACES) for _ in range(many)])
    (ytaps, yweights), (xtaps, xweights) = (
        _spline.sampling(n, at, 1, mode, True)[3:5] for n, at in ((height, y), (width, x))
    )
    xtaps = np.ascontiguousarray((xtaps.T[..., None] * channels + np.arange(channels)).reshape(2, -1))
    xweights = np.repeat(xweights, channels, axis=0)
    width, wide = width * channels, wide * channels
    start = draw(st.integers(0, planes * many))
    stop = draw(st.integers(start, planes * many))
    return (
        draw(s.arrays(KINDS[kind], planes * height * width)).view(np.uint8), kind, height, width, ytaps,
        yweights.astype(dtype), xtaps, np.ascontiguousarray(xweights.T, dtype), draw(st.booleans()), channels,
        *_spline.steady(xtaps, channels), start, stop, np.zeros((7, max(width, wide)), dtype), out_kind,
        np.zeros(planes * many * wide, KINDS[out_kind]).view(np.uint8),
    )  # fmt: skip
