"""Cases of the filling of holes."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def flood_frame(draw, dtype):
    shape = draw(s.shapes(1, 3, max_side=10))
    a = draw(s.arrays(bool, shape)).view(np.uint8).reshape(-1, shape[-1]) if 0 not in shape else np.zeros((0, 3), np.uint8)
    if a.size and draw(st.booleans()):  # so much wall that a flood from the frame is never too long
        shape = (40 * shape[0], *shape[1:])
        a = np.concatenate([a.ravel(), np.ones(39 * a.size, np.uint8)]).reshape(-1, shape[-1])
    chords = []
    for _ in range(draw(st.integers(0, 4))):
        lead = [draw(st.integers(-2, 2)) for _ in shape[:-1]]
        if lead > [0] * len(lead):
            lead = [-x for x in lead]
        low = draw(st.integers(-2, 2))
        chords.append([*lead, low, low + draw(st.integers(0, 2))])
    chords = np.array(chords, np.int64).reshape(-1, len(shape) + 1)
    return a, np.array(shape, np.int64), draw(st.booleans()), chords, np.zeros_like(a)
