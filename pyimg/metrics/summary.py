"""All scores of one field at once."""

from typing import Any

import numpy as np

from ._table import contingency
from .isbi2009 import isbi2009_scores
from .objects import count_objects, match_table
from .overlap import dice, jaccard
from .pairs import adjusted, count_pairs, variation


def scores(reference: Any, segmented: Any, *, spacing: Any = None) -> dict[str, float]:
    """Score a label image against a reference in every common way.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape, 0 for the background.
    spacing : float or sequence of float, default None
        Size of a pixel along each axis (1 by default).

    Returns
    -------
    scores : dict of str to float
        Of pixels in pairs: ``rand``, ``adjusted_rand``, ``vi_split``, ``vi_merge``. Of the masks: ``jaccard``, ``dice``.
        Of objects: ``hausdorff`` and ``nsd`` (means, as in `isbi2009_scores`), ``split``, ``merged``,
        ``added``, ``missing`` (`object_counts`), ``precision``, ``recall``, ``f1`` (`match`, IoU 0.5),
        ``average_precision`` (0.5 to 0.95), ``panoptic_quality``.

    Raises
    ------
    TypeError, ValueError
        As `isbi2009_scores`.

    Examples
    --------
    >>> import pyimg as mh
    >>> s = mh.metrics.scores([[0, 1, 1, 0, 2]], [[0, 1, 1, 0, 0]])
    >>> s["missing"], s["precision"], s["recall"], round(s["f1"], 3)
    (1, 1.0, 0.5, 0.667)
    """
    published = isbi2009_scores(reference, segmented, spacing=spacing)
    table = contingency(reference, segmented)
    parts = variation(table)
    at_half = match_table(table, 0.5)
    above = match_table(table, np.nextafter(0.5, 1))
    levels = np.arange(50, 100, 5) / 100
    return {
        "rand": published["rand"],
        "adjusted_rand": adjusted(count_pairs(table)),
        "jaccard": jaccard(reference, segmented),
        "dice": dice(reference, segmented),
        "vi_split": parts.split,
        "vi_merge": parts.merge,
        "hausdorff": published["hausdorff"],
        "nsd": published["nsd"],
        **count_objects(table)._asdict(),
        "precision": at_half.precision,
        "recall": at_half.recall,
        "f1": at_half.f1,
        "average_precision": float(np.mean([match_table(table, t).average_precision for t in levels])),
        "panoptic_quality": above.panoptic_quality,
    }
