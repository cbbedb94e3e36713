"""Lines, polygons, hulls: drawn by hand, mahotas inside the canvas, exact geometry, hostile coordinates."""

import itertools

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pyimg.polygon import convexhull, fill_convexhull, fill_polygon, line

POINT = st.tuples(st.integers(-12, 25), st.integers(-12, 25))


def bresenham(p0, p1):
    """The textbook's loop: pixels of a line, in mahotas's order."""
    (y0, x0), (y1, x1) = p0, p1
    steep = abs(y1 - y0) > abs(x1 - x0)
    if steep:
        y0, x0, y1, x1 = x0, y0, x1, y1
    if x0 > x1:
        y0, x0, y1, x1 = y1, x1, y0, x0
    dx, dy, error, y = x1 - x0, abs(y1 - y0), (x1 - x0) / 2, y0
    for x in range(x0, x1 + 1):
        yield (x, y) if steep else (y, x)
        error -= dy
        if error < 0:
            y += 1 if y0 < y1 else -1
            error += dx


@given(POINT, POINT)
def test_lines_are_those_of_the_textbook_clipped(p0, p1):
    canvas, wish = np.zeros((11, 14), np.uint8), np.zeros((11, 14), np.uint8)
    line(p0, p1, canvas, 5)
    for y, x in bresenham(p0, p1):
        if 0 <= y < 11 and 0 <= x < 14:
            wish[y, x] = 5
    np.testing.assert_array_equal(canvas, wish)


def test_lines_of_other_dimensions_and_far_ends():
    canvas = np.zeros((4, 4, 4), bool)
    line((0, 0, 0), (3, 3, 3), canvas)
    assert canvas.sum() == 4 and canvas[np.arange(4), np.arange(4), np.arange(4)].all()
    row = np.zeros(9)
    line((-5,), (3,), row, 0.5)
    assert row.tolist() == [0.5] * 4 + [0] * 5
    far = np.zeros((10, 10), np.int64)
    line((-(10**12), -(10**12)), (10**12, 10**12), far)
    assert (far == np.eye(10)).all()
    line((10**9, 0), (10**9, 10**10), far, 7)
    assert far.max() == 1


def test_line_on_any_canvas():
    for canvas in (np.zeros((6, 8), np.int16)[::2, ::-1], np.zeros((4, 5), ">f8"), np.zeros((4, 5), order="F")):
        line((0, 0), (2, 3), canvas, 3)
        assert canvas.sum() == 12


def test_fill_by_hand():
    canvas = np.zeros((6, 7), np.uint8)
    fill_polygon([(0, 1), (0, 5), (4, 5), (4, 3), (2, 3), (2, 1)], canvas, 2)
    assert canvas.tolist() == [
        [0, 0, 0, 0, 0, 0, 0],
        [0, 2, 2, 2, 2, 2, 0],
        [0, 2, 2, 2, 2, 2, 0],
        [0, 0, 0, 2, 2, 2, 0],
        [0, 0, 0, 2, 2, 2, 0],
        [0, 0, 0, 0, 0, 0, 0],
    ]


def scanlines(polygon, height, width):
    """Mahotas's rule in exact arithmetic, clipped."""
    from fractions import Fraction

    wish = np.zeros((height, width), np.uint8)
    for y in range(height):
        edges = zip(polygon, [polygon[-1], *polygon[:-1]] if polygon else [])
        nodes = sorted(
            px + Fraction((y - py) * (qx - px), qy - py) for (py, px), (qy, qx) in edges if (py < y <= qy) or (qy < y <= py)
        )
        for a, b in zip(nodes[::2], nodes[1::2]):
            wish[y, max(0, int(a)) : max(0, int(b + 1))] = 3
    return wish


@given(st.lists(POINT, max_size=9))
def test_filled_exactly_and_clipped(polygon):
    canvas = np.zeros((11, 13), np.uint8)
    fill_polygon(polygon, canvas, 3)
    np.testing.assert_array_equal(canvas, scanlines(polygon, 11, 13))


def test_mahotas_agrees_inside_the_canvas():
    mahotas = pytest.importorskip("mahotas.polygon")
    rng = np.random.default_rng(0)
    for n in range(1, 40):
        ours, theirs = np.zeros((41, 43), np.uint8), np.zeros((41, 43), np.uint8)
        polygon = rng.integers(0, 41, (n, 2))
        fill_polygon(polygon, ours, 3)
        mahotas.fill_polygon(polygon, theirs, 3)
        assert (ours != theirs).mean() < 0.01  # its crossings are rounded twice


