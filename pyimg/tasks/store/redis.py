"""A store on a Redis server, by redis-py. Each project has a prefix of its own and touches nothing else.

======================  =========================================================================
``PREFIX n``            hash: name → header (codec, generation, time, fingerprint, sizes, digest)
``PREFIX r:NAME``       header, metadata and body of a result; of a large one the header only
``PREFIX c:NAME:ID:I``  pieces of a body over 128 MB
``PREFIX g``            hash: name → generation
``PREFIX f``            hash: name → failure report
``PREFIX l:NAME``       who holds a name; set with ``NX PX``, deleted by its owner only
``PREFIX log``          list: what has changed, so that others need not look at everything
``PREFIX b``            how many of its first entries have been dropped: those who missed them look at everything
======================  =========================================================================

Every change is one script, which Redis runs as a whole; each may be sent again after a lost connection.
"""

import json
import os
import struct
import time

from ..errors import DamagedError, MissingError
from ..tree import tree_digest
from .address import address, warn_of_plain
from .base import Store, report_bytes, valid_name
from .jugapi import JugStore
from .lease import LEASE, Heart, Watch, identity, new_token
from .scripts import CLAIM, COMMIT, FAIL, FREE, INVALIDATE, RELEASE, RENEW

__all__ = ["RedisStore"]

_HEAD = struct.Struct("<c x H I d 8s I Q 32s 16s")
PIECE = 1 << 27
BATCH = 1 << 22
#: Entries of the log; when there are more the older half is dropped.
LOG_MOST = 100_000


