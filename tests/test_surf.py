"""SURF: known answers, mahotas, relations, hostile arrays."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

from pyimg.features import _surf, surf

RNG = np.random.default_rng(0)
NOISE = RNG.integers(0, 256, (180, 210), dtype=np.uint8)


def blob(shape, y, x, sigma, height=200.0):
    a, b = np.indices(shape)
    return height * np.exp(-((a - y) ** 2 + (b - x) ** 2) / (2 * sigma**2))


def grid(f, scale, step=7, start=0):
    y, x = (np.arange(start, n, step) for n in f.shape)
    return np.array([(a, b, scale, 1, 1) for a in y for b in x], float)


# integral images


@given(st.data())
def test_integral_sums_from_the_corner(data):
    f = data.draw(s.images((bool, "u1", "i2", "u4", "f4", "f8", "f2"), min_dims=2, max_dims=2))
    sums = surf.integral(f)
    assert sums.dtype == np.float64 and sums.shape == f.shape
    np.testing.assert_allclose(sums, f.astype(float).cumsum(0).cumsum(1), rtol=1e-9, atol=1e-6)


def test_integral_in_other_types_wraps_and_keeps_box_sums():
    sums = surf.integral(NOISE, dtype=np.uint16)
    assert sums.dtype == np.uint16
    a, b, c, d = (int(sums[y, x]) for y in (20, 10) for x in (30, 15))
    assert (a - b - c + d) % 2**16 == NOISE[11:21, 16:31].sum()


def test_integral_in_place():
    f = NOISE.astype(np.int32)
    assert surf.integral(f, in_place=True) is f
    np.testing.assert_array_equal(f, NOISE.astype(int).cumsum(0).cumsum(1))
    with pytest.raises(ValueError, match="`f` must be writable"):
        f.flags.writeable = False
        surf.integral(f, in_place=True)
    with pytest.raises(TypeError, match="`f` must be an array"):
        surf.integral([[1]], in_place=True)
    with pytest.raises(TypeError, match="not bool"):
        surf.integral(np.ones((2, 2), bool), in_place=True)


def test_box_sums():
    sums = surf.integral(NOISE)
    for y0, x0, y1, x1 in [(0, 0, 180, 210), (0, 3, 5, 9), (4, 0, 9, 2), (7, 8, 7, 20), (170, 200, 999, 999), (-5, -5, 3, 3)]:
        assert _surf.sum_rect(sums, y0, x0, y1, x1) == NOISE[max(y0, 0) : y1, max(x0, 0) : x1].sum()


# interest points


@pytest.mark.parametrize("shift", [(0, 0), (0.3, 0), (-0.2, 0.4), (0.1, -0.3)])
def test_newton_finds_the_centre_of_a_blob(shift):
    f = blob((150, 160), 70 + shift[0], 80 + shift[1], 4)
    best = surf.interest_points(f, 1, refine="newton")[0]
    np.testing.assert_allclose(best[:2], (70 + shift[0], 80 + shift[1]), atol=0.06)
    assert best[4] == -1  # bright


def test_the_scale_follows_the_size():
    scales = [surf.interest_points(blob((400, 400), 200, 200, sigma), 2, refine="newton")[0, 2] for sigma in (3, 4.5, 6)]
    np.testing.assert_allclose(np.array(scales) / scales[0], [1, 1.5, 2], rtol=0.05)


def test_a_dark_blob_has_the_other_sign():
    assert surf.interest_points(200 - blob((120, 120), 60, 60, 4))[0, 4] == 1


@pytest.mark.parametrize("call", [(4, 6, 1, 0.1), (3, 12, 1, 0.0), (1, 24, 2, 5.0), (2, 7, 3, 1.0), (6, 5, 1, 100.0)])
@pytest.mark.parametrize("make", [lambda: NOISE, lambda: np.kron(NOISE[:90, :90], np.ones((6, 6), np.uint8))])
def test_points_are_those_of_mahotas(call, make):
    oracle = pytest.importorskip("mahotas.features.surf")
    f = make()
    expected, found = oracle.interest_points(f, *call), surf.interest_points(f, *call)
    assert found.shape == expected.shape
    np.testing.assert_array_equal(found[:, 3], expected[:, 3])
    order = [np.lexsort(p.T) for p in (found, expected)]  # equal scores may come in another order
    np.testing.assert_array_equal(found[order[0]], expected[order[1]])
    np.testing.assert_allclose(surf.surf(f, *call)[:, 3], oracle.surf(f, *call)[:, 3])


def test_points_of_floats_are_those_of_mahotas():
    oracle = pytest.importorskip("mahotas.features.surf")
    f = RNG.random((200, 150)) * 100
    np.testing.assert_allclose(surf.interest_points(f), oracle.interest_points(f), rtol=1e-7)
    np.testing.assert_allclose(surf.surf(f), oracle.surf(f), rtol=1e-7, atol=1e-9)


def test_fewer_points_are_the_best_of_all():
    every = surf.interest_points(NOISE)
    assert len(every) > 20
    np.testing.assert_array_equal(surf.interest_points(NOISE, max_points=10), every[:10])
    for limit in (-1, None, 10**6):
        np.testing.assert_array_equal(surf.interest_points(NOISE, max_points=limit), every)
    assert surf.surf(NOISE, max_points=0).shape == (0, 70)


def test_flat_images_and_small_ones_have_no_points():
    for f in (np.zeros((128, 28), np.uint8), np.full((300, 300), 7), np.ones((1, 1)), np.ones((0, 5)), np.ones((40, 0))):
        assert surf.surf(f, threshold=0.0).shape == (0, 70)
        assert surf.interest_points(f).shape == (0, 5)
        assert surf.descriptors(f, np.ones((2, 5))).shape == (0, 70)


@pytest.mark.parametrize("numbers", [(10**9, 6, 1), (4, 10**12, 1), (4, 6, 10**30), (1, 1, 1), (1, 2, 1)])
def test_unreasonable_numbers_give_no_crash(numbers):
    assert surf.interest_points(NOISE, *numbers).shape[1] == 5


def test_turned_and_mirrored_images_have_the_same_points():
    f = np.zeros((220, 220))
    for y, x, sigma in [(80, 90, 4), (120, 150, 6), (140, 70, 5)]:
        f += blob(f.shape, y, x, sigma)
    expected = surf.interest_points(f, 2, refine="newton", threshold=100)[:3]
    for turn in (np.rot90, np.flipud, np.transpose):
        found = surf.interest_points(np.ascontiguousarray(turn(f)), 2, refine="newton", threshold=100)[:3]
        np.testing.assert_allclose(found[:, 2:4], expected[:, 2:4], rtol=1e-2)


# descriptors


@pytest.mark.parametrize("scale", [0.3, 0.52, 1, 1.29, 1.5, 2, 3.7, 4, 5.6])
@pytest.mark.parametrize("kind", ["noise", "disk", "stripes", "few", "float"])
def test_descriptors_are_those_of_mahotas(kind, scale):
    oracle = pytest.importorskip("mahotas.features.surf")
    f = {
        "noise": NOISE,
        "disk": (np.hypot(*(np.indices((200, 200)) - 100.0)) < 40).astype(np.uint8),
        "stripes": np.arange(200 * 190).reshape(200, 190) % 25,
        "few": (NOISE > 250).astype(np.uint8),
        "float": RNG.random((190, 200)),
    }[kind]
    border = int(31 * scale) // 2
    # one pixel inside what is kept: at its very edge mahotas may read beyond the image
    points = np.concatenate([grid(f, scale), np.column_stack([RNG.uniform(border, 160, (50, 2)), np.full((50, 3), scale)])])
    points = points[(points[:, :2] + border + 1 < f.shape).all(1)]
    expected, found = oracle.descriptors(f, points), surf.descriptors(f, points)
    assert found.shape == expected.shape and len(found)
    np.testing.assert_array_equal(found, expected)


def test_points_near_the_frame_are_dropped():
    f = NOISE[:101, :101]
    at = np.arange(101.0)
    for scale in (0.5, 1, 1.7, 2):
        border = np.floor(31 * scale) // 2
        kept = surf.descriptors(f, np.column_stack([at, np.full(101, 50), np.full((101, 3), scale)]))[:, 0]
        np.testing.assert_array_equal(kept, at[(at >= border) & (at + border < 101)])


def test_descriptors_have_length_one_and_turn_with_the_image():
    f = blob((139, 139), 59, 74, 6) + blob((139, 139), 79, 69, 9) + blob((139, 139), 74, 59, 5)
    places = np.array([(64 + i, 69 - 2 * i, 2, 1, 1) for i in range(8)])
    here = surf.descriptors(f, places)
    np.testing.assert_allclose(np.linalg.norm(here[:, 6:], axis=1), 1, atol=1e-6)
    places[:, :2] = np.column_stack([138 - places[:, 1], places[:, 0]])
    turned = surf.descriptors(np.rot90(f), places)
    quarters = (turned[:, 5] - here[:, 5]) / (np.pi / 2) % 4
    assert np.abs(np.median(quarters) - 1) < 0.1
    assert np.median((here[:, 6:] * turned[:, 6:]).sum(1)) > 0.95


def test_descriptors_move_with_the_image():
    points = grid(NOISE, 1.3, 11, 40)
    moved = np.pad(NOISE, ((9, 4), (6, 2)))
    np.testing.assert_array_equal(
        surf.descriptors(NOISE, points)[:40, 5:], surf.descriptors(moved, points + [9, 6, 0, 0, 0])[:40, 5:]
    )


def test_an_integral_image_and_a_slice_of_columns():
    sums = surf.integral(NOISE)
    points = surf.interest_points(sums, is_integral=True)
    np.testing.assert_array_equal(points, surf.interest_points(NOISE))
    full = surf.descriptors(sums, points, True)
    np.testing.assert_array_equal(full, surf.descriptors(NOISE, points))
    np.testing.assert_array_equal(full[:, 6:], surf.descriptors(NOISE, points, descriptor_only=True))
    np.testing.assert_array_equal(full[: len(surf.surf(NOISE))], surf.surf(NOISE))
    np.testing.assert_array_equal(surf.surf(NOISE)[:, 6:], surf.surf(NOISE, descriptor_only=True))


def test_threads_change_nothing():
    f = RNG.integers(0, 256, (400, 500))
    one, three = (surf.surf(f, threshold=1, max_points=None, threads=n) for n in (1, 3))
    assert len(one) > 100
    np.testing.assert_array_equal(one, three)


@given(st.data())
def test_any_layout_and_type(data):
    f = data.draw(s.images(("u1", "i2", "u4", "f4", bool), shape=(48, 50)))
    points = grid(f, 1)
    np.testing.assert_array_equal(surf.descriptors(f, points), surf.descriptors(np.array(f, float), points))


def test_dense_places():
    oracle = pytest.importorskip("mahotas.features.surf")
    for spacing, scale in [(16, None), (16, 3.0), (25, 5.1), (7, 1)]:
        for arguments in [(spacing, scale), (spacing, scale, False, True)]:
            np.testing.assert_array_equal(surf.dense(NOISE, *arguments), oracle.dense(NOISE, *arguments))
    assert surf.dense(NOISE[:100, :120], 16).shape == (0, 64)
    np.testing.assert_array_equal(surf.dense(surf.integral(NOISE), 9.5, 2, True), surf.dense(NOISE, 9, 2))


# pictures


def test_show_surf_draws_squares_about_the_points():
    f = np.zeros((60, 80), np.uint8)
    points = np.zeros((2, 70))
    points[:, :3] = [(30, 20, 1), (30, 60, 2)]
    picture = surf.show_surf(f, points)
    assert picture.shape == (60, 80, 3) and picture.dtype == np.uint8
    y, x = np.nonzero(picture[..., 0] == 255)
    assert (y.min(), y.max(), x.min(), x.max()) == (20, 40, 15, 70) and not picture[..., 1:].any()
    picture = surf.show_surf(f, points, [1, 0], [(1, 2, 3), (4, 5, 6)])
    assert tuple(picture[25, 20]) == (4, 5, 6) and tuple(picture[20, 60]) == (1, 2, 3)
    assert surf.show_surf(f, points, np.array([3, 9])).any()
    points[0, :3] = (-500, 1e6, 50)
    surf.show_surf(np.full((3, 3), np.nan), points)


def test_show_surf_names_what_is_wrong():
    f, points = NOISE, surf.surf(NOISE)[:3]
    with pytest.raises(ValueError, match="`spoints` must have 70 columns"):
        surf.show_surf(f, points[:, :5])
    with pytest.raises(ValueError, match="`values` must be from 0 to 0"):
        surf.show_surf(f, points, [0, 1, 0], [(1, 2, 3)])
    with pytest.raises(ValueError, match="`values` must have shape"):
        surf.show_surf(f, points, [0, 1])
    with pytest.raises(ValueError, match="`f` must have 2 axes"):
        surf.show_surf(np.ones((3, 3, 3)), points)


# errors


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: surf.surf(NOISE, 0), ValueError, "`nr_octaves` must be at least 1"),
        (lambda: surf.surf(NOISE, 1, 0), ValueError, "`nr_scales`"),
        (lambda: surf.surf(NOISE, 1, 6, 0), ValueError, "`initial_step_size`"),
        (lambda: surf.surf(NOISE, threshold=-1), ValueError, "`threshold`"),
        (lambda: surf.surf(NOISE, threshold=np.nan), ValueError, "`threshold`"),
        (lambda: surf.surf(NOISE, refine="other"), ValueError, "`refine`"),
        (lambda: surf.surf(np.ones((3, 4, 5))), ValueError, "`f` must have 2 axes"),
        (lambda: surf.surf(np.ones((30, 40), complex)), TypeError, "complex"),
        (lambda: surf.surf(np.full((30, 40), np.nan)), ValueError, "`f` must be finite"),
        (lambda: surf.interest_points(NOISE, is_integral=True), TypeError, "float64"),
        (lambda: surf.descriptors(NOISE, np.ones((3, 5)), True), TypeError, "float64"),
        (lambda: surf.descriptors(np.full((9, 9), np.inf), np.ones((3, 5)), True), ValueError, "finite"),
        (lambda: surf.descriptors(NOISE, np.ones((3, 4))), ValueError, "5 columns"),
        (lambda: surf.descriptors(NOISE, np.ones(5)), ValueError, "2 axes"),
        (lambda: surf.descriptors(NOISE, [[9, 9, -1, 1, 1]]), ValueError, "at least 0"),
        (lambda: surf.descriptors(NOISE, [[9, np.nan, 1, 1, 1]]), ValueError, "finite"),
        (lambda: surf.dense(NOISE, 0), ValueError, "`spacing`"),
        (lambda: surf.dense(NOISE, 4, -1), ValueError, "`scale`"),
        (lambda: surf.integral(NOISE, dtype=bool), TypeError, "`dtype`"),
        (lambda: surf.integral(np.ones(4)), ValueError, "2 axes"),
    ],
)
def test_errors_name_the_argument(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_huge_values_do_not_crash():
    f = NOISE * 1e300
    assert surf.surf(f).shape[1] == 70
    assert surf.descriptors(f, [[90, 90, 1e300, 1, 1], [90, 90, 2, 1, 1]]).shape == (1, 70)
