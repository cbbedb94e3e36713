"""The graph of tasks, and a plan of what can be run next. Both are pure: names and sets, no disk, no clock."""

from collections import Counter, deque

from .core import name_all
from .hashing import PLAIN
from .relations import tasks_below

__all__ = ["Graph", "Plan"]


class Graph:
    """Tasks by name.

    Parameters
    ----------
    tasks : iterable of Task
        In the order of the jugfile; equal calls are one task.

    Attributes
    ----------
    tasks : dict of bytes to Task
        In order.
    needs : dict of bytes to tuple of bytes
        The tasks whose results a task takes; missing where there are none.
    users : dict of bytes to list of bytes
        The tasks that take a result.
    """

    def __init__(self, tasks):
        tasks = list(tasks)
        name_all(tasks)
        self.tasks, self.needs, self.users = {}, {}, {}
        for task in tasks:
            name = task._hash
            if name in self.tasks:
                continue
            self.tasks[name] = task
            if not task.kwargs:
                for argument in task.args:
                    if type(argument) not in PLAIN:
                        break
                else:
                    continue
            below = tuple(dict.fromkeys(t.hash() for t in tasks_below([*task.args, *task.kwargs.values()])))
            if below:
                self.needs[name] = below
                for other in below:
                    self.users.setdefault(other, []).append(name)

    def above(self, names) -> set[bytes]:
        """Return the given names and those of all tasks that stand on them."""
        found, stack = set(), list(names)
        while stack:
            name = stack.pop()
            if name not in found:
                found.add(name)
                stack.extend(self.users.get(name, ()))
        return found

    def titles(self) -> Counter:
        """Count tasks by their functions' names."""
        return Counter(task.name for task in self.tasks.values())

    def states(self, done, failed, held) -> dict[str, Counter]:
        """Count tasks by state and function name.

        Parameters
        ----------
        done, failed, held : container of bytes
            Names that have a result, that failed, that somebody holds.

        Returns
        -------
        dict of str to Counter
            ``failed``, ``waiting``, ``ready``, ``complete``, ``active``.
        """
        counts = {word: Counter() for word in ("failed", "waiting", "ready", "complete", "active")}
        for name, task in self.tasks.items():
            if name in done:
                word = "complete"
            elif any(n not in done for n in self.needs.get(name, ())):
                word = "waiting"
            elif name in held:
                word = "active"
            else:
                word = "failed" if name in failed else "ready"
            counts[word][task.name] += 1
        return counts


class Plan:
    """What can be run next.

    Never proposes a task that has an argument missing, and none that stands on a failed one.

    Parameters
    ----------
    graph : Graph
        The tasks.
    done : container of bytes
        Names that have a result; others than the graph's too.
    wanted : container of bytes, optional
        Only these may be run.
    turn : float, default 0
        Where in the list of tasks to start, from 0 to 1: workers that start apart get in each other's way less.
    """

    def __init__(self, graph, done, wanted=None, turn=0.0):
        self.graph = graph
        self.wanted = set(graph.tasks) if wanted is None else {n for n in graph.tasks if n in wanted}
        self.done = {n for n in graph.tasks if n in done}
        others = {n for below in graph.needs.values() for n in below if n not in graph.tasks and n in done}
        self._there = self.done | others
        self.failed, self.given = set(), set()
        self.missing = {n: sum(b not in self._there for b in below) for n, below in graph.needs.items()}
        first = [n for n in graph.tasks if n in self.wanted and n not in self.done and not self.missing.get(n)]
        cut = int(turn * len(first))
        self._ready = deque(first[cut:] + first[:cut])

    def ready(self) -> int:
        """Return how many tasks can be run (some may have got a result meanwhile)."""
        return len(self._ready)

    def next(self) -> bytes | None:
        """Return a task to run now, None if there is none; it will not be proposed again."""
        while self._ready:
            name = self._ready.popleft()
            if name not in self.given and name not in self.done and name not in self.failed and not self.missing.get(name):
                self.given.add(name)
                return name
        return None

    def back(self, name: bytes) -> None:
        """Take a proposed task back, to be proposed again later."""
        self.given.discard(name)
        self._ready.append(name)

    def finished(self, name: bytes) -> list[bytes]:
        """Note a result; return the tasks that can be run now because of it."""
        if name in self._there:
            return []
        self._there.add(name)
        self.given.discard(name)
        if name in self.graph.tasks:
            self.done.add(name)
        freed = []
        for user in self.graph.users.get(name, ()):
            self.missing[user] -= 1
            if not self.missing[user] and user in self.wanted and user not in self.done:
                freed.append(user)
        # Dependents first: their arguments are at hand, and can be let go of sooner.
        self._ready.extendleft(reversed(freed))
        return freed

    def lost(self, name: bytes) -> None:
        """Note that a result has gone."""
        if name not in self._there:
            return
        self._there.discard(name)
        self.done.discard(name)
        self.given.discard(name)
        for user in self.graph.users.get(name, ()):
            self.missing[user] += 1
        if name in self.wanted and not self.missing.get(name):
            self._ready.append(name)

    def fail(self, name: bytes) -> None:
        """Note that a task failed for good."""
        self.given.discard(name)
        self.failed.add(name)

    def impossible(self) -> set[bytes]:
        """Return the tasks that stand on failed ones."""
        return self.graph.above(self.failed) - self.failed - self.done

    def left(self) -> set[bytes]:
        """Return the wanted tasks that have neither a result nor failed."""
        return self.wanted - self.done - self.failed
