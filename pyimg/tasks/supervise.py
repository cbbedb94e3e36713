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
from .run import Tally, Watcher, say
from .signals import Stop, on_stopping, stop_on_signals
from .store import Failure, lease, select
from .store.address import warn_of_plain
from .worker import Job, exit_code, is_trouble, load, stopped_code, summary, work

__all__ = ["supervise"]

_SLOT = struct.Struct("<40sdIIII64s")
_ROOM = 128
#: How many children may die between two tasks before there is no point in starting another.
_PATIENCE = 5
#: Exit codes of a child that has said itself what went wrong: the jugfile, the store.
_JUGFILE, _STORE = 70, 74


class _Board:
    """Shared memory with a slot for each child: task, start, counts of executed, failed, done and all tasks, title."""

    def __init__(self, count):
        self._memory = mmap.mmap(-1, _ROOM * count)

    def write(self, index, name=b"", start=0.0, executed=0, failed=0, done=0, total=0, title=b""):
        _SLOT.pack_into(self._memory, _ROOM * index, name, start, executed, failed, done, total, title)

    def read(self, index):
        name, *rest, title = _SLOT.unpack_from(self._memory, _ROOM * index)
        return name.rstrip(b"\0"), *rest, title.rstrip(b"\0")


class _Slot(Watcher):
    def __init__(self, board, index, pipe):
        self._board, self._index, self._counts, self._pipe = board, index, (0, 0, 0, 0), pipe

    def begins(self, store, loaded):
        if self._pipe is not None:
            _tell(self._pipe, {"store": getattr(store, "url", None), "loaded": loaded})
            self._pipe = None

    def starts(self, task, name):
        self._board.write(self._index, name, time.monotonic(), *self._counts, task.name.encode()[-64:])

    def ended(self, tally, plan):
        self._counts = (max(0, sum(tally.executed.values())), len(tally.failed), len(plan.done), len(plan.wanted))
        self.rests()

    def rests(self):
        self._board.write(self._index, b"", 0.0, *self._counts)


def _tell(pipe, what):
    data = memoryview(json.dumps(what).encode() + b"\n")
    while data:
        data = data[os.write(pipe, data) :]


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
        read, write = os.pipe()
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(read)
            code = _JUGFILE
            try:
                _die_with_parent(parent)
                code = _child(index, board, job, short, alone, write)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        os.close(write)
        self._pipe, self._told = read, b""
        os.set_blocking(read, False)

    def hear(self):
        """Take in what the child has said: a pipe that nobody reads would hold it up. Return its lines."""
        try:
            while piece := os.read(self._pipe, 1 << 16):
                self._told += piece
        except BlockingIOError:
            pass
        return self._told.split(b"\n")[:-1]

    def begin(self):
        """Return the store and what was there when the child began; None before that."""
        return next((t for t in map(json.loads, self.hear()) if "store" in t), None)

    def trouble(self):
        """Return what went wrong with the jugfile or the store, as a traceback and a line; None if nothing did."""
        return next((tuple(t["trouble"]) for t in map(json.loads, self.hear()) if "trouble" in t), None)

    def tally(self):
        """Return what the child has told about its work, None if it died before."""
        told = next((t for t in map(json.loads, self.hear()) if "executed" in t), None)
        if told is None:
            return None
        failed = {k.encode(): v for k, v in told.pop("failed").items()}
        return Tally(Counter(told.pop("executed")), Counter(told.pop("loaded")), failed, **told)

    def close(self):
        os.close(self._pipe)


