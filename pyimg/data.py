"""Synthetic images whose truth is known."""

from typing import Any

import numpy as np

from . import _check as check

__all__ = ["nuclei"]


def nuclei(
    shape: tuple[int, ...] = (512, 512),
    n: int | None = None,
    *,
    rng: Any = None,
    radius: float = 14.0,
    spacing: Any = None,
    touching: float = 0.4,
    blur: float = 1.2,
    background: float = 0.06,
    photons: float = 120.0,
    noise: float = 0.008,
    dtype: Any = np.uint16,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw fluorescent nuclei, and say which pixel belongs to which.

    Ellipses (ellipsoids in 3-D) with irregular outlines, some touching, of uneven brightness and texture, seen
    through a microscope: an uneven background, blur, shot noise and camera noise.

    Parameters
    ----------
    shape : tuple of int, default (512, 512)
        (h, w) or (planes, h, w).
    n : int, default None
        Number of nuclei to place; by default as many as fill about a quarter of the image. Where no room is
        left, fewer: the labels say how many.
    rng : int, numpy.random.Generator or None, default None
        Seed or generator. None is a fixed seed: the same image each time.
    radius : float, default 14
        Mean radius, in the unit of `spacing`.
    spacing : number or sequence of number, default None
        Size of a pixel along each axis (1 by default); nuclei are round in these units, and blur is too.
    touching : float, default 0.4
        Share of the nuclei that are placed against another, from 0 to 1.
    blur : float, default 1.2
        Standard deviation of the Gaussian that blurs the image, in the unit of `spacing` (twice that along the
        first of three axes, as in a microscope). 0 for none.
    background : float, default 0.06
        Level outside the nuclei, where they themselves are about 0.3 to 1; it varies across the image.
    photons : float, default 120
        Photons that a pixel of level 1 collects: fewer means more shot noise. 0 for none.
    noise : float, default 0.008
        Standard deviation of the camera's noise, as a level. 0 for none.
    dtype : {uint8, uint16, float32, float64}, default uint16
        Of the image: level 1 is 230 in uint8, 50,000 in uint16, 1 in floats; brighter pixels are clipped at 255 or 65,535.

    Returns
    -------
    image : ndarray of `dtype`
        The picture.
    labels : ndarray of int32
        0 outside, 1 … number of nuclei, before blur and noise: none is empty or in two parts.

    Raises
    ------
    TypeError, ValueError
        If `shape` has not 2 or 3 axes, or a number is out of its range.

    Notes
    -----
    Only NumPy's generator and float64 arithmetic are used, the same on every machine for one version of NumPy
    (its generators are not promised for ever; exponentials and cosines may differ in the last bit between CPUs,
    so values are rounded to 1e-9 before anything random depends on them). Extra memory: 40 bytes a pixel.

    Examples
    --------
    >>> import pyimg as mh
    >>> image, labels = mh.data.nuclei((128, 128), 8, rng=1)
    >>> image.dtype, labels.shape, int(labels.max())
    (dtype('uint16'), (128, 128), 8)
    """
    shape = tuple(check.integer(s, "shape", low=1) for s in shape)
    if len(shape) not in (2, 3):
        raise ValueError(f"`shape` must have 2 or 3 axes, not {len(shape)}")
    radius = check.number(radius, "radius", low=1)
    sizes = check.spacing(spacing, len(shape))
    touching = check.number(touching, "touching", low=0, high=1)
    levels = {k: check.number(v, k, low=0) for k, v in (("blur", blur), ("background", background), ("photons", photons), ("noise", noise))}
    full = {"uint8": 230.0, "uint16": 50000.0, "float32": 1.0, "float64": 1.0}
    dtype = np.dtype(dtype)
    check.choice(dtype.name, "dtype", tuple(full))
    room = float(np.prod([s * d for s, d in zip(shape, sizes)]))
    if n is None:
        n = max(1, round(0.25 * room / (np.pi * radius**2 if len(shape) == 2 else 4 / 3 * np.pi * radius**3)))
    n = check.integer(n, "n", low=0)
    rng = np.random.default_rng(0 if rng is None else rng)

    labels, image = _place(shape, n, rng, radius, sizes, touching)
    image += levels["background"] * _uneven(shape, rng)
    widths = [levels["blur"] * (2 if len(shape) == 3 and axis == 0 else 1) / d for axis, d in enumerate(sizes)]
    image = _blurred(image, widths)
    image = np.round(image, 9)
    if levels["photons"]:
        image = rng.poisson(np.maximum(image, 0) * levels["photons"]) / levels["photons"]
    if levels["noise"]:
        image = image + levels["noise"] * rng.standard_normal(shape)
    image = image * full[dtype.name]
    if dtype.kind == "u":
        image = np.clip(np.rint(image), 0, np.iinfo(dtype).max)
    return image.astype(dtype), labels


def _place(shape, n, rng, radius, sizes, touching):
    """Put nuclei in free places, some against another; give labels and levels."""
    labels, image = np.zeros(shape, np.int32), np.zeros(shape)
    extent = np.array([s * d for s, d in zip(shape, sizes)])
    placed = []  # centre and radius of each
    for _ in range(n):
        for _ in range(60):  # attempts
            own = radius * np.clip(rng.normal(1, 0.16), 0.6, 1.5)
            if placed and rng.random() < touching:
                centre, other = placed[rng.integers(len(placed))]
                centre = centre + _directions(len(shape), rng)[0] * (other + own) * rng.uniform(0.8, 0.95)
            else:
                centre = rng.random(len(shape)) * extent
            if (centre < 0).any() or (centre >= extent).any():
                continue
            if all(((centre - c) ** 2).sum() > (0.72 * (own + r)) ** 2 for c, r in placed):
                break
        else:
            continue
        if _draw(labels, image, len(placed) + 1, centre, own, rng, sizes):
            placed.append((centre, own))
    return labels, image


def _directions(ndim, rng):
    """Give random orthogonal unit vectors (Gram and Schmidt; LAPACK's bits differ between machines)."""
    found = []
    while len(found) < ndim:
        way = rng.standard_normal(ndim)
        for other in found:
            way = way - sum(a * b for a, b in zip(way, other)) * other
        length = np.sqrt(sum(a * a for a in way))
        if length > 1e-3:
            found.append(way / length)
    return found


def _along(way, steps):
    return sum(w * s for w, s in zip(way, steps))


def _draw(labels, image, label, centre, own, rng, sizes):
    """Draw one nucleus where nothing is yet; say whether it had room."""
    ndim = labels.ndim
    reach = [int(np.ceil(1.8 * own / d)) for d in sizes]
    window = tuple(
        slice(max(0, int(c / d) - r), min(s, int(c / d) + r + 1)) for c, d, r, s in zip(centre, sizes, reach, labels.shape)
    )
    grids = np.meshgrid(*(np.arange(w.start, w.stop) for w in window), indexing="ij")
    steps = [(g + 0.5) * d - c for g, d, c in zip(grids, sizes, centre)]
    # an ellipsoid in a random direction, its outline waved by a few directions
    axes = own * np.clip(1 + 0.17 * rng.standard_normal(ndim), 0.65, 1.4)
    turned = [_along(way, steps) / axis for way, axis in zip(_directions(ndim, rng), axes)]
    far = np.sqrt(sum(t * t for t in turned))
    unit = [t / np.maximum(far, 1e-9) for t in turned]
    wave = np.zeros(far.shape)
    for k in range(2, 6):
        way = _directions(ndim, rng)[0]
        wave += 0.11 / k * rng.standard_normal() * np.cos(1.5 * k * _along(way, unit) + rng.uniform(0, 6.28))
    inside = np.round(far - (1 + wave), 9) < 0
    taken = labels[window]
    free = _main_part(inside & (taken == 0))
    if free.sum() < 0.6 * max(inside.sum(), 1) or free.sum() < 12:
        return False
    level = np.clip(rng.lognormal(-0.55, 0.28), 0.25, 1.0)
    dome = 0.72 + 0.28 * np.sqrt(np.clip(1.05 - far * far, 0, 1))
    chromatin = _blurred(rng.standard_normal(far.shape), [0.16 * own / d for d in sizes])
    grain = 1 + 0.16 * chromatin / max(float(chromatin.std()), 1e-9)
    for _ in range(int(rng.integers(1, 4))):  # nucleoli: dark spots
        at = rng.uniform(-0.5, 0.5, ndim)
        grain -= 0.32 * np.exp(-sum((t - a) ** 2 for t, a in zip(turned, at)) / (2 * rng.uniform(0.1, 0.17) ** 2))
    taken[free] = label
    image[window][free] = (level * dome * np.clip(grain, 0.2, 1.7))[free]
    return True


def _main_part(mask):
    """Keep the largest part that is connected along axes, grown from each seed in turn."""
    best, left = np.zeros_like(mask), mask.copy()
    while left.sum() > best.sum():
        part = np.zeros_like(mask)
        part.flat[np.flatnonzero(left)[0]] = True
        size = 0
        while size < part.sum():
            size = part.sum()
            for axis in range(mask.ndim):
                for flip in (1, -1):
                    view, limit = (np.moveaxis(a, axis, 0)[::flip] for a in (part, left))
                    for i in range(1, len(view)):
                        view[i] |= view[i - 1] & limit[i]
        left &= ~part
        if part.sum() > best.sum():
            best = part
    return best


def _uneven(shape, rng):
    """Give a slope and a broad hill, about 1 on the mean."""
    answer = np.ones(shape)
    hill = np.zeros(shape)
    for axis, size in enumerate(shape):
        place = (np.arange(size) + 0.5) / size
        line = [-1 if a == axis else 1 for a in range(len(shape))]
        answer += (rng.uniform(-0.6, 0.6) * (place - 0.5)).reshape(line)
        hill = hill - ((place - rng.uniform(0.3, 0.7)) ** 2).reshape(line) / 0.18
    return answer + 0.7 * np.exp(hill)


def _blurred(image, widths):
    """Blur with a Gaussian of these standard deviations, cut at 4 of them; the edges are mirrored."""
    for axis, sigma in enumerate(widths):
        if sigma < 0.15:
            continue
        reach = int(4 * sigma + 0.5)
        weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
        weights /= weights.sum()
        wide = np.pad(image, [(reach, reach) if a == axis else (0, 0) for a in range(image.ndim)], mode="symmetric")
        lines = np.moveaxis(wide, axis, 0)
        answer = np.zeros_like(np.moveaxis(image, axis, 0))
        for k, weight in enumerate(weights):
            answer += weight * lines[k : k + len(answer)]
        image = np.moveaxis(answer, 0, axis)
    return np.ascontiguousarray(image)
