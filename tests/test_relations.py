"""Do answers move as they must when the input is flipped, turned, moved, scaled or renumbered? See relations.py."""

import numpy as np
import pytest
import relations
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

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
