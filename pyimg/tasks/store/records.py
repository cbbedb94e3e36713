"""The records of a segment file: what they hold and how damage is told from a record still being written.

A segment starts with `MAGIC`, its version and its own token. A record is a header, a name, metadata (JSON) and a
body. The header carries a check that covers the name, the segment's token and the place in it, so that neither a
flipped bit nor a copy of a record elsewhere passes for one; the digest covers metadata and body.
"""

import struct
import time
from hashlib import blake2b
from typing import NamedTuple

__all__ = ["FAILED", "FILE", "GONE", "HEAD", "RESULT", "Record", "pack", "parse", "segment_head"]

MAGIC = b"pyimgseg"
VERSION = 1
HEAD = 48
#: What a record says: a result in its body, a result in a file of its own, no result, a failure.
RESULT, FILE, GONE, FAILED = 1, 2, 3, 4
_MARK = b"\xabREC"
_HEADER = struct.Struct("<4sBcBxIIQd8s16s")
_SIZE = _HEADER.size + 8


class Record(NamedTuple):
    """A record's header and where the rest of it lies."""

    kind: int
    codec: str
    generation: int
    created: float
    fingerprint: bytes
    digest: bytes
    segment: str
    start: int  # of the metadata
    meta: int  # bytes of metadata
    body: int  # bytes of body


def segment_head(token: str) -> bytes:
    """Return the first bytes of a segment."""
    return MAGIC + struct.pack("<I", VERSION) + token.encode().ljust(HEAD - 12, b"\0")


def content_digest(content) -> bytes:
    """Return the digest of metadata and body."""
    return blake2b(content, digest_size=16).digest()


def _check(header, name, token, offset):
    return blake2b(header + name, digest_size=8, key=token.encode() + struct.pack("<Q", offset)).digest()


def pack(kind, name, token, offset, *, codec="J", generation=0, fingerprint=b"", meta=b"{}", body=b"", created=None) -> bytes:
    """Return a record for the given place in a segment."""
    content = meta + body
    header = _HEADER.pack(
        _MARK, kind, codec.encode(), len(name), generation, len(meta), len(body),
        time.time() if created is None else created, fingerprint.ljust(8, b"\0"), content_digest(content),
    )  # fmt: skip
    return header + _check(header, name, token, offset) + name + content


def parse(data, token: str, base: int, add) -> tuple[int, int]:
    """Read the records in a piece of a segment.

    Parameters
    ----------
    data : bytes
        The piece.
    token : str
        Of the segment.
    base : int
        Where in the segment the piece starts.
    add : callable
        Called with each name and `Record`.

    Returns
    -------
    end : int
        Where the last whole record ends; what follows may still be being written.
    damaged : int
        How many stretches between whole records made no sense.
    """
    at, end, damaged, size = 0, 0, 0, len(data)
    key, room, make, read, place = token.encode(), _SIZE, tuple.__new__, _HEADER.unpack_from, struct.Struct("<Q").pack
    while size - at >= room:
        mark, kind, codec, length, generation, meta, body, created, fingerprint, digest = read(data, at)
        start = at + room + length
        after = start + meta + body
        covered = data[at : at + room - 8] + data[at + room : start]
        if mark != _MARK or blake2b(covered, digest_size=8, key=key + place(base + at)).digest() != data[at + room - 8 : at + room]:
            found = data.find(_MARK, at + 1)
            if found < 0:
                break
            at = found
            continue
        if after > size:
            break
        if at > end:
            damaged += 1
        record = (kind, codec.decode("latin-1"), generation, created, fingerprint.rstrip(b"\0"), digest, token, base + start, meta, body)
        # Many of these are made: `Record(...)` would take twice as long.
        add(covered[room - 8 :], make(Record, record))
        at = end = after
    return base + end, damaged
