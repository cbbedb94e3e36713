"""Arrays to files: all or nothing."""

import os
from collections.abc import Iterable
from typing import Any

import numpy as np

from .. import _check as check
from .._prepare import native
from .._replacing import replacing
from . import formats, raster, tiffwrite
from .errors import ImageError
from .metadata import Metadata

__all__ = ["imsave", "imsave_multi"]


def _target(filename, formatstr):
    """Give (path or open file, format)."""
    if formats.is_open(filename, "write"):
        if formatstr is None:
            raise ImageError("an open file has no extension: pass `formatstr`")
        return filename, formats.wanted(formatstr)
    try:
        name = os.fsdecode(os.fspath(filename))
    except TypeError:
        raise TypeError(f"`filename` must be a path or an open file, not {type(filename).__name__}") from None
    kind = formats.wanted(formatstr) or formats.by_name(name)
    if kind is None:
        raise ImageError(f"{name}: has no extension that names a format (png, jpg, tif, bmp, webp, gif): pass `formatstr`")
    return name, kind


def _options(opts, metadata):
    options = formats.options(opts)
    if metadata is None:
        metadata = options.get("metadata")
    if metadata is not None and not isinstance(metadata, (bytes, str)):
        raise TypeError(f"`metadata` must be bytes, str or pyimg.io.Metadata, not {type(metadata).__name__}")
    return options, metadata


def _write(target, data_or_call):
    def fill(file):
        if isinstance(data_or_call, bytes):
            file.write(data_or_call)
        else:
            data_or_call(file)

    if not isinstance(target, (str, bytes)):
        fill(target)
    else:
        with replacing(target) as file:
            fill(file)


def _image(array, name="array"):
    a = native(check.array(array, name, empty=False))
    if a.dtype.char == "g":
        raise TypeError(f"`{name}` must not be longdouble, which no image format holds: convert it to float64")
    if a.ndim < 2:
        raise ValueError(f"`{name}` must have 2 axes or more, not {a.ndim}")
    return a


def imsave(
    filename: Any,
    array: Any,
    formatstr: str | None = None,
    metadata: bytes | str | Metadata | None = None,
    opts: dict[str, Any] | None = None,
) -> None:
    """Save an image. A file of that name stays as it was until the new one is complete on disk.

    Parameters
    ----------
    filename : str, path or file open for writing bytes
        Where. The extension names the format, in any case; an open file needs `formatstr`.
    array : ndarray
        Grey levels (h, w), grey and alpha (h, w, 2), colours (h, w, 3) or (h, w, 4), and for TIFF any shape with
        two axes or more. PNG holds bool (as 1 bit), uint8 and uint16; JPEG uint8, grey or RGB; WebP uint8 RGB
        or RGBA; BMP bool and uint8, grey or RGB; GIF uint8, grey or RGB of at most 256 colours; TIFF all of bool,
        integers and float16/32/64.
    formatstr : str, default None
        The format, whatever the extension.
    metadata : bytes, str or Metadata, default None
        ImageDescription of a TIFF; other formats have no place for it. A `Metadata` without bytes whose `axes`
        are those of `array` makes an OME-TIFF that keeps axes, pixel size and names of channels.
    opts : dict, default None
        'png:compression_level': 0-9 (by default fast run lengths). 'jpeg:quality': 0-100, default 75.
        'webp:quality': 0-100, by default lossless. 'tiff:compress': True (LZW, the default), False or one of
        'lzw', 'deflate', 'zstd', 'lzma', 'packbits'. 'tiff:horizontal-predictor': bool, default True above
        8 bits. 'tiff:XResolution', 'tiff:YResolution': pixels per unit, each the default of the other;
        'tiff:XResolutionUnit': 1 none, 2 inch (the default), 3 centimetre. 'metadata': as above.
        Options for reading are ignored, unknown ones are errors. The dict is not changed.

    Raises
    ------
    TypeError
        If the format cannot hold this dtype. Nothing is ever converted silently.
    ValueError
        If it cannot hold this shape, or an option has no such value.
    ImageError
        If no format is known by that name (a ValueError and RuntimeError too).
    OSError
        From the operating system.

    Notes
    -----
    More than two axes that are no colours are saved as TIFF with a note of the shape, which `imread` (and
    tifffile) read back whole; other programs see a stack of pages.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.imsave("mask.png", np.eye(3, dtype=bool))
    >>> mh.imread("mask.png").dtype
    dtype('bool')
    >>> stack = np.zeros((5, 16, 16), np.uint16)
    >>> mh.imsave("stack.tif", stack, metadata=mh.io.Metadata(axes="ZYX", spacing=(2, 0.5, 0.5), unit="µm"))
    >>> mh.imread("stack.tif", return_metadata=True)[1].spacing
    (2.0, 0.5, 0.5)
    """
    target, kind = _target(filename, formatstr)
    options, metadata = _options(opts, metadata)
    array = _image(array)
    if kind == "tiff":
        plan = tiffwrite.plan(array, options, metadata)
        _write(target, lambda file: tiffwrite.write(file, [plan]))
    else:
        _write(target, raster.encode(kind, array, options))


def imsave_multi(
    filename: Any, arrays: Iterable[Any], formatstr: str | None = None, opts: dict[str, Any] | None = None
) -> None:
    """Save images as the pages of one TIFF file.

    Parameters
    ----------
    filename : str, path or file open for writing bytes
        Where.
    arrays : iterable of ndarray
        Pages (h, w) or (h, w, 3 or 4); shapes and dtypes may differ. An array of more axes is taken along its first.
    formatstr : str, default None
        The format, whatever the extension: a kind of TIFF.
    opts : dict, default None
        TIFF options of `imsave`; 'metadata' describes the first page.

    Raises
    ------
    ImageError
        If the format is not TIFF.
    TypeError, ValueError
        As `imsave`; also if there is no page.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.imsave_multi("pages.tif", np.zeros((3, 8, 8), np.uint8))
    >>> len(mh.imread_multi("pages.tif"))
    3
    """
    target, kind = _target(filename, formatstr)
    if kind != "tiff":
        raise ImageError(f"{filename}: {kind} holds one image: save the pages as TIFF")
    options, metadata = _options(opts, None)
    if isinstance(arrays, np.ndarray) and arrays.ndim < 3:
        raise ValueError(f"`arrays` must be images, or an array of at least 3 axes, not of {arrays.ndim}")
    plans = []
    for i, array in enumerate(arrays):
        page = _image(array, f"arrays[{i}]")
        if page.ndim > 3 or (page.ndim == 3 and page.shape[2] not in (3, 4)):
            raise ValueError(f"`arrays[{i}]` must have shape (h, w), (h, w, 3) or (h, w, 4), not {page.shape}")
        plans.append(tiffwrite.plan(page, options, None if i else metadata, page=True))
    if not plans:
        raise ValueError("`arrays` must hold at least one image")
    _write(target, lambda file: tiffwrite.write(file, plans))
