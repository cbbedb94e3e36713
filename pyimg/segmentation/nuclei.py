"""Bright objects on a dark background, one label each: the engine of ``pyimg segment``."""

from typing import Any

import numpy as np

from .. import _check as check
from .._prepare import native
from ..distance import distance
from ..labeled import label
from ..morph import close_holes, cwatershed, regmax
from ..thresholding import otsu, rc
from . import _published as published
from ._best import segment_nuclei
from ._parts import blurred, drop_small
from ._scale import estimate_diameter, level_of, level_off

__all__ = ["METHODS", "segment"]

#: What `segment` takes as `method`.
METHODS = (
    "auto",
    "mean",
    "otsu",
    "rc",
    "watershed-intensity",
    "watershed-gradient",
    "watershed-distance",
    "isbi2009-rc",
    "isbi2009-otsu",
    "isbi2009-mean",
    "isbi2009-watershed-direct",
    "isbi2009-watershed-gradient",
)


def segment(
    image: Any,
    method: str = "auto",
    *,
    sigma: float | None = None,
    min_size: float | None = None,
    diameter: float | None = None,
    spacing: Any = None,
) -> np.ndarray:
    """Find bright objects on a darker background, such as stained nuclei, and label them.

    Parameters
    ----------
    image : (...) ndarray of bool, integer or float
        Grey levels, finite, of any number of axes.
    method : str, default 'auto'
        - ``'auto'``: what segments best (see Notes);
        - ``'mean'``, ``'otsu'``, ``'rc'``: smoothed by a Gaussian, above the mean, Otsu's or Ridler and Calvard's threshold,
          connected (faces);
        - ``'watershed-intensity'``, ``'watershed-gradient'``, ``'watershed-distance'``: smoothed by a Gaussian, above Otsu's
          threshold, holes filled, divided by floods from the regional maxima of the smoothed image down the
          smoothed image or over its gradient, or from those of the distance to the background (smoothed by half of `sigma`);
        - ``'isbi2009-rc'``, ``'isbi2009-otsu'``, ``'isbi2009-mean'``, ``'isbi2009-watershed-direct'``,
          ``'isbi2009-watershed-gradient'``: what was published and scored in [1]_, to the pixel.
    sigma : float, default None
        Standard deviation of the Gaussian, in the unit of `spacing`; 0 for none. By default a thirtieth of the
        diameter; a seventh of it for the watersheds; as published for ``'isbi2009-…'``: 12 for watersheds, else 0.
    min_size : float, default None
        Least size of an object, in pixels. By default a quarter of the median object's (by area) for ``'auto'`` (a twentieth
        for those that the frame cuts), the size of a disk (ball) of a quarter of the diameter for the other methods,
        2500 for ``'isbi2009-…'``.
    diameter : float, default None
        Typical diameter of an object, in the unit of `spacing`. By default estimated from the image.
    spacing : float or sequence of float, default None
        Size of a pixel along each axis (1 by default). ``'isbi2009-…'`` do not use it.

    Returns
    -------
    labels : ndarray of int32
        0 outside, 1 … n, of the shape of `image`.

    Raises
    ------
    TypeError
        If `image` is not real.
    ValueError
        If `image` has no axis, or a NaN or infinity, `method` is unknown or a number out of range.

    Notes
    -----
    ``'auto'`` measures all lengths in diameters and all levels in the contrast of the image, so that neither the
    magnification nor the unit, offset or exposure of the camera matter. The diameter is the scale at which differences of
    Gaussians have a maximum of variance, then that of the objects found with it: uneven light, which grows with scale, has
    none. What is larger than the image is not an object in it.

    1. grey levels are put on a scale that is linear where most of the image lies and logarithmic above, and smoothed (before,
       where noise makes out much of the contrast);
    2. foreground rises above the mean around it by half of Otsu's threshold of that rise, and three standard deviations of
       the noise; holes up to a quarter of the
       diameter are filled, and what no disk of a twentieth of it fits in is opened away;
    3. the distance to the background, smoothed, marks parts: a maximum counts if the neck to a deeper one is shallower
       by half a percent of the diameter. They are divided by a flood; crumbs join what they lie at, and so do
       neighbours that together fill the ellipse of their moments well, or better than alone;
    4. each outline moves, within a fifth of the diameter, to the level at which the image is steepest along it,
       and a fifth of the object's height out, where people draw it;
    5. objects are dropped that are small, or whose outline is faint or blurred, relative to the median object (by area), or that
       do not stand out of the noise.

    Extra memory: about 150 bytes per pixel.

    References
    ----------
    .. [1] Coelho, Shariff and Murphy (2009), Nuclear segmentation in microscope cell images: a hand-segmented
       dataset and comparison of algorithms. doi:10.1109/ISBI.2009.5193098

    Examples
    --------
    >>> import pyimg as mh
    >>> from pyimg.segmentation.nuclei import segment
    >>> image, truth = mh.data.nuclei((160, 160), 6, rng=1, touching=0)
    >>> labels = segment(image)
    >>> int(labels.max()), mh.metrics.object_counts(truth, labels)
    (6, ObjectCounts(split=0, merged=0, added=0, missing=0))
    """
    image = check.array(image, "image")
    method = check.choice(method, "method", METHODS)
    sizes = check.spacing(spacing, image.ndim)
    if not all(1e-100 <= s <= 1e100 for s in sizes):  # squares and their ratios stay finite
        raise ValueError(f"`spacing` must be from 1e-100 to 1e100, not {spacing!r}")
    sigma = None if sigma is None else check.number(sigma, "sigma", low=0)
    min_size = None if min_size is None else check.number(min_size, "min_size", low=0)
    if diameter is not None:
        diameter = check.number(diameter, "diameter", low=0)
        if diameter == 0:
            raise ValueError("`diameter` must be above 0, not 0.0")
    if image.ndim == 0:
        raise ValueError("`image` must have at least 1 axis, not 0")
    if image.dtype.kind == "f" and not np.isfinite(image).all():
        raise ValueError("`image` must be finite, but has a NaN or an infinity")
    if image.size == 0 or image.min() == image.max():
        return np.zeros(image.shape, np.int32)
    image = native(image)
    if image.dtype.kind == "b":
        image = image.view(np.uint8)
    elif image.dtype.kind == "f" and image.dtype.itemsize not in (4, 8):
        image = image.astype(np.float64)

    if method.startswith("isbi2009-"):
        least = published.MIN_SIZE if min_size is None else min_size
        kind, _, how = method.removeprefix("isbi2009-").partition("-")
        if kind == "watershed":
            width = published.SIGMA if sigma is None else sigma
            return published.watershed(image, how == "gradient", width, least)
        return published.threshold(image, kind, sigma or 0.0, least)
    if method == "auto":
        return segment_nuclei(image, sizes, diameter, sigma, min_size)

    if diameter is None and (sigma is None or min_size is None):
        diameter = estimate_diameter(level_off(image), sizes)
    if sigma is None:
        sigma = diameter / (7 if "watershed" in method else 30)
    if min_size is None:
        min_size = (0.25 * diameter) ** image.ndim * np.pi / (2 * image.ndim if image.ndim < 4 else 8) / np.prod(sizes)
    labels = _simple(image, method, sigma, sizes)
    return drop_small(labels, min_size)


def _simple(image, method, sigma, sizes):
    """Segment by a threshold, and divide by a flood if the method says so."""
    smooth = blurred(image.astype(np.float64), sigma, sizes)
    how = "otsu" if "watershed" in method else method
    if how == "mean":
        level = smooth.mean()
    elif sigma:
        level = level_of(smooth, {"otsu": otsu, "rc": rc}[how])
    else:
        level = {"otsu": otsu, "rc": rc}[how](image)
    mask = smooth > level
    if "watershed" not in method:
        return label(mask)[0]
    mask = close_holes(mask)
    if method == "watershed-distance":
        peaks = blurred(distance(mask, "euclidean", spacing=sizes), sigma / 2, sizes)
    else:
        peaks = smooth
    markers, _ = label(regmax(peaks) & mask)
    surface = -peaks
    if method == "watershed-gradient":
        fine = blurred(image.astype(np.float64), sigma / 4, sizes)
        surface = sum(
            np.square(np.gradient(fine, size, axis=axis))
            for axis, (size, n) in enumerate(zip(sizes, fine.shape))
            if n > 1
        )
    return cwatershed(surface, markers, mask=mask)
