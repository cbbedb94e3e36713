"""Scores of outlines: how far is one mask's border from the other's, in the unit of `spacing`?"""

from typing import Any

import numpy as np

from .. import _check as check
from ..distance import distance
from .overlap import masks


def _box(mask: np.ndarray) -> tuple[slice, ...]:
    """Return the smallest box around a mask that is not empty."""
    box = []
    for axis in range(mask.ndim):
        there = np.flatnonzero(mask.any(axis=tuple(a for a in range(mask.ndim) if a != axis)))
        box.append(slice(int(there[0]), int(there[-1]) + 1))
    return tuple(box)


def _checked(reference, segmented, spacing):
    """Return both masks, cut to the box around their union, and the spacing."""
    a, b = masks(reference, segmented)
    if not a.ndim:
        a, b = a.reshape(1), b.reshape(1)
    sizes = check.spacing(spacing, a.ndim)
    union = a | b
    if union.any():
        box = _box(union)
        a, b = a[box], b[box]
    return a, b, sizes


def _borders(mask: np.ndarray) -> np.ndarray:
    """Return the pixels of a mask with a face neighbour outside it; beyond the frame is outside."""
    inner = np.pad(mask, 1)
    middle = (slice(1, -1),) * mask.ndim
    inside = mask.copy()
    for axis in range(mask.ndim):
        for part in (slice(None, -2), slice(2, None)):
            inside &= inner[middle[:axis] + (part,) + middle[axis + 1 :]]
    return mask & ~inside


def _directed(a: np.ndarray, b: np.ndarray, sizes) -> tuple[np.ndarray, np.ndarray]:
    """Return each distance from a pixel of `a` to the nearest of `b`, and back; neither is empty."""
    return distance(~b, "euclidean", spacing=sizes)[a], distance(~a, "euclidean", spacing=sizes)[b]


def hausdorff(reference: Any, segmented: Any, *, spacing: Any = None, on: str = "sets") -> float:
    """Return the largest distance from a pixel of either mask to the nearest of the other.

    Parameters
    ----------
    reference, segmented : (...) ndarray
        Masks of one shape; inside is what is not 0.
    spacing : float or sequence of float, default None
        Size of a pixel along each axis (1 by default).
    on : {'sets', 'borders'}, default 'sets'
        Whether all pixels inside count, or those with a face neighbour outside (beyond the frame is outside).

    Returns
    -------
    distance : float
        ``max(max over a of d(a, B), max over b of d(b, A))``, exact. 0 where both are empty, inf where one is.

    Raises
    ------
    TypeError, ValueError
        If a mask is not real, the shapes differ, or `spacing` is not positive.

    Notes
    -----
    Extra memory: about 18 bytes per pixel of the box around both.

    References
    ----------
    Huttenlocher, Klanderman and Rucklidge (1993), Comparing images using the Hausdorff distance. doi:10.1109/34.232073

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.hausdorff([1, 1, 0, 0, 0], [0, 1, 1, 1, 1])
    3.0
    """
    check.choice(on, "on", ("sets", "borders"))
    return _largest(reference, segmented, spacing, on == "borders", 100.0)


def hausdorff95(reference: Any, segmented: Any, *, spacing: Any = None, percentile: float = 95.0) -> float:
    """Return the Hausdorff distance between borders without the farthest 5 % of either.

    Parameters
    ----------
    reference, segmented : (...) ndarray
        Masks of one shape; inside is what is not 0.
    spacing : float or sequence of float, default None
        Size of a pixel along each axis (1 by default).
    percentile : float, default 95
        From 0 to 100.

    Returns
    -------
    distance : float
        The larger of the two percentiles (linear between ranks, as `numpy.percentile`) of the distances from
        each border pixel of one mask to the nearest border pixel of the other. A border pixel is one inside
        with a face neighbour outside; beyond the frame is outside. 0 where both masks are empty, inf where one is.

    Raises
    ------
    TypeError, ValueError
        If a mask is not real, the shapes differ, or `spacing` or `percentile` is out of range.

    Notes
    -----
    Others take one percentile of both directions pooled (MedPy), which lets the longer border decide; the larger
    of two is what "Metrics Reloaded" recommends. Extra memory: about 20 bytes per pixel of the box around both.

    References
    ----------
    Maier-Hein et al. (2024), Metrics reloaded. doi:10.1038/s41592-023-02151-z

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.hausdorff95([1, 1, 0, 0, 0], [0, 1, 1, 1, 1], percentile=100)
    3.0
    """
    percentile = check.number(percentile, "percentile", low=0, high=100)
    return _largest(reference, segmented, spacing, True, percentile)


def _largest(reference, segmented, spacing, on_borders, percentile):
    a, b, sizes = _checked(reference, segmented, spacing)
    if not (a.any() and b.any()):
        return float("inf") if a.any() or b.any() else 0.0
    if on_borders:
        a, b = _borders(a), _borders(b)
    there, back = _directed(a, b, sizes)
    if percentile == 100:
        return float(max(there.max(), back.max()))
    return float(max(np.percentile(there, percentile), np.percentile(back, percentile)))


