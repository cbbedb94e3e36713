"""LBP, TAS, Zernike moments, moments and shape against definitions, mahotas, and themselves."""

import subprocess
import sys
from math import factorial

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg.features.lbp import count_binary1s, lbp, lbp_names, lbp_transform


@pytest.mark.parametrize("name", ["lbp", "tas", "zernike"])
def test_a_name_of_module_and_function_stays_the_function(name, tmp_path):
    code = (
        f"import pyimg.features.{name}; from pyimg.features.{name} import {name} as f; import pyimg;"
        f"assert pyimg.features.{name} is f; from pyimg.features import {name} as g; assert g is f"
    )
    subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, check=True)


def test_moments_is_a_module_in_features_and_a_function_above():
    assert mh.features.moments.moments is mh.moments
    assert not hasattr(mh.features, "nothing")


# --- local binary patterns


def least(bits):
    n = len(bits)
    return min(sum(bits[(i + r) % n] << i for i in range(n)) for r in range(n))


@given(s.images(min_dims=2, max_dims=2, min_side=1, max_side=7), st.sampled_from([0.0, 1.0, 1.5, 2.7]), st.integers(1, 9))
def test_lbp_from_shifted_images(f, radius, points):
    wide = np.asarray(f, np.float64) % 1000
    angles = np.linspace(0, 2 * np.pi, points + 1)[:-1]
    ties = np.zeros(f.shape, bool)
    bits = []
    for a in angles:
        step = np.round(radius * np.array([np.sin(a), np.cos(a)]), 9)
        sample = mh.interpolate.shift(wide, step, order=1)
        ties |= (abs(sample - wide) < 1e-9) & (step % 1 != 0).any()  # which of them wins is rounding
        bits.append((sample > wide).astype(int))
    expected = np.array([least(b) for b in np.array(bits).reshape(points, -1).T.tolist()]).reshape(f.shape)
    ours = lbp_transform(wide, radius, points)
    assert ours.dtype == np.uint32
    np.testing.assert_array_equal(ours[~ties], expected[~ties])


def test_lbp_of_flat_images_is_0():
    for value in (0.1, 7, 255):
        assert not lbp_transform(np.full((20, 20), value), 2.3, 12).any()


@pytest.mark.parametrize(("radius", "points"), [(1, 8), (2.5, 6), (3, 12), (8, 4), (1.37, 10)])
def test_compatible_lbp_is_that_of_mahotas(radius, points):
    pytest.importorskip("mahotas")
    from mahotas.features.lbp import lbp as counts
    from mahotas.features.lbp import lbp_transform as transform

    rng = np.random.default_rng(points)
    for f in (rng.integers(0, 255, (40, 53)).astype(np.uint8), rng.random((17, 9)), rng.normal(size=(30, 30)).round(1)):
        np.testing.assert_array_equal(lbp_transform(f, radius, points, compatible=True), transform(f.copy(), radius, points))
        np.testing.assert_array_equal(lbp(f, radius, points, compatible=True), counts(f.copy(), radius, points))
        np.testing.assert_array_equal(
            lbp(f, radius, points, ignore_zeros=True, compatible=True), counts(f.copy(), radius, points, ignore_zeros=True)
        )


def test_lbp_as_skimage():
    feature = pytest.importorskip("skimage.feature")
    f = np.random.default_rng(1).integers(0, 1 << 16, (50, 60)).astype(np.uint16)
    for radius, points in ((1, 8), (3, 24)):
        # its circle turns the other way
        theirs = feature.local_binary_pattern(f[:, ::-1], points, radius, "ror")[:, ::-1]
        assert (lbp_transform(f, radius, points) != theirs)[4:-4, 4:-4].mean() < 1e-3


def test_lbp_turns_with_the_image():
    f = np.random.default_rng(2).random((30, 30))
    np.testing.assert_array_equal(lbp_transform(np.rot90(f), 2, 8), np.rot90(lbp_transform(f, 2, 8)))
    np.testing.assert_array_equal(lbp_transform(f, 2, 8, threads=3), lbp_transform(f, 2, 8, threads=1))


