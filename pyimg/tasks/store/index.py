"""What the segments of a folder say, read piece by piece as they grow."""

import os

from .records import (
    FAILED,
    FILE,
    GONE,
    HEAD,
    MAGIC,
    RESULT,
    Record,
    content_digest,
    parse,
    segment_head,
)

__all__ = ["Index"]

_WINDOW = 1 << 25
SUFFIX = ".seg"


class Index:
    """Results, failures and generations by name.

    Attributes
    ----------
    results, failed : dict of bytes to Record
        The newest of each name.
    gone : dict of bytes to int
        Generation of each name that was ever invalidated.
    damaged : set of bytes
        Names whose result was found damaged while `check` was set.
    scars : int
        Stretches of segments that make no sense.
    """

    def __init__(self, folder):
        self._folder = folder
        self.reset()

    def reset(self) -> None:
        """Forget all; the next `refresh` reads everything."""
        self.results, self.failed, self.gone = {}, {}, {}
        self.ends, self.sealed = {}, set()
        self.cleared, self.bad, self.lost = {}, getattr(self, "bad", set()), set()
        self.damaged, self.scars, self.check = set(), 0, False

    def refresh(self) -> None:
        """Read what is new."""
        files = self._folder.list("segments")
        new = [t for t in (f.removesuffix(SUFFIX) for f in files if f.endswith(SUFFIX)) if t not in self.sealed]
        if not new:
            return
        # Looked up before reading: an owner that had gone by then cannot have written more.
        living = set(self._folder.list("workers"))
        for token in new:
            if self._read(token + SUFFIX, token) and owner_of(token) not in living:
                self.sealed.add(token)

    def losses(self) -> set[bytes]:
        """Return the names that have lost their result since the last call."""
        lost, self.lost = self.lost, set()
        return {name for name in lost if name not in self.results}

    def _read(self, file, token):
        """Read the new part of a segment; say whether it could be read to its end."""
        try:
            opened = self._folder.old("segments", file)
        except FileNotFoundError:
            return False
        try:
            size = os.fstat(opened).st_size
            end = self.ends.get(token, 0)
            if end == 0:
                head = os.pread(opened, HEAD, 0)
                if len(head) < HEAD:
                    return True
                if head != segment_head(token):
                    self.scars += 1
                    self.ends[token] = size
                    return True
                end = HEAD
            window = _WINDOW
            while end < size:
                data = os.pread(opened, window, end)
                after = self.take(data, token, end)
                if after == end:
                    if end + len(data) >= size:
                        break
                    window *= 2
                end = after
            self.ends[token] = end
            return True
        finally:
            os.close(opened)

    def take(self, data: bytes, token: str, base: int) -> int:
        """Add the records of a piece of a segment; return where the last one ends."""

        results, gone, bad, check, damaged = self.results, self.gone, self.bad, self.check, self.damaged

        def add(name, record):
            kind, _, generation, created, _, digest, _, start, meta, body = record
            if check and kind == RESULT and content_digest(data[start - base : start - base + meta + body]) != digest:
                bad.add((record.segment, start))
                damaged.add(name)
            elif kind <= FILE and name not in gone and not bad:
                # By far the most frequent case.
                known = results.get(name)
                if known is None or (generation, created) >= known[2:4]:
                    results[name] = record
            else:
                self.add(name, record, data, base)

        end, scars = parse(data, token, base, add)
        self.scars += scars
        return end

    def add(self, name: bytes, record: Record, data: bytes, base: int) -> None:
        """Take one record into account, whatever the order in which records are read."""
        if record.kind in (RESULT, FILE):
            if record.generation < self.gone.get(name, 0) or (record.segment, record.start) in self.bad:
                return
            known = self.results.get(name)
            if _is_newer(record, known):
                self.results[name] = record
                self.damaged.discard(name)
        elif record.kind == GONE:
            if record.codec == "F":
                start = record.start - base
                identity = data[start + record.meta : start + record.meta + record.body].decode("latin-1")
                self.cleared[identity] = name
                if name in self.failed and failure_id(self.failed[name]) == identity:
                    del self.failed[name]
            elif record.generation > self.gone.get(name, 0):
                self.gone[name] = record.generation
                for kept in (self.results, self.failed):
                    if name in kept and kept[name].generation < record.generation:
                        del kept[name]
                        self.lost.add(name)
        elif record.kind == FAILED and record.generation >= self.gone.get(name, 0):
            known = self.failed.get(name)
            if failure_id(record) not in self.cleared and _is_newer(record, known):
                self.failed[name] = record

    def forget(self, name: bytes) -> None:
        """Count the result of a name as missing."""
        record = self.results.pop(name, None)
        if record is not None:
            self.bad.add((record.segment, record.start))
            self.lost.add(name)


def _is_newer(record, known):
    """Say whether a record counts more than one read before; clocks differ, so its generation comes first."""
    return known is None or (record.generation, record.created) >= (known.generation, known.created)


def owner_of(token: str) -> str:
    """Return the token of the worker that a segment belongs to: it may have several."""
    return token.partition("-")[0]


def failure_id(record: Record) -> str:
    """Return what tells a failure from every other, wherever its record lies."""
    return record.digest.hex()


assert len(segment_head("0" * 16)) == HEAD and segment_head("").startswith(MAGIC)
