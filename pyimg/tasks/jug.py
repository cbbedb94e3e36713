"""Read a jugfile and run its tasks in this process, under jug's names."""

from .load import init
from .run import Rules, run
from .selection import matcher
from .signals import Stop

__all__ = ["ExecutionState", "execution_loop", "init"]


class ExecutionState:
    """What several calls of `execution_loop` share.

    Attributes
    ----------
    failed : dict of bytes to str
        Tasks that failed: they are not tried again.
    """

    def __init__(self):
        self.failed = {}


def execution_loop(tasks, options, state: ExecutionState | None = None) -> bool:
    """Run tasks in this process until nothing more can be run.

    Parameters
    ----------
    tasks : list of Task
        Those that have been dealt with are taken out of it.
    options : object
        jug's options as attributes, such as ``execute_keep_going``; those missing have jug's defaults.
    state : ExecutionState, optional
        Shared by several calls.

    Returns
    -------
    bool
        Whether a task failed.

    Raises
    ------
    Exception
        That of the first task that fails, unless ``execute_keep_going``.
    """
    from .core import Task

    state = state or ExecutionState()
    store = tasks[0].store if tasks else Task.store

    def option(name, default):
        return getattr(options, name, default)

    wait = float(option("execute_wait_cycle_time", 12))
    rules = Rules(
        wait=wait,
        patience=wait * int(option("execute_nr_wait_cycles", 150)),
        keep_going=option("execute_keep_going", False),
        keep_failed=option("execute_keep_failed", False),
        debug=option("debug", False),
        pdb=option("pdb", False),
        delay=0.0,
        wanted=matcher(option("execute_name", None), option("execute_pattern", None)),
    )
    pool = [t for t in tasks if t.hash() not in state.failed]
    try:
        tally = run(pool, store, rules)
    except Stop as stop:
        if stop.__cause__ is not None:
            raise stop.__cause__ from None
        raise
    state.failed.update(tally.failed)
    tasks[:] = [t for t in tasks if not store.has(t.hash()) and t.hash() not in tally.failed]
    return bool(tally.failed)
