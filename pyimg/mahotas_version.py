"""mahotas's module of its version: here that of pyimg."""

from ._backend import _built

__version__ = _built.VERSION
