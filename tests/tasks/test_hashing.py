"""Equal calls have equal names, different calls different ones: in every process."""

import collections
import dataclasses
import datetime
import decimal
import enum
import itertools
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyimg.tasks import CustomHash, NoHash, Task, TaskGenerator, Tasklet, hash_one
from pyimg.tasks.hashing import Hasher


def add(a, b=0, *, c=0):
    return a + b + c


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Level(enum.IntEnum):
    LOW = 1


@dataclasses.dataclass
class Point:
    x: int
    tags: set


Pair = collections.namedtuple("Pair", "a b")


class Plain:
    def __init__(self, **state):
        self.__dict__.update(state)


class Scaler:
    def __init__(self, k):
        self.k = k

    def apply(self, x):
        return x * self.k

    @staticmethod
    def twice(x):
        return 2 * x


class Other:
    @staticmethod
    def twice(x):
        return x + x


DISTINCT = [
    None, True, False, 0, 1, -1, 127, 128, 255, 256, -128, -129, 2**63, 2**64, 0.0, -0.0, 1.0, float("inf"), 1j, "", "1", "a", b"", b"1",
    bytearray(b"1"), [], (), {}, set(), frozenset(), [1], (1,), {1}, frozenset({1}), {1: 1}, [[1], 2], [[1, 2]], [1, [2]], [[], 1], [[[]], 1],
    ([1], 2), ([1, 2],), [(1,), 2], ["ab", "c"], ["a", "bc"], {"a": 1, "b": 2}, {"a": 2, "b": 1}, {"a": {"b": 1}}, ..., range(3), slice(3),
    range(0, 3, 2), Colour.RED, Colour.BLUE, Level.LOW, Point(1, {1}), Point(1, {2}), Pair(1, 2), (1, 2), Pair(2, 1), datetime.date(2020, 1, 1),
    datetime.datetime(2020, 1, 1), datetime.timedelta(1), decimal.Decimal("1.0"), decimal.Decimal("1"), pathlib.Path("a"), pathlib.Path("a/b"),
    collections.OrderedDict(a=1, b=2), collections.OrderedDict(b=2, a=1), collections.Counter("ab"), collections.deque([1]), int, float, len,
    add, Scaler, Plain(a=1), Plain(a=2), Plain(b=1), Scaler(1).apply, Scaler(2).apply, Scaler.twice, Other.twice, np.sin, np.cos,
    np.float32(1), np.float64(1), np.int64(1), np.bool_(True), np.str_("1"), np.datetime64("2020-01-01"), np.datetime64("2020-01-01T00:00"),
    np.array(1), np.array([1]), np.array([[1]]), np.array([1.0]), np.array([1], np.int32), np.array([1], ">i8"), np.array([], int),
    np.zeros((0, 2)), np.zeros((2, 0)), np.array(["1"]), np.array([b"1"]), np.array([1], object), np.array([None]), np.array(["a", None], object),
    np.array([1], "M8[s]"), np.array([1], "m8[s]"), np.array([1], "M8[D]"), np.zeros(1, [("a", "i1"), ("b", "f8")]),
    np.zeros(1, [("b", "f8"), ("a", "i1")]), np.ones(1, np.longdouble), np.ones(1, np.clongdouble), np.dtype("f4"), np.dtype("f8"),
    np.ma.masked_array([1, 2], [0, 1]), np.ma.masked_array([1, 2], [1, 0]), "\ud800", [None, None], [None],
]  # fmt: skip


def test_different_values_have_different_names():
    names = [hash_one(value) for value in DISTINCT]
    twins = [(DISTINCT[i], DISTINCT[names.index(n)]) for i, n in enumerate(names) if names.index(n) != i]
    assert not twins
    assert all(len(n) == 40 and int(n, 16) >= 0 for n in names)


nested = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3) | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=12,
)


def canonical(value):
    """Return text that tells values apart by type."""
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{k!r}:{canonical(v)}" for k, v in value.items())) + "}"
    if isinstance(value, (list, tuple)):
        return type(value).__name__ + "(" + ",".join(map(canonical, value)) + ")"
    return f"{type(value).__name__}:{value!r}"


@settings(max_examples=300)
@given(nested, nested)
def test_names_are_equal_exactly_when_values_are(a, b):
    assert (hash_one(a) == hash_one(b)) == (canonical(a) == canonical(b))


def test_order_of_sets_and_dicts_does_not_count_at_any_depth():
    a = Plain(s={"x", "y", "z"}, d={"k": 1, "l": 2})
    b = Plain(d={"l": 2, "k": 1}, s={"z", "y", "x"})
    assert hash_one([a]) == hash_one([b])


