"""Features of images: texture, patterns, threshold adjacency, Zernike moments, moments, shape.

``pyimg.features.lbp``, ``tas`` and ``zernike`` are functions, and modules to import from, as in mahotas. SURF is
loaded when it is first asked for.
"""

from importlib import import_module

from .._package import functions_stay
from . import moments
from .lbp import lbp
from .shape import eccentricity, ellipse_axes, roundness
from .tas import pftas, tas
from .texture import haralick, haralick_features, haralick_labels
from .zernike import zernike, zernike_moments

__all__ = [
    "eccentricity",
    "ellipse_axes",
    "haralick",
    "haralick_features",
    "haralick_labels",
    "lbp",
    "moments",
    "pftas",
    "roundness",
    "tas",
    "zernike",
    "zernike_moments",
]

# Functions and modules of these names: the attribute is the function, the import the module.
_BOTH = frozenset("lbp tas zernike".split())


def __getattr__(name):
    if name == "surf":
        return import_module(f"{__name__}.surf")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


functions_stay(__name__, _BOTH)
