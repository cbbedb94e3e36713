"""Time the tasks of a run."""

import time
from collections import defaultdict

from . import register_hook

__all__ = ["register_time_tasks"]


def register_time_tasks() -> None:
    """Print the mean time of each function at the end of `execute` (`status --timings` shows the stored ones)."""
    started, spent = [0.0], defaultdict(list)

    @register_hook("execute.task-pre-execute")
    def starts(task):
        started[0] = time.monotonic()

    @register_hook("execute.task-executed1")
    def ends(task):
        spent[task.name].append(time.monotonic() - started[0])

    @register_hook("execute.finished_post_status")
    def show():
        for name, times in sorted(spent.items()):
            print(f"{name}: {len(times)} tasks, {sum(times) / len(times):.3g} s each")
