"""The Redis store under jug's name."""

from typing import Any

__all__ = ["redis_store"]  # noqa: F822  (imported when asked for: few need it)


def __getattr__(name) -> Any:
    if name == "redis_store":
        from ..store.redis import RedisStore

        return RedisStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
