"""Turn values into bytes and back: arrays as .npy, plain data as flat JSON, pickle only for the rest.

========  ==========================================================================================
``J``     JSON: a list in postfix order. Plain words stand for themselves; a dict of one item is an
          operation, such as ``{"t": 2}``: make a tuple of the last two. Nothing recurses.
``N``     one array as .npy
``C``     containers that hold arrays: the length of the JSON, the JSON, then each array as .npy,
          aligned to 64 bytes
``P``     pickle, refused by a safe store
========  ==========================================================================================
"""

import base64
import io
import json
import struct
import sys
from typing import Any

from .errors import DamagedError, UnsafeError

__all__ = ["Payload", "decode", "encode"]

_ALIGN = 64
_WORDS = frozenset((type(None), bool, float, str))
_SMALL_INT = 1 << 53
_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class Payload:
    """An encoded value.

    Attributes
    ----------
    codec : str
        ``J``, ``N``, ``C`` or ``P``.
    parts : list of buffers
        The bytes, in pieces so that large arrays need not be copied.
    """

    __slots__ = ("codec", "parts")

    def __init__(self, codec, parts):
        self.codec, self.parts = codec, parts

    def __len__(self):
        return sum(len(memoryview(p).cast("B")) if not isinstance(p, bytes) else len(p) for p in self.parts)

    def tobytes(self) -> bytes:
        """Return all bytes in one piece."""
        return self.parts[0] if len(self.parts) == 1 and type(self.parts[0]) is bytes else b"".join(self.parts)


class _NotPlain(Exception):
    """The value needs pickle."""


def encode(value: Any, safe: bool = False) -> Payload:
    """Encode a value.

    Parameters
    ----------
    value : object
        Anything plain, an array, or anything that pickles.
    safe : bool, default False
        Refuse what needs pickle.

    Returns
    -------
    Payload
        ``decode(payload.codec, payload.tobytes())`` equals `value`.

    Raises
    ------
    UnsafeError
        If `safe` and the value needs pickle.
    """
    kind = type(value)
    if kind in _WORDS or (kind is int and -_SMALL_INT < value < _SMALL_INT):
        return Payload("J", [_ENCODER([value]).encode("ascii")])
    numpy = sys.modules.get("numpy")
    if numpy is not None and _is_array(value, numpy):
        return Payload("N", _npy(value, numpy))
    try:
        program, arrays = _program(value, numpy)
    except _NotPlain:
        if safe:
            raise UnsafeError(f"a {kind.__module__}.{kind.__qualname__} needs pickle, which this store refuses") from None
        import pickle

        return Payload("P", [pickle.dumps(value, protocol=5)])
    text = _ENCODER(program).encode("ascii")
    if not arrays:
        return Payload("J", [text])
    parts = [struct.pack("<QQ", len(text), len(arrays)), text]
    offset = 16 + len(text)
    for array in arrays:
        npy = _npy(array, numpy)
        length = sum(memoryview(p).nbytes for p in npy)
        gap = -(offset + 8) % _ALIGN
        parts += [struct.pack("<Q", length).rjust(8 + gap, b"\0"), *npy]
        offset += 8 + gap + length
    return Payload("C", parts)


def _is_array(value, numpy):
    kind = type(value)
    return (kind is numpy.ndarray or kind is numpy.memmap) and not value.dtype.hasobject and value.dtype.kind in "biufcMmSUV"


def _npy(array, numpy):
    """Return header and content of a .npy; the content is the array's own memory where it is contiguous."""
    head = io.BytesIO()
    order = array.flags.f_contiguous and not array.flags.c_contiguous
    description = numpy.lib.format.dtype_to_descr(array.dtype)
    fields = {"shape": array.shape, "fortran_order": bool(order), "descr": description}
    _header(head, fields, numpy)
    flat = (array.T if order else numpy.ascontiguousarray(array)).reshape(-1)
    return [head.getvalue(), flat.view(numpy.uint8).data if flat.nbytes else b""]


def _header(head, fields, numpy):
    try:
        numpy.lib.format.write_array_header_1_0(head, fields)
    except (ValueError, UnicodeEncodeError):
        head.seek(0)
        head.truncate()
        numpy.lib.format.write_array_header_2_0(head, fields)


def _program(root, numpy):
    """Write plain data in postfix order; collect its arrays."""
    out, arrays, numbers, open_now = [], [], {}, set()
    frames = [(iter((root,)), None, None, 0)]
    while frames:
        elements, operation, container, count = frames[-1]
        for value in elements:
            kind = type(value)
            if kind in _WORDS:
                out.append(value)
            elif kind is int:
                out.append(value if -_SMALL_INT < value < _SMALL_INT else {"i": hex(value)})
            elif id(value) in numbers:
                out.append({"r": numbers[id(value)][0]})
            elif id(value) in open_now:
                raise _NotPlain
            elif kind in _CONTAINERS:
                open_now.add(id(value))
                inner = [x for item in value.items() for x in item] if kind is dict else value
                frames.append((iter(inner), _CONTAINERS[kind], value, len(value)))
                break
            else:
                out.append(_leaf(value, kind, arrays, numpy))
        else:
            frames.pop()
            if operation is not None:
                out.append({operation: count})
                open_now.discard(id(container))
                numbers[id(container)] = len(numbers), container
    return out, arrays


