"""Scores of segmentations."""

import numpy as np
import skimage.metrics
from harness import Row
from inputs import blobs

import pyimg as mh

try:
    import sklearn.metrics as sk
except ImportError:
    sk = None


def rows():
    """Yield the rows."""
    for size in ("n512", "nd2"):
        reference = mh.label(blobs(size))[0]
        segmented = np.roll(reference, 3, axis=0)
        a, b = reference.ravel(), segmented.ravel()
        peers = {"scikit-image": lambda a=a, b=b: skimage.metrics.contingency_table(a, b)}
        if sk is not None:
            peers["scikit-learn"] = lambda a=a, b=b: sk.cluster.contingency_matrix(a, b, sparse=True)
        yield Row(
            f"metrics.contingency/i4/{size}",
            lambda r=reference, s=segmented: mh.metrics.contingency(r, s),
            peers,
            agree=None,
        )
        peers = {"scikit-image": lambda r=reference, s=segmented: skimage.metrics.adapted_rand_error(r, s)[0]}
        if sk is not None:
            peers["scikit-learn"] = lambda a=a, b=b: sk.adjusted_rand_score(a, b)
        yield Row(
            f"metrics.adjusted_rand/i4/{size}",
            lambda r=reference, s=segmented: mh.metrics.adjusted_rand(r, s),
            peers,
            agree=None,
        )
        yield Row(
            f"metrics.variation_of_information/i4/{size}",
            lambda r=reference, s=segmented: np.array(mh.metrics.variation_of_information(r, s)),
            {"scikit-image": lambda r=reference, s=segmented: skimage.metrics.variation_of_information(r, s)},
            agree=(1e-9, 0),
        )
    a = blobs("n512")
    b = np.roll(a, 3, axis=0)
    yield Row(
        "metrics.hausdorff/bool/n512",
        lambda: mh.metrics.hausdorff(a, b),
        {"scikit-image": lambda: skimage.metrics.hausdorff_distance(a, b)},
    )
