"""The command, from outside: runs everything once, survives everything, says what happened."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LOG = """
import os, sys, time, signal
def log(word):
    with open("log", "a") as file:
        file.write(f"{word}\\n")
"""


def wait_for(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


SIMPLE = LOG + """
@TaskGenerator
def double(x):
    log(f"double{x}")
    return 2 * x
@TaskGenerator
def add(*xs):
    log("add")
    return sum(xs)
ds = [double(i) for i in range(8)]
total = add(*ds)
"""


def test_runs_once_and_never_again(project):
    project.write(SIMPLE)
    assert "8           0  jugfile.double" in project.run("execute", new=True)
    out = project.run("execute", new=True)
    assert "0           8  jugfile.double" in out
    assert len(project.log()) == 9
    assert project.values("total", "ds") == [56, [0, 2, 4, 6, 8, 10, 12, 14]]


def test_several_workers_share_the_work(project):
    project.write(LOG + """
@TaskGenerator
def slow(x):
    log(f"slow{x}-{os.getpid()}")
    # None runs away with all the work.
    while len({line.split("-")[1] for line in open("log").read().split()}) < 3: time.sleep(0.01)
    return x
@TaskGenerator
def total(xs): return sum(xs)
t = total([slow(i) for i in range(40)])
""")
    other = project.start("execute", "-j", "2")
    project.run("execute", "-j", "3")
    project.end(other)
    lines = [line.split("-") for line in project.log()]
    assert sorted(line[0] for line in lines) == sorted(f"slow{i}" for i in range(40))
    assert len({line[1] for line in lines}) >= 3
    assert project.values("t") == [780]


FAILS = LOG + """
@TaskGenerator
def crash(x): os.kill(os.getpid(), signal.SIGSEGV)
@TaskGenerator
def gone(x): os._exit(0)
@TaskGenerator
def leave(x): sys.exit(0)
@TaskGenerator
def wrong(x, y=None):
    log("wrong")
    return 1 / x
@TaskGenerator
def after(x):
    log("after")
    return x
@TaskGenerator
def good(x):
    log(f"good{x}")
    return x
bad = [crash(1), gone(2), leave(3), wrong(0, y=[1, "two"])]
afters = [after(b) for b in bad]
goods = [good(i) for i in range(6)]
"""


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_failure_stops_nothing_but_its_dependents(project, jobs):
    project.write(FAILS)
    out = project.run("execute", "-j", jobs, code=1)
    assert sorted(project.log()) == [*(f"good{i}" for i in range(6)), "wrong"]
    assert "ZeroDivisionError" in out and "jugfile.wrong(0, y=[1, 'two'])" in out
    assert "SIGSEGV" in out and "exit code 0" in out and "SystemExit" in out
    assert "4 tasks failed" in out
    assert out.count("a worker died of task") == 2
    assert project.values("goods") == [list(range(6))]
    out = project.run("status", code=1)
    assert [line.split()[:5] for line in out.splitlines() if "Total" in line] == [["4", "4", "0", "6", "0"]]
    story = project.run("why", "wrong")
    assert "ZeroDivisionError: division by zero" in story and "Traceback" in story and "y=[1, 'two']" in story
    assert "signal SIGSEGV" in project.run("why", "crash")
    # The next run tries again, unless failures are to be kept.
    project.run("execute", code=1)
    assert project.log().count("wrong") == 2


def test_what_workers_have_to_say_may_be_long(project):
    # More than a pipe holds: the parent must listen all the time.
    project.write("""
def f(x): return x
for i in range(900):
    name = f"f{i}" + "x" * 90
    g = type(f)(f.__code__, globals(), name)
    g.__qualname__ = name
    Task(g, i)
""")
    for _ in range(2):
        assert f"f899{'x' * 90}" in project.run("execute", "-j", "2", env={"COLUMNS": "150"})


def test_a_worker_that_dies_between_two_tasks_is_replaced(project):
    project.write(LOG + """
