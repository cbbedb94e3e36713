"""Scores of masks: the pixels that two masks share."""

from typing import Any

import numpy as np

from .. import _check as check


def masks(reference: Any, segmented: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return both as bool arrays of one shape (inside is what is not 0), or say what is wrong."""
    reference = check.array(reference, "reference")
    segmented = check.array(segmented, "segmented")
    check.same_shape(segmented, "segmented", reference, "reference")
    return reference != 0, segmented != 0


def jaccard(reference: Any, segmented: Any) -> float:
    """Return the pixels inside both masks over the pixels inside either (intersection over union).

    Parameters
    ----------
    reference, segmented : (...) ndarray
        Masks of one shape; inside is what is not 0 (NaN too).

    Returns
    -------
    index : float
        ``|A & B| / |A | B|``, from 0 to 1. 1 where both are empty.

    Raises
    ------
    TypeError, ValueError
        If a mask is not real, or the shapes differ.

    See Also
    --------
    pair_jaccard : of two partitions, by pairs of pixels.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.jaccard([1, 1, 0, 0], [0, 1, 1, 1])
    0.25
    """
    a, b = masks(reference, segmented)
    union = np.count_nonzero(a | b)
    return int(np.count_nonzero(a & b)) / int(union) if union else 1.0


def dice(reference: Any, segmented: Any) -> float:
    """Return twice the pixels inside both masks over the sum of their sizes.

    Parameters
    ----------
    reference, segmented : (...) ndarray
        Masks of one shape; inside is what is not 0 (NaN too).

    Returns
    -------
    coefficient : float
        ``2 |A & B| / (|A| + |B|)``, from 0 to 1. 1 where both are empty.

    Raises
    ------
    TypeError, ValueError
        If a mask is not real, or the shapes differ.

    References
    ----------
    Dice (1945), Measures of the amount of ecologic association between species. doi:10.2307/1932409

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.dice([1, 1, 0, 0], [0, 1, 1, 1])
    0.4
    """
    a, b = masks(reference, segmented)
    sizes = np.count_nonzero(a) + np.count_nonzero(b)
    return 2 * int(np.count_nonzero(a & b)) / int(sizes) if sizes else 1.0
