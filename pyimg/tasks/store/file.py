"""A store in a folder, shared by any number of workers on any number of machines.

::

    jugfile.jugdata/
      segments/TOKEN-1.seg       records of one worker: results up to 32 KB, removals, failures; only ever appended to
      objects/ab/cd….TOKEN-1.npy a larger result, as a plain file; its record holds its digest
      workers/TOKEN              who a worker is, and its beat
      locks/NAME                 a hard link to the file of the worker that holds it
      mutex                      for taking over, invalidating and packing

A batch of results costs one sync, and nothing is said to be done before it.
"""

import json
import mmap
import os
import threading
import time
from hashlib import blake2b

from ..errors import DamagedError, MissingError
from ..tree import tree_digest
from .base import Store, report_bytes, valid_name
from .folder import Folder
from .index import SUFFIX, Index, failure_id
from .jugapi import JugStore
from .lease import new_token
from .leases import Leases
from .records import FAILED, FILE, GONE, HEAD, RESULT, content_digest, pack, segment_head

__all__ = ["FileStore"]

#: Results up to this size lie in a segment.
INLINE = 1 << 15
_WRITE = 1 << 26
#: Segments that are brought together when there are more.
CROWD = 100
_EXTENSION = {"N": "npy", "J": "json", "P": "pickle", "C": "data"}


