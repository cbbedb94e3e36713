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
#: glibc keeps what was freed: no process pays for new pages where the other does not
MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(2**30), "MALLOC_TRIM_THRESHOLD_": str(2**34)}


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
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, **MEMORY, "PYTHONPATH": str(site)},
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


def pairs(old, new, calls, rounds):
    """Give (old, new) seconds of each round; who begins changes from round to round."""
    found = []
    for i in range(rounds):
        seconds = {side: side.ask("time", calls) for side in ([old, new] if i % 2 else [new, old])}
        found.append((seconds[old], seconds[new]))
    return found


def ratios(found):
    """Give new over old of each pair, from the least to the largest."""
    return sorted(new / old for old, new in found)


def slower(found, share):
    """Say whether pairs are slower by more than `share`, beyond the noise.

    Their median must be; three in four, and the least times of both sides, must be by more than half of it.
    """
    values = ratios(found)
    least = min(new for _, new in found) / min(old for old, _ in found)
    return (
        statistics.median(values) > 1 + share
        and values[len(values) // 4] > 1 + share / 2
        and least > 1 + share / 2
    )  # fmt: skip


def sweep(sites, options, rounds, wanted=None):
    """Give {name: (room, pairs)} of the rows (those of `wanted`), measured in two new processes."""
    old, new = (Side(site, options) for site in sites)
    found = {}
    while (room := old.ask("room")) is not None:
        new.ask("room")
        if wanted is not None and room not in wanted.values():
            continue
        while True:
            before, now = old.ask("next", wanted and list(wanted)), new.ask("next", wanted and list(wanted))
            if before is None or now is None or before["name"] != now["name"]:
                break
            if "error" in before or "error" in now:
                print(f"{now['name']}: left out ({before.get('error') or now['error']})", flush=True)
                continue
            # a sample is as many calls as take about 10 ms
            calls = max(1, int(options.seconds / 30 / max(now["seconds"], 1e-6)))
            found[now["name"]] = room, pairs(old, new, calls, rounds)
        if before or now:
            print(f"{room}: the rest left out: the revision makes other rows")
    old.close()
    new.close()
    return found


def compare(options):
    """Print rows that became slower; return their number (at most 1, for the shell)."""
    here = os.environ.get("PYTHONPATH") or sys.exit("run it as `spin bench -- --compare REV`")
    sites = installed(options.compare), here
    every = sweep(sites, options, ROUNDS)
    again = {name: room for name, (room, found) in every.items() if slower(found, options.share)}
    print(f"{len(again)} of {len(every)} rows look slower; each is measured again in new processes", flush=True)
    worse = {}
    if again:  # where a process has its memory is luck of its own
        second = sweep(sites, options, 3 * ROUNDS, again)
        worse = {name: found for name, (_, found) in second.items() if slower(found, options.share)}
    print(f"{len(worse)} of {len(every)} rows became slower than {options.compare} by more than {options.share:.0%}")
    if worse:
        print("| operation | ms | new / old | least to largest |\n|---|---|---|---|")
        for name, found in sorted(worse.items(), key=lambda item: -statistics.median(ratios(item[1]))):
            values, ms = ratios(found), 1e3 * min(new for _, new in found)
            print(f"| {name} | {ms:.3g} | {statistics.median(values):.2f} | {values[0]:.2f} to {values[-1]:.2f} |")
    if every:
        middle = statistics.median(statistics.median(ratios(found)) for _, found in every.values())
        print(f"median of new / old over all rows: {middle:.2f}")
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
                while rest[0] and row is not None and row.name not in rest[0]:
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
