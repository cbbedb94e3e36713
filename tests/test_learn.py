"""Region regression: known answers, scikit-learn's conventions, validation by group."""

import subprocess
import sys
import warnings

import numpy as np
import pytest

pytest.importorskip("sklearn")
from sklearn.base import clone
from sklearn.ensemble import RandomForestRegressor
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import GridSearchCV, LeaveOneGroupOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import estimator_checks

from pyimg import learn
from pyimg.learn import (
    CombinedRegressor,
    LinearCombination,
    RegionRegressor,
    compare_splits,
    predict_left_out,
)

RNG = np.random.default_rng(0)


def forest(trees=12, **options):
    return RandomForestRegressor(trees, random_state=1, **options)


def made(n=15, columns=3, seed=0):
    """Images whose rows tell their local value in column 1."""
    rng = np.random.default_rng(seed)
    X, local, y = [], [], []
    for i in range(n):
        value = np.clip(i / (n - 1) + rng.normal(0, 0.1, rng.integers(20, 40)), 0, 1)
        weights = rng.integers(1, 9, len(value))
        X.append(np.column_stack([weights, value, rng.random((len(value), columns - 2))]))
        local.append(value)
        y.append(weights @ value / weights.sum())
    return X, np.array(y), local


# scores


def test_q2_is_one_for_perfect_zero_for_the_mean_and_sees_a_bias():
    y = RNG.random(20)
    assert learn.q2_score(y, y) == 1
    assert abs(learn.q2_score(y, np.full(20, y.mean()))) < 1e-12
    assert learn.q2_score(y, y + 1) < 0
    assert abs(learn.q2_score(y, y**2) - r2_score(y, y**2)) < 1e-12
    assert np.isnan(learn.q2_score([1, 1], [1, 2])) and np.isnan(learn.q2_score([1, np.nan], [1, 2]))


def test_r2_is_the_squared_correlation():
    a, b = RNG.random((2, 30))
    assert abs(learn.r2(a, b) - np.corrcoef(a, b)[0, 1] ** 2) < 1e-12
    assert learn.r2(a, 3 - 2 * a) == pytest.approx(1, abs=1e-12)
    assert np.isnan(learn.r2(a, np.ones(30)))


