"""Cases of the kernel of picked pixels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def pick(draw, dtype):
    shape, wanted = ((draw(st.integers(1, 6)), draw(st.integers(1, 40))) for _ in range(2))
    rows, columns = (np.array([draw(st.integers(0, n - 1)) for _ in range(m)], np.intp) for n, m in zip(shape, wanted))
    start = draw(st.integers(0, len(rows)))
    return draw(s.arrays(dtype, shape)), rows, columns, start, draw(st.integers(start, len(rows))), np.ones(wanted, dtype)
