"""Time the tasks of a run."""

import time
from collections import defaultdict

from . import register_hook_once

__all__ = ["register_time_tasks"]


def register_time_tasks() -> None:
    """Print the mean time of each function at the end of `execute` (`status --timings` shows the stored ones)."""
    started, spent = [0.0], defaultdict(list)

    def starts(task):
        started[0] = time.monotonic()

    def ends(task):
        spent[task.name].append(time.monotonic() - started[0])

    def show():
        print("TIMES\n-----\n")
        for name, times in sorted(spent.items()):
            print(f"{name:20} {sum(times) / len(times):.2f}s ({len(times)} tasks)")

    # A jugfile may be read more than once.
    register_hook_once("execute.task-pre-execute", "time", starts)
    register_hook_once("execute.task-executed1", "time", ends)
    register_hook_once("execute.finished_post_status", "time", show)
