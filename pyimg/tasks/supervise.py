"""Child processes that work, and a parent that watches: a crash costs one task, not the run.

The parent reads no jugfile. Children are forked before anything else is loaded; each works on its own and meets the
others in the store only. Before each task a child writes its name and the time into shared memory, so that the parent
knows which task a child died of, and which takes too long.
"""

import json
import mmap
import os
import signal
import struct
import sys
import time
from collections import Counter

from . import hooks
from .call import peak  # noqa: F401  (loaded before the fork, once for all children)
from .progress import Progress
from .run import Stop, Tally, Watcher, say
from .store import Failure, lease, select
from .worker import Job, exit_code, load, stop_on_signals, summary, work

__all__ = ["supervise"]

_SLOT = struct.Struct("<40sdIIII")
_ROOM = 128


class _Board:
    """Shared memory in which each child has a slot: task, start, counts of executed, failed, done and all tasks."""

    def __init__(self, count):
        self._memory = mmap.mmap(-1, _ROOM * count)

    def write(self, index, name, start, executed=0, failed=0, done=0, total=0):
        _SLOT.pack_into(self._memory, _ROOM * index, name, start, executed, failed, done, total)

    def read(self, index):
        name, *rest = _SLOT.unpack_from(self._memory, _ROOM * index)
        return name.rstrip(b"\0"), *rest


class _Slot(Watcher):
    def __init__(self, board, index, pipe):
        self._board, self._index, self._counts, self._pipe = board, index, (0, 0, 0, 0), pipe

    def begins(self, store, loaded):
        if self._pipe is not None:
            os.write(self._pipe, json.dumps({"store": getattr(store, "url", None), "loaded": loaded}).encode() + b"\n")
            self._pipe = None

    def starts(self, task, name):
        self._board.write(self._index, name, time.monotonic(), *self._counts)

    def ended(self, tally, plan):
        self._counts = (max(0, sum(tally.executed.values())), len(tally.failed), len(plan.done), len(plan.wanted))
        self._board.write(self._index, b"", 0.0, *self._counts)


def _die_with_parent(parent):
    """Ask the kernel to kill us when the parent dies (Linux); elsewhere the parent's lease is all there is."""
    try:
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL)
    except (OSError, AttributeError):
        pass
    if os.getppid() != parent:
        os._exit(1)


class _Child:
    def __init__(self, index, board, job, short, alone):
        self.index = index
        read, write = os.pipe()
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(read)
            code = 70
            try:
                _die_with_parent(parent)
                code = _child(index, board, job, short, alone, write)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        os.close(write)
        self._pipe = read
        os.set_blocking(read, False)
        self._told = b""

    def _hear(self):
        try:
            while piece := os.read(self._pipe, 1 << 16):
                self._told += piece
        except BlockingIOError:
            pass
        return self._told.split(b"\n")[:-1]

    def begin(self):
        """Return the store and what was there when the child began; None before that."""
        lines = self._hear()
        return json.loads(lines[0]) if lines else None

    def tally(self):
        """Return what the child has told about its work, None if it died before."""
        lines = self._hear()
        if len(lines) < 2:
            return None
        told = json.loads(lines[1])
        return Tally(
            Counter(told["executed"]), Counter(told["loaded"]), {k.encode(): v for k, v in told["failed"].items()},
            told["left"], told["total"], told["damaged"], told["stopped"],
        )  # fmt: skip

    def close(self):
        os.close(self._pipe)


