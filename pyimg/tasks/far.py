"""Run a jugfile's tasks on Dask: coarse tasks through its futures, results in the same store.

The process that was started plans, holds the leases and hands out names; a Dask worker reads the jugfile once, runs the
task of a name and stores its result. A lost Dask worker costs the task that it was running.
"""

import os
import threading
import time
from collections import Counter

from . import core, load
from .call import call, failure_of
from .errors import DamagedError, MissingError
from .graph import Graph, Plan
from .run import Tally, _Done, say
from .store import Failure
from .worker import Job, exit_code, open_store, read, summary

__all__ = ["run_on_dask"]

_here = threading.RLock()
_known: dict = {}


def _project(place):
    """Return the tasks of a jugfile and its store, read once in this process; call with `_here` held."""
    jugfile, jugdir, argv, folder = place
    os.chdir(folder)
    job = Job(jugfile, jugdir, list(argv))
    if place in _known:
        core.Task.store = _known[place][1]
    else:
        load.running = True
        open_store(job)
    core.Task.store.refresh()
    read(job)
    graph = Graph(core.alltasks)
    _known[place] = graph, core.Task.store
    return _known[place]


def run_there(place: tuple, name: bytes, generation: int, debug: bool, kept: bool) -> tuple[str, str]:
    """Run one task in a Dask worker.

    Parameters
    ----------
    place : tuple
        Jugfile, store, arguments and folder.
    name : bytes
        Of the task.
    generation : int
        That it was claimed in.
    debug, kept : bool
        Look for changed arguments; mark a failure as one that is not tried again.

    Returns
    -------
    tuple of str
        ``done``, ``late``, ``damaged`` or ``failed``, and what there is to say.
    """
    with _here:
        graph, store = _known.get(place) or _project(place)
        if name not in graph.tasks:
            graph, store = _project(place)
        store.refresh()
        if store.has(name):
            # Dask runs a task again when the worker that had its answer is lost.
            return "done", ""
        task = graph.tasks[name]

        def get(wanted):
            with _here:
                if not store.has(wanted):
                    store.refresh()
                return store.get(wanted)

        core.Task._load = staticmethod(get)
    try:
        result, _ = call(task, generation, store.safe, debug)
    except (DamagedError, MissingError) as error:
        return "damaged", str(error)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        failure = failure_of(task, error, generation, kept=kept)
        with _here:
            store.commit([], [failure])
        return "failed", failure.report["traceback"]
    with _here:
        return ("late" if store.commit([result]) else "done"), ""


def _cluster(scheduler, workers):
    from dask.distributed import Client, LocalCluster

    if scheduler:
        return Client(scheduler), None
    count = workers if workers > 1 else os.cpu_count() or 1
    cluster = LocalCluster(n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None)
    return Client(cluster), cluster


def run_on_dask(job: Job, scheduler: str | None = None, workers: int = 1, short: bool = False) -> int:
    """Run a jugfile on a Dask cluster.

    Parameters
    ----------
    job : Job
        What to do.
    scheduler : str, optional
        Address of Dask's scheduler; without, a local cluster is started.
    workers : int
        Workers of the local cluster; 1 for as many as there are cores.
    short : bool
        Print one line instead of a table.

    Returns
    -------
    int
        Exit code: 0 all done, 1 failures, 3 work left.

    Raises
    ------
    ImportError
        If Dask is not installed.
    """
    load.running = True
    jugdir = load.place_of(job.jugfile, job.jugdir)
    if isinstance(jugdir, str) and jugdir.startswith(("dict_store", "safe:dict_store")):
        raise ValueError("results in memory cannot be shared with Dask workers: give a folder or a Redis URL")
    try:
        client, cluster = _cluster(scheduler, workers)
    except ImportError as error:
        raise ImportError("--engine dask needs Dask: pip install 'pyimg[dask]'") from error
    place = (os.path.abspath(job.jugfile), _absolute(jugdir), tuple(job.argv), os.getcwd())
    job = Job(job.jugfile, place[1], job.argv, job.rules, job.environment)
    total = Tally()
    try:
        open_store(job)
        core.Task.store.break_leases()
        while True:
            space = read(job)
            before = sum(total.executed.values())
            _round(job, place, client, total)
            barrier = load.barrier_reached(space)
            if not barrier or total.failed or (total.left and sum(total.executed.values()) == before):
                total.left += barrier
                break
    finally:
        core.Task.store.close()
        client.close()
        if cluster is not None:
            cluster.close()
    print(summary(total, short))
    return exit_code(total)


