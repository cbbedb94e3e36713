"""Cases of the kernel of means over windows."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

from pyimg._prepare import KINDS
from pyimg.rank import _means

SCRATCH = {"window_means": "scratch"}


def window_means(draw, dtype):
    shape = draw(s.shapes(1, 3, min_side=1, max_side=6))
    kinds = {"i4": ["u1", "i1", "u2", "i2"], "i8": ["u4", "i4", "i8"], "f8": ["f4", "f8", "u2"]}
    kind = np.dtype(draw(st.sampled_from(kinds[np.dtype(dtype).str[1:]])))
    a = draw(s.arrays(kind, shape, nan=True))
    if kind == np.int64:
        a >>= 16  # so that sums fit
    Bc = draw(s.structuring_elements(len(shape), max_side=9 if len(shape) < 3 else 4))
    steps = np.argwhere(Bc) - np.array(draw(st.tuples(*(st.integers(0, 9) for _ in shape))))
    low, high = (tuple(v.tolist()) for v in (np.minimum(steps.min(0), 0), np.maximum(steps.max(0), 0)))
    mode = draw(st.sampled_from(["nearest", "wrap", "reflect", "mirror", "constant"]))
    columns, tables, source, rows, chords = _means._chords.__wrapped__(
        steps.astype(np.intp).tobytes(), low, high, shape, mode
    )
    need = (int(chords[:, 0].max()) + 1) * (len(tables) + 1) + 1
    tile = draw(st.integers(1, 8))
    start = draw(st.integers(0, len(rows)))
    counts = np.arange(2.0 * shape[-1]).reshape(2, shape[-1])
    count_of = np.array([draw(st.integers(0, 1)) for _ in rows], np.intp)
    return (
        a.reshape(-1).view(np.uint8), KINDS[kind], shape[-1], source, columns, -low[-1], float(draw(st.integers(0, 1))),
        tables, rows, chords, counts, count_of, start, draw(st.integers(start, len(rows))),
        np.zeros((need, len(columns) - shape[-1] + tile), dtype), np.zeros((len(rows), shape[-1])),
    )  # fmt: skip
