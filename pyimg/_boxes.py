"""Sums over boxes in any number of dimensions: exact for integers, without drift for floats."""

from functools import lru_cache
from itertools import pairwise

import numpy as np

from ._backend import kernels
from ._flat import positions
from ._prepare import KINDS, aligned_lines, outer_inner
from ._threads import slabs

_kernels = kernels("boxes")
_CACHE = 1 << 19  # bytes that the rows of one sweep may fill
_DOUBLE, _BYTE = np.dtype(np.float64), np.dtype(np.uint8)


def total_type(a: np.ndarray, many: int) -> np.dtype:
    """Choose the type in which sums of `many` pixels of `a` are exact; float64 for floats."""
    if a.dtype.kind == "f":
        return np.dtype(np.float64)
    if a.dtype.itemsize < 4 and many << 8 * a.dtype.itemsize < 1 << 31:
        return np.dtype(np.int32)
    return np.dtype(np.int64)


def _rings(ny, nx, total):
    return 5 + (nx.bit_length() - 1) // 2 + (ny if total.kind == "f" else 0)


def boxed(a, low, high, mode, outside, total, finish="sums", numbers=(), out=None, threads=None):
    """Sum `a` over the box from `low` to `high` around each pixel, in type `total`, and finish as a kernel does.

    `finish` 'means' takes (counts of rows, counts of columns) as `numbers`, 'majority' (half,). `a` is native,
    C-contiguous, not empty; `outside` is what lies outside with modes 'constant' and 'ignore'.
    """
    if a.ndim == 1:
        result = boxed(a[None], (0, *low), (0, *high), mode, outside, total, finish, numbers, out, threads)
        return result.reshape(a.shape)
    last = a.ndim - 2
    for axis in range(last):
        if high[axis] > low[axis]:
            a = _swept(a, axis, (low[axis], high[axis]), (0, 0), mode, outside, total, "sums", (), None, threads)
            # Lines of the outside are summed too.
            outside = outside * (high[axis] - low[axis] + 1)
    return _swept(
        a, last, (low[last], high[last]), (low[-1], high[-1]), mode, outside, total, finish, numbers, out, threads
    )


@lru_cache(16)
def _layout(shape, axis, at, across, mode, total):
    """Give what depends on shapes: blocks, what the kernels take, cuts into tiles, scratch, and for `slabs` the work."""
    outer, n, inner = outer_inner(shape, axis)
    ny, nx = at[1] - at[0] + 1, across[1] - across[0] + 1
    source = positions(n, at[0], at[1], mode)
    columns = positions(inner, across[0], across[1], mode)
    rings = _rings(ny, nx, total)
    room = max(256, _CACHE // (rings * total.itemsize) // 64 * 64)
    tiles = max(1, round(inner / room)) if inner > 2 * nx else 1
    cuts = [inner * i // tiles for i in range(tiles + 1)]
    work = outer * n * inner * (8 + ny.bit_length() + nx.bit_length()) * total.itemsize * 1e-7
    arguments = n, inner, source, ny, columns, -min(across[0], 0), nx
    return outer * n, inner, arguments, list(pairwise(cuts)), (rings, -(-inner // tiles) + nx - 1, total), work, 2 * ny


def _swept(a, axis, at, across, mode, outside, total, finish, numbers, out, threads):
    rows, inner, arguments, tiles, memory, work, least = _layout(a.shape, axis, at, across, mode, total)
    kinds = {"sums": total, "means": _DOUBLE, "majority": _BYTE}
    target = np.empty(a.shape, kinds[finish]) if out is None else out.view(kinds[finish])
    kernel = getattr(_kernels, finish)
    src, kind, goal, outside = a.reshape(-1).view(np.uint8), KINDS[a.dtype], target.reshape(rows, inner), float(outside)

    def run(start, stop):
        scratch = aligned_lines(*memory)
        for left, right in tiles:
            kernel(src, kind, *arguments, outside, *numbers, start, stop, left, right, scratch, goal)

    slabs(run, rows, work=work, threads=threads, least=least)
    return target
