"""PNG, JPEG, BMP, GIF and WebP: bytes to arrays and back."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import _check as check
from .._prepare import native
from . import formats
from .errors import ImageError, need
from .metadata import Metadata

_ALPHA = {"LA": "", "RGBA": "RGB"}
_SAMPLES = {1: "", 2: "LA", 3: "RGB", 4: "RGBA"}


@dataclass
class Picture:
    """A decoded image and what its last axis holds: '' (no colours), LA, RGB, RGBA, CMYK or ? (not known)."""

    array: np.ndarray
    samples: str = ""
    metadata: Metadata | None = None

    def opaque(self) -> "Picture":
        """Return it without alpha."""
        if self.samples not in _ALPHA:
            return self
        array = self.array[..., 0] if self.samples == "LA" else self.array[..., :3]
        return Picture(native(array), _ALPHA[self.samples], self.metadata)


def _of(array, kind=None):
    samples = _SAMPLES[array.shape[2]] if array.ndim == 3 else ""
    return Picture(native(array), kind or samples)


def decode(kind: str, data: bytes, opts: Mapping[str, Any], name: str) -> Picture:
    """Decode one image (the first frame of a GIF or WebP)."""
    if kind == "gif":
        return _of(_gif(data, opts, name, 1)[0])
    formats.allow(formats.pixel_bytes(kind, data), len(data), opts, name)
    return {"png": _png, "jpeg": _jpeg, "bmp": _bmp, "webp": _webp}[kind](data)


def frames(data: bytes, opts: Mapping[str, Any], name: str) -> list[np.ndarray]:
    """Decode all frames of a GIF."""
    return [native(a) for a in _gif(data, opts, name, None)]


def _png(data):
    codecs = need("imagecodecs")
    chunks = formats.png_chunks(data)
    array = codecs.png_decode(data)
    header = chunks[b"IHDR"]
    if header[8] == 1 and header[9] == 0 and array.ndim == 2:
        array = array != 0  # one bit of grey is a mask
    return _of(array)


def _jpeg(data):
    codecs = need("imagecodecs")
    if not formats.whole_jpeg(data):
        raise ImageError("it is truncated: the end is missing")
    array = codecs.jpeg8_decode(data)
    return _of(array, "CMYK" if array.ndim == 3 and array.shape[2] == 4 else None)


def _webp(data):
    array = need("imagecodecs").webp_decode(data)
    return _of(array[0] if array.ndim == 4 else array)


def _expanded(image):
    """Give the array of a Pillow image: palettes expanded, a ramp of greys and two tones kept as one channel."""
    if image.mode == "1":
        return np.asarray(image)
    if image.mode == "P":
        index = np.array(image)
        alpha = "transparency" in image.info or image.palette.mode == "RGBA"
        table = np.array(image.getpalette("RGB"), np.uint8).reshape(-1, 3)
        if not alpha and sorted(map(bytes, table)) == [b"\0\0\0", b"\xff\xff\xff"] and index.max() < 2:
            return (table[:, 0] > 0)[index]
        if not alpha and len(table) > 2 and (table == np.arange(len(table))[:, None]).all():
            return index
        return np.asarray(image.convert("RGBA" if alpha else "RGB"))
    if image.mode not in ("L", "LA", "RGB", "RGBA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif "transparency" in image.info and image.mode in ("L", "RGB"):
        image = image.convert("LA" if image.mode == "L" else "RGBA")
    return np.asarray(image)


def _bmp(data):
    plugin = need("PIL.BmpImagePlugin")
    # the plugin's class, not Image.open: that one warns of sizes, which were judged above
    with plugin.BmpImageFile(io.BytesIO(data)) as image:
        for tile in image.tile:  # Pillow pads what is missing
            if tile.codec_name == "raw" and len(data) < tile.offset + tile.args[1] * image.size[1]:
                raise ImageError("it is truncated: rows are missing")
        return _of(_expanded(image))


def _gif(data, opts, name, most):
    plugin = need("PIL.GifImagePlugin")
    if data[-1:] != b";" and b";" not in data[-64:]:
        raise ImageError("it is truncated: the end is missing")
    with plugin.GifImageFile(io.BytesIO(data)) as image:
        count = image.n_frames if most is None else most
        arrays = []
        for i in range(count):
            image.seek(i)
            width, height = image.size
            formats.allow(4 * width * height * count, len(data), opts, name)
            arrays.append(_expanded(image))
    deepest = max(a.shape[2] if a.ndim == 3 else 1 for a in arrays)
    return [_deepen(a, deepest) for a in arrays]


def _deepen(array, samples):
    if samples == 1 or (array.ndim == 3 and array.shape[2] == samples):
        return array
    if array.ndim == 2:
        array = np.repeat(array[..., None], 3 if samples > 2 else 1, axis=2)
    if array.shape[2] < samples:
        array = np.concatenate([array, np.full((*array.shape[:2], 1), 255, array.dtype)], axis=2)
    return array


# what each format can hold: dtypes, and numbers of samples
_HOLDS = {
    "png": ("?BH", (1, 2, 3, 4)),
    "jpeg": ("B", (1, 3)),
    "bmp": ("?B", (1, 3)),
    "webp": ("B", (3, 4)),
    "gif": ("B", (1, 3)),
}


def encode(kind: str, array: np.ndarray, opts: Mapping[str, Any]) -> bytes:
    """Encode an image, or say why this format cannot hold it."""
    chars, samples = _HOLDS[kind]
    if array.dtype.char not in chars:
        wish = ", ".join(str(np.dtype(c)) for c in chars)
        raise TypeError(f"`array` must have a dtype that {kind} holds ({wish}), not {array.dtype}: convert it, or save TIFF")
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[..., 0]
    depth = array.shape[2] if array.ndim == 3 else 1
    if array.ndim not in (2, 3) or depth not in samples or (array.dtype == bool and depth > 1):
        shapes = ", ".join("(h, w)" if s == 1 else f"(h, w, {s})" for s in samples)
        raise ValueError(f"`array` must have a shape that {kind} holds ({shapes}; bool: (h, w)), not {array.shape}")
    return {"png": _to_png, "jpeg": _to_jpeg, "bmp": _to_bmp, "webp": _to_webp, "gif": _to_gif}[kind](array, opts)


def _saved(array, kind, **parameters):
    buffer = io.BytesIO()
    need("PIL.Image").fromarray(array).save(buffer, kind, **parameters)
    return buffer.getvalue()


def _to_png(array, opts):
    level = opts.get("png:compression_level")
    if level is not None:
        level = check.integer(level, "opts['png:compression_level']", low=0, high=9)
    if array.dtype == bool:
        return _saved(array, "PNG", compress_level=6 if level is None else level)
    codecs = need("imagecodecs")
    if level is not None:
        return codecs.png_encode(array, level=level)
    # Differences to the left, runs only: five times as fast as zlib's default, and photographs come out no larger.
    return codecs.png_encode(array, level=1, strategy=codecs.PNG.STRATEGY.RLE, filter=codecs.PNG.FILTER.SUB)


def _to_jpeg(array, opts):
    quality = check.integer(opts.get("jpeg:quality", 75), "opts['jpeg:quality']", low=0, high=100)
    if max(array.shape) > 65535:
        raise ValueError(f"`array` must have sides of at most 65535 pixels for JPEG, not {array.shape}")
    return need("imagecodecs").jpeg8_encode(array, level=max(1, quality))


def _to_webp(array, opts):
    quality = opts.get("webp:quality")
    if max(array.shape) > 16383:
        raise ValueError(f"`array` must have sides of at most 16383 pixels for WebP, not {array.shape}")
    if quality is None:
        return need("imagecodecs").webp_encode(array, lossless=True)
    return need("imagecodecs").webp_encode(array, level=check.number(quality, "opts['webp:quality']", low=0, high=100))


def _to_bmp(array, opts):
    return _saved(array, "BMP")


def _to_gif(array, opts):
    if array.ndim == 2:
        return _saved(array, "GIF", optimize=False)
    packed = (array.astype(np.uint32) * np.array([1 << 16, 1 << 8, 1], np.uint32)).sum(axis=2, dtype=np.uint32)
    colours, index = np.unique(packed, return_inverse=True)
    if len(colours) > 256:
        raise ValueError(f"`array` must have at most 256 colours for GIF, not {len(colours)}: save PNG")
    image = need("PIL.Image").fromarray(index.reshape(packed.shape).astype(np.uint8), "P")
    image.putpalette(colours.astype(">u4").view(np.uint8).reshape(-1, 4)[:, 1:].tobytes())
    buffer = io.BytesIO()
    image.save(buffer, "GIF", optimize=False)
    return buffer.getvalue()
