"""jug and pyimg.tasks side by side, on the same jugfiles: ``python -P benchmarks/tasks.py [--only WORD]``.

Everything runs in processes of its own, in turn, several times; the best time of each counts. Redis is measured where a
server can be started, jug where it is installed.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TRIVIAL = """from {package} import TaskGenerator
@TaskGenerator
def f(i): return i
for i in range({count}): f(i)
"""
SLEEPS = """from {package} import TaskGenerator
import time
@TaskGenerator
def f(i): time.sleep(0.02); return i
for i in range(150): f(i)
"""
COMMANDS = {"jug": [sys.executable, "-c", "from jug.jug import main; main()"], "pyimg.tasks": [sys.executable, "-P", "-m", "pyimg.cli"]}


class Bench:
    """Runs and prints."""

    def __init__(self, folder, repeat, packages):
        self.folder, self.repeat, self.packages = folder, repeat, packages

    def command(self, package, *words):
        """Return wall time in seconds and peak memory in MB of a command."""
        extra = ["--will-cite"] if package == "jug" and words[0] == "execute" else []
        start = time.perf_counter()
        pid = subprocess.Popen([*COMMANDS[package], *map(str, words), *extra], cwd=self.folder, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(pid.pid, 0)
        pid.returncode = os.waitstatus_to_exitcode(status)
        return time.perf_counter() - start, usage.ru_maxrss / 1024

    def best(self, package, prepare, *words):
        """Return the best time and the memory of a command, prepared afresh each time."""
        times = []
        for _ in range(self.repeat):
            prepare()
            times.append(self.command(package, *words))
        return min(t for t, _ in times), min(m for _, m in times)

    def write(self, package, name, text, **words):
        """Write a jugfile and return its name."""
        path = self.folder / f"{name}_{package.partition('.')[0]}.py"
        path.write_text(text.format(package=package, **words))
        return path.name

    def line(self, what, figures, unit, better=max):
        """Print a row: each package's figure, and how many times better ours is."""
        text = "".join(f"{figures[p]:>14.4g}" if p in figures else " " * 14 for p in COMMANDS)
        ratio = ""
        if len(figures) == 2:
            jug, ours = figures["jug"], figures["pyimg.tasks"]
            ratio = f"{(ours / jug if better is max else jug / ours):>9.1f}×"
        print(f"{what:44}{text}{ratio}  {unit}", flush=True)

    def empty(self, package, *store):
        """Return the time of a command that does next to nothing: to be taken off."""
        name = self.write(package, "empty", TRIVIAL, count=1)
        return self.best(package, lambda: shutil.rmtree(self.folder / (name[:-3] + ".jugdata"), ignore_errors=True), "execute", name, *store)[0]

    def rate(self, what, where=None, count=2000):
        """Trivial tasks a second on a store."""
        rates = {}
        for package in self.packages:
            name = self.write(package, "trivial", TRIVIAL, count=count)
            data = self.folder / (name[:-3] + ".jugdata")

            def fresh(data=data):
                shutil.rmtree(data, ignore_errors=True)
                if where:
                    flush(where)

            store = ("--jugdir", where) if where else ()
            seconds, _ = self.best(package, fresh, "execute", name, *store)
            rates[package] = count / max(1e-3, seconds - self.empty(package, *store))
        self.line(what, rates, "tasks/s")

    def finished(self, count=20_000):
        """A re-run, `status` and `check` of many finished tasks, on memory-backed storage so that jug can be filled."""
        for verb, what in (("execute", "no-op re-run"), ("status", "status"), ("check", "check")):
            seconds, memory = {}, {}
            for package in self.packages:
                name = self.write(package, "finished", TRIVIAL, count=count)
                if not (self.folder / (name[:-3] + ".jugdata")).exists():
                    self.command(package, "execute", name)
                seconds[package], memory[package] = self.best(package, lambda: None, verb, name)
            self.line(f"{what} of {count} finished tasks", seconds, "s", min)
            self.line("  peak memory", memory, "MB", min)

    def second_worker(self):
        """How much faster two workers are on tasks of 20 ms."""
        gains = {}
        for package in self.packages:
            name = self.write(package, "sleeps", SLEEPS)
            data = self.folder / (name[:-3] + ".jugdata")
            one, _ = self.best(package, lambda d=data: shutil.rmtree(d, ignore_errors=True), "execute", name)
            times = []
            for _ in range(self.repeat):
                shutil.rmtree(data, ignore_errors=True)
                start = time.perf_counter()
                extra = ["--will-cite"] if package == "jug" else ["-j", "2"]
                pair = [subprocess.Popen([*COMMANDS[package], "execute", name, *extra], cwd=self.folder, stdout=subprocess.DEVNULL) for _ in range(2 if package == "jug" else 1)]
                for process in pair:
                    process.wait()
                times.append(time.perf_counter() - start)
            start = self.empty(package)
            gains[package] = (one - start) / (min(times) - start)
        self.line("second worker on 150 tasks of 20 ms", gains, "× faster")


