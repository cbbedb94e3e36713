"""Rank filters and means over any neighbourhood: the median among them, in any number of dimensions."""

from ._means import mean_filter
from ._ranks import median_filter, rank_filter

__all__ = ["mean_filter", "median_filter", "rank_filter"]
