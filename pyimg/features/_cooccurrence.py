"""Sums over co-occurrence matrices, without the matrices: what Haralick's features are made of.

A row of sums is that of `pyimg/_ref/texture.py: _sums_of`; its second column is the largest grey level.
"""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._labels import as_labels, regions
from .._prepare import computed
from .._threads import slabs

_kernels = kernels("texture")
SUMS = 13
DENSE = 512  # levels of which a table stays in the cache
_LARGE = 1 << 15  # pixels of which a hash table of their pairs does

_2d_deltas = [(0, 1), (1, 1), (1, 0), (1, -1)]
_3d_deltas = [
    (1, 0, 0),
    (1, 1, 0),
    (0, 1, 0),
    (1, -1, 0),
    (0, 0, 1),
    (1, 0, 1),
    (0, 1, 1),
    (1, 1, 1),
    (1, -1, 1),
    (1, 0, -1),
    (0, 1, -1),
    (1, 1, -1),
    (1, -1, -1),
]
_NLOGN = np.arange(4096, dtype=np.float64)
_NLOGN[1:] *= np.log2(_NLOGN[1:])


def checked(f: Any) -> tuple[np.ndarray, int]:
    """Return an image of 2 or 3 axes with grey levels that are not negative, and the largest level."""
    f = check.array(f, "f", kinds="bui", ndim=(2, 3), empty=False)
    f = computed(f)
    if f.dtype.kind == "i":
        least = int(f.min())
        if least < 0:
            raise ValueError(f"`f` must have no negative value, but has {least}")
    top = int(f.max())
    if top < 1 << 16:
        f = f.astype(np.uint8 if top < 256 else np.uint16, copy=False)
    return f, top


def steps_of(ndim: int, distance: int) -> np.ndarray:
    """Give the steps from a pixel to its neighbours in all directions, those of 2-D images with 0 as their first."""
    deltas = np.array(_2d_deltas if ndim == 2 else _3d_deltas) * distance
    return np.pad(deltas, ((0, 0), (3 - ndim, 0)))


def as_planes(f: np.ndarray) -> np.ndarray:
    """Return an image of 2 or 3 axes as one of 3."""
    return f.reshape((1,) * (3 - f.ndim) + f.shape)


def _scratch(top):
    """Return zeroed room for the counts of levels, of their sums and of their differences."""
    return [np.zeros(n, np.int64) for n in (top + 1, 2 * top + 2, top + 1)]


