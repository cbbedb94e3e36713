"""Boxes, centres of mass, Euler numbers."""

from itertools import product

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh


@given(s.images(nan=True), st.integers(0, 3))
def test_bbox(img, border):
    places = np.argwhere(img != 0)
    expected = np.zeros((img.ndim, 2), int)
    if len(places):
        expected = np.stack([places.min(0), places.max(0) + 1], 1)
    expected[:, 0] = np.maximum(expected[:, 0] - border, 0)
    expected[:, 1] = np.minimum(expected[:, 1] + border, img.shape)
    box = mh.bbox(img, border)
    assert box.dtype == np.intp
    np.testing.assert_array_equal(box, expected.ravel())
    part = mh.bbox(img, border, as_slice=True)
    np.testing.assert_array_equal(img[part], mh.croptobbox(img, border))


def test_bbox_of_long_lines():
    a = np.zeros((7, 1000), np.uint16)
    a[3, 500] = a[5, 200] = a[2, 777] = 256
    assert mh.bbox(a).tolist() == [2, 6, 200, 778]
    assert mh.bbox(np.array(3)).shape == (0,)
    assert mh.bbox(np.array([-0.0, 0.0, 2.0])).tolist() == [2, 3]
    view = np.zeros((5, 5))
    view[2, 2] = 1
    assert np.shares_memory(mh.croptobbox(view), view)
    with pytest.raises(ValueError, match="border"):
        mh.bbox(a, -1)


@given(s.images(dtypes="u1 i2 u4 f4 f8 f2".split(), max_dims=3, min_side=1), st.data())
def test_center_of_mass(img, data):
    labels = data.draw(s.arrays("i1", img.shape)) % np.int8(4) - 1
    wide = np.asarray(img, float)
    index = np.indices(img.shape)
    with np.errstate(all="ignore"):
        whole = np.array([(wide * i).sum() for i in index]) / wide.sum() if wide.sum() else np.full(img.ndim, np.nan)
        scale = np.abs(wide).sum() / abs(wide.sum()) if wide.sum() else 0
        np.testing.assert_allclose(mh.center_of_mass(img), whole, rtol=1e-9, atol=1e-9 * scale)
        centres = mh.center_of_mass(img, labels)
        assert centres.shape == (max(labels.max(), 0) + 1, img.ndim)
        for l, centre in enumerate(centres):
            part = wide * (labels == l)
            if part.sum() == 0:
                assert np.isnan(centre).all()
            else:
                expected = np.array([(part * i).sum() for i in index]) / part.sum()
                scale = np.abs(part).sum() / abs(part.sum())
                np.testing.assert_allclose(centre, expected, rtol=1e-9, atol=1e-9 * scale)


def test_center_of_mass_known():
    img = np.zeros((4, 30), np.uint16)
    img[1, 20] = img[3, 28] = 65535
    assert mh.center_of_mass(img).tolist() == [2, 24]
    assert mh.center_of_mass(img, spacing=(2, 0.5)).tolist() == [4, 12]
    assert np.isnan(mh.center_of_mass(np.zeros((0, 3)))).all()
    assert mh.center_of_mass(np.array(3.0)).shape == (0,)
    assert mh.center_of_mass(np.array([1, 3], np.longdouble))[0] == 0.75
    assert np.isnan(mh.center_of_mass(np.array([[5, -5]]))).all()
    with pytest.raises(ValueError, match="shape"):
        mh.center_of_mass(img, np.zeros((4, 4), int))


def cells(mask, full):
    """Count cells one by one: faces of closed pixels, or sets of pixels that fill a cube."""
    total = 0
    n = mask.ndim
    if full:
        seen = set()
        for p in np.argwhere(mask):
            seen |= {tuple(2 * p + 1 + d) for d in product((-1, 0, 1), repeat=n)}
        return sum((-1) ** sum(c % 2 for c in cell) for cell in seen)
    for p in np.argwhere(mask):
        for d in product((0, 1), repeat=n):
            corners = [p + e for e in product(*[(0, k) for k in d])]
            corners = {tuple(c) for c in corners}
            if all((np.array(c) < mask.shape).all() and mask[c] for c in corners):
                total += (-1) ** sum(d)
    return total


@given(s.images(dtypes=["?"], max_dims=4, max_side=4))
def test_euler_any_axes(mask):
    along = 2 * mask.ndim if mask.ndim < 4 else 4  # 8, mahotas's default, is all of them for any number of axes
    assert mh.euler(mask, along) == mh.euler(mask, 4) == cells(mask, False)
    assert mh.euler(mask) == mh.euler(mask, 8) == mh.euler(mask, 3**mask.ndim - 1) == cells(mask, True)


def test_euler_known():
    assert mh.euler(np.ones((4, 4), bool)) == mh.euler(np.ones((4, 4)), 4) == 1
    eight = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1]], np.uint8)
    assert (mh.euler(eight, 8), mh.euler(eight, 4)) == (0, 2)
    shell = np.ones((3, 3, 3), bool)
    shell[1, 1, 1] = False
    assert mh.euler(shell) == mh.euler(shell, 6) == 2
    assert mh.euler(np.ones((3, 3)), mode="wrap") == 0  # a torus
    for bad in (7, 6):
        with pytest.raises(ValueError, match="`n`"):
            mh.euler(eight, bad)
    with pytest.raises(ValueError, match="binary"):
        mh.euler(np.array([[0, 2]]))


@pytest.mark.parametrize("mode", ["nearest", "reflect", "mirror", "wrap"])
def test_euler_modes_as_mahotas(mode):
    mahotas = pytest.importorskip("mahotas")
    f = np.random.default_rng(4).random((9, 12)) < 0.5
    for n in (4, 8):
        assert mh.euler(f, n, mode) == pytest.approx(mahotas.euler(f, n, mode))
