"""Segment synthetic nuclei whose truth is known, with a jugfile: the whole road in one command.

Writes images, their truth and a short jugfile into a folder, runs it, prints how well each method does and saves
pictures. Run it again and nothing is computed: all results are kept in jugfile.jugdata.
"""

import argparse
import os
import sys
import time
from contextlib import chdir
from pathlib import Path

HELP = "segment synthetic nuclei, compare with their truth, cache it all"
IMAGES = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("folder", nargs="?", default="pyimg-demo", metavar="FOLDER", help="where (default: pyimg-demo)")
    parser.add_argument("-j", "--jobs", type=int, default=1, metavar="N", help="processes")


def prepare(folder: Path) -> int:
    """Write images, truth and jugfile where they are not there yet; return how many images were written."""
    from .. import data, io

    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "truth").mkdir(exist_ok=True)
    written = 0
    for i in range(IMAGES):
        name = f"nuclei-{i}.tif"
        if (folder / "images" / name).exists() and (folder / "truth" / name).exists():
            continue
        image, labels = data.nuclei((384, 512), 60, rng=i)
        io.imsave(folder / "truth" / name, labels.astype("uint16"))
        io.imsave(folder / "images" / name, image)
        written += 1
    jugfile = folder / "jugfile.py"
    if not jugfile.exists():
        jugfile.write_text(Path(__file__).with_name("demo_jugfile.py").read_text(encoding="utf-8"), encoding="utf-8")
    return written


def run(options: argparse.Namespace) -> int:
    """Run the demo."""
    folder = Path(options.folder)
    started = time.perf_counter()
    written = prepare(folder)
    if written:
        print(f"{written} images written to {folder / 'images'}, their truth to {folder / 'truth'}")
    print(f"running {folder / 'jugfile.py'}", flush=True)
    with chdir(folder):
        executed, text, code = execute("jugfile.py", options.jobs)
    if code:
        return code
    print(f"\n{text}\n")
    seconds = time.perf_counter() - started
    if executed:
        print(f"{executed} tasks were run in {seconds:.1f} s; their results are in {folder / 'jugfile.jugdata'}")
        print(f"pictures: {folder / 'pictures'}")
        print(f"Run it again, and nothing is computed: pyimg demo {folder}")
        print(f"Change {folder / 'jugfile.py'}, and only what is new: cd {folder} && pyimg execute jugfile.py")
    else:
        print(f"nothing was computed: every result was there ({seconds:.1f} s)")
    return 0


def execute(jugfile: str, jobs: int) -> tuple[int, str, int]:
    """Run a jugfile; return how many tasks were run, the result of its last, and the exit code."""
    from ..tasks import core
    from ..tasks.worker import Job, exit_code, summary, work

    job = Job(jugfile, jugfile.removesuffix(".py") + ".jugdata")
    before = _stored(job.jugdir)
    if jobs > 1 and hasattr(os, "fork"):
        from ..tasks.supervise import supervise

        supervise(job, jobs, None, True)
    try:
        tally = work(job)
        if exit_code(tally):
            print(summary(tally, True), file=sys.stderr)
            return 0, "", exit_code(tally)
        executed = sum(tally.executed.values())
        if jobs > 1:
            executed = max(executed, tally.total - before)
        return executed, str(core.alltasks[-1].value()), 0
    finally:
        if core.Task.store is not None:
            core.Task.store.close()


def _stored(place: str) -> int:
    """Return how many results a folder holds."""
    from ..tasks.store import select

    if not os.path.isdir(place):
        return 0
    store = select(place)
    try:
        return len(list(store.list()))
    finally:
        store.close()
