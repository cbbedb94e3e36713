"""Cases of the kernels of channels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

LENGTHS = st.sampled_from([0, 1, 5, 70, 600])


def split(draw, dtype):
    pixels = draw(s.arrays(dtype, (draw(LENGTHS), 3)))
    return pixels, np.zeros(pixels.shape[::-1], dtype)


def join(draw, dtype):
    planes = draw(s.arrays(dtype, (3, draw(LENGTHS))))
    return *planes, np.zeros(planes.shape[::-1], dtype)


def mix(draw, dtype):
    pixels = draw(s.arrays(dtype, (draw(LENGTHS), 3)))
    k = draw(st.sampled_from([1, 3]))
    most = (1 << 23) // (3 * np.iinfo(dtype).max)
    weights = draw(s.arrays("u1", (k, 3))) % min(most, 255)
    return pixels, weights.astype(np.float32), draw(st.sampled_from([2, 100, 1000])), draw(st.booleans()), np.zeros((len(pixels), k), dtype)
