"""Projects to run commands in, fresh tasks for each test, a Redis server."""

import contextlib
import faulthandler
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import traceback
import warnings
from pathlib import Path

import pytest

from pyimg import cli
from pyimg.tasks import core, functions, hooks, load
from pyimg.tasks.store import select


class Forked:
    """A process of its own that spares the start of Python: for commands, as `subprocess.Popen` with ``text=True``."""

    def __init__(self, function, folder, env):
        self.returncode = None
        self._files = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
        with warnings.catch_warnings():
            # Threads of other tests hold nothing that the child needs.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:
            code = 99
            try:
                os.chdir(folder)
                os.environ.update(env)
                for number, file in enumerate(self._files, 1):
                    os.dup2(file.fileno(), number)
                sys.stdin = io.StringIO()
                sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115
                signal.signal(signal.SIGINT, signal.default_int_handler)
                faulthandler.disable()
                forget()
                code = function()
            except SystemExit as error:
                code = error.code
            except BaseException:
                traceback.print_exc()
                code = 1
            finally:
                for stream in (sys.stdout, sys.stderr):
                    with contextlib.suppress(Exception):
                        stream.flush()
                os._exit(code if isinstance(code, int) else code is not None)

    def poll(self):
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def communicate(self, timeout=None):
        end = time.monotonic() + (timeout or 600)
        while self.poll() is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("pyimg", timeout)
            time.sleep(0.002)
        texts = []
        for file in self._files:
            with file:
                file.seek(0)
                texts.append(file.read().decode())
        return texts

    def send_signal(self, number):
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)


def forget():
    """Make this process look as if it had only just imported the tasks."""
    core.alltasks.clear()
    functions.forget()
    hooks.reset_all_hooks()
    core.Task.store, core.Task._load, load.running = None, None, False


class Project:
    """A folder with a jugfile, and the command to be run in it."""

    def __init__(self, folder):
        self.folder = folder
        self.jugdir = None

    def write(self, text, name="jugfile.py"):
        """Write a jugfile."""
        text = "from pyimg.tasks import *\nfrom pyimg.tasks import mapreduce\n" + textwrap.dedent(text)
        (self.folder / name).write_text(text, encoding="utf-8")
        return self

    def start(self, *words, env=None, new=False):
        """Start a command and return its process; a new Python on request."""
        if self.jugdir and "--jugdir" not in words:
            words = (*words, "--jugdir", self.jugdir)
        words, env = [*map(str, words)], {"COLUMNS": "100", **(env or {})}
        if not new:
            return Forked(lambda: cli.main(words), self.folder, env)
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "pyimg.cli", *words], cwd=self.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **env},
        )  # fmt: skip

    def run(self, *words, code=0, env=None, timeout=120, new=False):
        """Run a command; return what it printed; its exit code must be `code` unless that is None."""
        process = self.start(*words, env=env, new=new)
        return self.end(process, code, timeout)

    def end(self, process, code=0, timeout=120):
        """Wait for a command; return what it printed; its exit code must be `code` unless that is None."""
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        assert code is None or process.returncode == code, f"exit code {process.returncode}\n{out}\n{err}"
        return out + err

    def values(self, *names, file="jugfile.py"):
        """Return values of the jugfile's names, loaded by a new process."""

        def show():
            from pyimg.tasks import init, value

            _, space = init(file, self.jugdir or Path(file).stem + ".jugdata", on_error="propagate")
            print(repr([value(space[n]) for n in names]))
            return 0

        return eval(self.end(Forked(show, self.folder, {})).splitlines()[-1])

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
    forget()
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
