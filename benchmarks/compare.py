"""Time ours at a revision and as it is here, in turn, each in a process of its own; print what became slower.

The rows are those of this source, so both do the same; a row that the revision cannot do is left out.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ROUNDS = 7


def installed(revision):
    """Build a revision (once) into build/revisions/; return its site-packages."""
    sha = subprocess.check_output(["git", "rev-parse", f"{revision}^{{commit}}"], text=True, cwd=ROOT).strip()[:12]
    prefix = ROOT / "build" / "revisions" / sha
    if not (prefix / "whole").exists():
        with tempfile.TemporaryDirectory() as folder:
            tree, build = f"{folder}/source", f"{folder}/build"
            subprocess.run(["git", "worktree", "add", "--detach", tree, sha], check=True, cwd=ROOT)
            try:
                subprocess.run(["meson", "setup", build, tree, "-Dext=enabled", f"--prefix={prefix}",
                                "-Dpython.install_env=prefix"], check=True)  # fmt: skip
                subprocess.run(["meson", "install", "-C", build, "--quiet"], check=True)
            finally:
                subprocess.run(["git", "worktree", "remove", "--force", tree], check=True, cwd=ROOT)
        (prefix / "whole").touch()
    return next(prefix.glob("lib*/python3*/site-packages"))


class Side:
    """A process that has the rows, and times ours when asked."""

    def __init__(self, site, options):
        child = subprocess.Popen(
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(site)},
        )  # fmt: skip
        self.child = child
        self.ask("open", options.room, options.only, options.size)

    def ask(self, *words):
        """Send a request, return its answer."""
        self.child.stdin.write(json.dumps(words) + "\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline()
        if not answer:
            raise SystemExit(f"the process ended while asked for {words}")
        return json.loads(answer)

    def close(self):
        """End the process."""
        self.child.stdin.close()
        self.child.wait()


def ratios(old, new, calls, rounds):
    """Give new time over old time of each round; who begins changes from round to round."""
    found = []
    for i in range(rounds):
        pair = [old, new] if i % 2 else [new, old]
        seconds = {side: side.ask("time", calls) for side in pair}
        found.append(seconds[new] / seconds[old])
    return sorted(found)


def slower(values, share):
    """Say whether the median is slower by more than `share`, and three rounds in four by more than half of it."""
    return statistics.median(values) > 1 + share and values[len(values) // 4] > 1 + share / 2


def compare(options):
    """Print rows that became slower; return their number (at most 1, for the shell)."""
    here = os.environ.get("PYTHONPATH") or sys.exit("run it as `spin bench -- --compare REV`")
    old, new = Side(installed(options.compare), options), Side(here, options)
    every, worse = [], []
    while (room := old.ask("room")) is not None:
        new.ask("room")
        while True:
            before, now = old.ask("next"), new.ask("next")
            if before is None or now is None or before["name"] != now["name"]:
                break
            if "error" in before or "error" in now:
                print(f"{now['name']}: left out ({before.get('error') or now['error']})", flush=True)
                continue
            # a sample is as many calls as take about 10 ms
            calls = max(1, int(options.seconds / 30 / max(now["seconds"], 1e-6)))
            values = ratios(old, new, calls, ROUNDS)
            if slower(values, options.share):  # look again before saying so
                values = ratios(old, new, calls, 3 * ROUNDS)
            every.append(statistics.median(values))
            if slower(values, options.share):
                worse.append((every[-1], now["name"], now["seconds"]))
                print(f"slower: {now['name']}: {every[-1]:.2f} ({values[0]:.2f} to {values[-1]:.2f})", flush=True)
        if before or now:
            print(f"{room}: the rest left out: the revision makes other rows")
    old.close()
    new.close()
    print(f"\n{len(worse)} of {len(every)} rows became slower than {options.compare} by more than {options.share:.0%}")
    if worse:
        print("| operation | ms | new / old |\n|---|---|---|")
        for ratio, name, seconds in sorted(worse, reverse=True):
            print(f"| {name} | {1e3 * seconds:.3g} | {ratio:.2f} |")
    if every:
        print(f"median of new / old: {statistics.median(every):.2f}")
    return int(bool(worse))


def serve():
    """Answer a parent: open, room, next, time."""
    sys.path.insert(0, str(HERE))
    import inputs
    import peers
    from harness import ROOMS, rows

    peers.stand_in(peers.absent())
    answers, sys.stdout = sys.stdout, sys.stderr
    rooms, source, row, only, size = iter(()), iter(()), None, (), None

    def clock(calls):
        start = time.perf_counter()
        for _ in range(calls):
            row.ours()
        return (time.perf_counter() - start) / calls

    for line in sys.stdin:
        word, *rest = json.loads(line)
        answer = None
        if word == "open":
            rooms, only, size = iter(rest[0] or ROOMS), rest[1], rest[2]
            inputs.choose(size)
        elif word == "room":
            answer = next(rooms, None)
            source = iter(rows([answer], only, size)) if answer else iter(())
        elif word == "next":
            try:
                _, row = next(source, (None, None))
                if row is not None:
                    answer = {"name": row.name}
                    peers.set_threads(1)
                    row.ours()
                    answer["seconds"] = clock(1)
            except Exception as error:
                answer = (answer or {"name": "a row"}) | {"error": f"{type(error).__name__}: {error}"}
        elif word == "time":
            answer = clock(rest[0])
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    serve()
