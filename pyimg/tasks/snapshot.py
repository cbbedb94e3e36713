"""The tasks of a jugfile, remembered: `status --cache` need not read it again while nothing it was read from changes.

While a jugfile is read, Python's own audit tells which files it opens and which folders it lists. What is remembered
counts only as long as those, the modules it imported, its arguments and the environment are the same; if it asked for
results, as long as the store is. Results are never remembered: they are counted afresh each time. Not noticed are the
clock, chance, and files that are not opened but only asked for (`os.path.exists`).
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

from .._built import VERSION
from .._replacing import replacing
from .graph import Graph
from .options import STATUS_CACHE

__all__ = ["Known", "clear", "read", "watching", "write"]

_FORMAT = "pyimg status cache 1"
_HEAD = f'{{"format": "{_FORMAT}"'.encode()
#: What makes a jugfile's tasks depend on more than files.
_WORLD = frozenset(
    "os.exec os.fork os.forkpty os.posix_spawn os.startfile os.system pty.spawn subprocess.Popen "
    "socket.connect socket.getaddrinfo sqlite3.connect".split()
)
_VOLATILE = frozenset("_ COLUMNS LINES OLDPWD PWD PYTEST_CURRENT_TEST SHLVL WINDOWID".split())
_OURS = os.path.dirname(os.path.abspath(__file__))
_BUILT_IN = tuple(os.path.realpath(p) + os.sep for p in {sys.prefix, sys.base_prefix, os.path.dirname(_OURS), "/dev", "/proc", "/sys"})
_watched: dict[str, Any] | None = None
_hooked = False


class Known:
    """A task of which only the function's name and the fingerprint of its code are known.

    Parameters
    ----------
    name : str
        ``module.function``.
    fingerprint : bytes
        Of the code.
    """

    __slots__ = ("fingerprint", "name")

    def __init__(self, name, fingerprint):
        self.name, self.fingerprint = name, fingerprint


# -- what a jugfile was read from -------------------------------------------------------------------


def _audit(event, args):
    if _watched is None:
        return
    if event in _WORLD:
        _watched["world"] = True
    elif event in ("open", "os.listdir", "os.scandir"):
        who = sys._getframe(1).f_code.co_filename
        if who.startswith(("<frozen importlib", _OURS)):
            return
        path = args[0] if args and args[0] is not None else "."
        if event == "open" and (isinstance(path, int) or _writes(*args[1:3])):
            return
        note(path)


def _writes(mode, flags):
    return not {"w", "a", "x"}.isdisjoint(mode) if mode else bool(flags & (os.O_WRONLY | os.O_RDWR))


def note(path: Any) -> None:
    """Remember that what is read depends on a file or folder."""
    if _watched is not None and not isinstance(path, int):
        _watched["paths"].add(os.path.abspath(os.fsdecode(path)))


@contextmanager
def watching(seen: dict[str, Any]) -> Iterator[None]:
    """Watch what is read and add it to `seen`: ``paths``, and ``world`` if it depends on more than files."""
    global _watched, _hooked
    if not _hooked:
        sys.addaudithook(_audit)
        _hooked = True
    seen.setdefault("paths", set())
    seen.setdefault("world", False)
    _watched = seen
    try:
        yield
    finally:
        _watched = None
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            seen["paths"].add(os.path.abspath(file))


def _state(path: str, hidden) -> list | str | None:
    """Return what changes when a file or a folder does; None if it is missing."""
    try:
        if os.path.isdir(path):
            names = sorted(n for n in os.listdir(path) if n != "__pycache__" and os.path.join(path, n) not in hidden)
            return blake2b("\0".join(names).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
        state = os.stat(path)
        return [state.st_mtime_ns, state.st_size]
    except OSError:
        return None


def _key(jugfile: str, jugdir: str, argv) -> str:
    """Return what the reading of a jugfile starts from, as one digest."""
    with open(jugfile, "rb") as file:
        source = file.read()
    surroundings = sorted(item for item in os.environ.items() if item[0] not in _VOLATILE)
    told = [os.path.abspath(jugfile), jugdir, list(argv), os.getcwd(), sys.version, VERSION, surroundings]
    return blake2b(source + b"\0" + json.dumps(told).encode(), digest_size=20).hexdigest()


def _hidden(path, store):
    """Return the names that come and go without any meaning: the store's folder and our own file."""
    return {os.path.abspath(path), os.path.abspath(store.removeprefix("safe:").removeprefix("file:"))}


