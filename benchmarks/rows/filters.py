"""Linear filters, edges."""

import cv2
import diplib
import mahotas
import numpy as np
import skimage.filters
from harness import Row
from inputs import images, nuclei
from scipy import ndimage as ndi

import pyimg as mh

COVERS = "gaussian_filter gaussian_filter1d convolve convolve1d laplacian_2D"


def single(a):
    """Give what OpenCV filters without rounding: float64 as it is, the rest as float32."""
    return a if a.dtype.kind == "f" else a.astype(np.float32)


def blur(a, sigma, size):
    """Filter planes with OpenCV, and across them with its one-dimensional filter of columns."""
    if a.ndim == 2:
        return cv2.GaussianBlur(single(a), (size, size), sigma, borderType=cv2.BORDER_REFLECT)
    g = cv2.getGaussianKernel(size, sigma, cv2.CV_64F)
    planes = np.stack([cv2.sepFilter2D(single(p), -1, g, g, borderType=cv2.BORDER_REFLECT) for p in a])
    flat = planes.reshape(len(a), -1)
    return cv2.sepFilter2D(flat, -1, np.ones(1), g, borderType=cv2.BORDER_REFLECT).reshape(a.shape)


def blur1d(a, sigma, axis):
    """Filter rows or columns with OpenCV."""
    g = cv2.getGaussianKernel(2 * int(4 * sigma + 0.5) + 1, sigma, cv2.CV_64F)
    g = (np.ones(1), g) if axis == 0 else (g, np.ones(1))
    return cv2.sepFilter2D(single(a), -1, *g, borderType=cv2.BORDER_REFLECT)


def gaussians():
    """Yield the rows of Gaussians."""
    for sigma in (1, 4, 16):
        for name, a in [
            *images(also="noise isbi n512 n8192" if sigma == 4 else "n8192" if sigma == 1 else ""),
            *((f"nuclei/{dtype}/nd3", nuclei("nd3", dtype)) for dtype in ("u2", "f4")),
        ]:
            width = 2 * int(4 * sigma + 0.5) + 1
            real = np.float64 if a.dtype == np.float64 else np.float32
            yield Row(
                f"gaussian_filter/s{sigma}/{name}",
                lambda a=a, sigma=sigma, real=real: mh.gaussian_filter(a, sigma, dtype=real),
                {
                    "opencv": lambda a=a, sigma=sigma, width=width: blur(a, sigma, width),
                    "diplib": lambda a=a, sigma=sigma: diplib.GaussFIR(a, sigma, [0], ["mirror"], 4),
                    "scipy": lambda a=a, sigma=sigma, real=real: ndi.gaussian_filter(a, sigma, output=real),
                    "skimage": lambda a=a, sigma=sigma: skimage.filters.gaussian(a, sigma, mode="reflect", preserve_range=True),
                },
                agree=(1e-4 * float(a.max()), 1e-3),
                note="" if a.dtype.kind == "f" else "result float32",
                margin=width // 2,  # diplib has its own rule for the border
            )
    for dtype in ("u1", "u2"):
        a = nuclei("nd2", dtype)
        yield Row(
            f"gaussian_filter/s4/float64 of {dtype}/nd2",
            lambda a=a: mh.gaussian_filter(a, 4),
            {
                "opencv": lambda a=a: cv2.GaussianBlur(a.astype(float), (33, 33), 4, borderType=cv2.BORDER_REFLECT),
                "mahotas": lambda a=a: mahotas.gaussian_filter(a, 4),
                "scipy": lambda a=a: ndi.gaussian_filter(a, 4, output=float),
            },
            agree=(1e-6 * float(a.max()), 1e-3),
        )
    for axis in (0, 1):
        for name, a in images(also="nd3"):
            real = np.float64 if a.dtype == np.float64 else np.float32
            yield Row(
                f"gaussian_filter1d/s4/axis{axis}/{name}",
                lambda a=a, axis=axis, real=real: mh.gaussian_filter1d(a, 4, axis, dtype=real),
                {"scipy": lambda a=a, axis=axis, real=real: ndi.gaussian_filter1d(a, 4, axis, output=real)}
                | ({"opencv": lambda a=a, axis=axis: blur1d(a, 4, axis)} if a.ndim == 2 else {}),
                agree=(1e-4 * float(a.max()), 1e-3),
                note="" if a.dtype.kind == "f" else "result float32",
            )
    for sigma in (2, 8):
        a = nuclei("nd2", "f4")
        x = np.arange(-4 * sigma, 4 * sigma + 1.0)
        g = np.exp(-x * x / (2 * sigma**2))
        g /= g.sum()
        d = g * x / sigma**2
        yield Row(
            f"gaussian_filter/derivative/s{sigma}/f4/nd2",
            lambda a=a, sigma=sigma: mh.gaussian_filter(a, sigma, order=(0, 1)),
            {
                "opencv": lambda a=a, g=g, d=d: cv2.sepFilter2D(a, -1, -d, g, borderType=cv2.BORDER_REFLECT),
                "scipy": lambda a=a, sigma=sigma: -ndi.gaussian_filter(a, sigma, order=(0, 1)),
            },
            agree=(1e-5, 1e-3),
        )


