"""Colours: mahotas's numbers, scikit-image, known colours, relations."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given

import pyimg as mh
from pyimg import _backend, colors

TO = ["rgb2grey", "rgb2xyz", "rgb2lab", "rgb2sepia"]
ALL = [*TO, "xyz2rgb", "xyz2lab", "lab2xyz", "lab2rgb"]


def image(dtype="u1", shape=(17, 23, 3)):
    rng = np.random.default_rng(3)
    return rng.integers(0, 256, shape).astype(dtype) if np.dtype(dtype).kind != "f" else (rng.random(shape) * 255).astype(dtype)


@pytest.mark.parametrize("dtype", ["u1", "u2", "i4", "u8", "f4", "f8"])
@pytest.mark.parametrize("name", TO)
def test_mahotas_agrees(name, dtype):
    mahotas = pytest.importorskip("mahotas")
    rgb = image(dtype)
    ours, theirs = getattr(colors, name)(rgb), getattr(mahotas.colors, name)(rgb)
    assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
    # mahotas linearises float32 in float32
    np.testing.assert_allclose(ours, theirs, rtol=1e-4 if dtype == "f4" else 1e-11, atol=1e-4 if dtype == "f4" else 1e-11)


def test_mahotas_agrees_on_the_way_back():
    mahotas = pytest.importorskip("mahotas")
    xyz = mahotas.colors.rgb2xyz(image())
    for name in ("xyz2rgb", "xyz2lab"):
        np.testing.assert_allclose(getattr(colors, name)(xyz), getattr(mahotas.colors, name)(xyz), rtol=1e-11, atol=1e-11)


def test_skimage_agrees_to_the_digits_of_the_matrix():
    color = pytest.importorskip("skimage.color")
    rgb = image()
    np.testing.assert_allclose(mh.rgb2xyz(rgb), color.rgb2xyz(rgb), atol=4e-4)
    np.testing.assert_allclose(mh.rgb2lab(rgb), color.rgb2lab(rgb), atol=0.03)
    lab = color.rgb2lab(rgb)
    np.testing.assert_allclose(colors.lab2rgb(lab) / 255, color.lab2rgb(lab), atol=2e-3)
    np.testing.assert_allclose(colors.lab2xyz(lab), color.lab2xyz(lab), atol=1e-4)


def test_known_colours():
    # white, red, green, blue of sRGB in L*a*b* (D65), to the digits of the matrix
    rgb = np.array([[255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [0, 0, 0]])
    lab = [[100, 0.005, -0.01], [53.23, 80.11, 67.22], [87.74, -86.18, 83.18], [32.3, 79.2, -107.86], [0, 0, 0]]
    np.testing.assert_allclose(mh.rgb2lab(rgb), lab, atol=0.01)
    assert mh.rgb2grey([[255, 255, 255]], dtype="u1").tolist() == [255]


@pytest.mark.parametrize("dtype", ["u1", "u2"])
def test_grey_levels_are_exact_with_halves_to_even(dtype):
    grey = mh.rgb2grey(np.array([[0, 0, 50], [0, 50, 0], [5, 0, 0], [15, 0, 0]], dtype), dtype)  # 5.5, 29.5, 1.5, 4.5
    assert grey.tolist() == [6, 30, 2, 4]
    rgb = np.random.default_rng(1).integers(0, np.iinfo(dtype).max, (5000, 3), dtype, endpoint=True)
    hundredths = rgb.astype(int) @ [30, 59, 11]
    wanted, rest = np.divmod(hundredths, 100)
    wanted += (rest > 50) | ((rest == 50) & (wanted % 2 == 1))
    assert (rest == 50).any()
    np.testing.assert_array_equal(mh.rgb2grey(rgb, dtype), wanted)


def test_sepia_is_exact():
    rgb = np.random.default_rng(1).integers(0, 256, (5000, 3))
    wanted = np.minimum(rgb @ np.array([[393, 769, 189], [349, 686, 168], [272, 534, 131]]).T // 1000, 255)
    for dtype in ("u1", "u2", "f8"):
        np.testing.assert_array_equal(mh.colors.rgb2sepia(rgb.astype(dtype)), wanted)


def test_powers_are_as_exact_as_their_docstrings_say():
    kernels = _backend.kernels("colors")
    values = np.concatenate([np.linspace(0, 300, 4001), 10.0 ** np.linspace(0, 30, 4001)])
    light, back = np.empty_like(values), np.empty((len(values), 3))
    kernels.linear(values, light)
    c = values.astype(np.longdouble) / 255
    wanted = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** (np.longdouble(12) / 5))
    np.testing.assert_allclose(light, wanted.astype(float), rtol=1.2e-15)  # 2.4 of an error in (c + 0.055) / 1.055
    kernels.xyz_to_rgb(np.repeat(light, 3).reshape(-1, 3), np.empty(0), np.eye(3), back)
    t = light.astype(np.longdouble)
    wanted = 255 * np.where(t <= 0.0031308, 12.92 * t, 1.055 * t ** (np.longdouble(5) / 12) - 0.055)
    np.testing.assert_allclose(back, np.repeat(wanted.astype(float), 3).reshape(-1, 3), rtol=9e-16)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("lead", [(), (4,), (2, 3), (2, 3, 4), (0,), (3, 0)])
def test_any_leading_shape(name, lead):
    rgb = image("f8", (*lead, 3)) / 100
    answer = getattr(colors, name)(rgb)
    assert answer.shape == (lead if name == "rgb2grey" else rgb.shape)
    flat = getattr(colors, name)(rgb.reshape(-1, 3))
    np.testing.assert_array_equal(answer.reshape(flat.shape), flat)


@pytest.mark.parametrize("name", TO)
@given(rgb=s.images(s.PIXELS, shape=(3, 4, 3), nan=True))
def test_any_layout_and_type(name, rgb):
    with np.errstate(all="ignore"):
        plain = getattr(colors, name)(np.array(rgb.tolist(), rgb.dtype.newbyteorder("=")))
        np.testing.assert_array_equal(getattr(colors, name)(rgb), plain)


@pytest.mark.parametrize("name", TO)
def test_alpha_is_dropped(name):
    rgba = image(shape=(5, 6, 4))
    np.testing.assert_array_equal(getattr(colors, name)(rgba), getattr(colors, name)(rgba[..., :3]))


def test_there_and_back():
    rgb = image()
    assert np.abs(mh.xyz2rgb(mh.rgb2xyz(rgb)) - rgb).max() < 0.1
    np.testing.assert_array_equal(mh.xyz2rgb(mh.rgb2xyz(rgb), np.uint8), rgb)
    np.testing.assert_array_equal(mh.lab2rgb(mh.rgb2lab(rgb), np.uint8), rgb)
    xyz = mh.rgb2xyz(rgb)
    np.testing.assert_allclose(mh.lab2xyz(mh.xyz2lab(xyz)), xyz, atol=1e-14)


def test_cube_roots_are_exact():
    y = np.geomspace(0.009, 1e12, 20001)
    lab = mh.xyz2lab(np.stack([y * 0, y, y * 0], -1))
    np.testing.assert_allclose((lab[:, 0] + 16) / 116, np.cbrt(y), rtol=2e-15)


@pytest.mark.parametrize("name", [n for n in ALL if n != "rgb2sepia"])
@pytest.mark.parametrize("dtype", ["u1", "i2", "f4", "f2", "f8", "i8"])
def test_dtype_is_rounded_and_kept_in_range(name, dtype):
    values = image("f8") / (255 if name.startswith("xyz") else 2)
    wide = getattr(colors, name)(values)
    answer = getattr(colors, name)(values, dtype=dtype)
    assert answer.dtype == dtype
    if np.dtype(dtype).kind == "f":
        np.testing.assert_array_equal(answer, wide.astype(dtype))
    else:
        info = np.iinfo(dtype)
        np.testing.assert_array_equal(answer, np.clip(np.rint(np.nan_to_num(wide)), info.min, info.max))


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_do_not_matter(threads):
    rgb = image(shape=(300, 400, 3))
    for name in ("rgb2grey", "rgb2lab"):
        np.testing.assert_array_equal(getattr(colors, name)(rgb, threads=threads), getattr(colors, name)(rgb, threads=1))


@pytest.mark.parametrize("name", ALL)
def test_errors(name):
    call = getattr(colors, name)
    for wrong in (np.zeros((3, 3, 2)), np.zeros((3, 5)), np.zeros(())):
        with pytest.raises(ValueError, match="last axis"):
            call(wrong)
    for wrong in (None, "red", np.zeros((2, 3), complex), np.zeros((2, 3), object)):
        with pytest.raises(TypeError):
            call(wrong)
    if name != "rgb2sepia":
        with pytest.raises(TypeError, match="dtype"):
            call(np.zeros((2, 3)), dtype=complex)
    if not name.startswith("rgb"):
        with pytest.raises(ValueError, match="last axis of 3"):
            call(np.zeros((2, 4)))


def test_names():
    assert mh.rgb2gray is mh.rgb2grey is colors.rgb2gray