from pyimg.tasks import hooks
def die(task):
    if not os.path.exists("died"):
        open("died", "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
hooks.register_hook_once("execute.task-pre-execute", "die", die)
""" + SIMPLE.removeprefix(LOG))
    assert "a worker died between two tasks" in project.run("execute")
    assert len(project.log()) == 9


def test_kept_failures_are_not_tried_again(project):
    project.write(FAILS)
    project.run("execute", "--keep-failed", code=1)
    project.run("execute", "--keep-failed", code=1)
    project.run("execute", code=1)
    assert project.log().count("wrong") == 1
    assert "Removed 4 failure locks" in project.run("cleanup", "--failed-only")
    project.run("execute", code=1)
    assert project.log().count("wrong") == 2


def test_fail_fast(project):
    project.write(LOG + """
@TaskGenerator
def wrong(): raise ValueError("no")
@TaskGenerator
def crash(): os.abort()
@TaskGenerator
def good(x): log(f"good{x}")
wrong() if sys.argv[1] == "wrong" else crash()
for i in range(5): good(i)
""")
    assert "ValueError: no" in project.run("execute", "jugfile.py", "wrong", "--fail-fast", code=1)
    assert "SIGABRT" in project.run("execute", "jugfile.py", "crash", "--fail-fast", code=1)
    assert project.log() == []


def test_retries_and_timeouts(project):
    project.write(LOG + """
@TaskGenerator
def flaky():
    log("flaky")
    if len(open("log").read().split()) < 3: raise OSError("not yet")
    return 5
@TaskGenerator
def hangs():
    log("hangs")
    time.sleep(600)
x = flaky()
y = hangs()
""")
    assert project.run("execute", "--name", "flaky", "--retries", "3").count("trying again") == 2
    assert project.values("x") == [5]
    out = project.run("execute", "--retries", "1", "--timeout", "0.3", code=1)
    assert project.log().count("hangs") == 2
    assert "jugfile.hangs" in out and "timed out after 0.3 s" in out and "timed out" in project.run("why", "hangs")


def test_invalidate_reaches_all_dependents_and_only_those(project):
    project.write(LOG + """
@TaskGenerator
def a(x): log(f"a{x}"); return x
@TaskGenerator
def a_other(x): log("a_other"); return x
@TaskGenerator
def b(x): log("b"); return x
c = b(a(1)); d = b(b(a(2)[0:1] if 0 else a(2))); e = a_other(3)
""")
    project.run("execute")
    assert "jugfile.a" in project.run("invalidate", "--name", "a", "--dry-run")
    assert "All tasks complete (6 tasks)." in project.run("status", "--short")
    out = project.run("invalidate", "--name", "a")
    assert out.split("\n")[2].split() == ["2", "jugfile.a"] and out.split("\n")[3].split() == ["3", "jugfile.b"]
    (project.folder / "log").unlink()
    project.run("execute")
    assert sorted(project.log()) == ["a1", "a2", "b", "b", "b"]
    assert "No results invalidated." in project.run("invalidate", "--name", "nothing")
    assert "2  jugfile.a" in project.run("invalidate", "--pattern", "/e\\.a$/")
    assert "Tasks invalidated, but no results removed" in project.run("invalidate", "--pattern", "/e\\.a$/")
    project.run("invalidate", "--pattern", "", code=2)
    project.run("invalidate", code=2)


def test_names_and_patterns_select(project):
    project.write(SIMPLE)
    project.run("execute", "--name", "double")
    assert len(project.log()) == 8
    project.run("execute", "--name", "doubl", code=0)
    project.run("check", code=1)
    project.run("execute", "--pattern", "jugfile.ad")
    project.run("check")


def test_changing_code_recomputes_nothing_and_is_told(project):
    project.write(SIMPLE)
    project.run("execute")
    project.write(SIMPLE.replace("2 * x", "3 * x"))
    project.run("execute")
    assert len(project.log()) == 9
    out = project.run("status")
    assert "The code of jugfile.double has changed since 8 of its results were stored" in out
    project.write(SIMPLE.replace("2 * x", "2 * x  # a comment"))
    assert "has changed" not in project.run("status")


BARRIERS = LOG + """
@TaskGenerator
def n(): return 4
@TaskGenerator
def square(x):
    log(f"square{x}")
    return x * x
k = bvalue(n())
squares = [square(i) for i in range(k)]
barrier()
more = [square(v + 100) for v in value(squares)]
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_barriers(project, jobs):
    project.write(BARRIERS)
    assert project.run("check", code=1) == ""
    project.run("execute", "-j", jobs)
    assert sorted(project.log()) == sorted(f"square{i}" for i in (0, 1, 2, 3, 100, 101, 104, 109))
    project.run("check")
    assert project.values("more") == [[10000, 10201, 10816, 11881]]
    project.run("invalidate", "--name", "n")
    # Behind the barrier nothing is known, so nothing is removed.
    assert "barrier" in project.run("cleanup")
    project.run("execute")
    assert len(project.log()) == 8


def test_sleep_until(project):
    project.write(BARRIERS)
    waiting = project.start("sleep-until", "--interval", "0.05")
    time.sleep(0.3)
    assert waiting.poll() is None
    project.run("execute")
    project.end(waiting)
    project.write(FAILS, "fails.py")
    project.run("execute", "fails.py", code=1)
    assert "4 tasks failed; 4 more stand on them." in project.run("sleep-until", "fails.py", code=1)


def test_cleanup_touches_only_what_is_its_own(project):
    project.write(SIMPLE)
    project.run("execute")
    project.write(SIMPLE.replace("range(8)", "range(4)"))
    (project.folder / "jugfile.jugdata" / "README").write_text("mine")
    assert "Would remove 5 objects" in project.run("cleanup", "--dry-run")
    assert "Removed 5 objects" in project.run("cleanup")
    assert (project.folder / "jugfile.jugdata" / "README").exists()
    project.run("execute")
    assert len(project.log()) == 10


SLOW = LOG + """
@TaskGenerator
def slow(x):
    log(f"start{x}")
    while not os.path.exists("go"): time.sleep(0.01)
    log(f"end{x}")
    return x
@TaskGenerator
def after(x):
    return x + 1
a = after(slow(7))
"""


def test_kill_9_needs_no_help(project):
    project.write(SLOW)
    worker = project.start("execute")
    wait_for(lambda: "start7" in project.log())
    worker.kill()
    worker.communicate()
    (project.folder / "go").touch()
    start = time.monotonic()
    project.run("execute")
    # At once: not when its lease ends, or after the thirty minutes that patience lasts.
    assert time.monotonic() - start < 50
    assert project.values("a") == [8]


def test_locks_of_the_living_are_left_alone(project):
    project.write(SLOW)
    worker = project.start("execute")
    wait_for(lambda: "start7" in project.log())
    out = project.run("cleanup")
    assert "Removed 0 locks" in out and "1 locks of living workers" in out
    assert project.run("status", "--short", code=1).count("1 active") == 1
    assert "held by" in project.run("why", "slow")
    assert "left" in project.run("execute", "--wait-cycle-time", "0.1", "--nr-wait-cycles", "2", code=3)
    (project.folder / "go").touch()
    project.end(worker)
    assert project.log() == ["start7", "end7"]


def test_invalidated_while_it_runs(project):
    project.write(SLOW)
    worker = project.start("execute")
    wait_for(lambda: "start7" in project.log())
    project.run("invalidate", "--name", "slow")
    (project.folder / "go").touch()
    project.end(worker)
    # The late result was refused, and the task was run again.
    assert project.log().count("end7") == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR2])
