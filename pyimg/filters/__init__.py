"""Linear filters: Gaussians and their derivatives, correlation with any weights."""

from ._convolve import convolve, convolve1d, laplacian_2D
from ._gaussian import gaussian_filter, gaussian_filter1d

__all__ = ["convolve", "convolve1d", "gaussian_filter", "gaussian_filter1d", "laplacian_2D"]
