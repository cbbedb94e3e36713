"""Cases of the contrast kernels."""

import numpy as np
import strategies as s
from hypothesis import strategies as st

_SIZES = st.sampled_from([0, 1, 2, 64, 255, 256, 257, 600, 2048, 4500])


def _image(draw, dtype):
    n = draw(_SIZES)
    few = draw(s.arrays(dtype, 9, nan=True))
    return few[np.random.default_rng(draw(st.integers(0, 99))).integers(0, 9, n)]


def extrema(draw, dtype):
    return _image(draw, dtype), np.full(2, 7.0)


def _numbers(draw):
    low, high = sorted(draw(st.tuples(*[st.integers(0, 255).map(float) | st.floats(0, 255.5)] * 2)))
    base = draw(st.sampled_from([low, high]))
    return draw(st.sampled_from([0.0, -3.5, 1e9])), draw(st.sampled_from([0.0, 1.5, -0.25, 1e-9])), base, low, high


def stretch_levels(draw, dtype):
    img = _image(draw, dtype)
    flip, base, last = draw(st.booleans()), draw(st.integers(0, 255)), draw(st.integers(0, 255))
    base, last = sorted((base, last))
    seen = img.view(f"i{img.itemsize}") if draw(st.booleans()) else img
    least, width = (int(seen.min()), max(1, int(np.ptp(seen.astype(int))))) if len(img) else (0, 1)
    shift = max(16, 2 * width.bit_length())
    if width > last - base and draw(st.booleans()):
        shift = max(shift, 32)
    multiplier = ((last - base) << shift) // width + 1
    return img, least + width * flip, flip, multiplier, shift, base, np.full(len(img), 7, np.uint8)


def stretch(draw, dtype):
    img = _image(draw, dtype)
    return img, *_numbers(draw), np.full(len(img), 7, np.uint8)


def stretch_wide(draw, dtype):
    img = _image(draw, dtype)
    ends = st.floats(-300, 300)
    lo, width = draw(st.sampled_from([0.0, -3.5, 1e9])), draw(st.sampled_from([1.0, 300.0, 1e-9]))
    return img, lo, width, draw(ends), draw(ends), np.full(len(img), 7.0)
