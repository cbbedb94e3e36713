"""Who holds what, and is he alive? A lease with host, boot, process, start time and token.

On the same host a dead owner is seen at once: process and start time. On others by its beat: a counter that the owner
raises and that the observer times with his own clock, so clocks need not agree.
"""

import json
import os
import threading
import time
from functools import lru_cache

__all__ = ["LEASE", "Heart", "Watch", "identity", "new_token"]

#: Seconds after which the silence of an owner on another host means death.
LEASE = float(os.environ.get("PYIMG_LEASE", "60"))
#: Process and start of a parent that clears up after us, set before it forks us.
supervisor: tuple[int, str] | None = None


def new_token() -> str:
    """Return a name that nobody else has: 16 hexadecimal digits."""
    return os.urandom(8).hex()


def _text(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def host() -> str:
    """Return the name of this machine."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket

    return socket.gethostname()


@lru_cache(1)
def _boot():
    try:
        return _text("/proc/sys/kernel/random/boot_id").strip()
    except OSError:
        return ""


def _namespace():
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""


def start_time(pid: int, zombies: bool = False) -> str | None:
    """Return when a process of this host started, in the kernel's own words; None if it is dead.

    So is a zombie: a process that has ended and that its parent has not asked for yet; unless `zombies`.
    """
    try:
        words = _text(f"/proc/{pid}/stat").rpartition(")")[2].split()
        return None if words[0] in "ZX" and not zombies else words[19]
    except (OSError, IndexError):
        if os.path.isdir("/proc/self"):
            return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except OSError:
        pass
    return "?"


def identity(token: str) -> dict:
    """Return who we are, to be read by others."""
    pid = os.getpid()
    return {
        "token": token, "host": host(), "boot": _boot(), "ns": _namespace(),
        "pid": pid, "start": start_time(pid), "lease": LEASE, "since": time.time(), "parent": supervisor,
    }  # fmt: skip


@lru_cache(1)
def _here():
    return host(), _boot(), _namespace()


def same_host(who: dict) -> bool:
    """Say whether an owner's process can be looked up from here."""
    return (who.get("host"), who.get("boot"), who.get("ns")) == _here()


class Watch:
    """Judges owners; remembers when it saw each beat first."""

    def __init__(self):
        self._beats = {}

    def dead(self, who: dict | None, beat) -> bool:
        """Say whether an owner is dead for certain, or silent for longer than its lease.

        Parameters
        ----------
        who : dict or None
            Its `identity`; None if it cannot be read.
        beat : object
            Anything that changes while it lives.
        """
        if who is not None and same_host(who):
            if start_time(int(who["pid"])) == who["start"]:
                return False
            # A living parent will say what became of the task, then release it: we too, once we know that it has ended.
            pid, start = who.get("parent") or (0, "")
            if pid == os.getpid():
                return start_time(int(who["pid"]), zombies=True) != who["start"]
            return not pid or start_time(int(pid)) != start
        token, lease = (who["token"], float(who["lease"])) if who else (beat, LEASE)
        now = time.monotonic()
        seen, since = self._beats.setdefault(token, (beat, now))
        if seen != beat:
            self._beats[token] = beat, now
            return False
        return now - since > lease


class Heart:
    """Calls `beat` from a thread until stopped; a process that has forked has none."""

    def __init__(self, beat, period=None):
        self._beat, self._period = beat, period or max(0.05, LEASE / 6)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pyimg-heart", daemon=True)
        self._thread.start()

    def _run(self):
        while not self._stop.wait(self._period):
            try:
                self._beat()
            except OSError:
                # The store is away: what we hold may be taken over, which costs work and nothing else.
                continue

    def stop(self) -> None:
        """Stop beating."""
        self._stop.set()
        self._thread.join(1)


def dump(who: dict, beat: int) -> bytes:
    """Write an identity with a beat that can be overwritten in place."""
    return json.dumps(who).encode() + b"\n" + b"%020d\n" % beat


def load(content: bytes) -> tuple[dict | None, bytes]:
    """Read what `dump` wrote; None for what makes no sense."""
    head, _, beat = content.partition(b"\n")
    try:
        who = json.loads(head)
        return ({**who, "pid": int(who["pid"]), "lease": float(who["lease"])}, beat) if len(beat) == 21 else (None, content)
    except (ValueError, KeyError, TypeError):
        return None, content
