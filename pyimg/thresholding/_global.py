"""One threshold for an image: Otsu, Ridler and Calvard, Li; exact for every type."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._cuts import Bins
from .._prepare import computed
from ..histogram import levels

_kernels = kernels("thresholding")
_FEW = 1 << 14  # pixels that are sorted sooner than put into bins


def _chosen(img, mask):
    """Give the pixels that the mask chooses."""
    if mask is None:
        return img
    img = check.array(img, "img", empty=False)
    chosen = img[check.mask(mask, img.shape)]
    if not chosen.size:
        raise ValueError("`mask` must choose a pixel")
    return chosen


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


def _offsets(values):
    """Give (levels - base) / unit, which neither lose digits nor overflow, and base and unit."""
    base, unit = 0.0, 1.0
    if values.dtype.kind in "ui" and values.dtype.itemsize <= 2:
        return values.astype(np.float64), base, unit
    if values.dtype.kind in "ui":
        unsigned = values.view(f"u{values.dtype.itemsize}")
        return (unsigned - unsigned[0]).astype(np.float64), float(values[0]), unit
    wide = values.astype(np.float64)
    base, largest = wide[0], max(abs(wide[0]), abs(wide[-1]))
    if not 1e-100 < wide[-1] / 2 - wide[0] / 2 < 1e100:
        unit = largest
    return wide / unit - base / unit, base, unit


def otsu(img: Any, ignore_zeros: bool = False, *, mask: Any = None) -> int | float:
    """Find the threshold that separates two classes of grey levels best (Otsu's method).

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image, finite.
    ignore_zeros : bool, optional
        Leave pixels of value 0 out. Default: False.
    mask : (...) ndarray, optional
        Of the shape of `img`: only pixels where it is not 0 count.

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
        If `img` is empty, or has a NaN or an infinity, or `mask` has another shape or chooses no pixel.

    Notes
    -----
    Exact for every type: all distinct values are candidates. Of floats only those are sorted that bounds on the
    criterion do not exclude. longdouble is computed as float64. Extra memory: none for 8 bits, 512 KiB for 16; 9 bytes
    per pixel for wider integers, 4 for float32 and float64, 10 where their range is extreme.

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
    img = _chosen(img, mask)
    bins = _bins(img, ignore_zeros)
    if bins is not None:
        return bins.otsu().item()
    img, values, counts = _grey(img, ignore_zeros)
    if len(values) < 2:
        return 0 if not len(values) or img.dtype.kind in "bu" else values[0].item()
    return values[_kernels.otsu(counts, _offsets(values)[0])].item()


def rc(img: Any, ignore_zeros: bool = False, *, mask: Any = None) -> float:
    """Find the threshold half-way between the means of the two classes it makes (Ridler and Calvard's method).

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image, finite.
    ignore_zeros : bool, optional
        Leave pixels of value 0 out. Default: False.
    mask : (...) ndarray, optional
        Of the shape of `img`: only pixels where it is not 0 count.

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
        If `img` is empty, or has a NaN or an infinity, or `mask` has another shape or chooses no pixel.

    Notes
    -----
    Exact for every type, as `otsu`. Extra memory: as `otsu`.

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
    img = _chosen(img, mask)
    bins = _bins(img, ignore_zeros)
    if bins is not None:
        return bins.ridler_calvard()
    _, values, counts = _grey(img, ignore_zeros)
    if len(values) < 2:
        return float(values[0]) if len(values) else 0.0
    offset, base, unit = _offsets(values)
    size, mass = np.cumsum(counts), np.cumsum(counts * offset)
    low, high = mass[:-1] / size[:-1], (mass[-1] - mass[:-1]) / (size[-1] - size[:-1])
    middle = (low + high) / 2 * unit + base
    stop = values[1:] >= middle
    stop[-1] = True
    return float(middle[np.argmax(stop)])


def li(img: Any, ignore_zeros: bool = False, *, tolerance: float | None = None, mask: Any = None) -> float:
    """Find the threshold of minimum cross-entropy (Li's method).

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image, finite.
    ignore_zeros : bool, optional
        Leave pixels of value 0 out. Default: False.
    tolerance : float, optional
        Stop when the threshold moves by no more. Default: half the least difference of two grey levels.
    mask : (...) ndarray, optional
        Of the shape of `img`: only pixels where it is not 0 count.

    Returns
    -------
    T : float
        From the mean on, T becomes (μ₀ - μ₁) / (ln μ₀ - ln μ₁) [1]_, with the means of the pixels up to T and above it,
        less the least grey level, which is added again. For one grey level only: that level; 0 without pixels.

    Raises
    ------
    TypeError
        If `img` is not real.
    ValueError
        If `img` is empty, or has a NaN or an infinity, or `mask` has another shape or chooses no pixel.

    Notes
    -----
    As `skimage.filters.threshold_li`. Extra memory: none for 8 bits, 512 KiB for 16; 10 bytes per pixel else.

    References
    ----------
    .. [1] C. H. Li, P. K. S. Tam, "An iterative algorithm for minimum cross entropy thresholding", Pattern Recognition
       Letters 18(8), 1998. doi:10.1016/S0167-8655(98)00057-9

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> round(mh.thresholding.li(np.array([10, 12, 11, 90, 10, 95, 92, 11])), 3)
    27.595
    """
    _, values, counts = _grey(_chosen(img, mask), ignore_zeros)
    if len(values) < 2:
        return float(values[0]) if len(values) else 0.0
    base = float(values[0])
    offset = values.astype(np.float64) - base
    if tolerance is not None:
        tolerance = check.number(tolerance, "tolerance", low=0)
    else:
        tolerance = float(np.diff(offset).min()) / 2
    size, mass = np.cumsum(counts), np.cumsum(counts * offset)
    now = mass[-1] / size[-1]
    for _ in range(1000):
        k = int(np.searchsorted(offset, now, "right")) - 1  # the last level up to the threshold
        if k < 0 or k == len(offset) - 1 or mass[k] == 0:
            break
        low, high = mass[k] / size[k], (mass[-1] - mass[k]) / (size[-1] - size[k])
        then = (low - high) / (np.log(low) - np.log(high))
        done = abs(then - now) <= tolerance
        now = then
        if done:
            break
    return float(now) + base
