"""LBP, TAS, Zernike moments, moments, shape."""

import cv2
import mahotas
import numpy as np
from harness import Row
from inputs import blobs, noise, nuclei
from skimage.feature import local_binary_pattern

import pyimg as mh
from pyimg.features.lbp import lbp_transform

COVERS = "lbp pftas tas moments zernike_moments ellipse_axes eccentricity roundness"


def _composed_pftas(a):
    """Threshold adjacency statistics by OpenCV's filters."""
    T, _ = cv2.threshold(a, 0, 255, cv2.THRESH_OTSU)
    mean, deviation = (float(v.ravel()[0]) for v in cv2.meanStdDev(a, mask=(a > T).view(np.uint8)))
    kernel = np.ones((3, 3))
    kernel[1, 1] = 10
    rows = []
    over = a > mean - deviation
    for mask in (over & (a < mean + deviation), over, a > mean):
        for m in (mask, ~mask):
            codes = cv2.filter2D(m.view(np.uint8), -1, kernel, borderType=cv2.BORDER_REFLECT)
            rows.append(cv2.calcHist([codes], [0], None, [32], [0, 32]).ravel()[:9])
    rows = [row / max(1, row.sum()) for row in rows]
    return np.concatenate(rows[::2] + rows[1::2])


def rows():
    """Yield the rows."""
    for name, image in (("nuclei", nuclei), ("noise", noise)):
        a = image("nd2")[:1024, :1024].copy()
        for radius, points in ((1, 8), (3, 24)):
            yield Row(
                f"lbp_transform/{name}/radius{radius}/points{points}/1024",
                lambda a=a, r=radius, p=points: lbp_transform(a, r, p),
                {"skimage": lambda a=a, r=radius, p=points: local_binary_pattern(a, p, r, "ror")},
                agree=None,
                note="skimage counts ties as above, and turns the other way",
            )
            yield Row(
                f"lbp/{name}/radius{radius}/points{points}/1024",
                lambda a=a, r=radius, p=points: mh.features.lbp(a, r, p),
                {"mahotas": lambda a=a, r=radius, p=points: mahotas.features.lbp(a, r, p)},
                agree=None,
                note="mahotas does not interpolate",
            )
        a = image("nd2")
        yield Row(
            f"pftas/{name}/u1/nd2",
            lambda a=a: mh.features.pftas(a),
            {"mahotas": lambda a=a: mahotas.features.pftas(a), "opencv, composed": lambda a=a: _composed_pftas(a)},
            agree=(1e-6, 0),
        )
    a = nuclei("nd2")
    yield Row("tas/u1/nd2", lambda: mh.features.tas(a), {"mahotas": lambda: mahotas.features.tas(a)}, agree=(1e-6, 0))
    yield Row("moments/u1/nd2", lambda: mh.moments(a, 1, 2), {"mahotas": lambda: mahotas.moments(a, 1, 2)}, agree=(1e4, 0))
    small = nuclei("n512")[100:141, 100:141].copy()
    large = nuclei("n512")
    for name, image, radius in (("41", small, 20), ("n512", large, 256)):
        yield Row(
            f"zernike_moments/{name}/degree8",
            lambda image=image, radius=radius: mh.features.zernike_moments(image, radius),
            {"mahotas": lambda image=image, radius=radius: mahotas.features.zernike_moments(image, radius)},
            agree=(1e-9, 0),
        )
    mask = blobs("nd2")
    for name in ("ellipse_axes", "eccentricity", "roundness"):
        yield Row(
            f"{name}/nd2",
            lambda name=name: getattr(mh.features, name)(mask),
            {"mahotas": lambda name=name: getattr(mahotas.features, name)(mask)},
            agree=(1e-6, 0),
        )
