"""How good is a segmentation? How well do two people agree?

`reference` is the truth (or one person), `segmented` what is judged (or the other). Label images have 0 for the
background; masks are True, or anything but 0, inside. Any number of axes.
"""

from ._table import Contingency, contingency
from .isbi2009 import isbi2009_scores
from .objects import (
    Matches,
    ObjectCounts,
    average_precision,
    match,
    object_counts,
    panoptic_quality,
)
from .overlap import dice, jaccard
from .pairs import (
    PairCounts,
    Variation,
    adjusted_rand,
    pair_counts,
    pair_jaccard,
    rand_index,
    variation_of_information,
)
from .summary import scores
from .surfaces import (
    average_surface_distance,
    hausdorff,
    hausdorff95,
    normalized_sum_of_distances,
    surface_dice,
)

__all__ = [
    "Contingency",
    "Matches",
    "ObjectCounts",
    "PairCounts",
    "Variation",
    "adjusted_rand",
    "average_precision",
    "average_surface_distance",
    "contingency",
    "dice",
    "hausdorff",
    "hausdorff95",
    "isbi2009_scores",
    "jaccard",
    "match",
    "normalized_sum_of_distances",
    "object_counts",
    "pair_counts",
    "pair_jaccard",
    "panoptic_quality",
    "rand_index",
    "scores",
    "surface_dice",
    "variation_of_information",
]
