"""Say how far it is: a bar with the time left on a terminal, plain lines elsewhere. All on stderr."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress"]


@contextmanager
def progress(total: int, title: str) -> Iterator[Callable[[str | None], None]]:
    """Give a function to call once for each step, with a line about it or None."""
    if not sys.stderr.isatty():
        yield _lines(total)
        return
    try:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )
    except ImportError:
        yield from _plain_bar(total, title)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda line: bar.advance(task)


def _lines(total):
    count = 0

    def step(line):
        nonlocal count
        count += 1
        if line is not None:
            print(f"[{count}/{total}] {line}", file=sys.stderr, flush=True)

    return step


def _plain_bar(total, title):
    started, count, width = time.monotonic(), 0, 30

    def step(line):
        nonlocal count
        count += 1
        left = (time.monotonic() - started) / count * (total - count)
        bar = "#" * (width * count // total)
        print(f"\r{title} [{bar:{width}}] {count}/{total}, {left:.0f} s left ", end="", file=sys.stderr, flush=True)

    try:
        yield step
    finally:
        print("\r" + " " * 70 + "\r", end="", file=sys.stderr, flush=True)
