"""Sums over boxes in NumPy: what pyimg/_ext/boxes.pyx must compute."""

import numpy as np

TYPES = "u1 i1 u2 i2 u4 i4 u8 i8 f4 f8".split()


def _across(a, length):
    """Give sums of `length` entries along the last axis, of those of 1, 4, 16 … entries, from left to right."""
    total, done, size, n = None, 0, 1, a.shape[-1] - length + 1
    while size <= length:
        for _ in range(length // size % 4):
            part = a[:, done : done + n]
            total = part if total is None else total + part
            done += size
        m = a.shape[-1] - 3 * size
        if 4 * size <= length:
            q = [a[:, i * size : i * size + m] for i in range(4)]
            a = (q[0] + q[1]) + (q[2] + q[3])
        size *= 4
    return total


def _down(a, length):
    """Give sums of `length` rows: those up to the next multiple of `length`, from below, and those after it."""
    sums = []
    for k in range(len(a) - length + 1):
        cut = (k // length + 1) * length
        total = a[cut - 1]
        for row in a[k : cut - 1][::-1]:
            total = row + total
        if k % length:
            after = a[cut]
            for row in a[cut + 1 : k + length]:
                after = after + row
            total = total + after
        sums.append(total)
    return np.array(sums)


def _boxes(src, kind, n, inner, source, ny, columns, nx, outside, dtype):
    with np.errstate(all="ignore"):
        a = src.view(TYPES[kind]).astype(dtype).reshape(-1, n, inner)
        wide = np.full((len(a), n + 1, inner + 1), outside, dtype)  # -1 is the last
        wide[:, :-1, :-1] = a
        wide = wide[:, source][:, :, columns]
        for block in wide:
            yield _across(_down(block, ny), nx)


def _part(out, answers, start, stop, left, right):
    if start < stop and left < right:
        out[start:stop, left:right] = np.concatenate(list(answers))[start:stop, left:right]


def sums(
    src, kind, n, inner, source, ny, columns, before, nx, outside, start, stop, left, right, scratch, out
):  # fmt: skip
    """Write out[y, x] = the sum of a box of ny rows and nx columns of padded blocks of n x inner pixels."""
    _part(out, _boxes(src, kind, n, inner, source, ny, columns, nx, outside, scratch.dtype), start, stop, left, right)


def means(
    src, kind, n, inner, source, ny, columns, before, nx, outside, county, countx, start, stop, left, right, scratch, out
):  # fmt: skip
    """Write out[y, x] = the sum as of `sums` over county[y] * countx[x]."""
    found = np.empty(out.shape, scratch.dtype)
    sums(src, kind, n, inner, source, ny, columns, before, nx, outside, start, stop, left, right, scratch, found)
    part = slice(start, stop), slice(left, right)
    with np.errstate(all="ignore"):
        out[part] = (found[part].astype(np.float64) / (county[:, None] * countx)[part])


def majority(
    src, kind, n, inner, source, ny, columns, before, nx, outside, half, start, stop, left, right, scratch, out
):  # fmt: skip
    """Mark where the sum as of `sums` is more than half."""
    found = np.empty(out.shape, scratch.dtype)
    sums(src, kind, n, inner, source, ny, columns, before, nx, outside, start, stop, left, right, scratch, found)
    part = slice(start, stop), slice(left, right)
    out[part] = found[part] > half
