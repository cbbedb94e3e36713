"""The name of a value, where jug has it."""

from .hashing import hash_one

__all__ = ["hash_one"]
