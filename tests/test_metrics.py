"""Scores of segmentations: known answers, other libraries, relations, edges."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import pyimg as mh
from pyimg import metrics as m

INF = float("inf")


@st.composite
def label_pairs(draw, dtypes=("i4", "u1", "i8"), top=5, min_side=0):
    shape = draw(s.shapes(1, 3, min_side, 6))
    elements = st.integers(0, top)
    return tuple(
        s.layout(draw, draw(hnp.arrays(draw(st.sampled_from(dtypes)), shape, elements=elements)))
        for _ in range(2)
    )


@st.composite
def mask_pairs(draw, min_side=0):
    shape = draw(s.shapes(1, 3, min_side, 7))
    return tuple(s.layout(draw, draw(hnp.arrays(bool, shape))) for _ in range(2))


def disc(shape, centre, radius):
    return sum((g - c) ** 2 for g, c in zip(np.indices(shape), centre)) <= radius**2


# The table


@given(label_pairs())
def test_contingency_counts_every_pair(pair):
    a, b = pair
    table = m.contingency(a, b)
    pairs, sizes = np.unique(np.stack([a.ravel(), b.ravel()]).astype(int), axis=1, return_counts=True)
    np.testing.assert_array_equal(np.stack([table.reference, table.segmented]), pairs)
    np.testing.assert_array_equal(table.size, sizes)


def test_contingency_takes_any_labels_and_any_number_of_them():
    a = np.array([-5, 2**40, -5, 0])
    b = np.array([200, 7, 200, 0], np.uint8)
    table = m.contingency(a, b)
    assert table.reference.tolist() == [-5, 0, 2**40]
    assert table.segmented.tolist() == [200, 0, 7]
    assert table.size.tolist() == [2, 1, 1]
    huge = np.array([2**64 - 1, 0], np.uint64)
    assert m.contingency(huge, huge).segmented.tolist() == [0, 2**64 - 1]
    many = np.random.default_rng(0).permutation(100_000)
    table = m.contingency(many, many[::-1].copy())
    assert table.size.sum() == table.size.size == 100_000
    assert (table.reference == np.arange(100_000)).all()
    assert m.contingency(np.array([-1], np.int8), np.array([True])).reference.tolist() == [-1]


def test_contingency_leaves_out_what_is_ignored():
    table = m.contingency([0, 1, 2, 2], [1, 1, 1, 0], ignore_labels=[0, 2])
    assert (table.reference.tolist(), table.segmented.tolist(), table.size.tolist()) == ([1], [1], [1])


# Pairs of pixels


def test_pairs_by_hand():
    reference, segmented = [1, 1, 2, 2], [1, 1, 1, 2]
    assert m.pair_counts(reference, segmented) == (1, 2, 1, 2)
    assert m.rand_index(reference, segmented) == 0.5
    assert m.pair_jaccard(reference, segmented) == 0.25
    assert m.adjusted_rand(reference, segmented) == 0.0
    # Hubert and Arabie's formula on the table [[2, 1], [0, 3]]
    assert m.adjusted_rand([1, 1, 1, 2, 2, 2], [1, 1, 2, 2, 2, 2]) == pytest.approx(12 / 37)


@given(label_pairs(min_side=1))
def test_pairs_as_scikit_learn(pair):
    sk = pytest.importorskip("sklearn.metrics")
    a, b = (np.ascontiguousarray(x).astype(int).ravel() for x in pair)
    assert m.rand_index(*pair) == pytest.approx(sk.rand_score(a, b))
    assert m.adjusted_rand(*pair) == pytest.approx(sk.adjusted_rand_score(a, b))


@given(label_pairs(min_side=1))
def test_variation_of_information_as_scikit_image(pair):
    sk = pytest.importorskip("skimage.metrics")
    a, b = (np.ascontiguousarray(x).astype(int) for x in pair)
    np.testing.assert_allclose(m.variation_of_information(*pair), sk.variation_of_information(a, b), atol=1e-12)


@given(label_pairs(), st.permutations(range(6)))
def test_scores_of_partitions_do_not_depend_on_the_numbers(pair, order):
    a, b = (np.ascontiguousarray(x).astype(int) for x in pair)
    renumbered = np.array(order)[b]
    assert m.adjusted_rand(a, b) == m.adjusted_rand(a, renumbered)
    assert m.pair_jaccard(a, b) == m.pair_jaccard(a, renumbered)
    ours, swapped = m.variation_of_information(a, b), m.variation_of_information(renumbered, a)
    assert ours == pytest.approx(swapped[::-1], abs=1e-12)


def test_splitting_and_merging_show_in_their_part():
    one, two = np.ones(8, int), np.repeat([1, 2], 4)
    assert m.variation_of_information(one, two) == (1, 0)
    assert m.variation_of_information(two, one) == (0, 1)


def test_pairs_of_many_pixels_are_exact():
    table = m.Contingency(np.array([0, 1]), np.array([0, 1]), np.array([2**33, 3]))
    from pyimg.metrics.pairs import count_pairs

    n = 2**33
    assert count_pairs(table) == (n * (n - 1) // 2 + 3, 0, 0, 3 * n)


# Masks


@given(mask_pairs())
def test_overlap_by_counting(pair):
    a, b = (set(map(tuple, np.argwhere(x))) for x in pair)
    assert m.jaccard(*pair) == (len(a & b) / len(a | b) if a | b else 1)
    assert m.dice(*pair) == (2 * len(a & b) / (len(a) + len(b)) if a or b else 1)


@given(mask_pairs(min_side=1))
def test_hausdorff_as_scikit_image(pair):
    sk = pytest.importorskip("skimage.metrics")
    assert m.hausdorff(*pair) == pytest.approx(sk.hausdorff_distance(*map(np.ascontiguousarray, pair)))


def brute(a, b, spacing):
    """Distances from each point of either set to the other, by all pairs."""
    p, q = (np.argwhere(x) * np.asarray(spacing) for x in (a, b))
    d = np.sqrt(((p[:, None] - q[None]) ** 2).sum(-1))
    return d.min(1), d.min(0)


def border(mask):
    padded = np.pad(mask, 1)
    inside = np.ones(mask.shape, bool)
    for axis in range(mask.ndim):
        for step in (-1, 1):
            inside &= np.roll(padded, step, axis)[(slice(1, -1),) * mask.ndim]
    return mask & ~inside


@given(mask_pairs(min_side=1), st.sampled_from([1.0, 0.5, 3.0]))
def test_distances_by_all_pairs(pair, first):
    a, b = map(np.ascontiguousarray, pair)
    spacing = (first,) + (1.0,) * (a.ndim - 1)
    if not (a.any() and b.any()):
        worst = INF if a.any() or b.any() else 0
        assert m.hausdorff(a, b) == m.hausdorff95(a, b) == m.average_surface_distance(a, b) == worst
        assert m.surface_dice(a, b, 1) == (worst == 0)
        assert m.normalized_sum_of_distances(a, b) == (worst > 0)
        return
    there, back = brute(a, b, spacing)
    assert m.hausdorff(a, b, spacing=spacing) == pytest.approx(max(there.max(), back.max()))
    there, back = brute(border(a), border(b), spacing)
    assert m.hausdorff(a, b, spacing=spacing, on="borders") == pytest.approx(max(there.max(), back.max()))
    both = np.concatenate([there, back])
    assert m.hausdorff95(a, b, spacing=spacing) == pytest.approx(
        max(np.percentile(there, 95), np.percentile(back, 95))
    )
    assert m.average_surface_distance(a, b, spacing=spacing) == pytest.approx(both.mean())
    assert m.surface_dice(a, b, 1.0, spacing=spacing) == pytest.approx((both <= 1).mean())


def test_distances_of_two_discs():
    a, b = disc((60, 60), (30, 30), 20), disc((60, 60), (30, 30), 15)
    assert 5 <= m.hausdorff(a, b) < 5.2
    assert m.hausdorff(a, b, spacing=0.5) == m.hausdorff(a, b) / 2
    assert m.surface_dice(a, b, 3.9) == 0
    assert m.surface_dice(a, b, 5.2) == 1
    assert 4 < m.average_surface_distance(a, b) < 5.5
    # a hole far inside changes borders only
    hollow = a & ~disc((60, 60), (30, 30), 3)
    assert m.hausdorff(a, hollow) < 4.2
    assert m.hausdorff(a, hollow, on="borders") > 15


def test_normalised_sum_by_hand():
    # inside the box around both, distances to the other side of the reference's border: 2, 1 | 1
    assert m.normalized_sum_of_distances([0, 1, 1, 0, 0], [0, 1, 1, 1, 0]) == 1 / 4
    assert m.normalized_sum_of_distances([0, 1, 1, 1, 0], [0, 1, 1, 0, 0]) == 1 / 4  # box: the reference
    assert m.normalized_sum_of_distances([1, 1], [1, 1]) == 0
    assert m.normalized_sum_of_distances([[1, 1], [0, 0]], [[0, 0], [1, 1]], spacing=(3, 1)) == 1
    a = disc((30, 30), (14, 14), 9)
    assert m.normalized_sum_of_distances(a, a) == 0
    assert m.normalized_sum_of_distances(a, np.roll(a, 1, 0)) < m.normalized_sum_of_distances(a, np.roll(a, 3, 0))


# Objects


def test_counts_by_hand():
    reference = [0, 1, 1, 1, 0, 2, 2, 3, 3, 0, 4, 0]
    segmented = [0, 1, 2, 2, 0, 3, 3, 3, 3, 4, 0, 0]
    # 1 is split in 1 and 2; 2 and 3 are merged in 3; 4 is added; 4 is missing
    assert m.object_counts(reference, segmented) == (1, 1, 1, 1)
    assert m.object_counts(reference, reference) == (0, 0, 0, 0)
    assert m.object_counts(reference, np.zeros(12, int)) == (0, 0, 0, 4)
    assert m.object_counts(np.zeros(12, int), segmented) == (0, 0, 4, 0)


def test_matches_by_hand():
    reference = np.array([1, 1, 1, 1, 0, 2, 2, 2, 0, 3])
    segmented = np.array([9, 9, 9, 0, 0, 5, 6, 6, 6, 0])
    found = m.match(reference, segmented)  # IoU 3/4, and 2/4 of 2 with 6
    assert found.reference.tolist() == [1, 2]
    assert found.segmented.tolist() == [9, 6]
    assert found.iou.tolist() == [0.75, 0.5]
    assert (found.missed.tolist(), found.spurious.tolist()) == ([3], [5])
    assert found.precision == found.recall == found.f1 == 2 / 3
    assert found.average_precision == 0.5
    assert m.average_precision(reference, segmented, thresholds=[0.5, 0.75, 0.8]) == pytest.approx((0.5 + 0.2) / 3)
    assert m.panoptic_quality(reference, segmented) == pytest.approx(0.75 / 3)


def test_a_low_threshold_finds_the_most_pairs():
    # Greedy takes 1-5 (the best overlap) and leaves 2 and 6 alone; both can be served.
    reference = np.array([1] * 6 + [2] * 4)
    segmented = np.array([6] * 2 + [5] * 4 + [5] * 2 + [0] * 2)
    found = m.match(reference, segmented, threshold=0.2)
    assert found.reference.tolist() == [1, 2]
    assert found.segmented.tolist() == [6, 5]


@given(label_pairs(top=8), st.sampled_from([0.1, 0.3, 0.5, 0.7]))
def test_matches_are_as_many_as_an_assignment_finds(pair, threshold):
    optimize = pytest.importorskip("scipy.optimize")
    a, b = (np.ascontiguousarray(x).astype(int) for x in pair)
    rows, columns = np.unique(a[a > 0]), np.unique(b[b > 0])
    iou = np.array([[m.jaccard(a == i, b == j) for j in columns] for i in rows]).reshape(len(rows), len(columns))
    good = iou >= threshold
    i, j = optimize.linear_sum_assignment(-good.astype(float))
    found = m.match(a, b, threshold=threshold)
    assert found.true_positives == int(good[i, j].sum())
    assert found.true_positives + found.false_negatives == len(rows)
    assert found.true_positives + found.false_positives == len(columns)
    for r, c, value in zip(found.reference, found.segmented, found.iou):
        assert value == m.jaccard(a == r, b == c) >= threshold


def test_empty_images_have_scores():
    for shape in ((0,), (0, 4), (5, 5), ()):
        none = np.zeros(shape, np.int32)
        scores = m.scores(none, none)
        perfect = "rand adjusted_rand jaccard dice precision recall f1 average_precision panoptic_quality".split()
        assert [scores[k] for k in perfect] == [1] * 9
        assert [scores[k] for k in ("vi_split", "vi_merge", "split", "merged", "added", "missing")] == [0] * 6
        assert (scores["hausdorff"], scores["nsd"]) == (128, 1)  # as the paper has it
    one = np.eye(3, dtype=int)
    nothing = m.match(one, 0 * one)
    assert (nothing.precision, nothing.recall, nothing.f1, nothing.segmentation_quality) == (1, 0, 0, 0)
    assert m.panoptic_quality(one, 0 * one) == m.average_precision(0 * one, one) == 0


# The paper's script


def script(reference, segmented):
    """Count objects as the 2009 script does, on a dense table."""
    n = max(reference.max(), segmented.max(), 1) + 2
    joint = np.histogram2d(reference.ravel(), segmented.ravel(), np.arange(n))[0]
    to, back = joint.argmax(0)[: segmented.max() + 1], joint.argmax(1)[: reference.max() + 1]
    split = merged = 0
    if to.max() > 0:
        split = (np.histogram(to, np.arange(to.max() + 1))[0] > 1).sum()
    if back.max() > 0:
        merged = (np.histogram(back, np.arange(back.max() + 1))[0][2:] > 1).sum()
    return split, merged, (to[1:] == 0).sum(), (back[1:] == 0).sum()


@given(label_pairs(min_side=1))
def test_isbi2009_counts_are_the_scripts(pair):
    a, b = (np.ascontiguousarray(x).astype(int) for x in pair)
    scores = m.isbi2009_scores(*pair)
    assert tuple(scores[k] for k in ("split", "merged", "added", "missing")) == script(a, b)
    p = m.pair_counts(a, b)
    if p.segmented_only + p.reference_only + p.neither:
        assert scores["jaccard"] == (p.both + p.neither) / (p.segmented_only + p.reference_only + p.neither)
    assert scores["rand"] == m.rand_index(a, b)


def test_isbi2009_distances_are_means_over_segmented_objects():
    reference = np.zeros((40, 60), np.uint8)
    reference[disc(reference.shape, (15, 15), 9)] = 1
    reference[disc(reference.shape, (20, 45), 9)] = 2
    segmented = np.zeros_like(reference)
    segmented[disc(reference.shape, (17, 16), 8)] = 3
    segmented[disc(reference.shape, (20, 45), 11)] = 1
    segmented[36:38, 2:4] = 2
    scores = m.isbi2009_scores(reference, segmented)
    pairs = [(1, 3), (2, 1)]
    nsd = [m.normalized_sum_of_distances(reference == r, segmented == t) for r, t in pairs]
    assert scores["nsd"] == pytest.approx((sum(nsd) + 1) / 3)
    assert 2 <= scores["hausdorff"] <= 4
    assert (scores["added"], scores["missing"]) == (1, 0)
    # two fields in one, three times as thick: the same in three dimensions
    solid = m.isbi2009_scores(np.repeat(reference[None], 3, 0), np.repeat(segmented[None], 3, 0))
    assert solid["hausdorff"] == scores["hausdorff"]
    assert solid["nsd"] == pytest.approx(scores["nsd"])


# What is wrong with it


@pytest.mark.parametrize("name", ["contingency", "rand_index", "object_counts", "match", "panoptic_quality", "isbi2009_scores"])
def test_wrong_labels_are_named(name):
    f = getattr(m, name)
    with pytest.raises(TypeError, match="`reference` must have a dtype of kind bool, unsigned integer"):
        f([0.5, 1], [0, 1])
    with pytest.raises(ValueError, match=r"`segmented` must have the shape of `reference`, \(2,\), not \(3,\)"):
        f([0, 1], [0, 1, 1])


@pytest.mark.parametrize("f", [m.hausdorff, m.hausdorff95, m.average_surface_distance, m.normalized_sum_of_distances])
def test_wrong_masks_and_spacings_are_named(f):
    with pytest.raises(ValueError, match="`segmented` must have the shape of `reference`"):
        f([0, 1], [0, 1, 1])
    with pytest.raises(ValueError, match="`spacing` must be positive"):
        f([0, 1], [0, 1], spacing=0)
    with pytest.raises(ValueError, match="`spacing` must have one entry per axis"):
        f([0, 1], [0, 1], spacing=(1, 1))


def test_wrong_numbers_are_named():
    with pytest.raises(ValueError, match="`threshold` must be above 0"):
        m.match([1], [1], threshold=0)
    with pytest.raises(ValueError, match="`thresholds` must hold"):
        m.average_precision([1], [1], thresholds=[])
    with pytest.raises(ValueError, match="`tolerance` must be at least 0"):
        m.surface_dice([1], [1], -1)
    with pytest.raises(ValueError, match="`on` must be one of"):
        m.hausdorff([1], [1], on="edges")
    with pytest.raises(ValueError, match="`reference` must have labels from 0"):
        m.isbi2009_scores([-1], [1])


def test_every_name_is_there():
    assert all(hasattr(mh.metrics, name) for name in m.__all__)
