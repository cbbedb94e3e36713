"""Runs of pixels along the last axis, and the components that they join to: what labels and holes share."""

import math
from functools import lru_cache

import numpy as np

from ._backend import kernels
from ._labels import as_lines
from ._threads import cut, together

_kernels = kernels("runs")
_INT32 = np.iinfo(np.int32).max
_KEPT = 1 << 13  # lines of an image whose plan is worth keeping


class Runs:
    """The runs of pixels that are zero or not as `value` says, along the last axis of an image of bytes.

    `steps` are those from a pixel to the pixels that it is joined to, (k, ndim), either way round. `labels` holds
    the number of each run's component, from 1 in the order of first runs, and `objects` the largest.
    """

    def __init__(self, mask, value, steps, *, cost, threads=None):
        """Find and join the runs; `cost` is nanoseconds a pixel."""
        self._mask = as_lines(mask)
        lines, self._n = self._mask.shape
        shape = mask.shape or (1,)
        few = lines <= _KEPT
        self._joined, *grid = _kept(steps.tobytes(), shape) if few else _plan(steps, shape)
        self.cuts = cut(lines, work=mask.size * cost / 1e6, threads=threads)

        stride = (self._n + 63) // 64 + 1
        bits = np.empty(2 + lines * stride, np.uint64)
        rank = np.empty(2 + lines * stride, np.int64)
        self._bits, self._rank = bits, rank
        counts = together(
            lambda start, stop: _kernels.find_runs(self._mask, value, self._joined, start, stop, bits, rank), self.cuts
        )
        count = counts[0]
        for k in range(1, len(counts)):
            rank[2 + self.cuts[k] * stride : 2 + self.cuts[k + 1] * stride] += count
            count += counts[k]
        self.dtype = np.dtype(np.int32 if count <= _INT32 else np.int64)
        self.labels = np.empty(count, self.dtype)

        fixed = (bits, rank, self._n, self._joined, *grid)
        parts = together(lambda start, stop: _kernels.link_runs(*fixed, start, stop, self.labels), self.cuts)
        if len(parts) > 1:
            parts = [_kernels.link_parts(*fixed, np.array(self.cuts, np.int64), self.labels)]
        self.objects = int(parts[0])

    def paint(self, out, *, clean):
        """Write the labels to `out`, of `dtype`, which has only zeros if it is `clean`."""
        out = as_lines(out)

        def run(start, stop):
            if not clean:
                out[start:stop] = 0
            _kernels.paint_runs(self._bits, self._rank, self._joined, self.labels, start, stop, out)

        together(run, self.cuts)

    def fill(self, shape, out):
        """Write True to `out` but where a run is of a component that touches the frame of the image, of that shape."""
        whole = np.zeros(shape[:-1], np.uint8)
        for axis in range(whole.ndim):
            whole.swapaxes(0, axis)[[0, -1]] = 1
        touched = np.zeros(self.objects + 1, np.uint8)
        _kernels.mark_frame(self._bits, self._rank, self._n, whole.reshape(-1), self.labels, touched)
        out = as_lines(out).view(np.uint8)
        fixed = (self._bits, self._rank, self._joined, self.labels, touched)
        together(lambda start, stop: _kernels.clear_runs(*fixed, start, stop, out), self.cuts)


@lru_cache(16)
def _kept(raw, shape):
    return _plan(np.frombuffer(raw, np.intp).reshape(-1, len(shape)), shape)


def _plan(steps, shape):
    """Give whether pixels join into runs, and what kernel `link_runs` takes: the padded grid of lines, steps on it."""
    found, joined = _leading(steps, shape)
    return joined, *_grid(found, shape)


def _leading(steps, shape):
    """Give how lines join earlier ones, {leading step: steps along the last axis}, and whether pixels join into runs."""
    found = {}
    for step in steps.tolist():
        if any(abs(d) >= n for d, n in zip(step, shape)):
            continue  # never within the image
        if step > [0] * len(step):
            step = [-d for d in step]
        found.setdefault(tuple(step[:-1]), set()).add(step[-1])
    zero = (0,) * (len(shape) - 1)
    joined = -1 in found.get(zero, ())
    if joined:
        found[zero].discard(-1)
    return found, joined


def _grid(found, shape):
    """Give each line's place on a padded grid, the line at each place, and the steps on it."""
    leading = shape[:-1]
    pad = [max((abs(to[axis]) for to in found), default=0) for axis in range(len(leading))]
    line_at = np.full([n + 2 * p for n, p in zip(leading, pad)], -1, np.int64)
    inner = tuple(slice(p, p + n) for n, p in zip(leading, pad))
    line_at[inner] = np.arange(math.prod(leading)).reshape(leading)
    place = np.arange(line_at.size).reshape(line_at.shape)[inner].ravel()
    strides = [math.prod(line_at.shape[axis + 1 :]) for axis in range(len(leading))]
    steps = []
    for to, along in found.items():
        jump = sum(d * s for d, s in zip(to, strides))
        for step in sorted(along):
            if steps and steps[-1][0] == jump and steps[-1][2] == step - 1:
                steps[-1][2] = step  # neighbouring steps make one interval
            else:
                steps.append([jump, step, step])
    return place, line_at.ravel(), np.array(steps, np.int64).reshape(-1, 3)
