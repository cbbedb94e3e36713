"""Do answers move as they must when the input is flipped, turned, moved, scaled or renumbered? See relations.py."""

import numpy as np
import pytest
import relations
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import pyimg as mh

SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9)
IMAGES = {
    "grey": hnp.arrays(np.int32, SHAPES, elements=st.integers(-4, 4) | st.integers(-999, 999)),
    "bytes": hnp.arrays(np.uint8, SHAPES, elements=st.integers(0, 120)),
    "levels": hnp.arrays(np.uint8, SHAPES, elements=st.integers(0, 120)).filter(lambda a: np.ptp(a) > 0),
    "float": hnp.arrays(np.float64, SHAPES, elements=st.integers(-40, 40).map(lambda v: v / 4)),
    "mask": hnp.arrays(bool, SHAPES),
    "labels": hnp.arrays(np.int32, SHAPES, elements=st.integers(0, 4)),
    "rgb": hnp.arrays(np.uint8, SHAPES.map(lambda s: (*s, 3)), elements=st.integers(0, 255)),
}
EVERY = [(row, token) for row in relations.ROWS for token in row.changes.split()]


@pytest.mark.parametrize(("row", "token"), EVERY, ids=[f"{row.name}-{token}" for row, token in EVERY])
@settings(max_examples=10)
@given(data=st.data())
def test_answers_move_as_they_must(row, token, data):
    image = data.draw(IMAGES[row.image])
    before, after = relations.change(token)
    wanted = after(row.call(image))
    changed = np.ascontiguousarray(before(image))
    row.compare((row.twin or row.call)(changed), wanted, row.close)


def test_names_are_told_apart():
    names = [f"{row.name} {row.image} {token}" for row, token in EVERY]
    assert len(set(names)) == len(names)


# Images of more than 4 MiB are gone through another way: rows are asked for before they are needed.
NEAR = {
    "cross": lambda a: mh.erode(a, mh.get_structuring_elem(a, 1).astype(bool), flat=True),
    "square": lambda a: mh.dilate(a, np.ones((3, 3), bool), flat=True),
    "box": lambda a: mh.erode(a, np.ones((4, 9), bool), flat=True),
    "line": lambda a: mh.erode(a, np.eye(5, dtype=bool), flat=True),
    "disk": lambda a: mh.dilate(a, mh.disk(4), flat=True),
    "median": lambda a: mh.median_filter(a, np.ones((3, 3), bool)),
    "sobel": lambda a: mh.sobel(a, just_filter=True) * float(np.ptp(a)) ** 2,  # which it is divided by
    "gaussian": lambda a: mh.gaussian_filter(a, 1),
    "prewitt": lambda a: mh.convolve(a, np.array([[1, 0, -1]] * 3)),
    "columns": lambda a: mh.convolve1d(a, np.arange(9.0), 0),
    "rows": lambda a: mh.convolve1d(a, np.arange(9.0), 1),
}


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("name", NEAR)
def test_a_large_image_is_its_parts(name, dtype):
    image = np.random.default_rng(0).integers(0, 250, (2051, 2100)).astype(dtype)
    whole = NEAR[name](image)
    for rows, columns in (((0, 150), (0, 300)), ((1000, 1151), (701, 1000)), ((1901, 2051), (1800, 2100))):
        part = NEAR[name](np.ascontiguousarray(image[slice(*rows), slice(*columns)]))
        inner = tuple(
            slice(0 if first == 0 else 10, n - first if last == n else last - first - 10)
            for (first, last), n in zip((rows, columns), image.shape)
        )
        np.testing.assert_array_equal(whole[slice(*rows), slice(*columns)][inner], part[inner])
