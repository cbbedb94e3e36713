"""Inputs of the benchmarks, made once: noise, images with structure, a real one, masks. Seeded."""

from functools import lru_cache
from pathlib import Path

import numpy as np

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
SIZES = {f"n{n}": (n, n) for n in (64, 128, 256, 512, 1024, 8192, 16384)} | {"nd2": (2048, 2048), "nd3": (256, 256, 256)}
_only: str | None = None  # the one size that `images` and `masks` yield


def choose(size: str | None) -> None:
    """Let `images` and `masks` yield this size only (None: those that rows ask for)."""
    global _only
    if size is not None and size not in SIZES:
        raise SystemExit(f"--size must be one of {', '.join(SIZES)}")
    _only = size


def pixels(name: str) -> int | None:
    """Give the number of pixels of a row's input, read from its name."""
    sizes = [SIZES[word] for word in name.split("/") if word in SIZES]
    return int(np.prod(sizes[-1])) if sizes else None


@lru_cache(maxsize=16)
def noise(size: str = "nd2", dtype: str = "u1") -> np.ndarray:
    """Give independent uniform grey levels over the range of the type (0 to 1 for floats)."""
    rng = np.random.default_rng(1)
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return rng.random(SIZES[size], dtype)
    return rng.integers(0, np.iinfo(dtype).max, SIZES[size], dtype, endpoint=True)


@lru_cache(maxsize=3)
def _field(size: str) -> np.ndarray:
    rng = np.random.default_rng(2)
    shape = SIZES[size]
    field = np.zeros(shape, np.float32)
    radius = 20 if len(shape) == 2 else 9
    axes = np.ogrid[tuple(slice(-radius, radius + 1) for _ in shape)]
    blob = np.clip(1.2 - sum((a / radius) ** 2 for a in axes), 0, 1).astype(np.float32)
    for _ in range(max(1, int(np.prod(shape)) // (4 * blob.size))):
        at = [rng.integers(0, n - blob.shape[i]) for i, n in enumerate(shape)]
        window = tuple(slice(a, a + b) for a, b in zip(at, blob.shape))
        field[window] = np.maximum(field[window], blob * rng.uniform(0.4, 1))
    field += 0.1 + 0.1 * np.linspace(0, 1, shape[-1], dtype=np.float32)
    field += 0.02 * rng.standard_normal(shape, np.float32)
    return np.clip(field / 1.4, 0, 1)


@lru_cache(maxsize=16)
def nuclei(size: str = "nd2", dtype: str = "u1") -> np.ndarray:
    """Give blobs on a slope with shot noise: what a fluorescence field looks like."""
    if size == "n16384":
        return np.tile(nuclei("n8192", dtype), (2, 2))
    dtype = np.dtype(dtype)
    field = _field(size)
    return field.astype(dtype) if dtype.kind == "f" else (field * np.iinfo(dtype).max).astype(dtype)


@lru_cache(maxsize=4)
def blobs(size: str = "nd2") -> np.ndarray:
    """Give a mask of the nuclei: large connected regions."""
    return np.tile(blobs("n8192"), (2, 2)) if size == "n16384" else nuclei(size, "f4") > 0.35


@lru_cache(maxsize=1)
def isbi() -> np.ndarray | None:
    """Give a real image (1024 x 1344, uint8), or None where the shared data is absent."""
    path = SHARED / "isbi_ic100" / "images" / "dna-0.png"
    if not path.exists():
        return None
    import pyimg

    return pyimg.imread(path)


def _words(also):
    """Give the words of `also`; what is measured at 8192² is at 16384², too, without peers."""
    return also.replace("n8192", "n8192 n16384").split()


def images(dtypes: str = "u1 u2 f4 f8", also: str = "noise isbi n512 nd3"):
    """Yield (name, image): nuclei at 2048² in each dtype, then what `also` says, in the first dtype.

    `also` names other kinds of image and other sizes of nuclei. One size only after `choose`.
    """
    first, *_ = dtypes.split()
    for dtype in dtypes.split():
        size = _only or "nd2"
        yield f"nuclei/{dtype}/{size}", nuclei(size, dtype)
    for word in _words(also):
        if word == "noise":
            yield f"noise/{first}/{_only or 'nd2'}", noise(_only or "nd2", first)
        elif word == "isbi" and _only is None and isbi() is not None:
            yield "isbi/u1/1024x1344", isbi()
        elif word in SIZES and _only is None:
            yield f"nuclei/{first}/{word}", nuclei(word, first)


def masks(also: str = "noise n512 nd3"):
    """Yield (name, mask): blobs at 2048², then what `also` says."""
    size = _only or "nd2"
    yield f"blobs/{size}", blobs(size)
    for word in _words(also):
        if word == "noise":
            yield f"noise/{size}", noise(size) > 127
        elif word in SIZES and _only is None:
            yield f"blobs/{word}", blobs(word)
