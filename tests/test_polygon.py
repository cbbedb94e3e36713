"""Lines, polygons, hulls: drawn by hand, mahotas inside the canvas, exact geometry, hostile coordinates."""

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
    for end in (10**12, 10**30):
        far = np.zeros((10, 10), np.int64)
        line((-end, -end), (end, end), far)
        assert (far == np.eye(10)).all()
        far = np.zeros((20, 10), np.int64)[::2]
        line((-end, 9 + end), (end, 9 - end), far)
        assert (far == np.eye(10)[:, ::-1]).all()
    far = np.eye(10, dtype=np.int64)
    line((-(10**30), -3), (10**30 - 1, 10**29), far, 8)  # over row 0 beyond column 9
    assert far.max() == 1
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


def test_hull_errors():
    for call in (convexhull, fill_convexhull):
        with pytest.raises(ValueError, match="2 axes"):
            call(np.zeros((3, 3, 3)))
        with pytest.raises(TypeError):
            call(None)
