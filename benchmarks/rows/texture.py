"""Haralick features."""

import mahotas
import numpy as np
from harness import Row
from inputs import noise, nuclei
from skimage.feature import graycomatrix

import pyimg as mh

ANGLES = [0, np.pi / 4, np.pi / 2, 3 * np.pi / 4]

COVERS = "haralick"


def _one_by_one(library, a, labels, boxes):
    for r, box in enumerate(boxes, 1):
        library.features.haralick(np.where(labels[box] == r, a[box], 0), ignore_zeros=True, return_mean=True)


def _regions(size):
    labels, _ = mh.label(mh.open(nuclei(size) > 90))
    labels, _ = mh.labeled.filter_labeled(labels, min_size=100)
    return labels, [tuple(slice(*b) for b in box.reshape(2, 2)) for box in mh.labeled.bbox(labels)[1:]]


def rows():
    """Yield the rows."""
    for name, image in (("nuclei", nuclei), ("noise", noise)):
        for size in ("n512", "nd2"):
            a = image(size)
            wide = a.astype(np.int32)  # mahotas fails on a uint8 image with 255
            yield Row(
                f"haralick/{name}/u1/{size}",
                lambda a=a: mh.features.haralick(a),
                {"mahotas": lambda a=wide: mahotas.features.haralick(a)},
                agree=(1e-6, 0),
            )
            yield Row(
                f"haralick/{name}/u1/{size}/against the matrices alone",
                lambda a=a: mh.features.haralick(a),
                {"skimage": lambda a=a: graycomatrix(a, [1], ANGLES, 256)},
                agree=None,
                note="skimage makes the matrices, no features",
            )
    a = nuclei("n512")
    labels, boxes = _regions("n512")
    yield Row(
        "haralick/regions in one call/u1/n512",
        lambda: mh.features.haralick(a, ignore_zeros=True, return_mean=True, labeled=labels),
        {"mahotas": lambda: _one_by_one(mahotas, a.astype(np.int32), labels, boxes)},
        agree=None,
        note="mahotas is called for each region",
    )
    yield Row(
        "haralick/regions one by one/u1/n512",
        lambda: _one_by_one(mh, a, labels, boxes),
        {"mahotas": lambda: _one_by_one(mahotas, a.astype(np.int32), labels, boxes)},
        agree=None,
        note="cut out by the caller, zeros ignored",
    )
    wide = nuclei("n512", "u2")
    yield Row("haralick/nuclei/u2/n512", lambda: mh.features.haralick(wide), {}, agree=None, note="mahotas needs 34 GB")
