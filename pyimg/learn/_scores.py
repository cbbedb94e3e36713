"""How good predictions are."""

from typing import Any

import numpy as np

from .. import _check as check


def _pair(y_true, y_pred):
    y_true = check.array(y_true, "y_true", ndim=1, empty=False).astype(np.float64)
    y_pred = check.array(y_pred, "y_pred", shape=y_true.shape).astype(np.float64)
    return y_true, y_pred


def q2_score(y_true: Any, y_pred: Any) -> float:
    """Return the share of the variance that predictions of held-out values explain.

    Parameters
    ----------
    y_true, y_pred : (N,) array-like of number
        True values, and predictions by models that have not seen them.

    Returns
    -------
    float
        ``1 - sum((y_pred - y_true)**2) / sum((y_true - mean(y_true))**2)``: 1 is perfect, 0 as good as the mean, negative
        worse. NaN where all true values are the same, or a value is NaN.

    Raises
    ------
    TypeError
        If an argument holds no numbers.
    ValueError
        If the lengths differ or are 0.

    Notes
    -----
    It is 1 minus the mean squared error in units of the variance, and so punishes a bias, which `r2` does not see.

    Examples
    --------
    >>> from pyimg.learn import q2_score
    >>> q2_score([0, 1, 2, 3], [0, 1, 2, 2])
    0.8
    """
    y_true, y_pred = _pair(y_true, y_pred)
    around = np.square(y_true - y_true.mean()).sum()
    return float(1 - np.square(y_pred - y_true).sum() / around) if around else float("nan")


def r2(y_true: Any, y_pred: Any) -> float:
    """Return the squared correlation (Pearson's) of two sets of values.

    Parameters
    ----------
    y_true, y_pred : (N,) array-like of number
        The values; which is which does not matter.

    Returns
    -------
    float
        Between 0 and 1; NaN where one of them is constant, or a value is NaN.

    Raises
    ------
    TypeError
        If an argument holds no numbers.
    ValueError
        If the lengths differ or are 0.

    Notes
    -----
    scikit-learn's ``r2_score`` is `q2_score`, not this.

    Examples
    --------
    >>> from pyimg.learn import r2
    >>> r2([0, 1, 2, 3], [5, 7, 9, 11])
    1.0
    """
    y_true, y_pred = _pair(y_true, y_pred)
    a, b = y_true - y_true.mean(), y_pred - y_pred.mean()
    size = (a @ a) * (b @ b)
    return float(min((a @ b) ** 2 / size, 1.0)) if size > 0 else float("nan")
