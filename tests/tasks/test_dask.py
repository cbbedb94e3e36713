"""The same jugfile on Dask: a real local cluster in processes of its own."""

import subprocess
import sys

import pytest

pytest.importorskip("dask.distributed")

JUGFILE = """
import os, time
@TaskGenerator
def n(): return 6
@TaskGenerator
def square(x):
    with open("log", "a") as file: file.write(f"square{x}\\n")
    time.sleep(0.05)
    return x * x
@TaskGenerator
def dies_once(x):
    if not os.path.exists("died"):
        open("died", "w").close()
        os._exit(1)
    return x
@TaskGenerator
def wrong(): raise ValueError("no")
@TaskGenerator
def total(xs): return sum(xs)
k = bvalue(n())
t = total([square(i) for i in range(k)])
d = dies_once(5)
"""


def test_dask_runs_a_jugfile(project):
    project.write(JUGFILE)
    out = project.run("execute", "--engine", "dask", "-j", "2", new=True)
    assert "6           0  jugfile.square" in out
    assert project.values("t", "d") == [55, 5]
    assert sorted(project.log()) == [f"square{i}" for i in range(6)]
    # The same store, whoever works.
    assert "0           6  jugfile.square" in project.run("execute")
    assert not list((project.folder / "jugfile.jugdata" / "locks").iterdir())


def test_a_scheduler_by_address(project):
    project.write(JUGFILE + "bad = wrong()\nafter = total([bad])\n")
    code = (
        "from dask.distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as c:\n"
        "        print(c.scheduler_address, flush=True)\n"
        "        input()\n"
    )
    (project.folder / "cluster.py").write_text(code)
    cluster = subprocess.Popen(
        [sys.executable, "-P", "cluster.py"], cwd=project.folder, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        address = cluster.stdout.readline().strip()
        out = project.run("execute", "--engine", "dask", "--scheduler", address, code=1, new=True)
    finally:
        cluster.communicate("\n", timeout=120)
    assert "ValueError: no" in out and "1 tasks are left" in out
    assert project.values("t") == [55]
    assert "ValueError: no" in project.run("why", "wrong")


def test_memory_cannot_be_shared(project):
    project.write(JUGFILE)
    assert "cannot be shared" in project.run("execute", "--engine", "dask", "--jugdir", "dict_store", code=1, new=True)


def test_nothing_imports_dask_unless_asked(project):
    code = "import sys, pyimg.tasks, pyimg.tasks.worker, pyimg.tasks.far, pyimg.tasks.supervise; print([m for m in ('dask', 'distributed', 'redis', 'rich', 'numpy') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
