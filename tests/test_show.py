"""Does show draw what it is given?"""

import numpy as np
import pytest

import pyimg as mh

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
plt = pytest.importorskip("matplotlib.pyplot")


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.mark.parametrize("dtype", ["?", "u1", "i2", "u4", "i8", "f2", "f4", "f8"])
@pytest.mark.parametrize("shape", [(8, 9), (8, 9, 3), (8, 9, 4), (1, 1)])
def test_any_image(dtype, shape):
    image = (np.random.default_rng(0).random(shape) * 100).astype(dtype)
    ax = mh.show(image)
    ax.figure.canvas.draw()
    assert len(ax.images) == 1


def test_nan_and_constant_images():
    for image in (np.array([[np.nan, 1, np.inf]]), np.full((3, 3), np.nan), np.full((3, 3, 3), np.nan), np.zeros((4, 4))):
        mh.show(image).figure.canvas.draw()


def test_labels_get_colours_and_a_count():
    labels = np.zeros((20, 20), np.int32)
    labels[2:8, 2:8], labels[10:18, 10:18] = 1, 2
    ax = mh.show(labels)
    shown = ax.images[0].get_array()
    assert ax.get_title() == "2 regions" and shown.shape == (20, 20, 3)
    assert (shown[0, 0] == 0).all() and (shown[4, 4] != shown[12, 12]).any()


@pytest.mark.parametrize("contours", [True, False])
def test_labels_on_an_image(contours):
    image, labels = mh.data.nuclei((60, 60), 3)
    _, axes = plt.subplots(1, 2)
    ax = mh.show(image, labels, ax=axes[1], contours=contours, cmap="viridis", title="cells")
    assert ax is axes[1] and len(ax.images) == 2 and ax.get_title() == "cells"
    layer = ax.images[1].get_array()
    assert (layer[labels == 0][:, 3] == 0).all()
    assert (layer[labels > 0][:, 3].mean() == 0.5) != contours
    ax.figure.canvas.draw()


def test_errors(monkeypatch):
    for wrong in (np.zeros(3), np.zeros((3, 3, 2)), np.zeros((0, 3))):
        with pytest.raises(ValueError):
            mh.show(wrong)
    with pytest.raises(ValueError, match="labels"):
        mh.show(np.zeros((3, 3)), np.zeros((3, 4), int))
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.pyplot", None)
    with pytest.raises(ImportError, match=r"pyimg\[plot\]"):
        mh.show(np.zeros((3, 3)))
