"""Projects to run commands in, fresh tasks for each test, a Redis server."""

import os
import shutil
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pyimg.tasks import core, functions, hooks, load
from pyimg.tasks.store import select


class Project:
    """A folder with a jugfile, and the command to be run in it."""

    def __init__(self, folder):
        self.folder = folder
        self.jugdir = None

    def write(self, text, name="jugfile.py"):
        """Write a jugfile."""
        (self.folder / name).write_text("from pyimg.tasks import *\nfrom pyimg.tasks import mapreduce\n" + textwrap.dedent(text))
        return self

    def start(self, *words, env=None):
        """Start a command and return its process."""
        if self.jugdir and "--jugdir" not in words:
            words = (*words, "--jugdir", self.jugdir)
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "pyimg.cli", *map(str, words)], cwd=self.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "COLUMNS": "100", **(env or {})},
        )  # fmt: skip

    def run(self, *words, code=0, env=None, timeout=60):
        """Run a command; return what it printed; its exit code must be `code` unless that is None."""
        process = self.start(*words, env=env)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        assert code is None or process.returncode == code, f"exit code {process.returncode}\n{out}\n{err}"
        return out + err

    def values(self, *names, file="jugfile.py"):
        """Return values of the jugfile's names, loaded by a new process."""
        code = (
            "from pyimg.tasks import init, value\n"
            f"store, space = init({file!r}, {self.jugdir or Path(file).stem + '.jugdata'!r}, on_error='propagate')\n"
            f"print(repr([value(space[n]) for n in {list(names)!r}]))"
        )
        out = subprocess.run([sys.executable, "-P", "-c", code], cwd=self.folder, text=True, capture_output=True, check=False)
        assert out.returncode == 0, out.stderr
        return eval(out.stdout.splitlines()[-1])

    def log(self):
        """Return the lines that tasks wrote with ``log``."""
        path = self.folder / "log"
        return path.read_text().split() if path.exists() else []

    def store(self):
        """Open the store."""
        return select(self.jugdir or str(self.folder / "jugfile.jugdata"))


@pytest.fixture
def project(tmp_path):
    """An empty project on a folder store."""
    return Project(tmp_path)


@pytest.fixture(autouse=True)
def fresh():
    """No tasks, no hooks, results in memory; as it was afterwards."""
    before = core.Task.store, list(core.alltasks), load.running, list(sys.path), list(sys.argv)
    core.alltasks.clear()
    functions.forget()
    hooks.reset_all_hooks()
    core.Task.store = select("dict_store")
    yield
    core.Task.store, core.alltasks[:], load.running, sys.path[:], sys.argv[:] = before
    core.Task._load = None
    hooks.reset_all_hooks()
    functions.forget()


class Server:
    """A Redis server on a port of its own."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = None
        self.start()

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--appendonly", "yes",
             "--appendfsync", "always", "--save", ""],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("redis-server does not answer")

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory):
    """A real Redis server."""
    pytest.importorskip("redis")
    if shutil.which("redis-server") is None:
        pytest.skip("needs redis-server (apt install redis-server)")
    server = Server(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()
