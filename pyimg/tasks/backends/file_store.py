"""The folder store under jug's name."""

from ..store.file import FileStore
from ..store.jugapi import Lock

__all__ = ["file_based_lock", "file_keepalive_based_lock", "file_store"]

file_store = FileStore
file_based_lock = file_keepalive_based_lock = Lock
