"""Open a store by its URL, where jug has it."""

from ..store import select

__all__ = ["select"]
