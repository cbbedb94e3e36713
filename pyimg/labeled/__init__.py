"""Labeled images: make labels, rename and remove regions, one number per region, borders.

A labeled image is an integer array, 0 for background and 1 … n for regions. The functions are those of
mahotas.labeled; `labeled_mean` is ours.
"""

from ._borders import border, borders, bwperim, perimeter
from ._connected import label
from ._regions import (
    filter_labeled,
    is_same_labeling,
    relabel,
    remove_bordering,
    remove_regions,
    remove_regions_where,
)
from ._values import (
    _as_labeled,  # noqa: F401 (mahotas has it, and tests it)
    bbox,
    labeled_max,
    labeled_mean,
    labeled_min,
    labeled_size,
    labeled_sum,
)

__all__ = [
    "bbox", "border", "borders", "bwperim", "filter_labeled", "is_same_labeling", "label", "labeled_max",
    "labeled_mean", "labeled_min", "labeled_size", "labeled_sum", "perimeter", "relabel", "remove_bordering",
    "remove_regions", "remove_regions_where",
]  # fmt: skip
