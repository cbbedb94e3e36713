"""Erosion and dilation of prepared arrays: which entries of `Bc` are members, what is added, what happens at the frame."""

from typing import Any

import numpy as np

from .. import _check as check
from .._flat import flat as flat_of
from .._footprint import falling
from .._structure import offsets, remembered, structuring_element

_SMALL = 1 << 20  # bytes of an image below which all of it is padded


def element(a: np.ndarray, Bc: Any, flat: bool | None) -> list[tuple[float, np.ndarray]]:
    """Return the members of `Bc` for an image `a`, as (value, steps from the centre) for each value."""
    if flat is not None and not isinstance(flat, (bool, np.bool_)):
        raise TypeError(f"`flat` must be None, True or False, not {type(flat).__name__}")
    return _element(Bc, a.ndim, a.dtype, flat)


@remembered
def _element(Bc, ndim, dtype, flat):
    is_array = (isinstance(Bc, np.ndarray) and Bc.ndim) or isinstance(Bc, (list, tuple))
    b = check.array(Bc, "Bc") if is_array else structuring_element(Bc, ndim)
    if b.ndim != ndim:
        raise ValueError(f"`Bc` must have {ndim} axes, one per axis of the image, not {b.ndim}")
    if np.isnan(b).any():
        raise ValueError("`Bc` must not have NaN")
    if dtype.kind == "f" and flat is None:
        flat = b.dtype.kind != "f"
    if flat or dtype.kind == "b":
        return [(0, offsets(b != 0))]
    if dtype.kind == "f":
        absent = b == -np.inf if b.dtype.kind == "f" else b == 0
        if (b == np.inf).any():
            raise ValueError("`Bc` must not have inf: -inf says that a pixel is no member")
    else:
        ends = np.iinfo(dtype)
        whole = np.trunc(b.astype(np.longdouble)) if b.dtype.kind == "f" else b
        if b.size and not (np.isfinite(whole).all() and int(whole.min()) >= ends.min and int(whole.max()) <= ends.max):
            raise ValueError(
                f"`Bc` must fit the dtype of the image, {dtype}, but goes from {b.min()} to {b.max()}; "
                "`flat=True` takes its entries as members only"
            )
        b = b.astype(dtype)
        absent = b == ends.min
    members = b[~absent]
    values = members[:1] if (members == members[:1]).all() else np.unique(members)
    return [(v.item(), offsets((b == v) & ~absent)) for v in values]


def eroded(a, members, out=None, threads=None):
    """Return min of a[p + k] - value over members; outside lies the nearest pixel."""
    if not members:
        return flat_of(a, np.zeros((0, a.ndim), np.int64), out=out)
    result = None
    for value, k in members:
        part = flat_of(a, k, less=value, out=out if result is None else None, threads=threads)
        result = part if result is None else np.minimum(result, part, out=result)
    return result


def dilated(a, members, out=None, threads=None):
    """Return max of a[p] + value over members, sent to p + k; what would fall outside falls on the frame."""
    if not members:
        return flat_of(a, np.zeros((0, a.ndim), np.int64), largest=True, out=out)
    kw = {"largest": True, "mode": "ignore", "held": True, "mirrored": True, "threads": threads}
    (value, k), *more = members
    if not more and (mode := falling(k) if k.size else "ignore"):
        return flat_of(a, k, less=value, out=out, **kw | {"mode": mode})
    if not a.ndim:
        return _most([flat_of(a, k, less=v, out=out if i == 0 else None, **kw) for i, (v, k) in enumerate(members)])
    steps = np.concatenate([k for _, k in members])
    before, after = np.maximum(0, -steps.min(0)), np.maximum(0, steps.max(0))
    before, after = before.tolist(), after.tolist()
    inside = tuple(slice(b, b + n) for b, n in zip(before, a.shape))
    if a.nbytes < _SMALL or any(n < 2 * (b + e) for n, b, e in zip(a.shape, before, after)):
        wide = np.full([n + b + e for n, b, e in zip(a.shape, before, after)], _nothing(a.dtype), a.dtype)
        wide[inside] = a
        wide = _most([flat_of(wide, k, less=v, **kw) for v, k in members])
        _fold(wide, before, after)
        if out is None:
            return np.ascontiguousarray(wide[inside])
        out[...] = wide[inside]
        return out
    out = _most([flat_of(a, k, less=v, out=out if i == 0 else None, **kw) for i, (v, k) in enumerate(members)])
    for axis in range(a.ndim):
        if before[axis] + after[axis]:
            order = [axis, *range(axis), *range(axis + 1, a.ndim)]
            turned = [(v, np.ascontiguousarray(k[:, order])) for v, k in members]
            reach = ([sides[i] for i in order] for sides in (before, after))
            _frame(a.transpose(order), turned, *reach, kw, out.transpose(order))
    return out


def _frame(a, members, before, after, kw, out):
    """Write the first and the last line of `out`, on which all falls that is sent there or beyond."""
    (b, *before), (e, *after) = before, after
    wide = np.full([b + e + 2, *(n + l + h for n, l, h in zip(a.shape[1:], before, after))], _nothing(a.dtype), a.dtype)
    inside = (slice(None), *(slice(l, l + n) for n, l in zip(a.shape[1:], before)))
    # What line b sends to the first line or beyond, lines 0 to b - 1 send at least as far.
    for lines, seen in ((wide[inside][: b + 1], a[: b + 1]), (wide[inside][:b:-1], a[: -e - 2 : -1])):
        lines[...] = seen
        for i in range(1, len(lines)):
            np.maximum(lines[i - 1 : i], lines[i : i + 1], out=lines[i : i + 1])
    ends = _most([flat_of(wide, k, less=v, **kw) for v, k in members])[:: b + e + 1]
    _fold(ends, [0, *before], [0, *after])
    out[:: len(out) - 1] = ends[inside]


def _fold(wide, before, after):
    """Bring what fell beyond the frame onto it."""
    for axis, (b, e) in enumerate(zip(before, after)):
        w = wide.swapaxes(0, axis)
        n = len(w) - b - e
        for first, last, goal in ((0, b, b), (b + n - 1, b + n + e - 1, b + n - 1)):
            if first < last and n:
                w[goal] = np.ascontiguousarray(w[first : last + 1]).max(0)  # quicker than across columns


def _most(parts):
    for part in parts[1:]:
        np.maximum(parts[0], part, out=parts[0])
    return parts[0]


def _nothing(dtype):
    return False if dtype.kind == "b" else -np.inf if dtype.kind == "f" else np.iinfo(dtype).min
