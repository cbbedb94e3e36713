"""The stores under jug's names."""

from typing import Any

from .select import select

__all__ = ["memoize_store", "select"]


def memoize_store(base: Any, list_base: bool = False) -> Any:
    """Return a store that looks once: ours remember what they saw until they are told to look again.

    Parameters
    ----------
    base : store
        The store; returned as it is.
    list_base : bool, default False
        Look now.

    Returns
    -------
    store
        The same.
    """
    if list_base:
        base.refresh()
    return base
