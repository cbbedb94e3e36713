"""A number for an image from rows of features of its parts."""

import warnings
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.ensemble import RandomForestRegressor
from sklearn.utils.validation import check_is_fitted

from .. import _check as check
from ._linear import LinearCombination, clipped, truth_of


class RegionRegressor(RegressorMixin, BaseEstimator):
    """Predict a number for an image from rows of features, one for each of its places or regions.

    A forest learns the local value of each row, with the rows of all training images in one pool. The raw estimate of an
    image is the weighted mean over its rows. A line, fitted on out-of-bag raw estimates of the training images, corrects
    it.

    Parameters
    ----------
    forest : RandomForestRegressor or None, default None
        The forest: a scikit-learn regressor with ``oob_score``. None: 100 trees, all features at each split, full depth,
        ``random_state=1``.
    weights : int or None, default 0
        The column with the weight of a row, such as the area of the region; it is also a feature. None: all are 1.
    clip : (low, high) or None, default (0, 1)
        Range of the number.
    train_rows : callable, int or None, default None
        Which rows of an image to learn: every so many, or ``train_rows(matrix)``, indices or mask. None: all. Estimates of
        new images always use all rows.

    Attributes
    ----------
    forest_ : RandomForestRegressor
        The fitted forest.
    line_ : LinearCombination
        The correction.
    raw_ : (N,) ndarray of float64
        Out-of-bag raw estimates of the training images; NaN where no row was ever out of bag.

    See Also
    --------
    predict_left_out : Validation that keeps experiments apart.

    Notes
    -----
    NaN features count as 0. Rows that every tree has learned (there are some with few trees) are left out of out-of-bag
    estimates, for which scikit-learn would say 0. An image without rows, or without weight, gets the mean raw estimate
    of the training images. The forest may learn in several jobs; it answers in one, so that the same seed gives the same
    bits. ``score`` is Q².

    References
    ----------
    L. P. Coelho, C. Pato, A. Friães, A. Neumann, M. von Köckritz-Blickwede, M. Ramirez, J. A. Carriço. Automatic
    determination of NET (neutrophil extracellular traps) coverage in fluorescent microscopy images. Bioinformatics
    31(14):2364-2370, 2015. doi:10.1093/bioinformatics/btv156

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.learn import RegionRegressor
    >>> rng = np.random.default_rng(0)
    >>> local = [rng.random(40) * level for level in np.linspace(0, 1, 12)]
    >>> images = [np.column_stack([np.ones(40), v, rng.random(40)]) for v in local]
    >>> y = [v.mean() for v in local]
    >>> bool(RegionRegressor().fit(images, y, local=local).score(images, y) > 0.9)
    True
    """

    def __init__(self, forest=None, weights=0, clip=(0, 1), train_rows=None):
        self.forest = forest
        self.weights = weights
        self.clip = clip
        self.train_rows = train_rows

    def fit(self, X: Any, y: Any, *, local: Any = None) -> "RegionRegressor":
        """Learn from images.

        Parameters
        ----------
        X : sequence of N (rows, columns) array-like of number
            One matrix for each image; numbers of rows may differ.
        y : (N,) array-like of number
            The true number of each image.
        local : sequence of N (rows,) array-like of number, optional
            The true value of each row. Default: the number of its image.

        Returns
        -------
        RegionRegressor
            Itself.

        Raises
        ------
        TypeError, ValueError
            If shapes do not fit, there are no rows, or values are not finite.
        """
        X = matrices(X)
        y = truth_of(self, y, len(X))
        local = _local(local, X, y)
        chosen = [self._chosen(x) for x in X]
        rows = np.concatenate([x[at] for x, at in zip(X, chosen)])
        values = np.concatenate([v[at] for v, at in zip(local, chosen)])
        if not len(rows):
            raise ValueError("`X` must have at least one row to learn")
        forest = RandomForestRegressor(100, random_state=1) if self.forest is None else clone(self.forest)
        forest.set_params(oob_score=True)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Some inputs do not have OOB scores")  # they are left out below
            self.forest_ = forest.fit(rows, values)
        self.forest_.set_params(n_jobs=1)  # more would add trees in any order, and the last bits with it
        self.n_features_in_ = rows.shape[1]
        out_of_bag = np.where(_seen_by_all(forest, len(rows)), np.nan, forest.oob_prediction_)
        ends = np.cumsum([len(v[at]) for v, at in zip(local, chosen)])[:-1]
        self.raw_ = np.array(
            [self._mean(x[at], v) for x, at, v in zip(X, chosen, np.split(out_of_bag, ends))],
        )
        known = ~np.isnan(self.raw_)
        if not known.any():
            raise ValueError("no row was out of bag: give `forest` more trees")
        self.line_ = LinearCombination(clip=self.clip).fit(self.raw_[known][:, None], y[known])
        return self

    def _chosen(self, x):
        if self.train_rows is None:
            return slice(None)
        if callable(self.train_rows):
            return np.asarray(self.train_rows(x))
        return slice(None, None, check.integer(self.train_rows, "train_rows", low=1))

    def _mean(self, x, values):
        weights = np.ones(len(x)) if self.weights is None else x[:, self.weights]
        known = ~np.isnan(values)
        total = weights[known].sum()
        return float(weights[known] @ values[known] / total) if total > 0 else np.nan

    def predict_raw(self, X: Any) -> np.ndarray:
        """Estimate images without the correction.

        Parameters
        ----------
        X : sequence of N (rows, columns) array-like of number
            One matrix for each image.

        Returns
        -------
        (N,) ndarray of float64
            Weighted means of what the forest says of each row; NaN for images without rows or weight.
        """
        check_is_fitted(self)
        X = matrices(X, self.n_features_in_)
        rows = np.concatenate([*X, np.empty((0, self.n_features_in_))])
        values = self.forest_.predict(rows) if len(rows) else np.empty(0)
        ends = np.cumsum([len(x) for x in X])[:-1]
        return np.array([self._mean(x, v) for x, v in zip(X, np.split(values, ends))])

    def predict(self, X: Any) -> np.ndarray:
        """Estimate images.

        Parameters
        ----------
        X : sequence of N (rows, columns) array-like of number
            One matrix for each image.

        Returns
        -------
        (N,) ndarray of float64
            Raw estimates, corrected and clipped.
        """
        check_is_fitted(self)
        return self.line_.predict(clipped(self.predict_raw(X), self.clip)[:, None])

    def __sklearn_tags__(self):
        return of_images(super().__sklearn_tags__())


