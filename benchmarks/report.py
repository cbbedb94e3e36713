"""Table lines, and docs/performance.md with its plot."""

import platform

import inputs
import peers
from harness import geometric_mean
from tried import tried

TITLES = {"inout": "files, contrast, colours", "surf": "SURF", "superpixels": "segmentation"}


def _title(room):
    return TITLES.get(room, room)


def line(row):
    """Give one table line."""
    others = [who for who in sorted(row.times, key=row.times.get) if who != "pyimg"]
    slower = ", ".join(
        f"{who} {1e3 * row.times[who]:.3g}" + (f" (differs on {row.disagree[who]:.1g})" if who in row.disagree else "")
        for who in others
    )
    several = ", ".join(f"{who} {1e3 * t:.3g}" for who, t in row.threaded.items())
    ratio = f"{row.ratio:.2f}" if row.best else "-"
    refused = "".join(f"; {who}: {why}" for who, why in row.refused.items() if why != "not installed")
    note = f" ({row.note})" if row.note else ""
    return f"| {row.name} | {1e3 * row.times['pyimg']:.3g} | {ratio} | {slower}{refused}{note} | {several} |"


def _cpu():
    try:
        with open("/proc/cpuinfo") as info:
            return next(text.split(":")[1].strip() for text in info if text.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def plot(path, groups):
    """Draw each row's ratio on a log axis, one line of dots per room."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    groups = {room: [r for r in rows if r.best] for room, rows in groups.items()}
    groups = {room: sorted(rows, key=lambda r: r.ratio) for room, rows in groups.items() if rows}
    figure, axes = plt.subplots(figsize=(9, 0.42 * len(groups) + 1.3), layout="constrained")
    for y, rows in enumerate(groups.values()):
        ratios = [r.ratio for r in rows]
        spread = [y + 0.32 * (i / max(1, len(rows) - 1) - 0.5) for i in range(len(rows))]
        colours = ["#1b7f5c" if ratio <= 1 else "#c8502d" for ratio in ratios]
        axes.scatter(ratios, spread, s=13, c=colours, alpha=0.75, linewidths=0)
        axes.plot([geometric_mean(ratios)] * 2, [y - 0.36, y + 0.36], color="black", linewidth=1.6)
    axes.axvline(1, color="#555555", linewidth=1)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.set_yticks(range(len(groups)), [f"{_title(room)} ({len(rows)})" for room, rows in groups.items()])
    axes.set_ylim(len(groups) - 0.4, -0.6)
    axes.grid(axis="x", which="major", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_xlabel("pyimg's time / fastest peer's time, one thread (left of 1: pyimg is faster; bar: geometric mean)")
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=130, metadata={"Software": None})
    plt.close(figure)


def _flatness(done):
    """Give a table of nanoseconds per pixel of rows that were measured at several sizes."""
    names = {row.name: row for row in done}
    text = ["| operation | 512² | 2048² | 8192² | 16384² | largest over smallest |", "|---|---|---|---|---|---|"]
    for name in names:
        stem, last, size = name.rpartition("nd2")
        sizes = [f"{stem}{word}" for word in ("n512", "nd2", "n8192", "n16384")]
        if last and not size and sizes[2] in names:
            each = [1e9 * names[s].times["pyimg"] / inputs.pixels(s) if s in names else None for s in sizes]
            known = [t for t in each if t]
            cells = " | ".join(f"{t:.3g}" if t else "" for t in each)
            text.append(f"| {stem.rstrip('/')} | {cells} | {max(known) / min(known):.2f} |")
    return text if len(text) > 2 else ["Not measured in this run."]


def _threads(done):
    """Give a table of what threads give at 2048² to rows that take above 5 ns per pixel."""
    rows = [r for r in done if r.threaded.get("pyimg") and r.name.endswith("nd2")]
    rows = [r for r in rows if 1e9 * r.times["pyimg"] / inputs.pixels(r.name) > 5]
    if not rows:
        return ["Not measured in this run."]
    text = [f"{sum(r.speedup >= 1.8 for r in rows)} of {len(rows)} become at least 1.8 times as fast.", ""]
    text += ["| operation | one thread, ms | threads, ms | speed-up |", "|---|---|---|---|"]
    for r in sorted(rows, key=lambda r: -r.speedup):
        text.append(f"| {r.name} | {1e3 * r.times['pyimg']:.3g} | {1e3 * r.threaded['pyimg']:.3g} | {r.speedup:.2f} |")
    return text


def _worst(done):
    slow = [r for r in done if r.best and r.ratio > 1]
    if not slow:
        return ["None."]
    text = ["| operation | fastest peer | ratio | what was tried, what costs |", "|---|---|---|---|"]
    slow.sort(key=lambda r: -r.ratio)
    return text + [f"| {r.name} | {r.best} | {r.ratio:.2f} | {tried(r.name)} |" for r in slow]


def _differing(done):
    text = [
        f"| {r.name} | {who} | {share:.2g} |" for r in done for who, share in r.disagree.items()
    ]  # fmt: skip
    return ["| operation | peer | share of pixels |", "|---|---|---|", *text] if text else ["None."]


def write(path, done, rooms, summary):
    """Write the page and its plot."""
    import pyimg

    groups = {room: [r for r, where in zip(done, rooms) if where == room] for room in dict.fromkeys(rooms)}
    plot(path.parent / "_static" / "performance.png", groups)
    total = summary(done)
    text = [
        "# Performance",
        "",
        "One command measured all of this and wrote the page: `spin bench -- --write`.",
        "",
        f"**{total[0].upper() + total[1:]}.**",
        "",
        "![Ratio of each row, by room](_static/performance.png)",
        "",
        "Times are milliseconds: medians of runs in turn with the peers, on the same input, one thread each. *Ratio* is",
        "our time over the fastest peer's: below 1 we are faster. *Threads* is the same call where the default number of",
        f"threads ({peers.cpus()} here) may be used, for those that can. Answers were compared; a peer that differs is marked with",
        "the share of pixels that do, and still counts. A peer's call of more than a second was timed once.",
        "A row's name says function, variant, input, dtype and size: nd2 is 2048 × 2048, n512 is 512 × 512, nd3 is",
        "256 × 256 × 256; u1, u2, f4, f8 are uint8, uint16, float32, float64.",
        "",
        f"{_cpu()}; SIMD {pyimg.show_config('dict')['SIMD']}; Python {platform.python_version()}; {', '.join(peers.versions())}.",
        "",
        "| room | rows | fastest | geometric mean ratio |",
        "|---|---|---|---|",
    ]
    for room, rows in groups.items():
        known = [r for r in rows if r.best]
        mean = geometric_mean(r.ratio for r in known)
        text.append(f"| {_title(room)} | {len(rows)} | {sum(r.ratio <= 1 for r in known)} of {len(known)} | {mean:.2f} |")
    text += ["", "## Not yet the fastest", "", *_worst(done)]
    text += ["", "## Time per pixel, by size", "", "Nanoseconds per pixel, one thread.", "", *_flatness(done)]
    text += ["", "## What threads give", "", "At 2048², rows of more than 5 ns per pixel.", "", *_threads(done)]
    text += ["", "## Peers that answer otherwise", "", *_differing(done)]
    for room, rows in groups.items():
        text += ["", f"## {_title(room)}", "", "| operation | ms | ratio | peers, ms | threads, ms |"]
        text += ["|---|---|---|---|---|", *map(line, rows)]
    path.write_text("\n".join(text) + "\n")