def pair_table(planes: np.ndarray, step: Any, n: int, *, folded: bool) -> np.ndarray:
    """Count the pairs of values a step apart in an (n, n) table, for n up to DENSE."""
    counts = np.zeros((n, n), np.int64)
    codes = np.empty(planes.shape[2], np.uint32)
    scratch = np.zeros((2, n * n + 80), np.uint32)
    step = tuple(map(int, step))
    if any(abs(d) >= side for d, side in zip(step, planes.shape)):
        return counts
    most = max(1, (1 << 31) // max(1, planes[0].size))  # planes, so that no counter of the kernel can wrap
    if len(planes) <= most:
        _kernels.pair_counts(planes, *step, folded, codes, scratch, counts)
        return counts
    dz = step[0]
    for at in range(0, len(planes) - dz, most):
        _kernels.pair_counts(planes[at : min(at + most, len(planes) - dz) + dz], *step, folded, codes, scratch, counts)
    return counts


def image_sums(f: np.ndarray, top: int, distance: int, ignore_zeros: bool, threads: int | None) -> np.ndarray:
    """Give (directions, SUMS) sums of one image with levels below 65536."""
    if ignore_zeros:
        f = _cropped(f)
    planes = as_planes(f)
    n = top + 1
    if n > DENSE and f.size > _LARGE:
        return _sorted_sums(planes, f.ndim, top, distance, ignore_zeros, threads)
    if n > DENSE or 4 * f.size < n * n:
        inside = planes != 0 if ignore_zeros else np.ones(planes.shape, bool)
        return region_sums(planes, inside.astype(np.int32), 1, f.ndim, distance, threads)[0]
    steps = steps_of(f.ndim, distance)
    out = np.zeros((len(steps), SUMS))

    def run(start, stop):
        for d in range(start, stop):
            table = pair_table(planes, steps[d], n, folded=True)
            _kernels.table_sums(table, int(ignore_zeros), _NLOGN, *_scratch(top), out[d])

    slabs(run, len(steps), work=len(steps) * (f.size * 0.7e-6 + n * n * 1e-6), threads=threads)
    out[:, 1] = top
    return out


def _sorted_sums(planes, ndim, top, distance, ignore_zeros, threads):
    """Give the sums of an image of any size and many levels: pairs are sorted, for no table would stay in the cache."""
    steps = steps_of(ndim, distance)
    out = np.zeros((len(steps), SUMS))

    def run(start, stop):
        for d in range(start, stop):
            sides = [n - abs(int(s)) for n, s in zip(planes.shape, steps[d])]
            if min(sides) > 0:
                codes = np.empty(int(np.prod(sides)), np.uint32)
                _kernels.pair_codes(planes, *map(int, steps[d]), top + 1, codes)
                _code_sums(codes, top, ignore_zeros, out[d])

    slabs(run, len(steps), work=len(steps) * planes.size * 2e-5, threads=threads)
    out[:, 1] = top
    return out


def _code_sums(codes, top, ignore_zeros, out):
    """Write the sums of codes in any order, which are lost."""
    n = top + 1
    _kernels.sort_codes(codes, (n * n - 1).bit_length(), np.empty_like(codes), np.empty(2048, np.int64))
    zeros = int(np.searchsorted(codes, np.uint32(n))) if ignore_zeros else 0
    _kernels.code_sums(codes[zeros:], n, _NLOGN, *_scratch(top), out)


def _cropped(f):
    """Cut off what is zero all around: no pair there is counted."""
    for axis in range(f.ndim):
        full = np.flatnonzero(f.any(tuple(a for a in range(f.ndim) if a != axis)))
        if len(full):
            f = f[(slice(None),) * axis + (slice(full[0], full[-1] + 1),)]
    return np.ascontiguousarray(f)


def region_sums(
    planes: np.ndarray, labels: np.ndarray, count: int, ndim: int, distance: int, threads: int | None
) -> np.ndarray:
    """Give (count, directions, SUMS) sums of the regions 1 … count of an image of 3 axes with levels below 65536."""
    steps = steps_of(ndim, distance)
    out = np.zeros((count, len(steps), SUMS))
    fits = (np.abs(steps) < planes.shape).all(1)
    # Beyond each far end lies room that no region has, where steps end that leave the image.
    shape = tuple(n + (distance if (a or ndim == 3) and distance < n else 0) for a, n in enumerate(planes.shape))
    inside = tuple(map(slice, planes.shape))
    f, where = np.zeros(shape, np.uint16), np.zeros(shape, np.int32)
    f[inside], where[inside] = planes, labels
    sizes = np.bincount(np.maximum(where.ravel(), 0), minlength=count + 1)[1:]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    order = np.empty(starts[-1], np.int32 if f.size < 1 << 31 else np.int64)
    _kernels.positions(where.ravel(), starts[:-1].copy(), order)
    flat = steps @ np.array([shape[1] * shape[2], shape[2], 1])
    flat[~fits] = 0
    top = int(f.max())
    large = np.flatnonzero(sizes > _LARGE) if top >= DENSE else np.zeros(0, int)
    cells = min(int(np.delete(sizes, large).max(initial=0)), (top + 1) * (top + 2) // 2)
    bits = max(1, (2 * cells - 1).bit_length())
    f, where = f.ravel(), where.ravel()

    def run(r, d):
        room = (
            np.empty(1 << bits, np.uint32), np.zeros(1 << bits, np.int64), np.empty(max(1, cells), np.uint32),
            *_scratch(top),
        )  # fmt: skip
        inner = large[(large >= r[0]) & (large < r[1])]
        for begin, end in zip([r[0], *(inner + 1)], [*inner, r[1]]):
            _kernels.region_sums(f, where, order, starts, flat, int(begin), int(end), *d, _NLOGN, *room, out)
        for region in inner:
            places = order[starts[region] : starts[region + 1]]
            out[region, :, 1] = f[places].max()
            for step in range(*d):
                p = places[where[places + flat[step]] == region + 1]
                a, b = f[p].astype(np.uint32), f[p + flat[step]].astype(np.uint32)
                row = np.empty(SUMS)
                _code_sums(np.minimum(a, b) * np.uint32(top + 1) + np.maximum(a, b), top, False, row)
                row[1] = out[region, step, 1]
                out[region, step] = row

    work = len(order) * len(steps) * 8e-6
    if count > 1:
        slabs(lambda start, stop: run((start, stop), (0, len(steps))), count, work=work, threads=threads)
    else:
        slabs(lambda start, stop: run((0, count), (start, stop)), len(steps), work=work, threads=threads)
    out[:, ~fits] = 0
    return out


def as_regions(labeled: Any, shape: tuple[int, ...], zeros: np.ndarray | None) -> tuple[np.ndarray, int]:
    """Return labels, 0 where `zeros` is True, and how many regions there are."""
    labels = as_labels(labeled, kinds="bui")
    if labels.shape != shape:
        raise ValueError(f"`labeled` must have the shape of `f`, {shape}, not {labels.shape}")
    count = regions(labels) - 1
    return (labels if zeros is None else np.where(zeros, 0, labels)), count


def pairs(f: np.ndarray, step: Any, inside: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Give the values of all pixels that have one a step away, both inside, and the values there."""

    def cut(sign):
        return tuple(slice(max(0, sign * d), max(0, n + min(0, sign * d))) for d, n in zip(step, f.shape))

    a, b = f[cut(-1)].ravel(), f[cut(1)].ravel()
    if inside is None:
        return a, b
    both = (inside[cut(-1)] & inside[cut(1)]).ravel()
    return a[both], b[both]
