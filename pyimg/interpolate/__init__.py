"""Interpolation with B-splines of order 0 to 5: shift, zoom, rotate, affine maps."""

from ._affine import affine_transform, rotate
from ._axes import shift, zoom
from ._filter import _maybe_filter as _maybe_filter
from ._filter import spline_filter, spline_filter1d

__all__ = ["affine_transform", "rotate", "shift", "spline_filter", "spline_filter1d", "zoom"]
