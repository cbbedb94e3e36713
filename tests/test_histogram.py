"""Histograms."""

import sys

import numpy as np
import pytest
import strategies as s
from hypothesis import given

import pyimg as mh


@given(s.images(dtypes=[np.dtype(bool), *s.INTEGERS], min_side=1))
def test_fullhistogram(img):
    least, most = int(img.min()), int(img.max())
    if least < 0 or most >= 1 << 20:
        if least < 0 or most >= 1 << 28:
            with pytest.raises(ValueError, match="img"):
                mh.fullhistogram(img)
        return
    counts = mh.fullhistogram(img)
    assert counts.dtype == np.int64
    np.testing.assert_array_equal(counts, np.bincount(np.asarray(img, np.int64).ravel(), minlength=1 + (img.dtype == bool)))


def test_known():
    assert mh.fullhistogram(np.array([[0, 0, 3], [1, 0, 3]])).tolist() == [3, 1, 0, 2]
    assert mh.fullhistogram(np.zeros(5, bool)).tolist() == [5, 0]
    assert mh.fullhistogram([7]).tolist() == [0] * 7 + [1]
    for dtype in (np.uint8, np.uint16):
        a = np.full(600_001, np.iinfo(dtype).max, dtype)
        for _ in range(2):  # the scratch that is kept is zero again
            counts = mh.fullhistogram(a)
            assert len(counts) == np.iinfo(dtype).max + 1 and counts[-1] == counts.sum() == a.size


def test_large_images_are_counted_in_parts(monkeypatch):
    a = np.random.default_rng(0).integers(0, 999, (50, 60), np.uint16)
    expected, threshold = mh.fullhistogram(a), mh.otsu(a)
    monkeypatch.setattr(sys.modules["pyimg.histogram"], "_MOST", 700)
    np.testing.assert_array_equal(mh.fullhistogram(a), expected)
    assert mh.otsu(a) == threshold


@pytest.mark.parametrize(("bad", "error"), [(np.zeros(0, int), ValueError), (np.zeros(3), TypeError), (None, TypeError)])
def test_errors(bad, error):
    with pytest.raises(error, match="img"):
        mh.fullhistogram(bad)