@pytest.mark.parametrize("score", [learn.q2_score, learn.r2])
def test_scores_name_what_is_wrong(score):
    with pytest.raises(ValueError, match="`y_pred` must have shape"):
        score([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="`y_true` must not be empty"):
        score([], [])
    with pytest.raises(TypeError, match="`y_true`"):
        score("ab", [1, 2])


# lines


def test_matrix_is_least_squares_and_average_a_line_on_the_sum():
    X, y = RNG.random((20, 3)), RNG.random(20)
    matrix, average = (LinearCombination(m, clip=None).fit(X, y) for m in ("matrix", "average"))
    oracle = LinearRegression().fit(X, y)
    np.testing.assert_allclose(matrix.coef_, oracle.coef_)
    np.testing.assert_allclose(matrix.predict(X), oracle.predict(X))
    sums = X.sum(1, keepdims=True)
    np.testing.assert_allclose(average.predict(X), LinearRegression().fit(sums, y).predict(sums))
    assert len(set(average.coef_)) == 1


def test_a_line_through_nothing_is_the_mean():
    line = LinearCombination().fit([[0.5], [0.5]], [0.2, 0.4])
    np.testing.assert_allclose(line.predict([[0.1], [np.nan]]), [0.3, 0.3])


def test_estimates_are_clipped_before_and_after():
    line = LinearCombination(clip=(0, 1)).fit([[0.2], [0.4], [0.6]], [0, 0.4, 0.8])
    np.testing.assert_allclose(line.predict([[-3], [0.1], [0.3], [9]]), [0, 0, 0.2, 1], atol=1e-12)


def test_a_missing_estimate_counts_as_the_mean_one():
    line = LinearCombination(clip=None).fit([[1.0, 2], [np.nan, 3], [3, 4]], [1, 2, 3])
    np.testing.assert_allclose(line.missing_, [2, 3])
    np.testing.assert_allclose(line.predict([[np.nan, np.nan]]), line.predict([[2, 3]]))


@pytest.mark.parametrize(
    ("line", "X", "words"),
    [
        (LinearCombination("other"), [[1.0], [2]], "`method`"),
        (LinearCombination(clip=(1, 0)), [[1.0], [2]], "`clip`"),
        (LinearCombination(), [1.0, 2], "`X` must have 2 axes"),
        (LinearCombination(), [[1.0]], "`y` must have shape"),
    ],
)
def test_lines_name_what_is_wrong(line, X, words):
    with pytest.raises(ValueError, match=words):
        line.fit(X, [0.0, 1])


# region regression


def test_the_answer_is_the_corrected_weighted_mean_of_the_forest():
    X, y, local = made()
    ours = RegionRegressor(forest(max_features=2)).fit(X, y, local=local)
    rows = np.concatenate(X)
    theirs = forest(max_features=2, oob_score=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs.fit(rows, np.concatenate(local))
    ends = np.cumsum([len(x) for x in X])[:-1]
    seen = np.sum([np.bincount(np.unique(s), minlength=len(rows)) for s in theirs.estimators_samples_], axis=0)
    known = np.split(seen < 12, ends)
    raw = [np.average(p[k], weights=x[k, 0]) for x, p, k in zip(X, np.split(theirs.oob_prediction_, ends), known)]
    np.testing.assert_allclose(ours.raw_, raw)
    line = LinearRegression().fit(np.array(raw)[:, None], y)
    estimates = np.array([np.average(theirs.predict(x), weights=x[:, 0]) for x in X])
    np.testing.assert_allclose(ours.predict_raw(X), estimates)
    np.testing.assert_allclose(ours.predict(X), np.clip(line.predict(estimates[:, None]), 0, 1))
    assert ours.score(X, y) > 0.98


def test_rows_that_were_never_out_of_bag_are_left_out():
    X, y, local = made()
    local = [v + 5 for v in local]  # scikit-learn says 0 for those rows
    fitted = RegionRegressor(forest(2), clip=None).fit(X, y + 5, local=local)
    assert fitted.raw_.min() > 4.5


def test_unweighted_thinned_and_holes():
    X, y, local = made()
    X = [np.array(x, dtype=np.float32) for x in X]
    X[0][0, 2] = np.nan
    every = RegionRegressor(forest(), weights=None).fit(X, y, local=local)
    np.testing.assert_allclose(every.predict_raw(X[:1]), every.forest_.predict(np.nan_to_num(X[0])).mean())
    third = RegionRegressor(forest(), train_rows=3).fit(X, y, local=local)
    chosen = RegionRegressor(forest(), train_rows=lambda x: np.arange(0, len(x), 3)).fit(X, y, local=local)
    np.testing.assert_array_equal(third.predict(X), chosen.predict(X))
    np.testing.assert_array_equal(third.raw_, RegionRegressor(forest()).fit([x[::3] for x in X], y, local=[v[::3] for v in local]).raw_)


def test_an_image_without_rows_gets_the_mean():
    X, y, local = made()
    fitted = RegionRegressor(forest()).fit([*X, X[0][:0]], [*y, 0.5], local=[*local, []])
    assert np.isnan(fitted.raw_[-1])
    assert 0.3 < fitted.predict([X[0][:0]])[0] < 0.7


def test_without_local_values_rows_have_the_number_of_their_image():
    X, y, _ = made()
    assert RegionRegressor(forest()).fit(X, y).score(X, y) > 0.9


def test_the_same_seed_gives_the_same_bits():
    X, y, local = made()
    one, two = (RegionRegressor(forest(n_jobs=jobs)).fit(X, y, local=local).predict(X) for jobs in (1, 2))
    np.testing.assert_array_equal(one, two)


def test_it_is_a_scikit_learn_estimator():
    X, y, local = made()
    estimator = RegionRegressor(forest(5), clip=None)
    copy = clone(estimator.set_params(forest__max_features=1, weights=None))
    assert copy.get_params()["forest__max_features"] == 1 and copy.get_params()["weights"] is None
    assert copy.forest is not estimator.forest
    pipeline = make_pipeline(FunctionTransformer(lambda images: [np.sqrt(x) for x in images]), estimator)
    pipeline.fit(X, y, regionregressor__local=local)
    assert pipeline.score(X, y) > 0.8
    groups = np.arange(15) // 3
    left_out = cross_val_predict(estimator, X, y, groups=groups, cv=LeaveOneGroupOut())
    np.testing.assert_allclose(left_out, predict_left_out(estimator, X, y, groups))
    search = GridSearchCV(estimator, {"forest__n_estimators": [5, 9]}, cv=LeaveOneGroupOut()).fit(X, y, groups=groups)
    assert search.best_params_["forest__n_estimators"] in (5, 9)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda X, y, local: (X, y[:-1], local), "`y` must have shape"),
        (lambda X, y, local: (X, y * np.nan, local), "`y` must be finite"),
        (lambda X, y, local: (X, y, local[:-1]), "`local` must have one entry per image"),
        (lambda X, y, local: (X, y, [v[1:] for v in local]), "`local` must have shape"),
        (lambda X, y, local: ([X[0][:, :2], *X[1:]], y, local), "`X` must have matrices of 2 columns"),
        (lambda X, y, local: ([x + np.inf for x in X], y, local), "`X` must not be infinite"),
        (lambda X, y, local: ([x[:0] for x in X], y, [v[:0] for v in local]), "at least one row"),
        (lambda X, y, local: ([], [], []), "at least one image"),
    ],
)
def test_region_regression_names_what_is_wrong(change, words):
    X, y, local = change(*made())
    with pytest.raises(ValueError, match=words):
        RegionRegressor(forest()).fit(X, y, local=local)