_CONTAINERS = {list: "l", tuple: "t", dict: "d", set: "s", frozenset: "f"}


def _leaf(value, kind, arrays, numpy):
    if kind is complex:
        return {"c": [value.real, value.imag]}
    if kind is bytes or kind is bytearray:
        return {"b" if kind is bytes else "y": base64.b64encode(value).decode("ascii")}
    if kind is range or kind is slice:
        ends = [value.start, value.stop, value.step]
        if all(e is None or type(e) is int for e in ends):
            return {"R" if kind is range else "S": ends}
    if numpy is not None:
        if _is_array(value, numpy):
            arrays.append(value)
            return {"a": len(arrays) - 1}
        if isinstance(value, numpy.generic) and kind.__module__ == "numpy" and value.dtype.kind in "biufcMmSU":
            return {"n": [value.dtype.str, base64.b64encode(value.tobytes()).decode("ascii")]}
        if isinstance(value, numpy.dtype) and value.kind in "biufcMmSU":
            return {"D": value.str}
    raise _NotPlain


def _scalar(word):
    import numpy

    return numpy.frombuffer(base64.b64decode(word[1]), numpy.dtype(word[0]))[0]


def _dtype(word):
    import numpy

    return numpy.dtype(word)


_LEAVES = {
    "i": lambda word: int(word, 16),
    "c": lambda word: complex(*word),
    "b": base64.b64decode,
    "y": lambda word: bytearray(base64.b64decode(word)),
    "R": lambda word: range(*word),
    "S": lambda word: slice(*word),
    "n": _scalar,
    "D": _dtype,
}
_BUILD = {
    "l": list,
    "t": tuple,
    "s": set,
    "f": frozenset,
    "d": lambda items: dict(zip(items[::2], items[1::2])),
}


def _run(program, arrays):
    """Build what a program in postfix order says."""
    stack, made = [], []
    for word in program:
        if type(word) is not dict:
            stack.append(word)
            continue
        ((operation, operand),) = word.items()
        if operation in _BUILD:
            count = operand * 2 if operation == "d" else operand
            start = len(stack) - count
            if start < 0:
                raise ValueError("too few elements")
            container = _BUILD[operation](stack[start:])
            made.append(container)
            stack[start:] = [container]
        elif operation == "r":
            stack.append(made[operand])
        elif operation == "a":
            stack.append(arrays[operand])
        else:
            stack.append(_LEAVES[operation](operand))
    (value,) = stack
    return value


def _read_npy(buffer):
    """Return the array of a .npy; it uses the memory of `buffer`."""
    import numpy

    view = memoryview(buffer)
    head = io.BytesIO(bytes(view[:12]))
    version = numpy.lib.format.read_magic(head)
    size = 2 if version == (1, 0) else 4
    length = int.from_bytes(view[8 : 8 + size], "little")
    start = 8 + size + length
    head = io.BytesIO(bytes(view[8:start]))
    read = numpy.lib.format.read_array_header_1_0 if version == (1, 0) else numpy.lib.format.read_array_header_2_0
    shape, fortran, dtype = read(head)
    if dtype.hasobject:
        raise ValueError("an array of objects in a .npy")
    count = 1
    for n in shape:
        count *= n
    if count == 0 or dtype.itemsize == 0:
        return numpy.zeros(shape, dtype, order="F" if fortran else "C")
    if len(view) - start != count * dtype.itemsize:
        raise ValueError("a .npy of the wrong length")
    array = numpy.frombuffer(view, dtype, count, start)
    return array.reshape(shape[::-1]).T if fortran else array.reshape(shape)


def decode(codec: str, content: Any, safe: bool = False) -> Any:
    """Decode what `encode` wrote.

    Parameters
    ----------
    codec : str
        ``J``, ``N``, ``C`` or ``P``.
    content : buffer
        The bytes. Arrays use this memory: they can be written to if it can.
    safe : bool, default False
        Refuse pickles.

    Returns
    -------
    object
        The value.

    Raises
    ------
    UnsafeError
        For a pickle if `safe`.
    DamagedError
        If the bytes make no sense.
    """
    if codec == "P":
        if safe:
            raise UnsafeError("this result is a pickle, which this store refuses")
        import pickle

        return pickle.loads(content)
    try:
        if codec == "J":
            return _run(json.loads(bytes(content)), ())
        if codec == "N":
            return _read_npy(content)
        if codec == "C":
            view = memoryview(content)
            length, count = struct.unpack_from("<QQ", view)
            arrays, offset = [], 16 + length
            for _ in range(count):
                offset += 8 + -(offset + 8) % _ALIGN
                (size,) = struct.unpack_from("<Q", view, offset - 8)
                arrays.append(_read_npy(view[offset : offset + size]))
                offset += size
            return _run(json.loads(bytes(view[16 : 16 + length])), arrays)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, SyntaxError, TypeError, ValueError, struct.error) as error:
        raise DamagedError(f"cannot decode a result: {error}") from error
    raise DamagedError(f"unknown codec {codec!r}")
