"""Planes made anew from two rows and two columns in NumPy: what pyimg/_ext/bilinear.pyx must compute."""

import numpy as np

from . import _lines


def bilinear(
    src, kind, height, width, ytaps, yweights, xtaps, xweights, rows_first, step, left, right, start, stop, scratch,
    out_kind, out,
):  # fmt: skip
    """Turn planes of height x width pixels into others: each pixel from two columns, and two rows of these.

    With `rows_first` each from two rows, and two columns of these. `step`, `left` and `right` change nothing; `scratch`
    serves the compiled kernel.
    """
    wide = xtaps.shape[1]
    if start >= stop or not wide:
        return
    a = _lines.load(src, kind, yweights.dtype).reshape(-1, height, width)
    with np.errstate(all="ignore"):
        for rows in (True, False) if rows_first else (False, True):
            if rows:
                a = yweights[:, :1] * a[:, ytaps[:, 0]] + yweights[:, 1:] * a[:, ytaps[:, 1]]
            else:
                a = xweights[0] * a[..., xtaps[0]] + xweights[1] * a[..., xtaps[1]]
    a = a.reshape(-1, wide)[start:stop].ravel()
    _lines.store(a, out, out_kind, slice(start * wide, stop * wide))
