"""What comes back is what went in, and plain data needs no pickle."""

import copy
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyimg.tasks.codec import decode, encode
from pyimg.tasks.errors import DamagedError, UnsafeError


def round_trip(value, safe=False):
    payload = encode(value, safe)
    content = payload.tobytes()
    assert len(payload) == len(content)
    return payload.codec, decode(payload.codec, bytearray(content), safe)


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a.items(), b.items()))
    if isinstance(a, float):
        return (a == b and math.copysign(1, a) == math.copysign(1, b)) or (a != a and b != b)
    return a == b


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers(allow_nan=False) | st.binary() | st.binary().map(bytearray)
    | st.text(st.characters(exclude_categories=())) | st.integers().map(lambda n: 10 ** (n % 5000))
)  # fmt: skip
keys = st.none() | st.booleans() | st.integers() | st.text() | st.tuples(st.integers(), st.text())
plain = st.recursive(
    scalars | st.frozensets(keys) | st.sets(keys),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(keys, inner),
    max_leaves=20,
)


@settings(max_examples=200)
@given(plain)
def test_plain_data(value):
    codec, back = round_trip(value, safe=True)
    assert codec == "J"
    assert same(value, back)


@pytest.mark.parametrize("dtype", ["?", "i1", "u8", "f2", ">f4", "f8", "g", "c8", "M8[ns]", "m8[s]", "U3", "S2", "V3", "i1,f8", "(2,)f4"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0), (4, 3)])
def test_arrays_are_npy(dtype, shape):
    array = np.zeros(shape, dtype)
    if array.dtype.kind in "iuf":
        array[...] = np.arange(array.size).reshape(array.shape)
    for value in (array, np.asfortranarray(array), array[::-1] if array.ndim else array, array.T):
        codec, back = round_trip(value, safe=True)
        assert codec == "N"
        assert same(np.ascontiguousarray(value), np.ascontiguousarray(back))
        assert back.flags.writeable or back.size == 0


def test_npy_is_readable_by_numpy(tmp_path):
    array = np.asfortranarray(np.random.default_rng(0).random((5, 4)))
    (tmp_path / "a.npy").write_bytes(encode(array).tobytes())
    assert np.array_equal(np.load(tmp_path / "a.npy", allow_pickle=False), array)
    assert np.load(tmp_path / "a.npy").flags.f_contiguous


def test_containers_with_arrays():
    value = {"image": np.arange(6).reshape(2, 3), "list": [np.zeros(3), (np.float32(2), None)], 3: np.zeros((0, 2), "M8[s]")}
    codec, back = round_trip(value, safe=True)
    assert codec == "C"
    assert same(value, back)
    # Each array lies at a multiple of 64 bytes.
    payload = encode(value).tobytes()
    assert [i % 64 for i in range(len(payload)) if payload.startswith(b"\x93NUMPY", i)] == [0, 0, 0]


@pytest.mark.parametrize("value", [np.float16(1.5), np.int8(-3), np.bool_(True), np.datetime64("2020-01-01"), np.longdouble(1) / 3, np.str_("a"), np.dtype("f4")])
def test_numpy_scalars(value):
    codec, back = round_trip(value, safe=True)
    assert codec == "J"
    assert type(back) is type(value) and back == value


class Thing:
    def __init__(self, x):
        self.x = x


@pytest.mark.parametrize("value", [Thing(1), [Thing(1)], np.array([1, None], object), ValueError("x"), test_numpy_scalars])
def test_the_rest_is_pickled_unless_refused(value):
    assert encode(value).codec == "P"
    with pytest.raises(UnsafeError, match="needs pickle"):
        encode(value, safe=True)
    payload = encode(value)
    with pytest.raises(UnsafeError):
        decode("P", payload.tobytes(), safe=True)


def test_subclasses_stay_what_they_are():
    class Words(list):
        pass

    Words.__module__ = __name__
    globals()["Words"] = Words
    Words.__qualname__ = "Words"
    codec, back = round_trip(Words([1]))
    assert codec == "P"
    assert type(back) is Words
    masked = np.ma.masked_array([1, 2], [0, 1])
    assert type(round_trip(masked)[1]) is type(masked)


def test_shared_and_cyclic_structures():
    inner = [1]
    back = round_trip([inner, inner])[1]
    assert back[0] is back[1]
    wide = [1]
    for _ in range(100):
        wide = [wide, wide]
    assert len(encode(wide)) < 5000
    loop = []
    loop.append(loop)
    back = round_trip(loop)[1]
    assert back[0] is back


def test_nothing_recurses():
    deep = [1]
    for _ in range(20_000):
        deep = (deep,)
    back = round_trip(deep)[1]
    for _ in range(20_000):
        (back,) = back
    assert back == [1]


@given(st.binary(max_size=60), st.sampled_from("JNCX"))
def test_nonsense_is_damage(content, codec):
    try:
        decode(codec, content, safe=True)
    except DamagedError:
        pass


def test_values_are_copies():
    value = [np.arange(3)]
    back = round_trip(value)[1]
    back[0][0] = 9
    assert value[0][0] == 0
    assert copy.deepcopy(back)[0][0] == 9
