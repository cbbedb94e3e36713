"""Where results are kept: a folder, Redis, memory."""

import os
from typing import Any

from .base import Failure, Result, Store, valid_name

__all__ = ["Failure", "Result", "Store", "select", "valid_name"]


def select(where: Any, *, project: str | None = None) -> Any:
    """Open a store.

    Parameters
    ----------
    where : str, path-like or store
        ``redis://…`` or ``rediss://…``: a Redis server; ``dict_store`` or ``dict_store:FILE``: memory; ``file:DIR``,
        ``file_keepalive:DIR`` (jug's name for what is now always so) or a path: a folder. ``safe:`` before any of
        these refuses pickles, reading and writing. A store is returned as it is; another object with jug's methods
        (``dump``, ``load``, ``can_load``, ``list``, ``remove``, ``getlock``) becomes one.
    project : str, optional
        The path of the jugfile, from which the prefix of keys on a shared server is made.

    Returns
    -------
    Store
        The store; nothing is made on disk before something is stored.
    """
    if isinstance(where, Store):
        return where
    if not isinstance(where, (str, os.PathLike)):
        from .foreign import ForeignStore

        return ForeignStore(where)
    where = os.fspath(where)
    safe = where.startswith("safe:")
    where = where.removeprefix("safe:")
    if where.startswith(("redis:", "rediss:")):
        from .redis import RedisStore

        return RedisStore(where, safe=safe, project=project)
    if where == "dict_store" or where.startswith("dict_store:"):
        from .memory import MemoryStore

        return MemoryStore(where.partition(":")[2] or None, safe=safe)
    from .file import FileStore

    for scheme in ("file_keepalive:", "file:"):
        where = where.removeprefix(scheme)
    return FileStore(where, safe=safe)
