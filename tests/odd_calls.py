"""Run in a child process by test_odd_arrays: call each function on odd arrays; only documented errors may come out.

``python odd_calls.py NAME…`` prints one JSON object per call that misbehaved, and the call it is in (so
that the parent can name it after a crash).
"""

import faulthandler
import json
import signal
import sys
import time
import warnings

import numpy as np

import pyimg as mh

ALLOWED = (TypeError, ValueError)
SECONDS = 10  # for one call
DTYPES = (
    "?", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8", "g", "c16", "O", ">u2", ">i4", ">f8",
    "M8[s]", "S3",
)  # fmt: skip
SHAPES = ((), (0,), (1,), (6,), (0, 3), (1, 1), (5, 7), (1, 9), (4, 0, 2), (3, 4, 5), (2, 1, 3, 2), (1, 1, 1, 1, 1))

# What each function is called with, given the odd array `a`. Functions of `a` alone are not listed.
CALLS = {
    "convolve": [lambda f, a: f(a, a), lambda f, a: f(a, np.ones((3,) * np.ndim(a)), mode="wrap")],
    "convolve1d": [lambda f, a: f(a, [1, 2, 1], 0), lambda f, a: f(a, a, -1)],
    "gaussian_filter": [lambda f, a: f(a, 1.0), lambda f, a: f(a, a), lambda f, a: f(a, 3, order=1, mode="mirror")],
    "gaussian_filter1d": [lambda f, a: f(a, 2.0), lambda f, a: f(a, 1.0, axis=0, order=2)],
    "dilate": [lambda f, a: f(a), lambda f, a: f(a, a), lambda f, a: f(a, np.ones((2,) * np.ndim(a), bool))],
    "erode": [lambda f, a: f(a), lambda f, a: f(a, a), lambda f, a: f(a, np.ones((2,) * np.ndim(a), bool))],
    "open": [lambda f, a: f(a), lambda f, a: f(a, out=a)],
    "close": [lambda f, a: f(a), lambda f, a: f(a, out=a)],
    "cdilate": [lambda f, a: f(a, a), lambda f, a: f(a, 1, n=2)],
    "cerode": [lambda f, a: f(a, a)],
    "subm": [lambda f, a: f(a, a)],
    "hitmiss": [lambda f, a: f(a, np.ones((3,) * np.ndim(a), int)), lambda f, a: f(a, a)],
    "cwatershed": [
        lambda f, a: f(a, np.arange(np.size(a)).reshape(np.shape(a)) % 3),
        lambda f, a: f(a, a),
        lambda f, a: f(np.zeros(np.shape(a)), a, return_lines=True),
    ],
    "median_filter": [lambda f, a: f(a), lambda f, a: f(a, a), lambda f, a: f(a, mode="ignore")],
    "rank_filter": [lambda f, a: f(a, np.ones((3,) * np.ndim(a)), 2), lambda f, a: f(a, a, 0)],
    "mean_filter": [lambda f, a: f(a, np.ones((3,) * np.ndim(a))), lambda f, a: f(a, a, mode="reflect")],
    "majority_filter": [lambda f, a: f(a), lambda f, a: f(a, 5)],
    "template_match": [lambda f, a: f(a, a), lambda f, a: f(a, np.ones((2,) * np.ndim(a)))],
    "find": [lambda f, a: f(a, a), lambda f, a: f(np.ones((4, 4)), a)],
    "label": [lambda f, a: f(a), lambda f, a: f(a, a), lambda f, a: f(a, np.ones((3,) * np.ndim(a)))],
    "border": [lambda f, a: f(a, 0, 1)],
    "bwperim": [lambda f, a: f(a), lambda f, a: f(a, 8)],
    "labeled_sum": [lambda f, a: f(a, a), lambda f, a: f(a, np.zeros(np.shape(a), int))],
    "labeled_max": [lambda f, a: f(a, a), lambda f, a: f(a, np.ones(np.shape(a), int))],
    "labeled_min": [lambda f, a: f(a, a), lambda f, a: f(a, np.ones(np.shape(a), int))],
    "labeled_mean": [lambda f, a: f(a, a), lambda f, a: f(a, np.ones(np.shape(a), int))],
    "center_of_mass": [lambda f, a: f(a), lambda f, a: f(a, a)],
    "bbox": [lambda f, a: f(a), lambda f, a: f(a, as_slice=True, border=2)],
    "croptobbox": [lambda f, a: f(a)],
    "fullhistogram": [lambda f, a: f(a)],
    "otsu": [lambda f, a: f(a), lambda f, a: f(a, ignore_zeros=True)],
    "rc": [lambda f, a: f(a), lambda f, a: f(a, ignore_zeros=True)],
    "soft_threshold": [lambda f, a: f(a, 1), lambda f, a: f(a, a)],
    "bernsen": [lambda f, a: f(a, 2, 10)],
    "gbernsen": [lambda f, a: f(a, np.ones((3,) * np.ndim(a)), 10, 128), lambda f, a: f(a, a, 1, 1)],
    "distance": [lambda f, a: f(a), lambda f, a: f(a, "euclidean", spacing=0.5)],
    "gvoronoi": [lambda f, a: f(a)],
    "slic": [lambda f, a: f(a), lambda f, a: f(a, spacer=2, max_iters=2)],
    "shift": [lambda f, a: f(a, 1), lambda f, a: f(a, np.ones(np.ndim(a)) / 2, order=1, mode="nearest")],
    "zoom": [lambda f, a: f(a, 0.5), lambda f, a: f(a, 2, order=1)],
    "rotate": [lambda f, a: f(a, 30.0)],
    "affine_transform": [lambda f, a: f(a, np.eye(max(1, np.ndim(a))))],
    "imresize": [lambda f, a: f(a, 0.5), lambda f, a: f(a, [3] * np.ndim(a))],
    "resize_to": [lambda f, a: f(a, [3] * np.ndim(a))],
    "resize_rgb_to": [lambda f, a: f(a, (3, 3))],
    "spline_filter": [lambda f, a: f(a), lambda f, a: f(a, 5)],
    "spline_filter1d": [lambda f, a: f(a), lambda f, a: f(a, 2, 0)],
    "as_rgb": [lambda f, a: f(a, None, 3), lambda f, a: f(a, a, a)],
    "overlay": [lambda f, a: f(a), lambda f, a: f(a, a != 0)],
    "stretch": [lambda f, a: f(a), lambda f, a: f(a, -5, 300)],
    "daubechies": [lambda f, a: f(a, "D2"), lambda f, a: f(a, "D20")],
    "idaubechies": [lambda f, a: f(a, "D4")],
    "wavelet_decenter": [lambda f, a: f(a, np.shape(a))],
    "moments": [lambda f, a: f(a, 1, 1), lambda f, a: f(a, 0, 2, normalize=True)],
    "region_table": [lambda f, a: f(a), lambda f, a: f(a, a), lambda f, a: f(np.ones(np.shape(a), int), a)],
    "get_structuring_elem": [lambda f, a: f(a, a), lambda f, a: f(a, 1)],
    "relabel": [lambda f, a: f(a), lambda f, a: f(a, inplace=True)],
    "perimeter": [lambda f, a: f(a)],
    "features.haralick": [lambda f, a: f(a), lambda f, a: f(a, ignore_zeros=True, return_mean=True)],
    "features.lbp": [lambda f, a: f(a, 2, 6)],
    "features.tas": [lambda f, a: f(a)],
    "features.pftas": [lambda f, a: f(a), lambda f, a: f(a, T=3)],
    "features.zernike_moments": [lambda f, a: f(a, 3), lambda f, a: f(a, 3, 4)],
    "features.eccentricity": [lambda f, a: f(a)],
    "features.ellipse_axes": [lambda f, a: f(a)],
    "features.roundness": [lambda f, a: f(a)],
    "features.surf.surf": [lambda f, a: f(a), lambda f, a: f(a, 1, 3, 1)],
    "features.surf.dense": [lambda f, a: f(a, 4)],
    "features.surf.integral": [lambda f, a: f(a)],
    "labeled.bbox": [lambda f, a: f(a)],
    "labeled.filter_labeled": [lambda f, a: f(a, remove_bordering=True, min_size=2)],
    "labeled.is_same_labeling": [lambda f, a: f(a, a), lambda f, a: f(a, np.zeros((3, 3), int))],
    "labeled.remove_bordering": [lambda f, a: f(a), lambda f, a: f(a, 2)],
    "labeled.remove_regions": [lambda f, a: f(a, [1, 2]), lambda f, a: f(a, a)],
    "polygon.convexhull": [lambda f, a: f(a)],
    "polygon.fill_convexhull": [lambda f, a: f(a)],
}
ALONE = (
    "borders close_holes dog euler haar ihaar laplacian_2D labeled_size locmax locmin regmax regmin rgb2gray rgb2lab "
    "rgb2sepia rgb2xyz xyz2lab xyz2rgb lab2xyz lab2rgb sobel stretch_rgb thin tophat_close tophat_open wavelet_center"
).split()
for _name in ALONE:
    CALLS[_name] = [lambda f, a: f(a)]