def _absolute(jugdir):
    safe = "safe:" if jugdir.startswith("safe:") else ""
    where = jugdir.removeprefix("safe:")
    for scheme in ("file_keepalive:", "file:"):
        where = where.removeprefix(scheme)
    return jugdir if where.startswith(("redis:", "rediss:")) else safe + os.path.abspath(where)


def _round(job, place, client, total):
    """Run what can be run of the jugfile as read now."""
    store, rules = core.Task.store, job.rules
    damaged = store.begin(check=True)
    if damaged:
        store.invalidate(damaged, force=True)
        total.damaged += len(damaged)
    graph = Graph(core.alltasks)
    wanted = None if rules.wanted is None else {n for n, t in graph.tasks.items() if rules.wanted(t.name)}
    plan = Plan(graph, _Done(store), wanted)
    seen = Counter(graph.tasks[n].name for n in plan.done)
    total.loaded = seen - total.executed
    flight, attempts, since, held = {}, Counter(), time.monotonic(), []
    while True:
        room = 2 * max(1, sum(client.nthreads().values())) - len(flight)
        names = []
        while len(names) < room and (name := plan.next()) is not None:
            names.append(name)
        claims = store.claim(names) if names else {}
        for name in names:
            if name in claims:
                future = client.submit(run_there, place, name, claims[name], rules.debug, rules.keep_failed, pure=False)
                flight[name] = future
            elif store.has(name):
                plan.finished(name)
                total.loaded[graph.tasks[name].name] += 1
            else:
                held.append(name)
        ended = [n for n, future in flight.items() if future.done()]
        for name in ended:
            _ended(name, flight.pop(name), plan, store, rules, total, attempts)
            since = time.monotonic()
        if not ended and not claims:
            if not flight and not plan.ready() and (not held or time.monotonic() - since > rules.patience):
                break
            if not flight:
                for name in held:
                    plan.back(name)
                held.clear()
            time.sleep(0.01)
    total.left, total.total = len(plan.left()), len(plan.wanted)


def _ended(name, future, plan, store, rules, total, attempts):
    task = plan.graph.tasks[name]
    error = future.exception()
    what, text = future.result() if error is None else ("lost", f"{type(error).__name__}: {error}")
    store.refresh()
    store.release([name])
    if what == "done":
        plan.finished(name)
        total.executed[task.name] += 1
        return
    if what == "late":
        plan.back(name)
        return
    if what == "damaged":
        gone = [n for n in plan.graph.needs.get(name, ()) if not _sound(store, n)]
        if gone:
            say(f"{text}; it will be computed again")
            store.invalidate(gone, force=True)
            total.damaged += len(gone)
            plan.given.discard(name)
            for other in gone:
                plan.lost(other)
            return
    attempts[name] += 1
    if attempts[name] <= rules.retries:
        plan.back(name)
        return
    if what == "lost":
        report = {"task": task.name, "call": task.name, "error": text, "traceback": "", "kept": rules.keep_failed}
        store.commit([], [Failure(name, report, store.generation(name))])
    say(f"{task.name} failed:\n{text.rstrip()}")
    plan.fail(name)
    total.failed[name] = task.name


def _sound(store, name):
    try:
        store.read(name)
    except (DamagedError, MissingError):
        return False
    return True
