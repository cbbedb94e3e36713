"""Thinning, under the name that mahotas gives its module."""

from .morph import thin

__all__ = ["thin"]
