"""Stores against a model of them, and against a disk on which anything may fail."""

import errno
import os
import shutil
import tempfile

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from pyimg.tasks.codec import encode
from pyimg.tasks.errors import DamagedError, MissingError
from pyimg.tasks.store import Failure, Result, select

NAMES = [b"%040d" % i for i in range(5)]
name = st.sampled_from(NAMES)
values = st.integers() | st.text(max_size=5) | st.integers(0, 255).map(lambda v: np.full(9000, v))


def same(a, b):
    return encode(a).tobytes() == encode(b).tobytes()


class Stores(RuleBasedStateMachine):
    """Two views of one store must agree with a dict of values, generations, holders and failures."""

    where = None
    claims = Bundle("claims")

    @initialize()
    def open(self):
        self.folder = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
        self.views = [select(self.place()) for _ in range(2)]
        self.values, self.generations, self.holders, self.failed = {}, dict.fromkeys(NAMES, 0), {}, set()

    def place(self):
        return self.folder + "/store"

    @rule(target=claims, which=st.integers(0, 1), names=st.lists(name, unique=True, max_size=3))
    def claim(self, which, names):
        got = self.views[which].claim(names)
        assert got == {n: self.generations[n] for n in names if n not in self.values and n not in self.holders}
        self.holders.update(dict.fromkeys(got, which))
        return which, got

    @rule(claim=claims, value=values, fails=st.booleans())
    def commit(self, claim, value, fails):
        which, got = claim
        got = {n: g for n, g in got.items() if self.holders.get(n) == which}
        if fails:
            self.views[which].commit([], [Failure(n, {"error": "E"}, g) for n, g in got.items()])
            self.failed |= {n for n, g in got.items() if g == self.generations[n]}
        else:
            refused = self.views[which].commit([Result(n, encode(value), g) for n, g in got.items()])
            assert refused == {n for n, g in got.items() if g != self.generations[n]}
            self.values.update({n: value for n in got if n not in refused})
        for n in got:
            del self.holders[n]

    @rule(claim=claims)
    def release(self, claim):
        which, got = claim
        names = [n for n in got if self.holders.get(n) == which]
        self.views[which].release(names)
        for n in names:
            del self.holders[n]

    @rule(which=st.integers(0, 1), names=st.lists(name, unique=True), force=st.booleans())
    def invalidate(self, which, names, force):
        assert self.views[which].invalidate(names, force=force) == {n for n in names if n in self.values}
        for n in names:
            if force or n in self.values or n in self.holders or n in self.failed:
                self.generations[n] += 1
            self.values.pop(n, None)
            self.failed.discard(n)

    @rule(which=st.integers(0, 1), name=name, value=values)
    def put(self, which, name, value):
        if name not in self.holders:
            self.views[which].put(name, value)
            self.values[name] = value

    @rule(which=st.integers(0, 1))
    def clear_failures(self, which):
        self.views[which].refresh()
        self.views[which].clear_failures(list(self.views[which].failures()))
        self.failed -= self.failed - self.values.keys()

    @rule(which=st.integers(0, 1))
    def housekeeping(self, which):
        self.views[which].pack()
        self.views[which].sweep()
        assert self.views[which].break_leases() == 0
        assert self.views[which].begin(check=True) == []

    @rule(which=st.integers(0, 1))
    def open_again(self, which):
        if which not in self.holders.values():
            self.views[which].close()
            self.views[which] = select(self.place())

    @invariant()
    def agrees(self):
        for view in getattr(self, "views", ()):
            view.refresh()
            assert view.names() == self.values.keys()
            assert all(same(view.get(n), v) for n, v in self.values.items())
            assert {n for n in view.failures()} == self.failed - self.values.keys()
            assert view.leases().keys() == self.holders.keys()

    def teardown(self):
        for view in getattr(self, "views", ()):
            view.close()
        shutil.rmtree(self.folder, ignore_errors=True)