class RedisStore(JugStore, Store):
    """Results on a Redis server.

    Parameters
    ----------
    url : str
        ``redis[s]://[user:password@]host[:port][/database][?prefix=NAME]``.
    safe : bool, default False
        Refuse pickles, reading and writing.
    project : str, optional
        Path of the jugfile, from which the prefix is made if the URL has none.
    """

    def __init__(self, url: str, safe: bool = False, project: str | None = None):
        try:
            import redis
            from redis.backoff import ExponentialBackoff
            from redis.retry import Retry
        except ImportError as error:
            raise ImportError("a Redis store needs redis-py: pip install 'pyimg[redis]'") from error
        self._address, self.prefix = address(url, project)
        self.safe, self._url = safe, url
        if not safe:
            warn_of_plain(url)

        class Patient(Retry):
            """Tries again what a lost connection has cut short, but not a wrong password."""

            def call_with_retry(self, do, *args, **kwargs):
                def once():
                    try:
                        return do()
                    except redis.exceptions.AuthenticationError as error:
                        why = "it asks for a password: redis://user:password@host" if "HELLO" in str(error) else error
                        raise PermissionError(f"Redis refuses us: {why}") from error

                return super().call_with_retry(once, *args, **kwargs)

        def client(times):
            again = [redis.exceptions.ConnectionError, redis.exceptions.TimeoutError, redis.exceptions.BusyLoadingError]
            patience = Patient(ExponentialBackoff(cap=1, base=0.02), times)
            return redis.Redis.from_url(self._address, retry=patience, retry_on_error=again, socket_keepalive=True)

        # Long enough for a server to be restarted; at first a wrong address should not take that long to be noticed.
        self.redis, self._first = client(40), client(6)

        def script(text):
            return self.redis.register_script(text.replace("LOG_MOST", str(LOG_MOST)))

        self._claim, self._commit, self._fail, self._free = script(CLAIM), script(COMMIT), script(FAIL), script(FREE)
        self._invalidate, self._release, self._renew = script(INVALIDATE), script(RELEASE), script(RENEW)
        self._names, self._gone, self._failures = {}, {}, {}
        self._seen, self._dropped, self._lost = None, 0, set()
        self._who, self._pid, self._held, self._heart = None, None, set(), None
        self._watch = Watch()

    @property
    def url(self):
        """What opens this store again."""
        return ("safe:" if self.safe else "") + self._url

    def _key(self, kind: bytes, name: bytes = b"") -> bytes:
        return self.prefix + kind + name

    def _us(self):
        """Who we are, as the value of our leases; a forked child is somebody else."""
        if self._pid != os.getpid():
            self._pid, self._held, self._heart = os.getpid(), set(), None
            self._who = json.dumps(identity(new_token())).encode()
        return self._who

    # -- what is there ------------------------------------------------------------------------------

    def refresh(self):
        log, dropped = self._key(b"log"), self._key(b"b")
        if self._seen is not None:
            with self.redis.pipeline(transaction=True) as pipe:
                pipe.lrange(log, self._seen, -1).llen(log).get(dropped)
                news, length, now_dropped = pipe.execute()
            if length >= self._seen and int(now_dropped or 0) == self._dropped:
                self._follow(news)
                self._seen += len(news)
                lost, self._lost = self._lost, set()
                return lost - self._names.keys()
        if self._first is not None:
            self._first.ping()
            self._first.close()
            self._first = None
        before = set(self._names)
        with self.redis.pipeline(transaction=True) as pipe:
            pipe.llen(log).get(dropped).hgetall(self._key(b"n")).hgetall(self._key(b"g")).hgetall(self._key(b"f"))
            self._seen, now_dropped, self._names, gone, failures = pipe.execute()
        self._dropped = int(now_dropped or 0)
        self._gone = {n: int(g) for n, g in gone.items()}
        self._failures = {n: json.loads(f) for n, f in failures.items()}
        lost, self._lost = self._lost | (before - self._names.keys()), set()
        return lost - self._names.keys()

    def _follow(self, news):
        names = list(dict.fromkeys(n[1:] for n in news if n[:1] in b"RG"))
        if names:
            with self.redis.pipeline(transaction=False) as pipe:
                pipe.hmget(self._key(b"n"), names).hmget(self._key(b"g"), names)
                headers, gone = pipe.execute()
            for name, header, g in zip(names, headers, gone):
                if header is not None:
                    self._names[name] = header
                elif self._names.pop(name, None) is not None:
                    self._lost.add(name)
                if g is not None:
                    self._gone[name] = int(g)
        if any(n[:1] in b"FG" for n in news):
            self._failures = {n: json.loads(f) for n, f in self.redis.hgetall(self._key(b"f")).items()}

    def names(self):
        return set(self._names)

    def has(self, name):
        return name in self._names

    def generation(self, name):
        return self._gone.get(name, 0)

    def entry(self, name):
        header = self._names.get(name)
        if header is None:
            raise MissingError(f"no result {name.decode()}")
        codec, _, _, created, fingerprint, _, size, _, _ = _HEAD.unpack(header)
        return {"size": size, "codec": codec.decode(), "created": created, "fingerprint": fingerprint.rstrip(b"\0")}

    def read(self, name):
        content = self.redis.get(self._key(b"r:", name))
        if content is None:
            self.forget(name)
            raise MissingError(f"no result {name.decode()}")
        try:
            codec, pieces, _, _, _, length, size, digest, identity_ = _HEAD.unpack_from(content)
            body = bytearray(memoryview(content)[_HEAD.size + length :])
            for i in range(pieces):
                body += self.redis.get(self._piece(name, identity_, i)) or b""
            meta = content[_HEAD.size : _HEAD.size + length]
            sound = len(body) == size and tree_digest([content[: _HEAD.size - 48], meta, body]) == digest
        except struct.error:
            sound = False
        if not sound:
            self.forget(name)
            raise DamagedError(f"the result {name.decode()} on {self.redis} is damaged")
        return codec.decode(), body, json.loads(meta)

    def _piece(self, name, identity_, i):
        return self._key(b"c:", name) + b":" + identity_ + b":%d" % i

    def forget(self, name):
        if self._names.pop(name, None) is not None:
            self._lost.add(name)

    def failures(self):
        return {n: f["id"] for n, f in self._failures.items() if n not in self._names}

    def failure(self, name):
        if name not in self._failures:
            raise MissingError(f"no failure of {name.decode()}")
        return self._failures[name]

    # -- changing it --------------------------------------------------------------------------------

    def take(self, name: bytes) -> bool:
        """Take one lease; say whether it was free."""
        return name not in self._held and self._try([name], b"1")[name][0] == 1

    def claim(self, names):
        names = [valid_name(n) for n in names if n not in self._held]
        told = self._try(names, b"0") if names else {}
        self.refresh()
        return {n: generation for n, (what, generation) in told.items() if what == 1}

    def _try(self, names, even_done):
        """Try to take leases: 1 taken, 0 held by others, 2 there is a result; with generations."""
        us = self._us()
        told = self._ask(names, even_done, us)
        held = [n for n, (what, _) in told.items() if what == 0]
        if held:
            values = self.redis.mget([self._key(b"l:", n) for n in held])
            dead = [x for n, v in zip(held, values) if v is not None and self._dead(v) for x in (n, v)]
            if dead:
                self._free(args=[self.prefix, *dead])
                told.update(self._ask(dead[::2], even_done, us))
        self._held.update(n for n, (what, _) in told.items() if what == 1)
        if self._held and self._heart is None:
            self._heart = Heart(self._beat)
        return told

    def _ask(self, names, even_done, us):
        answers = self._claim(args=[self.prefix, us, int(LEASE * 1000), even_done, *names])
        return {n: (answers[2 * i], answers[2 * i + 1]) for i, n in enumerate(names)}

    def _dead(self, value):
        # An owner on another host loses its lease by itself: no beat is looked at.
        return self._watch.dead(json.loads(value), time.monotonic())

    def _beat(self):
        if self._held:
            try:
                self._renew(args=[self.prefix, self._us(), int(LEASE * 1000), *list(self._held)])
            except Exception as error:
                raise OSError(str(error)) from error

    def release(self, names):
        names = [n for n in names if n in self._held]
        if names:
            self._held.difference_update(names)
            self._release(args=[self.prefix, self._us(), *names])

    def commit(self, results, failures=()):
        us, refused, words, size = self._us(), set(), [], 0
        for result in results:
            if size > BATCH:
                refused |= self._send(us, words)
                words, size = [], 0
            if not refused.isdisjoint(result.uses):
                refused.add(result.name)
                self.release([result.name])
                continue
            header, content = self._packed(result)
            words += [result.name, str(result.generation), content, header, b",".join(result.uses)]
            size += len(content)
        refused |= self._send(us, words)
        for failure in failures:
            report = {**json.loads(report_bytes(failure.report)), "id": new_token()}
            if self._fail(args=[self.prefix, us, failure.name, failure.generation, json.dumps(report)]):
                self._failures[failure.name] = report
            self._held.discard(failure.name)
        return refused

    def _send(self, us, words):
        """Store results, five words each; return the names refused."""
        if not words:
            return set()
        refused = set()
        for i, stored in enumerate(self._commit(args=[self.prefix, us, *words])):
            name, header = words[5 * i], words[5 * i + 3]
            self._held.discard(name)
            if stored:
                self._names[name] = header
                self._failures.pop(name, None)
            else:
                refused.add(name)
        return refused

    def _packed(self, result):
        """Return the header and the stored value of a result; pieces of a large body are stored now."""
        parts = result.payload.parts
        size = len(result.payload)
        identity_ = new_token().encode()
        pieces = 0 if size <= PIECE else -(-size // PIECE)
        fields = (result.payload.codec.encode(), pieces, result.generation, time.time(), result.fingerprint.ljust(8, b"\0"), len(result.meta), size)
        digest = tree_digest([_HEAD.pack(*fields, b"", b"")[: _HEAD.size - 48], result.meta, *parts])
        header = _HEAD.pack(*fields, digest, identity_)
        if not pieces:
            return header, b"".join([header, result.meta, *parts])
        body = result.payload.tobytes()
        for i in range(pieces):
            self.redis.set(self._piece(result.name, identity_, i), memoryview(body)[i * PIECE : (i + 1) * PIECE])
        return header, header + result.meta

    def invalidate(self, names, *, failures=True, force=False):
        names = [valid_name(n) for n in names]
        if not names:
            return set()
        headers = self.redis.hmget(self._key(b"n"), names)
        pieces = []
        for name, header in zip(names, headers):
            if header is not None:
                _, count, *_, identity_ = _HEAD.unpack(header)
                pieces += [self._piece(name, identity_, i) for i in range(count)]
        had = self._invalidate(args=[self.prefix, b"1" if force else b"0", *names])
        if pieces:
            self.redis.delete(*pieces)
        self.refresh()
        return {n for n, there in zip(names, had) if there}

    def clear_failures(self, names):
        names = list(names)
        if not names:
            return 0
        with self.redis.pipeline(transaction=True) as pipe:
            pipe.hdel(self._key(b"f"), *names).rpush(self._key(b"log"), b"F")
            count = pipe.execute()[0]
        self.refresh()
        return count

    def leases(self):
        found = {}
        start = self._key(b"l:")
        keys = list(self.redis.scan_iter(match=_literal(start) + b"*", count=1000))
        for key, value in zip(keys, self.redis.mget(keys) if keys else []):
            if value is not None:
                found[key[len(start) :]] = {**json.loads(value), "alive": not self._dead(value)}
        return found

    def break_leases(self, *, dead_only=True, dry_run=False):
        words = []
        for name, who in self.leases().items():
            if not (dead_only and who["alive"]):
                who.pop("alive")
                words += [name, json.dumps(who)]
        if words and not dry_run:
            self._free(args=[self.prefix, *words])
        return len(words) // 2

    def sweep(self, *, dry_run=False):
        """Remove pieces of large results that no header knows; return how many."""
        self.refresh()
        known = set()
        for name, header in self._names.items():
            _, count, *_, identity_ = _HEAD.unpack(header)
            known |= {self._piece(name, identity_, i) for i in range(count)}
        orphans = [k for k in self.redis.scan_iter(match=_literal(self._key(b"c:")) + b"*", count=1000) if k not in known]
        living = {n for n, who in self.leases().items() if who["alive"]}
        start = len(self._key(b"c:"))
        orphans = [k for k in orphans if k[start:].split(b":")[0] not in living]
        if orphans and not dry_run:
            self.redis.delete(*orphans)
        return len(orphans)

    def close(self):
        if self._pid == os.getpid():
            self.release(list(self._held))
            if self._heart is not None:
                self._heart.stop()
                self._heart = None
        self.redis.close()


def _literal(prefix: bytes) -> bytes:
    """Quote a prefix for SCAN."""
    return b"".join(b"\\" + bytes([c]) if c in b"*?[]\\^" else bytes([c]) for c in prefix)
