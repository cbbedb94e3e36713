"""The segmentation of nuclei that `segment` does by default."""

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import gamma

import numpy as np

from ..distance import distance
from ..filters import gaussian_filter1d
from ..labeled import label
from ..morph import close_holes, cwatershed, h_maxima
from ._parts import blurred, drop_small, typical
from ._scale import RIPPLE, calmed, contrast_of, estimate_diameter, foreground, level_off, noise_of

# All lengths are in diameters, all levels relative to the object: nothing here knows a pixel size or a grey level.
SMOOTH = 1 / 30  # standard deviation of the Gaussian
OPEN = 1 / 20  # radius of the ball that must fit in
DEPTH = 0.005  # how much shallower the neck between two parts must be
ELLIPSE = 0.975  # parts are one object if together they fill the ellipse of their moments that well,
BETTER = 0.02  # or by so much better than alone
HOLE = 0.25  # holes up to the size of a disk of that diameter belong to the object
CRUMB = 0.15  # parts smaller than that, relative to the median part, are not objects of their own
REACH = 1 / 5  # how far an outline may move from where the foreground ends
OUTWARD = 0.2  # people draw outlines outside the steepest place, by this part of the object's height
STEEPEST = (-0.1, 0.65)  # where on an object's slope (0 surroundings, 1 top) its outline may lie
FAINT = 0.5  # least steepness of an outline, relative to the median object's
BLURRED = 0.65  # least steepness for its height, relative to the median object's
SMALL = 0.25  # least size, relative to the median object's
CUT = 0.05  # the same for objects that the frame cuts
NOISE = 6.0  # least height in standard deviations of the noise, of what is no larger than
GRAINS = 8.0  # times the grain of the noise: larger than that noise does not rise together
NOISY = 0.4  # noise of a pixel, in units of the contrast, above which levels mean little before it is smoothed away
_LEVELS, _HIGHEST = 48, 1.25


def segment_nuclei(
    image: np.ndarray,
    sizes: tuple[float, ...],
    diameter: float | None = None,
    sigma: float | None = None,
    min_size: float | None = None,
) -> np.ndarray:
    """Return the labels of bright, roundish objects (see `pyimg.segmentation.segment`)."""
    f = level_off(image)
    if diameter is None:
        diameter = estimate_diameter(f, sizes)
        if diameter > max(n * s for n, s in zip(image.shape, sizes)):
            return np.zeros(image.shape, np.int32)  # what is larger than the field is no object in it, but uneven light
    sigma = diameter * SMOOTH if sigma is None else sigma
    f, noise, grain = calm(image, f, diameter * SMOOTH, sigma, sizes)
    smooth, mask = foreground(f, diameter, sizes, sigma, noise)
    mask = opened(filled(mask, diameter, sizes), diameter * OPEN, sizes)
    labels = split(mask, diameter, sigma, sizes)
    if not labels.any():
        return labels
    objects = outlines(smooth, labels, diameter, sizes)
    return chosen(objects, noise, grain, min_size)


def calm(
    image: np.ndarray, f: np.ndarray, width: float, sigma: float, sizes: tuple[float, ...]
) -> tuple[np.ndarray, float, float]:
    """Return the image in units of its contrast, the noise that is left of it when smoothed by `sigma`, its grain in pixels.

    Where noise makes out much of the contrast it is smoothed away first, by `width`: it would hide dim objects.
    """
    noise, left = noise_of(f), calmed(sigma, sizes)
    smooth = blurred(image.astype(np.float64), width, sizes) if noise > NOISY else None
    if smooth is not None and (unit := contrast_of(smooth)[1]) > 0:
        noise *= contrast_of(image)[1] / unit
        left = calmed(float(np.hypot(sigma, width)), sizes)
        f = level_off(smooth)
    return f, noise * left, left**-2  # a mean of so many pixels has the same noise


