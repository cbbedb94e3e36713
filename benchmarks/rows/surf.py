"""SURF. No peer but mahotas has it: OpenCV's is in its contrib packages only."""

import cv2
import mahotas.features.surf as oracle
import numpy as np
from harness import Row
from inputs import images, noise

from pyimg.features import surf

COVERS = "surf interest_points integral descriptors dense"


def rows():
    """Yield the rows."""
    for name, a in images("u1 u2 f4 f8", "noise n512"):
        yield Row(f"surf/{name}", lambda a=a: surf.surf(a), {"mahotas": lambda a=a: oracle.surf(a)}, agree=None,
                  note="equal scores may be in another order")  # fmt: skip
        yield Row(
            f"surf.interest_points/{name}",
            lambda a=a: surf.interest_points(a),
            {"mahotas": lambda a=a: oracle.interest_points(a)},
            agree=None,
            note="equal scores may be in another order",
        )
        yield Row(
            f"surf.integral/{name}",
            lambda a=a: surf.integral(a),
            {"mahotas": lambda a=a: oracle.integral(a), "opencv": lambda a=a: cv2.integral(a, sdepth=cv2.CV_64F)[1:, 1:]},
            agree=(1e-6 * a.size, 0),
        )
    y, x = np.mgrid[32:512:8, 32:512:8]
    for scale in (1, 2, 4, 8):
        points = np.column_stack([y.ravel(), x.ravel(), np.full(y.size, scale), np.ones((y.size, 2))])
        a = noise("n512", "u1")
        yield Row(
            f"surf.descriptors/{scale}/n512",
            lambda a=a, p=points: surf.descriptors(a, p),
            {"mahotas": lambda a=a, p=points: oracle.descriptors(a, p)},
        )
    a = noise("nd2", "u1")
    yield Row("surf.dense/u1/nd2", lambda: surf.dense(a, 16), {"mahotas": lambda: oracle.dense(a, 16)})
