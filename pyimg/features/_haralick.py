"""Haralick's formulas, from sums and from the cells of a matrix."""

import numpy as np

LARGEST = 4096  # grey levels that the 14th feature, which needs eigenvalues, can have


def from_sums(sums: np.ndarray, bug: bool, difference_variance: bool) -> np.ndarray:
    """Give 13 features from each row of sums (see `_cooccurrence`); NaN where there is no pair."""
    (pairs, top, square, entropy, first, second, e_levels, e_sums, e_diffs, d_square, moment1, moment2, inverse) = (
        np.moveaxis(sums, -1, 0)
    )
    out = np.full((*sums.shape[:-1], 13), np.nan)
    some = pairs > 0
    total = np.where(some, 2 * pairs, 1)
    top = np.maximum(top, 0)
    log = np.log2(total)
    mean = first / total
    offset = mean - np.floor(mean)  # `second` is about the mean rounded down
    variance = np.maximum(second / total - offset**2, 0)
    contrast = moment2 / total
    # n log n / n may miss log n in its last digit: where all pairs are in one cell the entropy is 0, not a trace
    sum_entropy, H, HX, difference_entropy = (
        np.where(left > 1e-14 * log, left, 0.0) for left in (log - e / total for e in (e_sums, entropy, e_levels, e_diffs))
    )
    sum_average = 2 * mean
    sum_variance = np.maximum(4 * variance - contrast, 0)
    features = (
        square / total**2,
        contrast,
        np.where(variance > 0, 1 - contrast / np.where(variance > 0, 2 * variance, 1), 1.0),
        variance,
        inverse / total,
        sum_average,
        sum_variance + (sum_average - sum_entropy) ** 2 if bug else sum_variance,
        sum_entropy,
        H,
        contrast - (moment1 / total) ** 2
        if difference_variance
        else d_square / total**2 / (top + 1) - 1 / (top + 1) ** 2,
        difference_entropy,
        (H - 2 * HX) / np.where(HX > 0, HX, 1),
        np.sqrt(np.maximum(0, 1 - np.exp(-2 * (2 * HX - H)))),
    )
    for i, values in enumerate(features):
        out[..., i] = np.where(some, values, np.nan)
    return out


def _entropy(p):
    p = p[p > 0]
    return float(-(p * np.log2(p)).sum()) + 0.0


def _marginal(k, p):
    """Give the distinct numbers of `k`, and the sums of p there."""
    found, at = np.unique(k, return_inverse=True)
    return found, np.bincount(at, p, minlength=len(found)), at


def from_cells(
    i: np.ndarray, j: np.ndarray, c: np.ndarray, n: int, bug: bool, difference_variance: bool
) -> np.ndarray:
    """Give 13 features of any (n, n) matrix from its non-zero cells c at (i, j)."""
    p = c / c.sum()
    low = min(i.min(), j.min())
    difference = np.abs(np.where(i > j, i - j, j - i).astype(np.float64))
    x, y = (i - low).astype(np.float64), (j - low).astype(np.float64)
    low = float(low)
    kx, px, at_x = _marginal(y, p)  # mahotas's x are the columns
    ky, py, at_y = _marginal(x, p)
    ux, uy = (px * kx).sum(), (py * ky).sum()
    vx, vy = (px * (kx - ux) ** 2).sum(), (py * (ky - uy) ** 2).sum()
    ks, ps, _ = _marginal(x + y, p)
    kd, pd, _ = _marginal(difference, p)
    mean_sum = (ps * ks).sum()
    variance = (ps * (ks - mean_sum) ** 2).sum()
    average = mean_sum + 2 * low
    sum_entropy, H, HX, HY = (_entropy(q) for q in (ps, p, px, py))
    present = (px > 0)[at_x] & (py > 0)[at_y]
    cross = np.where(present, px[at_x] * py[at_y], 1)
    HXY1 = -(p * np.log2(cross)).sum()
    mean_difference = (kd * pd).sum()
    return np.array([
        (p * p).sum(),
        (kd**2 * pd).sum(),
        1.0 if vx == 0 or vy == 0 else (p * (y - ux) * (x - uy)).sum() / np.sqrt(vx) / np.sqrt(vy),
        vx,
        (pd / (1 + kd**2)).sum(),
        average,
        variance + (average - sum_entropy) ** 2 if bug else variance,
        sum_entropy,
        H,
        (pd * (kd - mean_difference) ** 2).sum() if difference_variance else (pd**2).sum() / n - 1 / n**2,
        _entropy(pd),
        (H - HXY1) / (max(HX, HY) or 1),
        np.sqrt(max(0, 1 - np.exp(-2 * (HX + HY - H)))),
    ])  # fmt: skip


def correlation_of_rows(i: np.ndarray, j: np.ndarray, c: np.ndarray) -> float:
    """Give the 14th feature from the cells c at (i, j): the root of the second largest eigenvalue of the
    correlations of the rows that are not empty; 0 where there are fewer than three.
    """
    kx, px, _ = _marginal(j, c.astype(np.float64))
    kx = kx[px != 0]
    if len(kx) <= 2:
        return 0.0
    if len(kx) > LARGEST:
        raise ValueError(f"the 14th feature can be had for up to {LARGEST} grey levels, not {len(kx)}: pass `levels=`")
    known = np.isin(i, kx) & np.isin(j, kx)
    matrix = np.zeros((len(kx), len(kx)))
    matrix[np.searchsorted(kx, i[known]), np.searchsorted(kx, j[known])] = c[known]
    rows = matrix - matrix.mean(1, keepdims=True)
    lengths = np.sqrt((rows * rows).sum(1, keepdims=True))
    rows /= np.where(lengths > 0, lengths, 1)  # a constant row goes with no other
    with np.errstate(all="ignore"):
        values = np.linalg.eigvalsh(rows @ rows.T)
    return float(np.sqrt(max(0.0, values[-2])))
