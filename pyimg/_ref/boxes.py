"""Sums over boxes in NumPy: what pyimg/_ext/boxes.pyx must compute."""

import numpy as np

_TYPES = "u1 i1 u2 i2 u4 i4 u8 i8 f4 f8".split()


def _sliding(a, length, largest_first):
    """Give sums of `length` entries along the first axis, from those of powers of two; floats: in that order."""
    sizes = [1 << i for i in range(length.bit_length()) if length >> i & 1]
    tables = {1: a}
    for size in (1 << i for i in range(1, length.bit_length())):
        half = tables[size // 2]
        tables[size] = half[: len(half) - size // 2] + half[size // 2 :]
    total, done, n = None, 0, len(a) - length + 1
    for size in sizes[::-1] if largest_first else sizes:
        part = tables[size][done : done + n]
        total = part if total is None else total + part
        done += size
    return total


def _boxes(src, kind, n, inner, source, ny, columns, nx, outside, dtype):
    with np.errstate(all="ignore"):
        a = src.view(_TYPES[kind]).astype(dtype).reshape(-1, n, inner)
        wide = np.full((len(a), n + 1, inner + 1), outside, dtype)  # -1 is the last
        wide[:, :-1, :-1] = a
        wide = wide[:, source][:, :, columns]
        for block in wide:
            yield _sliding(_sliding(block.T, nx, False).T, ny, True)


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


def window_means(wide, rows, members, counts, count_of, start, stop, scratch, out):
    """Write out[j, x] = the sum of wide[rows[j] + x + members] over counts[count_of[j], x], j from start to stop."""
    x, whole = np.arange(out.shape[1]), len(members) // 8 * 8
    with np.errstate(all="ignore"):
        for j in range(start, stop) if len(members) else ():
            p = wide[rows[j] + x + members[:, None]]
            total = np.zeros(len(x), wide.dtype)
            for k in range(0, whole, 8):
                a, b, c, d, e, f, g, h = p[k : k + 8]
                total = total + (((a + b) + (c + d)) + ((e + f) + (g + h)))
            for row in p[whole:]:
                total = total + row
            out[j] = total.astype(np.float64) / counts[count_of[j]]
