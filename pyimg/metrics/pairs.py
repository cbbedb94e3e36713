"""Scores of clusterings: are two pixels together in both images? How much does one image tell of the other?"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from ._table import Contingency, contingency


class PairCounts(NamedTuple):
    """Numbers of pairs of pixels, as Python integers."""

    both: int
    segmented_only: int
    reference_only: int
    neither: int


class Variation(NamedTuple):
    """The two parts of the variation of information, in bits."""

    split: float
    merge: float


def _together(sizes: np.ndarray) -> int:
    total = int(sizes.sum())
    if total < 1 << 31:  # squares then fit in int64
        return (int(np.dot(sizes, sizes)) - total) // 2
    return sum(n * (n - 1) // 2 for n in sizes.tolist())


def count_pairs(table: Contingency) -> PairCounts:
    """Count pairs of pixels by whether the two share a label in each image."""
    n = int(table.size.sum())
    both = _together(table.size)
    segmented = _together(table.totals("segmented")[1]) - both
    reference = _together(table.totals("reference")[1]) - both
    return PairCounts(both, segmented, reference, n * (n - 1) // 2 - both - segmented - reference)


def pair_counts(reference: Any, segmented: Any, *, ignore_labels: Iterable[int] = ()) -> PairCounts:
    """Count the pairs of pixels that share a label in both images, in one only, in neither.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape; the background is a label like any other.
    ignore_labels : sequence of int, default ()
        Pixels with one of these labels in `reference` are left out.

    Returns
    -------
    counts : PairCounts of four int
        ``both, segmented_only, reference_only, neither``; exact.

    Raises
    ------
    TypeError, ValueError
        If an image is neither bool nor integer, or the shapes differ.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.pair_counts([1, 1, 2], [1, 1, 1])
    PairCounts(both=1, segmented_only=2, reference_only=0, neither=0)
    """
    return count_pairs(contingency(reference, segmented, ignore_labels=ignore_labels))


def rand_index(reference: Any, segmented: Any, *, ignore_labels: Iterable[int] = ()) -> float:
    """Return the share of the pairs of pixels on which two label images agree.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape; the background is a label like any other.
    ignore_labels : sequence of int, default ()
        Pixels with one of these labels in `reference` are left out.

    Returns
    -------
    index : float
        (both + neither) / all pairs, from 0 to 1. 1 for fewer than two pixels.

    Raises
    ------
    TypeError, ValueError
        If an image is neither bool nor integer, or the shapes differ.

    References
    ----------
    Rand (1971), Objective criteria for the evaluation of clustering methods. doi:10.1080/01621459.1971.10482356

    Examples
    --------
    >>> import pyimg as mh
    >>> round(mh.metrics.rand_index([1, 1, 2, 2], [1, 1, 1, 2]), 3)
    0.5
    """
    p = pair_counts(reference, segmented, ignore_labels=ignore_labels)
    return (p.both + p.neither) / sum(p) if sum(p) else 1.0


def adjusted(p: PairCounts) -> float:
    """Return the adjusted Rand index of pair counts."""
    if not p.segmented_only and not p.reference_only:
        return 1.0
    top = 2 * (p.both * p.neither - p.segmented_only * p.reference_only)
    return top / (
        (p.both + p.reference_only) * (p.reference_only + p.neither)
        + (p.both + p.segmented_only) * (p.segmented_only + p.neither)
    )


def adjusted_rand(reference: Any, segmented: Any, *, ignore_labels: Iterable[int] = ()) -> float:
    """Return the Rand index corrected for chance: 1 for equal partitions, about 0 for unrelated ones.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape; the background is a label like any other.
    ignore_labels : sequence of int, default ()
        Pixels with one of these labels in `reference` are left out.

    Returns
    -------
    index : float
        (index - expected index) / (largest index - expected index), at most 1. 1 for equal partitions, also
        of fewer than two pixels.

    Raises
    ------
    TypeError, ValueError
        If an image is neither bool nor integer, or the shapes differ.

    References
    ----------
    Hubert and Arabie (1985), Comparing partitions. doi:10.1007/BF01908075

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.adjusted_rand([1, 1, 2, 2], [7, 7, 3, 3])
    1.0
    """
    return adjusted(pair_counts(reference, segmented, ignore_labels=ignore_labels))


def pair_jaccard(reference: Any, segmented: Any, *, ignore_labels: Iterable[int] = ()) -> float:
    """Return the Jaccard index of two partitions: of the pairs together in an image, the share together in both.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape; the background is a label like any other.
    ignore_labels : sequence of int, default ()
        Pixels with one of these labels in `reference` are left out.

    Returns
    -------
    index : float
        both / (both + one only), from 0 to 1. 1 where no pair is together in either.

    Raises
    ------
    TypeError, ValueError
        If an image is neither bool nor integer, or the shapes differ.

    See Also
    --------
    jaccard : of the pixels inside two masks.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.pair_jaccard([1, 1, 2, 2], [1, 1, 1, 2])
    0.25
    """
    p = pair_counts(reference, segmented, ignore_labels=ignore_labels)
    union = p.both + p.segmented_only + p.reference_only
    return p.both / union if union else 1.0


def variation_of_information(reference: Any, segmented: Any, *, ignore_labels: Iterable[int] = ()) -> Variation:
    """Return how many bits each label image leaves unsaid of the other.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape; the background is a label like any other.
    ignore_labels : sequence of int, default ()
        Pixels with one of these labels in `reference` are left out.

    Returns
    -------
    split, merge : float
        The conditional entropies H(segmented | reference), which splitting a region raises, and
        H(reference | segmented), which merging raises. Their sum is the variation of information. Both 0 for
        no pixels.

    Raises
    ------
    TypeError, ValueError
        If an image is neither bool nor integer, or the shapes differ.

    References
    ----------
    Meilă (2007), Comparing clusterings: an information based distance. doi:10.1016/j.jmva.2006.11.013

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.variation_of_information([1, 1, 1, 1], [1, 1, 2, 2])
    Variation(split=1.0, merge=0.0)
    """
    return variation(contingency(reference, segmented, ignore_labels=ignore_labels))


def variation(table: Contingency) -> Variation:
    """Return the variation of information of a table."""
    n = table.size.sum()
    if n == 0:
        return Variation(0.0, 0.0)

    def entropy_given(side):
        labels, totals = table.totals(side)
        whole = totals[np.searchsorted(labels, getattr(table, side))]
        return float(np.dot(table.size / n, np.log2(whole / table.size)))

    return Variation(entropy_given("reference"), entropy_given("segmented"))
