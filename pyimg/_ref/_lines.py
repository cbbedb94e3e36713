"""Pixels to and from the type that is computed in, as pyimg/_ext/lines.pxd does it."""

import numpy as np

KINDS = tuple(map(np.dtype, "u1 i1 u2 i2 u4 i4 u8 i8 f4 f8 g".split()))


def load(src, kind, real):
    """Return the pixels in bytes `src` as `real`."""
    return src.view(KINDS[kind]).astype(real)


def store(a, out, kind, where):
    """Put `a` at `where` of the pixels in bytes `out`: to the nearest value, ties to even, NaN as 0."""
    dtype = KINDS[kind]
    if dtype.kind == "f":
        out.view(dtype)[where] = a
        return
    info = np.iinfo(dtype)
    v = np.rint(np.nan_to_num(a.astype(float), nan=0.0, posinf=np.inf, neginf=-np.inf))
    inside = (v > info.min) & (v < float(info.max))
    ends = np.where(v > 0, dtype.type(info.max), dtype.type(info.min))
    out.view(dtype)[where] = np.where(inside, np.where(inside, v, 0).astype(dtype), ends)


def stored(value, dtype):
    """Return one value as `store` would write it."""
    cell = np.empty(1, dtype)
    store(np.array([value], float), cell.view(np.uint8), KINDS.index(cell.dtype), slice(0, 1))
    return cell[0]


def taps(rows, weights, sign):
    """Return the sum of weights[k] * rows[k]; sign says that weights are even (1), odd (-1) or neither (0)."""
    centre = len(weights) // 2
    if sign == 0 or len(weights) == 1:
        total = weights[0] * rows[0]
        for w, r in zip(weights[1:], rows[1:]):
            total = total + w * r
        return total
    pairs = [(weights[centre + j], rows[centre - j], rows[centre + j]) for j in range(1, centre + 1)]
    if sign > 0:
        total = weights[centre] * rows[centre]
        for w, a, b in pairs:
            total = total + w * (a + b)
        return total
    w, a, b = pairs[0]
    total = w * (b - a)
    for w, a, b in pairs[1:]:
        total = total + w * (b - a)
    return total


def take(a, axis, places, cval):
    """Return `a` at places along an axis, `cval` where a place is -1."""
    if not a.shape[axis]:
        return np.full((*a.shape[:axis], len(places), *a.shape[axis + 1 :]), cval, a.dtype)
    taken = np.take(a, np.maximum(places, 0), axis)
    shape = [1] * a.ndim
    shape[axis] = -1
    return np.where((places >= 0).reshape(shape), taken, a.dtype.type(cval))