def rows():
    """Yield the rows."""
    yield from gaussians()
    rng = np.random.default_rng(0)
    for size in (3, 7, 15):
        for name, a in images(also="noise isbi n512 n8192" if size == 3 else ""):
            w = rng.random((size, size))
            w /= w.sum()
            yield Row(
                f"convolve/k{size}/{name}",
                lambda a=a, w=w: mh.convolve(a, w),
                {
                    "opencv": lambda a=a, w=w: cv2.filter2D(a, -1, w, borderType=cv2.BORDER_REFLECT),
                    "scipy": lambda a=a, w=w: ndi.correlate(a, w),
                }
                | ({"mahotas": lambda a=a, w=w: mahotas.convolve(a, w)} if a.dtype.kind == "f" else {}),
                agree=(1.001 if a.dtype.kind == "u" else 1e-5, 1e-3),
            )
    named = {"prewitt": np.array([[1, 0, -1]] * 3), "cross": np.array([[0, 1, 0], [1, 4, 1], [0, 1, 0]]) / 8}
    for title, w in named.items():
        for name, a in images(also="n512"):
            w = w.astype(np.float64)
            yield Row(
                f"convolve/{title}/{name}",
                lambda a=a, w=w: mh.convolve(a, w),
                {"opencv": lambda a=a, w=w: cv2.filter2D(a, -1, w, borderType=cv2.BORDER_REFLECT),
                 "scipy": lambda a=a, w=w: ndi.correlate(a.astype(np.float64), w)},
                agree=None, note="scipy: of and to float64",
            )  # fmt: skip
    volume, w = nuclei("nd3", "f4"), rng.random((3, 3, 3))
    yield Row(
        "convolve/k3/nuclei/f4/nd3",
        lambda: mh.convolve(volume, w),
        {"scipy": lambda: ndi.correlate(volume, w)},
        agree=(1e-4, 1e-3),
    )
    for axis in (0, 1):
        for name, a in images(also=""):
            w = rng.random(15)
            w /= w.sum()
            kernel = w[:, None] if axis == 0 else w[None]
            yield Row(
                f"convolve1d/axis{axis}/{name}",
                lambda a=a, w=w, axis=axis: mh.convolve1d(a, w, axis),
                {
                    "opencv": lambda a=a, w=kernel: cv2.filter2D(a, -1, w, borderType=cv2.BORDER_REFLECT),
                    "mahotas": lambda a=a, w=w, axis=axis: mahotas.convolve1d(a, w, axis),
                    "scipy": lambda a=a, w=w, axis=axis: ndi.correlate1d(a, w, axis),
                },
                agree=(1.001 if a.dtype.kind == "u" else 1e-5, 1e-3),
            )
    for dtype in ("u1", "f4"):
        a = nuclei("nd2", dtype)
        yield Row(
            f"laplacian_2D/{dtype}/nd2",
            lambda a=a: mh.laplacian_2D(a),
            {"mahotas": lambda a=a: mahotas.laplacian_2D(a), "scipy": lambda a=a: ndi.laplace(a, np.float64)},
            agree=None, note="scipy: other weights",
        )  # fmt: skip
    a = nuclei("nd2", "f8")
    w = np.array([[1, 4, 1], [4, -20, 4], [1, 4, 1]]) / 6
    yield Row(
        "laplacian_2D/f8/nd2",
        lambda: mh.laplacian_2D(a),
        {
            "opencv": lambda: cv2.filter2D(a, -1, w, borderType=cv2.BORDER_REPLICATE),
            "mahotas": lambda: mahotas.laplacian_2D(a),
        },
        agree=(1e-10, 0),
    )
