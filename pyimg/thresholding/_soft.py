"""Soft thresholding."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels, reference
from .._prepare import computed, is_native

_kernels = kernels("thresholding")


def soft_threshold(f: Any, tval: float) -> np.ndarray:
    """Shrink values towards 0 by a threshold; those within it become 0.

    Parameters
    ----------
    f : (...) ndarray of any real dtype but bool
        The values, such as wavelet coefficients.
    tval : number
        The threshold, at least 0; a whole number for integer `f`.

    Returns
    -------
    thresholded : (...) ndarray of f.dtype
        ``f - tval`` where ``f > tval``, ``f + tval`` where ``f < -tval``, else 0. NaN stays NaN.

    Raises
    ------
    TypeError
        If `f` is not a real array, or `tval` not a number.
    ValueError
        If `tval` is negative, or not whole for integer `f`.

    Notes
    -----
    Extra memory: none.

    References
    ----------
    .. [1] D. L. Donoho, "De-noising by soft-thresholding", IEEE Trans. Information Theory 41(3), 1995.
       doi:10.1109/18.382009

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.thresholding.soft_threshold(np.array([-20, -3, 0, 5, 16, 40]), 16)
    array([-4,  0,  0,  0,  0, 24])
    """
    a = check.array(f, "f", kinds="uif")
    t = check.number(tval, "tval", low=0)
    dtype = a.dtype.newbyteorder("=")
    if dtype.kind in "ui":
        if t != int(t):
            raise ValueError(f"`tval` must be whole for an image of {dtype}, not {tval}")
        t = int(tval)
        if t > np.iinfo(dtype).max:  # no pixel is further from 0
            return np.zeros(a.shape, dtype)
    values = computed(a)
    out = np.empty_like(values)
    compiled = _kernels if is_native(values.dtype) else reference("thresholding")
    compiled.soft(values.reshape(-1), t, out.reshape(-1))
    return out.astype(dtype, copy=False)
