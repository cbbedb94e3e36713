"""Images cut into regions."""

from .voronoi import gvoronoi

__all__ = ["gvoronoi"]