class FileStore(JugStore, Store):
    """Results in a folder.

    Parameters
    ----------
    path : path-like
        The folder; made when something is first stored.
    safe : bool, default False
        Refuse pickles, reading and writing.
    compress_numpy : bool, optional
        Accepted for jug's sake; arrays are never compressed, so that they can be mapped.
    """

    def __init__(self, path, safe: bool = False, compress_numpy: bool = False):
        self.folder, self.safe = Folder(path), safe
        self.index = Index(self.folder)
        self._token = self._leases = None
        self._segment, self._offset, self._files, self._segments = None, 0, 0, 0
        self._checked = {}
        self._pid = os.getpid()

    @property
    def url(self) -> str:
        """What opens this store again."""
        return ("safe:" if self.safe else "") + self.folder.path

    @property
    def leases_(self) -> Leases:
        """Our locks; a forked child gets its own."""
        if self._leases is None or self._pid != os.getpid():
            self._pid, self._segment = os.getpid(), None
            self._token = new_token()
            self._leases = Leases(self.folder, self._token)
        return self._leases

    # -- what is there ------------------------------------------------------------------------------

    @property
    def scars(self) -> int:
        """How many stretches of the segments make no sense."""
        return self.index.scars

    def refresh(self):
        self.index.refresh()
        return self.index.losses()

    def begin(self, *, check=False, files=True):
        self.index.check = check
        self.index.refresh()
        self.index.check = False
        damaged = set(self.index.damaged - self.index.results.keys())
        if check:
            damaged |= {n for n, r in list(self.index.results.items()) if r.kind == FILE and not self._intact(n, r, files)}
        return sorted(damaged)

    def names(self):
        return set(self.index.results)

    def has(self, name):
        return name in self.index.results

    def generation(self, name):
        return self.index.gone.get(name, 0)

    def entry(self, name):
        record = self._record(name)
        size = record.body
        if record.kind == FILE:
            size = json.loads(self._inline(name, record)[1])["size"]
        return {"size": size, "codec": record.codec, "created": record.created, "fingerprint": record.fingerprint}

    def fingerprint(self, name):
        return self._record(name).fingerprint

    def state(self):
        seen = sorted((name, record.created) for name, record in self.index.results.items())
        return blake2b(repr(seen).encode(), digest_size=16).hexdigest()

    def fingerprints(self):
        return {name: record.fingerprint for name, record in self.index.results.items()}

    def _record(self, name):
        record = self.index.results.get(name)
        if record is None:
            raise MissingError(f"no result {name.decode()}")
        return record

    def read(self, name):
        record = self._record(name)
        meta, body = self._inline(name, record)
        if record.kind == FILE:
            body = self._mapped(name, json.loads(body))
        elif record.codec in "NC":
            body = bytearray(body)
        return record.codec, body, json.loads(meta)

    def _inline(self, name, record):
        """Return metadata and body of a record, checked."""
        try:
            opened = self.folder.old("segments", record.segment + SUFFIX)
        except FileNotFoundError:
            # Packed meanwhile.
            self.index.reset()
            self.index.refresh()
            record = self.index.results.get(name) or self.index.failed.get(name)
            if record is None:
                raise MissingError(f"no result {name.decode()}") from None
            try:
                opened = self.folder.old("segments", record.segment + SUFFIX)
            except FileNotFoundError:
                raise MissingError(f"no result {name.decode()}") from None
        try:
            content = os.pread(opened, record.meta + record.body, record.start)
        finally:
            os.close(opened)
        if content_digest(content) != record.digest:
            self.forget(name)
            raise DamagedError(f"the result {name.decode()} in {self.folder.path} is damaged")
        return content[: record.meta], content[record.meta :]

    def _mapped(self, name, where):
        """Map a file of its own, checked once in the life of this process; changes stay private to the mapping."""
        path, file = os.path.split(where["file"])
        try:
            opened = self.folder.old(path, file)
        except FileNotFoundError:
            self.forget(name)
            raise DamagedError(f"the file {where['file']} of the result {name.decode()} is missing") from None
        try:
            state = os.fstat(opened)
            if state.st_size != where["size"]:
                self.forget(name)
                raise DamagedError(f"{where['file']} has {state.st_size} bytes, not {where['size']}")
            content = mmap.mmap(opened, 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE)
            mark = (state.st_ino, state.st_mtime_ns, state.st_size)
            if self._checked.get(where["file"]) != mark:
                if tree_digest([content]).hex() != where["digest"]:
                    self.forget(name)
                    raise DamagedError(f"{where['file']} is damaged")
                self._checked[where["file"]] = mark
            return content
        finally:
            os.close(opened)

    def _intact(self, name, record, deep):
        """Say whether a file of its own is there, in size, and, if `deep`, untouched since it was written or else sound."""
        try:
            where = json.loads(self._inline(name, record)[1])
            path, file = os.path.split(where["file"])
            state = os.stat(file, dir_fd=self.folder.at(path), follow_symlinks=False)
            if state.st_size != where["size"]:
                self.forget(name)
                return False
            if deep and state.st_mtime_ns != where["mtime"]:
                self._mapped(name, where)
            return True
        except (DamagedError, MissingError, OSError):
            self.forget(name)
            return False

    def forget(self, name):
        self.index.forget(name)

    def failures(self):
        if not self.index.failed:
            return {}
        return {n: failure_id(r) for n, r in self.index.failed.items() if n not in self.index.results}

    def failure(self, name):
        record = self.index.failed.get(name)
        if record is None:
            raise MissingError(f"no failure of {name.decode()}")
        return json.loads(self._inline(name, record)[1])

    # -- changing it --------------------------------------------------------------------------------

    def take(self, name: bytes) -> bool:
        """Take one lease; say whether it was free."""
        return self.leases_.take(name)

    def claim(self, names):
        leases = self.leases_
        taken = [n for n in names if leases.take(valid_name(n))]
        # What the owner before us stored is seen now: he stored before he released.
        self.index.refresh()
        done = [n for n in taken if n in self.index.results]
        leases.release(done)
        return {n: self.generation(n) for n in taken if n not in self.index.results}

    def release(self, names):
        self.leases_.release(names)

    def commit(self, results, failures=()):
        written = [(r, self._write_file(r)) for r in results if len(r.payload) > INLINE]
        files = dict((id(r), where) for r, where in written)
        for folder in {os.path.dirname(where["file"]) for _, where in written}:
            self.folder.sync(folder)
        self.index.refresh()
        kept, refused = self.order(results, self.generation)
        records = []
        for r in kept:
            where = files.get(id(r))
            body = json.dumps(where).encode() if where else r.payload.tobytes()
            records.append((FILE if where else RESULT, r.name, r.payload.codec, r.generation, r.fingerprint, r.meta, body))
        records += [(FAILED, f.name, "J", f.generation, b"", b"{}", report_bytes(f.report)) for f in failures]
        self._append(records)
        for r in results:
            if r.name in refused and id(r) in files:
                self.folder.remove(*os.path.split(files[id(r)]["file"]))
        self.leases_.release([r.name for r in results] + [f.name for f in failures])
        return refused

    def _write_file(self, result):
        """Write a large result to a file that nobody knows of before its record is stored."""
        self.leases_.appear()
        self._files += 1
        word = result.name.decode()
        folder = f"objects/{word[:2]}"
        file = f"{word[2:] or '_'}.{self._token}-{self._files}.{_EXTENSION[result.payload.codec]}"
        opened = self.folder.new(folder, file)
        digest = []
        hashing = threading.Thread(target=lambda: digest.append(tree_digest(result.payload.parts)), name="pyimg-digest")
        hashing.start()
        try:
            for part in result.payload.parts:
                view = memoryview(part).cast("B")
                for start in range(0, len(view), _WRITE):
                    _write(opened, view[start : start + _WRITE])
            os.fsync(opened)
            state = os.fstat(opened)
        except BaseException:
            self.folder.remove(folder, file)
            raise
        finally:
            os.close(opened)
            hashing.join()
        where = {"file": f"{folder}/{file}", "size": state.st_size, "mtime": state.st_mtime_ns, "digest": digest[0].hex()}
        self._checked[where["file"]] = (state.st_ino, state.st_mtime_ns, state.st_size)
        return where

    def _append(self, records):
        """Add records to our segment, durably, or not at all."""
        if not records:
            return
        self.leases_.appear()
        if self._segment is None:
            self._segments += 1
            self._segment_token = f"{self._token}-{self._segments}"
            self._segment = self.folder.new("segments", self._segment_token + SUFFIX)
            _write(self._segment, segment_head(self._segment_token))
            self._offset = HEAD
            self.folder.sync("segments")
        token, start, now = self._segment_token, self._offset, time.time()
        pieces, at = [], start
        for kind, name, codec, generation, fingerprint, meta, body, *when in records:
            # Clocks jump and differ between machines: what is stored later counts as newer all the same.
            known = self.index.failed.get(name) if kind == FAILED else self.index.results.get(name)
            created = when[0] if when else now if known is None or known.created < now else known.created + 1e-6
            piece = pack(kind, name, token, at, codec=codec, generation=generation, fingerprint=fingerprint, meta=meta, body=body, created=created)  # fmt: skip
            pieces.append(piece)
            at += len(piece)
        data = b"".join(pieces)
        try:
            _write(self._segment, data)
            os.fsync(self._segment)
        except BaseException as error:
            # Never trust a file after a failed sync: go on in a new one.
            if isinstance(error, OSError):
                os.ftruncate(self._segment, start)
            self.turn()
            raise
        self._offset = at
        self.index.take(data, token, start)
        self.index.ends[token] = at

    def turn(self) -> None:
        """Begin a new segment with the next record."""
        if self._segment is not None:
            os.close(self._segment)
            self._segment = None

    def invalidate(self, names, *, failures=True, force=False):
        names = [valid_name(n) for n in names]
        if self.folder.at("") is None and not force:
            return set()
        with self.leases_.mutex():
            self.index.refresh()
            had = {n: self.index.results[n] for n in names if n in self.index.results}
            files = [f for n, r in had.items() if r.kind == FILE and (f := self._file_of(n, r))]
            left = set(names)
            # Twice: who takes one of them after the first look sees that its arguments are gone, or is seen here.
            for again in (False, True):
                held = {word.encode() for word in self.folder.list("locks")}
                hit = [n for n in names if n in left and (n in held or (not again and self._known(n, force, failures)))]
                self._append([(GONE, n, "J", self.generation(n) + 1, b"", b"{}", b"") for n in hit])
                left.difference_update(hit)
        for file in files:
            self.folder.remove(*os.path.split(file))
        return set(had)

    def _known(self, name, force, failures):
        return force or name in self.index.results or (failures and name in self.index.failed)

    def _file_of(self, name, record):
        try:
            return json.loads(self._inline(name, record)[1])["file"]
        except (DamagedError, MissingError):
            return None

    def clear_failures(self, names):
        names = [n for n in names if n in self.index.failed]
        self._append([(GONE, n, "F", 0, b"", b"{}", failure_id(self.index.failed[n]).encode()) for n in names])
        return len(names)

    def leases(self):
        return self.leases_.list()

    def break_leases(self, *, dead_only=True, dry_run=False):
        return self.leases_.break_all(dead_only, dry_run)

    def close(self):
        if self._leases is not None and self._pid == os.getpid():
            self._leases.vanish()
            self.turn()
        self._leases = self._segment = None
        self.folder.close()

    # -- housekeeping -------------------------------------------------------------------------------

    def sweep(self, *, dry_run=False):
        from .sweep import sweep

        return sweep(self, dry_run)

    def tidy(self):
        if len(self.folder.list("segments")) > CROWD:
            self.pack()

    def pack(self):
        from .sweep import compact

        return compact(self)


def _write(opened, data):
    view = memoryview(data)
    while view:
        view = view[os.write(opened, view) :]
