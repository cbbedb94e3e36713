"""The methods that jug's stores and locks have, on top of ours: for existing jugfiles and scripts."""

from __future__ import annotations

import os
from typing import Any

from .base import Failure, valid_name

__all__ = ["JugStore", "Lock"]


class Lock:
    """The right to run one task.

    Parameters
    ----------
    store : Store
        Where.
    name : bytes or str
        What.
    """

    def __init__(self, store, name):
        self.store, self.name = store, valid_name(name)

    def get(self) -> bool:
        """Try to take it, without waiting; say whether it worked."""
        return not self._kept() and self.store.take(self.name)

    def release(self) -> None:
        """Give it up if it is ours; remove the mark of failure."""
        self.store.release([self.name])
        if self._kept():
            self.store.clear_failures([self.name])

    def is_locked(self) -> bool:
        """Say whether somebody alive holds it, or it is marked as failed."""
        holder = self.store.leases().get(self.name)
        return self._kept() or (holder is not None and holder["alive"])

    def _kept(self):
        """Say whether it failed and is not to be tried again."""
        return self.is_failed() and bool(self.store.failure(self.name).get("kept"))

    def fail(self) -> bool:
        """Mark the task as failed and give the lock up; say whether anybody held it."""
        if self.name not in self.store.leases():
            return self.is_failed()
        self.store.commit([], [Failure(self.name, {"error": "marked as failed", "kept": True}, self.store.generation(self.name))])
        return True

    def is_failed(self) -> bool:
        """Say whether the task is marked as failed."""
        self.store.refresh()
        return self.name in self.store.failures()


class JugStore:
    """jug's names for what a store does."""

    def dump(self, value: Any, name) -> None:
        """Store a value."""
        self.put(valid_name(name), value)

    def load(self, name) -> Any:
        """Return a value; raises as `read` does."""
        name = valid_name(name)
        self.can_load(name)
        return self.get(name)

    def can_load(self, name) -> bool:
        """Say whether there is a result, looking again if none is known."""
        name = valid_name(name)
        if not self.has(name):
            self.refresh()
        return self.has(name)

    def list(self) -> list[bytes]:
        """Return the names that have a result."""
        self.refresh()
        return sorted(self.names())

    def listlocks(self) -> list[bytes]:
        """Return the names that are held, or marked as failed and not to be tried again."""
        self.refresh()
        return sorted({*self.leases(), *(n for n in self.failures() if self.failure(n).get("kept"))})

    def remove(self, name) -> bool:
        """Forget a result; say whether there was one."""
        return bool(self.invalidate([valid_name(name)]))

    def remove_many(self, names) -> set[bytes]:
        """Forget results; return the names that had one."""
        return self.invalidate([valid_name(n) for n in names])

    def cleanup(self, active, keeplocks: bool = False) -> int:
        """Forget the results of all but these tasks; return how many.

        Parameters
        ----------
        active : iterable of tasks
            Those to keep.
        keeplocks : bool, default False
            Leave the locks alone. Otherwise those of the dead, ours and marks of failure are removed; a living
            worker's lock never is.
        """
        keep = {valid_name(task.hash()) for task in active}
        self.refresh()
        count = len(self.invalidate([n for n in self.names() if n not in keep]))
        if not keeplocks:
            self.remove_locks()
        return count

    def remove_locks(self) -> int:
        """Remove marks of failure, our locks and those of the dead; return how many."""
        self.refresh()
        before = len(self.listlocks())
        self.release([n for n, who in self.leases().items() if who.get("pid") == os.getpid() and who["alive"]])
        self.break_leases()
        self.clear_failures(list(self.failures()))
        return before - len(self.listlocks())

    def getlock(self, name) -> Lock:
        """Return the lock of a task."""
        return Lock(self, name)

    def metadata(self, task) -> dict[str, Any]:
        """Return what is known of a task's result: jug's two words, and the provenance."""
        name = valid_name(task.hash())
        if not self.can_load(name):
            return {"computed": False}
        return {"computed": True, "completed": self.entry(name)["created"], **self.meta(name)}

    def update_pack(self) -> int:
        """Bring small results together; return how many."""
        return self.pack()

    @staticmethod
    def remove_store(path) -> None:
        """Remove a folder store altogether."""
        import shutil

        if os.path.isdir(path):
            shutil.rmtree(path)
