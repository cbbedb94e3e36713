"""Thresholds: one for the image (a number; foreground is above it), or one for each neighbourhood."""

from typing import Any

import numpy as np

from . import _check as check
from ._backend import kernels, reference
from ._cuts import Bins
from ._flat import flat_max, flat_min
from ._prepare import computed, is_native, native
from ._structure import structuring_element
from .histogram import levels

__all__ = ["bernsen", "gbernsen", "otsu", "rc", "soft_threshold"]

_kernels = kernels("thresholding")
_FEW = 1 << 14  # pixels that are sorted sooner than put into bins


def _bins(img, ignore_zeros):
    """Give large float images in bins; None for others."""
    a = check.array(img, "img", empty=False)
    if a.dtype.kind != "f" or a.dtype.itemsize > 8 or a.size <= _FEW:
        return None
    values = computed(a).ravel()
    if ignore_zeros:
        values = values[values != 0]
    if len(values) <= _FEW:
        return None
    low, high = float(values.min()), float(values.max())
    moderate = 1e-100 < high - low < 1e100 and high - low > 1e-9 * max(-low, high)
    return Bins(values, low, high) if moderate else None  # NaN and infinity are not either


def _grey(img, ignore_zeros):
    """Give the checked image, its grey levels in increasing order and how many pixels have each."""
    img = check.array(img, "img", empty=False)
    values, counts = levels(img)
    if ignore_zeros:
        keep = values != 0
        values, counts = values[keep], counts[keep]
    return img, values, counts


def _classes(values, counts):
    """Give the sizes and means of the pixels up to each level but the last, and of those above it.

    Means are (mean - base) / unit, so that they neither lose digits nor overflow.
    """
    base, unit = 0.0, 1.0
    if values.dtype.kind in "ui" and values.dtype.itemsize <= 2:
        offset = values.astype(np.float64)
    elif values.dtype.kind in "ui":
        unsigned = values.view(f"u{values.dtype.itemsize}")
        base, offset = float(values[0]), (unsigned - unsigned[0]).astype(np.float64)
    else:
        wide = values.astype(np.float64)
        largest = max(abs(wide[0]), abs(wide[-1]))
        if not 1e-100 < wide[-1] / 2 - wide[0] / 2 < 1e100:
            unit = largest
        base = wide[0]
        offset = wide / unit - base / unit
    size, mass = np.cumsum(counts), np.cumsum(counts * offset)
    below, above = size[:-1], size[-1] - size[:-1]
    return below, above, mass[:-1] / below, (mass[-1] - mass[:-1]) / above, base, unit


def otsu(img: Any, ignore_zeros: bool = False) -> int | float:
    """Find the threshold that separates two classes of grey levels best (Otsu's method).

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image, finite.
    ignore_zeros : bool, optional
        Leave pixels of value 0 out. Default: False.

    Returns
    -------
    T : int or float
        The grey level T that maximises n₀ · n₁ · (μ₀ - μ₁)², where classes 0 and 1 are the pixels up to T and those
        above, n their numbers and μ their means; the least T of several. float for floats. For one grey level only:
        0 for unsigned images, as mahotas, else that level; 0 without pixels to count.

    Raises
    ------
    TypeError
        If `img` is not real.
    ValueError
        If `img` is empty, or has a NaN or an infinity.

    Notes
    -----
    Exact for every type: all distinct values are candidates. Of floats only those are sorted that bounds on the
    criterion do not exclude. longdouble is computed as float64.

    References
    ----------
    .. [1] N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", IEEE Trans. SMC 9(1), 1979.
       doi:10.1109/TSMC.1979.4310076

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> img = np.array([[10, 12, 11, 90], [10, 95, 92, 11]], np.uint8)
    >>> mh.otsu(img)
    12
    """
    bins = _bins(img, ignore_zeros)
    if bins is not None:
        return bins.otsu().item()
    img, values, counts = _grey(img, ignore_zeros)
    if len(values) < 2:
        return 0 if not len(values) or img.dtype.kind in "bu" else values[0].item()
    below, above, low, high, *_ = _classes(values, counts)
    return values[np.argmax(below.astype(np.float64) * above * (high - low) ** 2)].item()


def rc(img: Any, ignore_zeros: bool = False) -> float:
    """Find the threshold half-way between the means of the two classes it makes (Ridler and Calvard's method).

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image, finite.
    ignore_zeros : bool, optional
        Leave pixels of value 0 out. Default: False.

    Returns
    -------
    T : float
        (μ₀ + μ₁) / 2 with the means of the pixels up to the grey level t and of those above, for the least t such that
        no grey level lies between t and that value. For one grey level only: that level; 0 without pixels to count.

    Raises
    ------
    TypeError
        If `img` is not real.
    ValueError
        If `img` is empty, or has a NaN or an infinity.

    Notes
    -----
    Exact for every type, as `otsu`.

    References
    ----------
    .. [1] T. W. Ridler, S. Calvard, "Picture Thresholding Using an Iterative Selection Method", IEEE Trans. SMC 8(8),
       1978. doi:10.1109/TSMC.1978.4310039

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.rc(np.array([[10, 12, 11, 90], [10, 95, 92, 11]], np.uint8))
    51.56666666666666
    """
    bins = _bins(img, ignore_zeros)
    if bins is not None:
        return bins.ridler_calvard()
    _, values, counts = _grey(img, ignore_zeros)
    if len(values) < 2:
        return float(values[0]) if len(values) else 0.0
    _, _, low, high, base, unit = _classes(values, counts)
    middle = (low + high) / 2 * unit + base
    stop = values[1:] >= middle
    stop[-1] = True
    return float(middle[np.argmax(stop)])


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
        t = min(int(tval), int(np.iinfo(dtype).max))
    values = computed(a)
    out = np.empty_like(values)
    compiled = _kernels if is_native(values.dtype) else reference("thresholding")
    compiled.soft(values.reshape(-1), t, out.reshape(-1))
    return out.astype(dtype, copy=False)


