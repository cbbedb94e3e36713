"""Splines against hand computations, SciPy, and themselves."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg import interpolate as it

MODES = ("constant", "nearest", "reflect", "mirror", "wrap", "grid-wrap")
SHAPES = ((9,), (1,), (30, 37), (4, 5, 6), (1, 8), (40, 50))


def image(shape, dtype=float, seed=0):
    return (np.random.default_rng(seed).random(shape) * 200).astype(dtype)


def close(a, b, tolerance=1e-11):
    assert a.shape == b.shape
    np.testing.assert_allclose(a, b, rtol=0, atol=tolerance * max(1, np.abs(b).max(initial=0)))


# known answers


def test_half_a_pixel_by_hand():
    f = np.array([0.0, 4, 8, 4])
    assert it.shift(f, 0.5, order=1).tolist() == [0, 2, 6, 6]
    assert it.shift(f, 0.5, order=1, cval=7)[0] == 7
    assert it.shift(f, 1, order=0).tolist() == [0, 0, 4, 8]


def test_a_cubic_spline_through_a_cubic_is_the_cubic():
    x = np.arange(60.0)
    got = it.shift((x - 30) ** 3, 0.25)
    close(got[24:36], (x[24:36] - 30.25) ** 3, 1e-6)


def test_zoom_by_hand():
    assert it.zoom(np.array([0.0, 10, 20]), 1.67, order=1).tolist() == [0, 5, 10, 15, 20]
    assert it.zoom(np.arange(100.0), 0.29).shape == (29,)  # 100 * 0.29 is 28.999999999999996


def test_a_right_angle_moves_pixels_only():
    f = image((5, 7))
    for order in range(6):
        for turns in range(-1, 4):
            close(it.rotate(f, 90 * turns, order=order), np.rot90(f, turns))


# oracles


@pytest.mark.parametrize("dtype", ["u1", "i1", "u2", "i2", "u4", "i8", "f4", "f8", "?"])
@pytest.mark.parametrize("mode", MODES)
def test_planes_of_any_type_are_turned_as_float64(dtype, mode):
    a = (np.random.default_rng(5).random((41, 300)) * 120).astype(dtype)
    matrix, offset = np.array([[0.93, 0.31], [-0.27, 1.1]]), (-3.3, 7.7)
    turned = it.affine_transform(a.astype("f8"), matrix, offset, (50, 290), order=1, mode=mode, cval=3)
    ours = it.affine_transform(a, matrix, offset, (50, 290), out=np.dtype(dtype), order=1, mode=mode, cval=3)
    assert ours.dtype == dtype
    if dtype == "?":
        np.testing.assert_array_equal(ours, turned > 0.5)
    elif dtype in ("f4", "f8"):
        np.testing.assert_allclose(ours, turned, rtol=0, atol=120 * 2**-22 if dtype == "f4" else 0)
    elif a.itemsize == 1:  # float32
        assert np.abs(ours - turned).max() < 0.50002
    else:
        np.testing.assert_array_equal(ours, np.rint(turned))
    nearest = it.affine_transform(a.astype("f8"), matrix, offset, (50, 290), order=0, mode=mode, cval=3)
    ours = it.affine_transform(a, matrix, offset, (50, 290), out=np.dtype(dtype), order=0, mode=mode, cval=3)
    np.testing.assert_array_equal(ours, nearest.astype(dtype))


@pytest.mark.parametrize("mode", ["constant", "nearest", "wrap", "reflect", "mirror", "grid-wrap"])
@pytest.mark.parametrize("dtype", ["u1", "u2", "i4", "f4", "f8"])
def test_volumes_of_all_types_are_scipys(dtype, mode):
    ndi = pytest.importorskip("scipy.ndimage")
    rng = np.random.default_rng(5)
    a = (rng.random((7, 11, 13)) * 250).astype(dtype)
    matrix, offset = np.eye(3) + rng.normal(0, 0.2, (3, 3)), rng.normal(0, 3, 3)
    for order in (0, 1):
        how = {"output_shape": (6, 9, 300), "order": order, "mode": mode, "cval": 3}
        wanted = ndi.affine_transform(a.astype("f8"), matrix, offset, **how)
        got = it.affine_transform(a, matrix, offset, out=np.dtype(dtype), **how)
        assert got.dtype == dtype
        if a.itemsize == 1:  # float32
            assert np.abs(got - wanted).max() < 0.50002
        else:
            np.testing.assert_allclose(got, wanted if a.dtype.kind == "f" else np.rint(wanted), rtol=2e-6, atol=1e-4)
        np.testing.assert_array_equal(it.affine_transform(a, matrix, offset, out=np.dtype(dtype), threads=2, **how), got)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("order", range(6))
def test_scipy_agrees(shape, order):
    ndi = pytest.importorskip("scipy.ndimage")
    a, n = image(shape), len(shape)
    rng = np.random.default_rng(order)
    if order > 1:
        close(it.spline_filter(a, order), ndi.spline_filter(a, order, mode="mirror"))
        for axis in range(n):
            close(it.spline_filter1d(a, order, axis), ndi.spline_filter1d(a, order, axis, mode="mirror"))
    for mode in MODES:
        if mode == "reflect" and order > 1 and min(shape) < 25:
            continue  # SciPy's sum over a short reflected line is cut off: its shift by 0 is not the image
        steps = [1.3 * (i + 1) * (-1) ** i for i in range(n)]
        matrix, offset = np.eye(n) + rng.normal(0, 0.2, (n, n)), rng.normal(0, 1, n)
        how = {"order": order, "mode": mode, "cval": 2.0}
        close(it.shift(a, steps, **how), ndi.shift(a, steps, **how))
        close(it.shift(a, steps, prefilter=False, **how), ndi.shift(a, steps, prefilter=False, **how))
        close(it.affine_transform(a, matrix, offset, **how), ndi.affine_transform(a, matrix, offset, **how))
        diagonal = np.diag(matrix).copy()
        close(it.affine_transform(a, diagonal, offset, **how), ndi.affine_transform(a, diagonal, offset, **how))
        if n > 1 and order:  # order 0 has ties at half pixels
            for reshape in (True, False):
                close(it.rotate(a, 33, reshape=reshape, **how), ndi.rotate(a, 33, reshape=reshape, **how))
    factors = [1.5, 0.6, 2][:n]
    got = it.zoom(a, factors, order=order)
    if got.size:
        wanted = ndi.zoom(a, np.array(got.shape) / shape, order=order, mode="mirror")
        if wanted.shape == got.shape and order:
            close(got, wanted)


def test_mahotas_coefficients_agree():
    mahotas = pytest.importorskip("mahotas.interpolate")
    a = image((20, 30))
    for order in (2, 3):
        close(it.spline_filter(a, order), mahotas.spline_filter(a, order), 1e-6)  # its sum at the ends is cut short


# relations


@given(s.images(min_side=1), st.integers(0, 5), st.sampled_from(MODES))
def test_no_shift_and_no_zoom_give_the_image(a, order, mode):
    wanted = a.astype(float)
    for got in (it.shift(a, 0, order=order, mode=mode), it.zoom(a, 1, order=order)):
        np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-9 * max(1, np.abs(wanted).max(initial=0)))


@given(s.images(dtypes=("f8",), min_side=1), st.integers(0, 5), st.integers(-9, 9))
def test_a_periodic_shift_by_whole_pixels_is_a_roll(a, order, step):
    wanted = np.roll(a, [step] * a.ndim, axis=tuple(range(a.ndim)))
    close(it.shift(a, step, order=order, mode="grid-wrap"), wanted, 1e-10)


def test_axes_may_be_in_any_order():
    a = image((7, 8, 9))
    close(it.zoom(a, (2, 0.5, 1.5)).transpose(2, 0, 1), it.zoom(a.transpose(2, 0, 1), (1.5, 2, 0.5)))
    close(it.rotate(a, 20, axes=(2, 1)).transpose(1, 2, 0), it.rotate(a.transpose(1, 2, 0), 20))


def test_colours_and_thin_axes():
    a = image((20, 24, 3))
    got = it.shift(a, (1.5, -2.25, 0))
    for c in range(3):
        close(got[..., c], it.shift(a[..., c], (1.5, -2.25)))


@pytest.mark.parametrize("order", [1, 3])
def test_threads_do_not_change_a_bit(order):
    a = image((600, 500))
    for call in (
        lambda n: it.shift(a, 1.7, order=order, threads=n), lambda n: it.zoom(a, 1.3, order=order, threads=n),
        lambda n: it.rotate(a, 10, order=order, threads=n),
    ):  # fmt: skip
        np.testing.assert_array_equal(call(1), call(3))


# arguments


def test_results_of_other_types_are_rounded_and_held_in_range():
    f = np.array([0, 255, 0, 255], np.uint8)
    assert it.shift(f, 0.5, out=np.uint8, order=1).tolist() == [0, 128, 128, 128]
    out = np.empty(7, np.uint8)
    assert it.zoom(f, 1, out=out) is out
    assert out.tolist() == np.clip(np.rint(it.zoom(f, 1, out=np.empty(7))), 0, 255).tolist()
    assert it.zoom(np.array([True, False]), 1, out=np.empty(4, bool), order=1).tolist() == [True, True, False, False]
    assert it.shift(f, 1, out=np.float16).dtype == np.float16
    assert it.shift(f, 0.5, order=1, out=np.uint8, cval=300)[0] == 255
    same = f.copy()
    it.shift(same, 0.5, out=same, order=1)
    assert same.tolist() == [0, 128, 128, 128]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("far", [1e300, -1e300, 1e17, -1e20, 2.0**53 + 2])
@pytest.mark.parametrize("n", [1, 2, 3, 7, 42])
def test_places_far_away_stay_in_the_image(n, far):
    f = np.arange(float(n))
    for mode in MODES:
        for order in range(6):
            for got in (it.shift(f, far, order=order, mode=mode), it.affine_transform(f, [[1.0]], far, order=order, mode=mode)):
                assert -1 <= got.min() <= got.max() <= n
        plane = np.outer(f, f + 1)
        for order in (0, 1):
            got = it.affine_transform(plane, np.diag([far, -far]), (far, 3), order=order, mode=mode)
            assert 0 <= got.min() <= got.max() <= plane.max()
            got = it.affine_transform(plane, [[0.6, far], [-far, 0.8]], (far, 3), order=order, mode=mode)
            assert 0 <= got.min() <= got.max() <= plane.max()


def test_the_callers_shift_is_left_alone():
    steps = np.array([1.0, 2.0])
    it.shift(image((4, 5)), steps)
    assert steps.tolist() == [1, 2]


def test_matrices_in_all_forms():
    a, matrix, offset = image((8, 9)), np.array([[0.9, 0.2], [-0.1, 1.1]]), [1.0, 2.0]
    wanted = it.affine_transform(a, matrix, offset)
    wide = np.column_stack([matrix, offset])
    close(it.affine_transform(a, wide), wanted)
    close(it.affine_transform(a, np.vstack([wide, [0, 0, 1]])), wanted)
    assert it.affine_transform(a, matrix, output_shape=(3, 4)).shape == (3, 4)


def test_output_and_types_in_its_place_are_deprecated():
    a = image((6, 7))
    for call in (it.spline_filter, it.spline_filter1d, lambda f, output: it.shift(f, 1, output=output),
                 lambda f, output: it.zoom(f, 1, output=output)):  # fmt: skip
        out = np.empty_like(a)
        with pytest.warns(DeprecationWarning, match="output"):
            assert call(a, output=out) is out
    with pytest.warns(DeprecationWarning, match="dtype"):
        assert it.spline_filter(a, 3, np.float32).dtype == np.float32
    assert it.spline_filter(a, dtype=np.float32).dtype == np.float32


@pytest.mark.parametrize(("call", "error", "words"), [
    (lambda a: it.spline_filter(a, 1), ValueError, "order"),
    (lambda a: it.spline_filter1d(a, 6), ValueError, "order"),
    (lambda a: it.spline_filter(a + 1j), TypeError, "array"),
    (lambda a: it.spline_filter(a, dtype=int), ValueError, "dtype"),
    (lambda a: it.shift(a, [1, 2, 3]), ValueError, "shift"),
    (lambda a: it.shift(a, np.nan), ValueError, "shift"),
    (lambda a: it.shift(a, 1, order=6), ValueError, "order"),
    (lambda a: it.shift(a, 1, mode="edge"), ValueError, "mode"),
    (lambda a: it.shift(a, 1, out=np.empty((2, 2))), ValueError, "out"),
    (lambda a: it.shift(a, 1, out=complex), TypeError, "out"),
    (lambda a: it.zoom(a, 0), ValueError, "zoom"),
    (lambda a: it.zoom(a[:0], 1, out=np.empty((3, 5))), ValueError, "array"),
    (lambda a: it.zoom(np.float64(3), 1), ValueError, "array"),
    (lambda a: it.affine_transform(a, np.eye(4)), ValueError, "matrix"),
    (lambda a: it.affine_transform(a, np.full((2, 2), np.inf)), ValueError, "matrix"),
    (lambda a: it.rotate(a, 10, axes=(0, 0)), ValueError, "axes"),
    (lambda a: it.rotate(a[0], 10), ValueError, "axes"),
])  # fmt: skip
def test_errors_name_the_argument(call, error, words):
    with pytest.raises(error, match=f"`{words}`"):
        call(np.ones((4, 5)))


def test_nothing():
    assert it.shift(np.zeros((0, 3)), 1).shape == (0, 3)
    assert it.zoom(np.zeros((0, 3)), 2).shape == (0, 6)
    assert it.spline_filter(np.zeros((3, 0))).shape == (3, 0)
    assert it.rotate(np.zeros((0, 3)), 0).shape == (0, 3)


# sizes


def test_integers_are_sizes_and_floats_are_factors():
    f = image((10, 20))
    for size in ((5, 8), [5, 8], (np.int64(5), np.int64(8)), np.array([5, 8])):
        assert mh.imresize(f, size).shape == (5, 8)
    for factor in (0.5, (0.5, 0.5), np.float32(0.5), np.array([0.5, 0.5])):
        assert mh.imresize(f, factor).shape == (5, 10)
    assert mh.imresize(f, 2).shape == (20, 40)
    with pytest.raises(ValueError, match="nsize"):
        mh.imresize(f, (5, 0.5))
    for bad in ((5,), (5, 6, 7), (0, 5)):
        with pytest.raises(ValueError, match="nsize"):
            mh.resize_to(f, bad)


def test_every_size_is_met():
    f = np.zeros((65, 31))
    for n in range(1, 100):
        assert mh.imresize(f, (n, 17), order=1).shape == mh.resize_to(f, (n, 17), order=1).shape == (n, 17)


@pytest.mark.parametrize("dtype", ["?", "u1", "i1", "u2", "i4", "u8", "i8", "f2", "f4", "f8", "g", ">i4"])
@pytest.mark.parametrize("shape", [(7,), (9, 1), (5, 33), (3, 4, 5), (2, 1, 3, 4)])
def test_order_0_picks_pixels_of_any_type(dtype, shape):
    f = (np.random.default_rng(1).random(shape) * 2.0**62 if dtype[-2:] in ("u8", "i8") else image(shape)).astype(dtype)
    if dtype == "?":
        f = image(shape) > 100
    for size in (tuple(2 * n + 1 for n in shape), tuple(max(1, n // 2) for n in shape), shape):
        places = [np.floor(np.arange(m) * (n - 1) / max(1, m - 1) + 0.5).astype(int) for n, m in zip(shape, size)]
        got = mh.resize_to(f, size, order=0)
        assert got.dtype == f.dtype.newbyteorder("=")
        np.testing.assert_array_equal(got, f[np.ix_(*places)])
    step = (1,) * len(shape)
    moved = it.shift(f, step, order=0, out=got.dtype, cval=1)
    whole = np.ones_like(moved)
    whole[tuple(slice(1, None) for _ in shape)] = f[tuple(slice(0, -1) for _ in shape)]
    np.testing.assert_array_equal(moved, whole)


def test_resize_to_keeps_the_type_and_rounds():
    f = np.array([[0, 255], [255, 0]], np.uint8)
    got = mh.resize_to(f, (3, 3), order=1)
    assert got.dtype == np.uint8
    assert got.tolist() == [[0, 128, 255], [128, 128, 128], [255, 128, 0]]
    assert mh.resize_to(f.astype(">i2"), (4, 4)).dtype == np.int16
    colours = image((6, 7, 3), np.uint8)
    got = mh.resize_rgb_to(colours, (9, 5))
    for c in range(3):
        np.testing.assert_array_equal(got[..., c], mh.resize_to(colours[..., c], (9, 5)))
    with pytest.raises(ValueError, match="`im`"):
        mh.resize_rgb_to(colours[..., :2], (3, 3))


@pytest.mark.parametrize("order", [0, 1, 3])
@pytest.mark.parametrize("channels", [1, 2, 3, 7])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32, np.float64])
def test_channels_that_stay_are_resized_one_by_one(order, channels, dtype):
    image = np.random.default_rng(order).integers(0, 200, (33, 41, channels)).astype(dtype)
    for shape in ((50, 19), (33, 90), (7, 41), (80, 77)):
        got = mh.resize_to(image, (*shape, channels), order=order)
        alone = [mh.resize_to(np.ascontiguousarray(image[..., k]), shape, order=order) for k in range(channels)]
        close = 1 if np.dtype(dtype).kind == "u" else 100 * np.spacing(dtype(200))  # 1: ties
        np.testing.assert_allclose(got, np.stack(alone, -1), rtol=0, atol=close)


def test_an_axis_that_stays_is_left_alone():
    image = np.random.default_rng(0).normal(size=(12, 14, 5))
    image[3, 4, 2] = np.inf
    got = mh.interpolate.zoom(image, (1, 1, 2), order=3)
    assert np.isfinite(np.delete(got.reshape(-1, 10), 3 * 14 + 4, axis=0)).all()
    np.testing.assert_array_equal(mh.interpolate.zoom(image[..., 3], 1, order=1), image[..., 3])


@pytest.mark.parametrize(
    "call",
    [
        lambda a: mh.zoom(a, 2.0**40),
        lambda a: mh.zoom(a, [1e6, 1e6]),
        lambda a: mh.imresize(a, (2**31, 2**31)),
        lambda a: mh.resize_to(a, (2**40, 2**40)),
        lambda a: mh.affine_transform(a, np.eye(2), output_shape=(2**31, 2**31)),
        lambda a: mh.affine_transform(a, np.array([[1, 0.5], [0, 1]]), output_shape=2**40),
    ],
)
def test_a_result_larger_than_memory_is_refused(call):
    with pytest.raises(ValueError, match="more than there is memory"):
        call(np.ones((13, 17)))


def test_a_list_is_no_place_for_coefficients():
    with pytest.raises(TypeError, match="`out`"):
        mh.spline_filter(np.ones((3, 3)), out=[1.0])