def test_signals_release_what_is_held(project, number):
    project.write(SIMPLE + SLOW)
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the suite itself may be run with nohup
    try:
        worker = project.start("execute")
    finally:
        signal.signal(signal.SIGHUP, before)
    wait_for(lambda: "start7" in project.log())
    if number == signal.SIGINT:
        # As a terminal does it: to everybody, and then the parent to its children.
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
        for child in children.read_text().split() if children.exists() else ():
            os.kill(int(child), number)
    worker.send_signal(number)
    out = project.end(worker, 128 + number)
    assert "9           0  Total" in out and "2 tasks are left (stopped)." in out
    out = project.run("status", "--short", code=1)
    assert "9 complete, (none active)" in out
    assert not list((project.folder / "jugfile.jugdata" / "locks").iterdir())
    assert not list((project.folder / "jugfile.jugdata" / "workers").iterdir())


def test_what_is_ignored_stays_ignored(project):
    """As after ``nohup``: the end of the terminal session does not stop the run."""
    project.write(SIMPLE + SLOW)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        worker = project.start("execute")
    finally:
        signal.signal(signal.SIGHUP, before)
    wait_for(lambda: "start7" in project.log())
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
    for pid in [worker.pid, *(children.read_text().split() if children.exists() else ())]:
        os.kill(int(pid), signal.SIGHUP)
    time.sleep(0.1)
    (project.folder / "go").touch()
    project.end(worker)


