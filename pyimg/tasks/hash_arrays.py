"""Hash arrays by dtype, shape and content: equal arrays are equal however they lie in memory.

No pickle, no padding bytes; at most `SLAB` bytes are copied at a time.
"""

import numpy as np

from .tree import tree_digest

__all__ = ["array_parts"]

#: Bytes that are copied at a time out of an array that is not contiguous.
SLAB = 1 << 24


def _slabs(array):
    """Yield the bytes of an array in C order; a copy of at most `SLAB` bytes at a time if it is not contiguous."""
    if array.size == 0:
        return
    if array.flags.c_contiguous:
        yield array.reshape(-1).view(np.uint8)
        return
    inner = array[0].nbytes if array.ndim else array.nbytes
    if inner > SLAB and array.ndim > 1:
        for part in array:
            yield from _slabs(part)
        return
    step = max(1, SLAB // max(1, inner))
    for start in range(0, len(array), step):
        yield np.ascontiguousarray(array[start : start + step]).reshape(-1).view(np.uint8)


def _meaningful(array):
    """Yield the bytes that hold values: not the padding of extended precision."""
    base = np.longdouble
    if array.dtype.kind in "fc" and np.finfo(array.dtype).dtype == base and np.finfo(base).nmant == 63:
        wide, step = np.dtype(base).itemsize, 1 << 16
        flat = array.reshape(-1)
        for start in range(0, flat.size, step):
            rows = np.ascontiguousarray(flat[start : start + step]).view(np.uint8).reshape(-1, wide)
            little = array.dtype.byteorder in "=|<" and np.little_endian
            yield np.ascontiguousarray(rows[:, :10] if little else rows[:, -10:]).reshape(-1)
        return
    yield from _slabs(array)


def array_parts(array: np.ndarray):
    """Return what an array is made of, for `hashing`: a dtype word, a shape, and a digest, a list or fields.

    Parameters
    ----------
    array : numpy.ndarray
        Any array.

    Returns
    -------
    tuple
        ``(word, shape, content)``; `content` is bytes (a digest), a list of Python objects (object and string
        dtypes) or a dict of arrays, one for each field. Offsets and padding of fields do not count.
    """
    dtype = array.dtype
    if dtype.names is not None:
        if not dtype.names:
            return "fields", array.shape, b""
        return "fields", array.shape, [(name, array[name]) for name in dtype.names]
    if dtype.hasobject or dtype.kind == "T":
        return dtype.kind, array.shape, array.ravel().tolist()
    if dtype.kind == "V" and array.dtype.itemsize == 0:
        return dtype.str, array.shape, b""
    if dtype.kind in "US" and dtype.itemsize == 0:
        return dtype.str, array.shape, b""
    return dtype.str, array.shape, tree_digest(_meaningful(np.asarray(array)))
