"""Wavelet transforms of one level, and the frame that suits them."""

from ._frame import wavelet_center, wavelet_decenter
from ._transforms import daubechies, haar, idaubechies, ihaar

__all__ = ["daubechies", "haar", "idaubechies", "ihaar", "wavelet_center", "wavelet_decenter"]
