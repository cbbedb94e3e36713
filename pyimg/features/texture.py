"""Haralick's texture features, from how often grey levels are neighbours."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from .. import _check as check
from ._cooccurrence import (  # the deltas are names of mahotas's
    DENSE,
    _2d_deltas,  # noqa: F401
    _3d_deltas,  # noqa: F401
    as_planes,
    as_regions,
    checked,
    image_sums,
    pair_table,
    pairs,
    region_sums,
    steps_of,
)
from ._haralick import correlation_of_rows, from_cells, from_sums

__all__ = ["cooccurence", "haralick", "haralick_features", "haralick_labels"]

haralick_labels = [
    "Angular Second Moment",
    "Contrast",
    "Correlation",
    "Sum of Squares: Variance",
    "Inverse Difference Moment",
    "Sum Average",
    "Sum Variance",
    "Sum Entropy",
    "Entropy",
    "Difference Variance",
    "Difference Entropy",
    "Information Measure of Correlation 1",
    "Information Measure of Correlation 2",
    "Maximal Correlation Coefficient",
]
_EMPTY = "`{}` has no pair of neighbours to count{}"


def cooccurence(
    f: Any, direction: int, output: np.ndarray | None = None, symmetric: bool = True, distance: int = 1
) -> np.ndarray:
    """Count how often each pair of grey levels lies one step apart.

    Parameters
    ----------
    f : (Y, X) or (Z, Y, X) ndarray of bool or integer
        Grey levels, none negative.
    direction : int
        Which step. In 2-D 0 to 3: right, down right, down, down left; in 3-D 0 to 12, as in `_3d_deltas`.
    output : (n, n) ndarray of int32, optional
        Where to write; n is above the largest grey level. What lies beyond that is set to 0.
    symmetric : bool, optional
        Count each pair in both orders. Default: True.
    distance : int, optional
        The step is so many pixels along each of its axes. Default: 1.

    Returns
    -------
    matrix : (n, n) ndarray of int32
        ``matrix[u, v]`` pixels have the value u and v a step away; n is ``f.max() + 1``. The symmetric one is that plus
        its transpose: its diagonal counts each pair twice.

    Raises
    ------
    TypeError
        If `f` is neither bool nor integer.
    ValueError
        If `f` is empty, has a negative pixel, other than 2 or 3 axes, or more than 65536 grey levels; if there is no
        such direction; if `output` does not fit; if a count is beyond int32.

    Notes
    -----
    Pairs of which one pixel lies outside are not counted. Extra memory: 24 bytes for each entry of the matrix, up to
    512 grey levels; above that 32 bytes per pixel.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.features.texture import cooccurence
    >>> cooccurence(np.array([[0, 0, 1], [1, 1, 0]]), 0)
    array([[2, 2],
           [2, 2]], dtype=int32)
    """
    f, top = checked(f)
    steps = steps_of(f.ndim, _distance(distance))
    direction = check.integer(direction, "direction", low=0, high=len(steps) - 1)
    n = top + 1
    if n > 1 << 16:
        raise ValueError(f"`f` must have values below {1 << 16} for a matrix of its pairs, but has {top}")
    if output is None:
        output = np.zeros((n, n), np.int32)
    elif not isinstance(output, np.ndarray) or output.dtype != np.int32 or output.ndim != 2 or min(output.shape) < n:
        raise ValueError(f"`output` must be an int32 array of at least {n} x {n}")
    elif not output.flags.writeable:
        raise ValueError("`output` must be writable, not read-only")
    else:
        output[...] = 0
    if n <= DENSE:
        counts = pair_table(as_planes(f), steps[direction], n, folded=False)
        counts = counts + counts.T if symmetric else counts
        if counts.max() >= 1 << 31:
            raise ValueError(f"`f` has a pair of grey levels {counts.max()} times, which is beyond int32")
        output[:n, :n] = counts
        return output
    a, b = pairs(f, steps[direction][3 - f.ndim :])
    a, b = a.astype(np.int64), b.astype(np.int64)
    if symmetric:
        a, b = np.concatenate([a, b]), np.concatenate([b, a])
    codes, counts = np.unique(a * n + b, return_counts=True)
    if counts.max(initial=0) >= 1 << 31:
        raise ValueError(f"`f` has a pair of grey levels {counts.max()} times, which is beyond int32")
    output[codes // n, codes % n] = counts
    return output


def haralick(
    f: Any,
    ignore_zeros: bool = False,
    preserve_haralick_bug: bool = False,
    compute_14th_feature: bool = False,
    return_mean: bool = False,
    return_mean_ptp: bool = False,
    use_x_minus_y_variance: bool = False,
    distance: int = 1,
    *,
    levels: int | None = None,
    labeled: Any = None,
    threads: int | None = None,
) -> np.ndarray:
    """Compute Haralick's texture features in each direction, of an image or of all its regions.

    Parameters
    ----------
    f : (Y, X) or (Z, Y, X) ndarray of bool or integer
        Grey levels, none negative. 16 bits cost no more than 8.
    ignore_zeros : bool, optional
        Leave out pairs with a pixel of 0. Default: False.
    preserve_haralick_bug : bool, optional
        Compute the sum variance about the sum entropy, as printed in the paper, not about the sum average. Default:
        False.
    compute_14th_feature : bool, optional
        Add the maximal correlation coefficient. It is slow, and for up to 4096 grey levels. Default: False.
    return_mean : bool, optional
        Return the mean over the directions. Default: False.
    return_mean_ptp : bool, optional
        Return the mean over the directions, then the largest less the smallest. Default: False.
    use_x_minus_y_variance : bool, optional
        Feature 9 is the variance of ``abs(i - j)``, not that of the vector of its probabilities. Default: False.
    distance : int, optional
        Pixels between neighbours along each axis. Default: 1.
    levels : int, optional
        First bring the image to so many grey levels of equal width, if it has more: ``v * levels // (f.max() + 1)``.
        With `ignore_zeros` only 0 becomes 0, and the rest 1 to ``levels - 1``. Default: all of them.
    labeled : ndarray of bool or integer, optional
        Regions 1 to n; 0 and negative labels are in none. Only pairs of pixels of one region are counted.
    threads : int, optional
        Threads to use. Default: `get_threads`. The result does not depend on it.

    Returns
    -------
    features : (directions, 13) ndarray of float64
        4 directions in 2-D, 13 in 3-D (see `cooccurence`); 14 columns with `compute_14th_feature`; of one axis
        with `return_mean` or `return_mean_ptp`. With `labeled` there is one more axis in front, with a row for each
        region from 1 to n; NaN where a region has no pairs in a direction.

        With p(i, j) the symmetric matrix divided by its sum, p_x its row sums, s and d the distributions of i + j and
        ``abs(i - j)``, and H entropies in bits, the columns are: Σ p²; Σ k² d(k); the correlation of i and j (1 where
        the variance is 0); the variance of p_x; Σ p / (1 + (i - j)²); the mean of i + j; its variance; H(s); H(p); the
        variance of the values of d (all of them, up to the largest grey level); H(d); (H(p) - 2 H(p_x)) / H(p_x);
        sqrt(1 - exp(-2 (2 H(p_x) - H(p)))). The 14th is the square root of the second largest eigenvalue of the matrix
        of correlations of the rows of p that are not 0.

    Raises
    ------
    TypeError
        If `f` is neither bool nor integer.
    ValueError
        If `f` is empty, has a negative pixel or other than 2 or 3 axes; without `labeled`, if it has no pairs in a
        direction; if both `return_mean` and `return_mean_ptp` are set.

    Notes
    -----
    All features but the 14th are sums over the cells of the matrix that are not 0, and over its row sums and diagonal
    sums; only these are made. Values of 65536 and more take a slower road of NumPy alone. Extra memory: for up to 512
    grey levels and images that fill them about 24 bytes for each of levels² cells, per thread; else about 14 bytes
    per pixel, and 32 for each pixel of the largest region, per thread. Sums are in float64: relative errors are about
    1e-14.

    References
    ----------
    R. M. Haralick, K. Shanmugam, I. Dinstein, "Textural features for image classification", IEEE Transactions on
    Systems, Man, and Cybernetics 3(6), 1973. doi:10.1109/TSMC.1973.4309314

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> f = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [0, 2, 2, 2], [2, 2, 3, 3]])
    >>> mh.features.haralick(f).shape
    (4, 13)
    >>> mh.features.haralick(f, return_mean=True)[:2].round(3)
    array([0.138, 0.951])
    >>> mh.features.haralick(f, labeled=f, return_mean=True).shape
    (3, 13)
    """
    _one_summary(return_mean, return_mean_ptp)
    f, top = checked(f)
    distance = _distance(distance)
    if levels is not None:
        f, top = _requantised(f, top, check.integer(levels, "levels", low=2), ignore_zeros)
    options = bool(preserve_haralick_bug), bool(use_x_minus_y_variance)
    if labeled is None:
        labels, count = None, 1
    else:
        labels, count = as_regions(labeled, f.shape, f == 0 if ignore_zeros else None)
    if top >= 1 << 16:
        features = np.stack([_slow(*part, distance, options) for part in _parts(f, labels, count, ignore_zeros)] or
                            [np.zeros((0, len(steps_of(f.ndim, 1)), 13))])  # fmt: skip
        features = features.reshape(count, len(steps_of(f.ndim, 1)), 13)
    elif labels is None:
        features = from_sums(image_sums(f, top, distance, ignore_zeros, threads), *options)[None]
    else:
        sums = region_sums(as_planes(f), as_planes(labels), count, f.ndim, distance, threads)
        features = from_sums(sums, *options)
    if labels is None and np.isnan(features[0, :, 0]).any():
        raise ValueError(_EMPTY.format("f", " in some direction: too small, or only zeros"))
    if compute_14th_feature:
        last = [[_fourteenth(*part, step) for step in steps_of(f.ndim, distance)[:, 3 - f.ndim :]]
                for part in _parts(f, labels, count, ignore_zeros)]  # fmt: skip
        last = np.array(last).reshape(*features.shape[:2], 1)
        features = np.concatenate([features, last], axis=2)
    return _summary(features if labeled is not None else features[0], return_mean, return_mean_ptp)


def haralick_features(
    cmats: Iterable[np.ndarray],
    ignore_zeros: bool = False,
    preserve_haralick_bug: bool = False,
    compute_14th_feature: bool = False,
    return_mean: bool = False,
    return_mean_ptp: bool = False,
    use_x_minus_y_variance: bool = False,
) -> np.ndarray:
    """Compute Haralick's texture features of given co-occurrence matrices, which need not be symmetric.

    Parameters
    ----------
    cmats : iterable of (n, n) ndarray
        Counts or probabilities, all of one shape. They are not changed.
    ignore_zeros : bool, optional
        Take row and column 0 as 0. Default: False.
    preserve_haralick_bug, compute_14th_feature, return_mean, return_mean_ptp, use_x_minus_y_variance : bool, optional
        As in `haralick`.

    Returns
    -------
    features : (len(cmats), 13) ndarray of float64
        As `haralick` returns, the matrices in place of directions; where they are not symmetric, H(p_x) and H(p_y) both
        enter the last two columns, and the variance is that of the columns.

    Raises
    ------
    TypeError
        If a matrix is not a real array.
    ValueError
        If there is none, if one is not square, of another shape, or empty.

    Notes
    -----
    Extra memory: as many float64 as one matrix has entries, a few times.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.features.texture import haralick_features
    >>> haralick_features([np.array([[2, 1], [1, 0]])])[0, :3]
    array([ 0.375     ,  0.5       , -0.33333333])
    """
    _one_summary(return_mean, return_mean_ptp)
    options = bool(preserve_haralick_bug), bool(use_x_minus_y_variance)
    features, n = [], None
    for given in cmats:
        matrix = check.array(given, "cmats", ndim=2)
        n = len(matrix) if n is None else n
        if matrix.shape != (n, n):
            raise ValueError(f"`cmats` must be square and all of one shape, but one is {matrix.shape}")
        i, j = np.nonzero(matrix)
        if ignore_zeros:
            kept = (i > 0) & (j > 0)
            i, j = i[kept], j[kept]
        c = matrix[i, j].astype(np.float64)
        if not c.sum():
            raise ValueError(_EMPTY.format("cmats", " in one of its matrices"))
        row = from_cells(i, j, c, n, *options)
        features.append(np.append(row, correlation_of_rows(i, j, c)) if compute_14th_feature else row)
    if not features:
        raise ValueError("`cmats` must hold at least one matrix")
    return _summary(np.array(features), return_mean, return_mean_ptp)


def _distance(distance):
    return min(check.integer(distance, "distance", low=1), 1 << 40)  # further is beyond any image, too


def _one_summary(return_mean, return_mean_ptp):
    if return_mean and return_mean_ptp:
        raise ValueError("`return_mean` and `return_mean_ptp` cannot both be set")


def _summary(features, return_mean, return_mean_ptp):
    """Bring together the directions, the last axis but one."""
    if return_mean:
        return features.mean(axis=-2)
    if return_mean_ptp:
        return np.concatenate([features.mean(axis=-2), np.ptp(features, axis=-2)], axis=-1)
    return features


def _requantised(f, top, levels, ignore_zeros):
    """Bring an image to so many grey levels, if it has more; give it and its largest level."""
    if levels > top:
        return f, top
    dtype = np.uint8 if levels <= 1 << 8 else np.uint16 if levels <= 1 << 16 else np.uint32
    wide = f.astype(np.float64) if top * levels >= 1 << 53 else f.astype(np.int64)
    if ignore_zeros:
        wide = np.where(f > 0, 1 + (wide - 1) * (levels - 1) // top, 0)
    else:
        wide = wide * levels // (top + 1)
    f = np.minimum(wide, levels - 1).astype(dtype)
    return f, int(f.max())


def _parts(f, labels, count, ignore_zeros) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the box of each region, and which of its pixels are in the region."""
    if labels is None:
        yield f, f != 0 if ignore_zeros else np.ones(f.shape, bool)
        return
    flat = labels.ravel()
    order = np.argsort(flat, kind="stable")
    ends = np.searchsorted(flat[order], np.arange(1, count + 2))
    for r in range(count):
        places = np.unravel_index(order[ends[r] : ends[r + 1]], f.shape)
        box = tuple(slice(at.min(initial=f.size), at.max(initial=-1) + 1) for at in places)
        yield f[box], labels[box] == r + 1


def _cells(f, inside, step):
    """Give the cells of the symmetric matrix of what is inside, as (i, j, counts)."""
    a, b = pairs(f, step, inside)
    found, codes = np.unique(np.concatenate([a, b]), return_inverse=True)
    a, b = codes[: len(a)], codes[len(a) :]
    cells, counts = np.unique(np.concatenate([a * len(found) + b, b * len(found) + a]), return_counts=True)
    return found[cells // max(1, len(found))], found[cells % max(1, len(found))], counts


def _slow(f, inside, distance, options):
    """Give the features of any grey levels."""
    rows = []
    for step in steps_of(f.ndim, distance)[:, 3 - f.ndim :]:
        i, j, c = _cells(f, inside, step)
        n = int(f[inside].max(initial=0)) + 1
        rows.append(from_cells(i, j, c, n, *options) if len(c) else np.full(13, np.nan))
    return np.stack(rows)


def _fourteenth(f, inside, step):
    """Give the 14th feature in one direction."""
    i, j, c = _cells(f, inside, step)
    return correlation_of_rows(i, j, c) if len(c) else np.nan
