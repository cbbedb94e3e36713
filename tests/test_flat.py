"""Minimum and maximum over footprints, against a plain definition."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

from pyimg import _flat
from pyimg._structure import offsets

MODES = ("nearest", "reflect", "mirror", "wrap", "constant", "ignore")


def slow(a, Bc, mode, cval, pick):
    """Look at each member around each pixel."""
    k = offsets(Bc)
    if mode in ("constant", "ignore"):
        reach = [(int(max(0, -k[:, d].min())), int(max(0, k[:, d].max()))) for d in range(a.ndim)]
        wide = np.pad(a, reach, constant_values=cval)
        known = np.pad(np.ones(a.shape, bool), reach, constant_values=mode == "constant")
    else:
        reach = [(int(n), int(n)) for n in np.abs(k).max(0)]
        numpys = {"nearest": "edge", "reflect": "symmetric", "mirror": "reflect", "wrap": "wrap"}[mode]
        wide = np.pad(a, reach, mode=numpys)
        known = np.ones(wide.shape, bool)
    out = np.empty_like(a)
    for p in np.ndindex(*a.shape):
        at = tuple((k + np.array(p) + [r[0] for r in reach]).T)
        values = wide[at][known[at]]
        out[p] = pick(values) if values.size else empty(a.dtype, pick)
    return out


def empty(dtype, pick):
    if dtype.kind == "b":
        return pick is np.min
    if dtype.kind == "f":
        return np.inf if pick is np.min else -np.inf
    return np.iinfo(dtype).max if pick is np.min else np.iinfo(dtype).min


@given(data=st.data())
def test_equals_the_definition(data):
    dtype = data.draw(st.sampled_from(s.PIXELS))
    shape = data.draw(s.shapes(1, 3, min_side=1, max_side=6))
    a = data.draw(s.arrays(dtype, shape, nan=True))
    Bc = data.draw(s.structuring_elements(len(shape)))
    if data.draw(st.booleans()):
        Bc[...] = True
    mode = data.draw(st.sampled_from(MODES))
    cval = data.draw(s.values(dtype))
    with np.errstate(invalid="ignore"):
        np.testing.assert_array_equal(_flat.flat_min(a, Bc, mode, cval), slow(a, Bc, mode, cval, np.min))
        np.testing.assert_array_equal(_flat.flat_max(a, Bc, mode, cval), slow(a, Bc, mode, cval, np.max))


@pytest.mark.parametrize("dtype", ["?", "u1", "i2", "f4", "f8", "g"])
@pytest.mark.parametrize("size", [(1, 31), (31, 1), (13, 9), (5, 5), (40, 70)])
def test_large_boxes_go_line_by_line(dtype, size):
    a = (np.random.default_rng(0).random((45, 60)) * 100).astype(dtype)
    Bc = np.ones(size, bool)
    k = offsets(Bc)
    padded = np.pad(a, [(40, 40), (70, 70)], mode="edge")
    slowly = padded[40:85, 70:130].copy()
    for y, x in k:
        slowly = np.minimum(slowly, padded[40 + y : 85 + y, 70 + x : 130 + x])
    if Bc[size[0] // 2, size[1] // 2]:
        np.testing.assert_array_equal(_flat.flat_min(a, Bc), slowly)


@pytest.mark.parametrize("slant", [-2, -1, 0, 1])
@pytest.mark.parametrize("planes", [None, (0, 1), (2, 3), (1, 3)])
@given(data=st.data())
def test_boxes_beside_the_centre_and_aslant(planes, slant, data):
    ndim = 3 if planes else 2
    a = data.draw(s.arrays(data.draw(st.sampled_from(["u1", "i2", "f4"])), (3, 4, 7)[3 - ndim :]))
    height, width = data.draw(st.integers(5, 9)), data.draw(st.integers(1, 3))
    Bc = np.zeros((3, height, width + abs(slant) * (height - 1) + 2)[3 - ndim :], bool)
    for y in range(height):
        x = 1 + slant * y - min(0, slant * (height - 1))
        (Bc[slice(*planes)] if planes else Bc)[..., y, x : x + width] = True
    mode = data.draw(st.sampled_from(MODES))
    np.testing.assert_array_equal(_flat.flat_min(a, Bc, mode, 5), slow(a, Bc, mode, 5, np.min))
    np.testing.assert_array_equal(_flat.flat_max(a, Bc, mode, 5), slow(a, Bc, mode, 5, np.max))


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("size", [3, 4, 15])
def test_any_number_of_threads_gives_the_same(threads, size, monkeypatch):
    monkeypatch.setattr(_flat, "slabs", _all_slabs(threads))
    a = np.random.default_rng(0).integers(0, 255, (70, 40), np.uint8)
    for Bc in (np.ones((size, size), bool), np.tri(size, dtype=bool)):
        expected = slow(a, Bc, "nearest", 0, np.max)
        np.testing.assert_array_equal(_flat.flat_max(a, Bc), expected)


def _all_slabs(n):
    def slabs(run, rows, **_):
        cuts = [rows * i // n for i in range(n + 1)]
        for i in reversed(range(n)):
            run(cuts[i], cuts[i + 1])

    return slabs


@pytest.mark.parametrize("cache", [1, 4096])
def test_narrow_tiles_give_the_same(cache, monkeypatch):
    rng = np.random.default_rng(1)
    a = rng.random((20, 3000)).astype(np.float32)
    y, x = np.ogrid[-6:7, -6:7]
    for Bc in (y * y + x * x < 36, np.ones((9, 9), bool)):
        expected = _flat.flat_min(a, Bc, "reflect")
        monkeypatch.setattr(_flat, "_CACHE", cache)
        np.testing.assert_array_equal(_flat.flat_min(a, Bc, "reflect"), expected)
        monkeypatch.undo()


@pytest.mark.parametrize("shape", [(5, 6), (4, 5, 6), (20, 30)])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_nan_spreads_as_in_numpy(shape, bad):
    a = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    a[tuple(n // 2 for n in shape)] = bad
    for Bc in (np.ones((3,) * len(shape), bool), np.ones((5,) * len(shape), bool)):
        np.testing.assert_array_equal(_flat.flat_min(a, Bc), slow(a, Bc, "nearest", 0, np.min))


def test_nan_outside_spreads_too():
    got = _flat.flat_max(np.zeros(4), np.ones(3, bool), "constant", np.nan)
    np.testing.assert_array_equal(got, [np.nan, 0, 0, np.nan])


def test_an_element_wider_than_the_image():
    a = np.arange(6, dtype=np.int16).reshape(2, 3)
    Bc = np.zeros((1, 21), bool)
    Bc[0, 0] = True
    np.testing.assert_array_equal(_flat.flat_min(a, Bc), [[0, 0, 0], [3, 3, 3]])
    np.testing.assert_array_equal(_flat.flat_min(a, Bc, "ignore"), np.full((2, 3), 32767))
    np.testing.assert_array_equal(_flat.flat_min(a, Bc, "wrap"), [[2, 0, 1], [5, 3, 4]])