def flush(url):
    """Empty a Redis server."""
    import redis

    redis.Redis.from_url(url).flushall()


def inside(bench):
    """What needs no command: hashing, storing and loading, memory of a large graph."""
    import numpy as np

    array = np.random.default_rng(0).random(1 << 25)  # 256 MB

    def timed(f):
        times = []
        for _ in range(bench.repeat):
            start = time.perf_counter()
            f()
            times.append(time.perf_counter() - start)
        return min(times)

    modules = {}
    if "jug" in bench.packages:
        from jug.backends.file_store import file_store
        from jug.hash import hash_one

        modules["jug"] = hash_one, file_store
    from pyimg.tasks.hashing import hash_one
    from pyimg.tasks.store.file import FileStore

    modules["pyimg.tasks"] = hash_one, FileStore
    bench.line("hashing 256 MB", {p: array.nbytes / 1e9 / timed(lambda h=h: h(array)) for p, (h, _) in modules.items()}, "GB/s")
    # In turns, each to a new file: the speed of disk and page cache changes from second to second.
    def write_plain(path):
        with open(path, "wb") as file:
            file.write(array.data)
            file.flush()
            os.fsync(file.fileno())

    paths = {package: str(bench.folder / f"store-{package}") for package in modules}
    stores = {package: store_of(paths[package]) for package, (_, store_of) in modules.items()}
    times = {package: [] for package in ("plain", *modules)}
    for i in range(max(10, bench.repeat)):
        plain = bench.folder / f"plain-{i}"
        calls = {"plain": lambda path=plain: write_plain(path)}
        name = str(i).encode() * 40
        calls |= {p: lambda s=s, name=name: s.dump(array, name) for p, s in stores.items()}
        turn = i % len(calls)
        for who in [*calls][turn:] + [*calls][:turn]:
            start = time.perf_counter()
            calls[who]()
            times[who].append(time.perf_counter() - start)
        plain.unlink()
        if i:  # the first stays, to be loaded
            for store in stores.values():
                store.remove(name)
    stored = {p: min(times[p]) / min(times["plain"]) for p in modules}
    loaded, again = {}, {}
    for package, (_, store_of) in modules.items():
        stores[package].close()
        path = paths[package]

        def first(path=path, store_of=store_of):
            opened = store_of(path)
            opened.load(b"0" * 40).sum()
            opened.close()

        loaded[package] = array.nbytes / 1e9 / timed(first)
        store = store_of(path)
        store.load(b"0" * 40)
        again[package] = array.nbytes / 1e9 / timed(lambda s=store: s.load(b"0" * 40).sum())
        store.close()
    bench.line("storing 256 MB, to writing and syncing bytes", stored, "×", min)
    bench.line("loading and summing 256 MB, digest checked", loaded, "GB/s")
    bench.line("loading and summing it again", again, "GB/s")
    code = (
        "from {0} import Task\n"
        "def f(*a): return a\nts = [Task(f, i) for i in range(100_000)]\n[t.hash() for t in ts]\n"
        "print(next(int(l.split()[1]) / 1024 for l in open('/proc/self/status') if l.startswith('VmHWM')))"
    )
    memory = {p: float(subprocess.run([sys.executable, "-P", "-c", code.format(p)], capture_output=True, text=True, check=True).stdout) for p in modules}
    bench.line("100,000 tasks, named", memory, "MB", min)


def with_redis(bench):
    """Trivial tasks on a Redis server of our own."""
    if shutil.which("redis-server") is None:
        print("no redis-server: not measured")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(["redis-server", "--port", str(port), "--save", "", "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL)
    try:
        time.sleep(1)
        bench.rate("2,000 trivial tasks, Redis", f"redis://127.0.0.1:{port}/")
    finally:
        server.terminate()
        server.wait()


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="parts whose name contains this: rate, finished, second, inside, redis")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", help="where to work, on the disk to be measured")
    options = parser.parse_args()
    try:
        import jug  # noqa: F401

        packages = list(COMMANDS)
    except ImportError:
        packages = ["pyimg.tasks"]
    print(f"{'':44}{'jug':>14}{'pyimg.tasks':>14}{'better':>10}")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        bench = Bench(Path(folder), options.repeat, packages)
        if options.only in "rate":
            bench.rate("2,000 trivial tasks, folder on disk")
        if options.only in "second":
            bench.second_worker()
        if options.only in "redis":
            with_redis(bench)
    shm = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=shm) as folder:
        bench = Bench(Path(folder), options.repeat, packages)
        if options.only in "rate":
            bench.rate("2,000 trivial tasks, folder in memory")
        if options.only in "finished":
            bench.finished()
    if options.only in "inside":
        # Last: the memory of what is started is counted from ours.
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            inside(Bench(Path(folder), options.repeat, packages))


if __name__ == "__main__":
    main()
