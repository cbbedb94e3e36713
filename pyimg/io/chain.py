"""Whether the pages that a TIFF file lists are all there: decoders take a list that is cut off for a shorter one."""

import struct
from typing import BinaryIO

from .errors import ImageError

_DESCRIPTION = 270


def check(file: BinaryIO, size: int, name: str, *, every: bool) -> None:
    """Raise ImageError if the first page, or every one, or its description begins or ends beyond the file."""
    try:
        file.seek(0)
        _follow(file, size, name, every)
    finally:
        file.seek(0)


def _follow(file, size, name, every):
    head = file.read(16)
    order = "<" if head[:2] == b"II" else ">"
    big = head[2:4] in (b"+\0", b"\0+")
    count, offset, entry = (f"{order}Q", f"{order}Q", f"{order}HHQQ") if big else (f"{order}H", f"{order}I", f"{order}HHII")
    wide, held = struct.calcsize(offset), struct.calcsize(entry)
    at, seen = (struct.unpack_from(offset, head, 8 if big else 4)[0] if len(head) == 16 else size), set()
    while at and at not in seen:
        seen.add(at)
        file.seek(at)
        here = file.read(struct.calcsize(count))
        many = struct.unpack(count, here)[0] if len(here) == struct.calcsize(count) else size
        body = file.read(many * held + wide) if many * held + wide <= size else b""
        if len(body) < many * held + wide:
            raise ImageError(f"{name}: is cut off: a page at byte {at} is not within its {size} bytes")
        for tag, _, length, place in struct.iter_unpack(entry, body[:-wide]):
            if tag == _DESCRIPTION and length > wide and place + length > size:
                raise ImageError(f"{name}: is cut off: its description at byte {place} is not within its {size} bytes")
        at = struct.unpack(offset, body[-wide:])[0]
        if not every:
            if at >= size:
                raise ImageError(f"{name}: is cut off: a page at byte {at} is not within its {size} bytes")
            return
