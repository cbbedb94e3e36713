"""Wavelets against hand computations, mahotas, PyWavelets, and themselves."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg.wavelets._codes import CODES

codes = st.sampled_from(sorted(CODES))
SIZES = ((8, 8), (64, 32), (10, 6), (2, 2), (7, 9), (5, 8), (1, 1), (1, 6), (3, 1))


def image(shape, dtype=float, seed=0):
    return (np.random.default_rng(seed).random(shape) * 200).astype(dtype)


# known answers


def test_haar_by_hand():
    assert mh.haar([[1, 2], [3, 6]], preserve_energy=False).tolist() == [[12, 4], [6, 2]]
    assert mh.haar([[1, 2], [3, 6]]).tolist() == [[6, 2], [3, 1]]
    assert mh.ihaar([[6, 2], [3, 1]]).tolist() == [[1, 2], [3, 6]]
    np.testing.assert_allclose(mh.haar([[1.0, 2, 4]], False, axes=1), [[3, 1, 4 * 2**0.5]], rtol=1e-15)


def test_d4_is_daubechies_table():
    """The four weights in closed form: I. Daubechies 1988, doi:10.1002/cpa.3160410705, N = 2."""
    root = 3**0.5
    np.testing.assert_allclose(CODES["D4"], np.array([1 + root, 3 + root, 3 - root, 1 - root]) / 4, rtol=3e-16 * 8)


@pytest.mark.parametrize("code", sorted(CODES))
def test_weights_are_orthonormal_and_have_vanishing_moments(code):
    c = np.array(CODES[code], np.longdouble)
    k = len(c)
    assert abs(c.sum() - 2) < 1e-15
    for shift in range(0, k, 2):
        assert abs((c[: k - shift] * c[shift:]).sum() - 2 * (shift == 0)) < 1e-15
    high = c * (-1.0) ** np.arange(k)
    for power in range(k // 2):
        x = np.arange(k, dtype=np.longdouble) ** power
        assert abs((high * x).sum()) < 1e-15 * max(1, (abs(high) * x).sum())


@pytest.mark.parametrize("code", sorted(CODES))
def test_weights_are_those_of_pywavelets(code):
    pywt = pytest.importorskip("pywt")
    theirs = np.array(pywt.Wavelet(f"db{len(CODES[code]) // 2}").rec_lo) * 2**0.5
    np.testing.assert_allclose(CODES[code], theirs, rtol=0, atol=1e-14)


# oracles


@pytest.mark.parametrize("dtype", ["u1", "i4", "f4", "f8"])
@pytest.mark.parametrize("shape", SIZES)
def test_haar_is_mahotas_s_where_all_pixels_have_partners(shape, dtype):
    mahotas = pytest.importorskip("mahotas")
    f = image(shape, dtype)
    pairs = tuple(slice(0, n // 2 * 2) for n in shape)
    for energy in (True, False):
        np.testing.assert_array_equal(mh.haar(f, energy)[pairs], mahotas.haar(f, energy)[pairs])
        if not any(n % 2 for n in shape):
            np.testing.assert_allclose(mh.ihaar(f, energy), mahotas.ihaar(f, energy), rtol=1e-6, atol=1e-4)


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("shape", SIZES)
def test_daubechies_is_mahotas_s_but_for_its_weights(shape, code):
    mahotas = pytest.importorskip("mahotas")
    f = image(shape)
    pairs = tuple(slice(0, n // 2 * 2) for n in shape)
    # mahotas's weights are float32, those of D8 good to 2e-6
    np.testing.assert_allclose(mh.daubechies(f, code)[pairs], mahotas.daubechies(f, code)[pairs], atol=4e-3)


@pytest.mark.parametrize("code", sorted(CODES))
def test_wrapped_bands_are_those_of_pywavelets(code):
    pywt = pytest.importorskip("pywt")
    f, k = image((1, 64)), len(CODES[code])
    ours = mh.daubechies(f, code, mode="wrap", axes=1)[0] / 2**0.5
    # Theirs run from the other end, and begin elsewhere, perhaps in the middle of a pair.
    for start in range(64):
        low, high = pywt.dwt(np.roll(f[0], start)[::-1], f"db{k // 2}", "periodization")
        if np.allclose(low[::-1], ours[:32]):
            np.testing.assert_allclose(np.abs(high[::-1]), np.abs(ours[32:]), atol=1e-9)
            return
    pytest.fail("no start fits")


# back again


@given(st.data())
def test_haar_comes_back(data):
    f = data.draw(s.images(dtypes=["f8", "i4", "u1", "?"], max_dims=3))
    f = f % 100 if f.dtype.kind in "ui" else f
    energy, axes = data.draw(st.booleans()), data.draw(st.sets(st.integers(0, f.ndim - 1)))
    axes = sorted(axes)
    back = mh.ihaar(mh.haar(f, energy, axes=axes), energy, axes=axes)
    np.testing.assert_allclose(back, f, atol=1e-12)


@given(st.data())
def test_wrapped_daubechies_comes_back(data):
    f = data.draw(s.images(dtypes=["f8"], max_dims=3, max_side=12))
    code, axes = data.draw(codes), data.draw(st.permutations(range(f.ndim)))
    there = mh.daubechies(f, code, mode="wrap", axes=axes)
    np.testing.assert_allclose(mh.idaubechies(there, code, mode="wrap", axes=axes), f, atol=1e-11)
    assert np.isclose((there**2).sum(), 2.0**f.ndim * (np.asarray(f) ** 2).sum(), atol=1e-12)


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("shape", [(64, 64), (33, 40), (41, 27)])
def test_daubechies_loses_no_more_than_the_first_pixels(shape, code):
    f, lost = image(shape), len(CODES[code]) - 2
    back = mh.idaubechies(mh.daubechies(f, code), code)
    np.testing.assert_allclose(back[lost:, lost:], f[lost:, lost:], atol=1e-10)
    centred = mh.wavelet_center(f, border=lost)
    back = mh.wavelet_decenter(mh.idaubechies(mh.daubechies(centred, code), code), shape, border=lost)
    np.testing.assert_allclose(back, f, atol=1e-10)


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_first_pixels_of_a_flat_image_come_back(code):
    back = mh.idaubechies(mh.daubechies(np.ones((48, 60)), code), code)
    k = len(CODES[code])
    np.testing.assert_allclose(back[: 48 - k, : 60 - k], 1, atol=1e-12)


def test_mahotas_s_private_functions():
    from pyimg import _convolve

    f = image((3, 12))
    there = f.copy()
    _convolve.wavelet(there, np.array(CODES["D6"]))
    np.testing.assert_array_equal(there, mh.daubechies(f, "D6", axes=1))
    _convolve.iwavelet(there, CODES["D6"])
    np.testing.assert_allclose(there[:, 4:], f[:, 4:])
    for bad, error in (([1, 2, 3], ValueError), ([], ValueError)):
        with pytest.raises(error, match="weights"):
            _convolve.wavelet(f, bad)
    with pytest.raises(TypeError, match="float"):
        _convolve.wavelet([[1, 2]], [1, 1])


def test_energy_is_preserved_for_odd_sizes_too():
    for shape in SIZES:
        f = image(shape)
        np.testing.assert_allclose((mh.haar(f) ** 2).sum(), (f**2).sum(), rtol=1e-14)
    f = image((3, 4, 5))
    np.testing.assert_allclose((mh.haar(f, axes=range(3)) ** 2).sum(), (f**2).sum(), rtol=1e-14)


@pytest.mark.parametrize("code", [None, "D2", "D8", "D20"])
def test_axes_one_by_one_are_all_axes(code):
    f = image((6, 5, 7, 4))

    def go(a, axes):
        return mh.haar(a, axes=axes) if code is None else mh.daubechies(a, code, axes=axes)

    one_by_one = f
    for axis in (0, 1, 2, 3):
        one_by_one = go(one_by_one, axis)
    np.testing.assert_allclose(go(f, range(4)), one_by_one, atol=1e-9)
    np.testing.assert_array_equal(go(f, (2, 3)), np.array([[go(a, None) for a in b] for b in f]))
    np.testing.assert_allclose(go(f, (0, 2)), go(go(f, 2), 0))


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_do_not_change_bits(threads, monkeypatch):
    from pyimg.wavelets import _banks

    monkeypatch.setattr(_banks, "_COST", 1.0)
    for shape in ((37, 50), (5, 9, 8), (6, 8)):
        f, axes = image(shape, "f4"), range(len(shape))
        there = mh.daubechies(f, "D8", axes=axes, threads=1)
        np.testing.assert_array_equal(there, mh.daubechies(f, "D8", axes=axes, threads=threads))
        back = mh.idaubechies(f, "D6", mode="wrap", axes=axes, threads=1)
        np.testing.assert_array_equal(back, mh.idaubechies(f, "D6", mode="wrap", axes=axes, threads=threads))


# types, places, refusals


@pytest.mark.parametrize("go", [mh.haar, mh.ihaar, lambda f, **k: mh.daubechies(f, "D6", **k), lambda f, **k: mh.idaubechies(f, "D6", **k)])  # fmt: skip
def test_types_and_inline(go):
    for dtype, wanted in {"?": "f8", "u2": "f8", "i8": "f8", "f2": "f2", "f4": "f4", ">f4": "f4", ">f8": "f8", "g": "g"}.items():
        f = image((6, 5)).astype(dtype)
        g = go(f)
        assert g.dtype == np.dtype(wanted)
        assert not np.may_share_memory(f, g)
        np.testing.assert_allclose(g, go(f.astype(float)), rtol=2e-3 if "2" in dtype else 1e-5, atol=0.5 if "2" in dtype else 1e-4)
        if np.dtype(dtype).kind == "f":
            assert go(f, inline=True) is f
            np.testing.assert_array_equal(f, g)
        else:
            before = f.copy()
            assert go(f, inline=True) is not f
            np.testing.assert_array_equal(f, before)
    wide = image((8, 12))
    part, alone = wide[::-2, 1::2], wide[::-2, 1::2].copy()
    np.testing.assert_array_equal(go(part, inline=True), go(alone))
    locked = image((4, 4))
    locked.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        go(locked, inline=True)
    np.testing.assert_array_equal(locked, image((4, 4)))
    assert go([[1, 2], [3, 4]]).shape == (2, 2)
    for shape in ((0, 3), (4, 0), (0, 0)):
        assert go(np.zeros(shape)).shape == shape


def test_refusals():
    for bad in (np.zeros((4, 4, 4)), np.zeros(4), np.float64(3)):
        for go in (mh.haar, mh.ihaar):
            with pytest.raises(ValueError, match="2 axes"):
                go(bad)
    for code in ("D-4", "D3", "D22", "db2", 4, None):
        with pytest.raises(ValueError, match="code"):
            mh.daubechies(np.zeros((4, 4)), code)
        with pytest.raises(ValueError, match="code"):
            mh.idaubechies(np.zeros((4, 4)), code)
    with pytest.raises(ValueError, match="mode"):
        mh.daubechies(np.zeros((4, 4)), "D4", mode="reflect")
    with pytest.raises(ValueError, match="axes"):
        mh.haar(np.zeros((4, 4)), axes=(0, 0))
    with pytest.raises(ValueError, match="axes"):
        mh.haar(np.zeros((4, 4)), axes=2)
    with pytest.raises(TypeError):
        mh.haar(np.zeros((4, 4), complex))


# frames


@pytest.mark.parametrize("border", [0, 1, 17])
@pytest.mark.parametrize("shape", [(51, 100), (8, 8), (7, 1), (3, 16, 5), (9,)])
def test_frames_are_mahotas_s(shape, border):
    mahotas = pytest.importorskip("mahotas")
    f = image(shape)
    centred = mh.wavelet_center(f, border, cval=3)
    np.testing.assert_array_equal(centred, mahotas.wavelet_center(f, border, cval=3))
    np.testing.assert_array_equal(mh.wavelet_decenter(centred, shape, border), f)


def test_frames_by_hand():
    shapes = {8: 16, 128: 256, 7: 16, 3: 8, 1: 4}
    for n, wide in shapes.items():
        assert mh.wavelet_center(np.ones(n)).shape == (wide,)
    assert mh.wavelet_center([5, 6], dtype="u1", cval=9).tolist() == [9, 5, 6, 9]


def test_frames_refuse():
    with pytest.raises(ValueError, match="border"):
        mh.wavelet_center(np.ones(3), border=-1)
    with pytest.raises(ValueError, match="empty"):
        mh.wavelet_center(np.ones((3, 0)))
    with pytest.raises(ValueError, match="axis"):
        mh.wavelet_center(3.0)
    with pytest.raises(ValueError, match="shape"):
        mh.wavelet_decenter(np.ones((8, 8)), (3, 5))
    with pytest.raises(TypeError, match="dtype"):
        mh.wavelet_center(np.ones(3), dtype="U3")
