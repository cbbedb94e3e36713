"""Sums, extremes, sizes and boxes by label in NumPy: what pyimg/_ext/labeled.pyx must compute."""

import numpy as np


def label_sizes(labels, counts):
    """Add to counts[l] how many labels are l."""
    counts += np.bincount(labels[labels >= 0], minlength=len(counts))


def sum_integers(values, labels, sums):
    """Add to sums[l] the values where the label is l, modulo 2**64."""
    inside = labels >= 0
    np.add.at(sums, labels[inside], values[inside].astype(np.int64))


def sum_reals(values, labels, sums):
    """Add to sums[l] the values where the label is l, in raster order."""
    inside = labels >= 0
    with np.errstate(all="ignore"):
        np.add.at(sums, labels[inside], values[inside].astype(np.float64))


def label_extremes(values, labels, seen, least, most):
    """Lower least[l] and raise most[l] to the values where the label is l, and set seen[l]; NaN is both."""
    inside = labels >= 0
    values, labels = values[inside], labels[inside]
    names, first = np.unique(labels, return_index=True)
    new = seen[names] == 0
    least[names[new]] = most[names[new]] = values[first[new]]
    seen[names] = 1
    with np.errstate(all="ignore"):
        np.minimum.at(least, labels, values)
        np.maximum.at(most, labels, values)


def label_boxes(labels, leading, at, boxes):
    """Widen boxes[l] = (begin, end) of each axis, half-open, so that it holds each pixel of label l."""
    places = np.nonzero(labels.reshape(*leading, labels.shape[1]) >= 0)
    names = labels[labels >= 0]
    present = np.zeros(len(boxes), bool)
    present[names] = True
    new = present & (boxes[:, -1] == 0)
    for axis, place in enumerate(places):
        boxes[new, 2 * axis] = np.iinfo(np.int64).max
        np.minimum.at(boxes[:, 2 * axis], names, place)
        np.maximum.at(boxes[:, 2 * axis + 1], names, place + 1)


def label_moments(values, labels, leading, at, sums):
    """Add to sums[l] the values where the label is l, and the values times each coordinate."""
    n = labels.shape[1]
    begins = np.ones(labels.shape, bool)
    begins[:, 1:] = labels[:, 1:] != labels[:, :-1]
    run = begins.cumsum().reshape(labels.shape) - 1
    values = values.astype(np.float64)
    with np.errstate(all="ignore"):
        total = np.bincount(run.ravel(), values.ravel())
        first = np.bincount(run.ravel(), (values * np.arange(n)).ravel())
        y, x = np.nonzero(begins)
        keep = labels[y, x] >= 0
        names = labels[y, x][keep]
        np.add.at(sums[:, 0], names, total[keep])
        for k, place in enumerate(np.unravel_index(y, tuple(leading)) if len(leading) else ()):
            np.add.at(sums[:, 1 + k], names, (total * place)[keep])
        np.add.at(sums[:, -1], names, first[keep])


def line_moments(values, sums):
    """Add to sums[y] the values of line y, and the values times their places."""
    lines, n = values.shape
    wide = np.zeros((lines, -(-n // 32) * 32))
    with np.errstate(all="ignore"):
        for column, weights in enumerate((1, np.arange(n))):
            wide[:, :n] = values.astype(np.float64) * weights
            side = np.zeros((lines, 32))
            for part in range(wide.shape[1] // 32):
                side += wide[:, 32 * part : 32 * part + 32]
            for k in range(32):
                sums[:, column] += side[:, k]