def _child(index, board, job, short, alone, pipe):
    """Work, tell the parent, return the exit code."""
    stop_on_signals()
    from . import core

    slot, code = _Slot(board, index, pipe), None
    try:
        try:
            tally = work(job, slot)
        finally:
            slot.rests()
            if core.Task.store is not None:
                core.Task.store.close()
    except (Stop, KeyboardInterrupt) as stop:
        code, tally = stopped_code(stop), getattr(stop, "tally", None)
        if tally is None:
            return code
    except (Exception, SystemExit) as error:
        tally = getattr(error, "tally", None)
        if is_trouble(error):
            code, story = _STORE, ""
            line = f"the store cannot be used: {str(error).rstrip(chr(46))}. What is stored stays; run this again when that is mended."
        else:
            code, story = _JUGFILE, load.traceback_of(error)
            line = f"could not read or run {job.jugfile}: {type(error).__name__}: {error}"
        _tell(pipe, {"trouble": [story, line]})
        if tally is None or code == _JUGFILE:
            return code
    if code is None:
        hooks.call("execute.finished_pre_status")
    if alone:
        print(summary(tally, short))
    if code is None:
        hooks.call("execute.finished_post_status")
    sys.stdout.flush()
    failed = {k.decode(): v for k, v in tally.failed.items()}
    _tell(pipe, {**vars(tally), "failed": failed})
    return exit_code(tally) if code is None else code


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
        Exit code: 0 all done, 1 failures, 3 work left; 128 and the number of the signal that stopped it.
    """
    return _Supervisor(job, workers, timeout, short).run()


class _Supervisor:
    def __init__(self, job, workers, timeout, short):
        self.job, self.workers, self.timeout, self.short = job, workers, timeout, short
        self.board = _Board(workers)
        self.children, self.crashes, self.blamed = {}, Counter(), {}
        self.store, self.begun, self.ended, self.code, self.killed = None, None, [], 0, {}
        self.deaths, self.signals, self.signal, self.quiet, self.said = 0, 0, 0, True, set()

    def _open(self):
        if self.store is None:
            if self.begun and not self.begun["store"]:
                raise OSError("this store can be opened by its jugfile only")
            # The jugfile may have chosen another store than the command line.
            place = (self.begun or {}).get("store") or load.place_of(self.job.jugfile, self.job.jugdir)
            self.store = select(place, project=os.path.abspath(self.job.jugfile))
        self.store.refresh()
        return self.store

    def _start(self, index):
        self.board.write(index)
        self.job.rules.turn = index / self.workers
        self.children[index] = _Child(index, self.board, self.job, self.short, self.workers == 1 and self.quiet)

    def run(self):
        self.job.rules.run = lease.new_token()
        lease.supervisor = (os.getpid(), lease.start_time(os.getpid()))
        if isinstance(self.job.jugdir, str):
            # Once for all children.
            warn_of_plain(self.job.jugdir)
        on_stopping(self._stop)
        for index in range(self.workers):
            self._start(index)
        progress = Progress(self.job.jugfile)
        while self.children:
            if not self._reap():
                progress.show([self.board.read(i) for i in self.children])
                if self.timeout:
                    self._overdue()
                time.sleep(0.005 if progress.young() else 0.05)
        progress.clear()
        return self._close()

    def _stop(self, number, frame):
        self.signals, self.signal = self.signals + 1, number
        self._end_all(signal.SIGKILL if self.signals > 2 else signal.SIGTERM)

    def _end_all(self, number):
        for child in self.children.values():
            os.kill(child.pid, number)

    def _overdue(self):
        now = time.monotonic()
        for index, child in self.children.items():
            name, start, *_ = self.board.read(index)
            if name and now - start > self.timeout and index not in self.killed:
                # Its own handlers could hold it up: a process that does not return is killed.
                self.killed[index] = name, start
                os.kill(child.pid, signal.SIGKILL)

    def _reap(self):
        """Look which children have ended; say whether one has."""
        any_ended = False
        for index, child in list(self.children.items()):
            child.hear()
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if not pid:
                continue
            any_ended = True
            del self.children[index]
            code, tally = os.waitstatus_to_exitcode(status), child.tally()
            self.begun = self.begun or child.begin()
            self._report(child.trouble())
            child.close()
            if tally is not None:
                self.ended.append(tally)
                self.code = self.code or (code if code != 3 else 0)
                if tally.failed and not self.job.rules.keep_going:
                    self._end_all(signal.SIGTERM)
            else:
                self._died(index, code)
        return any_ended

    def _report(self, trouble):
        """Say what is wrong, once for all children."""
        if trouble is not None and trouble not in self.said:
            self.said.add(trouble)
            story, line = trouble
            if story:
                print(story, flush=True)
            say(line)

    def _died(self, index, code):
        """A child has ended without a word: find out what of, and start another if there is a point in it."""
        name, start, *_, title = self.board.read(index)
        killed = self.killed.pop(index, None)
        if self.signals:
            return
        if code in (_JUGFILE, _STORE) and not name:
            # The others may fare better: a full disk here is not one elsewhere.
            self.code = self.code or code
            self._break()
            return
        self.quiet = False
        again = self.job.rules.keep_going
        if killed and killed != (name, start):
            # It had just finished what took so long; what it did next is innocent.
            pass
        elif name:
            why = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
            why = f"timed out after {self.timeout:g} s" if killed else why
            self.crashes[name] += 1
            retry = self.crashes[name] <= self.job.rules.retries
            what = f"{title.decode(errors='replace')} {name.decode()[:12]}"
            say(f"a worker died of task {what} ({why})" + ("; trying again" if retry else ""))
            again = again or retry
            if not retry and not self._blame(name, title.decode(errors="replace"), why, time.monotonic() - start):
                return
        else:
            self.deaths += 1
            again = self.deaths <= _PATIENCE
            say(f"a worker died between two tasks ({code})" + ("" if again else "; no other is started"))
            self.code = self.code if again else 1
        self._break()
        if again:
            self._start(index)
        else:
            self._end_all(signal.SIGTERM)

    def _blame(self, name, title, why, seconds):
        """Store the failure of the task that a child died of; end the run if that is impossible: it would die again."""
        report = {
            "task": title, "call": title, "error": f"the worker died: {why}", "traceback": "",
            "host": os.uname().nodename, "seconds": round(seconds, 3), "kept": self.job.rules.keep_failed,
            "run": self.job.rules.run,
        }  # fmt: skip
        self.blamed[name] = title
        try:
            store = self._open()
            # The dead worker's lease is taken over, then given up together with the report.
            store.claim([name])
            store.commit([], [Failure(name, report, store.generation(name))])
        except Exception as error:
            if not is_trouble(error):
                raise
            say(f"cannot store this failure ({error}): no other worker is started")
            self._end_all(signal.SIGTERM)
            return False
        return True

    def _break(self):
        """Free what the dead have held, if the store can be reached."""
        try:
            self._open().break_leases()
        except Exception as error:
            if not is_trouble(error):
                raise

    def _close(self):
        total = Tally(failed=dict(self.blamed))
        for tally in self.ended:
            total.executed += tally.executed
            total.failed.update(tally.failed)
            total.damaged += tally.damaged
            total.stopped |= tally.stopped
        seen = [Counter({n: t.executed[n] + t.loaded[n] for n in {*t.executed, *t.loaded}}) for t in self.ended]
        for counts in seen:
            total.loaded |= counts
        total.loaded = Counter({n: max(0, c - total.executed[n]) for n, c in total.loaded.items()})
        if not self.quiet and self.begun:
            # What the dead had run is known from what was there at first.
            there = total.loaded + total.executed
            total.loaded = Counter(self.begun["loaded"])
            total.executed = there - total.loaded
        total.total = max((t.total for t in self.ended), default=1)
        total.left = min((t.left for t in self.ended), default=0)
        if self.signals and total.left:
            # Those who were stopped had not yet looked at what the others had just done.
            done = sum(total.executed.values()) + sum(total.loaded.values()) + len(total.failed)
            total.left = max(1, min(total.left, total.total - done))
        if (self.workers > 1 or not self.quiet) and (self.ended or total.failed):
            print(summary(total, self.short))
        if self.store is not None:
            self.store.close()
        return self._exit_code(total)

    def _exit_code(self, total):
        if self.signals and (total.left or not self.ended):
            return 128 + self.signal
        if self.ended and not total.left:
            # What one worker could not do, another has done.
            return exit_code(total)
        return 1 if self.code or not self.ended else exit_code(total)