def gbernsen(f: Any, se: Any, contrast_threshold: float, gthresh: float) -> np.ndarray:
    """Threshold each pixel at the middle of its neighbourhood's range, or at a global value where that range is small.

    Parameters
    ----------
    f : (...) ndarray of any real dtype
        The image.
    se : ndarray or int
        The neighbourhood: a structuring element with one axis per axis of `f`, or a number as by
        `get_structuring_elem`.
    contrast_threshold : number
        A range less than this is small.
    gthresh : number
        The threshold where the range is small.

    Returns
    -------
    thresholded : (...) ndarray of bool
        With the neighbourhood's least value a and greatest b: ``f > b / 2 + a / 2`` where ``b - a`` is at least
        `contrast_threshold`, else ``f > gthresh``.

    Raises
    ------
    TypeError
        If `f` is not a real array, or a threshold not a number.
    ValueError
        If `se` has another number of axes or no member.

    Notes
    -----
    The image is continued by reflection that repeats the edge. ``b - a`` is exact for all types (mahotas's wraps for
    signed ones). A neighbourhood with a NaN gives False. Any `se` costs about one comparison per row of it.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> f = np.zeros((1, 6), np.uint8); f[0, 3:] = 200
    >>> mh.thresholding.gbernsen(f, np.ones((1, 3)), 15, 250).astype(int)
    array([[0, 0, 0, 1, 0, 0]])
    """
    a = check.array(f, "f")
    se = structuring_element(se, a.ndim, "se")
    contrast = check.number(contrast_threshold, "contrast_threshold", finite=False)
    level = check.number(gthresh, "gthresh", finite=False)
    if not se.any():
        raise ValueError("`se` must have a member, but has none")
    if not a.size:
        return np.zeros(a.shape, bool)
    a = native(a) if a.dtype != np.float16 else a.astype(np.float32)
    least, most = flat_min(a, se, "reflect"), flat_max(a, se, "reflect")
    if a.dtype.kind == "b":
        a, least, most = (v.view(np.uint8) for v in (a, least, most))
    with np.errstate(invalid="ignore", over="ignore"):
        if a.dtype.kind in "ui":
            contrast, level = (round(x) if np.isfinite(x) else x for x in (np.ceil(contrast), np.floor(level)))
            reach = (most - least).view(f"u{a.dtype.itemsize}")  # exact modulo 2**bits, and never negative
            small = reach < contrast
            local = a > (least & most) + ((least ^ most) >> 1)  # floor((a + b) / 2), without overflow
        else:
            small = most - least < contrast
            local = a > most / 2 + least / 2
            local &= least == least
        np.copyto(local, a > level, where=small)
    return local


def bernsen(f: Any, radius: int, contrast_threshold: float, gthresh: float | None = None) -> np.ndarray:
    """Threshold each pixel at the middle of the range of a disk around it, or at a global value where that is small.

    Parameters
    ----------
    f : (...) ndarray of any real dtype
        The image.
    radius : int
        The disk holds the pixels nearer than this, in pixels (a ball in 3-D); at least 1.
    contrast_threshold : number
        A range less than this is small.
    gthresh : number, optional
        The threshold where the range is small. Default: 128.

    Returns
    -------
    thresholded : (...) ndarray of bool
        As `gbernsen`.

    Raises
    ------
    TypeError
        If `f` is not a real array, or an argument not a number.
    ValueError
        If `radius` is less than 1.

    References
    ----------
    .. [1] J. Bernsen, "Dynamic thresholding of grey-level images", Proc. 8th Int. Conf. Pattern Recognition, 1986.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> f = np.zeros((5, 5), np.uint8); f[2, 2] = 90
    >>> int(mh.thresholding.bernsen(f, 2, 15).sum())
    1
    """
    a = check.array(f, "f")
    radius = check.integer(radius, "radius", low=1)
    radius = min(radius, int(np.ceil(np.linalg.norm(a.shape))) + 1)  # which holds all of the image already
    steps = np.meshgrid(*[np.arange(-radius, radius + 1)] * a.ndim, indexing="ij", sparse=True)
    disk = np.asarray(sum(step**2 for step in steps) < radius**2)
    return gbernsen(a, disk, contrast_threshold, 128 if gthresh is None else gthresh)
