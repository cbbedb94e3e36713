"""Run what a plan proposes until nothing is left that can be run: the heart of every worker."""

import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from . import hooks
from .call import call, failure_of, told
from .core import Task
from .errors import DamagedError, MissingError
from .graph import Graph, Plan
from .pending import Pending
from .signals import Stop, calm

__all__ = ["Rules", "Stop", "Tally", "run"]

#: A batch of claims is meant to last this long; a worker holds no more than this many.
BATCH_SECONDS, BATCH_MOST = 0.02, 128


@dataclass
class Rules:
    """How to run.

    Attributes
    ----------
    wait : float
        Longest time between two looks at what others hold, in seconds.
    patience : float
        Give up after so many seconds without any progress, here or elsewhere.
    keep_going : bool
        Go on after a failure; otherwise raise it.
    keep_failed : bool
        Mark failures so that nobody tries again before `cleanup --failed-only` or `invalidate`.
    retries : int
        How often a failed task is tried again.
    verbose : bool
        Say which task has run.
    debug, pdb : bool
        Look for changed arguments; open a debugger at the failure.
    turn : float
        Where to start in the list, 0 to 1.
    delay : float
        Seconds that a result may wait to be committed.
    run : str
        Token of this run, shared by its workers.
    ignore : set of str, optional
        Ids of failures that do not count, because they are from before this run; found out by the first round.
    wanted : callable, optional
        Which tasks to run, by function name.
    """

    wait: float = 12.0
    patience: float = 1800.0
    keep_going: bool = True
    keep_failed: bool = False
    retries: int = 0
    verbose: bool = False
    debug: bool = False
    pdb: bool = False
    turn: float = 0.0
    delay: float = 0.05
    run: str = ""
    ignore: set | None = None
    wanted: object = None


@dataclass
class Tally:
    """What a run did: by function name, except for the names of failed tasks and what is left."""

    executed: Counter = field(default_factory=Counter)
    loaded: Counter = field(default_factory=Counter)
    failed: dict = field(default_factory=dict)
    left: int = 0
    total: int = 0
    damaged: int = 0
    stopped: bool = False


class Watcher:
    """Is told what a worker does; the base does nothing with it."""

    def begins(self, store, loaded) -> None:
        """A round begins with so many results there, by function name."""

    def starts(self, task, name: bytes) -> None:
        """A task is about to run."""

    def ended(self, tally, plan) -> None:
        """It has ended."""


def run(tasks, store, rules=None, tally=None, watcher=None) -> Tally:
    """Run tasks until all have a result, have failed, or cannot be run.

    Parameters
    ----------
    tasks : iterable of Task
        In the order of the jugfile.
    store : Store
        Where results are.
    rules : Rules, optional
        How to run.
    tally : Tally, optional
        Added to.
    watcher : Watcher, optional
        Told of each task.

    Returns
    -------
    Tally
        What was done and what is left.
    """
    rules, tally, watcher = rules or Rules(), tally or Tally(), watcher or Watcher()
    return _Run(Graph(tasks), store, rules, tally, watcher).run()


