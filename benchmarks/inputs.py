"""Inputs of the benchmarks, made once: noise, images with structure, labels. Seeded."""

from functools import cache
from pathlib import Path

import numpy as np

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
SIZES = {"n512": (512, 512), "nd2": (2048, 2048), "n8192": (8192, 8192), "nd3": (256, 256, 256)}


@cache
def noise(size: str = "nd2", dtype: str = "u1") -> np.ndarray:
    """Give independent uniform grey levels over the range of the type (0 to 1 for floats)."""
    rng = np.random.default_rng(1)
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return rng.random(SIZES[size], dtype)
    return rng.integers(0, np.iinfo(dtype).max, SIZES[size], dtype, endpoint=True)


@cache
def nuclei(size: str = "nd2", dtype: str = "u1") -> np.ndarray:
    """Give blobs on a slope with shot noise: what a fluorescence field looks like."""
    rng = np.random.default_rng(2)
    shape = SIZES[size]
    field = np.zeros(shape, np.float32)
    radius = 20 if len(shape) == 2 else 9
    axes = np.ogrid[tuple(slice(-radius, radius + 1) for _ in shape)]
    blob = np.clip(1.2 - sum((a / radius) ** 2 for a in axes), 0, 1).astype(np.float32)
    for _ in range(int(np.prod(shape)) // (4 * blob.size)):
        at = [rng.integers(0, n - blob.shape[i]) for i, n in enumerate(shape)]
        window = tuple(slice(a, a + b) for a, b in zip(at, blob.shape))
        field[window] = np.maximum(field[window], blob * rng.uniform(0.4, 1))
    field += 0.1 + 0.1 * np.linspace(0, 1, shape[-1], dtype=np.float32)
    field += rng.normal(0, 0.02, shape).astype(np.float32)
    field = np.clip(field / 1.4, 0, 1)
    dtype = np.dtype(dtype)
    return field.astype(dtype) if dtype.kind == "f" else (field * np.iinfo(dtype).max).astype(dtype)


@cache
def blobs(size: str = "nd2") -> np.ndarray:
    """Give a mask of the nuclei: large connected regions."""
    return nuclei(size, "f4") > 0.35


@cache
def isbi() -> np.ndarray | None:
    """Give a real image (1024 x 1344, uint8), or None where the shared data is absent."""
    path = SHARED / "isbi_ic100" / "images" / "dna-0.png"
    if not path.exists():
        return None
    import pyimg

    return pyimg.imread(path)
