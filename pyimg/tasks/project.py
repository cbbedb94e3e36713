"""A jugfile and its store, as the commands see them."""

import os
import sys
from collections.abc import Callable
from contextlib import nullcontext

from . import core, load
from .graph import Graph

__all__ = ["Project", "open_project"]


class Project:
    """What the commands work on.

    Attributes
    ----------
    store : Store
        The results.
    space : dict
        The jugfile's names.
    damaged : int
        How many results were found damaged; they count as missing.
    barrier : bool
        The jugfile could not be read to its end: there are more tasks than these.
    graph : Graph
        The tasks, made when first asked for.
    """

    def __init__(self, store, space, damaged=0):
        self.store, self.space, self.damaged = store, space, damaged
        self.barrier = load.barrier_reached(space)
        self._graph = None

    @property
    def graph(self) -> Graph:
        """The graph of the tasks read so far."""
        if self._graph is None:
            self._graph = Graph(core.alltasks)
        return self._graph

    def held(self) -> set[bytes]:
        """Return the names that a living worker holds."""
        return {name for name, who in self.store.leases().items() if who["alive"]}

    def find(self, word: str) -> list[bytes]:
        """Return the tasks meant by the beginning of a name, or by a function's name.

        Raises
        ------
        ValueError
            If there is none.
        """
        from .selection import name_matcher

        names = [n for n in self.graph.tasks if len(word) >= 4 and n.startswith(word.encode())]
        if not names:
            matches = name_matcher(word)
            names = [n for n, t in self.graph.tasks.items() if matches(t.name)]
        if not names:
            raise ValueError(f"no task is called {word!r}: give the beginning of its hash, or its function's name")
        return names


def open_project(jugfile: str, jugdir=None, argv=(), read: bool = True, watch: Callable = nullcontext) -> Project:
    """Open the store of a jugfile and read its tasks.

    Parameters
    ----------
    jugfile : path-like
        The script.
    jugdir : str or store, optional
        Where results are.
    argv : list of str
        The script's arguments.
    read : bool, default True
        Whether to run the script; without, the project has no tasks.
    watch : callable, optional
        Makes a context in which the script is run.

    Raises
    ------
    SystemExit
        With 1 if the script raises; the traceback is on stdout.
    """
    load.running = True
    core.alltasks.clear()
    load._project = os.path.abspath(jugfile)
    if not os.path.isfile(jugfile):
        raise FileNotFoundError(f"no jugfile {jugfile!r}")
    store = load.set_jugdir(load.place_of(jugfile, jugdir))
    if not read:
        store.refresh()
        return Project(store, {})
    damaged = len(store.begin(check=True, files=False))
    try:
        with watch():
            space = load.load(jugfile, store, list(argv))
    except (Exception, SystemExit) as error:
        print(load.traceback_of(error), flush=True)
        sys.stderr.write(f"pyimg: could not read {jugfile}: {type(error).__name__}: {error}\n")
        raise SystemExit(1) from error
    if core.Task.store is not store:
        damaged = len(core.Task.store.begin(check=True, files=False))
    return Project(core.Task.store, space, damaged)


def from_cache(options, path: str) -> Project:
    """Open the project that a command's options name, by what is remembered of its jugfile if that is still true."""
    from . import snapshot
    from .report import print_of

    words = (path, options.jugfile, load.place_of(options.jugfile, options.jugdir), options.user_args)
    known = snapshot.read(*words)
    if known is not None:
        load._project = os.path.abspath(options.jugfile)
        store = load.set_jugdir(known["url"])
        damaged = len(store.begin(check=True, files=False))
        if known["asked"] in (None, store.state()):
            project = Project(store, {load._BARRIER: known["barrier"]}, damaged)
            project._graph = known["graph"]
            return project
    seen: dict = {}
    core.Task.asked = False
    project = open_project(options.jugfile, options.jugdir, options.user_args, watch=lambda: snapshot.watching(seen))
    with snapshot.watching(seen):
        # Tasks are named only now, and files that are arguments are looked at.
        project.graph  # noqa: B018
    seen["asked"] = core.Task.asked
    if not snapshot.write(*words, project, seen, print_of):
        sys.stderr.write(f"pyimg: the tasks could not be remembered in {path}\n")
    return project


def from_options(options, read: bool = True) -> Project:
    """Open the project that a command's options name."""
    return open_project(options.jugfile, options.jugdir, options.user_args, read)
