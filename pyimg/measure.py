"""Measure all regions of a labeled image: size, place, shape, intensity, as a table."""

from collections.abc import Iterable
from math import pi
from typing import Any

import numpy as np

from . import _check as check
from ._backend import kernels
from ._labels import as_labels, as_lines, regions
from ._prepare import computed, is_native
from ._surface import STEPS, crossing_weights
from .labeled._borders import region_perimeters

__all__ = ["region_table"]

_kernels = kernels("measure")
# What can be asked for, and for which numbers of axes it is defined (None: all).
_SHAPE = {
    "label": None,
    "num_pixels": None,
    "area": None,
    "bbox": None,
    "area_bbox": None,
    "extent": None,
    "centroid": None,
    "equivalent_diameter": None,
    "inertia_tensor_eigvals": None,
    "axis_major_length": (2, 3),
    "axis_minor_length": (2, 3),
    "eccentricity": (2,),
    "orientation": (2,),
    "aspect_ratio": (2, 3),
    "perimeter": (2,),
    "circularity": (2,),
    "surface_area": (3,),
    "sphericity": (3,),
}
_SQUARE = ("perimeter", "circularity")  # need square pixels
_INTENSITY = ("intensity_sum", "intensity_mean", "intensity_std", "intensity_min", "intensity_max", "centroid_weighted")


