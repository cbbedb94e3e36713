"""Every hypothesis strategy: hostile but legal arrays. A new bug adds a value here before it adds a test."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

INTEGERS = tuple(map(np.dtype, "u1 i1 u2 i2 u4 i4 u8 i8".split()))
FLOATS = tuple(map(np.dtype, "f4 f8".split()))
PIXELS = (np.dtype(bool), *INTEGERS, *FLOATS)


def shapes(min_dims=1, max_dims=4, min_side=0, max_side=7):
    """Draw shapes with sides of 0 and 1 among them."""
    return hnp.array_shapes(min_dims=min_dims, max_dims=max_dims, min_side=min_side, max_side=max_side)


def values(dtype, *, nan=False):
    """Draw pixels: few levels, so that ties are common, and the ends of the type."""
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return st.booleans()
    if dtype.kind in "ui":
        info = np.iinfo(dtype)
        few = [v for v in (0, 1, 2, 3, 5, -1, -2, info.min, info.max, info.max - 1) if info.min <= v <= info.max]
        return st.sampled_from(few) | st.integers(info.min, info.max)
    few = [0.0, 1.0, -1.0, 0.5, 2.0, -3.25, 100.0, 1e-3]
    if nan:
        few += [np.nan, np.inf, -np.inf]
    return st.sampled_from(few)


def arrays(dtype, shape, *, nan=False):
    """Draw plain C-contiguous arrays (what kernels take)."""
    return hnp.arrays(np.dtype(dtype), shape, elements=values(dtype, nan=nan))


@st.composite
def images(draw, dtypes=PIXELS, shape=None, min_dims=1, max_dims=4, min_side=0, max_side=7, nan=False):
    """Draw images in any legal memory layout: F order, reversed or spread strides, swapped bytes, read-only."""
    dtype = draw(st.sampled_from(tuple(map(np.dtype, dtypes))))
    shape = draw(shapes(min_dims, max_dims, min_side, max_side)) if shape is None else shape
    return layout(draw, draw(arrays(dtype, shape, nan=nan)))


def layout(draw, a):
    """Return an array equal to `a` in a drawn memory layout."""
    how = draw(st.sampled_from(["plain", "F", "reversed", "spread", "swapped", "readonly"]))
    if how == "F":
        a = np.asfortranarray(a)
    elif how == "reversed":
        a = np.ascontiguousarray(a[(slice(None, None, -1),) * a.ndim])[(slice(None, None, -1),) * a.ndim]
    elif how == "spread":
        wide = np.zeros(tuple(2 * n for n in a.shape), a.dtype)
        wide[(slice(None, None, 2),) * a.ndim] = a
        a = wide[(slice(None, None, 2),) * a.ndim]
    elif how == "swapped":
        a = a.astype(a.dtype.newbyteorder())
    elif how == "readonly":
        a = a.copy()
        a.flags.writeable = False
    return a


@st.composite
def structuring_elements(draw, ndim, *, min_side=1, max_side=5):
    """Draw bool structuring elements of odd and even sides, with at least one member."""
    shape = draw(hnp.array_shapes(min_dims=ndim, max_dims=ndim, min_side=min_side, max_side=max_side))
    Bc = draw(hnp.arrays(bool, shape))
    if not Bc.any():
        Bc[tuple(n // 2 for n in shape)] = True
    return Bc
