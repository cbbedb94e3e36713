"""Colours: grey levels, XYZ and L*a*b* of sRGB images."""

from .cie import lab2rgb, lab2xyz, rgb2lab, rgb2xyz, xyz2lab, xyz2rgb
from .grey import rgb2gray, rgb2grey, rgb2sepia

__all__ = [
    "lab2rgb",
    "lab2xyz",
    "rgb2gray",
    "rgb2grey",
    "rgb2lab",
    "rgb2sepia",
    "rgb2xyz",
    "xyz2lab",
    "xyz2rgb",
]
