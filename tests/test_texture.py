"""Haralick's features against their definition, mahotas, and themselves."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg.features import _cooccurrence, texture

# Haralick's own example (1973, figure 3).
EXAMPLE = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [0, 2, 2, 2], [2, 2, 3, 3]])
OPTIONS = [{}, {"preserve_haralick_bug": True}, {"use_x_minus_y_variance": True}, {"compute_14th_feature": True}]


def definition(p, n, bug=False, difference_variance=False):
    """Compute the 13 features of a matrix as the paper writes them, cell by cell."""
    p = p / p.sum()
    x = p.sum(1)
    i, j = np.indices(p.shape)
    s = np.array([p[i + j == k].sum() for k in range(2 * n - 1)])
    d = np.array([p[abs(i - j) == k].sum() for k in range(n)])

    def H(q):
        q = q[q > 0]
        return -(q * np.log2(q)).sum()

    k, k_s = np.arange(n), np.arange(2 * n - 1)
    mu = (k * x).sum()
    var = ((k - mu) ** 2 * x).sum()
    average = (k_s * s).sum()
    about = H(s) if bug else average
    xx = np.outer(x, x)
    hxy1 = -(p[xx > 0] * np.log2(xx[xx > 0])).sum()
    return np.array([
        (p**2).sum(), (k**2 * d).sum(), (p * (i - mu) * (j - mu)).sum() / var if var > 1e-14 else 1.0, var,
        (p / (1 + (i - j) ** 2)).sum(), average, ((k_s - about) ** 2 * s).sum(), H(s), H(p),
        ((k - (k * d).sum()) ** 2 * d).sum() if difference_variance else d.var(), H(d),
        (H(p) - hxy1) / (H(x) or 1), np.sqrt(max(0, 1 - np.exp(-2 * (H(xx) - H(p))))),
    ])  # fmt: skip


def brute(f, step, inside=None):
    counts = np.zeros((int(f.max()) + 1,) * 2, int)
    inside = np.ones(f.shape, int) if inside is None else inside
    for p in np.ndindex(f.shape):
        q = tuple(np.add(p, step))
        if all(0 <= k < n for k, n in zip(q, f.shape)) and inside[p] and inside[p] == inside[q]:
            counts[int(f[p]), int(f[q])] += 1
    return counts


def test_cooccurrence_of_the_paper():
    # its matrices for 0, 45, 90 and 135 degrees
    np.testing.assert_array_equal(texture.cooccurence(EXAMPLE, 0), [[4, 2, 1, 0], [2, 4, 0, 0], [1, 0, 6, 1], [0, 0, 1, 2]])
    np.testing.assert_array_equal(texture.cooccurence(EXAMPLE, 3), [[4, 1, 0, 0], [1, 2, 2, 0], [0, 2, 4, 1], [0, 0, 1, 0]])
    np.testing.assert_array_equal(texture.cooccurence(EXAMPLE, 2), [[6, 0, 2, 0], [0, 4, 2, 0], [2, 2, 2, 2], [0, 0, 2, 0]])
    np.testing.assert_array_equal(texture.cooccurence(EXAMPLE, 1), [[2, 1, 3, 0], [1, 2, 1, 0], [3, 1, 0, 2], [0, 0, 2, 0]])


@given(s.images([bool, "u1", "u2", "i4", "u8"], min_dims=2, max_dims=3, min_side=1, max_side=6), st.data())
def test_cooccurrence_as_counted_by_hand(f, data):
    f = (f.astype(object) % data.draw(st.sampled_from([2, 7, 600]))).astype(f.dtype)
    distance = data.draw(st.integers(1, 2))
    deltas = texture._2d_deltas if f.ndim == 2 else texture._3d_deltas
    direction = data.draw(st.integers(0, len(deltas) - 1))
    expected = brute(f, np.array(deltas[direction]) * distance)
    ours = texture.cooccurence(f, direction, symmetric=False, distance=distance)
    assert ours.dtype == np.int32
    np.testing.assert_array_equal(ours, expected)
    out = np.full((len(ours) + 2,) * 2, 9, np.int32)
    assert texture.cooccurence(f, direction, out, distance=distance) is out
    np.testing.assert_array_equal(out[:-2, :-2], expected + expected.T)
    assert not out[-2:].any() and not out[:, -2:].any()


def test_values_up_to_the_end_of_the_type():
    assert texture.cooccurence(np.full((3, 3), 255, np.uint8), 0)[255, 255] == 12
    assert np.isfinite(mh.features.haralick(np.array([[0, 255], [255, 0]], np.uint8))).all()


def features_by_definition(f, ignore_zeros, options, distance=1):
    deltas = np.array(texture._2d_deltas if f.ndim == 2 else texture._3d_deltas) * distance
    rows = []
    for d in deltas:
        c = brute(f, d)
        c = c + c.T
        if ignore_zeros:
            c[0] = c[:, 0] = 0
        rows.append(definition(c, len(c), **options))
    return np.array(rows)


@pytest.mark.parametrize("shape", [(9, 11), (4, 5, 6)])
@pytest.mark.parametrize("top", [1, 5, 90])
@pytest.mark.parametrize("ignore_zeros", [False, True])
def test_features_by_definition(shape, top, ignore_zeros):
    f = np.random.default_rng(top).integers(0, top, shape, endpoint=True).astype(np.uint16)
    f.flat[0] = min(top, 3)  # so that the largest value counts
    for options in ({}, {"preserve_haralick_bug": True}, {"use_x_minus_y_variance": True}):
        names = {"preserve_haralick_bug": "bug", "use_x_minus_y_variance": "difference_variance"}
        expected = features_by_definition(f, ignore_zeros, {names[k]: v for k, v in options.items()}, distance=2)
        ours = mh.features.haralick(f, ignore_zeros, distance=2, **options)
        np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-7)


@pytest.mark.parametrize("shape", [(40, 50), (300, 310), (10, 12, 14)])
@pytest.mark.parametrize("options", [*OPTIONS, {"ignore_zeros": True}, {"return_mean": True}, {"return_mean_ptp": True}, {"distance": 3}])
def test_features_as_mahotas(shape, options):
    mahotas = pytest.importorskip("mahotas")
    f = np.random.default_rng(1).integers(0, 60, shape) + np.linspace(0, 90, shape[-1]).astype(int)
    f[f < 70] = 0
    expected = mahotas.features.haralick(f, **options)
    np.testing.assert_allclose(mh.features.haralick(f.astype(np.uint8), **options), expected, rtol=1e-10, atol=1e-12)
    matrices = [mahotas.features.texture.cooccurence(f, d, distance=options.get("distance", 1)) for d in range(4 if f.ndim == 2 else 13)]
    kept = [m.copy() for m in matrices]
    options = {k: v for k, v in options.items() if k != "distance"}
    np.testing.assert_allclose(texture.haralick_features(matrices, **options), expected, rtol=1e-10, atol=1e-12)
    np.testing.assert_array_equal(matrices, kept)


@pytest.mark.parametrize("top", [200, 3000])
def test_all_roads_arrive(monkeypatch, top):
    f = np.random.default_rng(2).integers(0, top, (60, 70)).astype(np.uint16)
    expected = mh.features.haralick(f)
    for name, value in (("DENSE", 1 << 16), ("DENSE", 1), ("_LARGE", 1)):
        monkeypatch.setattr(_cooccurrence, name, value)
        if (name, value) != ("DENSE", 1 << 16) or top < 1000:
            np.testing.assert_allclose(mh.features.haralick(f), expected, rtol=1e-11)
            np.testing.assert_allclose(mh.features.haralick(f, labeled=np.ones_like(f))[0], expected, rtol=1e-11)
    slow = mh.features.texture._slow(f, np.ones(f.shape, bool), 1, (False, False))
    np.testing.assert_allclose(slow, expected, rtol=1e-11)


@pytest.mark.parametrize("top", [60, 1000])
@pytest.mark.parametrize("ndim", [2, 3])
def test_regions_as_one_by_one(monkeypatch, top, ndim):
    rng = np.random.default_rng(4)
    shape = (30, 40) if ndim == 2 else (8, 8, 12)
    f = rng.integers(0, top, shape, dtype=np.uint16)
    blocks = tuple(-(-n // 4) for n in shape)
    labels = np.arange(np.prod(blocks)).reshape(blocks) % 6 - 1
    labels = np.kron(labels, np.ones((4,) * ndim, int))[tuple(map(slice, shape))]
    labels[labels == 3] = 0  # one that does not occur
    deltas = texture._2d_deltas if ndim == 2 else texture._3d_deltas
    for kept in (1 << 15, 200):
        monkeypatch.setattr(_cooccurrence, "_LARGE", kept)
        ours = mh.features.haralick(f, labeled=labels, distance=1, threads=2)
        assert ours.shape == (4, 4 if ndim == 2 else 13, 13)
        assert np.isnan(ours[2]).all()
        for r in (1, 2, 4):
            one = np.where(labels == r, f, 0)
            one = texture.haralick_features([c + c.T for c in (brute(one, d, labels == r) for d in deltas)])
            np.testing.assert_allclose(ours[r - 1], one, rtol=1e-9)
            same = mh.features.haralick(np.where(labels == r, f, 0), ignore_zeros=True)
            zeros = mh.features.haralick(f, ignore_zeros=True, labeled=labels)[r - 1]
            np.testing.assert_allclose(zeros, same, rtol=1e-11)


def test_regions_in_summary():
    f = np.random.default_rng(5).integers(0, 9, (20, 20))
    labels = np.repeat([1, 2], 10)[:, None] * np.ones(20, int)
    every = mh.features.haralick(f, labeled=labels, compute_14th_feature=True)
    np.testing.assert_array_equal(mh.features.haralick(f, labeled=labels, compute_14th_feature=True, return_mean=True), every.mean(1))
    both = mh.features.haralick(f, labeled=labels, return_mean_ptp=True)
    np.testing.assert_array_equal(both, np.concatenate([every[..., :13].mean(1), np.ptp(every[..., :13], axis=1)], 1))
    np.testing.assert_allclose(every[0], mh.features.haralick(f[:10], compute_14th_feature=True), rtol=1e-10)
    assert mh.features.haralick(f, labeled=np.zeros_like(f)).shape == (0, 4, 13)
    assert np.isnan(mh.features.haralick(f, labeled=np.arange(400).reshape(20, 20), return_mean=True)).all()


def test_any_grey_level():
    f = np.random.default_rng(6).integers(0, 50, (30, 30))
    plain, wide = mh.features.haralick(f), mh.features.haralick((f + 10**6).astype(np.uint32))
    shift = np.array([0, 1, 2, 3, 4, 6, 7, 8, 10, 11, 12])  # what does not depend on the mean level
    np.testing.assert_allclose(wide[:, shift], plain[:, shift], rtol=1e-9)
    np.testing.assert_allclose(wide[:, 5], plain[:, 5] + 2e6)
    labeled = mh.features.haralick((f + 10**6).astype(np.int64), labeled=np.ones_like(f))
    np.testing.assert_array_equal(labeled[0], wide)
    ends = np.array([[0, 2**64 - 1], [2**64 - 1, 0]], np.uint64)
    np.testing.assert_allclose(mh.features.haralick(ends)[0, :3], [0.5, (2.0**64 - 1) ** 2, -1])


def test_levels():
    f = np.random.default_rng(7).integers(0, 4096, (50, 60)).astype(np.uint16)
    f.flat[0] = 4095
    np.testing.assert_array_equal(mh.features.haralick(f, levels=256), mh.features.haralick(f // 16))
    np.testing.assert_array_equal(mh.features.haralick(f, levels=5000), mh.features.haralick(f))
    f[10:20] = 0
    f[30:40] = 1  # dim pixels stay apart from the background
    few = mh.features.haralick(f, ignore_zeros=True, levels=8)
    np.testing.assert_array_equal(few, mh.features.haralick(np.where(f, 1 + (f.astype(int) - 1) * 7 // 4095, 0), ignore_zeros=True))


def test_a_near_constant_image_keeps_its_variance():
    f = np.full((200, 200), 250, np.uint8)
    f[100, 100] = 251
    p = 2 / (2 * 200 * 199)
    np.testing.assert_allclose(mh.features.haralick(f)[0, 3], p * (1 - p), rtol=1e-12)


@given(s.images(["u1", "u2", "i4"], min_dims=2, max_dims=2, min_side=2))
def test_flip_and_transpose(f):
    f = np.abs(f.astype(np.int64)) % 300
    a = mh.features.haralick(f)
    np.testing.assert_allclose(mh.features.haralick(f.T)[[2, 1, 0, 3]], a, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(mh.features.haralick(f[::-1])[[0, 3, 2, 1]], a, rtol=1e-10, atol=1e-12)


def test_the_same_for_any_number_of_threads():
    f = np.random.default_rng(8).integers(0, 255, (600, 700)).astype(np.uint8)
    labels, _ = mh.label(f > 90)
    for image in (f, f.astype(np.uint16) * 200):
        for given_labels in (None, labels):
            one, three = (mh.features.haralick(image, labeled=given_labels, threads=n) for n in (1, 3))
            np.testing.assert_array_equal(one, three)


def test_haralick_features_of_matrices_that_are_not_symmetric():
    mahotas = pytest.importorskip("mahotas")
    rng = np.random.default_rng(9)
    matrices = [rng.integers(1, 9, (7, 7)) for _ in range(3)]
    expected = mahotas.features.texture.haralick_features([m.copy() for m in matrices])
    ours = texture.haralick_features(matrices)
    rest = np.arange(13) != 11  # there mahotas takes the sums of rows for those of columns
    np.testing.assert_allclose(ours[:, rest], expected[:, rest], rtol=1e-10)
    np.testing.assert_allclose(texture.haralick_features([m / m.sum() for m in matrices]), ours, rtol=1e-10)
    independent = np.outer([1, 2, 0, 5], [3, 1, 1, 1])
    np.testing.assert_allclose(texture.haralick_features([independent])[0, 11:], 0, atol=1e-7)


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (TypeError, lambda f: mh.features.haralick(f.astype(float))),
        (ValueError, lambda f: mh.features.haralick(f.astype(np.int8) - 1)),
        (ValueError, lambda f: mh.features.haralick(f[0])),
        (ValueError, lambda f: mh.features.haralick(f[:0])),
        (ValueError, lambda f: mh.features.haralick(f * 0, ignore_zeros=True)),
        (ValueError, lambda f: mh.features.haralick(f, distance=6)),
        (ValueError, lambda f: mh.features.haralick(f, distance=0)),
        (ValueError, lambda f: mh.features.haralick(f, distance=10**30)),
        (ValueError, lambda f: mh.features.haralick(f, return_mean=True, return_mean_ptp=True)),
        (ValueError, lambda f: mh.features.haralick(f, labeled=f[1:])),
        (TypeError, lambda f: mh.features.haralick(f, labeled=f * 1.0)),
        (ValueError, lambda f: texture.cooccurence(f, 4)),
        (ValueError, lambda f: texture.cooccurence(f, -1)),
        (TypeError, lambda f: texture.cooccurence(f, 0.5)),
        (ValueError, lambda f: texture.cooccurence(f, 0, np.zeros((2, 2), np.int32))),
        (ValueError, lambda f: texture.cooccurence(f, 0, np.zeros((9, 9)))),
        (ValueError, lambda f: texture.cooccurence(f.astype(np.uint32) + 2**20, 0)),
        (ValueError, lambda f: texture.haralick_features([])),
        (ValueError, lambda f: texture.haralick_features([f[:2]])),
        (ValueError, lambda f: texture.haralick_features([np.zeros((3, 3))])),
    ],
)
def test_errors(error, call):
    with pytest.raises(error, match="`"):
        call(np.arange(30, dtype=np.uint8).reshape(5, 6) % 7)


def test_regions_of_the_nets_as_mahotas(nets):
    mahotas = pytest.importorskip("mahotas")
    path = sorted(nets.glob("image_*_dna.png"))[0]
    dna = mh.stretch(mh.imread(path)[:256, :256])
    blocks = np.arange(16).reshape(4, 4)
    labels = np.kron(blocks, np.ones((64, 64), int))
    ours = mh.features.haralick(dna, ignore_zeros=True, return_mean=True, labeled=labels)
    for r in (1, 7, 15):
        one = np.where(labels == r, dna, 0).astype(np.int32)
        np.testing.assert_allclose(ours[r - 1], mahotas.features.haralick(one, ignore_zeros=True, return_mean=True), rtol=1e-10)


def test_one_cell_has_no_entropy():
    f = np.zeros((9, 12), bool)
    f[2:5, 3:10] = True
    for row in mh.features.haralick(f, ignore_zeros=True):
        np.testing.assert_array_equal(row[[7, 8, 10, 11, 12]], 0)
