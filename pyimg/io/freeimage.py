"""`mahotas.io.freeimage` by name: no FreeImage library is needed, `pyimg.io` does the work."""

import io
from collections.abc import Iterable
from typing import Any

import numpy as np

from . import formats
from . import read as reading
from . import write as writing
from .errors import ImageError

__all__ = [
    "FI_FORMAT",
    "FI_TYPES",
    "IO_FLAGS",
    "METADATA_MODELS",
    "imread",
    "imreadfromblob",
    "imsave",
    "imsavetoblob",
    "read",
    "read_multipage",
    "string_tag",
    "write",
    "write_multipage",
]


class FI_FORMAT:
    """FreeImage's numbers of the formats that pyimg reads and writes."""

    FIF_UNKNOWN = -1
    FIF_BMP = 0
    FIF_JPEG = 2
    FIF_PNG = 13
    FIF_TIFF = 18
    FIF_GIF = 25
    FIF_WEBP = 35


class FI_TYPES:
    """FreeImage's numbers of the kinds of pixels."""

    FIT_UNKNOWN, FIT_BITMAP, FIT_UINT16, FIT_INT16, FIT_UINT32, FIT_INT32, FIT_FLOAT = range(7)
    FIT_DOUBLE, FIT_COMPLEX, FIT_RGB16, FIT_RGBA16, FIT_RGBF, FIT_RGBAF = range(7, 13)


class METADATA_MODELS:
    """FreeImage's numbers of the kinds of metadata."""

    FIMD_NODATA = -1
    FIMD_COMMENTS, FIMD_EXIF_MAIN, FIMD_EXIF_EXIF, FIMD_EXIF_GPS, FIMD_EXIF_MAKERNOTE, FIMD_EXIF_INTEROP = range(6)
    FIMD_IPTC, FIMD_XMP, FIMD_GEOTIFF, FIMD_ANIMATION, FIMD_CUSTOM = range(6, 11)


class IO_FLAGS:
    """FreeImage's flags for writing that mean something here."""

    BMP_DEFAULT = PNG_DEFAULT = GIF_DEFAULT = TIFF_DEFAULT = JPEG_DEFAULT = 0
    JPEG_QUALITYSUPERB = 0x80
    JPEG_QUALITYGOOD = 0x100
    JPEG_QUALITYNORMAL = 0x200
    JPEG_QUALITYAVERAGE = 0x400
    JPEG_QUALITYBAD = 0x800
    TIFF_NONE = 0x0800
    TIFF_PACKBITS = 0x0100
    TIFF_DEFLATE = 0x0200
    TIFF_ADOBE_DEFLATE = 0x0400
    TIFF_LZW = 0x4000


_FORMATS = {
    FI_FORMAT.FIF_BMP: "bmp", FI_FORMAT.FIF_JPEG: "jpeg", FI_FORMAT.FIF_PNG: "png",
    FI_FORMAT.FIF_TIFF: "tiff", FI_FORMAT.FIF_GIF: "gif", FI_FORMAT.FIF_WEBP: "webp",
}  # fmt: skip
_FLAGS = {
    "jpeg": {0x80: 100, 0x100: 75, 0x200: 50, 0x400: 25, 0x800: 10},
    "tiff": {0x800: False, 0x100: "packbits", 0x200: "deflate", 0x400: "deflate", 0x4000: "lzw"},
}


def _options(kind, flags):
    if not flags:
        return None
    known = _FLAGS.get(kind, {})
    if flags not in known:
        raise ValueError(f"`flags` must be 0 or one of {sorted(known)} for {kind}; not {flags!r}")
    return {"jpeg:quality" if kind == "jpeg" else "tiff:compress": known[flags]}


def _kind(filetype):
    if isinstance(filetype, int):
        if filetype not in _FORMATS:
            raise ImageError(f"`filetype` must be one of {sorted(_FORMATS)} or a file name; not {filetype}")
        return _FORMATS[filetype]
    kind = formats.by_name(str(filetype))
    if kind is None:
        raise ImageError(f"{filetype}: has no extension that names a format (png, jpg, tif, bmp, webp, gif)")
    return kind


def read(filename: Any, flags: int = 0) -> np.ndarray:
    """Read an image: `pyimg.imread(filename)`.

    Parameters
    ----------
    filename : str or path
        What to read.
    flags : int, default 0
        Ignored: FreeImage's flags for reading have no meaning here.

    Returns
    -------
    ndarray
        The image.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.io import freeimage
    >>> freeimage.write(np.zeros((2, 3), np.uint8), "a.png"); freeimage.read("a.png").shape
    (2, 3)
    """
    return reading.imread(filename)