def test_exit_code_says_what_is_left(project):
    project.write(SIMPLE)
    out = project.run("execute", env={"JUG_MAX_TASKS": "3"}, code=3)
    assert "are left (stopped)" in out
    assert len(project.log()) == 3
    (project.folder / "__jug_please_stop_running.txt").touch()
    project.run("execute", code=3)
    assert len(project.log()) == 3
    project.run("execute", "--no-check-environment")


def test_damaged_results_heal_by_themselves(project):
    project.write(LOG + """
import numpy as np
@TaskGenerator
def image(i): log("image"); return np.full((100, 100), i)
@TaskGenerator
def mean(x): log("mean"); return float(x.mean())
images = [image(i) for i in range(3)]
means = [mean(i) for i in images]
""")
    project.run("execute")
    for path in (project.folder / "jugfile.jugdata").rglob("*.npy"):
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)
        break
    segment = next((project.folder / "jugfile.jugdata" / "segments").iterdir())
    segment.write_bytes(segment.read_bytes()[:-10])
    assert "damaged" in project.run("execute")
    assert project.log().count("image") == 4 and project.log().count("mean") == 4
    assert project.values("means") == [[0.0, 1.0, 2.0]]
    assert "6 results are sound, 0 are damaged" in project.run("verify", code=None)


def test_decay_that_no_clock_shows(project):
    project.write(LOG + """
import numpy as np
@TaskGenerator
def image(i): log("image"); return np.full((100, 100), i)
@TaskGenerator
def mean(x): log("mean"); return float(x.mean())
m = mean(image(3))
""")
    project.run("execute", "--name", "image")
    path = next((project.folder / "jugfile.jugdata").rglob("*.npy"))
    state, data = path.stat(), bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert "will be computed again" in project.run("execute")
    assert project.log() == ["image", "image", "mean"]
    assert project.values("m") == [3.0]


def test_a_read_only_folder_fails_clearly(project):
    if os.getuid() == 0:
        pytest.skip("root may write anywhere")
    project.write(SIMPLE)
    project.run("execute")
    for path in [project.folder / "jugfile.jugdata", *(project.folder / "jugfile.jugdata").rglob("*")]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    project.run("execute")
    project.run("status")


@pytest.mark.parametrize("without", ["", "IPython"])
def test_a_debugger_where_a_task_fails(project, without):
    if not without:
        pytest.importorskip("IPython")
    project.write("""
        @TaskGenerator
        def wrong(x):
            inner = 40 + x
            raise KeyError(x)
        wrong(2)
        Task(pow, 2, 3)
    """)
    code = f"import sys; sys.modules.update({{w: None for w in {without.split()!r}}}); from pyimg.cli import main; sys.exit(main(['execute', '--pdb']))"
    run = [sys.executable, "-P", "-c", code]
    env = {**os.environ, "TERM": "dumb", "IPYTHONDIR": str(project.folder / "ipython")}
    found = subprocess.run(run, check=False, cwd=project.folder, input="p inner, 'here'\nq\n", capture_output=True, text=True, timeout=120, env=env)
    assert "(42, 'here')" in found.stdout, found.stdout + found.stderr
    assert found.returncode == 1 and "KeyError: 2" in found.stderr
    assert "1           0           0  builtins.pow" in found.stdout
    # Nobody is there to answer.
    found = subprocess.run(run, check=False, cwd=project.folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, env=env)
    assert found.returncode == 1


def test_a_broken_jugfile(project):
    project.write("1 / 0\n")
    for verb in ("execute", "status", "check", "count"):
        out = project.run(verb, code=1)
        assert "ZeroDivisionError" in out and "could not" in out
    assert "no jugfile" in project.run("execute", "none.py", code=1)


def test_arguments_may_follow_options(project):
    project.write("""
        import sys
        print("ARGV", sys.argv[1:])
    """)
    for words in ("jugfile.py a b --short -- --x", "jugfile.py --short a b -- --x", "jugfile.py a --short b -- --x", "--short jugfile.py a b -- --x"):
        assert "ARGV ['a', 'b', '--x']" in project.run("count", *words.split())
    assert "unrecognized" in project.run("count", "jugfile.py", "--short", "a", "--x", code=2)


