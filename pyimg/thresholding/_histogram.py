"""One threshold, or several, from the shape of a histogram: triangle, Yen, minimum, multi-level Otsu."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import computed
from ..histogram import levels

_kernels = kernels("histogram")
_thresholding = kernels("thresholding")


def _histogram(img, bins, dense=True):
    """Give bin centres and counts: the levels of integers that there are, if they lie within 2**16.

    `dense`: those between them too. Else `bins` equal bins, as `numpy.histogram` has them.
    """
    img = check.array(img, "img", empty=False)
    bins = check.integer(bins, "bins", low=2, high=1 << 16)
    a = computed(img).ravel()
    if a.dtype.kind in "ui" and (a.dtype.itemsize <= 2 or int(a.max()) - int(a.min()) < 1 << 16):
        values, counts = levels(img)
        if not dense:
            return values, counts
        unsigned = values.view(f"u{values.dtype.itemsize}")
        unsigned = unsigned - unsigned[0]  # modulo 2**bits, so exact
        every = np.zeros(int(unsigned[-1]) + 1, np.int64)
        every[unsigned] = counts
        return np.arange(len(every)).astype(values.dtype) + values[0], every
    low, high = a.min(), a.max()
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ValueError("`img` must be finite, but has a NaN or an infinity")
    if low == high:
        return a[:1], np.array([a.size])
    a = a if a.dtype in (np.float32, np.float64) else a.astype(np.float64)
    low, high = float(a.min()), float(a.max())
    if not np.isfinite(high - low):
        raise ValueError("`img` must span less than the range of float64")
    if not high - low > bins * np.spacing(max(-low, high)):
        raise ValueError(f"`img` must span more than `bins`, {bins}, different numbers")
    edges = np.linspace(low, high, bins + 1)
    counts = np.zeros(bins, np.int64)
    _kernels.equal_bins(a, bins / (high - low), edges, counts)
    return (edges[1:] + edges[:-1]) / 2, counts


def triangle(img: Any, *, bins: int = 256) -> int | float:
    """Find the threshold farthest from the line between a histogram's peak and its far end (triangle method).

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image, finite.
    bins : int, optional
        Number of bins for floats and for integers over a range of more than 2**16. Default: 256.

    Returns
    -------
    T : int or float
        The grey level, or the centre of the bin.

    Raises
    ------
    TypeError
        If `img` is not real.
    ValueError
        If `img` is empty, or has a NaN or an infinity, or spans fewer numbers than `bins`, or `bins` is not from 2 to
        65536.

    Notes
    -----
    As `skimage.filters.threshold_triangle`. Extra memory: as `li`.

    References
    ----------
    .. [1] G. W. Zack, W. E. Rogers, S. A. Latt, "Automatic measurement of sister chromatid exchange frequency",
       J. Histochemistry & Cytochemistry 25(7), 1977. doi:10.1177/25.7.70454

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.thresholding.triangle(np.repeat([0, 1, 2, 3, 9], [50, 90, 20, 5, 1]))
    3
    """
    centres, counts = _histogram(img, bins)
    present = np.flatnonzero(counts)
    low, high, peak = present[0], present[-1], int(np.argmax(counts))
    if low == high:
        return centres[low].item()
    flipped = peak - low < high - peak
    if flipped:  # the longer side goes to the left
        counts, centres = counts[::-1], centres[::-1]
        low, peak = len(counts) - 1 - high, len(counts) - 1 - peak
    steps = np.arange(peak - low)
    height = counts[peak] * steps - (peak - low) * counts[low:peak]  # distance but for a factor
    return centres[low + np.argmax(height)].item()


def yen(img: Any, *, bins: int = 256) -> int | float:
    """Find the threshold of maximum correlation of a histogram's two parts (Yen's method).

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image, finite.
    bins : int, optional
        Number of bins for floats and for integers over a range of more than 2**16. Default: 256.

    Returns
    -------
    T : int or float
        The grey level, or the centre of the bin.

    Raises
    ------
    TypeError
        If `img` is not real.
    ValueError
        If `img` is empty, or has a NaN or an infinity, or spans fewer numbers than `bins`, or `bins` is not from 2 to
        65536.

    Notes
    -----
    As `skimage.filters.threshold_yen`. Extra memory: as `li`.

    References
    ----------
    .. [1] J.-C. Yen, F.-J. Chang, S. Chang, "A new criterion for automatic multilevel thresholding", IEEE Trans. Image
       Processing 4(3), 1995. doi:10.1109/83.366472

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.thresholding.yen(np.repeat([0, 1, 2, 3, 9], [50, 90, 20, 5, 10]))
    1
    """
    centres, counts = _histogram(img, bins, dense=False)  # a level without pixels is never the first best
    if len(counts) == 1:
        return centres[0].item()
    return centres[_thresholding.yen(counts, np.empty(len(counts)))].item()


def multiotsu(img: Any, classes: int = 3, *, bins: int = 256) -> np.ndarray:
    """Find the thresholds that separate several classes of grey levels best (Otsu's method).

    Parameters
    ----------
    img : (...) ndarray of any real dtype
        The image, finite.
    classes : int, optional
        Number of classes, at least 2. Default: 3.
    bins : int, optional
        Number of bins for images of more levels. Default: 256.

    Returns
    -------
    T : (classes - 1,) ndarray
        Increasing grey levels, or centres of bins, that maximise Σ n μ² over the classes, of n pixels with mean μ; class
        k are the pixels above ``T[k - 1]`` up to ``T[k]``: ``numpy.digitize(img, T, right=True)``. The least of several.

    Raises
    ------
    TypeError
        If `img` is not real.
    ValueError
        If `img` is empty, has a NaN or an infinity, or fewer grey levels than `classes`.

    Notes
    -----
    The best of all choices, by dynamic programming in O(classes · bins²). Extra memory: as `li`.

    References
    ----------
    .. [1] P.-S. Liao, T.-S. Chen, P.-C. Chung, "A Fast Algorithm for Multilevel Thresholding", J. Information Science
       and Engineering 17(5), 2001.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.thresholding.multiotsu(np.repeat([1, 2, 50, 51, 98, 99], 10)).tolist()
    [2, 51]
    """
    img = check.array(img, "img", empty=False)
    bins = check.integer(bins, "bins", low=2, high=1 << 12)
    values, counts = levels(img)
    classes = check.integer(classes, "classes", low=2)
    if len(values) < classes:
        raise ValueError(f"`img` must have at least {classes} grey levels for `classes` = {classes}, not {len(values)}")
    centres = values
    if len(values) > bins:
        counts, edges = np.histogram(values.astype(np.float64), bins, weights=counts)
        keep = counts > 0
        centres, counts = ((edges[1:] + edges[:-1]) / 2)[keep], counts[keep]
        if len(centres) < classes:
            raise ValueError(f"`bins` must be more, for {classes} classes: only {len(centres)} of them have pixels")
    place = centres.astype(np.float64) - float(centres[0])
    n, s = (np.concatenate([[0], np.cumsum(v)]) for v in (counts, counts * place))
    many = n[None, :] - n[:, None]  # of levels i … j - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(many > 0, (s[None, :] - s[:, None]) ** 2 / many, -np.inf)
    best, came = gain[0], []
    for _ in range(classes - 1):
        total = best[:, None] + gain
        came.append(np.argmax(total, axis=0))
        best = total.max(axis=0)
    cuts, j = [], len(centres)
    for back in reversed(came):
        j = int(back[j])
        cuts.append(j - 1)
    return centres[cuts[::-1]]