def _child(index, board, job, short, alone, pipe):
    """Work, tell the parent, return the exit code."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    stop_on_signals()
    from . import core

    try:
        try:
            tally = work(job, _Slot(board, index, pipe))
        finally:
            board.write(index, b"", 0.0, *board.read(index)[2:])
            if core.Task.store is not None:
                core.Task.store.close()
    except Stop as stop:
        return 1 if stop.__cause__ is not None else 143
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno is None:
            raise
        say(f"{type(error).__name__}: {error}")
        return 74
    except (Exception, SystemExit):
        import traceback

        traceback.print_exc(file=sys.stdout)
        say(f"could not read or run {job.jugfile}")
        return 70
    told = {
        "executed": tally.executed, "loaded": tally.loaded, "failed": {k.decode(): v for k, v in tally.failed.items()},
        "left": tally.left, "total": tally.total, "damaged": tally.damaged, "stopped": tally.stopped,
    }  # fmt: skip
    hooks.call("execute.finished_pre_status")
    if alone:
        print(summary(tally, short))
    hooks.call("execute.finished_post_status")
    sys.stdout.flush()
    with os.fdopen(pipe, "wb") as file:
        file.write(json.dumps(told).encode() + b"\n")
    return exit_code(tally)


def supervise(job: Job, workers: int = 1, timeout: float | None = None, short: bool = False) -> int:
    """Run a jugfile with child processes.

    Parameters
    ----------
    job : Job
        What to do.
    workers : int, default 1
        How many children.
    timeout : float, optional
        Seconds after which a task's process is killed and the task has failed.
    short : bool
        Print one line instead of a table.

    Returns
    -------
    int
        Exit code: 0 all done, 1 failures, 3 work left.
    """
    return _Supervisor(job, workers, timeout, short).run()


class _Supervisor:
    def __init__(self, job, workers, timeout, short):
        self.job, self.workers, self.timeout, self.short = job, workers, timeout, short
        self.board = _Board(workers)
        self.children, self.crashes, self.crashed = {}, Counter(), {}
        self.store, self.ended, self.code, self.killed = None, [], 0, {}
        self.stopping, self.begun = 0, None

    def _open(self):
        if self.store is None:
            # The jugfile may have chosen another store than the command line.
            place = (self.begun or {}).get("store") or load.place_of(self.job.jugfile, self.job.jugdir)
            self.store = select(place, project=os.path.abspath(self.job.jugfile))
        self.store.refresh()
        return self.store

    def _start(self, index):
        self.board.write(index, b"", 0.0)
        self.job.rules.turn = index / self.workers
        self.children[index] = _Child(index, self.board, self.job, self.short, self.workers == 1 and not self.crashes)

    def run(self):
        job = self.job
        job.rules.run = lease.new_token()
        lease.supervisor = (os.getpid(), lease.start_time(os.getpid()))
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for index in range(self.workers):
            self._start(index)
        progress = Progress(job.jugfile)
        while self.children:
            ended = self._reap()
            if not ended:
                progress.show([self.board.read(i) for i in self.children])
                if self.timeout:
                    self._overdue()
                time.sleep(0.005 if progress.young() else 0.05)
        progress.clear()
        return self._close()

    def _stop(self, number, frame):
        self.stopping += 1
        for child in self.children.values():
            os.kill(child.pid, signal.SIGKILL if self.stopping > 2 else signal.SIGTERM)

    def _overdue(self):
        now = time.monotonic()
        for index, child in self.children.items():
            name, start, *_ = self.board.read(index)
            if name and now - start > self.timeout:
                # Its own handlers could hold it up: a process that does not return is killed.
                self.killed[index] = f"timed out after {self.timeout:g} s"
                os.kill(child.pid, signal.SIGKILL)

    def _reap(self):
        """Look which children have ended; say whether one has."""
        any_ended = False
        for index, child in list(self.children.items()):
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if not pid:
                continue
            any_ended = True
            del self.children[index]
            code, tally = os.waitstatus_to_exitcode(status), child.tally()
            self.begun = self.begun or child.begin()
            child.close()
            if tally is not None:
                self.ended.append(tally)
                self.code = max(self.code, code) if code != 3 else self.code
            else:
                self._died(index, code)
        return any_ended

    def _died(self, index, code):
        name, start, *_ = self.board.read(index)
        why = self.killed.pop(index, None) or (f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}")
        if self.stopping:
            self.code = 128 + signal.SIGTERM
        elif name:
            self.crashes[name] += 1
            again = self.crashes[name] <= self.job.rules.retries
            say(f"a worker died of task {name.decode()[:12]} ({why})" + ("; trying again" if again else ""))
            if not again:
                self._blame(name, why, time.monotonic() - start)
            self._open().break_leases()
            self._start(index)
        else:
            self._open().break_leases()
            if not self.job.rules.keep_going:
                for child in self.children.values():
                    os.kill(child.pid, signal.SIGTERM)
            self.code = self.code or (code if code > 0 else 1)

    def _blame(self, name, why, seconds):
        """Store the failure of the task that a child died of."""
        store = self._open()
        report = {
            "task": self.job.jugfile, "call": name.decode(), "error": f"the worker died: {why}", "traceback": "",
            "host": os.uname().nodename, "seconds": round(seconds, 3), "kept": self.job.rules.keep_failed,
            "run": self.job.rules.run,
        }  # fmt: skip
        # The dead worker's lease is taken over, then given up together with the report.
        store.claim([name])
        store.commit([], [Failure(name, report, store.generation(name))])
        self.crashed[name] = why

    def _close(self):
        total = Tally()
        for tally in self.ended:
            total.executed += tally.executed
            total.failed.update(tally.failed)
            total.damaged += tally.damaged
            total.stopped |= tally.stopped
        seen = [Counter({n: t.executed[n] + t.loaded[n] for n in {*t.executed, *t.loaded}}) for t in self.ended]
        for counts in seen:
            total.loaded |= counts
        total.loaded = Counter({n: max(0, c - total.executed[n]) for n, c in total.loaded.items()})
        if self.crashes and self.begun:
            # What the dead had run is known from what was there at first.
            there = total.loaded + total.executed
            total.loaded = Counter(self.begun["loaded"])
            total.executed = there - total.loaded
        total.left = min((t.left for t in self.ended), default=0)
        if (self.workers > 1 or self.crashes) and self.ended:
            print(summary(total, self.short))
        if self.store is not None:
            self.store.close()
        if not self.ended:
            return 1 if self.code in (0, 70, 74) else self.code
        return exit_code(total) or (1 if self.code in (70, 74) else self.code)
