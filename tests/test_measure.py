"""The table of regions."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh

THEIRS = {"equivalent_diameter": "equivalent_diameter_area"}
SPACINGS = {2: [None, 0.5, (2.0, 0.3)], 3: [None, 0.5, (2.0, 0.3, 0.7)]}


def example(ndim, dtype="f8"):
    rng = np.random.default_rng(ndim)
    shape = (40, 50, 20)[:ndim]
    labeled = mh.label(mh.label(rng.random(shape) < 0.55)[0] % 3 == 0)[0] * 2
    return labeled, (rng.random(shape) * 1000).astype(dtype)


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4", "f8", "i8"])
@pytest.mark.parametrize(("ndim", "k"), [(2, 0), (2, 1), (2, 2), (3, 0), (3, 1), (3, 2)])
@pytest.mark.filterwarnings("ignore:.*:RuntimeWarning")
def test_as_scikit_image(ndim, k, dtype):
    measure = pytest.importorskip("skimage.measure")
    labeled, image = example(ndim, dtype)
    spacing = SPACINGS[ndim][k]
    table = mh.region_table(labeled, image, spacing=spacing)
    ours = {"bbox_min", "bbox_max", "intensity_sum", "aspect_ratio", "circularity", "surface_area", "sphericity"}
    names = {c.split("-")[0] for c in table} - ours
    theirs = measure.regionprops_table(
        labeled, image, properties=[THEIRS.get(n, n) for n in names] + ["bbox"],
        spacing=np.broadcast_to(1.0 if spacing is None else spacing, ndim),
    )  # fmt: skip
    for column, values in table.items():
        name, _, rest = column.partition("-")
        if name in ours and name[:4] not in ("bbox", "inte"):
            continue
        if name.startswith("bbox_"):
            expected = theirs[f"bbox-{int(rest) + ndim * (name == 'bbox_max')}"]
        elif name == "intensity_sum":
            expected = theirs["intensity_mean"] * theirs["num_pixels"]
        else:
            expected = theirs[THEIRS.get(name, name) + ("-" + rest if rest else "")]
        relative = 1e-5 if dtype == "f4" and "_" in name else 1e-7  # theirs are sums of float32
        np.testing.assert_allclose(values, expected, rtol=relative, atol=1e-6, err_msg=column)


labelings = s.images(dtypes=["i4"], min_dims=1, max_dims=4, max_side=5).map(lambda a: a.astype(np.int64) % 5 - 1)


@given(labelings, st.data())
def test_any_axes_against_the_definitions(labeled, data):
    image = data.draw(s.images("u1 i4 f8".split(), shape=labeled.shape))
    table = mh.region_table(labeled, image)
    present = np.unique(labeled[labeled > 0])
    assert table["label"].tolist() == present.tolist()
    for row, l in enumerate(present):
        x = np.argwhere(labeled == l)
        v = np.asarray(image)[labeled == l].astype(float)
        assert table["num_pixels"][row] == table["area"][row] == len(x)
        scale = np.abs(v).max() + 1
        for k in range(labeled.ndim):
            assert table[f"bbox_min-{k}"][row] == x[:, k].min()
            assert table[f"bbox_max-{k}"][row] == x[:, k].max() + 1
            assert table[f"centroid-{k}"][row] == pytest.approx(x[:, k].mean())
        c = np.atleast_2d(np.cov(x.T, bias=True)) if len(x) > 1 else np.zeros((labeled.ndim,) * 2)
        tensor = np.trace(c) * np.eye(labeled.ndim) - c
        values = [table[f"inertia_tensor_eigvals-{k}"][row] for k in range(labeled.ndim)]
        np.testing.assert_allclose(values, np.linalg.eigvalsh(tensor)[::-1], atol=1e-9)
        assert table["intensity_mean"][row] == pytest.approx(v.mean(), abs=1e-9 * scale)
        assert table["intensity_std"][row] == pytest.approx(v.std(), abs=1e-6 * scale)
        assert (table["intensity_min"][row], table["intensity_max"][row]) == (v.min(), v.max())


def test_a_disk_far_away_is_measured_as_near():
    y, x = np.ogrid[-20:21, -20:21]
    disk = (x**2 + y**2 <= 400).astype(np.uint8)
    far = np.zeros((50, 100_000), np.uint8)
    far[5:46, -41:] = disk
    near, table = mh.region_table(disk, disk), mh.region_table(far, far)
    for name in ("area", "axis_major_length", "axis_minor_length", "eccentricity", "orientation", "perimeter"):
        assert near[name] == table[name], name
    assert table["equivalent_diameter"][0] == pytest.approx(40, rel=0.01)
    assert table["axis_major_length"][0] == pytest.approx(40, rel=0.01)
    assert table["centroid-1"][0] == 100_000 - 21


@pytest.mark.parametrize("spacing", [(1, 1, 1), (2, 1, 1), (1, 1, 3), (0.5, 0.5, 0.5)])
@pytest.mark.parametrize("axes", [(20, 20, 20), (30, 15, 15)])
def test_surface_of_balls_and_spheroids(spacing, axes):
    sides = [np.arange(-a, a + s / 2, s) for a, s in zip(axes, spacing)]
    z, y, x = np.ix_(*sides)
    body = (z / axes[0]) ** 2 + (y / axes[1]) ** 2 + (x / axes[2]) ** 2 < 1
    table = mh.region_table(np.pad(body, 2).astype(int), spacing=spacing)
    a, c = axes[1], axes[0]
    e = np.sqrt(1 - (a / c) ** 2)
    area = 4 * np.pi * a**2 if a == c else 2 * np.pi * a**2 * (1 + c / (a * e) * np.arcsin(e))
    assert table["surface_area"][0] == pytest.approx(area, rel=0.05)
    if a == c:
        assert table["sphericity"][0] == pytest.approx(1, rel=0.05)
    # at the frame it is closed
    assert mh.region_table(body.astype(int), spacing=spacing)["surface_area"][0] == pytest.approx(area, rel=0.05)


def test_circularity_and_aspect():
    y, x = np.ogrid[-30:31, -30:31]
    table = mh.region_table((x**2 + (2 * y) ** 2 < 900).astype(int))
    assert table["aspect_ratio"][0] == pytest.approx(2, rel=0.02)
    assert mh.region_table((x**2 + y**2 < 900).astype(int))["circularity"][0] == pytest.approx(1, abs=0.1)


def test_intensity_far_from_zero_keeps_its_spread():
    v = np.array([1e9, 1e9 + 1, 1e9 + 2])
    assert mh.region_table(np.ones(3, int), v)["intensity_std"][0] == pytest.approx(np.sqrt(2 / 3), rel=1e-12)


def test_nan_and_infinity_stay_in_their_region():
    labeled = np.array([1, 1, 2, 2, 3, 3])
    table = mh.region_table(labeled, np.array([1, np.nan, np.inf, 1, 5, 7]))
    np.testing.assert_array_equal(table["intensity_mean"], [np.nan, np.inf, 6])
    np.testing.assert_array_equal(table["intensity_max"], [np.nan, np.inf, 7])
    np.testing.assert_array_equal(table["intensity_min"], [np.nan, 1, 5])


def test_channels():
    labeled, image = example(2)
    colours = np.stack([image, image**2, -image])
    table = mh.region_table(labeled, colours, channel_axis=0, properties=["label", "intensity_mean", "centroid_weighted"])
    for c in range(3):
        one = mh.region_table(labeled, colours[c])
        np.testing.assert_array_equal(table[f"intensity_mean-{c}"], one["intensity_mean"])
        np.testing.assert_array_equal(table[f"centroid_weighted-1-{c}"], one["centroid_weighted-1"])
    last = mh.region_table(labeled, np.moveaxis(colours, 0, -1), channel_axis=-1, properties=["intensity_mean"])
    assert list(last) == ["intensity_mean-0", "intensity_mean-1", "intensity_mean-2"]


def test_properties_order_frame_and_nothing():
    labeled, image = example(2)
    assert list(mh.region_table(labeled, properties=["area", "label"])) == ["area", "label"]
    empty = mh.region_table(np.zeros((4, 5), int), np.zeros((4, 5)))
    assert "perimeter" in empty and all(len(c) == 0 for c in empty.values())
    assert len(mh.region_table(np.zeros((0, 5), int))["label"]) == 0
    pandas = pytest.importorskip("pandas")
    frame = mh.region_table(labeled, image, as_frame=True)
    assert isinstance(frame, pandas.DataFrame) and len(frame) == len(np.unique(labeled)) - 1


@pytest.mark.parametrize(
    ("arguments", "keywords", "error", "words"),
    [
        ((np.ones((3, 3)),), {}, TypeError, "labeled"),
        ((1,), {}, ValueError, "axis"),
        ((np.ones((3, 3), int), np.ones((3, 4))), {}, ValueError, "intensity_image"),
        ((np.ones((3, 3), int), np.ones((3, 4, 2))), {"channel_axis": -1}, ValueError, "channel"),
        ((np.ones((3, 3), int),), {"channel_axis": -1}, ValueError, "channel_axis"),
        ((np.ones((3, 3), int),), {"properties": ["colour"]}, ValueError, "properties"),
        ((np.ones((3, 3), int),), {"properties": ["intensity_mean"]}, ValueError, "intensity_image"),
        ((np.ones((3, 3, 3), int),), {"properties": ["perimeter"]}, ValueError, "perimeter"),
        ((np.ones((3, 3), int),), {"properties": ["perimeter"], "spacing": (1, 2)}, ValueError, "spacing"),
        ((np.ones((3, 3), int),), {"spacing": 0}, ValueError, "spacing"),
        ((np.array([2**29]),), {}, ValueError, "relabel"),
    ],
)
def test_errors(arguments, keywords, error, words):
    with pytest.raises(error, match=words):
        mh.region_table(*arguments, **keywords)
