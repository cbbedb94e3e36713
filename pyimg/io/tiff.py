"""TIFF of all kinds through tifffile: BigTIFF, OME-TIFF, ImageJ, LSM, STK."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO
from xml.etree import ElementTree

import numpy as np

from .._prepare import native
from . import chain, formats, plain
from .errors import ImageError, need
from .metadata import Metadata, in_unit, unit_name
from .raster import Picture

#: Kinds of files that say what the axes of their images are; of others we read pages.
_DESCRIBED = {"ome", "imagej", "shaped", "lsm", "stk", "fluoview", "mmstack", "scanimage", "nih"}
#: Their pixels are intensities, even where a colour table says how to show them.
_INTENSITIES = _DESCRIBED - {"shaped"}


@contextmanager
def opened(file: BinaryIO, size: int, name: str, *, every: bool = False) -> Iterator[Any]:
    """Open a TIFF file that has a page at least; the list of its pages must not be cut off."""
    chain.check(file, size, name, every=every)
    with need("tifffile").TiffFile(file) as tif:
        if not len(tif.pages):
            raise ImageError(f"{name}: holds no image")
        yield tif


def read(file: BinaryIO, size: int, opts: Mapping[str, Any], name: str) -> Picture:
    """Read the first image: n-D where the file says what its axes are, else its first page."""
    if not opts.get("page") and not opts.get("series"):
        found = plain.read(file, size, lambda nbytes: formats.allow(nbytes, size, opts, name))
        if found is not None:
            array, tags = found
            return Picture(native(array), "", _described(b"", "YX", *_scale(tags.get), ()))
    with opened(file, size, name) as tif:
        if opts.get("page") is not None:
            if opts["page"] >= len(tif.pages):
                raise ImageError(f"{name}: has {len(tif.pages)} pages: there is no page {opts['page']} (they count from 0)")
            return _page(tif, tif.pages[opts["page"]].aspage(), size, opts, name)
        series = _series(tif, opts.get("series") or 0)
        if series is None:
            return _page(tif, tif.pages[0], size, opts, name)
        chain.check(file, size, name, every=True)
        _whole_series(series, size, opts, name)
        array, axes = np.asarray(series.asarray()), series.axes
        return _picture(tif, array, axes, series.keyframe, series.kind)


def read_pages(file: BinaryIO, size: int, opts: Mapping[str, Any], name: str) -> list[np.ndarray]:
    """Read all pages, or all planes where a file keeps several in one page."""
    with opened(file, size, name, every=True) as tif:
        series = _series(tif, 0)
        if series is not None and series.kind in ("stk", "imagej", "shaped") and len(tif.pages) == 1:
            _whole_series(series, size, opts, name)
            picture = _picture(tif, np.asarray(series.asarray()), series.axes, series.keyframe, series.kind)
            plane = picture.array.shape[-3 if picture.samples else -2 :]
            return list(picture.array.reshape(-1, *plane))
        pages = [p.aspage() for p in tif.pages]
        if tif.is_lsm:  # every other page is a thumbnail
            pages = [p for p in pages if not p.is_reduced]
        formats.allow(sum(p.nbytes for p in pages), size, opts, name)
        return [_page(tif, p, size, opts, name).array for p in pages]


def _series(tif, number):
    """Give a series of a kind whose axes are described; None where it is pages only."""
    every = tif.series
    if number >= len(every):
        raise ImageError(f"has {len(every)} series: there is no series {number} (they count from 0)")
    found = every[number]
    return found if found.kind in _DESCRIBED or number else None


def _whole(page, size, opts, name):
    """Refuse a page that claims too much, or whose parts are not all in the file."""
    formats.allow(page.nbytes, size, opts, name)
    formats.allow(math.prod(page.chunks) * page.dtype.itemsize, size, opts, name)
    offsets, counts = page.dataoffsets, page.databytecounts
    wish = math.prod(page.chunked)
    if len(offsets) < wish or len(counts) < wish:
        raise ImageError(f"{name}: is truncated: {min(len(offsets), len(counts))} of {wish} parts of a page are listed")
    for offset, count in zip(offsets, counts):
        if offset <= 0 or count <= 0 or offset + count > size:
            raise ImageError(f"{name}: is truncated: a part of a page lies outside the file")


def _whole_series(series, size, opts, name):
    formats.allow(series.nbytes, size, opts, name)
    if series.dataoffset is not None:
        if series.dataoffset + series.nbytes > size:
            raise ImageError(f"{name}: is truncated: {series.dataoffset + series.nbytes - size} bytes are missing")
        return
    for page in series.pages:
        if page is None:
            raise ImageError(f"{name}: lacks planes that its description promises")
        _whole(page.aspage(), size, opts, name)


def _page(tif, page, size, opts, name):
    if page.dtype is None:
        raise ImageError(f"{name}: has pixels of {page.bitspersample} bits, which are not supported")
    _whole(page, size, opts, name)
    return _picture(tif, np.asarray(page.asarray()), page.axes, page, "")


def _picture(tif, array, axes, page, kind):
    if "S" in axes:
        at = axes.index("S")
        array, axes = np.moveaxis(array, at, -1), axes.replace("S", "") + "S"
    samples = _samples(page, array, axes)
    if page.photometric == 3 and page.colormap is not None and kind not in _INTENSITIES and not samples:
        array, samples, axes = _coloured(array, page.colormap), "RGB", axes + "S"
    return Picture(native(array), samples, describe(tif, page, axes, kind))


def _samples(page, array, axes):
    if not axes.endswith("S"):
        return ""
    count, photometric = array.shape[-1], int(page.photometric)
    if photometric in (2, 6) and count in (3, 4):
        return "RGB" if count == 3 else "RGBA"
    if photometric == 5 and count == 4:
        return "CMYK"
    return "LA" if photometric in (0, 1) and count == 2 and page.extrasamples else "?"


def _coloured(index, table):
    if table.max() > 255:  # some writers store 8 bits in these 16
        table = table >> 8
    if index.size and int(index.max()) >= table.shape[1]:
        raise ImageError("a pixel is beyond the palette")
    return np.ascontiguousarray(table.astype(np.uint8).T)[index]


def _description(tif, page):
    tag = page.tags.get(270)
    if tag is None:
        return b""
    tif.filehandle.seek(tag.valueoffset)
    text = tif.filehandle.read(tag.valuebytecount).rstrip(b"\0")
    return b"" if text.startswith(b'{"shape":') else text  # tifffile's own note


def describe(tif: Any, page: Any, axes: str, kind: str) -> Metadata:
    """Collect what a file says about its image."""
    sizes, unit = _resolution(page.tags.valueof) if kind in _INTENSITIES else _scale(page.tags.valueof)
    channels = ()
    if kind == "imagej":
        said = tif.imagej_metadata or {}
        unit = unit_name(said.get("unit", ""))
        sizes = {"Y": sizes.get("Y", math.nan), "X": sizes.get("X", math.nan), "Z": said.get("spacing", math.nan)}
        channels = said.get("Labels", ()) if "C" in axes and len(said.get("Labels", ())) == said.get("channels") else ()
    elif kind == "ome":
        sizes, unit, channels = _ome(tif.ome_metadata)
    elif kind == "lsm":
        said = tif.lsm_metadata or {}
        sizes = {a: 1e6 * said.get(f"VoxelSize{a}", math.nan) for a in "ZYX"}
        unit = "µm"
        channels = tuple(said.get("ChannelColors", {}).get("ColorNames", ()))
    elif kind == "stk":
        said = tif.stk_metadata or {}
        distances = said.get("ZDistance", ())
        sizes = {a: said.get(f"{a}Calibration", math.nan) for a in "YX"}
        sizes["Z"] = float(distances[0]) if len(distances) else math.nan
        unit = unit_name(said.get("CalibrationUnits", ""))
    return _described(_description(tif, page), axes, sizes, unit, channels)


def _described(description, axes, sizes, unit, channels):
    spacing = [_positive(sizes.get(a, math.nan)) for a in axes if a in "ZYX"]
    known = any(s == s for s in spacing)
    return Metadata(description, axes=axes, spacing=spacing if known else None, unit=unit if known else "", channels=channels)


def _positive(size):
    try:
        size = float(size)
    except (TypeError, ValueError):
        return math.nan
    return size if size > 0 and math.isfinite(size) else math.nan


def _resolution(valueof):
    """Give the size of a pixel from XResolution and YResolution, which count pixels per unit; the unit may not be said."""
    unit = valueof(296, 2)
    sizes = {}
    for axis, code in (("X", 282), ("Y", 283)):
        value = valueof(code)
        if value is not None and value[0]:
            sizes[axis] = value[1] / value[0]
    return sizes, {2: "inch", 3: "cm"}.get(int(unit), "")


def _scale(valueof):
    sizes, unit = _resolution(valueof)
    return (sizes if unit else {}), unit  # without a unit a mere ratio of sides


def _ome(text):
    try:
        pixels = ElementTree.fromstring(text).find(".//{*}Pixels")
    except ElementTree.ParseError:
        pixels = None
    if pixels is None:
        return {}, "", ()
    unit = unit_name(pixels.get("PhysicalSizeXUnit", "µm"))
    sizes = {}
    for axis in "XYZ":
        size = _positive(pixels.get(f"PhysicalSize{axis}"))
        sizes[axis] = in_unit(size, unit_name(pixels.get(f"PhysicalSize{axis}Unit", "µm")), unit)
    channels = [c.get("Name", "") for c in pixels.iterfind("{*}Channel")]
    return sizes, unit, channels if any(channels) else ()
