"""A store in memory, for one process; it can be kept in a file between runs."""

import os
import time
from collections import defaultdict

from ..._replacing import replacing
from ..errors import DamagedError, MissingError
from . import records
from .base import Store, report_bytes, valid_name
from .jugapi import JugStore
from .lease import identity, new_token

__all__ = ["MemoryStore"]

_TOKEN = "memory"


class MemoryStore(JugStore, Store):
    """Results in a dict.

    Parameters
    ----------
    path : path-like, optional
        Where to keep them: read now, written by `close`.
    safe : bool, default False
        Refuse pickles.

    Attributes
    ----------
    counts : dict of str to int
        How often each operation was done on each name.
    """

    def __init__(self, path=None, safe: bool = False):
        self.path, self.safe = path, safe
        self._results, self._failures, self._gone, self._held = {}, {}, {}, {}
        self._serial, self._lost, self.scars = 0, set(), 0
        self.counts = defaultdict(int)
        if path is not None and os.path.exists(path):
            self._open(path)

    def _open(self, path):
        with open(path, "rb") as file:
            data = file.read()
        if data[: records.HEAD] != records.segment_head(_TOKEN):
            raise DamagedError(f"{path} is not a store")

        def add(name, record):
            content = data[record.start : record.start + record.meta + record.body]
            if records.content_digest(content) != record.digest:
                self.scars += 1
            elif record.kind == records.RESULT:
                self._results[name] = (record.codec, content[record.meta :], content[: record.meta], record.fingerprint, record.created)

        end, scars = records.parse(data[records.HEAD :], _TOKEN, records.HEAD, add)
        self.scars += scars + (end < len(data))

    @property
    def url(self):
        """What opens this store again."""
        return "dict_store" if self.path is None else f"dict_store:{self.path}"

    @property
    def store(self):
        """All that is held, as jug shows it: results and marks."""
        marks = {b"lock:" + n: b"F" for n, f in self._failures.items() if f.get("kept") and n not in self._results}
        return {**{n: r[1] for n, r in self._results.items()}, **marks}

    def refresh(self):
        lost, self._lost = self._lost, set()
        return lost - self._results.keys()

    def names(self):
        return set(self._results)

    def has(self, name):
        return name in self._results

    def generation(self, name):
        return self._gone.get(name, 0)

    def entry(self, name):
        if name not in self._results:
            raise MissingError(f"no result {name.decode()}")
        codec, content, _, fingerprint, created = self._results[name]
        return {"size": len(content), "codec": codec, "created": created, "fingerprint": fingerprint}

    def read(self, name):
        if name not in self._results:
            raise MissingError(f"no result {name.decode()}")
        import json

        self.counts["load", name] += 1
        codec, content, meta, _, _ = self._results[name]
        return codec, bytearray(content), json.loads(meta)

    def forget(self, name):
        if self._results.pop(name, None) is not None:
            self._lost.add(name)

    def take(self, name: bytes) -> bool:
        """Take one lease; say whether it was free."""
        if name in self._held or self._failures.get(name, {}).get("kept"):
            return False
        self._held[name] = identity(new_token())
        return True

    def claim(self, names):
        taken = {}
        for name in map(valid_name, names):
            if name not in self._results and name not in self._held:
                self._held[name] = None
                taken[name] = self.generation(name)
        return taken

    def release(self, names):
        for name in names:
            self._held.pop(name, None)

    def commit(self, results, failures=()):
        kept, refused = self.order(results, self.generation)
        now = time.time()
        for r in kept:
            self.counts["dump", r.name] += 1
            self._results[r.name] = (r.payload.codec, r.payload.tobytes(), r.meta, r.fingerprint, now)
            self._failures.pop(r.name, None)
        for f in failures:
            if f.generation >= self.generation(f.name):
                import json

                self._serial += 1
                self._failures[f.name] = {**json.loads(report_bytes(f.report)), "id": str(self._serial)}
        self.release([r.name for r in results] + [f.name for f in failures])
        return refused

    def invalidate(self, names, *, failures=True, force=False):
        had = set()
        for name in map(valid_name, names):
            if name in self._results or name in self._held or name in self._failures or force:
                self._gone[name] = self.generation(name) + 1
            if self._results.pop(name, None) is not None:
                had.add(name)
            if failures:
                self._failures.pop(name, None)
        self._lost |= had
        return had

    def clear_failures(self, names):
        return sum(self._failures.pop(n, None) is not None for n in names)

    def failures(self):
        return {n: f["id"] for n, f in self._failures.items() if n not in self._results}

    def failure(self, name):
        if name not in self._failures:
            raise MissingError(f"no failure of {name.decode()}")
        return self._failures[name]

    def leases(self):
        us = {**identity(_TOKEN), "alive": True}
        return {n: us for n in self._held}

    def break_leases(self, *, dead_only=True, dry_run=False):
        count = 0 if dead_only else len(self._held)
        if count and not dry_run:
            self._held.clear()
        return count

    def close(self):
        if self.path is None:
            return
        data = records.segment_head(_TOKEN)
        pieces, at = [data], len(data)
        for name, (codec, content, meta, fingerprint, created) in self._results.items():
            piece = records.pack(
                records.RESULT, name, _TOKEN, at, codec=codec, fingerprint=fingerprint, meta=meta, body=content, created=created
            )  # fmt: skip
            pieces.append(piece)
            at += len(piece)
        with replacing(self.path, private=True) as file:
            file.writelines(pieces)
