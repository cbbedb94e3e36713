"""Name values: equal values have equal names, different values different names.

Each value is written as tag, length, content; a container's content is what its elements wrote. Nothing depends on
memory layout, on the order of sets and dicts, on shared or repeated objects, on PYTHONHASHSEED or on the version of
Python; nothing recurses.
"""

import copyreg
import enum
import marshal
import os
import struct
import sys
import types
from collections import OrderedDict
from hashlib import blake2b, sha256
from typing import Any

from .functions import Function, _Bound, describe_function, lambda_parts, normalised

__all__ = ["Hasher", "hash_one", "task_name"]

#: Exact types whose tuples `marshal` (version 2) writes injectively and alike in every Python.
PLAIN = frozenset((int, str, float, bool, bytes, type(None)))
#: A longer encoding is replaced by its digest.
LONG = 96
#: Arrays of this many bytes are hashed once in the life of a Hasher.
LARGE = 1 << 16


def _token(tag: bytes, content: bytes) -> bytes:
    return tag + struct.pack("<Q", len(content)) + content


def _short(code: bytes) -> bytes:
    return code if len(code) <= LONG else b"#" + sha256(code).digest()


def _int(value):
    return _token(b"i", value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True))


_LEAVES = {
    type(None): lambda value: b"N",
    type(Ellipsis): lambda value: b"E",
    type(NotImplemented): lambda value: b"I",
    bool: lambda value: b"T" if value else b"F",
    int: _int,
    float: lambda value: b"f" + struct.pack("<d", value),
    complex: lambda value: b"c" + struct.pack("<dd", value.real, value.imag),
    str: lambda value: _short(_token(b"s", value.encode("utf-8", "surrogatepass"))),
    bytes: lambda value: _short(_token(b"b", value)),
    bytearray: lambda value: _short(_token(b"B", bytes(value))),
}


def _first(codes):
    return codes[0]


def _ordered(tag):
    return lambda codes: _short(tag + struct.pack("<Q", len(codes)) + b"".join(codes))


def _unordered(tag):
    return lambda codes: _short(tag + struct.pack("<Q", len(codes)) + b"".join(sorted(codes)))


def _pairs(codes):
    pairs = sorted(zip(codes[::2], codes[1::2]))
    return _short(b"{" + struct.pack("<Q", len(pairs)) + b"".join(k + v for k, v in pairs))


def _items(mapping):
    return [x for item in mapping.items() for x in item]


def _class(kind):
    return (kind.__module__, kind.__qualname__)


class Unnamed(Exception):
    """A value holds a task that has no name yet."""

    def __init__(self, lazy):
        super().__init__(lazy)
        self.lazy = lazy


class Hasher:
    """Encode many values; a large array is hashed once however often it occurs.

    Arrays are known by identity, so a hasher must live only while nobody changes them: one pass over a graph.
    """

    def __init__(self):
        self._arrays = {}

    def encode(self, root: Any) -> bytes:
        """Return the encoding of a value: at most 96 bytes, self-delimiting.

        Raises
        ------
        TypeError
            For a value that cannot be named, for one that contains itself, and for a task inside an object, a set
            or the key of a dict, where it would be neither waited for nor loaded.
        """
        leaf = _LEAVES.get(type(root))
        if leaf is not None:
            return leaf(root)
        seen, open_now, opaque = {}, set(), 0
        # A frame: how to finish, elements left, codes so far, the container, whether it hides tasks from us.
        frames = [(_first, iter((root,)), [], None, 0)]
        while True:
            finish, children, codes, container, hides = frames[-1]
            for value in children:
                kind = type(value)
                leaf = _LEAVES.get(kind)
                if leaf is not None:
                    codes.append(leaf(value))
                    continue
                known = seen.get((id(value), opaque > 0))
                if known is not None:
                    codes.append(known[1])
                    continue
                if opaque and hasattr(kind, "__jug_dependencies__"):
                    raise TypeError(f"a task inside {_where(frames)} would be neither waited for nor loaded")
                if id(value) in open_now:
                    raise TypeError(f"cannot name a {kind.__name__} that contains itself")
                opened = self._open(value, kind)
                if type(opened) is bytes:
                    seen[id(value), opaque > 0] = value, opened
                    codes.append(opened)
                    continue
                open_now.add(id(value))
                opaque += opened[2]
                frames.append((opened[0], iter(opened[1]), [], value, opened[2]))
                break
            else:
                frames.pop()
                code = finish(codes)
                if not frames:
                    return code
                open_now.discard(id(container))
                opaque -= hides
                seen[id(container), opaque > 0] = container, code
                frames[-1][2].append(code)

    def _open(self, value, kind):
        """Return the encoding of a value, or how to finish it, its elements, and whether it hides tasks."""
        if kind is list:
            return _ordered(b"["), value, 0
        if kind is tuple:
            return _ordered(b"("), value, 0
        if kind is dict:
            if any(hasattr(type(k), "__jug_dependencies__") for k in value):
                raise TypeError("a task as the key of a dict would be neither waited for nor loaded")
            return _pairs, _items(value), 0
        if kind is set or kind is frozenset:
            return _unordered(b"u" if kind is set else b"z"), value, 1
        for special in ("__pyimg_hash__", "__jug_hash__"):
            if hasattr(kind, special):
                own = getattr(value, special)()
                return _short(_token(b"h", own.encode() if isinstance(own, str) else bytes(own)))
        numpy = sys.modules.get("numpy")
        if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic, numpy.dtype)):
            opened = self._numpy(value, kind, numpy)
            if opened is not None:
                return opened
        return _object(value, kind)

    def _numpy(self, value, kind, numpy):
        from .hash_arrays import array_parts

        if isinstance(value, numpy.dtype):
            return _ordered(b"d"), [value.str if value.names is None else repr(value)], 0
        if isinstance(value, numpy.generic):
            if kind.__module__ != "numpy":
                return None
            word, _, content = array_parts(numpy.asarray(value))
            return _ordered(b"g"), [word, content], 1
        if kind is not numpy.ndarray and kind is not numpy.memmap:
            return None
        known = self._arrays.get(id(value))
        if known is not None:
            return known[1]
        word, shape, content = array_parts(value)
        if type(content) is bytes:
            code = _ordered(b"a")([_LEAVES[str](word), _ordered(b"(")([_int(n) for n in shape]), _LEAVES[bytes](content)])
            if value.nbytes >= LARGE:
                self._arrays[id(value)] = value, code
            return code
        return _ordered(b"a"), [word, shape, content], 1