def of_images(tags: Any) -> Any:
    """Return scikit-learn's tags of an estimator that takes a sequence of matrices."""
    tags.input_tags.two_d_array = False
    tags.input_tags.allow_nan = True
    return tags


def matrices(X: Any, columns: int | None = None) -> list[np.ndarray]:
    """Return the matrices of images as float64, with 0 for NaN; all must have as many columns."""
    found = []
    for x in X:
        a = check.array(x, "X", ndim=2).astype(np.float64)
        columns = a.shape[1] if columns is None else columns
        if a.shape[1] != columns:
            raise ValueError(f"`X` must have matrices of {columns} columns, but one has {a.shape[1]}")
        if np.isinf(a).any():
            raise ValueError("`X` must not be infinite")
        found.append(np.nan_to_num(a, nan=0.0))
    if not found:
        raise ValueError("`X` must hold at least one image")
    return found


def _local(local, X, y):
    if local is None:
        return [np.full(len(x), v) for x, v in zip(X, y)]
    if len(local) != len(X):
        raise ValueError(f"`local` must have one entry per image ({len(X)}), not {len(local)}")
    values = [check.array(v, "local", shape=x.shape[:1]).astype(np.float64) for v, x in zip(local, X)]
    if not all(np.isfinite(v).all() for v in values):
        raise ValueError("`local` must be finite")
    return values


def _seen_by_all(forest, rows):
    """Say for each row whether every tree has learned it."""
    seen = np.zeros(rows, np.int64)
    for sample in forest.estimators_samples_:
        seen[np.unique(sample)] += 1
    return seen == len(forest.estimators_)
