"""Predictions of images that were not learned, nor any of their experiment."""

from typing import Any

import numpy as np
from sklearn.base import clone

from .. import _check as check
from ._scores import q2_score


def _chosen(values, places):
    return [values[i] for i in places]


def predict_left_out(
    estimator: Any, X: Any, y: Any, groups: Any = None, *, local: Any = None, raw: bool = False
) -> np.ndarray:
    """Predict each image by an estimator that has seen none of its group.

    Parameters
    ----------
    estimator : RegionRegressor, CombinedRegressor or other regressor
        What to fit; it is cloned.
    X : sequence of N
        Images, as the estimator takes them.
    y : (N,) array-like of number
        Their true numbers.
    groups : (N,) sequence, optional
        The experiment (slide, plate, day, sample) of each image; at least two. None: each image is its own, which is right
        only where no two images belong together.
    local : sequence of N, optional
        True values of rows, as the estimator's ``fit`` takes them.
    raw : bool, default False
        Whether to return raw estimates (``predict_raw``).

    Returns
    -------
    (N,) ndarray of float64, or (N, k)
        The predictions, for `q2_score` and `r2`.

    Raises
    ------
    ValueError
        If lengths differ or there are fewer than two groups.

    Notes
    -----
    Nothing here can know which images belong together. Without `groups`, images of one experiment are in training and in
    test, and scores come out too good. The last step of a pipeline gets `local`.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.learn import RegionRegressor, predict_left_out
    >>> y = np.repeat([0.1, 0.3, 0.6, 0.8], 3)
    >>> images = [np.column_stack([np.ones(20), np.full(20, v)]) for v in y]
    >>> predict_left_out(RegionRegressor(), images, y, groups=np.arange(12) % 3).round(2)[:4]
    array([0.1, 0.1, 0.1, 0.3])
    """
    n = len(X)
    y = check.array(y, "y", shape=(n,)).astype(np.float64)
    names = np.arange(n) if groups is None else np.unique(np.asarray(groups), return_inverse=True)[1].ravel()
    if len(names) != n:
        raise ValueError(f"`groups` must have one entry per image ({n}), not {len(names)}")
    if n == 0 or len(np.unique(names)) < 2:
        raise ValueError("`groups` must name at least two groups: nothing would be left to learn")
    answer = None
    key = f"{estimator.steps[-1][0]}__local" if hasattr(estimator, "steps") else "local"
    for group in np.unique(names):
        test, train = np.flatnonzero(names == group), np.flatnonzero(names != group)
        extra = {} if local is None else {key: _chosen(local, train)}
        fitted = clone(estimator).fit(_chosen(X, train), y[train], **extra)
        found = (fitted.predict_raw if raw else fitted.predict)(_chosen(X, test))
        if answer is None:
            answer = np.empty((n, *found.shape[1:]))
        answer[test] = found
    return answer


def compare_splits(estimator: Any, X: Any, y: Any, groups: Any, *, local: Any = None) -> dict[str, float]:
    """Measure how much too good a score is when images are left out one by one and not by experiment.

    Parameters
    ----------
    estimator, X, y, groups, local
        As for `predict_left_out`.

    Returns
    -------
    dict of str to float
        'by_group' and 'by_image': Q² of either; 'inflation': how much more the latter is.

    Raises
    ------
    ValueError
        As `predict_left_out` does.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.learn import RegionRegressor, compare_splits
    >>> rng = np.random.default_rng(0)
    >>> slides = np.repeat(np.arange(5), 3)
    >>> y = rng.random(5)[slides]  # each slide has its value, and its colour, which has nothing to do with it
    >>> images = [np.column_stack([np.ones(20), np.full(20, slide)]) for slide in slides]
    >>> found = compare_splits(RegionRegressor(), images, y, slides)
    >>> found["by_group"] < 0 < found["by_image"]
    True
    """
    by_group = q2_score(y, predict_left_out(estimator, X, y, groups, local=local))
    by_image = q2_score(y, predict_left_out(estimator, X, y, None, local=local))
    return {"by_group": by_group, "by_image": by_image, "inflation": by_image - by_group}
