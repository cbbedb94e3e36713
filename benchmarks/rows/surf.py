"""SURF. No peer but mahotas has it: OpenCV's is in its contrib packages only."""

import mahotas.features.surf as oracle
import numpy as np
from harness import Row
from inputs import noise, nuclei

from pyimg.features import surf


def rows():
    """Yield the rows."""
    for dtype in ("u1", "f4"):
        a = nuclei("nd2", dtype)
        yield Row(f"surf/{dtype}/nd2", lambda a=a: surf.surf(a, threads=1), {"mahotas": lambda a=a: oracle.surf(a)}, agree=None,
                  note="equal scores may be in another order")  # fmt: skip
        yield Row(
            f"surf.interest_points/{dtype}/nd2",
            lambda a=a: surf.interest_points(a, threads=1),
            {"mahotas": lambda a=a: oracle.interest_points(a)},
            agree=None,
            note="equal scores may be in another order",
        )
        yield Row(f"surf.integral/{dtype}/nd2", lambda a=a: surf.integral(a), {"mahotas": lambda a=a: oracle.integral(a)})
    y, x = np.mgrid[32:512:8, 32:512:8]
    for scale in (1, 2, 4, 8):
        points = np.column_stack([y.ravel(), x.ravel(), np.full(y.size, scale), np.ones((y.size, 2))])
        a = noise("n512", "u1")
        yield Row(
            f"surf.descriptors/{scale}/n512",
            lambda a=a, p=points: surf.descriptors(a, p, threads=1),
            {"mahotas": lambda a=a, p=points: oracle.descriptors(a, p)},
        )
    a = noise("nd2", "u1")
    yield Row("surf.dense/u1/nd2", lambda: surf.dense(a, 16, threads=1), {"mahotas": lambda: oracle.dense(a, 16)})
