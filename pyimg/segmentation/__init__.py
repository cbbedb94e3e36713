"""Images cut into regions: bright objects, superpixels, and what is nearest to each region."""

from typing import TYPE_CHECKING

from .superpixels import slic
from .voronoi import gvoronoi

if TYPE_CHECKING:
    from .nuclei import METHODS, segment

__all__ = ["METHODS", "gvoronoi", "segment", "slic"]


def __getattr__(name):
    # the engine stands on many rooms: it is loaded when first asked for
    if name not in ("METHODS", "segment"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import nuclei

    globals()[name] = getattr(nuclei, name)
    return globals()[name]
