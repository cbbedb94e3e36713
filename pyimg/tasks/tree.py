"""Digest long streams of bytes with several threads."""

import os
import struct
from hashlib import sha256

__all__ = ["CHUNK", "tree_digest"]

#: Part of every digest: never to be changed.
CHUNK = 1 << 22
_pool = None


def _digests(chunks):
    """Hash each chunk, in parallel: hashlib lets go of the interpreter meanwhile."""
    global _pool
    if len(chunks) == 1:
        return [sha256(chunks[0]).digest()]
    if _pool is None or _pool[0] != os.getpid():
        from concurrent.futures import ThreadPoolExecutor

        _pool = os.getpid(), ThreadPoolExecutor(min(8, os.cpu_count() or 1), "pyimg-hash")
    return list(_pool[1].map(lambda chunk: sha256(chunk).digest(), chunks))


def tree_digest(blocks) -> bytes:
    """Return the 32-byte digest of a stream of bytes, given as buffers of any length.

    The stream is cut every `CHUNK` bytes; the digest is that of its length and the chunks' digests, so it does not
    depend on the number of threads or on how the blocks are cut.
    """
    total, digests, rest = 0, [], b""
    for block in blocks:
        view = memoryview(block).cast("B")
        total += len(view)
        start = 0
        if rest:
            start = min(CHUNK - len(rest), len(view))
            rest += bytes(view[:start])
            if len(rest) < CHUNK:
                continue
            digests += _digests([rest])
        whole = start + (len(view) - start) // CHUNK * CHUNK
        if whole > start:
            digests += _digests([view[i : i + CHUNK] for i in range(start, whole, CHUNK)])
        rest = bytes(view[whole:])
    if rest or not digests:
        digests += _digests([rest])
    return sha256(struct.pack("<Q", total) + b"".join(digests)).digest()