def test_lbp_counts():
    f = np.random.default_rng(3).integers(0, 9, (40, 50))
    for points, bins in ((1, 2), (4, 6), (6, 14), (8, 36), (12, 352), (24, 699252)):
        counts = lbp(f, 2, points)
        assert counts.dtype == np.float64 and counts.shape == (bins,) and counts.sum() == f.size
        assert points > 12 or len(lbp_names(2, points)) == bins
    codes = lbp_transform(f, 2, 8, preserve_shape=False, ignore_zeros=True)
    assert codes.shape == ((f != 0).sum(),)
    np.testing.assert_array_equal(lbp(f, 2, 8, ignore_zeros=True)[:3], [(codes == v).sum() for v in (0, 1, 3)])
    assert lbp_names(8, 2) == ["lbp_r8_p2_0", "lbp_r8_p2_1", "lbp_r8_p2_2"]


@pytest.mark.parametrize("dtype", [bool, "u1", "i2", "u8", ">i4"])
def test_count_binary1s(dtype):
    a = np.arange(100).astype(dtype)
    counts = count_binary1s(a)
    assert counts.dtype == np.dtype(dtype).newbyteorder("=")
    np.testing.assert_array_equal(counts, np.array([int(v).bit_count() for v in a.tolist()]).astype(dtype))
    assert count_binary1s(np.array([255], np.uint8)) == 8


# --- threshold adjacency statistics


def brute_tas(f, masks):
    rows = []
    for mask in [*masks, *(~m for m in masks)]:
        wide = np.pad(mask, 1, mode="edge")
        counts = np.zeros(3**f.ndim)
        for p in np.argwhere(~mask):
            counts[wide[tuple(slice(i, i + 3) for i in p)].sum()] += 1
        rows.append(counts / max(1, counts.sum()))
    return np.concatenate(rows)


@given(s.images(min_dims=2, max_dims=3, min_side=1, max_side=6))
def test_tas_by_definition(f):
    v = np.asarray(f, np.float64)
    mu = v[v > 30].sum() / ((v > 30).sum() + 1e-8)
    if mu - 30 in v or mu + 30 in v or abs(mu) > 1e15:
        return
    np.testing.assert_array_equal(mh.features.tas(f), brute_tas(v, [(v > mu - 30) & (v < mu + 30), v > mu - 30, v > mu]))


@pytest.mark.parametrize("shape", [(60, 70), (7, 9, 11), (1, 5), (3, 1, 4), (1, 6, 7)])
def test_tas_as_mahotas(shape):
    mahotas = pytest.importorskip("mahotas")
    f = np.random.default_rng(4).integers(0, 200, shape).astype(np.uint8)
    np.testing.assert_allclose(mh.features.tas(f), mahotas.features.tas(f), rtol=1e-12)
    np.testing.assert_allclose(mh.features.pftas(f), mahotas.features.pftas(f), rtol=1e-12)
    np.testing.assert_allclose(mh.features.pftas(f + 0.5, 90), mahotas.features.pftas(f + 0.5, 90), rtol=1e-12)
    np.testing.assert_array_equal(mh.features.pftas(f), mh.features.pftas(f.astype(np.int64), threads=3))


def test_tas_of_nothing():
    assert not mh.features.tas(np.zeros((0, 4), np.uint8)).any()
    assert np.isfinite(mh.features.pftas(np.zeros((5, 6), np.uint8))).all()


def test_the_same_tas_for_any_number_of_threads():
    f = np.random.default_rng(5).integers(0, 200, (1500, 1500)).astype(np.uint8)
    np.testing.assert_array_equal(mh.features.tas(f, threads=3), mh.features.tas(f, threads=1))


# --- Zernike moments


