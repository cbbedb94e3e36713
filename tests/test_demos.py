"""The demo images: names, shapes, stand-ins that can be drawn again."""

from importlib.metadata import PackageNotFoundError
from os import path

import numpy as np
import pytest

from pyimg import demos

pytest.importorskip("imagecodecs")
pytest.importorskip("tifffile")
SHAPES = {
    "wally": (768, 1024, 3), "DepartmentStore": (768, 1024, 3), "lenna": (512, 512, 3), "Lena": (512, 512, 3),
    "luispedro": (377, 300, 3), "NUCLEAR": (1024, 1344, 3),
}  # fmt: skip


@pytest.fixture(params=["originals", "ours"])
def source(request, monkeypatch):
    if request.param == "ours":

        def missing(name):
            raise PackageNotFoundError(name)

        monkeypatch.setattr(demos, "distribution", missing)
    return request.param


@pytest.mark.parametrize("name", SHAPES)
def test_images(name, source):
    image = demos.load(name)
    assert image.shape == SHAPES[name] and image.dtype == np.uint8
    grey = demos.load(name, as_grey=True)
    assert grey.shape == image.shape[:2] and grey.dtype == np.float64


def test_nuclei_are_grey(source):
    image = demos.nuclear_image()
    assert (image[..., 0] == image[..., 1]).all() and image.max() > 150


def test_paths(source):
    assert path.exists(demos.image_path("luispedro.jpg"))
    assert not path.exists(demos.image_path("something-that-does-not-exist"))


@pytest.mark.parametrize("wrong", ["mona lisa", None, 3])
def test_unknown_names(wrong):
    with pytest.raises(KeyError, match="wally"):
        demos.load(wrong)


def test_the_stand_ins_can_be_drawn_again(tmp_path):
    from pyimg.demos import draw
    from pyimg.io import imread

    draw.draw(str(tmp_path))
    for name in ("lena.jpg", "luispedro.jpg", "DepartmentStore.jpg", "nuclear.png"):
        shipped = imread(path.join(path.dirname(demos.__file__), "data", name)).astype(int)
        again = imread(tmp_path / name).astype(int)
        assert np.abs(shipped - again).mean() < 1  # encoders may change
