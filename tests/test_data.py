"""Synthetic nuclei: is the truth true, and the same everywhere?"""

import hashlib

import numpy as np
import pytest

import pyimg as mh
from pyimg.data import nuclei


@pytest.mark.parametrize(
    ("shape", "spacing"), [((160, 200), None), ((160, 200), 0.5), ((12, 90, 80), (4, 1, 1)), ((5, 5), None), ((1, 300), None)]
)
def test_labels_are_connected_and_whole(shape, spacing):
    ndimage = pytest.importorskip("scipy.ndimage")
    image, labels = nuclei(shape, rng=3, spacing=spacing, radius=9)
    assert image.shape == labels.shape == shape and labels.dtype == np.int32
    for label in range(1, labels.max() + 1):
        assert ndimage.label(labels == label)[1] == 1


def test_nuclei_are_brighter_than_what_is_between():
    image, labels = nuclei((256, 256))
    outside = image[labels == 0]
    means = [image[labels == k].mean() for k in range(1, labels.max() + 1)]
    assert min(means) > np.percentile(outside, 90)
    assert 0.1 < (labels > 0).mean() < 0.4


def test_some_touch():
    def contacts(labels):
        a, b = labels[:, 1:], labels[:, :-1]
        return int(((a != b) & (a > 0) & (b > 0)).sum())

    assert contacts(nuclei((400, 400), 60, touching=0.8)[1]) > 20 + contacts(nuclei((400, 400), 60, touching=0)[1])


def test_seeds():
    first = nuclei((64, 64), 4, rng=5)
    for again in (nuclei((64, 64), 4, rng=5), nuclei((64, 64), 4, rng=np.random.default_rng(5))):
        np.testing.assert_array_equal(first[0], again[0])
        np.testing.assert_array_equal(first[1], again[1])
    assert (nuclei((64, 64), 4, rng=6)[0] != first[0]).any()
    np.testing.assert_array_equal(nuclei((40, 40))[0], nuclei((40, 40))[0])


def test_truth_is_the_same_on_every_machine():
    _, labels = nuclei((128, 128), 12, rng=1)
    assert hashlib.sha256(labels.astype("<i4").tobytes()).hexdigest()[:16] == "9ec321a967088b9e"


def test_nothing_depends_on_threads():
    mh.set_threads(2)
    two = nuclei((64, 64), 4, rng=5)[0]
    mh.set_threads(None)
    np.testing.assert_array_equal(two, nuclei((64, 64), 4, rng=5)[0])


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4", "f8"])
def test_dtypes_show_the_same_scene(dtype):
    image, labels = nuclei((80, 90), 6, rng=2, dtype=dtype)
    assert image.dtype == dtype
    full = {"u1": 230, "u2": 50000}.get(dtype, 1)
    wide, same = nuclei((80, 90), 6, rng=2, dtype=float)
    np.testing.assert_array_equal(labels, same)
    np.testing.assert_allclose(image / full, np.clip(wide, 0 if full > 1 else -9, {"u1": 255 / 230, "u2": 65535 / 50000}.get(dtype, 9)), atol=0.5 / full if full > 1 else 1e-6)


def test_clean_images():
    image, labels = nuclei((80, 80), 5, blur=0, background=0, photons=0, noise=0, dtype=float)
    assert (image[labels == 0] == 0).all() and (image[labels > 0] > 0.01).all()
    empty, none = nuclei((30, 30), 0)
    assert none.max() == 0 and empty.std() < 2000


def test_spacing_makes_flat_nuclei():
    _, labels = nuclei((20, 80, 80), 1, spacing=(3, 1, 1), radius=15, rng=1)
    depth, height = (np.ptp(np.nonzero(labels)[axis]) + 1 for axis in (0, 1))
    assert 0.5 < 3 * depth / height < 2


def test_errors():
    for wrong in ({"shape": (9,)}, {"shape": (0, 5)}, {"n": -1}, {"radius": 0}, {"touching": 2}, {"spacing": -1}, {"dtype": "i4"}, {"blur": -1}):
        with pytest.raises(ValueError):
            nuclei(**{"shape": (20, 20), **wrong})
    with pytest.raises(TypeError):
        nuclei((20.5, 3))
