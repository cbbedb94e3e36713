"""The names that jugfiles use."""

import functools
import json
import os
import pickle
import subprocess
import sys
import time

import numpy as np
import pytest

import pyimg.tasks as jug
from pyimg.tasks import core
from pyimg.tasks.errors import BarrierError, MissingError, TaskError
from pyimg.tasks.run import Rules, run


def add1(x):
    return x + 1


def add(a, b=0, c=0):
    return a + b + c


@jug.TaskGenerator
def double(x):
    return 2 * x


def execute(**rules):
    return run(core.alltasks, core.Task.store, Rules(delay=0.0, **rules))


def test_tasks():
    t = jug.Task(add1, jug.Task(add1, 1))
    assert not t.can_run() and not t.can_load() and not t.is_loaded()
    with pytest.raises(TaskError):
        t.run()
    with pytest.raises(MissingError):
        t.value()
    execute()
    assert t.can_load() and t.result == t.value() == 3 and t.is_loaded()
    t.unload_recursive()
    assert not t.is_loaded()
    assert t.run() == 3
    t.invalidate()
    assert not t.can_load()
    assert t.run(save=False) == 3
    assert t.is_loaded() and not t.can_load() and jug.Task(add1, t).can_run()
    assert "add1" in str(t) and "add1" in repr(t)
    assert [d.f for d in t.dependencies()] == [add1]
    assert t.lock() and t.is_locked() and not jug.Task(add1, 5).is_locked()
    t.unlock()
    assert not t.is_locked()
    with pytest.raises(NotImplementedError, match="iteratetask"):
        list(t)
    with pytest.raises(TypeError):
        pickle.dumps(t)


def test_partials_and_generators():
    t = jug.Task(functools.partial(functools.partial(add, 1), b=2, c=3), c=4)
    assert t.hash() == jug.Task(add, 1, 2, 4).hash()
    assert jug.Task(double, 3).hash() == double(3).hash()
    assert pickle.loads(pickle.dumps(double)) is double
    with pytest.raises(RuntimeError, match="cannot pickle"):
        pickle.dumps(jug.TaskGenerator(add1))
    assert double.__name__ == "double"


def test_values_of_structures():
    t = double(2)
    execute()
    assert jug.value([t, (t, {"k": t}), {1, 2}]) == [4, (4, {"k": 4}), {1, 2}]
    assert jug.value(5) == 5


def test_tasklets():
    pair = jug.Task(divmod, 17, 5)
    quotient, rest = jug.iteratetask(pair, 2)
    third = jug.Tasklet(pair, sum)
    index = jug.Task(add1, 0)
    outer = jug.Task(add, quotient, rest, third)
    by_task = jug.Task(add1, pair[index])
    execute()
    assert (quotient.value(), rest.value(), third.value(), outer.value(), by_task.value()) == (3, 2, 5, 10, 3)
    assert len(jug.iteratetask(pair, 2)) == 2
    deep = pair[0]
    for _ in range(3000):
        deep = jug.Tasklet(deep, abs)
    assert deep.value() == 3 and deep.can_load()


def test_return_tuple():
    @jug.return_tuple(2)
    @jug.TaskGenerator
    def halves(x):
        return x // 2, x - x // 2

    @jug.return_tuple(3)
    @jug.TaskGenerator
    def wrong(x):
        return x, x

    low, high = halves(5)
    first, _, _ = wrong(1)
    execute()
    assert (low.value(), high.value()) == (2, 3)
    with pytest.raises(ValueError, match="should have 3 elements, not 2"):
        first.value()


def test_cached_functions():
    assert jug.CachedFunction(add1, 1) == 2
    assert jug.CachedFunction(add1, 1) == 2
    assert core.Task.store.counts["dump", jug.Task(add1, 1).hash()] == 1


def test_barriers():
    t = double(1)
    with pytest.raises(BarrierError):
        jug.barrier()
    with pytest.raises(BarrierError):
        jug.bvalue([t])
    noload = jug.NoLoad(t)
    assert jug.bvalue(noload) is noload
    execute()
    jug.barrier()
    assert jug.bvalue([t, {"k": t}]) == [2, {"k": 2}]


calls = []


def twice(x):
    calls.append(x)
    return (double(x), double(x + 1))


