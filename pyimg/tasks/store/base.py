"""What every store promises, and what stores share.

A store maps names to results. A result appears whole or not at all, lasts once `commit` has returned, and is checked
when it is read: what is damaged counts as missing. `invalidate` raises the *generation* of a name; a result carries
the generation it was claimed in, so one that comes too late is refused by whoever reads it.
"""

import json
import re
import time
from abc import ABC, abstractmethod
from hashlib import blake2b
from typing import Any

from ..codec import Payload, decode, encode
from ..errors import DamagedError, MissingError

__all__ = ["Failure", "Result", "Store"]

_NAME = re.compile(rb"[0-9A-Za-z_-]{1,128}")


def valid_name(name) -> bytes:
    """Return a name as bytes; raise ValueError for one that could mean anything else, such as a path."""
    name = name.encode() if isinstance(name, str) else bytes(name)
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a result")
    return name


class Result:
    """A result to be committed.

    Attributes
    ----------
    uses : tuple of bytes
        Names of results of the same batch that it was made from.
    """

    __slots__ = ("fingerprint", "generation", "meta", "name", "payload", "uses")

    def __init__(self, name: bytes, payload: Payload, generation: int = 0, fingerprint: bytes = b"", meta: bytes = b"{}"):
        self.name, self.payload, self.generation = name, payload, generation
        self.fingerprint, self.meta, self.uses = fingerprint, meta, ()


class Failure:
    """A failure to be committed."""

    __slots__ = ("generation", "name", "report")

    def __init__(self, name: bytes, report: dict, generation: int = 0):
        self.name, self.report, self.generation = name, report, generation


class Store(ABC):
    """Base of all stores. Names are bytes of letters, digits, ``_`` and ``-``."""

    #: Refuse pickles, reading and writing.
    safe = False
    #: Stretches of stored records that make no sense.
    scars = 0

    # -- what is there ------------------------------------------------------------------------------

    @abstractmethod
    def refresh(self) -> set[bytes]:
        """Look at what others have done; return the names that have lost their result since the last look."""

    @abstractmethod
    def names(self) -> set[bytes]:
        """Return the names that have a result, as of the last look."""

    @abstractmethod
    def has(self, name: bytes) -> bool:
        """Say whether a name has a result, as of the last look."""

    @abstractmethod
    def generation(self, name: bytes) -> int:
        """Return how often a name was invalidated."""

    @abstractmethod
    def entry(self, name: bytes) -> dict[str, Any]:
        """Return size, codec, time and code fingerprint of a result without reading it."""

    def fingerprint(self, name: bytes) -> bytes:
        """Return the fingerprint of the code that made a result."""
        return self.entry(name)["fingerprint"]

    def fingerprints(self) -> dict[bytes, bytes]:
        """Return the fingerprints of the code that made the results."""
        return {name: self.fingerprint(name) for name in self.names()}

    def state(self) -> str:
        """Return a word that changes when any result comes, goes or is computed again."""
        seen = sorted((name, self.entry(name)["created"]) for name in self.names())
        return blake2b(repr(seen).encode(), digest_size=16).hexdigest()

    @abstractmethod
    def read(self, name: bytes) -> tuple[str, Any, dict]:
        """Return codec, bytes and metadata of a result, checked.

        Raises
        ------
        MissingError
            If there is none.
        DamagedError
            If it is not what was stored; it counts as missing from now on.
        """

    # -- changing it --------------------------------------------------------------------------------

    @abstractmethod
    def claim(self, names: list[bytes]) -> dict[bytes, int]:
        """Take the right to run these; return those obtained, with their generations.

        Those that have a result, or that a living worker holds, are left out.
        """

    @abstractmethod
    def release(self, names) -> None:
        """Give up what `claim` obtained."""

    @abstractmethod
    def commit(self, results: list[Result], failures: list[Failure] = ()) -> set[bytes]:
        """Store results and failures for good and release their claims; return the names refused as too late."""

    @abstractmethod
    def invalidate(self, names, *, failures: bool = True, force: bool = False) -> set[bytes]:
        """Forget results (and failures) and refuse those still being computed; return the names that had one.

        With `force`, raise the generation of names of which nothing is known too.
        """

    @abstractmethod
    def clear_failures(self, names) -> int:
        """Forget failures; return how many."""

    @abstractmethod
    def failures(self) -> dict[bytes, str]:
        """Return the names whose last run failed, each with the id of that failure."""

    @abstractmethod
    def failure(self, name: bytes) -> dict:
        """Return the report of a failure."""

    @abstractmethod
    def leases(self) -> dict[bytes, dict]:
        """Return who holds which name: an identity with ``alive``."""

    @abstractmethod
    def break_leases(self, *, dead_only: bool = True, dry_run: bool = False) -> int:
        """Remove the leases of the dead (or all); return how many."""

    @abstractmethod
    def close(self) -> None:
        """Let go of all that is held."""

    # -- shared -------------------------------------------------------------------------------------

    def get(self, name: bytes) -> Any:
        """Return a result; raises as `read` does."""
        codec, content, _ = self.read(name)
        try:
            return decode(codec, content, self.safe)
        except DamagedError:
            self.forget(name)
            raise

    def put(self, name: bytes, value: Any) -> None:
        """Store a value whatever was claimed."""
        name = valid_name(name)
        self.refresh()
        self.commit([Result(name, encode(value, self.safe), self.generation(name))])

    def meta(self, name: bytes) -> dict:
        """Return the provenance of a result."""
        return self.read(name)[2]

    def forget(self, name: bytes) -> None:  # noqa: B027
        """Count a result as missing for the rest of this process."""

    def begin(self, *, check: bool = False, files: bool = True) -> list[bytes]:
        """Look for the first time, checking all that is cheap to check if asked; return the names found damaged.

        Without `files`, of a large result only its size is looked at.
        """
        self.refresh()
        return []

    def verify(self) -> list[bytes]:
        """Read every result; return the names of the damaged ones, which count as missing from now on."""
        bad = []
        for name in sorted(self.names()):
            try:
                self.read(name)
            except (DamagedError, MissingError):
                bad.append(name)
        return bad

    def sweep(self, *, dry_run: bool = False) -> int:
        """Remove what workers that died have left behind; return how many things."""
        return 0

    def tidy(self) -> None:  # noqa: B027
        """Do what keeps the store quick to open, if it is time to."""

    def pack(self) -> int:
        """Bring small results together; return how many."""
        return 0

    @staticmethod
    def order(results, generation):
        """Part a batch into those to be stored and the names refused, with all that was made from them."""
        refused, kept = set(), []
        for result in results:
            if result.generation != generation(result.name) or not refused.isdisjoint(result.uses):
                refused.add(result.name)
            else:
                kept.append(result)
        return kept, refused


def report_bytes(report: dict) -> bytes:
    """Write a failure report."""
    return json.dumps({**report, "time": report.get("time", time.time())}, default=repr).encode("utf-8", "replace")
