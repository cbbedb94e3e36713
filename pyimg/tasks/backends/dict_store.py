"""The store in memory under jug's name."""

from ..store.memory import MemoryStore

__all__ = ["dict_store"]

dict_store = MemoryStore