def imread(filename: Any, as_grey: bool = False) -> np.ndarray:
    """Read an image: `pyimg.imread(filename, as_grey)`.

    Parameters
    ----------
    filename : str or path
        What to read.
    as_grey : bool, default False
        Convert colours to grey levels.

    Returns
    -------
    ndarray
        The image.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.io import freeimage
    >>> freeimage.imsave("a.png", np.zeros((2, 3, 3), np.uint8)); freeimage.imread("a.png", as_grey=True).shape
    (2, 3)
    """
    return reading.imread(filename, as_grey=as_grey)


def read_multipage(filename: Any, flags: int = 0) -> list[np.ndarray]:
    """Read all pages: `pyimg.imread_multi(filename)`.

    Parameters
    ----------
    filename : str or path
        What to read.
    flags : int, default 0
        Ignored, as in `read`.

    Returns
    -------
    list of ndarray
        The pages.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.io import freeimage
    >>> freeimage.write_multipage([np.zeros((2, 3), np.uint8)] * 4, "a.tif"); len(freeimage.read_multipage("a.tif"))
    4
    """
    return reading.imread_multi(filename)


def write(array: Any, filename: Any, flags: int = 0) -> None:
    """Save an image; mind the order of the arguments.

    Parameters
    ----------
    array : ndarray
        The image.
    filename : str or path
        Where; the extension names the format.
    flags : int, default 0
        One of `IO_FLAGS`: quality of JPEG, compression of TIFF.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.io import freeimage
    >>> freeimage.write(np.zeros((2, 3), np.uint8), "a.jpg", freeimage.IO_FLAGS.JPEG_QUALITYSUPERB)
    """
    writing.imsave(filename, array, opts=_options(_kind(filename), flags))


def imsave(filename: Any, img: Any) -> None:
    """Save an image: `pyimg.imsave(filename, img)`.

    Parameters
    ----------
    filename : str or path
        Where; the extension names the format.
    img : ndarray
        The image.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.io import freeimage
    >>> freeimage.imsave("a.bmp", np.zeros((2, 3), np.uint8))
    """
    writing.imsave(filename, img)


def write_multipage(arrays: Iterable[Any], filename: Any, flags: int = 0, keep_cache_in_memory: bool = True) -> None:
    """Save pages as one TIFF file; mind the order of the arguments.

    Parameters
    ----------
    arrays : iterable of ndarray
        The pages.
    filename : str or path
        Where.
    flags : int, default 0
        One of `IO_FLAGS` for TIFF.
    keep_cache_in_memory : bool, default True
        Ignored.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.io import freeimage
    >>> freeimage.write_multipage([np.zeros((2, 3), np.uint8)] * 2, "a.tif")
    """
    writing.imsave_multi(filename, arrays, opts=_options(_kind(filename), flags))


def imsavetoblob(img: Any, filetype: str | int, flags: int = 0) -> bytes:
    """Encode an image in memory.

    Parameters
    ----------
    img : ndarray
        The image.
    filetype : str or int
        A file name whose extension names the format, or a number of `FI_FORMAT`.
    flags : int, default 0
        One of `IO_FLAGS`.

    Returns
    -------
    bytes
        What the file would hold.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.io import freeimage
    >>> freeimage.imsavetoblob(np.zeros((2, 3), np.uint8), "a.png")[:4]
    b'\\x89PNG'
    """
    kind, buffer = _kind(filetype), io.BytesIO()
    writing.imsave(buffer, img, formatstr=kind, opts=_options(kind, flags))
    return buffer.getvalue()


def imreadfromblob(blob: bytes, ftype: int | None = None, as_grey: bool = False) -> np.ndarray:
    """Decode an image in memory.

    Parameters
    ----------
    blob : bytes
        The contents of an image file.
    ftype : int, default None
        Insist on a format of `FI_FORMAT`.
    as_grey : bool, default False
        Convert colours to grey levels.

    Returns
    -------
    ndarray
        The image.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.io import freeimage
    >>> freeimage.imreadfromblob(freeimage.imsavetoblob(np.zeros((2, 3), np.uint8), "a.bmp")).shape
    (2, 3)
    """
    return reading.imread_from_blob(blob, None if ftype is None else _kind(ftype), as_grey)


def string_tag(bitmap: Any, key: str, model: int = METADATA_MODELS.FIMD_EXIF_MAIN) -> None:
    """Refuse: this took a bitmap of the FreeImage library, of which there is none here.

    Parameters
    ----------
    bitmap, key, model
        Ignored.

    Raises
    ------
    TypeError
        Always.

    Examples
    --------
    >>> from pyimg.io import freeimage
    >>> freeimage.string_tag(None, "Make")
    Traceback (most recent call last):
    TypeError: `bitmap` must be one of the FreeImage library, which pyimg does not use: see imread(return_metadata=True)
    """
    raise TypeError(
        "`bitmap` must be one of the FreeImage library, which pyimg does not use: see imread(return_metadata=True)"
    )
