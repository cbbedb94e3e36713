"""Superpixels, ten rounds each; segmentation as a whole."""

import mahotas.segmentation
import numpy as np
from harness import Row
from inputs import nuclei
from skimage.segmentation import slic

import pyimg as mh

COVERS = "slic segment"


def rows():
    """Yield the rows."""
    a = nuclei("nd2")
    colour = np.stack([a[:1024, :1024], a[1024:, :1024], a[:1024, 1024:]], -1)
    for m in (1.0, 10.0):
        yield Row(
            f"slic/m{m:.0f}/1024x1024x3",
            lambda m=m: mh.segmentation.slic(colour, 16, m, 10),
            {
                "mahotas": lambda m=m: mahotas.segmentation.slic(colour, 16, m, 10),
                "skimage": lambda m=m: slic(colour, 4096, compactness=m, max_num_iter=10, convert2lab=False),
            },
            agree=None,
            note="superpixels are numbered and cut differently",
        )
    for method in ("otsu", "watershed-intensity", "watershed-distance"):
        yield Row(
            f"segment/{method}/u1/nd2",
            lambda method=method: mh.segmentation.segment(a, method),
            {},
            agree=None,
            note="several steps: no peer has them as one call",
        )