def test_commands_leave_nothing_behind(project):
    project.write("Task(pow, 2, 3)").run("execute")
    for words in ("invalidate --name pow", "execute", "cleanup", "gc", "status", "check"):
        project.run(*words.split())
        assert not list((project.folder / "jugfile.jugdata" / "workers").iterdir())


def test_words_in_the_place_of_the_store(project):
    project.write("Task(pow, 2, 3)").run("execute", "--jugdir", "a/%(jugfile)s-%(date)s")
    (made,) = (project.folder / "a").iterdir()
    assert made.name.startswith("jugfile-2")
    assert "%(jugfile)s and %(date)s" in project.run("execute", "--jugdir", "%(jugfle)s", code=1)


def test_arguments_reach_the_jugfile(project):
    project.write("import sys\n@TaskGenerator\ndef show(x): return x\na = show(sys.argv)\n")
    project.run("execute", "jugfile.py", "one", "--", "--two", "-j")
    out = project.run("why", "show", "jugfile.py", "one", "--", "--two", "-j")
    assert "complete" in out and "['jugfile.py', 'one', '--two', '-j']" in out


def test_arguments_are_not_shared_between_tasks(project):
    project.write("""
import numpy as np
@TaskGenerator
def fill(x, v):
    x[:] += v
    return x
base = np.zeros(3)
made = fill(base, 1)
lists = [fill(base, 2), fill(made, 10), fill(made, 20)]
""")
    project.run("execute")
    code = "from pyimg.tasks import init, value\ns, n = init('jugfile.py', 'jugfile.jugdata')\nprint([int(x[0]) for x in value([n['made'], *n['lists']])])"
    out = subprocess.run([sys.executable, "-P", "-c", code], cwd=project.folder, capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[1, 2, 11, 21]"


def test_deep_chains(project):
    project.write("""
@TaskGenerator
def inc(x): return x + 1
x = 0
for _ in range(3000): x = inc(x)
""")
    project.run("execute")
    project.run("check")
    project.run("sleep-until")
    assert project.values("x") == [3000]


def test_configuration_files(project):
    project.write(SIMPLE)
    (project.folder / ".jugrc").write_text("[main]\njugdir=elsewhere\n[execute]\nwait-cycle-time=0.5\nkeep-failed=off\n")
    project.run("execute")
    assert (project.folder / "elsewhere").is_dir()
    (project.folder / ".jugrc").write_text("[execute]\nwait-cycle-time=soon\n")
    assert "wait-cycle-time" in project.run("execute", code=1)


def test_other_verbs(project):
    project.write(SIMPLE)
    assert "8  jugfile.double" in project.run("count")
    project.run("execute")
    assert "jugfile.double" in project.run("status", "--timings")
    assert "Packed 9 objects" in project.run("pack")
    project.run("check")
    project.run("graph")
    assert '"jugfile.double" -> "jugfile.add";' in (project.folder / "jugfile.dot").read_text()
    for system, word in (("slurm", "#SBATCH --array=1-7"), ("sge", "#$ -t 1-7"), ("lsf", '#BSUB -J "pyimg-jugfile[1-7]"')):
        assert word in project.run("batch", "--system", system, "--workers", "7")
    assert "Would remove 9 results" in project.run("gc", "--max-size", "0", "--dry-run")
    assert "Removed 0 results" in project.run("gc", "--older-than", "1d", "--max-size", "1G")
    assert "Removed 9 results" in project.run("gc", "--max-size", "0")
    project.run("check", code=1)
    project.run("gc", "--max-size", "big", code=2)
    assert "no task is called" in project.run("why", "nobody", code=1)


def test_the_graph_lies_beside_its_jugfile(project):
    (project.folder / "sub").mkdir()
    project.write(SIMPLE, "sub/jugfile.py")
    tool = project.folder / "bin" / "dot"
    tool.parent.mkdir()
    for content, told in (("#!/bin/sh\nshift 3; echo picture > $1\n", "wrote sub/jugfile.svg"), ("#!/bin/sh\nexit 7\n", "exit code 7")):
        tool.write_text(content)
        tool.chmod(0o700)
        out = project.run("graph", "sub/jugfile.py", "--file-format", "svg", env={"PATH": f"{tool.parent}:{os.environ['PATH']}"})
        assert told in out
    tool.chmod(0o600)
    assert "cannot be run" in project.run("graph", "sub/jugfile.py", env={"PATH": str(tool.parent)})
    assert (project.folder / "sub" / "jugfile.svg").read_text() == "picture\n"
    assert '"jugfile.double" -> "jugfile.' in (project.folder / "sub" / "jugfile.dot").read_text()


def test_commands_of_ones_own(project):
    (project.folder / ".config" / "pyimg").mkdir(parents=True)
    (project.folder / ".config" / "pyimg" / "user_commands.py").write_text("""
from pyimg.tasks.subcommands import SubCommand
class Report(SubCommand):
    "Says how many results there are"
    name = "my-report"
    def parse(self, parser):
        parser.add_argument("--word", dest="report_word")
    def parse_defaults(self):
        return {"report_word": "results"}
    def run(self, options, store, jugspace, **kwargs):
        print(len(store.list()), options.report_word, len(jugspace["ds"]))
        return 4
report = Report()
""")
    home = {"HOME": str(project.folder)}
    project.write(SIMPLE)
    project.run("execute")
    assert project.run("my-report", code=4, env=home) == "9 results 8\n"
    assert project.run("my-report", "--word", "x", "jugfile.py", code=4, env=home) == "9 x 8\n"
    assert "no verb 'others'" in project.run("others", code=2, env=home)


def test_the_store_of_a_jugfile_goes_first(project):
    project.write("set_jugdir('mine')\n" + SIMPLE)
    project.run("execute")
    assert (project.folder / "mine").is_dir()
    project.run("check")


def test_safe_stores_refuse_pickles(project):
    project.write("@TaskGenerator\ndef odd(): return ValueError('x')\n@TaskGenerator\ndef even(): return [1, (2,)]\nodd(); e = even()\n")
    out = project.run("execute", "--jugdir", "safe:jugfile.jugdata", code=1)
    assert "needs pickle" in out
    assert project.values("e") == [[1, (2,)]]


def test_a_crash_is_kept_in_the_store_that_the_jugfile_chose(project):
    project.write("set_jugdir('mine')\n" + FAILS)
    out = project.run("execute", code=1)
    assert "6           0           0  jugfile.good" in out
    assert "SIGSEGV" in project.run("why", "crash")


def test_many_runs_do_not_crowd_the_store(project):
    from pyimg.tasks.store import select

    project.write(SIMPLE)
    for i in range(110):
        store = select(str(project.folder / "jugfile.jugdata"))
        store.put(b"old%d" % i, i)
        store.close()
    project.run("execute")
    assert len(list((project.folder / "jugfile.jugdata" / "segments").iterdir())) == 1
    assert len(project.store().list()) == 119


def test_the_page_and_the_shell(project, monkeypatch):
    import argparse
    import threading
    import urllib.request

    from pyimg.cli import shell, webstatus
    from pyimg.tasks.project import open_project

    monkeypatch.chdir(project.folder)
    project.write(SIMPLE)
    project.run("execute", "--name", "double")
    opened = open_project("jugfile.py", "jugfile.jugdata")
    options = argparse.Namespace(jugfile="jugfile.py", webstatus_ip="localhost", webstatus_port=0)
    with webstatus.server(opened, options) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with urllib.request.urlopen(f"http://localhost:{server.server_port}/") as answer:
            page = answer.read().decode()
        server.shutdown()
        thread.join()
    assert 'content="3"' in page and "<td>jugfile.double</td><td>0</td><td>0</td><td>0</td><td>8</td>" in page
    space = dict(opened.space)
    names = shell.names(opened, space)
    assert len(names["get_tasks"]()) == 9
    assert len(names["get_filtered_tasks"](loadable=True)) == 8
    assert names["get_filtered_tasks"](available=True) == [opened.space["total"]]
    names["load_all"]()
    assert space["ds"] == list(range(0, 16, 2)) and space["total"] is opened.space["total"]
    assert names["value"](opened.space["ds"]) == list(range(0, 16, 2))
    assert names["invalidate"](opened.space["ds"][0]) == 1
    assert len(names["get_filtered_tasks"](loadable=True)) == 7
