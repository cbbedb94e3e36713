"""The page docs/performance.md."""

import platform
from importlib.metadata import PackageNotFoundError, version

PEERS = {
    "OpenCV": "opencv-python-headless", "scikit-image": "scikit-image", "SciPy": "scipy", "mahotas": "mahotas",
    "cc3d": "connected-components-3d", "edt": "edt", "DIPlib": "diplib", "SimpleITK": "SimpleITK",
    "PyWavelets": "PyWavelets", "fastremap": "fastremap", "NumPy": "numpy",
}  # fmt: skip


def _version(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _cpu():
    try:
        with open("/proc/cpuinfo") as info:
            return next(text.split(":")[1].strip() for text in info if text.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def page(rows, total, line):
    """Give the page's text."""
    import pyimg

    versions = ", ".join(f"{who} {v}" for who, name in PEERS.items() if (v := _version(name)))
    slow = [r for r in rows if r.times.keys() - {"pyimg"} and r.ratio > 1]
    text = [
        "# Performance",
        "",
        "One command wrote this page: `spin bench --write`. One thread, milliseconds, median of interleaved runs;",
        "*ratio* is our time over the fastest peer's: below 1 we are faster.",
        "u1, u2, f4, f8 are dtypes; nd2 is 2048 × 2048, nd3 is 256 × 256 × 256.",
        "",
        f"{_cpu()}; SIMD {pyimg.show_config('dict')['SIMD']}; Python {platform.python_version()}; {versions}.",
        "",
        f"**{total[0].upper() + total[1:]}.**",
        "",
        "| operation | pyimg | ratio | peers |",
        "|---|---|---|---|",
        *map(line, rows),
        "",
        "## Not yet the fastest",
        "",
    ]
    if slow:
        text += ["| operation | fastest peer | ratio |", "|---|---|---|"]
        text += [f"| {r.name} | {r.best} | {r.ratio:.2f} |" for r in sorted(slow, key=lambda r: -r.ratio)]
    else:
        text += ["None."]
    return "\n".join(text) + "\n"