class Regions:
    """The sums of all regions of one labeled image; rows are those of the labels that occur."""

    def __init__(self, labels, size):
        self.labels, self.ndim = labels, max(labels.ndim, 1)
        self.size = np.array(size)
        self.pixel = float(np.prod(self.size))
        self.leading = np.array(labels.shape[:-1], np.int64)
        self.rows = rows = regions(labels)
        d = self.ndim
        self.area, self.origin, self.boxes = (np.zeros((rows, *w), np.int64) for w in ((), (d,), (2 * d,)))
        self.first, self.second = np.zeros((rows, d)), np.zeros((rows, d * (d + 1) // 2))
        _kernels.region_moments(
            as_lines(labels), self.leading, np.zeros_like(self.leading),
            self.area, self.origin, self.boxes, self.first, self.second,
        )  # fmt: skip
        self.present = np.flatnonzero(self.area)
        self.count = self.area[self.present]
        self.mean = self.first[self.present] / self.count[:, None]  # from the origin, in pixels

    def columns(self, name):
        """Give the columns of a property of shape, as (name, values) pairs."""
        found = getattr(self, f"_{name}")()
        return found if isinstance(found, list) else [(name, found)]

    def _label(self):
        return self.present.astype(np.int32)

    def _num_pixels(self):
        return self.count

    def _area(self):
        return self.count * self.pixel

    def _bbox(self):
        boxes = self.boxes[self.present]
        ends = (("min", 0), ("max", 1))
        return [(f"bbox_{end}-{k}", boxes[:, 2 * k + side]) for end, side in ends for k in range(self.ndim)]

    def _area_bbox(self):
        boxes = self.boxes[self.present]
        return np.prod(boxes[:, 1::2] - boxes[:, ::2], axis=1, dtype=np.float64) * self.pixel

    def _extent(self):
        return self._area() / self._area_bbox()

    def _centroid(self):
        centre = (self.origin[self.present] + self.mean) * self.size
        return [(f"centroid-{k}", centre[:, k]) for k in range(self.ndim)]

    def _equivalent_diameter(self):
        return (2 * self.ndim * self._area() / pi) ** (1 / self.ndim)

    def covariance(self):
        """Give the (rows, ndim, ndim) variances of the pixels' places, in squared physical units."""
        d = self.ndim
        product = np.empty((len(self.present), d, d))
        i, j = np.triu_indices(d)
        product[:, i, j] = product[:, j, i] = self.second[self.present]
        outer = self.mean[:, :, None] * self.first[self.present][:, None, :]
        return (product - (outer + outer.swapaxes(1, 2)) / 2) / self.count[:, None, None] * np.outer(self.size, self.size)

    def _tensor(self):
        """Give the tensors of inertia, per pixel: the trace of the covariance less the covariance."""
        covariance = self.covariance()
        trace = np.trace(covariance, axis1=1, axis2=2)
        return np.eye(self.ndim) * trace[:, None, None] - covariance

    def _eigenvalues(self):
        """Give the eigenvalues of the tensor of inertia, the largest first, none negative."""
        if not hasattr(self, "_found"):
            self._found = np.clip(np.linalg.eigvalsh(self._tensor()), 0, None)[:, ::-1]
        return self._found

    def _inertia_tensor_eigvals(self):
        values = self._eigenvalues()
        return [(f"inertia_tensor_eigvals-{k}", values[:, k]) for k in range(self.ndim)]

    def _axis_major_length(self):
        v = self._eigenvalues()
        return 4 * np.sqrt(v[:, 0]) if self.ndim == 2 else np.sqrt(10 * np.maximum(v[:, 0] + v[:, 1] - v[:, 2], 0))

    def _axis_minor_length(self):
        v = self._eigenvalues()
        return 4 * np.sqrt(v[:, 1]) if self.ndim == 2 else np.sqrt(10 * np.maximum(v[:, 1] + v[:, 2] - v[:, 0], 0))

    def _eccentricity(self):
        v = self._eigenvalues()
        ratio = np.divide(v[:, 1], v[:, 0], out=np.ones(len(v)), where=v[:, 0] > 0)
        return np.sqrt(1 - ratio)

    def _orientation(self):
        c = self.covariance()
        both = c[:, 0, 1] + 0.0  # never -0.0, whose angle would be -π
        differ = c[:, 0, 0] - c[:, 1, 1]
        return np.where(differ == 0, np.where(both > 0, pi / 4, -pi / 4), np.arctan2(2 * both, differ) / 2)

    def _aspect_ratio(self):
        with np.errstate(divide="ignore", invalid="ignore"):
            return self._axis_major_length() / self._axis_minor_length()

    def _circularity(self):
        with np.errstate(divide="ignore", invalid="ignore"):
            return 4 * pi * self._area() / self._perimeter() ** 2

    def _surface_area(self):
        counts = np.zeros((self.rows, len(STEPS)), np.int64)
        _kernels.surface_crossings(self.labels, STEPS, counts)
        return counts[self.present] @ crossing_weights(tuple(self.size.tolist()))

    def _sphericity(self):
        with np.errstate(divide="ignore", invalid="ignore"):
            return pi ** (1 / 3) * (6 * self._area()) ** (2 / 3) / self._surface_area()

    def _perimeter(self):
        return region_perimeters(self.labels, self.rows)[self.present] * self.size[0]

    def intensity(self, values):
        """Give {property: values, (rows,) or (rows, ndim)} of one channel."""
        values = computed(values)
        if not is_native(values.dtype):
            values = values.astype(np.float64)
        d, rows = self.ndim, self.rows
        base, sums = np.zeros(rows), np.zeros((rows, 2 + d))
        least, most = np.zeros(rows, values.dtype), np.zeros(rows, values.dtype)
        _kernels.region_intensity(
            as_lines(values), as_lines(self.labels), self.leading, np.zeros_like(self.leading),
            self.origin, np.zeros(rows, np.uint8), base, sums, least, most,
        )  # fmt: skip
        base, sums, first = base[self.present], sums[self.present], self.first[self.present]
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            off = sums[:, 0] / self.count
            total = base * self.count + sums[:, 0]
            moments = sums[:, 2:] + base[:, None] * first
            return {
                "intensity_sum": total,
                "intensity_mean": base + off,
                "intensity_std": np.sqrt(np.maximum(sums[:, 1] / self.count - off**2, 0)),
                "intensity_min": least[self.present],
                "intensity_max": most[self.present],
                "centroid_weighted": (self.origin[self.present] + moments / total[:, None]) * self.size,
            }


def _chosen(properties, ndim, size, with_intensity):
    """Give the names of the properties to compute."""
    known = [*_SHAPE, *(_INTENSITY if with_intensity else ())]
    square = len(set(size)) <= 1
    if properties is None:
        return [
            name for name in known
            if (_SHAPE.get(name) is None or ndim in _SHAPE[name]) and (square or name not in _SQUARE)
        ]  # fmt: skip
    if isinstance(properties, str):
        properties = (properties,)
    names = list(properties)
    for name in names:
        if name in _INTENSITY and not with_intensity:
            raise ValueError(f"`properties` has {name!r}, which needs `intensity_image`")
        if name not in known:
            raise ValueError(f"`properties` must be among {', '.join([*_SHAPE, *_INTENSITY])}; not {name!r}")
        if _SHAPE.get(name) is not None and ndim not in _SHAPE[name]:
            raise ValueError(f"`properties` has {name!r}, which is not defined for {ndim} axes")
        if name in _SQUARE and not square:
            raise ValueError(f"`spacing` must be equal along both axes for {name!r}, not {size}")
    return names


def region_table(
    labeled: Any,
    intensity_image: Any = None,
    *,
    spacing: Any = None,
    properties: Iterable[str] | None = None,
    channel_axis: int | None = None,
    as_frame: bool = False,
) -> Any:
    """Measure all regions of a labeled image.

    Parameters
    ----------
    labeled : (...) ndarray of integer
        Labels; 0 and negative ones are background.
    intensity_image : (...) ndarray of any real dtype, optional
        Grey levels, of the shape of `labeled`; with `channel_axis` it has that axis more.
    spacing : float or sequence of float, optional
        Size of a pixel along each axis, in physical units. Default: 1.
    properties : iterable of str, optional
        What to compute, see Notes. Default: all that are defined for the image.
    channel_axis : int, optional
        The axis of channels of `intensity_image`. Default: there is one channel.
    as_frame : bool, optional
        Return a pandas.DataFrame. Default: False.

    Returns
    -------
    table : dict of str to (n,) ndarray, or pandas.DataFrame
        One entry for each label that occurs, in increasing order.

    Raises
    ------
    TypeError
        If `labeled` is not integer, `intensity_image` not a real array, or `as_frame` not a bool.
    ValueError
        If shapes disagree, a property is unknown or not defined for this image, a label is 2**28 or more, or `spacing`
        is not positive.
    ImportError
        If `as_frame` is asked for and pandas is not installed.

    Notes
    -----
    Definitions are those of `skimage.measure.regionprops_table`. x is the place of a pixel in physical units, N the
    number of pixels, C the covariance Σ (x - centroid)(x - centroid)ᵀ / N, λ₀ ≥ λ₁ ≥ … the eigenvalues of
    trace(C) · 1 - C, k an axis.

    ========================== ======================================================================================
    label                      the label
    num_pixels                 N
    area                       N times the size of a pixel: area, volume in 3-D
    bbox                       columns bbox_min-k and bbox_max-k: the half-open box, in pixels
    area_bbox                  size of that box
    extent                     area / area_bbox
    centroid                   columns centroid-k: mean of x
    equivalent_diameter        (2 d area / π)^(1/d) for d axes: diameter of the disk or ball of that size
    inertia_tensor_eigvals     columns inertia_tensor_eigvals-k: λ
    axis_major_length          of the ellipse (ellipsoid) of these moments: 4 √λ₀ in 2-D, √(10 (λ₀ + λ₁ - λ₂)) in 3-D
    axis_minor_length          4 √λ₁ in 2-D, √(10 (λ₁ + λ₂ - λ₀)) in 3-D
    eccentricity               √(1 - λ₁ / λ₀), 0 for a single pixel (2-D)
    orientation                angle of the major axis from axis 0 towards axis 1, in radians, -π/2 … π/2 (2-D)
    aspect_ratio               axis_major_length / axis_minor_length
    perimeter                  that of `perimeter`, each region by itself (2-D, square pixels)
    circularity                4 π area / perimeter²: about 1 for a disk, more for few pixels
    surface_area               from the crossings of lines in 13 directions (3-D) [1]_: within about 1 % for a ball of 10
                               pixels' radius
    sphericity                 surface of the ball of that volume / surface_area (3-D)
    intensity_sum, _mean       Σ v, Σ v / N
    intensity_std              √(Σ (v - mean)² / N)
    intensity_min, _max        extremes, in the type of the image; NaN where there is one
    centroid_weighted          columns centroid_weighted-k: Σ v x / Σ v
    ========================== ======================================================================================

    With `channel_axis`, columns of intensity end in -c for channel c. Sums of places are exact, those of intensities
    are float64 and taken from the region's first pixel and its value, so that nothing is lost far from the origin.
    One pass over the labels, one more over each channel, and one for the perimeter. Extra memory: 10 numbers a label
    in 2-D, and 2 bytes per pixel for the perimeter. skimage has no aspect_ratio, circularity, surface_area, sphericity.

    References
    ----------
    .. [1] D. Legland, K. Kiêu, M.-F. Devaux, "Computation of Minkowski measures on 2D and 3D binary images", Image
       Analysis & Stereology 26(2), 2007. doi:10.5566/ias.v26.p83-92

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> labeled = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 5]])
    >>> table = mh.region_table(labeled, labeled * 10, properties=["label", "area", "centroid", "intensity_mean"])
    >>> for name, column in table.items():
    ...     print(name, column.tolist())
    label [1, 5]
    area [4.0, 1.0]
    centroid-0 [0.5, 2.0]
    centroid-1 [0.5, 2.0]
    intensity_mean [10.0, 50.0]
    """
    if not isinstance(as_frame, (bool, np.bool_)):
        raise TypeError(f"`as_frame` must be True or False, not {type(as_frame).__name__}")
    labels = as_labels(labeled, kinds="bui")
    if labels.ndim == 0:
        raise ValueError("`labeled` must have an axis, not none")
    size = check.spacing(spacing, labels.ndim)
    channels, suffixes = _channels(intensity_image, channel_axis, labels)
    names = _chosen(properties, labels.ndim, size, bool(channels))
    found = Regions(labels, size)
    grey = [found.intensity(c) for c in channels] if set(names) & set(_INTENSITY) else []
    table = {}
    for name in names:
        if name in _SHAPE:
            table.update(found.columns(name))
            continue
        for values, suffix in zip(grey, suffixes):
            column = values[name]
            if column.ndim == 1:
                table[name + suffix] = column
            else:
                table.update({f"{name}-{k}{suffix}": column[:, k] for k in range(labels.ndim)})
    table = {name: np.ascontiguousarray(column) for name, column in table.items()}
    if as_frame:
        try:
            import pandas
        except ImportError:
            raise ImportError("`as_frame` needs pandas, which is not installed") from None
        return pandas.DataFrame(table)
    return table


def _channels(image, axis, labels):
    """Give the channels of an intensity image, each of the labels' shape, and the ends of their columns' names."""
    if image is None:
        if axis is not None:
            raise ValueError("`channel_axis` needs `intensity_image`")
        return [], []
    a = check.array(image, "intensity_image")
    if axis is None:
        check.same_shape(a, "intensity_image", labels, "labeled")
        return [a], [""]
    a = np.moveaxis(a, check.axis(axis, a.ndim, "channel_axis"), 0) if a.ndim else a
    if a.ndim != labels.ndim + 1 or a.shape[1:] != labels.shape:
        raise ValueError(
            f"`intensity_image` must have the shape of `labeled`, {labels.shape}, and a channel axis; without it: {a.shape[1:]}"
        )
    return list(a), [f"-{c}" for c in range(len(a))]
