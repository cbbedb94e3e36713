"""Read a jugfile: run it as a module of its own name, which makes its tasks."""

import os
import sys
import time
import types
from typing import Any

from . import core
from .errors import BarrierError
from .functions import forget
from .store import select

__all__ = ["barrier_reached", "init", "is_jug_running", "load", "place_of", "set_jugdir"]

_BARRIER = "__jug__hasbarrier__"
#: Set by the command line.
running = False
_project = None


def is_jug_running() -> bool:
    """Say whether this process was started by the command, and not by a plain ``python jugfile.py``.

    Returns
    -------
    bool
        True in workers and in the commands that read a jugfile.
    """
    return running


def place_of(jugfile: str, jugdir: str | None = None) -> str:
    """Return where the results of a jugfile are.

    Parameters
    ----------
    jugfile : path-like
        The script.
    jugdir : str, optional
        A folder or URL, with ``%(jugfile)s`` for the script without ``.py`` and ``%(date)s``; by default
        ``%(jugfile)s.jugdata``.
    """
    if not isinstance(jugdir, str) and jugdir is not None:
        return jugdir
    jugdir = "%(jugfile)s.jugdata" if jugdir is None else jugdir
    if "%(" not in jugdir:
        return jugdir
    try:
        return jugdir % {"date": time.strftime("%Y-%m-%d"), "jugfile": os.fspath(jugfile).removesuffix(".py")}
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"`jugdir` may hold %(jugfile)s and %(date)s and no other %(…): {jugdir!r}") from None


def set_jugdir(jugdir: Any) -> Any:
    """Choose where results are; in a jugfile it goes before ``--jugdir``.

    Parameters
    ----------
    jugdir : str or store
        A folder or URL (`store.select`), or a store.

    Returns
    -------
    Store
        The store.
    """
    if isinstance(jugdir, str) and jugdir == getattr(core.Task.store, "opened_as", None):
        return core.Task.store
    store = select(jugdir, project=_project)
    if isinstance(jugdir, str):
        try:
            store.opened_as = jugdir
        except AttributeError:
            pass
    core.Task.store = store
    return store


def load(jugfile: str, store: Any, argv=None) -> dict[str, Any]:
    """Run a jugfile; its tasks are added to `core.alltasks`.

    Parameters
    ----------
    jugfile : path-like
        The script.
    store : str or store
        Where results are, unless the jugfile says otherwise.
    argv : list of str, optional
        Its arguments.

    Returns
    -------
    dict
        Its names. ``__jug__hasbarrier__`` is True if it could not be read to the end.

    Raises
    ------
    Exception
        Whatever the script raises.
    """
    global _project
    jugfile = os.fspath(jugfile)
    with open(jugfile, "rb") as file:
        source = file.read()
    _project = os.path.abspath(jugfile)
    set_jugdir(store)
    forget()
    if argv is not None:
        sys.argv[:] = [jugfile, *argv]
    name = os.path.basename(jugfile).removesuffix(".py").replace(".", "_")
    module = types.ModuleType(name)
    module.__file__ = os.path.abspath(jugfile)
    for folder in (os.path.dirname(module.__file__), os.getcwd()):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    # Known before it runs, so that its functions can be found by name.
    sys.modules[name] = module
    try:
        exec(compile(source, module.__file__, "exec"), module.__dict__)
    except BarrierError:
        module.__dict__[_BARRIER] = True
    except (Exception, SystemExit) as error:
        error.in_jugfile = True
        raise
    return module.__dict__


def traceback_of(error: BaseException) -> str:
    """Return the traceback of an error in a jugfile, from the jugfile on; of another error, all of it."""
    import traceback

    told = traceback.TracebackException.from_exception(error)
    here = os.path.dirname(__file__)
    ours = len(told.stack) if getattr(error, "in_jugfile", False) else 0
    del told.stack[: next((i for i, frame in enumerate(told.stack) if not frame.filename.startswith(here)), ours)]
    return "".join(told.format()).rstrip()


def barrier_reached(space: dict) -> bool:
    """Say whether reading ended at a barrier."""
    return bool(space.get(_BARRIER))


def init(jugfile=None, jugdir=None, on_error: str = "exit", store: Any = None) -> tuple[Any, dict]:
    """Read a jugfile and open its store.

    Parameters
    ----------
    jugfile : path-like, optional
        ``jugfile.py`` by default.
    jugdir : str or store, optional
        ``jugdata`` by default.
    on_error : {'exit', 'propagate'}, default 'exit'
        What to do if the script raises: print the traceback and exit with 1, or let it through.
    store : store, optional
        Instead of `jugdir`.

    Returns
    -------
    store, dict
        The store and the script's names.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from pyimg.tasks import init, value
    >>> script = pathlib.Path(tempfile.mkdtemp(), "script.py")
    >>> _ = script.write_text("from pyimg.tasks import Task\\nt = Task(pow, 2, 5)\\n")
    >>> store, names = init(script, "dict_store")
    >>> names["t"].run()
    32
    """
    jugfile = "jugfile.py" if jugfile is None else jugfile
    where = store if store is not None else ("jugdata" if jugdir is None else jugdir)
    try:
        space = load(jugfile, where)
    except (Exception, SystemExit) as error:
        if on_error == "propagate":
            raise
        if isinstance(error, SystemExit):
            sys.stderr.write(f"pyimg: {jugfile} ended itself while it was read\n")
            raise
        print(traceback_of(error), flush=True)
        sys.stderr.write(f"pyimg: could not read {jugfile}: {type(error).__name__}: {error}\n")
        sys.exit(1)
    return core.Task.store, space
