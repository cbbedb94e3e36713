"""A worker: read the jugfile, run what can be run, read it again if it ended at a barrier."""

import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from . import core, hooks, load
from .errors import DamagedError
from .hooks.exit_checks import exit_env_vars, exit_if_file_exists
from .run import Rules, Tally, Watcher, run, say
from .signals import Stop

__all__ = ["Job", "work"]

STOP_FILE = "__jug_please_stop_running.txt"


@dataclass
class Job:
    """What a worker is to do.

    Attributes
    ----------
    jugfile, jugdir : str
        The script and the place of its results.
    argv : list of str
        The script's arguments.
    rules : Rules
        How to run.
    environment : bool
        Heed ``JUG_MAX_…`` and the file ``__jug_please_stop_running.txt``.
    """

    jugfile: str
    jugdir: str
    argv: list = field(default_factory=list)
    rules: Rules = field(default_factory=Rules)
    environment: bool = True


def open_store(job: Job):
    """Open a job's store, unless the jugfile chooses another."""
    load._project = load.os.path.abspath(job.jugfile)
    return load.set_jugdir(load.place_of(job.jugfile, job.jugdir))


def read(job: Job) -> dict:
    """Read the jugfile afresh; a damaged result that it needs is like one not there yet."""
    core.alltasks.clear()
    try:
        return load.load(job.jugfile, core.Task.store, job.argv)
    except DamagedError as error:
        say(str(error))
        return {load._BARRIER: True}


def work(job: Job, watcher: Watcher | None = None) -> Tally:
    """Run a jugfile to its end, or as far as possible.

    Parameters
    ----------
    job : Job
        What to do.
    watcher : Watcher, optional
        Told of each task.

    Returns
    -------
    Tally
        What was done and what is left; a barrier that was not passed counts as one task.

    Raises
    ------
    Stop, KeyboardInterrupt
        If told to stop, or at a failure if those are to stop the run.
    OSError
        If the store cannot be read or written.

    The attribute `tally` of what is raised says what had been done.
    """
    load.running = True
    if job.environment:
        exit_env_vars()
        exit_if_file_exists(STOP_FILE, every=0.1)
    open_store(job)
    total = Tally()
    since, first = time.monotonic(), True
    while True:
        space = read(job)
        store = core.Task.store
        if first:
            store.break_leases()
            store.tidy()
            first = False
        tally = Tally()
        try:
            run(core.alltasks, store, job.rules, tally, watcher)
        except BaseException as error:
            _add(total, tally)
            error.tally = total
            raise
        _add(total, tally)
        barrier = load.barrier_reached(space)
        if not barrier or tally.stopped or total.failed:
            total.left += barrier
            return total
        if sum(tally.executed.values()):
            since = time.monotonic()
        else:
            if tally.left or time.monotonic() - since > job.rules.patience:
                total.left += 1
                return total
            # Everything is there: the next reading passes, unless the store looks different from elsewhere.
            time.sleep(min(job.rules.wait, 0.05))


def _add(total, tally):
    """Add what one round did to what was done before."""
    total.executed += tally.executed
    total.failed.update(tally.failed)
    total.damaged += tally.damaged
    # What an earlier round ran is loaded by a later one.
    names = {*tally.loaded, *tally.executed}
    total.loaded = Counter({n: max(0, tally.loaded[n] + tally.executed[n] - total.executed[n]) for n in names})
    total.left, total.total, total.stopped = tally.left, tally.total, tally.stopped


def exit_code(tally: Tally) -> int:
    """Return 0 if all is done, 1 after a failure, 3 if work is left."""
    return 1 if tally.failed else 3 if tally.left else 0


def summary(tally: Tally, short: bool) -> str:
    """Return the closing table and what else there is to say."""
    from .tables import table

    groups = [("Executed", +tally.executed), ("Loaded", +tally.loaded)]
    if tally.failed:
        groups.insert(1, ("Failed", Counter(tally.failed.values())))
    lines = [table(groups, short)]
    if not tally.total and not tally.left:
        lines.append("There are no such tasks.")
    if tally.damaged:
        lines.append(f"{tally.damaged} damaged results were found and dropped.")
    if tally.failed:
        lines.append(f"{len(tally.failed)} tasks failed; `pyimg why TASK` shows how:")
        lines += [f"  {name.decode()[:12]}  {title}" for name, title in list(tally.failed.items())[:20]]
    if tally.left:
        lines.append(f"{tally.left} tasks are left" + (" (stopped)." if tally.stopped else "."))
    return "\n".join(lines)


def is_trouble(error: BaseException) -> bool:
    """Say whether an error is one of the store: a full disk, a lost server; not one of the jugfile or of this code."""
    if getattr(error, "in_jugfile", False):
        return False
    return isinstance(error, OSError) or type(error).__module__.partition(".")[0] == "redis"


def stopped_code(stop: BaseException) -> int:
    """Return the exit code of a worker that ended with `Stop` or KeyboardInterrupt."""
    return 1 if stop.__cause__ is not None else 130 if isinstance(stop, KeyboardInterrupt) else 143


def inline(job: Job, short: bool) -> int:
    """Work in this process; return the exit code."""
    try:
        tally = work(job)
    except (Stop, KeyboardInterrupt) as stop:
        if hasattr(stop, "tally"):
            print(summary(stop.tally, short))
        return stopped_code(stop)
    finally:
        if core.Task.store is not None:
            core.Task.store.close()
    hooks.call("execute.finished_pre_status")
    print(summary(tally, short))
    hooks.call("execute.finished_post_status")
    sys.stdout.flush()
    return exit_code(tally)
