"""Scores of segmentations."""

import numpy as np
import skimage.metrics
import sklearn.metrics as sk
from harness import Row
from inputs import blobs

import pyimg as mh

COVERS = (
    "contingency adjusted_rand variation_of_information rand_index pair_counts pair_jaccard object_counts panoptic_quality "
    "average_precision scores average_surface_distance normalized_sum_of_distances hausdorff hausdorff95 surface_dice dice jaccard"
)


def rows():
    """Yield the rows."""
    for size in ("n512", "nd2"):
        reference = mh.label(blobs(size))[0]
        segmented = np.roll(reference, 3, axis=0)
        a, b = reference.ravel(), segmented.ravel()
        peers = {"skimage": lambda a=a, b=b: skimage.metrics.contingency_table(a, b)}
        peers["sklearn"] = lambda a=a, b=b: sk.cluster.contingency_matrix(a, b, sparse=True)
        yield Row(
            f"metrics.contingency/i4/{size}",
            lambda r=reference, s=segmented: mh.metrics.contingency(r, s),
            peers,
            agree=None,
        )
        peers = {"skimage": lambda r=reference, s=segmented: skimage.metrics.adapted_rand_error(r, s)[0]}
        peers["sklearn"] = lambda a=a, b=b: sk.adjusted_rand_score(a, b)
        yield Row(
            f"metrics.adjusted_rand/i4/{size}",
            lambda r=reference, s=segmented: mh.metrics.adjusted_rand(r, s),
            peers,
            agree=None,
        )
        yield Row(
            f"metrics.variation_of_information/i4/{size}",
            lambda r=reference, s=segmented: np.array(mh.metrics.variation_of_information(r, s)),
            {"skimage": lambda r=reference, s=segmented: skimage.metrics.variation_of_information(r, s)},
            agree=(1e-9, 0),
        )
    labels = mh.label(blobs("n512"))[0]
    moved = np.roll(labels, 3, axis=0)
    peers = {"sklearn": lambda: sk.rand_score(labels.ravel(), moved.ravel())}
    yield Row("metrics.rand_index/i4/n512", lambda: mh.metrics.rand_index(labels, moved), peers, agree=(1e-9, 0))
    for name in ("pair_counts", "pair_jaccard", "object_counts", "panoptic_quality", "average_precision", "scores",
                 "average_surface_distance", "normalized_sum_of_distances"):  # fmt: skip
        yield Row(f"metrics.{name}/i4/n512", lambda name=name: getattr(mh.metrics, name)(labels, moved), {}, agree=None)
    a = blobs("n512")
    b = np.roll(a, 3, axis=0)
    yield Row(
        "metrics.hausdorff/bool/n512",
        lambda: mh.metrics.hausdorff(a, b),
        {"skimage": lambda: skimage.metrics.hausdorff_distance(a, b)},
    )
    yield Row("metrics.hausdorff95/bool/n512", lambda: mh.metrics.hausdorff95(a, b), {}, agree=None)
    yield Row("metrics.surface_dice/bool/n512", lambda: mh.metrics.surface_dice(a, b, 2), {}, agree=None)
    c, d = blobs("nd2"), np.roll(blobs("nd2"), 3, axis=0)
    for name, score in (("dice", "f1_score"), ("jaccard", "jaccard_score")):
        yield Row(
            f"metrics.{name}/bool/nd2",
            lambda name=name: getattr(mh.metrics, name)(c, d),
            {"sklearn": lambda score=score: getattr(sk, score)(c.ravel(), d.ravel())},
            agree=(1e-9, 0),
        )