def opened(mask: np.ndarray, radius: float, sizes: tuple[float, ...]) -> np.ndarray:
    """Return the mask without the parts that no ball of that radius fits in."""
    if not mask.any():
        return mask
    inner = distance(np.pad(mask, 1, "edge"), "euclidean", spacing=sizes)[(slice(1, -1),) * mask.ndim] > radius
    return distance(~inner, "euclidean", spacing=sizes) <= radius if inner.any() else inner


def filled(mask: np.ndarray, diameter: float, sizes: tuple[float, ...]) -> np.ndarray:
    """Return the mask with its small holes filled; background that objects enclose is no hole."""
    holes = close_holes(mask) & ~mask
    if not holes.any():
        return mask
    parts, _ = label(holes)
    small = np.bincount(parts.ravel()) <= ball(HOLE * diameter, sizes)
    small[0] = False
    return mask | small[parts]


def split(mask: np.ndarray, diameter: float, sigma: float, sizes: tuple[float, ...]) -> np.ndarray:
    """Return labels of the parts of a mask that necks hold together."""
    depth = np.minimum(distance(np.pad(mask, 1, "edge"), "euclidean", spacing=sizes), diameter / 2)
    depth = depth[(slice(1, -1),) * mask.ndim] / diameter
    depth = blurred(depth.astype(np.float32), sigma, sizes)
    markers, n = label(h_maxima(depth, np.float32(DEPTH)) & mask)
    parts, k = label(mask)
    home = np.zeros(n + 1, np.intp)
    home[markers.ravel()] = parts.ravel()
    home[0] = 0
    for _ in range(2):
        labels = cwatershed(-depth, markers, mask=mask).astype(np.int32)
        # a crumb beside a whole object is part of it
        size = np.bincount(labels.ravel(), minlength=n + 1)
        large = size >= CRUMB * typical(size[1:], size[1:]) if n else size > 0
        whole = np.zeros(k + 1, bool)
        whole[home[large]] = True
        crumbs = ~large & whole[home] & (size > 0)
        crumbs[0] = False
        if not crumbs.any():
            break
        markers = np.where(crumbs[markers], 0, markers)
    return merged(labels, sizes)


def merged(labels: np.ndarray, sizes: tuple[float, ...]) -> np.ndarray:
    """Return labels in which neighbours are one that together are an ellipse (ellipsoid), the best first.

    How well a region fills the ellipse of its moments is its size over that of the ellipse: 1 for an ellipse, 0.89
    for two disks that touch. Moments add up, so that unions cost nothing.
    """
    pairs = neighbours(labels)
    if not len(pairs):
        return labels
    moments = moments_of(labels, sizes)
    fill = filling(moments, sizes)
    root = np.arange(len(moments))

    def worth(a, b):
        alone = (fill[a] * moments[a, 0] + fill[b] * moments[b, 0]) / (moments[a, 0] + moments[b, 0])
        return filling(moments[a] + moments[b], sizes) - np.minimum(alone + BETTER, ELLIPSE)

    queue = [(-w, a, b) for w, (a, b) in zip(worth(*pairs.T).tolist(), pairs.tolist())]
    heapify(queue)
    around: dict[int, set[int]] = {}
    for a, b in pairs.tolist():
        around.setdefault(a, set()).add(b)
        around.setdefault(b, set()).add(a)
    while queue:
        value, a, b = heappop(queue)
        if value > 0:
            break
        if root[a] != a or root[b] != b or value != -float(worth(a, b)):
            continue  # one of them has grown since
        moments[a] += moments[b]
        fill[a] = filling(moments[a], sizes)
        root[b] = a
        around[a] = (around[a] | around.pop(b)) - {a, b}
        for c in around[a]:
            around[c] = (around[c] | {a}) - {b}
            heappush(queue, (-float(worth(a, c)), a, c))
    while (root != root[root]).any():
        root = root[root]
    return root[labels].astype(np.int32)