def surface_dice(reference: Any, segmented: Any, tolerance: float, *, spacing: Any = None) -> float:
    """Return the share of both borders that lies within `tolerance` of the other (normalised surface distance).

    Parameters
    ----------
    reference, segmented : (...) ndarray
        Masks of one shape; inside is what is not 0.
    tolerance : float
        Largest distance that is no error, in the unit of `spacing`; at least 0.
    spacing : float or sequence of float, default None
        Size of a pixel along each axis (1 by default).

    Returns
    -------
    score : float
        Border pixels of either mask at most `tolerance` from the other's border, over all border pixels: 0 to 1.
        A border pixel is one inside with a face neighbour outside; beyond the frame is outside. 1 where both
        masks are empty, 0 where one is.

    Raises
    ------
    TypeError, ValueError
        If a mask is not real, the shapes differ, or a number is out of range.

    References
    ----------
    Nikolov et al. (2021), Clinically applicable segmentation of head and neck anatomy. doi:10.2196/26151
    (with areas of surface elements; here each border pixel counts 1.)

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.surface_dice([0, 1, 1, 1, 0, 0], [0, 1, 1, 1, 1, 0], tolerance=1)
    1.0
    """
    tolerance = check.number(tolerance, "tolerance", low=0)
    a, b, sizes = _checked(reference, segmented, spacing)
    if not (a.any() and b.any()):
        return float(not (a.any() or b.any()))
    near = np.concatenate(_directed(_borders(a), _borders(b), sizes)) <= tolerance
    return int(np.count_nonzero(near)) / near.size


def average_surface_distance(reference: Any, segmented: Any, *, spacing: Any = None) -> float:
    """Return the mean distance between two borders, both ways pooled (ASSD).

    Parameters
    ----------
    reference, segmented : (...) ndarray
        Masks of one shape; inside is what is not 0.
    spacing : float or sequence of float, default None
        Size of a pixel along each axis (1 by default).

    Returns
    -------
    distance : float
        (sum of distances from each border pixel of one mask to the nearest of the other, both ways) / (number of
        border pixels of both). A border pixel is one inside with a face neighbour outside; beyond the frame is
        outside. 0 where both masks are empty, inf where one is.

    Raises
    ------
    TypeError, ValueError
        If a mask is not real, the shapes differ, or `spacing` is not positive.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.average_surface_distance([0, 1, 1, 0, 0], [0, 1, 1, 1, 0])
    0.5
    """
    a, b, sizes = _checked(reference, segmented, spacing)
    if not (a.any() and b.any()):
        return float("inf") if a.any() or b.any() else 0.0
    return float(np.concatenate(_directed(_borders(a), _borders(b), sizes)).mean())


def distance_to_border(mask: np.ndarray, sizes: Any) -> np.ndarray:
    """Return how far each pixel is from the nearest on the other side of a mask's border.

    Where nothing is outside, all around the array is.
    """
    if mask.all():
        inside = distance(np.pad(mask, 1), "euclidean", spacing=sizes)
        return inside[(slice(1, -1),) * mask.ndim]
    if not mask.any():
        return np.full(mask.shape, np.inf)
    return np.where(mask, distance(mask, "euclidean", spacing=sizes), distance(~mask, "euclidean", spacing=sizes))


def normalized_sum_of_distances(reference: Any, segmented: Any, *, spacing: Any = None) -> float:
    """Return how much of two masks disagrees, each pixel weighted by its distance to the reference's border.

    Parameters
    ----------
    reference, segmented : (...) ndarray
        Masks of one shape, usually of one object each; inside is what is not 0.
    spacing : float or sequence of float, default None
        Size of a pixel along each axis (1 by default). It cancels where all axes have the same.

    Returns
    -------
    score : float
        With D the distance of a pixel to the nearest on the other side of the reference's border, within the box
        around both masks: ``sum of D where the masks differ / sum of D where either is``; 0 is best, 1 worst.
        0 where both are empty, 1 where one is. A reference that fills that box ends where the box ends.

    Raises
    ------
    TypeError, ValueError
        If a mask is not real, the shapes differ, or `spacing` is not positive.

    Notes
    -----
    `isbi2009_scores` gives the mean over the objects of a field, as the paper does.

    References
    ----------
    Coelho, Shariff and Murphy (2009), Nuclear segmentation in microscope cell images. doi:10.1109/ISBI.2009.5193098

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.normalized_sum_of_distances([0, 1, 1, 0, 0], [0, 1, 1, 1, 0])
    0.25
    """
    a, b, sizes = _checked(reference, segmented, spacing)
    if not (a.any() and b.any()):
        return 1.0 if a.any() or b.any() else 0.0
    d = distance_to_border(a, sizes)
    return float(d[a != b].sum() / d[a | b].sum())
