"""How answers must move with their input: a table of (function, kind of image, changes).

A change is a pair: what is done to the image, and what must have happened to the answer. Each row is
run on drawn images by test_relations.py. A function with a new promise gets a word in its row.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import pyimg as mh
from pyimg import labeled, morph


def renumbered(a):
    """Give the regions 1 to 4 other numbers."""
    return np.array([0, 3, 1, 4, 2])[a]


#: What is done to the image, and, unless a row says otherwise, to the answer.
CHANGES: dict[str, Callable] = {
    "flip": lambda a: a[::-1],
    "mirror": lambda a: a[:, ::-1],
    "transpose": lambda a: a.swapaxes(0, 1),
    "roll": lambda a: np.roll(a, (1, -2), (0, 1)),
    "frame": lambda a: np.pad(a, 3),
    "move": lambda a: np.pad(a, ((2, 0), (3, 0))),
    "double": lambda a: a * 2,
    "add": lambda a: a + 3,
    "negate": lambda a: -a,
    "complement": lambda a: ~a,
    "renumber": renumbered,
}
#: "name=": the answer stays. "name@what": it changes as these say.
ANSWERS: dict[str, Callable] = {
    "transpose@points": lambda g: g[..., ::-1],
    "move@points": lambda g: g + [2, 3],
    "transpose@box": lambda g: g[[2, 3, 0, 1]],
    "move@box": lambda g: g + [2, 2, 3, 3],
}
AROUND = "flip mirror transpose"
STILL = "flip= mirror= transpose= roll="
LINEAR = "double negate"


def change(token: str) -> tuple[Callable, Callable]:
    """Give what a word in a row does to the image, and what must have happened to the answer."""
    name = token.partition("@")[0].rstrip("=")
    if token.endswith("="):
        return CHANGES[name], lambda g: g
    return CHANGES[name], ANSWERS[token] if "@" in token else CHANGES[name]


def equal(a, b, close):
    """Require equal arrays, or close ones."""
    assert np.shape(a) == np.shape(b)
    if close:
        limit = close * max(1.0, np.abs(np.nan_to_num(np.asarray(a, float))).max(initial=0))
        np.testing.assert_allclose(a, b, rtol=0, atol=limit)
    else:
        np.testing.assert_array_equal(a, b)


def same_regions(a, b, close):
    """Require the same regions, whatever their numbers."""
    assert labeled.is_same_labeling(np.ascontiguousarray(a), np.ascontiguousarray(b))


@dataclass
class Row:
    """One function: `call` takes the image; `twin`, if given, the changed one (a dual, or other arguments)."""

    name: str
    call: Callable[[np.ndarray], Any]
    image: str  # grey, bytes, levels, float, mask, labels, rgb
    changes: str
    close: float = 0.0
    twin: Callable[[np.ndarray], Any] | None = None
    compare: Callable = field(default=equal)


def _on_each(names, image, changes, close=0.0, **options):
    module = options.pop("of", mh)
    for name in names.split():
        function = getattr(module, name)
        yield Row(name, lambda a, f=function: f(a, **options), image, changes, close)


_ODD = np.array([[1.0, 2, -1], [0.5, 3, 0.25], [2, 1, 1]])
_EVEN = np.array([[1.0, 2, 1], [2, 5, 2], [1, 2, 1]])
_RING = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool)
_BLOCK = np.ones((3, 3), bool)


def _corner(a):
    """Set a pixel, that there is one."""
    a = a.copy()
    a[-1, -1] = True
    return a


def _two_corners(a):
    """Mark the first pixel and the last."""
    markers = np.zeros(a.shape, np.int32)
    markers[0, 0], markers[-1, -1] = 1, 2
    return markers


ROWS = [
    # filters: equivariant, linear
    Row("convolve", lambda a: mh.convolve(a, _EVEN), "float", f"{AROUND} {LINEAR}", 1e-12),
    Row("convolve wrap", lambda a: mh.convolve(a, _ODD, mode="wrap"), "float", f"roll {LINEAR}", 1e-12),
    Row("convolve flipped weights", lambda a: mh.convolve(a, _ODD), "float", "flip", 1e-12,
        twin=lambda a: mh.convolve(a, _ODD[::-1])),
    Row("convolve turned weights", lambda a: mh.convolve(a, _ODD), "float", "transpose", 1e-12,
        twin=lambda a: mh.convolve(a, _ODD.T)),
    Row("convolve constant", lambda a: mh.convolve(a, _ODD / _ODD.sum(), mode="mirror"), "float", "add", 1e-12),
    Row("convolve1d", lambda a: mh.convolve1d(a, [1, 4, 1], 0), "float", f"flip mirror {LINEAR}", 1e-12),
    Row("convolve1d turned", lambda a: mh.convolve1d(a, [1, 4, 1], 0), "float", "transpose", 1e-12,
        twin=lambda a: mh.convolve1d(a, [1, 4, 1], 1)),
    Row("gaussian_filter", lambda a: mh.gaussian_filter(a, 1.3), "float", f"{AROUND} {LINEAR} add", 1e-12),
    Row("gaussian_filter wrap", lambda a: mh.gaussian_filter(a, 2, mode="wrap"), "float", "roll", 1e-12),
    Row("gaussian_filter order 1", lambda a: mh.gaussian_filter(a, 1, order=(1, 0)), "float",
        f"mirror {LINEAR}", 1e-12),
    Row("gaussian_filter order 1 turned", lambda a: mh.gaussian_filter(a, 1, order=(1, 0)), "float", "transpose",
        1e-12, twin=lambda a: mh.gaussian_filter(a, 1, order=(0, 1))),
    Row("gaussian_filter1d", lambda a: mh.gaussian_filter1d(a, 1.1, 0), "float", f"flip mirror {LINEAR} add", 1e-12),
    Row("laplacian_2D", mh.laplacian_2D, "float", f"{AROUND} {LINEAR}", 1e-12),
    Row("sobel", lambda a: mh.sobel(a, just_filter=True), "float", f"{AROUND}", 1e-12),
    Row("dog", lambda a: mh.dog(a, 1.0, just_filter=True), "float", f"{AROUND} {LINEAR}", 1e-12),
    Row("median_filter", mh.median_filter, "grey", f"{AROUND} add double negate"),
    Row("median_filter wrap", lambda a: mh.median_filter(a, _RING, mode="wrap"), "grey", "roll"),
    Row("rank_filter", lambda a: mh.rank_filter(a, _RING, 1), "grey", f"{AROUND} add double"),
    Row("rank_filter from above", lambda a: mh.rank_filter(a, _RING, 1), "grey", "negate",
        twin=lambda a: mh.rank_filter(a, _RING, 3)),
    Row("mean_filter", lambda a: mh.mean_filter(a, _RING), "grey", f"{AROUND} add double negate", 1e-12),
    # templates and wavelets
    Row("template_match", lambda a: mh.template_match(a, _EVEN), "float", AROUND, 1e-12),
    Row("template_match wrap", lambda a: mh.template_match(a, _ODD, mode="wrap"), "float", "roll", 1e-12),
    Row("template_match both added", lambda a: mh.template_match(a, _ODD), "float", "add=", 1e-12,
        twin=lambda a: mh.template_match(a, _ODD + 3)),
    Row("template_match both negated", lambda a: mh.template_match(a, _ODD), "float", "negate=",
        twin=lambda a: mh.template_match(a, -_ODD)),
    Row("find", lambda a: mh.find(a, [[1]]), "grey", f"{AROUND} roll frame"),
    Row("find both doubled", lambda a: mh.find(a, [[1, 2]]), "grey", "double=",
        twin=lambda a: mh.find(a, [[2, 4]])),
    *_on_each("haar ihaar", "float", f"transpose {LINEAR}", 1e-12),
    Row("daubechies", lambda a: mh.daubechies(a, "D6"), "float", f"transpose {LINEAR}", 1e-12),
    Row("idaubechies", lambda a: mh.idaubechies(a, "D6", mode="wrap"), "float", f"transpose {LINEAR}", 1e-12),
    Row("wavelet_center", mh.wavelet_center, "float", f"transpose {LINEAR}"),
    # morphology
    *_on_each("dilate erode open close", "mask", AROUND, Bc=_RING),
    *_on_each("dilate erode open close", "grey", f"{AROUND} add", Bc=_BLOCK),
    *_on_each("tophat_open tophat_close", "grey", f"{AROUND} add=", Bc=_RING, of=morph),
    Row("erode and dilate", lambda a: mh.erode(a, _RING), "mask", "complement", twin=lambda a: mh.dilate(a, _RING)),
    *_on_each("locmax locmin regmax regmin", "grey", f"{AROUND} add= double="),
    Row("locmax and locmin", lambda a: mh.locmax(a), "float", "negate=", twin=lambda a: mh.locmin(a)),
    Row("regmax and regmin", lambda a: mh.regmax(a), "float", "negate=", twin=lambda a: mh.regmin(a)),
    Row("close_holes", mh.close_holes, "mask", f"{AROUND} frame"),
    Row("hitmiss", lambda a: mh.hitmiss(a, np.array([[2, 1, 2], [0, 1, 0], [2, 0, 2]])), "mask", "mirror"),
    Row("cerode", lambda a: mh.cerode(a, np.zeros_like(a)), "mask", AROUND),
    Row("cdilate", lambda a: mh.cdilate(a, np.ones_like(a), _RING, 2), "mask", AROUND),
    Row("subm", lambda a: mh.subm(a, a[::-1, ::-1].copy()), "grey", f"{AROUND} add="),
    Row("cwatershed", lambda a: mh.cwatershed(a, _two_corners(a)), "grey", "add= double="),
    Row("cwatershed turned", lambda a: mh.cwatershed(np.zeros_like(a), _two_corners(a)) > 0, "grey", "transpose"),
    # labels
    Row("label", lambda a: mh.label(a)[0], "mask", f"{AROUND} frame", compare=same_regions),
    Row("label 8", lambda a: mh.label(a, _BLOCK)[0], "mask", f"{AROUND} frame", compare=same_regions),
    Row("label count", lambda a: mh.label(a)[1], "mask", "flip= transpose= frame="),
    *_on_each("borders", "labels", f"{AROUND} renumber="),
    *_on_each("bwperim", "mask", AROUND),
    *_on_each("perimeter", "mask", "flip= mirror= transpose= frame=", 1e-12,
              of=labeled),
    Row("relabel", lambda a: labeled.relabel(a)[0], "labels", AROUND, compare=same_regions),
    Row("labeled_size", labeled.labeled_size, "labels", STILL),
    Row("labeled_size sorted", lambda a: np.sort(labeled.labeled_size(a)[1:][labeled.labeled_size(a)[1:] > 0]),
        "labels", "renumber="),
    Row("labeled_sum", lambda a: mh.labeled_sum(a * a, a), "labels",
        f"{STILL} frame="),
    Row("labeled_max", lambda a: labeled.labeled_max(a + 5, a), "labels", STILL),
    Row("labeled_min", lambda a: labeled.labeled_min(a - 5, a), "labels", STILL),
    Row("labeled_mean", lambda a: labeled.labeled_mean(a * 3, a), "labels", STILL, 1e-12),
    Row("remove_bordering", lambda a: labeled.remove_bordering(a), "labels", AROUND),
    # places and counts
    Row("bbox", lambda a: mh.bbox(_corner(a)), "mask", "move@box"),
    *_on_each("bbox", "mask", "transpose@box"),
    Row("center_of_mass", lambda a: mh.center_of_mass(a + 0.5), "mask", "transpose@points", 1e-12),
    Row("center_of_mass moved", lambda a: mh.center_of_mass(_corner(a)), "mask", "move@points", 1e-12),
    *_on_each("euler", "mask", "flip= mirror= transpose= frame="),
    *_on_each("fullhistogram", "bytes", STILL),
    Row("distance", mh.distance, "mask", AROUND),
    Row("region_table", lambda a: np.array(mh.region_table(a)["area"]), "labels", STILL),
    Row("region_table centroid", lambda a: np.stack([np.array(mh.region_table(a)[f"centroid-{i}"]) for i in (0, 1)], -1),
        "labels", "transpose@points move@points", 1e-12),
    # thresholds
    *_on_each("otsu rc", "bytes", STILL, 1e-12),
    Row("otsu moved", lambda a: a > mh.otsu(a), "levels", "add= double="),
    Row("soft_threshold", lambda a: mh.soft_threshold(a, 1.5), "float", f"{AROUND} roll negate"),
    Row("soft_threshold doubled", lambda a: mh.soft_threshold(a, 1.5), "float", "double",
        twin=lambda a: mh.soft_threshold(a, 3)),
    Row("bernsen", lambda a: mh.thresholding.bernsen(a, 2, 10, 60), "bytes", AROUND),
    # interpolation
    Row("spline_filter", lambda a: mh.interpolate.spline_filter(a), "float", f"{AROUND} {LINEAR} add", 1e-9),
    Row("shift", lambda a: mh.interpolate.shift(a, (0, 0.5), order=1, mode="nearest"), "float", f"flip {LINEAR} add", 1e-9),
    Row("shift turned", lambda a: mh.interpolate.shift(a, (1.25, 0.5), order=3, mode="reflect"), "float", "transpose",
        1e-9, twin=lambda a: mh.interpolate.shift(a, (0.5, 1.25), order=3, mode="reflect")),
    Row("zoom", lambda a: mh.interpolate.zoom(a, 2, order=3), "float", f"{AROUND} {LINEAR} add", 1e-9),
    Row("affine_transform", lambda a: mh.interpolate.affine_transform(a, np.eye(2), order=3, mode="mirror"), "float",
        f"{AROUND} {LINEAR} add", 1e-9),
    Row("rotate", lambda a: mh.interpolate.rotate(a, 30, order=1), "float", LINEAR, 1e-9),
    Row("imresize", lambda a: mh.imresize(a, 2.0), "float", f"{AROUND} {LINEAR}", 1e-9),
    # grey levels and colours
    Row("stretch", mh.stretch, "float", f"{AROUND} roll double="),
    Row("stretch_rgb", mh.stretch_rgb, "rgb", f"{AROUND} roll"),
    Row("overlay", lambda a: mh.overlay(a, a > 9), "bytes", f"{AROUND} roll"),
    Row("as_rgb", lambda a: mh.as_rgb(a, None, a), "bytes", f"{AROUND} roll"),
    Row("rgb2gray", lambda a: mh.colors.rgb2gray(a), "rgb", f"{AROUND} roll"),
    Row("rgb2xyz", lambda a: mh.colors.rgb2xyz(a), "rgb", f"{AROUND} roll"),
    Row("rgb2lab", lambda a: mh.colors.rgb2lab(a), "rgb", f"{AROUND} roll"),
    Row("rgb2sepia", lambda a: mh.colors.rgb2sepia(a), "rgb", f"{AROUND} roll"),
]  # fmt: skip
