"""The Redis store under jug's name."""

from ..store.redis import RedisStore

__all__ = ["redis_store"]

redis_store = RedisStore
