"""The segmentations of Coelho, Shariff and Murphy (2009), as they were run."""

import numpy as np

from ..filters import gaussian_filter1d
from ..labeled import label
from ..morph import cwatershed, dilate, erode, majority_filter, regmax
from ..thresholding import otsu, rc
from ._parts import drop_small

SIGMA = 12.0
MIN_SIZE = 2500
WINDOW = 5


def gaussian_kept(image: np.ndarray, sigma: float) -> np.ndarray:
    """Smooth along one axis after the other, each time back in the type of `image`: integers are cut, not rounded."""
    for axis in range(image.ndim):
        smooth = gaussian_filter1d(image.astype(np.float64), sigma, axis)
        if image.dtype.kind in "ui":
            smooth = np.floor(smooth + 1e-9)  # a constant stays what it is, whatever its weights sum to
        image = smooth.astype(image.dtype)
    return image


def threshold(image: np.ndarray, how: str, sigma: float, min_size: float) -> np.ndarray:
    """Segment by one threshold, as published without smoothing; a majority of 5 x 5 cleans the mask."""
    if sigma:
        image = gaussian_kept(image, sigma)
    level = {"rc": rc, "otsu": otsu, "mean": np.mean}[how](image)
    labels, _ = label(majority_filter(image > level, WINDOW))
    return drop_small(labels, min_size)


def watershed(image: np.ndarray, gradient: bool, sigma: float, min_size: float) -> np.ndarray:
    """Segment by floods from the maxima of the smoothed image, down the image or (sic) down its gradient."""
    smooth = gaussian_kept(image, sigma)
    seeds, _ = label(regmax(smooth))
    surface = image if image.dtype.kind == "u" else image.astype(np.float64)
    if gradient:
        surface = dilate(surface) - erode(surface)
    labels = cwatershed(surface.max() - surface, seeds)
    labels[smooth < smooth.mean()] = 0
    return drop_small(labels, min_size)
