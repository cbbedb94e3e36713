"""Cases of the SURF kernel."""

import numpy as np
from cases.hessian import _sums
from hypothesis import strategies as st


def descriptors(draw, dtype):
    sums = _sums(draw, (70, 81))
    ring = [(y, x, np.exp(-(y * y + x * x) / 12.5)) for y in range(-5, 6) for x in range(-5, 6) if y * y + x * x < 36]
    ring = np.array(ring[: draw(st.sampled_from([0, 1, 2, 109]))]).reshape(-1, 3)
    cells = [-10, -5, 0, 5]
    grid = np.array([(y + dy, x + dx, 1 / (1 + (y + dy) ** 2)) for dy in range(5) for dx in range(5) for y in cells for x in cells])
    out = np.ones((3, 70))
    out[:, 2] = scale = draw(st.sampled_from([0.0, 0.2, 0.5, 1.0, 1.29, 1.6, 2.0]))
    border = int(31 * scale) // 2
    for i in range(3):
        out[i, :2] = [draw(st.sampled_from([border, n - border - 1, n - border - 0.001, n / 2])) for n in sums.shape]
    return sums, ring, np.ascontiguousarray(grid.T, float), draw(st.integers(0, 1)), 3, out
