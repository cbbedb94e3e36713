"""``python benchmarks [--only TEXT] [--write]``: time every row, print the table, write docs/performance.md."""

import argparse
import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from harness import geometric_mean, measure, one_thread  # noqa: E402

PAGE = HERE.parent / "docs" / "performance.md"


def rows(only):
    """Yield the rows whose name has one of the texts in `only` (all without)."""
    for path in sorted((HERE / "rows").glob("*.py")):
        if path.stem == "__init__":
            continue
        for row in importlib.import_module(f"rows.{path.stem}").rows():
            if not only or any(text in row.name for text in only):
                yield row


def line(row):
    """Give one table line."""
    others = ", ".join(
        f"{who} {1e3 * t:.3g}" for who, t in sorted(row.times.items(), key=lambda p: p[1]) if who != "pyimg"
    )
    marks = "".join(f" ({who} differs on {share:.2g} of the pixels)" for who, share in row.disagree.items())
    ratio = f"{row.ratio:.2f}" if row.times.keys() - {"pyimg"} else "-"
    return f"| {row.name} | {1e3 * row.times['pyimg']:.3g} | {ratio} | {others}{marks} {row.note}|"


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="rows whose name has this text; may be repeated")
    parser.add_argument("--seconds", type=float, default=1.0, help="time for each row")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--json", help="write the figures here too")
    options = parser.parse_args()
    one_thread()
    done = []
    for row in rows(options.only):
        done.append(measure(row, options.seconds))
        print(line(row), flush=True)
        row.ours, row.peers = None, dict.fromkeys(row.peers)
    known = [r for r in done if r.times.keys() - {"pyimg"}]
    fastest = sum(r.ratio <= 1 for r in known)
    total = f"fastest on {fastest} of {len(known)}; geometric mean ratio {geometric_mean(r.ratio for r in known):.2f}"
    print(total)
    if options.json:
        Path(options.json).write_text(json.dumps({r.name: r.times for r in done}, indent=1))
    if options.write:
        from report import page

        PAGE.write_text(page(done, total, line))


if __name__ == "__main__":
    main()