def exact_zernike(f, radius, degree, cm):
    """Sum the definition, with exact factorials."""
    y, x = np.argwhere(f > 0).T
    p = f[y, x] / 1.0
    y, x = (y - cm[0]) / radius, (x - cm[1]) / radius
    r, angle = np.hypot(y, x), np.arctan2(y, x)
    inside = r <= 1
    p, r, angle = p[inside] / p[inside].sum(), r[inside], angle[inside]
    out = []
    for n in range(degree + 1):
        for l in range(n % 2, n + 1, 2):
            R = sum(
                (-1) ** m * (factorial(n - m) // (factorial(m) * factorial((n + l) // 2 - m) * factorial((n - l) // 2 - m)))
                * r ** (n - 2 * m)
                for m in range((n - l) // 2 + 1)
            )  # fmt: skip
            out.append(abs((p * R * np.exp(-1j * l * angle)).sum()) * (n + 1) / np.pi)
    return np.array(out)


@pytest.mark.parametrize(("radius", "degree", "cm"), [(8, 8, (10, 12)), (20.5, 12, (9.3, 30)), (3, 3, (0, 0)), (50, 0, (2, 2))])
def test_zernike_by_definition(radius, degree, cm):
    f = np.random.default_rng(6).integers(-3, 9, (25, 40))
    for dtype in ("i1", "f4", "f8", ">i4"):
        ours = mh.features.zernike_moments(f.astype(dtype), radius, degree, cm)
        np.testing.assert_allclose(ours, exact_zernike(f, radius, degree, cm), atol=1e-11)


def test_zernike_as_mahotas():
    mahotas = pytest.importorskip("mahotas")
    f = np.random.default_rng(7).integers(0, 200, (60, 70)).astype(np.uint8)
    for radius, degree in ((20, 8), (8.5, 12), (100, 5)):
        ours, theirs = (lib.features.zernike_moments(f, radius, degree) for lib in (mh, mahotas))
        np.testing.assert_allclose(ours, theirs, atol=1e-10)


def test_zernike_of_large_degree():
    # on the unit circle every radial polynomial is 1
    f = np.zeros((11, 11))
    f[5, 10] = 1
    values = mh.features.zernike_moments(f, 5, 100, cm=(5, 5))
    n = np.array([n for n in range(101) for _ in range(n % 2, n + 1, 2)])
    np.testing.assert_allclose(values * np.pi / (n + 1), 1, rtol=1e-11)


def test_zernike_turns_and_shifts_and_scales():
    f = np.zeros((40, 40))
    f[8:23, 6:26] = np.random.default_rng(8).random((15, 20))
    a = mh.features.zernike_moments(f, 15)
    for g in (np.rot90(f), f.T, np.roll(f, (5, 9), (0, 1)), 7 * f):
        np.testing.assert_allclose(mh.features.zernike_moments(g, 15), a, atol=1e-12)


def test_zernike_of_nothing_and_deprecated():
    assert not mh.features.zernike_moments(np.zeros((5, 5)), 3).any()
    assert not mh.features.zernike_moments(np.ones((5, 5)), 3, cm=(100, 100)).any()
    with pytest.warns(DeprecationWarning):
        old = mh.features.zernike(np.ones((9, 9)), 5, 3)
    np.testing.assert_array_equal(old, mh.features.zernike_moments(np.ones((9, 9)), 3, 5))


# --- moments and shape


@given(s.images(min_dims=2, max_dims=2), st.integers(0, 3), st.integers(0, 3), st.sampled_from([None, (1, 2), (0.5, -3.2)]))
def test_moments_by_definition(f, p0, p1, cm):
    v = np.asarray(f, np.float64)
    i, j = np.indices(f.shape, float)
    c = cm or (0, 0)
    terms = v * (i - c[0]) ** p0 * (j - c[1]) ** p1
    np.testing.assert_allclose(mh.moments(f, p0, p1, cm), terms.sum(), rtol=1e-9, atol=1e-12 * abs(terms).sum())


@given(st.data())
def test_moments_of_any_number_of_axes(data):
    f = data.draw(s.images(nan=False))
    powers = data.draw(st.lists(st.integers(0, 3), min_size=f.ndim, max_size=f.ndim))
    cm = data.draw(st.sampled_from([None, [1, 0.5, -2, 3][: f.ndim]]))
    terms = np.asarray(f, np.float64)
    for i, p, c in zip(np.indices(f.shape, float), powers, cm or [0] * f.ndim):
        terms = terms * (i - c) ** p
    np.testing.assert_allclose(mh.moments(f, powers, cm=cm), terms.sum(), rtol=1e-9, atol=1e-12 * abs(terms).sum())
    if f.ndim == 2:
        assert mh.moments(f, powers, cm=cm) == mh.moments(f, *powers, cm)


def test_normalised_moments_of_a_volume():
    f = np.random.default_rng(3).random((3, 4, 5))
    weights = [np.arange(n) ** 2.0 for n in f.shape]
    z, y, x = (w / w.sum() for w in weights)
    np.testing.assert_allclose(mh.moments(f, (2, 2, 2), normalize=True), np.einsum("ijk,i,j,k", f, z, y, x))


def test_moments_as_mahotas():
    mahotas = pytest.importorskip("mahotas")
    f = np.random.default_rng(9).integers(0, 255, (33, 47)).astype(np.uint8)
    for options in ({}, {"cm": (3, 4)}, {"normalize": True}, {"cm": (2.5, 1), "normalise": 1, "convert_to_float": False}):
        for p in ((0, 0), (1, 2), (3, 0)):
            np.testing.assert_allclose(mh.moments(f, *p, **options), mahotas.moments(f, *p, **options), rtol=1e-12)


def test_shape_as_mahotas():
    mahotas = pytest.importorskip("mahotas")
    rng = np.random.default_rng(10)
    for f in (rng.random((30, 40)) > 0.5, np.ones((6, 7)), mh.disk(9), np.eye(5), np.pad(np.ones((2, 9)), 3)):
        for name in ("roundness", "eccentricity", "ellipse_axes"):
            theirs = np.nan_to_num(getattr(mahotas.features, name)(f))
            np.testing.assert_allclose(getattr(mh.features, name)(f), theirs, atol=1e-7, err_msg=name)


def test_shape_of_simple_images():
    assert mh.features.ellipse_axes(np.zeros((5, 5))) == (0, 0)
    assert mh.features.eccentricity(np.zeros((5, 5))) == mh.features.roundness(np.zeros((5, 5))) == 0
    line = np.ones((1, 9))
    np.testing.assert_allclose(mh.features.ellipse_axes(line), (2 * np.sqrt(60 / 9), 0))
    assert mh.features.eccentricity(line) == 1
    a, b = mh.features.ellipse_axes(mh.disk(40))
    np.testing.assert_allclose((a, b), 40, rtol=0.02)


@given(s.images(dtypes=("?", "u1", "f4")))
def test_semiaxes_are_those_of_the_covariance(f):
    axes = mh.features.ellipse_axes(f)
    places = np.argwhere(np.asarray(f))
    assert len(axes) == f.ndim
    assert all(type(a) is float for a in axes)
    if not len(places):
        assert not any(axes)
        return
    wanted = np.linalg.eigvalsh(np.atleast_2d(np.cov(places.T, bias=True))).clip(0)[::-1] * (f.ndim + 2)
    np.testing.assert_allclose(np.square(axes), wanted, rtol=1e-9, atol=1e-9)
    round_about = np.sqrt(max(0, 1 - axes[-1] ** 2 / axes[0] ** 2)) if axes[0] else 0
    np.testing.assert_allclose(mh.features.eccentricity(f), round_about, atol=1e-7)


def test_shape_of_volumes():
    ball = mh.disk(15, 3)
    np.testing.assert_allclose(mh.features.ellipse_axes(ball), 15, rtol=0.02)
    assert mh.features.eccentricity(ball) < 1e-6
    np.testing.assert_allclose(mh.features.roundness(ball), 1, rtol=0.03)
    z, y, x = np.indices((21, 41, 61)) - np.array([10, 20, 30])[:, None, None, None]
    long = (z / 8) ** 2 + (y / 16) ** 2 + (x / 24) ** 2 <= 1
    for f in (long, long.transpose(2, 0, 1), long[::-1, :, ::-1]):
        np.testing.assert_allclose(mh.features.ellipse_axes(f), (24, 16, 8), rtol=0.02)
        np.testing.assert_allclose(mh.features.eccentricity(f), np.sqrt(1 - 1 / 9), rtol=0.01)
        assert mh.features.roundness(f) > 1.2
    assert mh.features.eccentricity(np.ones((1, 1, 9))) == mh.features.eccentricity(np.ones((1, 9, 9))) == 1
    assert mh.features.eccentricity(np.ones(9)) == 0
    assert mh.features.roundness(np.zeros((3, 3, 3))) == 0
    np.testing.assert_allclose(mh.features.ellipse_axes(np.ones(9)), np.sqrt(3 * 60 / 9))
    length, width, _ = (v[0] for v in mh.region_table(long.astype(int), properties=["axis_major_length", "axis_minor_length", "area"]).values())
    np.testing.assert_allclose(mh.features.ellipse_axes(long)[::2], (length / 2, width / 2))


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (ValueError, lambda f: lbp_transform(f, 1, 8, ignore_zeros=True)),
        (ValueError, lambda f: lbp_transform(f, -1, 8)),
        (ValueError, lambda f: lbp_transform(f, 1, 33)),
        (ValueError, lambda f: lbp_transform(f[0], 1, 8)),
        (ValueError, lambda f: lbp(f * 0, 1, 8, ignore_zeros=True)),
        (ValueError, lambda f: lbp(f, 1, 29)),
        (ValueError, lambda f: count_binary1s(f - 9)),
        (TypeError, lambda f: count_binary1s(f * 1.0)),
        (ValueError, lambda f: mh.features.tas(f[0])),
        (ValueError, lambda f: mh.features.tas(f * np.nan)),
        (TypeError, lambda f: mh.features.pftas(f * 1j)),
        (ValueError, lambda f: mh.features.zernike_moments(f, 0)),
        (ValueError, lambda f: mh.features.zernike_moments(f, 2, -1)),
        (ValueError, lambda f: mh.features.zernike_moments(f, 2, cm=(1, 2, 3))),
        (ValueError, lambda f: mh.features.zernike_moments(f * np.inf, 2, cm=(1, 2))),
        (ValueError, lambda f: mh.moments(f[None], 1, 1)),
        (ValueError, lambda f: mh.moments(f, 1, 1, cm=(1,))),
        (ValueError, lambda f: mh.features.roundness(f[0])),
        (ValueError, lambda f: mh.features.roundness(f[None, None])),
        (ValueError, lambda f: mh.features.ellipse_axes(7)),
        (ValueError, lambda f: mh.features.eccentricity(7)),
        (ValueError, lambda f: mh.moments(7, ())),
        (ValueError, lambda f: mh.moments(f, (1, 1, 1))),
        (ValueError, lambda f: mh.moments(f[None], (1, 1, 1), cm=(1, 1))),
        (TypeError, lambda f: mh.moments(f, 1)),
    ],
)
def test_errors(error, call):
    with np.errstate(all="ignore"), pytest.raises(error, match="`"):
        call(np.arange(1, 31).reshape(5, 6) % 7)


