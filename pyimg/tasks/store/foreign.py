"""Stores of others: anything with jug's methods, made to keep as many of our promises as it can.

It has no generations, no leases that end and no failures with a story: a lock of a worker that was killed stays until
`cleanup --force`, and a late result of a task invalidated by another process is believed.
"""

import time

from ..codec import decode, encode
from ..errors import DamagedError, MissingError
from .base import Store, valid_name
from .jugapi import JugStore
from .lease import new_token

__all__ = ["ForeignStore"]

_NEEDED = ("can_load", "dump", "getlock", "list", "load", "remove")
#: Seconds for which what was listed is believed.
_FRESH = 0.5


class ForeignStore(JugStore, Store):
    """A store with jug's methods; whatever else it has is found here too.

    Parameters
    ----------
    base : object
        With ``can_load``, ``dump``, ``getlock``, ``list``, ``load`` and ``remove``; ``listlocks``, ``remove_locks``,
        ``cleanup``, ``metadata`` and ``close`` are used if they are there.

    Raises
    ------
    TypeError
        If one of those needed is missing.
    """

    url = None

    def __init__(self, base):
        missing = [word for word in _NEEDED if not callable(getattr(base, word, None))]
        if missing:
            raise TypeError(f"a store needs the method{'s' * (len(missing) > 1)} {', '.join(missing)}, which a {type(base).__name__} lacks")
        self.base = base
        self._seen, self._bad, self._gone, self._held = set(), set(), {}, {}
        self._failures, self._marked, self._listed = {}, {}, 0.0

    def __getattr__(self, word):
        if word == "base":
            raise AttributeError(word)
        return getattr(self.base, word)

    def refresh(self):
        now = time.monotonic()
        if now - self._listed < _FRESH:
            return set()
        before, self._listed = self._seen, now
        self._seen = {valid_name(n) for n in self.base.list()} - self._bad
        self._marked = {n: "marked" for n in self._locks() if self.base.getlock(n).is_failed()}
        return before - self._seen

    def _locks(self):
        return [valid_name(n) for n in getattr(self.base, "listlocks", list)()]

    def names(self):
        return set(self._seen)

    def has(self, name):
        if name not in self._seen and name not in self._bad and self.base.can_load(name):
            self._seen.add(name)
        return name in self._seen

    def generation(self, name):
        return self._gone.get(name, 0)

    def entry(self, name):
        if not self.has(name):
            raise MissingError(f"no result {name.decode()}")
        return {"size": 0, "codec": "?", "created": 0.0, "fingerprint": b""}

    def get(self, name):
        try:
            return self.base.load(name)
        except Exception as error:
            there = self.base.can_load(name)
            self.forget(name)
            if not there:
                raise MissingError(f"no result {name.decode()}") from error
            raise DamagedError(f"the result {name.decode()} cannot be loaded: {type(error).__name__}: {error}") from error

    def read(self, name):
        payload = encode(self.get(name))
        return payload.codec, bytearray(payload.tobytes()), {}

    def meta(self, name):
        return {}

    def forget(self, name):
        self._bad.add(name)
        self._seen.discard(name)

    def verify(self):
        return []

    # -- changing it --------------------------------------------------------------------------------

    def take(self, name):
        lock = self.base.getlock(name)
        if name in self._held or not lock.get():
            return False
        self._held[name] = lock
        return True

    def claim(self, names):
        taken = {}
        for name in map(valid_name, names):
            if not self.has(name) and self.take(name):
                if self.has(name):
                    self.release([name])
                else:
                    taken[name] = self.generation(name)
        return taken

    def release(self, names):
        for name in names:
            lock = self._held.pop(name, None)
            if lock is not None:
                lock.release()

    def commit(self, results, failures=()):
        kept, refused = self.order(results, self.generation)
        for result in kept:
            value = decode(result.payload.codec, bytearray(result.payload.tobytes()))
            self.base.dump(value, result.name)
            self._bad.discard(result.name)
            self._seen.add(result.name)
            self._failures.pop(result.name, None)
        for failure in failures:
            self._failures[failure.name] = {**failure.report, "time": time.time(), "id": new_token()}
            lock = self._held.get(failure.name)
            if failure.report.get("kept") and lock is not None:
                lock.fail()
                del self._held[failure.name]
        self.release([r.name for r in results] + [f.name for f in failures])
        return refused

    def invalidate(self, names, *, failures=True, force=False):
        had = set()
        for name in map(valid_name, names):
            there = self.base.can_load(name)
            if there:
                self.base.remove(name)
                had.add(name)
            if there or force or name in self._held or name in self._failures:
                self._gone[name] = self.generation(name) + 1
            self._seen.discard(name)
            self._bad.discard(name)
            if failures:
                self._failures.pop(name, None)
        return had

    def clear_failures(self, names):
        count = 0
        for name in list(names):
            lock = self.base.getlock(name)
            if lock.is_failed():
                lock.release()
            count += self._failures.pop(name, None) is not None or self._marked.pop(name, None) is not None
        return count

    def failures(self):
        known = {**self._marked, **{n: f["id"] for n, f in self._failures.items()}}
        return {n: i for n, i in known.items() if n not in self._seen}

    def failure(self, name):
        if name in self._failures:
            return self._failures[name]
        if name in self._marked:
            return {"error": "marked as failed", "kept": True, "time": 0.0}
        raise MissingError(f"no failure of {name.decode()}")

    def leases(self):
        return {n: {"alive": True} for n in self._locks() if n not in self._marked}

    def break_leases(self, *, dead_only=True, dry_run=False):
        # Who is dead cannot be known.
        if dead_only:
            return 0
        count = len(self._locks())
        if not dry_run:
            self.base.remove_locks()
        return count

    def cleanup(self, active, keeplocks=False):
        return self.base.cleanup(list(active), keeplocks)

    def remove_locks(self):
        return self.base.remove_locks()

    def close(self):
        self.release(list(self._held))
        getattr(self.base, "close", bool)()
