"""Plain TIFF: one page of grey levels, not compressed, straight from the file, in less time than tifffile opens it."""

import math
import struct
from collections.abc import Callable
from typing import Any, BinaryIO

import numpy as np

#: Tags that do not matter here, or are read below; a file with any other is left to tifffile.
_KNOWN = {254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 296, 305, 339}
#: What these must be; they are so where they are missing.
_MUST = {254: 0, 259: 1, 266: 1, 277: 1, 284: 1}
_TYPES = {(1, 8), (1, 16), (1, 32), (1, 64), (2, 8), (2, 16), (2, 32), (2, 64), (3, 16), (3, 32), (3, 64)}
_NUMBERS = {3: "H", 4: "I"}
_MANY = 4096  # bytes of a list or a text, at most


def read(file: BinaryIO, size: int, allow: Callable[[int], None]) -> tuple[np.ndarray, dict[int, Any]] | None:
    """Give the pixels and the tags of a file that is plain and whole; None for any other, wherever the file then is.

    `allow` is called with the number of bytes before they are allocated.
    """
    try:
        order, tags = _tags(file, size)
        shape = tags[257], tags[256]
        kind = tags.get(339, 1), tags[258]
        offsets, counts = (x if isinstance(x, tuple) else (x,) for x in (tags[273], tags[279]))
    except (KeyError, struct.error):
        return None
    if kind not in _TYPES or tags.get(262) not in (0, 1) or any(tags.get(k, v) != v for k, v in _MUST.items()):
        return None
    if tags.get(305, b"tifffile.py\0") != b"tifffile.py\0":  # some programs say elsewhere how their pixels lie
        return None
    if not all(isinstance(x, int) for x in (*shape, *offsets, *counts, tags.get(278, 1), tags.get(296, 1))):
        return None
    if not all(isinstance(tags.get(k, ()), tuple) for k in (282, 283)) or min(*shape, tags.get(278, 1)) < 1:
        return None
    dtype = np.dtype(f"{order}{'_uif'[kind[0]]}{kind[1] // 8}")
    parts = -(-shape[0] // tags.get(278, shape[0]))
    length = math.prod(shape) * dtype.itemsize
    if len(offsets) != parts or len(counts) != parts or sum(counts) != length or not 0 < offsets[0] <= size - length:
        return None
    begin = offsets[0]
    strip = min(tags.get(278, shape[0]), shape[0]) * shape[1] * dtype.itemsize
    if any(o != begin + i * strip for i, o in enumerate(offsets)) or any(c != strip for c in counts[:-1]):
        return None
    allow(length)
    array = np.empty(shape, dtype)
    file.seek(begin)
    return (array, tags) if file.readinto(array.reshape(-1).view(np.uint8)) == length else None


def _tags(file, size):
    """Give the byte order and the tags of the only page; KeyError if there are more, or any is not known."""
    file.seek(0)
    head = file.read(8)
    order = {b"II*\0": "<", b"MM\0*": ">"}[head[:4]]
    at = struct.unpack(order + "I", head[4:])[0]
    file.seek(at)
    many = struct.unpack(order + "H", file.read(2))[0]
    body = file.read(12 * many + 4)
    if struct.unpack_from(order + "I", body, 12 * many)[0]:
        raise KeyError("next page")
    tags = {}
    for i, (tag, kind, count) in enumerate(struct.iter_unpack(order + "HHI4x", body[: 12 * many])):
        if tag not in _KNOWN or tag in tags:
            raise KeyError(tag)
        place = 12 * i + 8
        if kind == 2:
            tags[tag] = _held(file, order, body, place, count)
        elif kind == 5 and count == 1 and tag in (282, 283):
            tags[tag] = struct.unpack(order + "II", _held(file, order, body, place, 8))
        else:
            code, wide = _NUMBERS[kind], 2 * kind - 4
            numbers = struct.unpack(f"{order}{count}{code}", _held(file, order, body, place, count * wide))
            tags[tag] = numbers[0] if count == 1 else numbers
    return order, tags


def _held(file, order, body, place, wide):
    if wide <= 4:
        return body[place : place + wide]
    if wide > _MANY:
        raise KeyError("long")
    at = struct.unpack_from(order + "I", body, place)[0]
    if at < 8:
        raise KeyError("in the header")
    file.seek(at)
    return file.read(wide)
