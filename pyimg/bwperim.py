"""mahotas's deprecated name of `pyimg.labeled.bwperim`."""

from .labeled import bwperim

__all__ = ["bwperim"]