def test_local_values_are_split_with_their_images():
    X, y, local = made()
    groups = np.arange(15) // 3
    search = GridSearchCV(RegionRegressor(forest(5)), {"weights": [0, None]}, cv=LeaveOneGroupOut())
    search.fit(X, y, groups=groups, local=local)
    weighted = [predict_left_out(RegionRegressor(forest(5), weights=w), X, y, groups, local=local) for w in (0, None)]
    q2 = [np.mean([learn.q2_score(y[groups == g], p[groups == g]) for g in range(5)]) for p in weighted]
    np.testing.assert_allclose(search.cv_results_["mean_test_score"], q2)


# scikit-learn's own checks


@estimator_checks.parametrize_with_checks([LinearCombination(), LinearCombination("matrix", clip=None)])
def test_lines_pass_the_checks_of_scikit_learn(estimator, check):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check(estimator)


# the others take a sequence of matrices (or of dicts), so that only checks without data are for them
WITHOUT_DATA = (
    "check_estimator_cloneable", "check_estimator_repr", "check_no_attributes_set_in_init",
    "check_parameters_default_constructible", "check_get_params_invariance", "check_set_params", "check_valid_tag_types",
    "check_estimators_unfitted",
)  # fmt: skip


@pytest.mark.parametrize("name", WITHOUT_DATA)
@pytest.mark.parametrize("estimator", [RegionRegressor(), CombinedRegressor([("a", RegionRegressor())])], ids=["region", "combined"])
def test_regressors_of_images_pass_those_without_data(estimator, name):
    if name == "check_parameters_default_constructible" and isinstance(estimator, CombinedRegressor):
        estimator = estimator.regressors[0][1]  # one without regressors there is not
    getattr(estimator_checks, name)(type(estimator).__name__, estimator)


@pytest.mark.parametrize("estimator", [LinearCombination(), RegionRegressor(), CombinedRegressor([("a", RegionRegressor())])])
def test_nothing_is_predicted_before_it_is_learned(estimator):
    with pytest.raises(NotFittedError):
        estimator.predict([{"a": np.ones((2, 2))}] if isinstance(estimator, CombinedRegressor) else [np.ones((2, 2))])


# combination


def two_ways(n=15):
    X, y, local = made(n)
    other = made(n, seed=1)
    return [{"a": x, "b": z} for x, z in zip(X, other[0])], y, [{"a": v, "b": w} for v, w in zip(local, other[2])]


