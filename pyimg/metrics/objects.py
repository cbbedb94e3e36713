"""Scores of objects: which are found, split, merged, missed, added?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .. import _check as check
from ._table import Contingency, contingency


class ObjectCounts(NamedTuple):
    """Numbers of errors of a segmentation, each an object."""

    split: int
    merged: int
    added: int
    missing: int


@dataclass(frozen=True, eq=False)
class Matches:
    """Objects of two images paired one to one, by intersection over union (IoU).

    Attributes
    ----------
    reference, segmented : (k,) ndarray of int64
        Labels of the pairs, in ascending order of `reference`.
    iou : (k,) ndarray of float64
        Pixels in both over pixels in either.
    missed, spurious : ndarray of int64
        Labels without a partner, of the reference and of the segmentation.
    """

    reference: np.ndarray
    segmented: np.ndarray
    iou: np.ndarray
    missed: np.ndarray
    spurious: np.ndarray

    @property
    def true_positives(self) -> int:
        """Number of pairs."""
        return len(self.reference)

    @property
    def false_positives(self) -> int:
        """Number of segmented objects without a partner."""
        return len(self.spurious)

    @property
    def false_negatives(self) -> int:
        """Number of reference objects without a partner."""
        return len(self.missed)

    def _share(self, *errors: float) -> float:
        return self.true_positives / (self.true_positives + sum(errors)) if self.true_positives + sum(errors) else 1.0

    @property
    def precision(self) -> float:
        """Share of the segmented objects with a partner; 1 where there is no object at all on that side."""
        return self._share(self.false_positives)

    @property
    def recall(self) -> float:
        """Share of the reference objects with a partner; 1 where there is none."""
        return self._share(self.false_negatives)

    @property
    def f1(self) -> float:
        """``2 pairs / all objects`` of both; 1 where both images are empty."""
        return self._share(self.false_positives / 2, self.false_negatives / 2)

    @property
    def average_precision(self) -> float:
        """``pairs / (pairs + missed + spurious)`` (as in the Data Science Bowl 2018); 1 where both are empty."""
        return self._share(self.false_positives, self.false_negatives)

    @property
    def segmentation_quality(self) -> float:
        """Mean IoU of the pairs; 0 where there is none, 1 where both images are empty."""
        if len(self.iou):
            return float(self.iou.mean())
        return float(not (len(self.missed) or len(self.spurious)))

    @property
    def panoptic_quality(self) -> float:
        """`segmentation_quality` times `f1`."""
        return self.segmentation_quality * self.f1


def count_objects(table: Contingency) -> ObjectCounts:
    """Count the errors of a table."""

    def astray(side):
        labels, partner = table.partners(side)
        partner = partner[labels != 0]
        _, claims = np.unique(partner[partner != 0], return_counts=True)
        return int(np.count_nonzero(claims > 1)), int(np.count_nonzero(partner == 0))

    split, added = astray("segmented")
    merged, missing = astray("reference")
    return ObjectCounts(split, merged, added, missing)


def object_counts(reference: Any, segmented: Any) -> ObjectCounts:
    """Count the objects that are split, merged, added and missing.

    Each object belongs to the label of the other image, the background 0 included, that it shares most pixels
    with (the smaller label of two equal ones).

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape, 0 for the background.

    Returns
    -------
    split : int
        Reference objects to which two or more segmented objects belong.
    merged : int
        Segmented objects to which two or more reference objects belong.
    added : int
        Segmented objects that belong to the background.
    missing : int
        Reference objects that belong to the background.

    Raises
    ------
    TypeError, ValueError
        If an image is neither bool nor integer, or the shapes differ.

    Notes
    -----
    Two empty images have no errors. The counts printed in the paper differ: see `isbi2009_scores`.

    References
    ----------
    Coelho, Shariff and Murphy (2009), Nuclear segmentation in microscope cell images. doi:10.1109/ISBI.2009.5193098

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.object_counts([0, 1, 1, 1, 0, 2, 2, 3, 0], [0, 1, 2, 2, 0, 3, 3, 3, 4])
    ObjectCounts(split=1, merged=1, added=1, missing=0)
    """
    return count_objects(contingency(reference, segmented))


def _overlaps(table: Contingency):
    """Give labels of objects of both images, and index pairs that meet with their IoU."""
    ref_labels, ref_sizes = table.totals("reference")
    seg_labels, seg_sizes = table.totals("segmented")
    r = np.searchsorted(ref_labels, table.reference)
    s = np.searchsorted(seg_labels, table.segmented)
    iou = table.size / (ref_sizes[r] + seg_sizes[s] - table.size)
    objects = (table.reference != 0) & (table.segmented != 0)
    return ref_labels, seg_labels, r[objects], s[objects], iou[objects]


def match_table(table: Contingency, threshold: float) -> Matches:
    """Pair the objects of a table one to one: as many as possible, the best overlaps first."""
    ref_labels, seg_labels, r, s, iou = _overlaps(table)
    good = iou >= threshold
    order = np.lexsort((s[good], r[good], -iou[good]))
    r, s, iou = r[good][order], s[good][order], iou[good][order]
    if threshold > 0.5:  # no object can have two such partners
        partner = dict(zip(r.tolist(), s.tolist()))
    else:
        partner = _most_pairs(r.tolist(), s.tolist())
    values = dict(zip(zip(r.tolist(), s.tolist()), iou.tolist()))
    pairs = sorted(partner.items())
    mine, others = np.array([p[0] for p in pairs], int), np.array([p[1] for p in pairs], int)
    objects = [ref_labels[ref_labels != 0], seg_labels[seg_labels != 0]]
    return Matches(
        ref_labels[mine],
        seg_labels[others],
        np.array([values[p] for p in pairs], float),
        np.setdiff1d(objects[0], ref_labels[mine]),
        np.setdiff1d(objects[1], seg_labels[others]),
    )


def _most_pairs(r: list[int], s: list[int]) -> dict[int, int]:
    """Match greedily in the given order, then add pairs along augmenting paths until none is left."""
    partner, owner, choices = {}, {}, {}
    for a, b in zip(r, s):
        choices.setdefault(a, []).append(b)
        if a not in partner and b not in owner:
            partner[a], owner[b] = b, a
    for start in [a for a in choices if a not in partner]:
        came, queue, end = {}, [start], None
        for a in queue:  # breadth first: grows while it is walked
            for b in choices[a]:
                if b in came:
                    continue
                came[b] = a
                if b not in owner:
                    end = b
                    break
                queue.append(owner[b])
            if end is not None:
                break
        while end is not None:
            a = came[end]
            owner[end] = a
            partner[a], end = end, partner.get(a)
    return partner


def match(reference: Any, segmented: Any, *, threshold: float = 0.5) -> Matches:
    """Pair the objects of two label images one to one where they overlap enough.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape, 0 for the background.
    threshold : float, default 0.5
        Least intersection over union (IoU) of a pair, above 0, at most 1.

    Returns
    -------
    matches : Matches
        The pairs and who is left over, with ``precision``, ``recall``, ``f1``, ``average_precision``,
        ``segmentation_quality`` and ``panoptic_quality``.

    Raises
    ------
    TypeError, ValueError
        If an image is neither bool nor integer, the shapes differ, or `threshold` is out of range.

    Notes
    -----
    Above 0.5 an object has one possible partner at most. Up to 0.5 the number of pairs is the largest possible;
    among such matchings one that started from the best overlaps is taken.

    Examples
    --------
    >>> import pyimg as mh
    >>> m = mh.metrics.match([1, 1, 1, 0, 2, 2], [7, 7, 0, 0, 8, 9])
    >>> m.reference, m.segmented, m.missed, m.spurious, m.f1
    (array([1, 2]), array([7, 8]), array([], dtype=int64), array([9]), 0.8)
    """
    return match_table(contingency(reference, segmented), _threshold(threshold))


def _threshold(value):
    value = check.number(value, "threshold", high=1)
    if value <= 0:
        raise ValueError(f"`threshold` must be above 0, not {value}")
    return value


def average_precision(
    reference: Any, segmented: Any, *, thresholds: float | Iterable[float] = tuple(np.arange(50, 100, 5) / 100)
) -> float:
    """Return the mean of pairs / (pairs + missed + spurious) over thresholds of the overlap.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape, 0 for the background.
    thresholds : float or sequence of float, default 0.5, 0.55, … 0.95
        Least intersection over union of a pair, each above 0, at most 1.

    Returns
    -------
    score : float
        From 0 to 1. 1 where both images are empty.

    Raises
    ------
    TypeError, ValueError
        If an image is neither bool nor integer, the shapes differ, or a threshold is out of range.

    References
    ----------
    Caicedo et al. (2019), Nucleus segmentation across imaging experiments: the 2018 Data Science Bowl.
    doi:10.1038/s41592-019-0612-7

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.average_precision([1, 1, 1, 0, 2, 2], [7, 7, 0, 0, 8, 8], thresholds=[0.5, 0.9])
    0.6666666666666666
    """
    levels = [_threshold(t) for t in np.ravel(np.asarray(thresholds)).tolist()]
    if not levels:
        raise ValueError("`thresholds` must hold at least one number")
    table = contingency(reference, segmented)
    return float(np.mean([match_table(table, t).average_precision for t in levels]))


def panoptic_quality(reference: Any, segmented: Any) -> float:
    """Return the mean overlap of the objects that match (IoU above 0.5) times their F1.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape, 0 for the background.

    Returns
    -------
    quality : float
        ``sum of IoU over pairs / (pairs + missed / 2 + spurious / 2)``, from 0 to 1. 1 where both images are empty.

    Raises
    ------
    TypeError, ValueError
        If an image is neither bool nor integer, or the shapes differ.

    References
    ----------
    Kirillov et al. (2019), Panoptic segmentation. doi:10.1109/CVPR.2019.00963

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.panoptic_quality([1, 1, 1, 0, 2, 2], [7, 7, 0, 0, 8, 8])
    0.8333333333333333
    """
    return match_table(contingency(reference, segmented), np.nextafter(0.5, 1)).panoptic_quality
