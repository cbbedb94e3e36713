"""Run in a child process by test_odd_parameters: call functions with one odd argument among good ones.

``python odd_parameters.py NAME…`` prints a line for each call: its name, then what came of it. Lines that begin with
``BAD`` are errors that are not documented; the others must be the same whatever memory held before.
"""

import faulthandler
import hashlib
import inspect
import signal
import sys
import warnings

import numpy as np

import pyimg as mh
from pyimg.features import surf, texture

ALLOWED = (TypeError, ValueError)
SECONDS = 20  # for one call

rng = np.random.default_rng(5)
A = rng.integers(0, 60, (13, 17)).astype(np.uint8)
F = rng.random((13, 17))
MASK = A > 30
LABELS = rng.integers(0, 5, (13, 17)).astype(np.int32)
OTHER = np.where(LABELS > 2, LABELS, 0)
COLOURS = rng.integers(0, 255, (9, 8, 3)).astype(np.uint8)
CROSS = np.ones((3, 3))

BASE = {
    "convolve": (F, CROSS), "convolve1d": (F, [1.0, 2, 1], 0), "gaussian_filter": (F, 1.0), "gaussian_filter1d": (F, 1.0),
    "laplacian_2D": (F,), "median_filter": (A,), "rank_filter": (A, CROSS, 2), "mean_filter": (A, CROSS),
    "template_match": (A, A[:2, :3]), "find": (A, A[:2, :3]), "haar": (F,), "ihaar": (F,), "daubechies": (F, "D4"),
    "idaubechies": (F, "D4"), "wavelet_center": (F,), "wavelet_decenter": (np.zeros((32, 32)), (13, 17)),
    "dilate": (A,), "erode": (A,), "open": (A,), "close": (A,), "cdilate": (A, A // 2), "cerode": (A, A // 2),
    "hitmiss": (MASK, np.ones((3, 3), int)), "close_holes": (MASK,), "majority_filter": (MASK,), "locmax": (A,),
    "locmin": (A,), "regmax": (A,), "regmin": (A,), "cwatershed": (A, OTHER), "subm": (A, A // 2), "tophat_open": (A,),
    "tophat_close": (A,), "thin": (MASK,), "get_structuring_elem": (A, 1), "disk": (3,), "morph.circle_se": (3,),
    "morph.h_maxima": (A, 5), "morph.h_minima": (F, 0.1), "morph.reconstruction": (A // 2, A),
    "label": (MASK,), "relabel": (LABELS,), "labeled.is_same_labeling": (LABELS, LABELS),
    "labeled.remove_regions": (LABELS, [1]), "labeled.remove_regions_where": (LABELS, [True, False]),
    "labeled.remove_bordering": (LABELS,), "labeled.filter_labeled": (LABELS,), "border": (LABELS, 1, 2),
    "borders": (LABELS,), "bwperim": (MASK,), "perimeter": (MASK,), "labeled_sum": (A, LABELS),
    "labeled_max": (A, LABELS), "labeled_min": (A, LABELS), "labeled_mean": (A, LABELS), "labeled_size": (LABELS,),
    "labeled.bbox": (LABELS,), "bbox": (A,), "croptobbox": (A,), "center_of_mass": (A,), "fullhistogram": (A,),
    "distance": (MASK,), "euler": (MASK,), "spline_filter": (F,), "spline_filter1d": (F,), "shift": (F, 1.0),
    "zoom": (F, 2.0), "rotate": (F, 30.0), "affine_transform": (F, np.eye(2)), "imresize": (F, 2.0),
    "resize_to": (F, (4, 5)), "resize_rgb_to": (COLOURS, (4, 5)), "otsu": (A,), "rc": (A,), "soft_threshold": (F, 0.5),
    "bernsen": (A, 3, 10), "gbernsen": (A, CROSS, 10, 20), "thresholding.li": (A,), "thresholding.multiotsu": (A,),
    "thresholding.sauvola": (A, 5), "thresholding.triangle": (F,), "thresholding.yen": (A,), "sobel": (F,), "dog": (F,),
    "segmentation.gvoronoi": (LABELS,), "segmentation.slic": (COLOURS,), "stretch": (A,), "stretch_rgb": (COLOURS,),
    "as_rgb": (A, A, A), "overlay": (A,), "rgb2grey": (COLOURS,), "rgb2xyz": (COLOURS,), "xyz2rgb": (COLOURS,),
    "xyz2lab": (COLOURS,), "lab2xyz": (COLOURS,), "lab2rgb": (COLOURS,), "rgb2lab": (COLOURS,), "rgb2sepia": (COLOURS,),
    "polygon.line": ((1, 1), (5, 6), A), "polygon.fill_polygon": ([(1, 1), (1, 6), (6, 6)], A),
    "polygon.convexhull": (MASK,), "polygon.fill_convexhull": (MASK,), "moments": (A, 1, 1),
    "features.roundness": (MASK,), "features.eccentricity": (MASK,), "features.ellipse_axes": (MASK,),
    "features.zernike_moments": (A, 5), "features.texture.cooccurence": (A, 0), "features.haralick": (A,),
    "features.texture.haralick_features": ([texture.cooccurence(A, 0)],), "features.lbp": (A, 2, 6),
    "features.tas": (A,), "features.pftas": (A,), "surf.surf": (F,), "surf.integral": (F,), "surf.interest_points": (F,),
    "surf.descriptors": (np.pad(F, 40), np.array([[45.0, 45, 2, 1, 1]])), "surf.dense": (F, 4),
    "surf.show_surf": (A, np.zeros((1, 70))), "region_table": (LABELS,), "metrics.scores": (LABELS, OTHER),
    "metrics.hausdorff": (LABELS, OTHER), "metrics.surface_dice": (LABELS, OTHER, 1.0),
    "metrics.average_precision": (LABELS, OTHER), "metrics.rand_index": (LABELS, OTHER),
}  # fmt: skip

VALUES = [
    0, -1, 1, 2, 3, 1.5, 1e-300, 1e300, np.nan, np.inf, -np.inf, 2**31, 2**40, -(2**63), 10**400, True, None, "x", b"x",
    np.int8(3), np.uint64(2**63), np.float16(1), np.longdouble(1.5), 1j, np.array(2), [], [1, 2], (0, 0), (-1, -1),
    [1.5, 2.5], [np.nan, 1], (2**31, 2**31), {}, len, np.array([1, "a"], object), "reflect", "ignore", np.float32, "c16",
]  # fmt: skip
ARRAYS = [
    np.zeros((0, 0), bool), np.zeros((3, 3), bool), np.zeros((3, 0), int), np.ones((2, 2)), np.ones((4, 3), int),
    np.ones((51, 51), bool), np.ones((3, 3), complex), np.full((3, 3), np.nan), np.full((3, 3), np.inf),
    np.full((3, 3), -(2**40)), np.full((3, 3), 2**63, np.uint64), np.ones((3, 3, 3)), np.ones(3), np.ones((3, 3), object),
    np.ones((3, 3), ">i4"), np.ones((6, 6))[::-2, ::2], np.full((13, 17), -1), np.full((13, 17), 2**31 - 1),
    np.full((13, 17), 2**40), np.zeros((13, 17)), np.ones((13, 17))[::-1], np.zeros((13, 17), [("a", "i4")]),
]  # fmt: skip


class TooSlow(Exception):
    """A call took too long."""


def _alarm(*_):
    raise TooSlow


def resolve(name):
    """Give the function of a dotted name."""
    value = mh
    for part in name.split("."):
        value = surf if part == "surf" and value is mh else getattr(value, part)
    return value


def digest(value):
    """Say what a result is, NaN being any NaN."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "f":
            value = np.where(np.isnan(value), 0, value).astype(float)
        return f"{value.dtype}{value.shape}{hashlib.sha1(np.ascontiguousarray(value)).hexdigest()}"
    if isinstance(value, dict):
        return str({key: digest(part) for key, part in value.items()})
    if isinstance(value, (tuple, list)):
        return str(list(map(digest, value)))
    return repr(value)


def told(value):
    """Name an argument in short."""
    return f"{value.dtype}{value.shape}" if isinstance(value, np.ndarray) else repr(value)[:40]


def attempt(function, arguments, keywords):
    """Give one line on what came of a call."""
    arguments = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return digest(function(*arguments, **keywords))
    except ALLOWED as error:
        return f"{type(error).__name__}"
    except ImportError as error:  # of an extra that is not here, and says so
        return "ImportError" if "not installed" in str(error) else f"BAD ImportError: {error}"
    except TooSlow:
        return "BAD too slow"
    except BaseException as error:
        return f"BAD {type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main():
    """Call the functions named on the command line."""
    faulthandler.enable()
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    mh.set_threads(1)
    signal.signal(signal.SIGALRM, _alarm)
    for name in sys.argv[1:]:
        function, base = resolve(name), BASE[name]
        for i, parameter in enumerate(inspect.signature(function).parameters.values()):
            for number, value in enumerate(VALUES + ARRAYS):
                value = value.copy() if isinstance(value, np.ndarray) else value
                print(f"{name}({parameter.name}={told(value)}) [{number}]", end=": ", flush=True)
                if i < len(base):
                    print(attempt(function, [*base[:i], value, *base[i + 1 :]], {}), flush=True)
                else:
                    print(attempt(function, base, {parameter.name: value}), flush=True)


if __name__ == "__main__":
    main()
