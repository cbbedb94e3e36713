"""Cases of the superpixel kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

SCRATCH = {"assign": "around names counts block", "settle": "queue"}


def assign(draw, dtype):
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    channels, axes, width = draw(st.sampled_from([0, 1, 2, 3, 4])), draw(st.integers(0, 2)), draw(st.integers(0, 40))
    step, grid = draw(st.integers(1, 9)), draw(st.integers(1, 4))  # rows of cells
    rows = draw(st.integers(1, 3)) * grid
    cells = max(1, -(-(width - step // 2) // step))
    base = np.arange(grid) * cells
    home = np.repeat(base, rows // grid)
    near = np.stack([home - cells, home, home + cells], axis=1)
    near[(near < 0) | (near >= grid * cells)] = -1
    f = lambda *shape: (rng.integers(0, 9, shape) * 0.7).astype(np.float32)  # noqa: E731
    labels = rng.integers(-1, grid * cells, (rows, width)).astype(np.int32)
    return (
        f(channels, rows, width), f(rows, axes), f(width), near, home, step, f(grid * cells, axes + 1 + channels),
        rng.integers(0, 2, grid * cells).astype(np.uint8), np.empty((cells, 9, channels + 2), np.float32),
        np.empty((cells, 9), np.int32), np.empty(cells, np.int32), np.empty(16 * (channels + 1), np.float32),
        rng.integers(0, 99, (grid * cells, axes + 2 + channels)).astype(float), labels,
    )  # fmt: skip


def settle(draw, dtype):
    shape = draw(s.shapes(1, 4, 1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    labels = np.pad(rng.integers(1, draw(st.integers(2, 6)), shape).astype(np.int32), 1)
    steps = np.array(labels.strides) // 4
    n = labels.size
    return np.array([*-steps, *steps[::-1]]), *(np.zeros(m, np.int64) for m in (n, n, 7, 7)), labels.ravel()