def neighbours(labels: np.ndarray) -> np.ndarray:
    """Return the pairs of labels that share a face, the smaller first, one row each."""
    found = []
    for axis in range(labels.ndim):
        a = np.moveaxis(labels, axis, 0)
        first, second = a[:-1].ravel(), a[1:].ravel()
        touch = (first != second) & (first > 0) & (second > 0)
        found.append(np.stack([np.minimum(first, second)[touch], np.maximum(first, second)[touch]], axis=1))
    return np.unique(np.concatenate(found), axis=0) if found else np.zeros((0, 2), int)


def moments_of(labels: np.ndarray, sizes: tuple[float, ...]) -> np.ndarray:
    """Return for each label Σ1, Σx and Σxxᵀ over its pixels, one row each."""
    places = np.nonzero(labels)
    which, n = labels[places], int(labels.max()) + 1
    x = [np.ones(len(which)), *(p * s for p, s in zip(places, sizes))]
    return np.stack([np.bincount(which, a * b, n) for i, a in enumerate(x) for b in x[i:]], axis=1)


def filling(moments: np.ndarray, sizes: tuple[float, ...]) -> np.ndarray:
    """Return the size of regions over that of the ellipsoids of their moments (a pixel is a box); 0 for none."""
    d = len(sizes)
    total = moments[..., 0]
    weight = np.maximum(total, 1)
    mean = moments[..., 1 : d + 1] / weight[..., None]
    spread = np.empty((*total.shape, d, d))
    rows, columns = np.triu_indices(d)
    spread[..., rows, columns] = spread[..., columns, rows] = moments[..., d + 1 :] / weight[..., None]
    spread += np.diag(np.square(sizes) / 12) - mean[..., :, None] * mean[..., None, :]
    volume = ball_factor(d) * np.sqrt(np.maximum(np.linalg.det(spread * (d + 2)), 1e-300))
    return total * np.prod(sizes) / volume


def ball_factor(d: int) -> float:
    """Return the volume of the unit ball in d dimensions."""
    return float(np.pi ** (d / 2) / gamma(d / 2 + 1))


def ball(diameter: float, sizes: tuple[float, ...]) -> float:
    """Return how many pixels a ball of that diameter has."""
    return ball_factor(len(sizes)) * (diameter / 2) ** len(sizes) / float(np.prod(sizes))


@dataclass
class Objects:
    """Labels from 1 and what is known of each (entry 0 means nothing)."""

    labels: np.ndarray
    height: np.ndarray  # of its middle above its surroundings
    steepness: np.ndarray  # of the image along its outline
    place: np.ndarray  # of the steepest outline on the slope, 0 … 1