@pytest.mark.parametrize("dtype", [*s.PIXELS, "f2", "g", "c8", ">i4"])
def test_any_canvas(dtype):
    canvas = np.zeros((8, 10), dtype)
    for view in (canvas, canvas[::-1, ::2], canvas.T):
        canvas[...] = 0
        fill_polygon(np.array([(0, 0), (0, 4), (5, 4), (5, 0)]), view)
        assert view.real.sum() == 25


def test_fractions_and_far_corners():
    canvas = np.zeros((5, 5), bool)
    fill_polygon([(0.5, 1.2), (0.5, 3.9), (2.5, 3.9), (2.5, 1.2)], canvas)
    assert np.argwhere(canvas).tolist() == [[y, x] for y in (1, 2) for x in (1, 2, 3)]
    fill_polygon([(-1e300, -1e300), (-1e300, 1e300), (1e300, 1e300), (1e300, -1e300)], canvas)
    assert canvas.all()
    canvas[...] = False
    fill_polygon([(-100, -100), (-100, -50), (200, -50)], canvas)
    assert not canvas.any()


def test_a_polygon_of_very_many_corners():
    rng = np.random.default_rng(0)
    n = 20000
    zigzag = np.stack([np.tile([-10, 600], n // 2), np.sort(rng.random(n) * 500)], -1)
    canvas = np.zeros((500, 500), bool)
    fill_polygon(zigzag, canvas)
    assert canvas.any()


def test_polygon_errors():
    canvas = np.zeros((5, 5), np.uint8)
    for wrong, error in (([1, 2], ValueError), ([(1, 2, 3)] * 3, ValueError), ([(0, np.nan)] * 3, ValueError), ([("a", 1)], TypeError)):
        with pytest.raises(error, match="polygon"):
            fill_polygon(wrong, canvas)
    with pytest.raises(TypeError, match="canvas"):
        fill_polygon([(0, 0), (1, 1)], [[0, 0]])
    with pytest.raises(ValueError, match="color"):
        fill_polygon([(0, 0), (3, 3), (0, 3)], canvas, 300)
    with pytest.raises(ValueError, match="2 axes"):
        fill_polygon([(0, 0), (3, 3), (0, 3)], np.zeros((3, 3, 3)))
    with pytest.raises(TypeError, match="integer"):
        line((0.5, 0), (1, 1), canvas)
    with pytest.raises(ValueError, match="one entry per axis"):
        line((0, 0, 0), (1, 1), canvas)
    canvas.flags.writeable = False
    for call in (lambda: line((0, 0), (1, 1), canvas), lambda: fill_polygon([(0, 0), (3, 3), (0, 3)], canvas)):
        with pytest.raises(ValueError, match="writable"):
            call()


MASKS = hnp.arrays(bool, hnp.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=9))


@given(MASKS)
def test_corners_are_those_of_mahotas(mask):
    mahotas = pytest.importorskip("mahotas.polygon")
    if mask.size:
        np.testing.assert_array_equal(convexhull(mask), mahotas.convexhull(mask))
    else:
        assert convexhull(mask).shape == (0, 2)


@given(MASKS)
def test_a_filled_hull_is_every_pixel_of_it(mask):
    corners = convexhull(mask)
    if mask.sum() > 3:  # the definition: on the inner side of each edge
        y, x = np.indices(mask.shape)
        wish = np.ones(mask.shape, bool)
        for (ay, ax), (by, bx) in zip(corners, np.roll(corners, -1, axis=0)):
            wish &= (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0
        if len(corners) == 2:
            low, high = corners.min(0), corners.max(0)
            wish &= (y >= low[0]) & (y <= high[0]) & (x >= low[1]) & (x <= high[1])
        np.testing.assert_array_equal(fill_convexhull(mask), wish)
    assert (fill_convexhull(mask) >= mask).all()
    np.testing.assert_array_equal(fill_convexhull(mask.T), fill_convexhull(mask).T)
    np.testing.assert_array_equal(fill_convexhull(mask[::-1, ::-1]), fill_convexhull(mask)[::-1, ::-1])


@pytest.mark.parametrize("dtype", [*s.PIXELS, np.dtype("f2"), np.dtype(">u2")])
def test_hull_of_any_type(dtype):
    img = np.zeros((6, 7), dtype)
    img[1, 2] = img[4, 5] = img[4, 1] = img[3, 6] = 1
    hull = fill_convexhull(img)
    assert hull.dtype == dtype.newbyteorder("=")
    np.testing.assert_array_equal(hull != 0, fill_convexhull(img != 0))
    assert hull.max() == {"b1": 1, "i1": 127}.get(dtype.str[1:], 255)


def test_hull_of_an_image_agrees_with_skimage():
    morphology = pytest.importorskip("skimage.morphology")
    mask = np.random.default_rng(0).random((90, 120)) > 0.999
    np.testing.assert_array_equal(fill_convexhull(mask), morphology.convex_hull_image(mask, offset_coordinates=False))


def in_hull(points, places):
    """Say which places are on the inner side of all planes through three points with all on one side."""
    spread = np.linalg.matrix_rank(points - points[0])
    if spread < 3:  # what two pyramids over a flat hull have in common
        aside = next(e for e in np.eye(3, dtype=int) if np.linalg.matrix_rank(np.vstack([points - points[0], e])) > spread)
        return in_hull(np.vstack([points, points[0] + aside]), places) & in_hull(np.vstack([points, points[0] - aside]), places)
    inside = np.ones(len(places), bool)
    for a, b, c in itertools.combinations(points, 3):
        normal = np.cross(b - a, c - a)
        for side in (normal, -normal):
            if ((points - a) @ side <= 0).all():
                inside &= (places - a) @ side <= 0
    return inside


@given(st.data())
def test_a_filled_hull_of_voxels_is_every_voxel_of_it(data):
    shape = data.draw(s.shapes(3, 3, min_side=1, max_side=6))
    mask = np.zeros(shape, bool)
    mask.flat[data.draw(st.lists(st.integers(0, mask.size - 1), min_size=1, max_size=7))] = True
    kind = data.draw(st.sampled_from(["any", "plane", "line"]))
    step = np.array(data.draw(st.tuples(*[st.integers(-2, 2)] * 3)))
    if kind == "plane":
        mask &= np.moveaxis(np.indices(shape), 0, -1) @ step == step @ np.argwhere(mask)[0]
    elif kind == "line":
        at = np.argwhere(mask)[0] + step * np.arange(-5, 6)[:, None]
        mask[:] = False
        mask[tuple(at[((at >= 0) & (at < shape)).all(1)][[0, -1]].T)] = True
    hull = fill_convexhull(mask)
    np.testing.assert_array_equal(hull, in_hull(np.argwhere(mask), np.argwhere(np.ones(shape))).reshape(shape))
    np.testing.assert_array_equal(fill_convexhull(mask.transpose(2, 0, 1)), hull.transpose(2, 0, 1))
    np.testing.assert_array_equal(fill_convexhull(hull), hull)


def test_hull_of_a_volume_agrees_with_skimage():
    morphology = pytest.importorskip("skimage.morphology")
    z, y, x = np.indices((21, 25, 31)) - np.array([10, 12, 15])[:, None, None, None]
    ball = z**2 * 2 + y**2 + x**2 < 140
    np.testing.assert_array_equal(fill_convexhull(ball), ball)  # no voxel is added to a ball
    np.testing.assert_array_equal(fill_convexhull(ball & (z * y * x >= 0)), morphology.convex_hull_image(ball & (z * y * x >= 0), offset_coordinates=False))
    for count in (4, 30, 300):
        mask = np.zeros((30, 40, 50), np.int8)
        mask.flat[np.random.default_rng(count).integers(0, mask.size, count)] = 1
        hull = fill_convexhull(mask)
        assert hull.dtype == np.int8
        np.testing.assert_array_equal(hull == 127, morphology.convex_hull_image(mask, offset_coordinates=False))


def test_hulls_of_lines_of_nothing_and_of_all():
    assert fill_convexhull(np.array([0, 1, 0, 2, 0, 1, 0], np.uint8)).tolist() == [0, 255, 255, 255, 255, 255, 0]
    for shape in ((0,), (4,), (0, 2, 3), (2, 0, 3), (2, 3, 0), (3, 4, 5)):
        assert not fill_convexhull(np.zeros(shape)).any()
        assert fill_convexhull(np.ones(shape, bool)).all()
    long = np.zeros((2, 3, 200_000), bool)  # coordinates whose products are large
    long[0, 0, 0] = long[1, 2, 199_999] = long[1, 0, 7] = long[0, 2, 100_001] = True
    hull = fill_convexhull(long)
    places = np.argwhere(long)
    edges = np.stack([np.zeros(9, int) + 1, np.arange(9) % 3, np.linspace(0, 199_999, 9).astype(int)], 1)
    np.testing.assert_array_equal(hull[tuple(edges.T)], in_hull(places, edges))


def test_hull_errors():
    with pytest.raises(ValueError, match="2 axes"):
        convexhull(np.zeros((3, 3, 3)))
    with pytest.raises(ValueError, match="3 axes"):
        fill_convexhull(np.zeros((3, 3, 3, 3)))
    with pytest.raises(ValueError, match="along an axis"):
        fill_convexhull(np.zeros((1, 1, 2**20 + 1), bool))
    for call in (convexhull, fill_convexhull):
        with pytest.raises(TypeError):
            call(None)
