"""Labeled images: components, regions, borders."""

import cc3d
import cv2
import fastremap
import mahotas
import numpy as np
import scipy.ndimage as ndi
import skimage.measure
from harness import Row
from inputs import blobs, noise, nuclei

import pyimg as mh

try:
    import diplib as dip
except ImportError:
    dip = None


def components():
    """Yield rows of label."""
    for what, mask in (("blobs", blobs()), ("noise", noise() > 127)):
        seen = mask.view(np.uint8)
        for n in (4, 8):
            Bc = mahotas.get_structuring_elem(mask, n)
            yield Row(
                f"label/{what}/conn{n}/nd2",
                lambda mask=mask, n=n: mh.label(mask, n),
                {
                    "opencv": lambda seen=seen, n=n: cv2.connectedComponents(seen, connectivity=n)[1],
                    "cc3d": lambda mask=mask, n=n: cc3d.connected_components(mask, connectivity=n),
                    "scikit-image": lambda mask=mask, n=n: skimage.measure.label(mask, connectivity=n // 4),
                    "scipy": lambda mask=mask, Bc=Bc: ndi.label(mask, Bc),
                    "mahotas": lambda mask=mask, Bc=Bc: mahotas.label(mask, Bc),
                },
                agree=None,
                note="labels are equal but for their order",
            )
    for what, mask in (("blobs", blobs("nd3")), ("noise", noise("nd3") > 127)):
        for n in (6, 26):
            yield Row(
                f"label/{what}/conn{n}/nd3",
                lambda mask=mask, n=n: mh.label(mask, n),
                {
                    "cc3d": lambda mask=mask, n=n: cc3d.connected_components(mask, connectivity=n),
                    "scipy": lambda mask=mask, n=n: ndi.label(mask, ndi.generate_binary_structure(3, 1 if n == 6 else 3)),
                },
                agree=None,
                note="labels are equal but for their order",
            )


def regions():
    """Yield rows of labels to labels."""
    labels = mh.label(blobs())[0]
    gaps = (labels * 3).astype(np.int32)
    count = int(labels.max())
    image = None if dip is None else dip.Image(labels.astype(np.uint32))
    yield Row(
        "relabel/blobs/nd2",
        lambda: mh.relabel(gaps)[0],
        {"mahotas": lambda: mahotas.labeled.relabel(gaps)[0], "fastremap": lambda: fastremap.renumber(gaps)[0]}
        | ({} if dip is None else {"diplib": lambda: dip.Relabel(image)}),
        agree=None,
    )
    yield Row(
        "remove_bordering/blobs/nd2",
        lambda: mh.labeled.remove_bordering(labels),
        {
            "mahotas": lambda: mahotas.labeled.remove_bordering(labels),
            "scikit-image": lambda: skimage.segmentation.clear_border(labels),
            "numpy": lambda: _take_border(labels, count),
        }
        | ({} if dip is None else {"diplib": lambda: dip.EdgeObjectsRemove(image)}),
    )
    yield Row(
        "filter_labeled/min_size/blobs/nd2",
        lambda: mh.labeled.filter_labeled(labels, min_size=900)[0],
        {
            "mahotas": lambda: mahotas.labeled.filter_labeled(labels, min_size=900)[0],
            "numpy": lambda: _take_small(labels, count),
        }
        | ({} if dip is None else {"diplib": lambda: dip.SmallObjectsRemove(image, 900)}),
        agree=None,
        note="ours and mahotas's are numbered anew",
    )
    yield Row(
        "remove_regions/blobs/nd2",
        lambda: mh.labeled.remove_regions(labels, [5, 17, 100]),
        {
            "mahotas": lambda: mahotas.labeled.remove_regions(labels, [5, 17, 100]),
            "fastremap": lambda: fastremap.mask(labels, [5, 17, 100]),
        },
    )
    yield Row(
        "is_same_labeling/blobs/nd2",
        lambda: mh.labeled.is_same_labeling(labels, gaps),
        {"mahotas": lambda: mahotas.labeled.is_same_labeling(labels, gaps)},
    )


def _take_border(labels, count):
    keep = np.arange(count + 1, dtype=labels.dtype)
    for side in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        keep[side] = 0
    return keep[labels]


def _take_small(labels, count):
    keep = np.arange(count + 1, dtype=labels.dtype)
    keep[np.bincount(labels.ravel()) < 900] = 0
    return keep[labels]


def values():
    """Yield rows of one number per region."""
    labels = mh.label(blobs())[0]
    flat, count = labels.ravel(), int(labels.max())
    unsigned = None if dip is None else dip.Image(labels.astype(np.uint32))
    for dtype in ("u1", "u2", "f4", "f8"):
        a = nuclei("nd2", dtype)
        index = np.arange(count + 1)
        theirs = {} if dip is None else {
            feature: lambda a=a, feature=feature: dip.MeasurementTool.Measure(unsigned, dip.Image(a), [feature])
            for feature in ("Mass", "Mean", "MaxVal")
        }  # fmt: skip

        def peer(feature, theirs=theirs):
            return {"diplib": theirs[feature]} if theirs else {}

        tolerance = (1e-2, 0) if dtype == "f4" else (1e-6, 0)
        yield Row(
            f"labeled_sum/{dtype}/nd2",
            lambda a=a: mh.labeled_sum(a, labels),
            {
                "mahotas": lambda a=a: mahotas.labeled.labeled_sum(a, labels),
                "numpy": lambda a=a: np.bincount(flat, a.ravel()),
                "scipy": lambda a=a, index=index: ndi.sum_labels(a, labels, index),
            } | peer("Mass"),
            agree=None, note="mahotas's wraps" if dtype in ("u1", "u2") else "",
        )  # fmt: skip
        yield Row(
            f"labeled_max/{dtype}/nd2",
            lambda a=a: mh.labeled_max(a, labels),
            {
                "mahotas": lambda a=a: mahotas.labeled.labeled_max(a, labels),
                "numpy": lambda a=a: _maximum_at(a, flat, count),
            },
            agree=tolerance,
        )
        yield Row(
            f"labeled_mean/{dtype}/nd2",
            lambda a=a: mh.labeled_mean(a, labels),
            {
                "numpy": lambda a=a: np.bincount(flat, a.ravel()) / np.bincount(flat),
                "scipy": lambda a=a, index=index: ndi.mean(a, labels, index),
            },
            agree=tolerance,
        )
        yield Row(
            f"center_of_mass/labels/{dtype}/nd2",
            lambda a=a: mh.center_of_mass(a, labels),
            {"mahotas": lambda a=a: mahotas.center_of_mass(a, labels)} | peer("Mass"),
            agree=None,
        )
        yield Row(
            f"center_of_mass/{dtype}/nd2",
            lambda a=a: mh.center_of_mass(a),
            {
                "mahotas": lambda a=a: mahotas.center_of_mass(a),
                "opencv": lambda a=a: _moments(a),
            },
            agree=(1e-3, 0),
        )
    yield Row(
        "labeled_size/nd2",
        lambda: mh.labeled_size(labels),
        {
            "mahotas": lambda: mahotas.labeled.labeled_size(labels),
            "numpy": lambda: np.bincount(flat),
            "fastremap": lambda: fastremap.unique(labels, return_counts=True)[1],
        },
    )
    yield Row(
        "labeled.bbox/nd2",
        lambda: mh.labeled.bbox(labels),
        {
            "mahotas": lambda: mahotas.labeled.bbox(labels),
            "scipy": lambda: ndi.find_objects(labels),
            "cc3d": lambda: cc3d.statistics(labels),
        },
        agree=None,
    )


def _maximum_at(a, flat, count):
    most = np.full(count + 1, a.min())
    np.maximum.at(most, flat, a.ravel())
    return most


def _moments(a):
    m = cv2.moments(a)
    return np.array([m["m01"], m["m10"]]) / m["m00"]


def outlines():
    """Yield rows of borders and boxes."""
    labels = mh.label(blobs())[0]
    mask = blobs()
    cross = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
    seen = mask.view(np.uint8)
    yield Row(
        "borders/nd2",
        lambda: mh.borders(labels),
        {
            "mahotas": lambda: mahotas.borders(labels),
            "scikit-image": lambda: skimage.segmentation.find_boundaries(labels, connectivity=1),
            "numpy": lambda: _slices(labels),
        },
    )
    yield Row(
        "bwperim/nd2",
        lambda: mh.bwperim(mask),
        {
            "opencv": lambda: seen - cv2.erode(seen, cross),
            "mahotas": lambda: mahotas.bwperim(mask),
        },
    )
    yield Row(
        "border/nd2",
        lambda: mh.border(labels, 0, 9),
        {"mahotas": lambda: mahotas.border(labels, 0, 9)},
    )
    yield Row(
        "perimeter/nd2",
        lambda: mh.perimeter(mask),
        {"mahotas": lambda: mahotas.labeled.perimeter(mask), "scikit-image": lambda: skimage.measure.perimeter(mask)},
        agree=None,
    )
    yield Row(
        "euler/nd2",
        lambda: mh.euler(mask),
        {"mahotas": lambda: mahotas.euler(mask), "scikit-image": lambda: skimage.measure.euler_number(mask, 2)},
    )
    for what, a in (("blobs", mask), ("nuclei/f4", nuclei("nd2", "f4")), ("far corner", _corner())):
        yield Row(
            f"bbox/{what}/nd2",
            lambda a=a: mh.bbox(a),
            {"mahotas": lambda a=a: mahotas.bbox(a)}
            | ({"opencv": lambda a=a: cv2.boundingRect(a.view(np.uint8))} if a.dtype == bool else {}),
            agree=None,
        )


def _corner():
    a = np.zeros((2048, 2048), bool)
    a[2000:2010, 30:2000] = True
    return a


def _slices(a):
    out = np.zeros(a.shape, bool)
    for one, two in ((np.s_[1:], np.s_[:-1]), (np.s_[:, 1:], np.s_[:, :-1])):
        differ = a[one] != a[two]
        out[one] |= differ
        out[two] |= differ
    return out


def rows():
    """Yield the rows."""
    yield from components()
    yield from regions()
    yield from values()
    yield from outlines()
