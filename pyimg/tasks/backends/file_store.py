"""The folder store under jug's name."""

from ..store.file import FileStore
from ..store.jugapi import Lock

__all__ = ["file_based_lock", "file_keepalive_based_lock", "file_store"]

file_store = FileStore


def file_based_lock(jugdir, name) -> Lock:
    """Return the lock of a task in a folder store."""
    return Lock(FileStore(jugdir), name)


file_keepalive_based_lock = file_based_lock
