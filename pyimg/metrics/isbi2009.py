"""The scores of one paper, counted as its script counts."""

from typing import Any

import numpy as np

from .. import _check as check
from ..labeled import bbox
from ._table import contingency, label_images
from .pairs import count_pairs
from .surfaces import distance_to_border

_LARGEST = 1 << 24  # labels; tables have a row for each


def isbi2009_scores(reference: Any, segmented: Any, *, spacing: Any = None) -> dict[str, float]:
    """Score a field of nuclei as Coelho, Shariff and Murphy (2009) did, slips included.

    Each segmented object belongs to the reference label, the background 0 included, that it shares most pixels
    with; each reference object likewise to a segmented label.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape, 0 for the background, none negative.
    spacing : float or sequence of float, default None
        Size of a pixel along each axis (1 by default), for the two distances.

    Returns
    -------
    scores : dict of str to float
        ``rand``: the Rand index. ``jaccard``: as printed, (both + neither) / (one only + neither), 0 or more and
        not bounded by 1 (inf where that is all); the usual one is `pair_jaccard`. ``hausdorff``: for each
        segmented object that is not on background, the largest distance to the reference's border where the two
        differ, in the box around both; the mean, or 128 where there is none. ``nsd``:
        `normalized_sum_of_distances` of these, 1 for objects on background; the mean, or 1 where there is none.
        ``split``, ``merged``, ``added``, ``missing``: see Notes.

    Raises
    ------
    TypeError
        If an image is neither bool nor integer.
    ValueError
        If the shapes differ, a label is negative or 2**24 and more, or `spacing` is not positive.

    Notes
    -----
    The script counts labels by number, whether a pixel has them or not: a number below the largest that no pixel has
    is an object on the background (``added``, ``missing``, and 1 in ``nsd``). Its histograms have a closed last bin,
    which holds the two largest labels together; ``split`` takes part of the background for an object, and
    ``merged`` skips label 1. So ``split`` is about 1 where nothing is split. `object_counts` counts right.

    References
    ----------
    Coelho, Shariff and Murphy (2009), Nuclear segmentation in microscope cell images: a hand-segmented dataset and
    comparison of algorithms. doi:10.1109/ISBI.2009.5193098

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> reference = np.zeros((8, 8), int); reference[1:4, 1:4] = 1; reference[5:7, 5:7] = 2
    >>> scores = mh.metrics.isbi2009_scores(reference, reference)
    >>> scores["rand"], scores["hausdorff"], scores["nsd"], scores["missing"]
    (1.0, 0.0, 0.0, 0)
    """
    reference, segmented = label_images(reference, segmented)
    if not reference.ndim:
        reference, segmented = reference.reshape(1), segmented.reshape(1)
    sizes = check.spacing(spacing, reference.ndim)
    table = contingency(reference, segmented)
    for name, labels in (("reference", table.reference), ("segmented", table.segmented)):
        if len(labels) and not (labels.min() >= 0 and labels.max() < _LARGEST):
            raise ValueError(f"`{name}` must have labels from 0 to {_LARGEST - 1}; {labels.min()} to {labels.max()} are there")

    pairs = count_pairs(table)
    apart = pairs.segmented_only + pairs.reference_only + pairs.neither
    agree = pairs.both + pairs.neither
    assigned, claimed = _dense(table, "segmented"), _dense(table, "reference")
    distances, largest = _distances(reference, segmented, assigned, sizes)
    return {
        "rand": agree / sum(pairs) if sum(pairs) else 1.0,
        "jaccard": agree / apart if apart else float("inf"),
        "hausdorff": float(np.mean(largest)) if largest else 128.0,
        "nsd": float(np.mean(distances)) if distances else 1.0,
        "split": int(np.count_nonzero(_slipped(assigned) > 1)),
        "merged": int(np.count_nonzero(_slipped(claimed)[2:] > 1)),
        "added": int(np.count_nonzero(assigned[1:] == 0)),
        "missing": int(np.count_nonzero(claimed[1:] == 0)),
    }


def _dense(table, side):
    """Give the partner of each number from 0 to the largest label; 0 for those that no pixel has."""
    labels, partner = table.partners(side)
    dense = np.zeros(int(labels.max()) + 1 if len(labels) else 1, np.int64)
    dense[labels.astype(np.intp)] = partner
    return dense


def _slipped(labels):
    """Count each label up to the largest, with the two largest in one count."""
    counts = np.bincount(labels)
    return np.append(counts[:-2], counts[-2:].sum()) if len(counts) > 1 else counts[:0]


def _distances(reference, segmented, assigned, sizes):
    """Give the normalised sum of each object and the largest distance of each that is not on background."""
    sums, largest = [], []
    if len(assigned) == 1:
        return sums, largest
    ours, theirs = _boxes(segmented), _boxes(reference)
    n = reference.ndim
    for i in range(1, len(assigned)):
        partner = int(assigned[i])
        if partner == 0:
            sums.append(1.0)
            continue
        low = np.minimum(ours[i, ::2], theirs[partner, ::2])
        high = np.maximum(ours[i, 1::2], theirs[partner, 1::2])
        box = tuple(slice(int(low[k]), int(high[k])) for k in range(n))
        a, b = reference[box] == partner, segmented[box] == i
        d = distance_to_border(a, sizes)
        wrong = d[a != b]
        sums.append(float(wrong.sum() / d[a | b].sum()))
        largest.append(float(wrong.max(initial=0.0)))
    return sums, largest


def _boxes(labels):
    """Give (first, end) along each axis of the box of each label."""
    return bbox(labels.astype(np.int32)).reshape(-1, 2 * labels.ndim)
