"""Superpixels: what they promise, by hand and on odd images."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg.segmentation import slic


def pieces(segmented):
    """Count the connected pieces of all labels."""
    ndimage = pytest.importorskip("scipy.ndimage")
    return sum(ndimage.label(segmented == v)[1] for v in np.unique(segmented))


def scene(shape, channels=3):
    rng = np.random.default_rng(5)
    cut = sum(np.sin(np.arange(n) / 7).reshape([-1 if e == d else 1 for e in range(len(shape))]) for d, n in enumerate(shape))
    return ((cut[..., None] > 0) * 90 + rng.normal(100, 8, (*shape, channels))).astype(np.float32)


def test_by_hand():
    image = np.repeat([0.0, 9.0], [3, 5]) * np.ones((4, 1))
    segmented, n = slic(image, 4)
    assert n == 2 and segmented.dtype == np.int32
    np.testing.assert_array_equal(segmented, np.repeat([[1, 1, 1, 2, 2, 2, 2, 2]], 4, 0))


def test_place_alone_gives_the_grid():
    segmented, n = slic(np.zeros((60, 45, 3)), 15)
    assert n == 12
    np.testing.assert_array_equal(segmented, 1 + np.arange(60)[:, None] // 15 * 3 + np.arange(45) // 15)


@pytest.mark.parametrize("scale", [1e-6, 1, 1e9])
def test_contrast_counts_at_any_scale(scale):
    image = scene((60, 80))
    np.testing.assert_array_equal(slic(image * scale, 8, 5 * scale)[0], slic(image * 2.0**20, 8, 5 * 2.0**20)[0])


@pytest.mark.parametrize("shape", [(70, 90), (20, 30, 25), (300,), (6, 7, 8, 9)])
@pytest.mark.parametrize("channels", [None, 1, 2, 3, 5])
def test_labels_are_1_to_n_and_in_one_piece(shape, channels):
    image = scene(shape, channels or 1)
    image = image[..., 0] if channels is None else image
    segmented, n = slic(image, 7, 10, channel_axis=None if channels is None else -1) if len(shape) > 1 or channels is None else (
        slic(image[None], 7, 10)
    )
    np.testing.assert_array_equal(np.unique(segmented), np.arange(1, n + 1))
    assert pieces(segmented) == n


def test_boundaries_are_followed():
    y, x = np.indices((80, 80))
    disk = (y - 40) ** 2 + (x - 37) ** 2 < 25**2
    segmented, n = slic(np.where(disk, 200, 50).astype(np.uint8), 10, 5)
    inside = np.bincount(segmented.ravel(), disk.ravel()) / np.maximum(np.bincount(segmented.ravel()), 1)
    assert ((inside[1:] == 0) | (inside[1:] == 1)).all() and n > 40


def test_mahotas_example():
    image = scene((128, 200))
    segmented, n = slic(image)
    assert segmented.shape == (128, 200) and segmented.max() == n
    assert slic(image, 128)[1] < n


@given(image=s.images(min_dims=1, max_dims=4), spacer=st.integers(1, 9), m=st.sampled_from([0, 1, 1e3]))
def test_every_array(image, spacer, m):
    image = np.where(np.isfinite(image.astype(float)), image, 0).astype(image.dtype)
    segmented, n = slic(image, spacer, m, channel_axis=None)
    assert segmented.shape == image.shape and segmented.dtype == np.int32
    np.testing.assert_array_equal(np.unique(segmented), np.arange(1, n + 1))
    assert pieces(segmented) == n


def test_layout_and_channel_axis_do_not_matter():
    image = scene((40, 50))
    segmented = slic(image, 9, 10)[0]
    for same in (np.asfortranarray(image), image[::-1][::-1], image.astype(">f4"), image.tolist()):
        np.testing.assert_array_equal(slic(same, 9, 10)[0], segmented)
    np.testing.assert_array_equal(slic(np.moveaxis(image, -1, 0), 9, 10, channel_axis=0)[0], segmented)
    np.testing.assert_array_equal(slic(image, 9, 10, -1)[0], segmented)


def test_spacing_is_a_unit():
    image = scene((40, 30, 20))
    plain = slic(image, 8, 10)[0]
    np.testing.assert_array_equal(slic(image, 4, 10, spacing=0.5)[0], plain)
    flat, n = slic(np.zeros((9, 45, 3)), 9, spacing=(3, 1))
    np.testing.assert_array_equal(flat, 1 + np.arange(9)[:, None] // 3 * 5 + np.arange(45) // 9)
    assert n == 15


def test_small_and_empty():
    assert slic(np.zeros((3, 4, 3)), 100)[1] == 1
    assert slic(np.zeros((0, 4, 3)))[0].shape == (0, 4) and slic(np.zeros((0, 4, 3)))[1] == 0
    assert slic(np.zeros((1, 1, 3)))[0].tolist() == [[1]]


def test_errors():
    with pytest.raises(ValueError, match="`array` must be finite"):
        slic(np.full((4, 4, 3), np.nan))
    with pytest.raises(ValueError, match="`spacer` must be"):
        slic(np.zeros((4, 4, 3)), 0)
    with pytest.raises(ValueError, match="`m` must be"):
        slic(np.zeros((4, 4, 3)), 4, -1)
    with pytest.raises(TypeError, match="`array` must have a dtype of kind"):
        slic(np.zeros((4, 4, 3), complex))
    with pytest.raises(ValueError, match="`channel_axis` must be from -3 to 2"):
        slic(np.zeros((4, 4, 3)), channel_axis=3)
    assert mh.segmentation.slic is slic
