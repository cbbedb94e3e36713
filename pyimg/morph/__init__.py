"""Mathematical morphology: erosion, dilation and what is built on them, in any number of dimensions."""

from .basic import close, dilate, erode, open
from .conditional import cdilate, cerode, subm, tophat_close, tophat_open
from .elements import circle_se, disk, get_structuring_elem
from .extrema import locmax, locmin, regmax, regmin
from .holes import close_holes
from .majority import majority_filter
from .reconstruct import h_maxima, h_minima, reconstruction
from .templates import hitmiss
from .thinning import thin
from .watershed import cwatershed

__all__ = [
    "cdilate",
    "cerode",
    "circle_se",
    "close",
    "close_holes",
    "cwatershed",
    "dilate",
    "disk",
    "erode",
    "get_structuring_elem",
    "h_maxima",
    "h_minima",
    "hitmiss",
    "locmax",
    "locmin",
    "majority_filter",
    "open",
    "reconstruction",
    "regmax",
    "regmin",
    "subm",
    "thin",
    "tophat_close",
    "tophat_open",
]
