"""One pool: lazy, shared, no harm after a fork, the same bits for any number of threads."""

import subprocess
import sys
import threading

import numpy as np
import odd_calls
import pytest

import pyimg as mh
from pyimg import _threads


@pytest.fixture
def eager(monkeypatch):
    """Split the smallest work too; go back to the default number of threads."""
    monkeypatch.setattr(_threads, "_WORTH", 1e-12)
    yield
    mh.set_threads(None)


def child(code):
    """Run code in a fresh process, which must end well and in time; give what it printed."""
    return subprocess.check_output([sys.executable, "-P", "-W", "ignore", "-c", code], text=True, timeout=60)


def answers(function, calls, images):
    """Give what the calls answer, or the kind of error."""
    found = []
    for call in calls:
        for a in images:
            try:
                found.append(call(function, a.copy()))
            except odd_calls.ALLOWED as error:
                found.append(type(error))
    return found


def assert_same(one, other):
    if isinstance(one, (tuple, list)):
        assert len(one) == len(other)
        for a, b in zip(one, other):
            assert_same(a, b)
    elif isinstance(one, dict):
        assert_same(list(one.items()), list(other.items()))
    elif isinstance(one, type):
        assert one is other
    else:
        np.testing.assert_array_equal(one, other, strict=True)


@pytest.mark.parametrize("name", sorted(odd_calls.CALLS))
def test_the_same_bits_for_any_number_of_threads(name, eager):
    rng = np.random.default_rng(0)
    images = [
        rng.integers(0, 9, (43, 31), np.uint8), rng.random((43, 31)).astype("f4"), rng.random((11, 7, 5)),
        rng.integers(0, 900, (19, 23, 3), np.uint16), rng.random((30, 40)) > 0.4,
    ]  # fmt: skip
    function = mh
    for part in name.split("."):
        function = getattr(function, part)
    calls = odd_calls.CALLS[name]
    mh.set_threads(1)
    expected = answers(function, calls, images)
    for n in (2, 5):
        mh.set_threads(n)
        assert_same(answers(function, calls, images), expected)


def test_parts_cover_all_rows_once(eager):
    for rows in (0, 1, 2, 7, 100):
        for n in (1, 2, 3, 8):
            for least in (1, 10):
                seen = np.zeros(rows, int)

                def run(start, stop, seen=seen):
                    seen[start:stop] += 1

                _threads.slabs(run, rows, work=1.0, threads=n, least=least)
                assert (seen == 1).all()


def test_little_work_starts_no_thread_and_the_pool_is_lazy():
    child(
        "import numpy as np, threading, pyimg as mh\n"
        "from pyimg import _threads\n"
        "mh.set_threads(4)\n"
        "mh.gaussian_filter(np.ones((64, 64), 'f4'), 2); mh.erode(np.ones((200, 200), bool))\n"
        "assert _threads._pool is None and threading.active_count() == 1\n"
        "_threads.slabs(lambda a, b: None, 10, work=9)\n"
        "pool = _threads._pool\n"
        "assert pool is not None\n"
        "_threads.slabs(lambda a, b: None, 10, work=9)\n"
        "assert _threads._pool is pool\n"
    )


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="no fork here")
def test_a_fork_after_use_does_not_hang():
    child(
        "import os, numpy as np, pyimg as mh\n"
        "a = np.random.default_rng(0).random((600, 600))\n"
        "expected = mh.gaussian_filter(a, 9, threads=3)\n"
        "pid = os.fork()\n"
        "same = (mh.gaussian_filter(a, 9, threads=3) == expected).all()\n"
        "if pid == 0:\n"
        "    os._exit(0 if same else 1)\n"
        "assert same and os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0\n"
    )


def test_it_works_while_the_interpreter_ends():
    said = child(
        "import threading, time, numpy as np, pyimg as mh\n"
        "a = np.random.default_rng(0).random((600, 600))\n"
        "mh.gaussian_filter(a, 9, threads=3)\n"
        "def late():\n"
        "    time.sleep(0.3)\n"
        "    mh.gaussian_filter(a, 9, threads=3)\n"
        "    print('done')\n"
        "threading.Thread(target=late).start()\n"
    )
    assert said == "done\n"


def test_parts_within_parts_do_not_wait_for_each_other(eager):
    count = []

    def outer(start, stop):
        for _ in range(start, stop):
            _threads.slabs(lambda a, b: count.append(b - a), 6, work=1.0, threads=3)

    _threads.slabs(outer, 12, work=1.0, threads=4)
    assert sum(count) == 72


def test_callers_from_many_threads_share_the_pool(eager):
    a = np.random.default_rng(0).random((200, 200))
    expected, wrong = mh.gaussian_filter(a, 3, threads=1), []

    def work():
        for _ in range(5):
            wrong.extend([1] * int((mh.gaussian_filter(a, 3, threads=3) != expected).any()))

    callers = [threading.Thread(target=work) for _ in range(6)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(60)
    assert not wrong


def test_an_error_in_any_part_reaches_the_caller(eager):
    for bad in (0, 5, 9):

        def run(start, stop, bad=bad):
            if start <= bad < stop:
                raise ZeroDivisionError("here")

        with pytest.raises(ZeroDivisionError):
            _threads.slabs(run, 10, work=1.0, threads=4)


def test_the_number_of_threads(monkeypatch):
    monkeypatch.setenv("PYIMG_NUM_THREADS", "3")
    assert mh.get_threads() == 3
    mh.set_threads(2)
    assert mh.get_threads() == 2
    mh.set_threads(None)
    monkeypatch.setenv("PYIMG_NUM_THREADS", "many")
    with pytest.raises(ValueError, match="PYIMG_NUM_THREADS"):
        mh.get_threads()
    with pytest.raises((TypeError, ValueError), match="threads"):
        mh.set_threads(0)
