"""Labeled images: components, regions, borders."""

from functools import cache

import cc3d
import cv2
import diplib as dip
import fastremap
import mahotas
import numpy as np
import scipy.ndimage as ndi
import skimage.measure
from harness import Row
from inputs import blobs, images, masks, noise, nuclei

import pyimg as mh

COVERS = (
    "label relabel remove_bordering filter_labeled remove_regions remove_regions_where is_same_labeling labeled_sum labeled_max labeled_min "
    "labeled_mean labeled_size center_of_mass bbox croptobbox borders border bwperim perimeter euler"
)


def components():
    """Yield rows of label."""
    for what, mask in masks("noise n512 n8192"):
        seen = mask.view(np.uint8)
        for n in (4, 8):
            Bc = mh.get_structuring_elem(mask, n)
            yield Row(
                f"label/conn{n}/{what}",
                lambda mask=mask, n=n: mh.label(mask, n),
                {
                    "opencv": lambda seen=seen, n=n: cv2.connectedComponents(seen, connectivity=n)[1],
                    "cc3d": lambda mask=mask, n=n: cc3d.connected_components(mask, connectivity=n),
                    "skimage": lambda mask=mask, n=n: skimage.measure.label(mask, connectivity=n // 4),
                    "scipy": lambda mask=mask, Bc=Bc: ndi.label(mask, Bc),
                    "mahotas": lambda mask=mask, Bc=Bc: mahotas.label(mask, Bc),
                },
                agree=None,
                note="labels are equal but for their order",
            )
    for what, mask in (("blobs", blobs("nd3")), ("noise", noise("nd3") > 127)):
        for n in (6, 26):
            yield Row(
                f"label/conn{n}/{what}/nd3",
                lambda mask=mask, n=n: mh.label(mask, n),
                {
                    "cc3d": lambda mask=mask, n=n: cc3d.connected_components(mask, connectivity=n),
                    "skimage": lambda mask=mask, n=n: skimage.measure.label(mask, connectivity=1 if n == 6 else 3),
                    "diplib": lambda mask=mask, n=n: dip.Label(dip.Image(mask), 1 if n == 6 else 3),
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

    @cache
    def image():
        return dip.Image(labels.astype(np.uint32))

    yield Row(
        "relabel/blobs/nd2",
        lambda: mh.relabel(gaps)[0],
        {
            "mahotas": lambda: mahotas.labeled.relabel(gaps)[0],
            "fastremap": lambda: fastremap.renumber(gaps)[0],
            "diplib": lambda: dip.Relabel(image()),
        },
        agree=None,
    )
    yield Row(
        "remove_bordering/blobs/nd2",
        lambda: mh.labeled.remove_bordering(labels),
        {
            "mahotas": lambda: mahotas.labeled.remove_bordering(labels),
            "skimage": lambda: skimage.segmentation.clear_border(labels),
            "numpy": lambda: _take_border(labels, count),
            "diplib": lambda: dip.EdgeObjectsRemove(image()),
        },
    )
    yield Row(
        "filter_labeled/min_size/blobs/nd2",
        lambda: mh.labeled.filter_labeled(labels, min_size=900)[0],
        {
            "mahotas": lambda: mahotas.labeled.filter_labeled(labels, min_size=900)[0],
            "numpy": lambda: _take_small(labels, count),
            "diplib": lambda: dip.SmallObjectsRemove(image(), 900),
        },
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
    small = mh.labeled_size(labels) < 900
    yield Row(
        "remove_regions_where/blobs/nd2",
        lambda: mh.labeled.remove_regions_where(labels, small),
        {"mahotas": lambda: mahotas.labeled.remove_regions_where(labels, small)},
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

    @cache
    def unsigned():
        return dip.Image(labels.astype(np.uint32))

    for dtype in ("u1", "u2", "f4", "f8"):
        a = nuclei("nd2", dtype)
        index = np.arange(count + 1)

        def peer(feature, a=a):
            return {"diplib": lambda: dip.MeasurementTool.Measure(unsigned(), dip.Image(a), [feature])}

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
            f"labeled_min/{dtype}/nd2",
            lambda a=a: mh.labeled_min(a, labels),
            {
                "mahotas": lambda a=a: mahotas.labeled.labeled_min(a, labels),
                "scipy": lambda a=a, index=index: ndi.minimum(a, labels, index),
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
    for name, a in images(also="noise isbi n512 nd3 n8192"):
        yield Row(
            f"center_of_mass/{name}",
            lambda a=a: mh.center_of_mass(a),
            {
                "mahotas": lambda a=a: mahotas.center_of_mass(a),
                "scipy": lambda a=a: np.array(ndi.center_of_mass(a)),
            }
            | ({"opencv": lambda a=a: _moments(a)} if a.ndim == 2 else {}),
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
    yield Row(
        "borders/nd2",
        lambda: mh.borders(labels),
        {
            "mahotas": lambda: mahotas.borders(labels),
            "skimage": lambda: skimage.segmentation.find_boundaries(labels, connectivity=1),
            "numpy": lambda: _slices(labels),
        },
    )
    for name, m in masks("noise n512 n8192"):
        yield Row(
            f"bwperim/{name}",
            lambda m=m: mh.bwperim(m),
            {
                "opencv": lambda m=m: m.view(np.uint8) - cv2.erode(m.view(np.uint8), cross),
                "mahotas": lambda m=m: mahotas.bwperim(m),
            },
        )
        yield Row(
            f"euler/{name}",
            lambda m=m: mh.euler(m),
            {"mahotas": lambda m=m: mahotas.euler(m), "skimage": lambda m=m: skimage.measure.euler_number(m, 2)},
        )
    yield Row(
        "border/nd2",
        lambda: mh.border(labels, 0, 9),
        {"mahotas": lambda: mahotas.border(labels, 0, 9)},
    )
    yield Row(
        "perimeter/nd2",
        lambda: mh.perimeter(mask),
        {"mahotas": lambda: mahotas.labeled.perimeter(mask), "skimage": lambda: skimage.measure.perimeter(mask)},
        agree=None,
    )
    for what, a in (("blobs", mask), ("nuclei/f4", nuclei("nd2", "f4")), ("far corner", _corner())):
        yield Row(
            f"bbox/{what}/nd2",
            lambda a=a: mh.bbox(a),
            {"mahotas": lambda a=a: mahotas.bbox(a)}
            | ({"opencv": lambda a=a: cv2.boundingRect(a.view(np.uint8))} if a.dtype == bool else {}),
            agree=None,
        )
    a = _corner()
    yield Row("croptobbox/far corner/nd2", lambda: mh.croptobbox(a), {"mahotas": lambda: mahotas.croptobbox(a)})


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