@pytest.mark.parametrize("method", ["average", "matrix"])
def test_a_combination_is_a_line_on_out_of_bag_estimates(method):
    X, y, local = two_ways()
    combined = CombinedRegressor([("a", RegionRegressor(forest())), ("b", RegionRegressor(forest(9)))], method)
    combined.fit(X, y, local=local)
    single = [
        RegionRegressor(forest(t)).fit([x[n] for x in X], y, local=[v[n] for v in local]) for n, t in (("a", 12), ("b", 9))
    ]
    raw = np.column_stack([s.raw_ for s in single])
    np.testing.assert_array_equal(combined.raw_, raw)
    estimates = np.column_stack([s.predict_raw([x[n] for x in X]) for n, s in zip("ab", single)])
    expected = LinearCombination(method).fit(raw, y).predict(estimates)
    np.testing.assert_array_equal(combined.predict(X), expected)


def test_a_combination_is_a_scikit_learn_estimator():
    X, y, local = two_ways()
    combined = CombinedRegressor([("a", RegionRegressor(forest(5))), ("b", RegionRegressor(forest(5)))])
    combined.set_params(method="matrix", a__forest__n_estimators=7)
    assert clone(combined).get_params()["a__forest__n_estimators"] == 7
    found = predict_left_out(combined, X, y, np.arange(15) % 5, local=local)
    assert learn.q2_score(y, found) > 0.9
    assert predict_left_out(combined, X, y, np.arange(15) % 5, local=local, raw=True).shape == (15, 2)
    with pytest.raises(ValueError, match="`X` must have 'a' for each image"):
        combined.fit([{"b": x["b"]} for x in X], y)
    with pytest.raises(ValueError, match="at least one"):
        CombinedRegressor([]).fit(X, y)


# validation


def test_no_image_is_predicted_by_what_has_seen_its_group():
    class Remembers(RegionRegressor):
        def fit(self, X, y, *, local=None):
            self.seen_ = [x[0, 0] for x in X]
            return self

        def predict(self, X):
            return np.array([float(x[0, 0] in self.seen_) for x in X])

    X = [np.full((1, 1), i) for i in (1, 1, 2, 2, 3)]
    y = np.arange(5.0)
    np.testing.assert_array_equal(predict_left_out(Remembers(), X, y, ["p", "p", "q", "q", "r"]), 0)
    np.testing.assert_array_equal(predict_left_out(Remembers(), X, y), [1, 1, 1, 1, 0])


def test_splitting_by_image_flatters():
    rng = np.random.default_rng(3)
    slides = np.repeat(np.arange(6), 3)
    y = rng.random(6)[slides]
    X = [np.column_stack([np.ones(10), np.full(10, slide), rng.random(10)]) for slide in slides]
    found = compare_splits(RegionRegressor(forest(10)), X, y, slides)
    assert found["by_image"] > 0.9 and found["by_group"] < 0.3
    assert found["inflation"] == found["by_image"] - found["by_group"]


def test_a_pipeline_gets_local_values_too():
    X, y, local = made()
    pipeline = make_pipeline(FunctionTransformer(), RegionRegressor(forest(5)))
    groups = np.arange(15) % 3
    expected = predict_left_out(RegionRegressor(forest(5)), X, y, groups, local=local)
    np.testing.assert_array_equal(predict_left_out(pipeline, X, y, groups, local=local), expected)


def test_validation_names_what_is_wrong():
    X, y, _ = made()
    with pytest.raises(ValueError, match="at least two groups"):
        predict_left_out(RegionRegressor(forest()), X, y, np.zeros(15))
    with pytest.raises(ValueError, match="one entry per image"):
        predict_left_out(RegionRegressor(forest()), X, y, [0, 1])


def test_scikit_learn_is_loaded_when_it_is_needed(tmp_path):
    code = "import sys, pyimg.learn; pyimg.learn.r2([1, 2], [1, 2]); assert 'sklearn' not in sys.modules"
    subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, check=True)
    code = (
        "import sys; sys.modules['sklearn'] = None; import pyimg.learn\n"
        "try: pyimg.learn.RegionRegressor\nexcept ImportError as e: assert 'pyimg[learn]' in str(e)\nelse: raise SystemExit(1)"
    )
    subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, check=True)
