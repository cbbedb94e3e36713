"""``spin bench -- [options]``: time every public function beside its peers.

Without options: every row, its table line, and how many are fastest. A row's name says function, variant,
input, dtype and size: nd2 is 2048², nd3 is 256³, n512 is 512². Figures are kept with ``--json`` as they come;
``--page`` writes docs/performance.md from them, ``--write`` runs and writes.
"""

import argparse
import json
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import inputs  # noqa: E402
import peers  # noqa: E402
from covers import missing  # noqa: E402
from harness import ROOMS, Row, geometric_mean, measure, rows  # noqa: E402

PAGE = HERE.parent / "docs" / "performance.md"


def summary(done):
    """Give the line that sums up rows."""
    known = [row for row in done if row.best]
    fastest = sum(row.ratio <= 1 for row in known)
    return f"fastest on {fastest} of {len(known)}; geometric mean ratio {geometric_mean(r.ratio for r in known):.2f}"


def run(options, figures):
    """Measure, print, and keep in `figures`."""
    began = time.perf_counter()
    print("| operation | ms | ratio | peers, ms | threads, ms |\n|---|---|---|---|---|")
    from report import line

    for room, row in rows(options.room or ROOMS, options.only, options.size):
        if options.list:
            print(row.name)
            continue
        done = measure(row, options.seconds, options.threads)
        print(line(done), flush=True)
        figures[row.name] = {"room": room, **done.figures()}
        if options.json:
            Path(options.json).write_text(json.dumps(figures, indent=1))
        row.ours, row.peers = None, {}
    print(f"{time.perf_counter() - began:.0f} s")


def main():
    """Run the benchmark."""
    words = argparse.ArgumentParser(prog="spin bench --", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    add = words.add_argument
    add("--only", action="append", default=[], metavar="TEXT", help="rows whose name has this text; may be repeated")
    add("--room", action="append", default=[], choices=ROOMS, metavar="ROOM", help=f"rows of this room: {', '.join(ROOMS)}")
    add("--size", choices=inputs.SIZES, help="rows of this size only, made for it where they can be")
    add("--seconds", type=float, default=0.3, help="time for each row (default 0.3)")
    add("--threads", type=int, default=peers.cpus(), help="of the second pass (default: the CPUs; 1: no second pass)")
    add("--json", metavar="FILE", help="keep the figures here; what is there from before stays")
    add("--write", action="store_true", help="write docs/performance.md and its plot")
    add("--page", metavar="FILE", help="no measuring: write docs/performance.md from these figures")
    add("--list", action="store_true", help="name the rows, time nothing")
    add("--missing", action="store_true", help="name the public functions without a row")
    add("--compare", metavar="REV", help="time ours at this revision and now, in turn; print what became slower")
    add("--share", type=float, default=0.1, help="with --compare: what counts as slower (default 0.1: by a tenth)")
    options = words.parse_args()
    if options.missing:
        print("\n".join(missing()) or "every public function has a row")
        return
    not_here = peers.absent()
    if not_here:
        print(f"not installed, left out: {', '.join(not_here)}")
        peers.stand_in(not_here)
    inputs.choose(options.size)
    if options.compare:
        from compare import compare

        sys.exit(compare(options))
    source = options.page or options.json
    figures = json.loads(Path(source).read_text()) if source and Path(source).exists() else {}
    if not options.page:
        run(options, figures)
    if options.list:
        return
    done = [Row(ours=None, peers={}, **{k: v for k, v in kept.items() if k != "room"}) for kept in figures.values()]
    print(summary(done))
    if options.write or options.page:
        from report import write

        write(PAGE, done, [kept["room"] for kept in figures.values()], summary)


if __name__ == "__main__":
    main()