# -- the file ---------------------------------------------------------------------------------------


def _is_ours(path: str, jugs: bool = False) -> bool:
    """Say whether a file may be replaced: it has the name meant for it, is missing, empty, or such as we (or jug) write."""
    if os.path.basename(path) == STATUS_CACHE:
        return True
    try:
        with open(path, "rb") as file:
            head = file.read(len(_HEAD))
    except FileNotFoundError:
        return True
    return head in (b"", _HEAD) or (jugs and head.startswith(b"SQLite format 3\0"))


def clear(path: str) -> bool:
    """Remove a cache, ours or jug's; say whether there is none now."""
    if not _is_ours(path, jugs=True):
        return False
    if os.path.lexists(path):
        os.unlink(path)
    return True


def read(path: str, jugfile: str, jugdir: str, argv) -> dict[str, Any] | None:
    """Return what is remembered of a jugfile; None if that is nothing, or no longer true.

    Parameters
    ----------
    path : str
        The cache file.
    jugfile, jugdir : str
        The script and the place of its results.
    argv : list of str
        The script's arguments.

    Returns
    -------
    dict or None
        ``url`` of the store, ``graph``, ``barrier``, and ``asked``: the state of the store it is true for, or None.
    """
    try:
        with open(path, "rb") as file:
            if file.read(len(_HEAD)) != _HEAD:
                return None
            file.seek(0)
            told = json.load(file)
        if told["key"] != _key(jugfile, jugdir, argv):
            return None
        url = told["url"] or jugdir
        hidden = _hidden(path, url)
        if any(_state(p, hidden) != state for p, state in told["paths"].items()):
            return None
        kinds = [Known(title, bytes.fromhex(code)) for title, code in told["kinds"]]
        text = told["names"].encode("ascii")
        names = [text[i : i + 40] for i in range(0, len(text), 40)]
        graph = Graph(())
        graph.tasks = {name: kinds[k] for name, k in zip(names, told["of"])}
        graph.needs = {names[int(i)]: tuple(names[j] for j in below) for i, below in told["needs"].items()}
        return {"url": url, "graph": graph, "barrier": bool(told["barrier"]), "asked": told["asked"]}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def write(path: str, jugfile: str, jugdir: str, argv, project, seen: dict[str, Any], code_of) -> bool:
    """Remember the tasks of a project that has just been read; say whether it could be done.

    Parameters
    ----------
    path : str
        The cache file; a file that is not ours is left alone.
    jugfile, jugdir, argv
        As for `read`.
    project : Project
        What was read.
    seen : dict
        From `watching`.
    code_of : callable
        Returns the fingerprint of a task's code.
    """
    store = project.store
    url = getattr(store, "url", None)
    if seen["world"] or url is None or "dict_store" in url or not _is_ours(path):
        return False
    chosen = url not in (jugdir, os.path.abspath(jugdir))
    if chosen and "@" in url:
        # The jugfile knows a password: we do not write it down.
        return False
    hidden, graph = _hidden(path, url), project.graph
    places = {name: i for i, name in enumerate(graph.tasks)}
    for below in graph.needs.values():
        for name in below:
            places.setdefault(name, len(places))
    kinds: dict[tuple[str, str], int] = {}
    of = [kinds.setdefault((t.name, code_of(t).hex()), len(kinds)) for t in graph.tasks.values()]
    paths = {p: _state(p, hidden) for p in sorted(seen["paths"]) if not os.path.realpath(p).startswith(_BUILT_IN)}
    told = {
        "format": _FORMAT, "key": _key(jugfile, jugdir, argv), "url": url if chosen else None, "barrier": project.barrier,
        "asked": store.state() if seen["asked"] else None, "paths": paths, "kinds": list(kinds), "of": of,
        "names": b"".join(places).decode("ascii"),
        "needs": {places[n]: [places[b] for b in below] for n, below in graph.needs.items()},
    }  # fmt: skip
    try:
        with replacing(path, private=True, sync=False) as file:
            file.write(json.dumps(told).encode())
    except OSError:
        return False
    return True
