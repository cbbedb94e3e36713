"""From raw estimates to a prediction: lines."""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from .. import _check as check


class LinearCombination(RegressorMixin, BaseEstimator):
    """Combine several raw estimates of one number, and correct their common bias.

    Parameters
    ----------
    method : {'average', 'matrix'}, default 'average'
        'average' fits one slope and an intercept to the sum of the estimates, 'matrix' a slope for each of them. With few
        images 'average' is the safer.
    clip : (low, high) or None, default (0, 1)
        Range of the number: raw estimates are brought to it when predicting, and so is the prediction.

    Attributes
    ----------
    coef_ : (k,) ndarray of float64
        Slope of each estimate.
    intercept_ : float
        What is added.
    missing_ : (k,) ndarray of float64
        What stands for an estimate that is NaN: the mean of those that are not.

    Notes
    -----
    Least squares; fit it on out-of-bag or held-out estimates, not on those of the data that were learned.

    Examples
    --------
    >>> from pyimg.learn import LinearCombination
    >>> line = LinearCombination().fit([[0.2, 0.3], [0.4, 0.5], [0.7, 0.6]], [0.1, 0.5, 0.9])
    >>> line.predict([[0.4, 0.5], [1, 1]]).round(2)
    array([0.5, 1. ])
    """

    def __init__(self, method="average", clip=(0, 1)):
        self.method = method
        self.clip = clip

    def fit(self, X: Any, y: Any) -> "LinearCombination":
        """Fit slopes and intercept.

        Parameters
        ----------
        X : (N, k) array-like of number
            Raw estimates of N images by k ways. NaN: none.
        y : (N,) array-like of number
            The true numbers.

        Returns
        -------
        LinearCombination
            Itself.

        Raises
        ------
        TypeError, ValueError
            If shapes do not fit, `method` or `clip` is none of those above, or `y` is not finite.
        """
        check.choice(self.method, "method", ("average", "matrix"))
        _range(self.clip)
        X = self._estimates(X, reset=True)
        y = truth_of(self, y, len(X))
        known = ~np.isnan(X)
        counts = known.sum(axis=0)
        self.missing_ = np.where(known, X, 0).sum(axis=0) / np.maximum(counts, 1)
        X = np.where(known, X, self.missing_)
        self.n_features_in_ = X.shape[1]
        columns = X.sum(axis=1, keepdims=True) if self.method == "average" else X
        # the smallest solution where several are as good, about the means so that the intercept is not part of it
        centre = columns.mean(axis=0)
        coef = np.linalg.lstsq(columns - centre, y - y.mean(), rcond=None)[0]
        self.intercept_ = float(y.mean() - centre @ coef)
        self.coef_ = np.broadcast_to(coef, X.shape[1:]).copy()
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Combine raw estimates.

        Parameters
        ----------
        X : (N, k) array-like of number
            Raw estimates. NaN: none.

        Returns
        -------
        (N,) ndarray of float64
            ``clip(intercept_ + clip(X) @ coef_)``.
        """
        check_is_fitted(self)
        X = self._estimates(X, reset=False)
        X = np.where(np.isnan(X), self.missing_, X)
        return clipped(clipped(X, self.clip) @ self.coef_ + self.intercept_, self.clip)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.regressor_tags.poor_score = True  # columns are estimates of one number, not any features
        return tags

    def _estimates(self, X, reset):
        if isinstance(X, list | tuple | np.ndarray) and np.ndim(X) == 1:
            raise ValueError("`X` must have 2 axes, not 1. Reshape your data: a row per image, a column per estimate")
        return validate_data(self, X, reset=reset, dtype=np.float64, ensure_all_finite="allow-nan")


def truth_of(estimator: BaseEstimator, y: Any, count: int) -> np.ndarray:
    """Return the true numbers of `count` images as float64; scikit-learn wants words of its own where there are none."""
    if y is None:
        raise ValueError(f"{type(estimator).__name__} requires y to be passed, but the target y is None: `y` must be an array")
    if isinstance(y, np.ndarray) and y.dtype.kind == "O":
        type_of_target(y, raise_unknown=True)
        y = np.asarray(y, np.float64)
    y = check.array(y, "y")
    if y.ndim == 2 and y.shape[1] == 1:
        y = column_or_1d(y, warn=True)
    y = check.array(y, "y", shape=(count,)).astype(np.float64)
    if not np.isfinite(y).all():
        raise ValueError("`y` must be finite")
    return y


def _range(clip):
    if clip is not None:
        low, high = check.per_axis(clip, "clip", 2)
        if not low < high:
            raise ValueError(f"`clip` must be (low, high), not {clip}")


def clipped(values: np.ndarray, clip: tuple | None) -> np.ndarray:
    """Bring values to a range, if there is one."""
    return values if clip is None else np.clip(values, *clip)