Stores.TestCase.settings = settings(max_examples=int(os.environ.get("PYIMG_MODEL", "30")), stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
TestFolder = Stores.TestCase


def test_redis_agrees_with_the_model(redis_server):
    import secrets

    class OnRedis(Stores):
        def place(self):
            return f"{redis_server.url}?prefix={self.folder.rpartition('/')[2]}{self.salt}"

        salt = secrets.token_hex(4)

    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(OnRedis, settings=Stores.TestCase.settings)


def work(path):
    """Do a bit of everything; return what was said to be done."""
    store, said = select(path), {}
    try:
        claims = store.claim(NAMES)
        store.commit([Result(n, encode(i), claims[n]) for i, n in enumerate(NAMES[:2]) if n in claims])
        said.update({n: i for i, n in enumerate(NAMES[:2]) if n in claims})
        store.commit([Result(NAMES[2], encode(np.full(9000, 7)), claims[NAMES[2]])])
        said[NAMES[2]] = np.full(9000, 7)
        store.commit([], [Failure(NAMES[3], {"error": "E"}, claims[NAMES[3]])])
        # Should this fail, nobody has said whether it is there.
        said.pop(NAMES[0])
        store.invalidate([NAMES[0]])
        store.pack()
    except OSError:
        pass
    return store, said


@pytest.mark.parametrize("call", ["open", "write", "fsync", "link", "unlink", "mkdir", "pread", "stat", "scandir"])
def test_any_call_may_fail(tmp_path, monkeypatch, call):
    real = getattr(os, call)
    for n in range(60):
        path, count = str(tmp_path / str(n)), [0]

        def failing(*args, _count=count, _n=n, **kwargs):
            _count[0] += 1
            if _count[0] == _n + 1:
                if call == "write":
                    # A disk that fills up takes a part first.
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                raise OSError(errno.ENOSPC, "no space")
            return real(*args, **kwargs)

        monkeypatch.setattr(os, call, failing)
        try:
            store, said = work(path)
        finally:
            monkeypatch.setattr(os, call, real)
        happened = count[0] > n
        # What was said to be done is done; what is there is right; the next worker needs no help.
        fresh = select(path)
        for known, value in said.items():
            fresh.refresh()
            assert same(fresh.get(known), value), n
        for known in fresh.names():
            try:
                fresh.get(known)
            except (DamagedError, MissingError):
                raise AssertionError(f"{call} {n}: a damaged result is listed") from None
        try:
            store.close()
        except OSError:
            pass
        left = fresh.claim([m for m in NAMES if not fresh.has(m)])
        assert {*left, *fresh.names()} == set(NAMES), (call, n)
        fresh.commit([Result(m, encode(1), g) for m, g in left.items()])
        assert fresh.names() == set(NAMES)
        fresh.close()
        if not happened:
            return


@pytest.mark.parametrize("call", ["open", "write", "fsync", "link", "unlink", "mkdir"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step(tmp_path, call, when):
    real = getattr(os, call)
    for n in range(60):
        path, pipe = str(tmp_path / str(n)), os.pipe()
        pid = os.fork()
        if pid == 0:
            count = [0]

            def killing(*args, _count=count, _n=n, **kwargs):
                _count[0] += 1
                if _count[0] == _n + 1:
                    if when == "after":
                        real(*args, **kwargs)
                    os._exit(9)
                return real(*args, **kwargs)

            setattr(os, call, killing)
            _, said = work(path)
            setattr(os, call, real)
            os.write(pipe[1], repr({k: v for k, v in said.items() if isinstance(v, int)}).encode())
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(pipe[1])
        said = eval(os.read(pipe[0], 1000) or b"{}")
        os.close(pipe[0])
        fresh = select(path)
        assert fresh.begin(check=True) == []
        for known, value in said.items():
            assert fresh.get(known) == value
        assert fresh.verify() == []
        # The dead one holds nothing.
        left = fresh.claim([m for m in NAMES if not fresh.has(m)])
        assert {*left, *fresh.names()} == set(NAMES), (call, n)
        fresh.commit([Result(m, encode(1), g) for m, g in left.items()])
        fresh.sweep()
        fresh.pack()
        assert fresh.names() == set(NAMES) and fresh.verify() == []
        assert fresh.sweep() == 0
        fresh.close()
        if code == 0:
            return
    raise AssertionError("the end was not reached")