def _where(frames):
    hiding = [f[3] for f in frames if f[4]]
    return f"a {type(hiding[-1]).__name__}"


def _object(value, kind):
    """Take any other object apart: what makes it, its state, its elements."""
    if kind is _Bound:
        return _ordered(b"m"), list(value), 1
    if kind is slice:
        return _ordered(b"l"), [value.start, value.stop, value.step], 1
    if kind is range:
        return _ordered(b"r"), [value.start, value.stop, value.step], 1
    if isinstance(value, enum.Enum):
        return _ordered(b"e"), [_class(kind), value.name if value.name is not None else value.value], 1
    if isinstance(value, type):
        return _ordered(b"k"), [_class(value)], 1
    if isinstance(value, types.ModuleType):
        return _ordered(b"M"), [value.__name__], 1
    if isinstance(value, os.PathLike) and "pathlib" in sys.modules and isinstance(value, sys.modules["pathlib"].PurePath):
        return _ordered(b"p"), [os.fspath(value)], 1
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodWrapperType)):
        if getattr(value, "__name__", "") == "<lambda>":
            return _ordered(b"y"), lambda_parts(value), 1
        return _ordered(b"x"), describe_function(value).parts, 1
    if kind is OrderedDict:
        return _ordered(b"o"), [_class(kind), _items(value)], 1
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _ordered(b"n"), [_class(kind), *value], 1
    if hasattr(kind, "__dataclass_fields__") and kind.__reduce__ is object.__reduce__ and "__getstate__" not in kind.__dict__:
        from dataclasses import fields

        names = [f.name for f in fields(value)]
        own = {**{n: getattr(value, n) for n in names if hasattr(value, n)}, **getattr(value, "__dict__", {})}
        return _ordered(b"D"), [_class(kind), own], 1
    return _reduced(value, kind)


def _reduced(value, kind):
    try:
        reducer = copyreg.dispatch_table.get(kind)
        made = reducer(value) if reducer else value.__reduce_ex__(4)
    except Exception as error:
        raise TypeError(
            f"cannot name a {kind.__module__}.{kind.__qualname__} ({error}); give it a method `__pyimg_hash__`, "
            "or wrap it in CustomHash or NoHash"
        ) from error
    if isinstance(made, str):
        return _ordered(b"G"), [kind.__module__, made], 1
    make, args, state, elements, pairs = (*made, None, None, None, None)[:5]
    elements = None if elements is None else list(elements)
    pairs = None if pairs is None else [x for pair in pairs for x in pair]
    if isinstance(value, dict) and not isinstance(value, OrderedDict) and pairs is not None:
        pairs = dict(zip(pairs[::2], pairs[1::2]))
    if isinstance(value, (set, frozenset)):
        # Its reduction lists the elements in the order of this process.
        args = (frozenset(value),)
    return _ordered(b"O"), [_class(kind), make, args, state, elements, pairs], 1


def hash_one(value: Any) -> bytes:
    """Return the name of a value: 40 hexadecimal digits.

    Parameters
    ----------
    value : object
        Any value made of plain data, arrays, enumerations, dataclasses, paths, functions and picklable objects.

    Returns
    -------
    bytes
        40 hexadecimal digits; equal for equal values.

    Raises
    ------
    TypeError
        If the value cannot be named (an open file, a lock, a generator), naming its type.

    Examples
    --------
    >>> from pyimg.tasks.hashing import hash_one
    >>> hash_one({"a": 1, "b": {2, 3}}) == hash_one({"b": {3, 2}, "a": 1})
    True
    >>> hash_one([[1], 2]) == hash_one([[1, 2]])
    False
    """
    while True:
        try:
            return blake2b(b"pyimg1v" + Hasher().encode(value), digest_size=20).hexdigest().encode()
        except Unnamed as unnamed:
            unnamed.lazy.hash()


def task_name(function: Function, args: tuple, kwargs: dict, hasher: Hasher) -> bytes:
    """Return the name of a call: 40 hexadecimal digits.

    Parameters
    ----------
    function : Function
        From `functions.describe_function`.
    args, kwargs : tuple, dict
        The call; keywords that could be given by position are.
    hasher : Hasher
        Knows the arrays of this pass.

    Returns
    -------
    bytes
        The name.
    """
    if not function.key:
        function.key = b"pyimg1t" + _short(_token(b"t", hasher.encode(function.parts)))
    if kwargs:
        args, kwargs = normalised(function, args, kwargs)
    if not kwargs:
        for value in args:
            if type(value) not in PLAIN:
                break
        else:
            return blake2b(function.key + b"m" + marshal.dumps(args, 2), digest_size=20).hexdigest().encode()
    code = hasher.encode((args, kwargs) if kwargs else args)
    return blake2b(function.key + (b"k" if kwargs else b"a") + code, digest_size=20).hexdigest().encode()
