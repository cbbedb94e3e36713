"""Labeled images: components, regions, values, borders."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh


def brute_label(a, Bc):
    """Label by following each pixel's neighbours, both ways."""
    steps = np.argwhere(Bc) - np.array([n // 2 for n in Bc.shape])
    steps = {tuple(sign * d) for d in steps for sign in (1, -1)}
    out, n = np.zeros(a.shape, int), 0
    for start in map(tuple, np.argwhere(a != 0)):
        if out[start]:
            continue
        n += 1
        out[start], todo = n, [start]
        while todo:
            p = todo.pop()
            for d in steps:
                q = tuple(np.add(p, d))
                if all(0 <= i < k for i, k in zip(q, a.shape)) and a[q] != 0 and not out[q]:
                    out[q] = n
                    todo.append(q)
    return out, n


@given(s.images(max_dims=3, max_side=6, nan=True), st.data())
def test_label_any_neighbourhood(a, data):
    Bc = data.draw(s.structuring_elements(a.ndim))
    labeled, n = mh.label(a, Bc)
    expected, m = brute_label(np.asarray(a), Bc)
    assert (labeled.dtype, n) == (np.int32, m)
    np.testing.assert_array_equal(labeled, expected)


@pytest.mark.parametrize("shape", [(300,), (40, 70), (9, 17, 30), (5, 6, 7, 8)])
@pytest.mark.parametrize("share", [0.3, 0.6])
def test_label_as_scipy(shape, share):
    ndi = pytest.importorskip("scipy.ndimage")
    a = np.random.default_rng(0).random(shape) < share
    for k in range(1, len(shape) + 1):
        Bc = ndi.generate_binary_structure(len(shape), k)
        expected, m = ndi.label(a, Bc)
        for given_Bc in (Bc, k):
            labeled, n = mh.label(a, given_Bc)
            assert n == m
            np.testing.assert_array_equal(labeled, expected)


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("seed", range(12))
def test_label_of_lines_longer_than_words_in_parts(seed, threads, monkeypatch):
    from pyimg import _threads

    monkeypatch.setattr(_threads, "_WORTH", 1e-12)
    rng = np.random.default_rng(seed)
    shape = [(9, 300), (5, 4, 131), (400,), (70, 64)][seed % 4]
    a = rng.random(shape) < rng.choice([0.05, 0.3, 0.5, 0.95])
    if seed % 3:
        a = np.repeat(a, 5, -1)[..., : shape[-1]]
    sides = [*rng.integers(1, 5, len(shape) - 1), rng.choice([1, 2, 3, 4, 5, 151])]
    Bc = rng.random(sides) < 0.3
    labeled, n = mh.label(a, Bc, threads=threads)
    expected, m = brute_label(a, Bc)
    assert n == m
    np.testing.assert_array_equal(labeled, expected)


def test_label_long_lines_and_spirals_do_not_recurse():
    assert mh.label(np.ones((1, 10**6), bool))[1] == 1
    assert mh.label(np.ones((10**6, 1), bool))[1] == 1
    a = np.zeros((501, 501), bool)
    a[::2] = True
    a[1::4, -1] = a[3::4, 0] = True
    assert mh.label(a)[1] == 1


def test_label_out_and_edges():
    a = np.array([[0, 5, 5], [1, 0, 0]], np.int32)
    expected = [[0, 1, 1], [2, 0, 0]]
    out = np.empty((2, 3), np.int32)
    assert mh.label(a, out=out)[0] is out
    np.testing.assert_array_equal(out, expected)
    np.testing.assert_array_equal(mh.label(a, out=a)[0], expected)
    assert mh.label(np.zeros((0, 4)))[0].shape == (0, 4)
    labeled, n = mh.label(np.array(3.0))
    assert (labeled.shape, int(labeled), n) == ((), 1, 1)
    assert mh.label([[1, 0, 1]])[1] == 2
    assert mh.label(np.array([np.nan, 0, -0.0, 1]))[1] == 2
    with pytest.warns(DeprecationWarning):
        mh.label(np.ones(3), output=np.empty(3, np.int32))
    with pytest.raises(ValueError, match="out"):
        mh.label(np.ones(3), out=np.empty(3, np.int64))
    with pytest.raises(ValueError, match="Bc"):
        mh.label(np.ones((3, 3)), np.ones(3))


def test_label_at_the_frame_joins_nothing_outside():
    # only diagonal neighbours: (0, 0) and (0, 1) are not joined, though clamping would do it
    Bc = np.array([[1, 0, 1], [0, 0, 0], [1, 0, 1]])
    assert mh.label(np.ones((1, 2)), Bc)[1] == 2


labelings = s.images(dtypes="i4 u1 i8 u2".split(), max_dims=3).map(
    lambda a: (a.astype(np.int64) % 6 - (1 if a.dtype.kind == "i" else 0)).astype(a.dtype)
)


@given(labelings, st.data())
def test_values_as_numpy(labeled, data):
    a = data.draw(s.images(shape=labeled.shape, nan=True))
    sums, sizes = mh.labeled_sum(a, labeled), mh.labeled_size(labeled)
    least, most, means = mh.labeled_min(a, labeled), mh.labeled_max(a, labeled), mh.labeled_mean(a, labeled)
    rows = max(int(labeled.max(initial=0)), 0) + 1
    assert {len(v) for v in (sums, sizes, least, most, means)} == {rows}
    assert least.dtype == most.dtype == a.dtype.newbyteorder("=")
    assert sums.dtype == {"b": "i8", "i": "i8", "u": "u8", "f": "f8"}[a.dtype.kind]
    with np.errstate(all="ignore"):
        for l in range(rows):
            part = np.ascontiguousarray(a)[labeled == l]
            assert sizes[l] == part.size
            np.testing.assert_allclose(sums[l], part.astype(sums.dtype).sum(), rtol=1e-12)
            if part.size:
                np.testing.assert_array_equal([least[l], most[l]], [part.min(), part.max()])
                wide = part.astype(np.float64)
                np.testing.assert_allclose(means[l], wide.mean(), rtol=1e-9, atol=1e-9 * np.abs(wide).max())
            else:
                assert np.isnan(means[l])


def test_labeled_sum_is_exact_where_mahotas_wraps():
    a = np.full(1000, 255, np.uint8)
    assert mh.labeled_sum(a, np.ones(1000, int))[1] == 255000
    assert mh.labeled_sum(np.ones(9, bool), np.ones(9, int))[1] == 9
    assert len(mh.labeled_sum(a, np.ones(1000, int), minlength=7)) == 7
    big = np.array([2**63, 2**62], np.uint64)
    assert mh.labeled_sum(big, np.zeros(2, int))[0] == 2**63 + 2**62
    assert mh.labeled_mean(np.array([2**63, 2**63], np.uint64), np.zeros(2, int))[0] == 2.0**63


def test_extremes_of_labels_that_do_not_occur():
    labeled = np.array([2, 2])
    np.testing.assert_array_equal(mh.labeled_max(np.array([-3.0, -4.0]), labeled), [np.finfo(float).min] * 2 + [-3])
    np.testing.assert_array_equal(mh.labeled_min(np.array([3, 4], np.int16), labeled), [32767, 32767, 3])
    np.testing.assert_array_equal(mh.labeled_max(np.array([True, False]), labeled), [False, False, True])
    assert mh.labeled_max(np.array([1.5, -np.inf], np.float16), labeled).dtype == np.float16
    assert mh.labeled_min(np.array([1, 2], np.longdouble), labeled)[2] == 1


@given(labelings)
def test_boxes(labeled):
    boxes = mh.labeled.bbox(labeled)
    slices = mh.labeled.bbox(labeled, as_slice=True)
    for l, (box, part) in enumerate(zip(boxes, slices)):
        np.testing.assert_array_equal(box, mh.bbox(labeled == l))
        assert (labeled[part] == l).sum() == (labeled == l).sum()


def test_boxes_of_large_labels_in_small_types():
    f = np.zeros((3, 3, 3), np.uint8)
    f[1, 2, 0] = 255
    assert mh.labeled.bbox(f)[255].tolist() == [1, 2, 2, 3, 0, 1]
    with pytest.raises(ValueError, match="relabel"):
        mh.labeled_size(np.array([2**30]))


@given(labelings)
def test_relabel(labeled):
    new, n = mh.relabel(labeled)
    assert new.dtype == np.int32
    assert set(np.unique(new)) | {0} == set(range(n + 1))
    np.testing.assert_array_equal(new == 0, labeled == 0)
    assert mh.labeled.is_same_labeling(labeled, new)
    first = [np.flatnonzero(new.ravel() == k)[0] for k in range(1, n + 1)]
    assert first == sorted(first)
    if labeled.dtype == np.int32 and labeled.flags.carray:
        copy = labeled.copy()
        assert mh.relabel(copy, inplace=True)[0] is copy
        np.testing.assert_array_equal(copy, new)


def test_relabel_labels_far_apart():
    far = np.array([[-(2**31), 0, 2**31 - 1], [2**31 - 1, 7, 0]], np.int64)
    np.testing.assert_array_equal(mh.relabel(far)[0], [[1, 0, 2], [2, 3, 0]])
    np.testing.assert_array_equal(mh.labeled.remove_regions(far, [7, 2**31 - 1, -(2**31)]), np.zeros((2, 3)))
    with pytest.raises(ValueError, match="int32"):
        mh.relabel(np.array([2**31]))
    with pytest.raises(ValueError, match="int32"):
        mh.relabel(np.array([1, 2]), inplace=True)


def test_is_same_labeling():
    a = np.array([0, 1, 1, 2])
    assert mh.labeled.is_same_labeling(a, [0, 5, 5, -1])
    assert not mh.labeled.is_same_labeling(a, [0, 5, 5, 5])
    assert not mh.labeled.is_same_labeling(a, [0, 5, 4, 3])
    with pytest.raises(ValueError, match="shape"):
        mh.labeled.is_same_labeling(a, [0, 5, 5])


@given(labelings, st.lists(st.integers(-2, 7), max_size=4))
def test_remove_regions(labeled, regions):
    expected = np.where(np.isin(labeled, regions), 0, labeled)
    removed = mh.labeled.remove_regions(labeled, regions)
    np.testing.assert_array_equal(removed, expected)
    where = np.isin(np.arange(9), regions)
    expected = np.where(np.isin(labeled, np.flatnonzero(where)), 0, labeled)
    np.testing.assert_array_equal(mh.labeled.remove_regions_where(labeled, where), expected)


@given(s.images(max_dims=3, max_side=5), st.integers(0, 3), st.booleans())
def test_remove_bordering(labeled, rsize, per_axis):
    removed = mh.labeled.remove_bordering(labeled, [rsize] * labeled.ndim if per_axis else rsize)
    inner = tuple(slice(rsize, max(n - rsize, rsize)) for n in labeled.shape)
    frame = np.ones(labeled.shape, bool)
    frame[inner] = False
    expected = np.where(np.isin(labeled, labeled[frame]), 0, labeled)
    assert removed.dtype == labeled.dtype.newbyteorder("=")
    np.testing.assert_array_equal(removed, expected)
    out = np.array(labeled, labeled.dtype.newbyteorder("="), order="C")
    assert mh.labeled.remove_bordering(out, rsize, out=out) is out
    np.testing.assert_array_equal(out, expected)


@given(labelings, st.booleans(), st.integers(0, 3), st.integers(0, 5))
def test_filter_labeled(labeled, bordering, low, high):
    filtered, n = mh.labeled.filter_labeled(labeled, bordering, low, high)
    kept = mh.labeled.remove_bordering(labeled) if bordering else labeled
    names, sizes = np.unique(kept, return_counts=True)
    gone = names[(sizes < low) | ((sizes > high) if high else False)]
    expected, m = mh.relabel(mh.labeled.remove_regions(kept, gone))
    assert n == m
    np.testing.assert_array_equal(filtered, expected)


MODES = ["constant", "ignore", "nearest", "reflect", "mirror", "wrap"]
PAD = {"nearest": "edge", "reflect": "symmetric", "mirror": "reflect", "wrap": "wrap"}


@given(s.images(max_dims=3, max_side=5), st.sampled_from(MODES), st.data())
def test_borders(labeled, mode, data):
    Bc = data.draw(s.structuring_elements(labeled.ndim, max_side=4))
    reach = 4
    a = np.asarray(labeled)
    if not a.size:
        assert mh.borders(labeled, Bc, mode=mode).shape == a.shape
        return
    index = np.arange(a.size).reshape(a.shape)
    padded = np.pad(index, reach, constant_values=-1) if mode in MODES[:2] else np.pad(index, reach, PAD[mode])
    flat = a.ravel()
    expected = np.zeros(a.shape, bool)
    for d in np.argwhere(Bc) - np.array([n // 2 for n in Bc.shape]):
        other = padded[tuple(slice(reach + k, reach + k + n) for k, n in zip(d, a.shape))]
        expected |= (other >= 0) & (flat[other] != a)
    np.testing.assert_array_equal(mh.borders(labeled, Bc, mode=mode), expected)
    np.testing.assert_array_equal(mh.borders(labeled, Bc, mode=mode, threads=3), expected)
    if mode != "mirror" or min(a.shape) > 1:
        np.testing.assert_array_equal(mh.bwperim(labeled, Bc, mode), mh.borders(a != 0, Bc, mode=mode) & (a != 0))


@given(labelings)
def test_border_union_is_borders(labeled):
    names = np.unique(labeled)
    union = np.zeros(labeled.shape, bool)
    for i in names:
        for j in names:
            if i < j:
                union |= mh.border(labeled, i, j)
                np.testing.assert_array_equal(mh.border(labeled, i, j), mh.border(labeled, j, i))
    np.testing.assert_array_equal(union, mh.borders(labeled))


def test_border_of_what_is_not_there():
    a = np.array([[1, 2]], np.uint8)
    assert mh.border(a, 257, 2, always_return=False) is None
    assert not mh.border(a, 257, 2).any()
    out = np.ones((1, 2), bool)
    assert mh.border(a, 1, 2, out=out) is out and out.all()


def test_bwperim_in_3d():
    a = np.zeros((5, 5, 5), bool)
    a[1:4, 1:4, 1:4] = True
    assert mh.bwperim(a, 6).sum() == 26
    a[0, 0, 0] = False
    assert mh.bwperim(np.ones((4, 4), bool)).sum() == 0
    with pytest.raises(ValueError, match="mode"):
        mh.bwperim(a, 6, "zeros")


@pytest.mark.parametrize("n", [4, 8])
def test_perimeter(n):
    measure = pytest.importorskip("skimage.measure")
    a = mh.labeled.label(np.random.default_rng(1).random((40, 50)) < 0.6)[0].repeat(2, 0) == 1
    assert mh.perimeter(a, n) == pytest.approx(measure.perimeter(a, n))
    assert mh.perimeter(a, n, spacing=0.5) == pytest.approx(measure.perimeter(a, n) / 2)
    mahotas = pytest.importorskip("mahotas")
    assert mh.perimeter(a, n, "ignore") == pytest.approx(mahotas.labeled.perimeter(a, n))
    assert mh.perimeter(np.zeros((3, 0)), n) == mh.perimeter(np.zeros((3, 0)), n, "ignore") == 0


def test_perimeter_of_a_square_by_hand():
    assert mh.perimeter(np.ones((4, 4))) == 12
    assert mh.perimeter(np.ones((4, 4)), mode="ignore") == 0
    with pytest.raises(ValueError, match="axes"):
        mh.perimeter(np.ones((3, 3, 3)))
    with pytest.raises(ValueError, match="spacing"):
        mh.perimeter(np.ones((3, 3)), spacing=(1, 2))


@pytest.mark.parametrize(
    "bad", [None, "x", np.ones((2, 2), complex), np.full((2, 2), 0.5), np.full((2, 2), np.nan), np.full((2, 2), 2.0**31)]
)
def test_labels_must_be_integers(bad):
    for f in (mh.labeled_size, mh.relabel, mh.labeled.bbox, mh.labeled.filter_labeled):
        with pytest.raises((TypeError, ValueError)):
            f(bad)
    with pytest.raises((TypeError, ValueError)):
        mh.labeled_sum(np.ones((2, 2)), bad)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "g", ">f8"])
def test_labels_may_be_whole_floats(dtype):
    labels = np.array([[0, 2, 2], [5, 0, -1]])
    floats = labels.astype(dtype)
    array = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(mh.labeled_sum(array, floats), mh.labeled_sum(array, labels))
    np.testing.assert_array_equal(mh.center_of_mass(array, floats), mh.center_of_mass(array, labels))
    for f in (mh.labeled_size, mh.labeled.bbox, lambda a: mh.relabel(a)[0], lambda a: mh.labeled.filter_labeled(a)[0]):
        np.testing.assert_array_equal(f(floats), f(labels))
        assert f(floats).dtype == f(labels).dtype


def test_shapes_must_agree():
    for f in (mh.labeled_sum, mh.labeled_max, mh.labeled_min, mh.labeled_mean):
        with pytest.raises(ValueError, match="shape"):
            f(np.ones((2, 2)), np.ones((2, 3), int))
