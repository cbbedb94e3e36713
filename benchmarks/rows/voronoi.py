"""Nearest labels."""

import mahotas.segmentation
import numpy as np
from harness import Row
from inputs import blobs
from scipy import ndimage
from skimage.segmentation import expand_labels

import pyimg as mh

COVERS = "gvoronoi"


def from_indices(labeled):
    """Take the labels that SciPy's feature transform points at."""
    at = ndimage.distance_transform_edt(labeled == 0, return_distances=False, return_indices=True)
    return labeled[tuple(at)]


def rows():
    """Yield the rows."""
    cells = ndimage.label(blobs("nd2"))[0]
    points = np.zeros_like(cells)
    points.ravel()[np.random.default_rng(1).integers(0, points.size, 1000)] = np.arange(1, 1001)
    volume = ndimage.label(blobs("nd3"))[0]
    for name, labeled in {"cells/nd2": cells, "points/nd2": points, "cells/nd3": volume}.items():
        flat = {"mahotas": lambda a=labeled: mahotas.segmentation.gvoronoi(a)} if labeled.ndim == 2 else {}
        yield Row(
            f"gvoronoi/{name}",
            lambda a=labeled: mh.segmentation.gvoronoi(a),
            flat
            | {
                "scipy": lambda a=labeled: from_indices(a),
                "skimage": lambda a=labeled: expand_labels(a, float(sum(a.shape))),
            },
            agree=(0, 0.05),  # ties are broken by other rules
        )
