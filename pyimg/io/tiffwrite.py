"""Arrays to TIFF through tifffile."""

import io
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from .. import _check as check
from .errors import need
from .metadata import Metadata

_CODECS = {
    "lzw": "lzw", "deflate": "zlib", "zlib": "zlib", "zstd": "zstd", "lzma": "lzma", "packbits": "packbits", "none": None,
}  # fmt: skip
_CLASSIC = (1 << 32) - (1 << 25)  # offsets are 32 bits; more needs BigTIFF


class Plan(NamedTuple):
    """What to write, all checked."""

    array: np.ndarray
    arguments: dict[str, Any]
    ome: bool


def plan(array: np.ndarray, opts: Mapping[str, Any], metadata: Any, *, page: bool = False) -> Plan:
    """Check the options and choose the tags."""
    codec = _codec(opts.get("tiff:compress", True))
    predictor = opts.get("tiff:horizontal-predictor")
    if predictor is None:
        predictor = array.dtype.itemsize > 1
    if array.dtype == bool or array.dtype.char in "lLqQ" or codec in (None, "packbits"):
        predictor = False  # the format has none there
    kept = metadata if isinstance(metadata, Metadata) else Metadata()
    ome = not page and _needs_ome(kept, array)
    colour = array.ndim > 2 and array.shape[-1] in (3, 4) and array.dtype != bool
    if ome:
        _check_axes(kept.axes, array)
        colour = kept.axes.endswith("S")
    arguments: dict[str, Any] = {
        "photometric": "rgb" if colour else "minisblack",
        "planarconfig": "contig" if colour else None,
        "extrasamples": ["unassalpha"] if colour and array.shape[-1] == 4 else None,
        "compression": codec,
        "predictor": bool(predictor),
        "software": False,
        # a note of the shape only where a reader could not know it
        "metadata": None if page or array.ndim - colour == 2 else {},
    }
    if ome:
        arguments["metadata"] = _ome(kept)
    elif metadata:
        arguments["description"] = metadata.encode() if isinstance(metadata, str) else bytes(metadata)
        if _is_structured(arguments["description"]):
            arguments["metadata"] = None  # it says what the axes are
    return Plan(array, arguments | _resolution(opts, kept), ome)


def _is_structured(text):
    return text.startswith(b"ImageJ=") or b"<OME" in text[:2000]


def _needs_ome(kept, array):
    """Say whether what is known of the axes fits into nothing less than OME-TIFF."""
    if not kept.axes or (kept.axes in ("YX", "YXS") and kept.unit in ("inch", "cm") and not _is_structured(kept)):
        return False
    return bool(kept.spacing or kept.channels or _is_structured(kept))


def _check_axes(axes, array):
    if len(axes) != array.ndim:
        raise ValueError(f"`metadata` must have an axis for each of `array` ({array.ndim}), not {axes!r}")
    if not set(axes) <= set("TCZYXS") or len(set(axes)) < len(axes) or axes.rstrip("S")[-2:] != "YX" or "S" in axes[:-1]:
        raise ValueError(f"`metadata` must have axes of T, C, Z, Y, X, S that end in YX or YXS, not {axes!r}")
    if axes.endswith("S") and array.shape[-1] not in (3, 4):
        raise ValueError(f"`metadata` has colours (S), so the last axis must be 3 or 4, not {array.shape[-1]}")


def write(file: BinaryIO, plans: Sequence[Plan]) -> None:
    """Write the images one after another."""
    tifffile = need("tifffile")
    need("imagecodecs")
    size = sum(p.array.nbytes for p in plans)
    # tifffile wants to seek and to know a name: an open file of another kind is served from memory
    target = file if isinstance(file, io.BufferedRandom) and isinstance(file.name, str) else io.BytesIO()
    with tifffile.TiffWriter(target, bigtiff=size > _CLASSIC, ome=plans[0].ome, shaped=not plans[0].ome) as tif:
        for p in plans:
            tif.write(p.array, contiguous=False, **p.arguments)
    if target is not file:
        file.write(target.getvalue())


def _codec(wish):
    if wish is True:
        return "lzw"
    if wish is False or wish is None:
        return None
    return _CODECS[check.choice(wish, "opts['tiff:compress']", tuple(_CODECS))]


def _resolution(opts, kept):
    keys = ("tiff:XResolution", "tiff:YResolution")
    given = [check.number(opts[k], f"opts[{k!r}]", low=0) for k in keys if opts.get(k) is not None]
    if given:
        unit = check.integer(opts.get("tiff:XResolutionUnit", 2), "opts['tiff:XResolutionUnit']", low=1, high=3)
        return {"resolution": (given[0], given[-1]), "resolutionunit": unit}
    if kept.spacing and kept.unit in ("inch", "cm") and all(s > 0 for s in kept.spacing[-2:]):
        return {"resolution": tuple(1 / s for s in kept.spacing[:-3:-1]), "resolutionunit": 2 if kept.unit == "inch" else 3}
    return {}


def _ome(metadata):
    said: dict[str, Any] = {"axes": metadata.axes}
    places = [a for a in metadata.axes if a in "ZYX"]
    for axis, size in zip(places, metadata.spacing or ()):
        if size == size:
            said[f"PhysicalSize{axis}"] = size
            if metadata.unit:
                said[f"PhysicalSize{axis}Unit"] = metadata.unit
    if metadata.channels:
        said["Channel"] = {"Name": list(metadata.channels)}
    return said
