"""mahotas's module ``convolve``: filters, ranks, matching and wavelets under one name."""

from . import _convolve  # noqa: F401 - mahotas's module has it too
from .filters import convolve, convolve1d, gaussian_filter, gaussian_filter1d, laplacian_2D
from .matching import find, template_match
from .rank import mean_filter, median_filter, rank_filter
from .wavelets import daubechies, haar, idaubechies, ihaar, wavelet_center, wavelet_decenter

__all__ = [
    "convolve",
    "convolve1d",
    "daubechies",
    "find",
    "gaussian_filter",
    "gaussian_filter1d",
    "haar",
    "idaubechies",
    "ihaar",
    "laplacian_2D",
    "mean_filter",
    "median_filter",
    "rank_filter",
    "template_match",
    "wavelet_center",
    "wavelet_decenter",
]
