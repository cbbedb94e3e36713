"""Size, place, shape and intensity of all regions at once, in NumPy: what pyimg/_ext/measure.pyx must compute."""

import numpy as np


def _runs(labels, leading):
    """Give label, coordinates of the beginning, and length of each run of a label above 0, in raster order."""
    begins = np.ones(labels.shape, bool)
    begins[:, 1:] = labels[:, 1:] != labels[:, :-1]
    y, x = np.nonzero(begins)
    length = np.diff(np.append(y * labels.shape[1] + x, labels.size))
    keep = labels[y, x] > 0
    y, x, length = y[keep], x[keep], length[keep]
    places = [*(np.unravel_index(y, tuple(leading)) if len(leading) else ()), x]
    return labels[y, x], np.array(places, np.int64).reshape(len(leading) + 1, -1), length, keep, begins


def region_moments(labels, leading, at, area, origin, boxes, first, second):
    """Add to area[l] the pixels of label l, to first[l] their places, to second[l] products of two of these."""
    if not labels.size or not len(area):
        return
    names, places, length, *_ = _runs(labels, leading)
    new, where = np.unique(names, return_index=True)
    where = where[area[new] == 0]
    new = new[area[new] == 0]
    origin[new] = places[:, where].T
    boxes[new, ::2] = origin[new]
    np.add.at(area, names, length)
    ends = places + 1
    ends[-1] += length - 1
    np.minimum.at(boxes[:, ::2], names, places.T)
    np.maximum.at(boxes[:, 1::2], names, ends.T)
    d = (places - origin[names].T).astype(np.float64)
    length = length.astype(np.float64)
    begin = d[-1]
    x1 = length * begin + length * (length - 1) / 2
    x2 = length * begin * begin + begin * length * (length - 1) + (length - 1) * length * (2 * length - 1) / 6
    axes, s = len(leading), 0
    for k in range(axes):
        np.add.at(first[:, k], names, length * d[k])
        for m in range(k, axes):
            np.add.at(second[:, s], names, length * d[k] * d[m])
            s += 1
        np.add.at(second[:, s], names, d[k] * x1)
        s += 1
    np.add.at(first[:, axes], names, x1)
    np.add.at(second[:, s], names, x2)


def region_intensity(values, labels, leading, at, origin, seen, base, sums, least, most):
    """Add to sums[l] the values of label l less base[l], their squares, their products with each coordinate."""
    if not labels.size or not len(seen):
        return
    names, places, _, keep, begins = _runs(labels, leading)
    run = begins.ravel().cumsum() - 1
    run = (np.cumsum(keep) - 1)[run][labels.ravel() > 0]  # of each pixel that counts
    x = values.ravel()[labels.ravel() > 0]
    label = names[run]
    new, where = np.unique(label, return_index=True)
    where = where[seen[new] == 0]
    new = new[seen[new] == 0]
    seen[new] = 1
    least[new] = most[new] = x[where]
    wide = x.astype(np.float64)
    with np.errstate(all="ignore"):
        base[new] = np.where(np.isfinite(wide[where]), wide[where], 0)
        np.minimum.at(least, label, x)
        np.maximum.at(most, label, x)
        d = wide - base[label]
        column = np.broadcast_to(np.arange(labels.shape[1]), labels.shape).ravel()[labels.ravel() > 0]
        along = (column - origin[label, -1]).astype(np.float64)
        s1, s2, sx = (np.bincount(run, w, len(names)) for w in (d, d * d, d * along))
        np.add.at(sums[:, 0], names, s1)
        np.add.at(sums[:, 1], names, s2)
        for k in range(len(leading)):
            np.add.at(sums[:, 2 + k], names, s1 * (places[k] - origin[names, k]))
        np.add.at(sums[:, -1], names, sx)


def surface_crossings(labels, steps, counts):
    """Add to counts[l, s] how many pixels of label l have another label, or nothing, a step away, to and fro."""
    wide = np.pad(labels, 1)
    for s, step in enumerate(steps):
        for sign in (-1, 1):
            other = wide[tuple(slice(1 + sign * d, 1 + sign * d + n) for d, n in zip(step, labels.shape))]
            np.add.at(counts[:, s], labels[(labels > 0) & (other != labels)], 1)