def test_shared_objects_count_as_equal_ones():
    text = "".join(["long", "text"])
    again = "".join(["long", "text"])
    assert hash_one(Plain(a=text, b=text)) == hash_one(Plain(a=text, b=again))
    inner = [1]
    assert hash_one([inner, inner]) == hash_one([[1], [1]])


def test_the_same_in_every_process():
    code = (
        "import numpy as np; from pyimg.tasks import hash_one, Task, Tasklet\n"
        "class C:\n    def __init__(self): self.s = {'a', 'b', 'c', 'd'}; self.t = frozenset('xyz')\n"
        "print(hash_one([{'a', 'b', 'c', 'd', 'e'}, {'k': {1, 2}, 'l': frozenset('abc')}, np.array(['a', None, 3], object)]),"
        "hash_one(C()), Task(pow, 2, 3).hash(), Tasklet(Task(abs, -1), lambda v: v in {'al', 'be', 'ga'}).hash(),"
        "hash_one(np.ones(3, np.longdouble)), hash_one(np.zeros(2, np.dtype([('a', 'i1'), ('b', 'f8')], align=True))))"
    )
    seen = {
        subprocess.run([sys.executable, "-P", "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in "123"
    }
    assert len(seen) == 1


def test_the_names_never_change():
    # If this fails every stored result of every user is lost.
    assert hash_one([1, "a", (2.5, None)]) == b"6d32b8acd6baf892b2b88974d044980bdda7077c"
    assert hash_one(np.arange(6.0).reshape(2, 3)) == b"22f36a6ee275b16c3f1ef6aa74832ffb68d8451c"
    assert Task(pow, 2, 10).hash() == b"c56c1f7bbfc337403c854552bde2c81eed7dd4b4"
    assert Task(pow, [2], 10).hash() == b"eaf9c1a96daf6300855903cd74eb59eda72a4c83"


@pytest.mark.parametrize("dtype", ["u1", "f4", ">f8", "c16", "g", "M8[ns]", "U3", "i1,f8"])
def test_arrays_are_equal_however_they_lie_in_memory(dtype):
    base = (np.arange(24) % 7).astype("i8").reshape(4, 6)
    array = base.astype(dtype) if "," not in dtype else np.array([tuple([v, v]) for v in base.ravel()], dtype).reshape(4, 6)
    wide = np.empty((8, 12), array.dtype)
    wide[::2, ::2] = array
    locked = array.copy()
    locked.flags.writeable = False
    for same in (np.asfortranarray(array), wide[::2, ::2], array[::-1][::-1], locked, array.T.copy().T):
        assert hash_one(same) == hash_one(array)
    assert hash_one(array[::-1]) != hash_one(array)
    assert hash_one(array.T) != hash_one(array)
    assert hash_one(array.reshape(6, 4)) != hash_one(array)


def test_padding_bytes_do_not_count():
    for garbage in (0, 255):
        raw = np.full(32, garbage, np.uint8).view(np.longdouble)
        raw[:] = 1.5
        aligned = np.full(32, garbage, np.uint8).view(np.dtype([("a", "i1"), ("b", "f8")], align=True))
        aligned["a"], aligned["b"] = 1, 2
        if garbage == 0:
            expected = hash_one(raw), hash_one(aligned)
    assert (hash_one(raw), hash_one(aligned)) == expected


def test_large_arrays_in_chunks_and_slabs():
    rng = np.random.default_rng(0)
    array = rng.integers(0, 255, (3000, 2000), np.uint8)
    assert hash_one(np.asfortranarray(array)) == hash_one(array)
    assert hash_one(np.concatenate([array, array])[:3000]) == hash_one(array)
    other = array.copy()
    other[-1, -1] ^= 1
    assert hash_one(other) != hash_one(array)


def test_one_array_is_hashed_once_for_all_tasks(monkeypatch):
    from pyimg.tasks import hash_arrays
    from pyimg.tasks.core import name_all

    calls = []
    real = hash_arrays.array_parts
    monkeypatch.setattr(hash_arrays, "array_parts", lambda a: calls.append(1) or real(a))
    image = np.zeros((300, 300))
    tasks = [Task(add, image, i) for i in range(50)]
    name_all(tasks)
    assert len(calls) == 1
    # Not remembered beyond one pass: it may have been written to.
    image[0, 0] = 1
    assert Task(add, image, 0).hash() != tasks[0].hash()


def test_one_call_has_one_name_however_it_is_written():
    assert Task(add, 1, 2).hash() == Task(add, 1, b=2).hash() == Task(add, a=1, b=2).hash() == Task(add, b=2, a=1).hash()
    assert Task(add, 1, c=3).hash() != Task(add, 1, 3).hash()
    assert Task(add, 1).hash() != Task(add, 1, 0).hash()
    assert Task(add, [1], b=[2]).hash() == Task(add, [1], [2]).hash()


def test_functions_are_told_apart():
    def factory(k):
        def scaled(x):
            return x * k

        return scaled

    tasks = [
        Task(factory(2), 10), Task(factory(3), 10), Task(Scaler(2).apply, 10), Task(Scaler(3).apply, 10), Task(Scaler.twice, 10),
        Task(Other.twice, 10), Task("abc".upper), Task("abd".upper), Task("abc".lower),
    ]  # fmt: skip
    assert len({t.hash() for t in tasks}) == len(tasks)
    assert Task(factory(2), 10).hash() == tasks[0].hash()
    assert Task(Scaler(2).apply, 10).hash() == tasks[2].hash()


def test_two_functions_of_one_name_are_refused():
    def f(x):
        return x

    first = f

    def f(x):
        return x + 1

    Task(first, 1)
    with pytest.raises(ValueError, match="two different functions"):
        Task(f, 1)


def test_what_cannot_be_named_is_refused_by_name():
    with pytest.raises(ValueError, match="lambda"):
        Task(lambda x: x, 1)
    with pytest.raises(TypeError, match="TextIOWrapper"), open(os.devnull) as file:
        Task(add, file).hash()
    loop = []
    loop.append(loop)
    with pytest.raises(TypeError, match="contains itself"):
        Task(add, loop).hash()
    with pytest.raises(AttributeError):
        Task(Plain(), 1)


@pytest.mark.parametrize(
    "hide", [lambda t: {t}, lambda t: frozenset([t]), lambda t: Pair(t, 1), lambda t: {t: 1}, lambda t: Plain(a=[t]), lambda t: Point(t, set())]
)
def test_a_task_where_it_would_not_be_loaded_is_refused(hide):
    with pytest.raises(TypeError, match="neither waited for nor loaded"):
        Task(add, hide(Task(add, 1))).hash()


def test_nothing_recurses():
    task = Task(add, 0)
    for _ in range(5000):
        task = Task(add, task)
    assert len(task.hash()) == 40
    view = Tasklet(Task(add, 0), abs)
    for _ in range(5000):
        view = Tasklet(view, abs)
    assert len(view.hash()) == 40
    deep = [1]
    for _ in range(5000):
        deep = [deep]
    assert hash_one(deep) != hash_one([deep])
    diamond = [1]
    for _ in range(200):
        diamond = [diamond, diamond]
    assert len(hash_one(diamond)) == 40


def test_own_hashes():
    class Mine:
        def __init__(self, h):
            self.h = h

        def __jug_hash__(self):
            return self.h

    assert hash_one(Mine(b"a")) == hash_one(Mine(b"a")) != hash_one(Mine(b"b"))
    assert hash_one([NoHash(1)]) == hash_one([NoHash(2)])
    assert Task(add, CustomHash(1, lambda x: b"q")).hash() == Task(add, CustomHash(2, lambda x: b"q")).hash()


def test_lambdas_of_tasklets():
    def name(f):
        return Tasklet(Task(abs, -1), f).hash()

    def make(x):
        return lambda v: v + x

    assert name(lambda v: v + 1) == name(lambda v: v + 1) != name(lambda v: v + 2)
    assert name(make(1)) == name(make(1)) != name(make(2))
    assert name(lambda v, x=1: v) != name(lambda v, x=2: v)
    assert name(lambda v: v.real) != name(lambda v: v.imag)
    name(lambda v: sys)


@TaskGenerator
def generated(x):
    return x


def test_generators_as_arguments():
    assert Task(add, generated).hash() == Task(add, generated).hash() != Task(add, TaskGenerator(add)).hash()


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=5))
def test_the_digest_of_a_stream_does_not_depend_on_its_pieces(data, cuts):
    from pyimg.tasks import tree

    before, tree.CHUNK = tree.CHUNK, 16
    try:
        ends = sorted({min(c, len(data)) for c in cuts} | {0, len(data)})
        pieces = [data[a:b] for a, b in itertools.pairwise(ends)]
        assert tree.tree_digest(pieces) == tree.tree_digest([data])
    finally:
        tree.CHUNK = before


def test_encodings_stay_short():
    assert max(len(Hasher().encode(value)) for value in DISTINCT) <= 96
