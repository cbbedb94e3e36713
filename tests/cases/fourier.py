"""Cases of the kernels of Fourier transforms: of integers, so that rounded sums are exact whatever the order."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._backend import kernels
from pyimg._transforms import twiddles

_fourier = kernels("fourier")

SIDES = st.sampled_from([8, 16, 24, 32, 48, 64, 72, 96])
SCRATCH = {"spectrum": "scratch out", "correlate": "scratch", "squared_differences": "scratch"}


def _taps(draw, ny, nx):
    return draw(s.arrays("i2", (draw(st.integers(1, ny)), draw(st.integers(1, nx))))).astype(float)


def _plan(draw):
    ny, nx = draw(SIDES), draw(SIDES)
    taps = _taps(draw, min(ny, 9), min(nx, 12))
    return taps, (twiddles(ny), twiddles(nx), ny, nx), np.zeros(2 * nx * (ny + 8) + 8)


def spectrum(draw, dtype):
    taps, plan, scratch = _plan(draw)
    return taps, *plan, scratch, np.zeros(3 * plan[2] * plan[3])


def correlate(draw, dtype):
    taps, plan, scratch = _plan(draw)
    _, _, ny, nx = plan
    known = np.zeros(3 * ny * nx)
    _fourier.spectrum(taps, *plan, scratch, known)
    height, width = draw(st.integers(0, 40)), draw(st.integers(0, 60))
    src = draw(s.arrays("i2", (height + taps.shape[0] - 1, width + taps.shape[1] - 1))).astype(float)
    tiles = -(-height // (ny + 1 - taps.shape[0])) * -(-width // (nx + 1 - taps.shape[1]))
    stop = draw(st.integers(0, -(-tiles // 2)))
    start = draw(st.integers(0, stop))
    return src, known, *taps.shape, *plan, True, start, stop, scratch, np.zeros((height, width))


def squared_differences(draw, dtype):
    lines, columns = draw(st.integers(1, 9)), draw(st.integers(1, 20))
    height, width = draw(st.sampled_from([1, 3, 9, 130])), draw(st.integers(0, 30))
    src = draw(s.arrays("i2", (height + lines - 1, width + columns - 1))).astype(float)
    stop = draw(st.integers(0, height))
    start = draw(st.integers(0, stop))
    products = draw(s.arrays("i2", (height, width))).astype(float)
    return src, lines, columns, draw(st.integers(0, 99)) * 1.0, start, stop, np.zeros((5, max(src.shape[1], 1))), products
