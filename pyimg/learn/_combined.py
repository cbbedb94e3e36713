"""Several ways to break images up, combined."""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.utils.metaestimators import _BaseComposition
from sklearn.utils.validation import check_is_fitted

from ._linear import LinearCombination
from ._regions import of_images


class CombinedRegressor(RegressorMixin, _BaseComposition, BaseEstimator):
    """Combine region regressors that see the same images in different ways.

    Parameters
    ----------
    regressors : list of (name, RegionRegressor)
        The ways. Each is fitted on its own matrices.
    method : {'average', 'matrix'}, default 'average'
        How raw estimates are combined, see `LinearCombination`; fitted on out-of-bag estimates.
    clip : (low, high) or None, default (0, 1)
        Range of the number.

    Attributes
    ----------
    regressors_ : list of RegionRegressor
        The fitted ones, in the order of `regressors`.
    line_ : LinearCombination
        The combination.
    raw_ : (N, k) ndarray of float64
        Out-of-bag raw estimates of the training images.

    See Also
    --------
    predict_left_out : Validation that keeps experiments apart.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.learn import CombinedRegressor, RegionRegressor
    >>> rng = np.random.default_rng(0)
    >>> y = np.linspace(0, 1, 10)
    >>> images = [{n: np.column_stack([np.ones(30), v + 0.1 * rng.random(30)]) for n in "ab"} for v in y]
    >>> combined = CombinedRegressor([("a", RegionRegressor()), ("b", RegionRegressor())])
    >>> bool(combined.fit(images, y).score(images, y) > 0.9)
    True
    """

    def __init__(self, regressors, method="average", clip=(0, 1)):
        self.regressors = regressors
        self.method = method
        self.clip = clip

    def get_params(self, deep: bool = True) -> dict:
        """Return the parameters, those of the regressors too as ``name__parameter``.

        Parameters
        ----------
        deep : bool, default True
            Whether to give those of the regressors.

        Returns
        -------
        dict
            Names and values.
        """
        return self._get_params("regressors", deep=deep)

    def set_params(self, **params: Any) -> "CombinedRegressor":
        """Set parameters.

        Parameters
        ----------
        **params : Any
            As `get_params` names them.

        Returns
        -------
        CombinedRegressor
            Itself.
        """
        self._set_params("regressors", **params)
        return self

    def fit(self, X: Any, y: Any, *, local: Any = None) -> "CombinedRegressor":
        """Learn from images.

        Parameters
        ----------
        X : sequence of N dict of str to (rows, columns) array-like
            For each image a matrix for each name in `regressors`.
        y : (N,) array-like of number
            The true number of each image.
        local : sequence of N dict of str to (rows,) array-like, optional
            The true value of each row. Default: the number of its image.

        Returns
        -------
        CombinedRegressor
            Itself.

        Raises
        ------
        TypeError, ValueError
            As `RegionRegressor.fit` does, or if a name is missing.
        """
        if not self.regressors:
            raise ValueError("`regressors` must hold at least one")
        names = [name for name, _ in self.regressors]
        self._validate_names(names)
        self.regressors_ = []
        for name, regressor in self.regressors:
            values = None if local is None else _part(local, name, "local")
            self.regressors_.append(clone(regressor).fit(_part(X, name, "X"), y, local=values))
        self.raw_ = np.column_stack([r.raw_ for r in self.regressors_])
        self.line_ = LinearCombination(self.method, self.clip).fit(self.raw_, y)
        return self

    def predict_raw(self, X: Any) -> np.ndarray:
        """Estimate images in each way, without correction.

        Parameters
        ----------
        X : sequence of N dict of str to (rows, columns) array-like
            As for `fit`.

        Returns
        -------
        (N, k) ndarray of float64
            A column for each way.
        """
        check_is_fitted(self)
        parts = zip(self.regressors, self.regressors_)
        return np.column_stack([r.predict_raw(_part(X, name, "X")) for (name, _), r in parts])

    def predict(self, X: Any) -> np.ndarray:
        """Estimate images.

        Parameters
        ----------
        X : sequence of N dict of str to (rows, columns) array-like
            As for `fit`.

        Returns
        -------
        (N,) ndarray of float64
            The combined estimates, clipped.
        """
        check_is_fitted(self)
        return self.line_.predict(self.predict_raw(X))

    def __sklearn_tags__(self):
        return of_images(super().__sklearn_tags__())


def _part(X, name, what):
    try:
        return [x[name] for x in X]
    except (KeyError, TypeError, IndexError):
        raise ValueError(f"`{what}` must have {name!r} for each image") from None