# Public, but not functions of an image.
NOT_CALLED = frozenset(
    """show_config citation citation_text short_citation_text test get_threads set_threads imread imread_from_blob
    imread_multi imsave imsave_multi detect_format supports_format imload imload_from_blob imload_multi imwrite
    imwrite_multi disk show rgb2grey""".split()
)


def odd_arrays():
    """Yield (description, array)."""
    rng = np.random.default_rng(3)
    for dtype in map(np.dtype, DTYPES):
        for shape in SHAPES:
            a = rng.integers(0, 5, shape)
            if dtype.kind == "i":
                a = a - 2
            yield f"{dtype} {shape}", np.asarray(a).astype(dtype)
    a = rng.integers(0, 200, (6, 8)).astype(np.uint8)
    yield "F order", np.asfortranarray(a)
    yield "reversed", a[::-1, ::-1]
    yield "strided", a[::2, ::3]
    b = a.copy()
    b.flags.writeable = False
    yield "read-only", b
    yield "broadcast", np.broadcast_to(np.uint8(3), (5, 6))
    yield "unaligned", np.frombuffer(b"\0" * 97, np.uint8)[1:].view(np.int32).reshape(4, 6)
    yield "list", a.tolist()
    yield "masked", np.ma.masked_array(a, a > 9)
    yield "text", "image.png"
    yield "None", None
    for fill in (np.nan, np.inf, -np.inf):
        for dtype in ("f2", "f4", "f8"):
            c = rng.random((6, 7)).astype(dtype)
            c[2, 3] = fill
            yield f"{dtype} with {fill}", c
            yield f"{dtype} all {fill}", np.full((3, 4), fill, dtype)
    for dtype in ("i1", "i2", "i4", "i8", "u4", "u8"):
        info = np.iinfo(dtype)
        c = np.zeros((4, 5), dtype)
        c[1, 1], c[2, 3] = info.min, info.max
        yield f"{dtype} with the ends of its range", c
    yield "all zero", np.zeros((5, 6), np.uint8)
    yield "constant", np.full((5, 6), 7, np.uint16)


