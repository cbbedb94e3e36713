"""Thresholds: numbers for the whole image, foreground is above them, or one for each neighbourhood.

``img > mh.otsu(img)`` is the foreground. `otsu`, `rc`, `soft_threshold`, `bernsen` and `gbernsen` are mahotas's.
"""

from ._global import li, otsu, rc
from ._histogram import multiotsu, triangle, yen
from ._local import bernsen, gbernsen, niblack, sauvola
from ._soft import soft_threshold

__all__ = [
    "bernsen", "gbernsen", "li", "multiotsu", "niblack", "otsu", "rc", "sauvola", "soft_threshold", "triangle", "yen",
]  # fmt: skip
