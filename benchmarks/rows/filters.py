"""Linear filters, edges."""

import cv2
import diplib
import mahotas
import numpy as np
from harness import Row
from inputs import nuclei
from scipy import ndimage as ndi

import pyimg as mh


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


def gaussians():
    """Yield the rows of Gaussians."""
    for size, dtypes in (("nd2", ("u1", "u2", "f4", "f8")), ("nd3", ("u2", "f4"))):
        for sigma in (1, 4, 16):
            for dtype in dtypes:
                a, width = nuclei(size, dtype), 2 * int(4 * sigma + 0.5) + 1
                real = np.float64 if dtype == "f8" else np.float32
                near = 1e-4 * float(a.max())
                yield Row(
                    f"gaussian_filter/s{sigma}/{dtype}/{size}",
                    lambda a=a, sigma=sigma, real=real: mh.gaussian_filter(a, sigma, dtype=real, threads=1),
                    {
                        "opencv": lambda a=a, sigma=sigma, width=width: blur(a, sigma, width),
                        "diplib": lambda a=a, sigma=sigma: diplib.GaussFIR(a, sigma, [0], ["mirror"], 4),
                        "scipy": lambda a=a, sigma=sigma, real=real: ndi.gaussian_filter(a, sigma, output=real),
                    },
                    agree=(near, 1e-3),
                    note="" if dtype.startswith("f") else "result float32",
                )
    for dtype in ("u1", "u2"):
        a = nuclei("nd2", dtype)
        yield Row(
            f"gaussian_filter/s4/{dtype}/nd2/float64",
            lambda a=a: mh.gaussian_filter(a, 4, threads=1),
            {
                "opencv": lambda a=a: cv2.GaussianBlur(a.astype(float), (33, 33), 4, borderType=cv2.BORDER_REFLECT),
                "mahotas": lambda a=a: mahotas.gaussian_filter(a, 4),
                "scipy": lambda a=a: ndi.gaussian_filter(a, 4, output=float),
            },
            agree=(1e-6 * float(a.max()), 1e-3),
        )
    for sigma in (2, 8):
        a = nuclei("nd2", "f4")
        x = np.arange(-4 * sigma, 4 * sigma + 1.0)
        g = np.exp(-x * x / (2 * sigma**2))
        g /= g.sum()
        d = g * x / sigma**2
        yield Row(
            f"gaussian_derivative/s{sigma}/f4/nd2",
            lambda a=a, sigma=sigma: mh.gaussian_filter(a, sigma, order=(0, 1), threads=1),
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
        for dtype in ("u1", "u2", "f4", "f8"):
            a, w = nuclei("nd2", dtype), rng.random((size, size))
            w /= w.sum()
            yield Row(
                f"convolve/k{size}/{dtype}/nd2",
                lambda a=a, w=w: mh.convolve(a, w, threads=1),
                {
                    "opencv": lambda a=a, w=w: cv2.filter2D(a, -1, w, borderType=cv2.BORDER_REFLECT),
                    "scipy": lambda a=a, w=w: ndi.correlate(a, w),
                },
                agree=(1.001 if dtype[0] == "u" else 1e-5, 1e-3),
            )
    for axis in (0, 1):
        for dtype in ("u1", "f4", "f8"):
            a, w = nuclei("nd2", dtype), rng.random(15)
            w /= w.sum()
            kernel = w[:, None] if axis == 0 else w[None]
            yield Row(
                f"convolve1d/axis{axis}/{dtype}/nd2",
                lambda a=a, w=w, axis=axis: mh.convolve1d(a, w, axis, threads=1),
                {
                    "opencv": lambda a=a, w=kernel: cv2.filter2D(a, -1, w, borderType=cv2.BORDER_REFLECT),
                    "mahotas": lambda a=a, w=w, axis=axis: mahotas.convolve1d(a, w, axis),
                    "scipy": lambda a=a, w=w, axis=axis: ndi.correlate1d(a, w, axis),
                },
                agree=(1.001 if dtype[0] == "u" else 1e-5, 1e-3),
            )
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
