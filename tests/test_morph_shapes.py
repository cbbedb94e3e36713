"""Extrema, holes, templates, thinning."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg import morph
from pyimg._backend import BACKEND
from pyimg._structure import offsets, structuring_element


def slow_extrema(f, Bc, largest, regional):
    k = offsets(structuring_element(Bc, f.ndim), centre=False)
    beyond = np.greater if largest else np.less
    mask, equals = np.ones(f.shape, bool), {}
    for p in np.ndindex(*f.shape):
        near = [tuple(np.clip(np.add(p, step), 0, np.array(f.shape) - 1)) for step in k.tolist()]
        mask[p] = not any(beyond(f[q], f[p]) for q in near)
        there = [tuple(np.add(p, step).tolist()) for step in k.tolist()]
        equals[p] = [q for q in there if all(0 <= x < n for x, n in zip(q, f.shape)) and f[q] == f[p]]
    while regional:
        spoilt = [p for p in equals if mask[p] and not all(mask[q] for q in equals[p])]
        if not spoilt:
            break
        for p in spoilt:
            mask[p] = False
    return mask


@given(data=st.data())
def test_extrema_equal_their_definition(data):
    dtype = data.draw(st.sampled_from(s.PIXELS))
    f = data.draw(s.arrays(dtype, data.draw(s.shapes(1, 3, min_side=1, max_side=5)), nan=True))
    Bc = data.draw(st.sampled_from([None, 1, 2, 3]) | s.structuring_elements(f.ndim, max_side=4))
    for name, largest, regional in (
        ("locmax", True, False), ("locmin", False, False), ("regmax", True, True), ("regmin", False, True),
    ):  # fmt: skip
        got = getattr(morph, name)(f, Bc)
        assert got.dtype == bool
        np.testing.assert_array_equal(got, slow_extrema(f, Bc, largest, regional), err_msg=name)


@given(data=st.data())
def test_extrema_equal_mahotas(data):
    mahotas = pytest.importorskip("mahotas")
    shape = data.draw(s.shapes(1, 3, min_side=1))
    f = data.draw(s.arrays(data.draw(st.sampled_from(["u1", "i4", "f8"])), shape))
    Bc = data.draw(st.sampled_from([None, 1, 2, 3]))
    for name in ("locmax", "locmin", "regmax", "regmin"):
        np.testing.assert_array_equal(getattr(morph, name)(f, Bc), getattr(mahotas.morph, name)(f, Bc))


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4"])
@pytest.mark.parametrize("shape", [(200, 300), (20, 30, 40)])
def test_regional_maxima_equal_scikit_image(dtype, shape):
    morphology = pytest.importorskip("skimage.morphology")
    f = (np.random.default_rng(0).random(shape) * 9).astype(dtype)
    for k in range(1, len(shape) + 1):
        np.testing.assert_array_equal(mh.regmax(f, k), morphology.local_maxima(f, connectivity=k))


def test_a_constant_image_is_extreme_all_over():
    for f in (np.zeros((300, 300), np.uint8), np.full((4, 5, 6), 2.5)):
        assert mh.locmax(f).all() and mh.regmax(f).all() and mh.locmin(f).all() and mh.regmin(f).all()


def test_one_large_plateau_that_is_no_maximum():
    h, w = (600, 700) if BACKEND == "compiled" else (60, 70)
    f = np.zeros((h, w), np.uint16)
    f[h // 2, w // 2] = 1
    assert np.argwhere(mh.regmax(f)).tolist() == [[h // 2, w // 2]]
    assert mh.locmax(f).sum() == f.size - 4
    assert mh.regmin(f).sum() == f.size - 1


def test_nan_is_an_extremum_that_nobody_sees():
    f = np.array([1, np.nan, 2, 3, 3, np.nan])
    assert mh.locmax(f).tolist() == [True, True, False, True, True, True]
    assert mh.regmin(f).tolist() == [True, True, True, False, False, True]


def test_extrema_out():
    f = np.random.default_rng(0).integers(0, 9, (9, 9), np.uint8)
    out = np.empty(f.shape, bool)
    assert mh.regmax(f, out=out) is out
    np.testing.assert_array_equal(out, mh.regmax(f))
    g = f > 4
    expected = mh.locmin(g)
    np.testing.assert_array_equal(mh.locmin(g, out=g), expected)
    with pytest.raises(ValueError, match="`out` must have dtype bool"):
        mh.locmax(f, out=f)


@given(data=st.data())
def test_holes_equal_scipy(data):
    ndimage = pytest.importorskip("scipy.ndimage")
    a = data.draw(s.images(dtypes=["?", "u1", "f4"], max_dims=3, min_side=1, max_side=9))
    Bc = ndimage.generate_binary_structure(a.ndim, data.draw(st.integers(1, a.ndim)))
    np.testing.assert_array_equal(mh.close_holes(a, Bc), ndimage.binary_fill_holes(a != 0, Bc))


@pytest.mark.parametrize("share", [0.3, 0.41, 0.5, 0.7])  # a flood from the frame reaches all, much, little, hardly any
@pytest.mark.parametrize("shape", [(151, 170), (4000,), (31, 30, 33)])
def test_holes_of_noise_equal_scipy(share, shape):
    ndimage = pytest.importorskip("scipy.ndimage")
    a = np.random.default_rng(5).random(shape) < share
    for k in range(1, len(shape) + 1):
        Bc = ndimage.generate_binary_structure(len(shape), k)
        np.testing.assert_array_equal(mh.close_holes(a, Bc), ndimage.binary_fill_holes(a, Bc))


@given(data=st.data())
def test_holes_equal_their_definition(data):
    a = data.draw(s.arrays(bool, data.draw(s.shapes(1, 3, min_side=1))))
    Bc = data.draw(s.structuring_elements(a.ndim))
    odd = np.zeros([n + 1 - n % 2 for n in Bc.shape], bool)
    odd[tuple(slice(0, n) for n in Bc.shape)] = Bc
    both = odd | odd[(slice(None, None, -1),) * a.ndim]
    outside = ~a
    outside[(slice(1, -1),) * a.ndim] = False
    wide = np.pad(outside, [(n // 2,) * 2 for n in odd.shape])
    inner = tuple(slice(n // 2, n // 2 + m) for n, m in zip(odd.shape, a.shape))
    for _ in range(a.size):
        reached = np.zeros_like(outside)
        for k in offsets(both):
            reached |= np.roll(wide, k, tuple(range(a.ndim)))[inner]
        wide[inner] |= reached & ~a
    np.testing.assert_array_equal(mh.close_holes(a, Bc), ~wide[inner])


def test_a_spiral_is_no_hole():
    n = 801 if BACKEND == "compiled" else 41
    a = np.zeros((n, n), bool)
    y = x = n // 2
    a[y, x] = True
    step, turn = 2, 0
    while step < n - 2:
        dy, dx = ((0, 1), (1, 0), (0, -1), (-1, 0))[turn % 4]
        for _ in range(step):
            y, x = y + dy, x + dx
            a[y, x] = True
        turn += 1
        step += 2 * (turn % 2 == 0)
    np.testing.assert_array_equal(mh.close_holes(a), a)
    a[y : y + 1, x - 3 : x + 1] = True
    ring = np.zeros((9, 9), bool)
    ring[1:8, 1:8] = True
    ring[4, 4] = False
    assert mh.close_holes(ring)[4, 4] and mh.close_holes(ring).sum() == 49


def test_a_colour_image_is_no_volume():
    a = np.zeros((20, 20, 3), bool)
    with pytest.raises(ValueError, match="colour"):
        mh.close_holes(a)
    assert not mh.close_holes(a, np.ones((3, 3, 3))).any()
    assert not mh.close_holes(a[:5]).any()


@given(data=st.data())
def test_templates_equal_their_definition(data):
    dtype = data.draw(st.sampled_from([np.dtype(bool), *s.INTEGERS]))
    shape = data.draw(s.shapes(1, 3))
    a = (data.draw(s.arrays("u1", shape)) % 3).astype(dtype)
    Bc = data.draw(s.structuring_elements(len(shape), max_side=3)) + data.draw(st.integers(0, 1))
    got = mh.hitmiss(a, Bc)
    assert got.dtype == (np.uint8 if dtype.kind == 'b' else dtype)
    expected = np.zeros(shape, int)
    for p in np.ndindex(*[max(0, n - b + 1) for n, b in zip(shape, Bc.shape)]):
        window = a[tuple(slice(x, x + b) for x, b in zip(p, Bc.shape))]
        expected[tuple(x + b // 2 for x, b in zip(p, Bc.shape))] = ((Bc == 2) | (window == Bc)).all()
    np.testing.assert_array_equal(got, expected)


def test_templates_take_out():
    a = np.zeros((9, 9), bool)
    a[3:6, 3:6] = True
    Bc = np.array([[0, 0, 0], [2, 1, 2], [1, 1, 1]])
    out = np.empty(a.shape, bool)
    assert mh.hitmiss(a, Bc, out=out) is out
    assert np.argwhere(out).tolist() == [[3, 4]]
    same = a.copy()
    mh.hitmiss(same, Bc, out=same)
    np.testing.assert_array_equal(same, out)
    assert not mh.hitmiss(a, Bc + 300).any()
    with pytest.raises(ValueError, match="`Bc` must have 2 axes"):
        mh.hitmiss(a, Bc[0])
    with pytest.raises(TypeError, match="`input` must have a dtype"):
        mh.hitmiss(a.astype(float), Bc)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_a_template_of_no_pixel_fits_wherever_it_lies_within(shape):
    a = np.zeros((5, 6), np.uint8)
    wanted = np.zeros_like(a)
    wanted[tuple(slice(n // 2, a.shape[i] - n // 2) for i, n in enumerate(shape))] = 1
    np.testing.assert_array_equal(mh.hitmiss(a, np.zeros(shape, int)), wanted)


@given(data=st.data())
def test_thinning_equals_its_definition(data):
    a = data.draw(s.images(dtypes=["?", "u1", "i4", "f4"], min_dims=2, max_dims=2, max_side=14))
    if data.draw(st.booleans()):
        a = mh.dilate(a != 0, 2)
    rounds = data.draw(st.sampled_from([-1, 0, 1, 2]))
    wide = np.pad(np.asarray(a) != 0, 1).astype(np.uint8)
    templates = [
        [[0, 0, 0], [2, 1, 2], [1, 1, 1]], [[2, 0, 0], [1, 1, 0], [1, 1, 2]], [[1, 2, 0], [1, 1, 0], [1, 2, 0]],
        [[1, 1, 2], [1, 1, 0], [2, 0, 0]], [[1, 1, 1], [2, 1, 2], [0, 0, 0]], [[2, 1, 1], [0, 1, 1], [0, 0, 2]],
        [[0, 0, 2], [0, 1, 1], [2, 1, 1]], [[0, 2, 1], [0, 1, 1], [0, 2, 1]],
    ]  # fmt: skip
    left = rounds if rounds >= 0 else -1
    while left:
        before = wide.copy()
        for template in templates:
            wide -= mh.hitmiss(wide, np.array(template))
        left -= 1
        if (wide == before).all():
            break
    got = mh.thin(a, rounds)
    assert got.dtype == a.dtype.newbyteorder("=")
    np.testing.assert_array_equal(got, wide[1:-1, 1:-1])


def test_thinning_equals_mahotas():
    mahotas = pytest.importorskip("mahotas")
    rng = np.random.default_rng(0)
    for size in (2, 3, 5, 9):
        a = mh.open(mh.dilate(rng.random((90, 120)) > 0.97, np.ones((size, size))), flat=True)
        for rounds in (-1, 0, 1, 3):
            np.testing.assert_array_equal(mh.thin(a, rounds), mahotas.thin(a, rounds))


def test_thinning_keeps_the_number_of_parts():
    ndimage = pytest.importorskip("scipy.ndimage")
    a = ndimage.gaussian_filter(np.random.default_rng(3).random((150, 150)), 3) > 0.5
    eight = np.ones((3, 3))
    thinned = mh.thin(a)
    assert ndimage.label(thinned, eight)[1] == ndimage.label(a, eight)[1]
    assert ndimage.label(~np.pad(thinned, 1))[1] == ndimage.label(~np.pad(a, 1))[1]


def _solid(seed):
    noise = np.random.default_rng(seed).random((17, 19, 23))
    return mh.gaussian_filter(noise, 1.3) > 0.5


@pytest.mark.parametrize("seed", range(6))
def test_thinning_in_3d_keeps_the_topology(seed):
    ndimage = pytest.importorskip("scipy.ndimage")
    a = _solid(seed)
    thinned = mh.thin(a)
    full = np.ones((3, 3, 3))
    assert thinned.dtype == bool
    assert not (thinned & ~a).any()
    assert thinned.sum() < a.sum() / 3
    assert mh.euler(thinned) == mh.euler(a)  # parts less tunnels plus cavities
    assert ndimage.label(thinned, full)[1] == ndimage.label(a, full)[1]
    assert ndimage.label(~np.pad(thinned, 1))[1] == ndimage.label(~np.pad(a, 1))[1]
    parts = ndimage.label(a, full)[0]
    assert np.array_equal(np.unique(parts[thinned]), np.unique(parts[a]))
    np.testing.assert_array_equal(mh.thin(thinned), thinned)
    assert mh.thin(a, 0).sum() == a.sum() > mh.thin(a, 1).sum() > thinned.sum()


def test_thinning_of_simple_solids():
    bar = np.zeros((7, 8, 30), np.uint8)
    bar[2:5, 2:5, 3:27] = 9
    thinned = mh.thin(bar)
    assert thinned.dtype == np.uint8 and thinned.max() == 1
    assert thinned.sum(axis=(0, 1)).max() == 1  # one voxel wide
    assert thinned[3, 3, 6:24].all()
    ball = np.sum((np.indices((15, 15, 15)) - 7) ** 2, 0) <= 36
    assert mh.thin(ball).sum() <= 6
    shell = ball & (np.sum((np.indices((15, 15, 15)) - 7) ** 2, 0) > 9)
    assert mh.euler(mh.thin(shell)) == mh.euler(shell) == 2  # a cavity stays one
    ring = np.zeros((5, 9, 9), bool)
    ring[1:4, 1:8, 1:8] = True
    ring[:, 3:6, 3:6] = False
    assert mh.euler(mh.thin(ring)) == 0
    for shape in [(0, 3, 4), (1, 1, 1), (1, 1, 5), (3, 3, 3)]:
        assert mh.thin(np.ones(shape)).any() == (0 not in shape)
    np.testing.assert_array_equal(mh.thin(np.array([0, 1, 1, 1, 0])), [0, 1, 1, 1, 0])


def test_thin_is_a_module_and_a_function():
    from pyimg.thin import thin

    assert thin is mh.thin
    assert thin is morph.thin