def test_compound_tasks():
    made = jug.CompoundTask(twice, 4)
    execute()
    assert made.value() == (8, 10)
    core.alltasks.clear()
    again = jug.CompoundTaskGenerator(twice)(4)
    assert again.value() == (8, 10) and calls == [4] and len(core.alltasks) == 1
    assert again.hash() == made.hash() == jug.Task(twice, 4).hash()


def test_mapreduce():
    numbers = list(range(23))
    mapped = jug.mapreduce.map(double, numbers)
    total = jug.mapreduce.mapreduce(add, double, numbers)
    reduced = jug.mapreduce.reduce(add, np.arange(20))
    curried = jug.mapreduce.currymap(add, list(zip(numbers, numbers)))
    single = jug.mapreduce.map(double, numbers, map_step=1)
    empty = jug.mapreduce.mapreduce(add, double, [])
    user = jug.Task(sum, mapped[5:10])
    assert list(user.dependencies()) == mapped.blocks[1:3]
    execute()
    twice = [2 * n for n in numbers]
    assert jug.value(mapped) == twice == jug.value(curried) == jug.value(single)
    assert total.value() == sum(twice) and reduced.value() == 190 and empty.value() == []
    assert user.value() == sum(twice[5:10])
    for cut in (slice(None, None, -2), slice(3, 100), slice(5, 3), slice(20, 2, -3)):
        assert jug.value(mapped[cut]) == twice[cut] and len(mapped[cut]) == len(twice[cut])
        assert jug.value(mapped[cut][1:]) == twice[cut][1:]
    assert mapped[-1].value() == twice[-1]
    with pytest.raises(IndexError):
        mapped[23]


