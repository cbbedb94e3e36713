"""Predict a number for an image from its parts: region regression with scikit-learn (``pip install pyimg[learn]``).

An image is broken up into places or regions, each a row of features with a known local value; a forest learns the rows;
its answers are averaged over an image and corrected by a line (`RegionRegressor`). Several ways to break images up are
combined (`CombinedRegressor`).

Warning
-------
Split by experiment, not by image. Images of one slide, plate or day look alike, and a regressor recognises them: with
such images in both training and test, scores tell how well it remembers, not how well it will do on the next
experiment. Here Q² comes out 1 to 5 points too high, in other fields far more. Give ``groups=`` (the experiment of each
image) to all that validates or tunes: `predict_left_out`, or scikit-learn's ``LeaveOneGroupOut`` and ``GroupKFold``.
`compare_splits` measures what the wrong split would have added.
"""

from importlib import import_module

from ._scores import q2_score, r2

_HOME = {
    "CombinedRegressor": "_combined",
    "LinearCombination": "_linear",
    "RegionRegressor": "_regions",
    "compare_splits": "_validation",
    "predict_left_out": "_validation",
}

__all__ = [
    "CombinedRegressor",
    "LinearCombination",
    "RegionRegressor",
    "compare_splits",
    "predict_left_out",
    "q2_score",
    "r2",
]


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise ImportError(f"pyimg.learn.{name} needs scikit-learn: pip install 'pyimg[learn]'") from error
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})
