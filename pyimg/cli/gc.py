"""Remove results by age or size, the oldest first, and what dead workers left. Removed results are computed again when
`execute` next needs them.
"""

import argparse
import re

from ..tasks import options as common

HELP = "remove old results, or as many as it takes to save space"
_SIZES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12, "ki": 2**10, "mi": 2**20, "gi": 2**30, "ti": 2**40}
_TIMES = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400, "": 86400}


def _number(word, units, what):
    found = re.fullmatch(r"([0-9.]+)\s*([a-z]*)", word.strip().lower())
    unit = found and found[2].removesuffix("b" if units is _SIZES else "\0")
    if not found or unit not in units:
        raise argparse.ArgumentTypeError(f"{word!r} is not {what}")
    return float(found[1]) * units[unit]


def size(word):
    """Read a size such as 500M or 2GiB, in bytes."""
    return _number(word, _SIZES, "a size such as 500M or 2GiB")


def age(word):
    """Read an age such as 30d or 12h, in seconds."""
    return _number(word, _TIMES, "an age such as 30d or 12h")


def arguments(parser):
    parser.add_argument("--max-size", dest="gc_max_size", type=size, metavar="SIZE", help="remove until the results take no more (500M, 2GiB)")
    parser.add_argument("--older-than", dest="gc_older_than", type=age, metavar="AGE", help="remove results stored longer ago (30d, 12h)")
    parser.add_argument("-n", "--dry-run", dest="gc_dry_run", action="store_true", help="only say what would be removed")
    common.add_common(parser)


def run(options):
    import time

    from ..tasks.project import from_options

    store = from_options(options, read=False).store
    entries = sorted(((store.entry(name), name) for name in store.names()), key=lambda e: (e[0]["created"], e[1]))
    total, now, gone, freed = sum(e["size"] for e, _ in entries), time.time(), [], 0
    for entry, name in entries:
        old = options.gc_older_than is not None and now - entry["created"] > options.gc_older_than
        big = options.gc_max_size is not None and total - freed > options.gc_max_size
        if old or big:
            gone.append(name)
            freed += entry["size"]
    verb = "Would remove" if options.gc_dry_run else "Removed"
    if not options.gc_dry_run:
        store.invalidate(gone)
    swept = store.sweep(dry_run=options.gc_dry_run)
    if not options.gc_dry_run:
        store.pack()
    print(f"{verb} {len(gone)} results ({freed / 1e6:.1f} MB of {total / 1e6:.1f} MB) and {swept} files of dead workers.")
    return 0