def outlines(smooth: np.ndarray, cores: np.ndarray, diameter: float, sizes: tuple[float, ...]) -> Objects:
    """Move each outline to the level at which the image is steepest along it, and a little out.

    The mean steepness along the outline at level t is Σ|∇|² / Σ|∇| over pixels about that level (dA = ds dt / |∇|):
    for all objects and levels at once, two tables.
    """
    n = int(cores.max())
    near = distance(cores == 0, "euclidean", spacing=sizes) < diameter * REACH
    land = cwatershed(-smooth, cores, mask=near)

    def mean_of(labels):
        counts = np.bincount(labels.ravel(), minlength=n + 1)
        return np.bincount(labels.ravel(), smooth.ravel(), minlength=n + 1) / np.maximum(counts, 1), counts

    top, _ = mean_of(cores)
    around, ring = mean_of(np.where(cores == 0, land, 0))
    around[ring == 0] = smooth.min()
    height = top - around
    height[0] = 0
    scale = np.where(height > 0, height, np.inf)
    rank = (smooth - around[land]) / scale[land]

    steep = sum(np.square(np.gradient(smooth, s, axis=k)) if m > 1 else 0 for k, (s, m) in enumerate(zip(sizes, smooth.shape)))
    steep = np.sqrt(steep) * np.ones_like(smooth)
    level = np.floor((rank - STEEPEST[0]) / (_HIGHEST - STEEPEST[0]) * _LEVELS)
    use = (land > 0) & (level >= 0) & (level < _LEVELS)
    at = land[use] * np.intp(_LEVELS) + level[use].astype(np.intp)
    squares, sums = (
        gaussian_filter1d(np.bincount(at, w, minlength=(n + 1) * _LEVELS).reshape(n + 1, _LEVELS), 2.5, 1)
        for w in (steep[use] ** 2, steep[use])
    )
    mean = squares / np.maximum(sums, 1e-30)
    mean[:, round((STEEPEST[1] - STEEPEST[0]) / (_HIGHEST - STEEPEST[0]) * _LEVELS) :] = 0
    best = mean.argmax(1)
    place = STEEPEST[0] + (best + 0.5) / _LEVELS * (_HIGHEST - STEEPEST[0])

    labels = np.where((rank > (place - OUTWARD)[land]) & (height > 0)[land], land, 0)
    labels = whole(labels, cores, land, diameter, sizes)
    labels[~opened(labels > 0, diameter * OPEN, sizes)] = 0
    return Objects(labels, height, mean[np.arange(n + 1), best], place)


def whole(
    labels: np.ndarray, cores: np.ndarray, land: np.ndarray, diameter: float, sizes: tuple[float, ...]
) -> np.ndarray:
    """Return each object's largest part that lies on its core, with small holes filled."""
    parts, _ = label(labels > 0)
    # parts of different objects may touch: tell them apart by object
    pair = parts.astype(np.int64) * (int(land.max()) + 1) + labels
    kinds, where = np.unique(pair[labels > 0], return_inverse=True)
    on_core = np.bincount(where, (cores == labels)[labels > 0], minlength=len(kinds))
    owner = kinds % (int(land.max()) + 1)
    order = np.lexsort((on_core, owner))
    last = np.ones(len(kinds), bool)
    last[:-1] = owner[order][1:] != owner[order][:-1]
    keep = np.zeros(len(kinds), bool)
    keep[order[last]] = on_core[order[last]] > 0
    out = np.zeros_like(labels)
    out[labels > 0] = np.where(keep[where], labels[labels > 0], 0)
    holes = filled(out > 0, diameter, sizes) & (out == 0)
    out[holes] = land[holes]
    return out


def at_frame(labels: np.ndarray, n: int) -> np.ndarray:
    """Return which labels from 0 to n touch the frame."""
    touch = np.zeros(n + 1, bool)
    for axis, size in enumerate(labels.shape):
        if size > 2:  # an axis of one plane cuts everything, and nothing
            touch[np.take(labels, [0, size - 1], axis)] = True
    return touch


def chosen(objects: Objects, noise: float, grain: float, min_size: float | None) -> np.ndarray:
    """Return the labels of the objects that are neither small, nor faint, nor blurred, nor noise, 1 … n."""
    labels, n = objects.labels, len(objects.height) - 1
    size = np.bincount(labels.ravel(), minlength=n + 1)
    size[0] = 0
    real = (size > 0) & (objects.height > noise * np.where(size > GRAINS * grain, RIPPLE, NOISE))
    if not real.any():
        return np.zeros(labels.shape, np.int32)
    sharp = objects.steepness / np.where(real, objects.height, 1)
    usual_size = typical(size, size * real)
    if min_size is None:
        large = size >= np.where(at_frame(labels, n), CUT, SMALL) * usual_size
    else:
        large = size >= max(min_size, 1)
    clear = objects.steepness >= FAINT * typical(objects.steepness, size * real)
    clear &= sharp >= BLURRED * typical(sharp, size * real)
    keep = real & large & clear
    return drop_small(np.where(keep[labels], labels, 0), 1)