def resolve(name):
    """Give the function of a dotted name."""
    value = mh
    for part in name.split("."):
        value = getattr(value, part)
    return value


class TooSlow(Exception):
    """A call took too long."""


def _alarm(*_):
    raise TooSlow


def main():
    """Call the functions named on the command line."""
    faulthandler.enable()
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    mh.set_threads(1)
    signal.signal(signal.SIGALRM, _alarm)
    for name in sys.argv[1:]:
        function = resolve(name)
        if name == "features.surf.surf":
            from pyimg.features.surf import surf as function
        for number, call in enumerate(CALLS[name]):
            for what, a in odd_arrays():
                where = f"{name} (call {number}) on {what}"
                print(json.dumps({"at": where}), flush=True)
                before = a.copy() if isinstance(a, np.ndarray) and a.flags.writeable else None
                began = time.monotonic()
                signal.setitimer(signal.ITIMER_REAL, SECONDS)
                try:
                    call(function, a)
                except ALLOWED:
                    pass
                except TooSlow:
                    print(json.dumps({"bad": f"{where}: over {time.monotonic() - began:.0f} s"}), flush=True)
                except BaseException as error:
                    print(json.dumps({"bad": f"{where}: {type(error).__name__}: {error}"}), flush=True)
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
                changed = before is not None and name not in ("open", "close", "relabel")
                if changed and before.tobytes() != a.tobytes():
                    print(json.dumps({"bad": f"{where}: changed its input"}), flush=True)


if __name__ == "__main__":
    main()