# --- the command


def command(folder, *arguments):
    code = "import sys; from pyimg import features_cli; features_cli.main()"
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_command(tmp_path):
    rng = np.random.default_rng(11)
    grey = rng.integers(0, 255, (20, 30)).astype(np.uint8)
    colour = rng.integers(0, 255, (20, 30, 3)).astype(np.uint8)
    mh.imsave(tmp_path / "grey.png", grey)
    mh.imsave(tmp_path / "colour.png", colour)
    mh.imsave(tmp_path / "same.png", np.dstack([grey] * 3))
    assert command(tmp_path, "grey.png").returncode == 1
    done = command(tmp_path, "--haralick", "--lbp", "--lbp-radius", "2", "grey.png", "same.png")
    assert (done.returncode, done.stderr) == (0, "")
    head, *rows = (line.split("\t") for line in (tmp_path / "features.tsv").read_text().splitlines())
    assert head[:2] == ["", "mean:Angular Second Moment"] and head[-1] == "lbp_r2_p6_13" and len(head) == 1 + 26 + 14
    assert [row[0] for row in rows] == ["grey.png", "same.png"]
    expected = np.concatenate([mh.features.haralick(grey, return_mean_ptp=True), lbp(grey, 2, 6)])
    for row in rows:
        np.testing.assert_array_equal(np.array(row[1:], float), expected)
    if (tmp_path / "features.parquet").exists():
        parquet = pytest.importorskip("pyarrow.parquet")
        table = parquet.read_table(tmp_path / "features.parquet")
        assert table.num_rows == 2 and table.column("image").to_pylist() == ["grey.png", "same.png"]
    assert command(tmp_path, "--haralick", "grey.png").returncode == 2
    done = command(tmp_path, "--lbp", "--clobber", "colour.png")
    assert done.returncode == 1 and "colour.png is not a greyscale image" in done.stderr
    for how, image in (("max", colour.max(2)), ("yes", mh.colors.rgb2grey(colour, dtype=np.uint8))):
        done = command(tmp_path, "--lbp", "--lbp-compatible", "--clobber", "--convert-to-bw", how, "colour.png")
        assert done.returncode == 0
        row = (tmp_path / "features.tsv").read_text().splitlines()[1].split("\t")[1:]
        np.testing.assert_array_equal(np.array(row, float), lbp(image, 8, 6, compatible=True))