def test_utilities(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in "ba":
        (tmp_path / f"{name}.txt").write_text(name)
    assert jug.cached_glob("*.txt") == ["a.txt", "b.txt"]
    (tmp_path / "c.txt").write_text("c")
    assert jug.cached_glob("*.txt") == ["a.txt", "b.txt"]
    first = jug.Task(str, jug.timed_path("a.txt")).hash()
    assert jug.Task(str, jug.timed_path("a.txt")).hash() == first
    os.utime("a.txt", (1, 1))
    assert jug.Task(str, jug.timed_path("a.txt")).hash() != first
    assert jug.identity(double(1)).name.endswith("double")
    big = jug.identity(list(range(10)))
    run_it = jug.jug_execute([sys.executable, "-c", "pass"], return_value="x")
    fails = jug.jug_execute([sys.executable, "-c", "raise SystemExit(3)"])
    tally = execute()
    assert big.value() == list(range(10)) and run_it.value() == "x"
    assert list(tally.failed) == [fails.hash()]
    assert "exit code 3" in core.Task.store.failure(fails.hash())["error"]
    jug.utils.sync_move("a.txt", "z.txt")
    assert (tmp_path / "z.txt").exists()


def test_write_task_out(tmp_path):
    array, other = jug.Task(np.arange, 5), double([1])
    jug.write_task_out(array, tmp_path / "array.npy", tmp_path / "array.json", "json")
    jug.write_task_out(other, tmp_path / "other.pkl")
    execute()
    assert np.array_equal(np.load(tmp_path / "array.npy"), np.arange(5))
    assert pickle.loads((tmp_path / "other.pkl").read_bytes()) == [1, 1]
    told = json.loads((tmp_path / "array.json").read_text())
    assert "arange" in json.dumps(told) and told["meta"]["computed"]
    with pytest.raises(ValueError, match="metadata_format"):
        jug.write_metadata(array, tmp_path / "x", "xml")


def test_wrapped_arguments():
    inner = double(1)
    tasks = [jug.Task(add1, jug.NoHash(inner)), jug.Task(add1, jug.CustomHash(inner, jug.hash_one)), jug.Task(type, jug.NoLoad(inner))]
    execute()
    assert [t.value() for t in tasks[:2]] == [3, 3]


def test_hooks_and_limits():
    from pyimg.tasks.hooks import exit_checks, jug_hook, register_hook, register_hook_once

    seen = []
    for name in ("execute.task-pre-execute", "execute.task-executed1", "execute.task-loadable"):
        register_hook(name, lambda t, n=name: seen.append(n))
    register_hook_once("execute.task-executed1", "x", lambda t: seen.append("once"))
    register_hook_once("execute.task-executed1", "x", lambda t: seen.append("once"))
    double(1)
    execute()
    assert seen == ["execute.task-pre-execute", "execute.task-executed1", "once"]
    execute()
    assert seen[3:] == ["execute.task-loadable"]
    with pytest.raises(ValueError, match="is no hook"):
        register_hook("nonsense")
    assert jug_hook("execute.finished_pre_status") == []
    for i in range(10):
        double(10 + i)
    exit_checks.exit_env_vars({"JUG_MAX_TASKS": "4", "JUG_MAX_HOURS": "1"})
    tally = execute()
    assert tally.stopped and tally.left == 6


def test_debug_finds_changed_arguments():
    def spoils(x):
        x.append(1)

    def makes(x):
        double(99)

    jug.Task(spoils, [0])
    jug.Task(makes, 0)
    tally = execute(debug=True)
    reports = [core.Task.store.failure(n)["error"] for n in tally.failed]
    assert any("changed its arguments" in r for r in reports) and any("made a task" in r for r in reports)


def test_results_are_not_kept_in_memory():
    def big(i):
        return np.full(200_000, i)

    def total(x):
        return int(x.sum())

    tasks = [jug.Task(total, jug.Task(big, i)) for i in range(5)]
    execute()
    assert not any(t.is_loaded() for t in core.alltasks)
    assert [t.value() for t in tasks] == [200_000 * i for i in range(5)]


def test_provenance():
    def named(x, y=None):
        return x

    task = jug.Task(named, np.zeros((3, 4)), y=[1, {"k": (2,)}])
    execute()
    meta = core.Task.store.meta(task.hash())
    assert meta["call"].endswith("named(array(float64, 3×4), y=[1, {'k': (2,)}])")
    assert meta["pid"] == os.getpid() and meta["seconds"] >= 0 and abs(meta["start"] - time.time()) < 60
    assert set(meta) >= {"host", "user", "peak", "versions"} and meta["versions"]["python"]


def test_jugs_module_names(tmp_path):
    code = """
import pyimg.tasks as jug
from pyimg.tasks import barrier
from pyimg.tasks.barrier import bvalue
from pyimg.tasks.task import Task, alltasks, describe, recursive_dependencies, topological_sort
from pyimg.tasks.backends.file_store import file_store
from pyimg.tasks.backends.dict_store import dict_store
from pyimg.tasks.backends.select import select
from pyimg.tasks.hooks.exit_checks import exit_after_n_tasks
from pyimg.tasks.hooks.execution import register_time_tasks
from pyimg.tasks.hash import hash_one
from pyimg.tasks.jug import execution_loop, init
from pyimg.tasks.io import NoLoad, write_task_out, print_task_summary_table
from pyimg.tasks.utils import timed_path, identity, jug_execute, cached_glob, CustomHash, sync_move
from pyimg.tasks.unsafe import NoHash
from pyimg.tasks.compound import CompoundTask, CompoundTaskGenerator
assert callable(jug.barrier) and callable(barrier) and jug.barrier is barrier
assert jug.file_store.file_store is file_store
names = "Task Tasklet TaskGenerator iteratetask return_tuple value CachedFunction CompoundTask CompoundTaskGenerator barrier bvalue"
for name in (names + " set_jugdir init is_jug_running mapreduce hooks").split(): getattr(jug, name)
assert not jug.is_jug_running()
from pyimg.tasks.backends import memoize_store
from pyimg.tasks import *
assert file_store is jug.file_store and dict_store is jug.dict_store and redis_store.redis_store
store = jug.backends.select("dict_store")
assert memoize_store(store, list_base=True) is store
assert identity(3).name == "identity"
n = NoLoad(jug.Task(pow, 2, 5))
assert list(jug.Task(print, n, [n]).dependencies()) == [n.base, n.base]
alltasks.clear()
jug.set_jugdir("dict_store")
t = jug.Task(pow, 2, 3)
assert execution_loop(alltasks, object()) is False and t.value() == 8 and alltasks == []
"""
    subprocess.run([sys.executable, "-P", "-c", code], check=True, cwd=tmp_path)


def test_execution_loop_raises_unless_it_keeps_going():
    import argparse

    from pyimg.tasks.jug import ExecutionState, execution_loop

    jug.Task(divmod, 1, 0)
    with pytest.raises(ZeroDivisionError):
        execution_loop(core.alltasks, argparse.Namespace())
    state = ExecutionState()
    assert execution_loop(core.alltasks, argparse.Namespace(execute_keep_going=True), state)
    assert len(state.failed) == 1


class PlainLock:
    def __init__(self, locks, name):
        self.locks, self.name = locks, name

    def get(self):
        return self.locks.setdefault(self.name, self) is self

    def release(self):
        self.locks.pop(self.name, None)

    def is_locked(self):
        return self.name in self.locks

    def fail(self):
        self.locks[self.name] = "failed"

    def is_failed(self):
        return self.locks.get(self.name) == "failed"


class PlainStore:
    """The least that jug asks of a store."""

    def __init__(self):
        self.results, self.locks = {}, {}

    def dump(self, value, name):
        self.results[name] = value

    def load(self, name):
        return self.results[name]

    def can_load(self, name):
        return name in self.results

    def list(self):
        return list(self.results)

    def listlocks(self):
        return list(self.locks)

    def remove(self, name):
        return self.results.pop(name, None) is not None

    def getlock(self, name):
        return PlainLock(self.locks, name)

    def special(self):
        return "special"


def test_stores_of_others():
    plain = PlainStore()
    store = jug.set_jugdir(plain)
    chain, bad = double(double(3)), jug.Task(divmod, 1, 0)
    held = double(50)
    assert store.getlock(held.hash()).get() and not held.lock()
    tally = execute(patience=0.0)
    assert chain.value() == 12 and list(tally.failed) == [bad.hash()] and tally.left == 1
    assert plain.results[chain.hash()] == 12 and list(plain.locks) == [held.hash()]
    assert store.failure(bad.hash())["error"].startswith("ZeroDivisionError") and store.special() == "special"
    store.getlock(held.hash()).release()
    held.run()
    assert plain.results[held.hash()] == 100
    chain.invalidate()
    assert not chain.can_load()
    execute(keep_failed=True)
    assert chain.can_load() and plain.locks == {bad.hash(): "failed"}
    assert store.clear_failures(store.failures()) == 1 and not plain.locks
    # What cannot be loaded counts as missing and is made again.
    below = next(chain.dependencies()).hash()
    plain.results[below] = property()
    plain.load = lambda name: 1 / 0 if type(plain.results[name]) is property else plain.results[name]
    chain.invalidate()
    execute()
    assert chain.value() == 12 and plain.results[below] == 6
    store.close()
    with pytest.raises(TypeError, match="can_load, dump"):
        jug.set_jugdir(3)


def test_jugs_own_stores(tmp_path):
    backends = pytest.importorskip("jug.backends.file_store")
    store = jug.set_jugdir(backends.file_store(str(tmp_path / "jugdata")))
    chain = double(double(3))
    execute()
    assert chain.value() == 12 and len(store.list()) == 2
    store.invalidate([chain.hash()])
    assert store.list() == [next(chain.dependencies()).hash()]
    store.close()


def test_jugs_options(tmp_path, monkeypatch):
    import io

    from pyimg.tasks.jug import execution_loop
    from pyimg.tasks.options import Options, default_options, parse, read_configuration_file

    options = read_configuration_file(io.StringIO("[main]\njugdir=x\n[execute]\nwait-cycle-time=3\nkeep-going=yes\n"), default_options)
    assert (options.jugdir, options.execute_wait_cycle_time, options.execute_keep_going) == ("x", 3, True)
    assert options.jugfile == "jugfile.py" and default_options.jugdir != "x"
    mine = Options(options).copy()
    mine.short = True
    assert mine.short and not options.short and mine.jugdir == "x"
    with pytest.raises(AttributeError):
        _ = mine.nonsense
    parsed = parse(["execute", "--pdb", "--name", "f", "mine.py", "word", "--", "--more"], io.StringIO("[execute]\nwait-cycle-time=23\n"))
    assert (parsed.subcommand, parsed.jugfile, parsed.execute_name, parsed.execute_wait_cycle_time) == ("execute", "mine.py", "f", 23)
    assert parsed.pdb and parsed.debug and not parsed.short and sys.argv == ["mine.py", "word", "--more"]
    with pytest.raises(SystemExit):
        parse(["invalidate"])
    chain = double(1)
    assert not execution_loop([chain], default_options.copy()) and chain.value() == 2