class _Run:
    def __init__(self, graph, store, rules, tally, watcher):
        self.graph, self.store, self.rules, self.tally, self.watcher = graph, store, rules, tally, watcher
        self.pending = Pending(store, rules.delay)
        damaged = store.begin(check=True)
        if damaged:
            say(f"{len(damaged)} damaged results will be computed again")
            store.invalidate(damaged, force=True)
            tally.damaged += len(damaged)
        if rules.ignore is None:
            rules.ignore = {i for n, i in store.failures().items() if _is_old(store.failure(n), rules.run)}
        wanted = None
        if rules.wanted is not None:
            wanted = {n for n, t in graph.tasks.items() if rules.wanted(t.name)}
        self.plan = Plan(graph, _Done(store), wanted, rules.turn)
        tally.loaded.update(graph.tasks[n].name for n in self.plan.done)
        watcher.begins(store, tally.loaded)
        if hooks.wanted("execute.task-loadable"):
            for name in self.plan.done:
                hooks.call("execute.task-loadable", graph.tasks[name])
        self.held, self.attempts = {}, Counter()
        self.seconds = {}
        self.progress = time.monotonic()
        self.said = float("-inf")

    # -- the loop -----------------------------------------------------------------------------------

    def run(self):
        Task._load = staticmethod(self._load)
        claims = {}
        try:
            while True:
                self._refused()
                claims = self._claim()
                if claims:
                    while claims:
                        name = next(iter(claims))
                        self._one(name, claims[name])
                        claims.pop(name)
                elif not self._wait():
                    break
        except SystemExit:
            # A hook wants us to end.
            self.tally.stopped = True
        except (Stop, KeyboardInterrupt):
            self.tally.stopped = True
            raise
        finally:
            Task._load = None
            try:
                self.pending.close()
            finally:
                self.store.release(list(claims))
                self._refused()
                self.tally.left = len(self.plan.left())
                self.tally.total = len(self.plan.wanted)
        return self.tally

    def _claim(self):
        """Take as many tasks as can be run in a moment."""
        with self.pending.lock:
            names = []
            share = self.plan.ready() // 4
            while not names or len(names) < min(self._many(names[0]), share, BATCH_MOST):
                name = self.plan.next()
                if name is None:
                    break
                if self.store.has(name):
                    self._found(name)
                elif self._failed_elsewhere(name):
                    self._fails(name)
                else:
                    names.append(name)
            if not names:
                return {}
            claims = self.store.claim(names)
            self._look()
            now = time.monotonic()
            for name in names:
                if name in claims:
                    if self._failed_elsewhere(name):
                        self.store.release([name])
                        del claims[name]
                        self._fails(name)
                    continue
                if self.store.has(name):
                    self._found(name)
                else:
                    self.held[name] = now
            # What they stand on may have gone while we looked.
            for name in [n for n in claims if self.plan.missing.get(n)]:
                self.store.release([name])
                del claims[name]
                self.plan.given.discard(name)
            return claims

    def _many(self, name):
        """How many tasks like this one fit into a batch."""
        seconds = self.seconds.get(self.graph.tasks[name].name)
        return 1 if seconds is None else int(BATCH_SECONDS / max(seconds, 1e-6))

    def _look(self):
        """Take account of results that others have removed."""
        for name in self.store.refresh():
            if name not in self.pending:
                self.plan.lost(name)

    def _refused(self):
        """Plan the tasks again whose results came too late."""
        with self.pending.lock:
            refused, self.pending.refused = self.pending.refused, set()
            for name in refused:
                self.plan.lost(name)
                task = self.graph.tasks[name]
                self.tally.executed[task.name] -= 1

    def _found(self, name):
        """Note a result of another worker."""
        self.held.pop(name, None)
        self.plan.finished(name)
        self.tally.loaded[self.graph.tasks[name].name] += 1
        self.progress = time.monotonic()
        hooks.call("execute.task-loadable", self.graph.tasks[name])

    def _failed_elsewhere(self, name):
        failures = self.store.failures()
        failure = failures.get(name) if failures else None
        return failure is not None and failure not in self.rules.ignore

    def _wait(self):
        """Wait for what others hold; say whether it is worth to look again."""
        self.pending.flush()
        if self.pending.refused:
            return True
        with self.pending.lock:
            self._look()
            failures = self.store.failures()
            for name in list(self.held):
                if self.store.has(name):
                    self._found(name)
                elif failures.get(name, "") not in self.rules.ignore and name in failures:
                    self._fails(name)
        if self.plan.ready():
            return True
        outside = self._outside()
        if not self.held and not outside:
            return False
        waited = time.monotonic() - self.progress
        if waited > self.rules.patience or not (self.held or outside):
            return False
        if waited > 2 and time.monotonic() - self.said > 60:
            self.said = time.monotonic()
            whose = f"{len(self.held)} tasks that other workers hold" if self.held else "results of tasks that are not to be run here"
            say(f"waiting for {whose} (for {self.rules.patience:g} s at most without progress)")
        time.sleep(min(self.rules.wait, 1.0, max(0.01, waited / 4)))
        for name in self.held:
            self.plan.back(name)
        self.held.clear()
        return True

    def _outside(self):
        """Say whether a task waits for a result that is not of this jugfile and may still come."""
        found = False
        for name, below in self.graph.needs.items():
            if name in self.plan.wanted and self.plan.missing[name]:
                for other in below:
                    if other not in self.plan.wanted and other not in self.plan.done:
                        if self.store.has(other):
                            self.plan.finished(other)
                        found = True
        return found and not self.plan.left() <= self.plan.impossible()

    # -- one task -----------------------------------------------------------------------------------

    def _load(self, name):
        with self.pending.lock:
            if name in self.pending:
                return self.pending.value(name)
            return self.store.get(name)

    def _one(self, name, generation):
        task = self.graph.tasks[name]
        if self.plan.missing.get(name):
            self.store.release([name])
            self.plan.given.discard(name)
            return
        if self.seconds.get(task.name, 1.0) > BATCH_SECONDS:
            # This may take long: let others have what there is.
            self.pending.flush()
        hooks.call("execute.task-pre-execute", task)
        self.watcher.starts(task, name)
        start = time.perf_counter()
        try:
            result, _ = call(task, generation, self.store.safe, self.rules.debug)
        except (Stop, KeyboardInterrupt):
            raise
        except (DamagedError, MissingError) as error:
            if not self._repair(name, error):
                self._failure(task, name, generation, error)
        except BaseException as error:
            self._failure(task, name, generation, error)
        else:
            seconds = time.perf_counter() - start
            known = self.seconds.get(task.name, seconds)
            self.seconds[task.name] = max(seconds, 0.9 * known)
            self.pending.add(result, self.graph.needs.get(name, ()))
            self.plan.finished(name)
            self.tally.executed[task.name] += 1
            if self.rules.verbose:
                say(f"{told(task)} ran for {seconds:.3g} s")
            hooks.call("execute.task-executed1", task)
        self.progress = time.monotonic()
        self.watcher.ended(self.tally, self.plan)

    def _repair(self, name, error):
        """Compute again what could not be loaded; say whether there was such a thing."""
        with self.pending.lock:
            gone = [n for n in self.graph.needs.get(name, ()) if n not in self.pending and not self.store.has(n)]
            if not gone:
                return False
            say(f"{error}; it will be computed again")
            self.store.invalidate(gone, force=True)
            self.tally.damaged += len(gone)
            self.store.release([name])
            self.store.refresh()
            self.plan.given.discard(name)
            for other in gone:
                self.plan.lost(other)
                if other in self.plan.done or other not in self.plan.wanted:
                    self.plan.wanted.add(other)
            return True

    def _failure(self, task, name, generation, error):
        self.attempts[name] += 1
        if self.attempts[name] <= self.rules.retries:
            say(f"{told(task)} failed ({type(error).__name__}: {error}); trying again")
            self.store.release([name])
            self.plan.back(name)
            return
        failure = failure_of(task, error, generation, attempts=self.attempts[name], kept=self.rules.keep_failed, run=self.rules.run)
        with self.pending.lock, calm:
            self.pending.flush()
            self.store.commit([], [failure])
        self._fails(name)
        say(f"{told(task)} failed:\n{failure.report['traceback'].rstrip()}")
        if self.rules.pdb:
            from .debugger import debug_exception

            debug_exception()
        if not self.rules.keep_going:
            raise Stop from error

    def _fails(self, name):
        self.held.pop(name, None)
        self.plan.fail(name)
        self.tally.failed[name] = self.graph.tasks[name].name
        self.progress = time.monotonic()


def _is_old(report, run):
    return not report.get("kept") and (not run or report.get("run") != run)


class _Done:
    """The names with a result, as a container."""

    def __init__(self, store):
        self._has = store.has

    def __contains__(self, name):
        return self._has(name)


def say(text: str) -> None:
    """Write a line to stderr, whole."""
    sys.stderr.write(f"pyimg: {text}\n")
    sys.stderr.flush()
