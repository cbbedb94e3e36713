"""Files and blobs to arrays."""

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from .. import colors
from . import formats, raster, tiff
from .errors import ImageError, ImageTooLarge, MissingImage, named
from .raster import Picture

__all__ = ["detect_format", "imread", "imread_from_blob", "imread_multi", "supports_format"]


class Source(NamedTuple):
    """Where an image comes from."""

    file: BinaryIO
    name: str
    size: int


@contextmanager
def source(filename: Any) -> Iterator[Source]:
    """Open a path, or take an open file's bytes."""
    if formats.is_open(filename, "read"):
        data = filename.read()
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"`filename` must be a file opened in binary mode, but reads {type(data).__name__}")
        name = getattr(filename, "name", None)
        yield Source(io.BytesIO(data), name if isinstance(name, str) else "open file", len(data))
        return
    if isinstance(filename, (bytes, bytearray)):
        raise TypeError("`filename` must be a path or an open file, not bytes: imread_from_blob reads those")
    try:
        name = os.fspath(filename)
    except TypeError:
        raise TypeError(f"`filename` must be a path or an open file, not {type(filename).__name__}") from None
    try:
        mode = os.stat(name).st_mode  # before it is opened: a pipe without a writer would wait for ever
    except FileNotFoundError as error:
        if os.path.splitext(name)[1]:
            raise
        raise MissingImage(error.errno, error.strerror, error.filename) from None
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise ImageError(f"{name}: is not a regular file: open it and pass the open file")
    with open(name, "rb") as file:
        yield Source(file, os.fsdecode(name), os.fstat(file.fileno()).st_size)


def _decode(src, formatstr, opts):
    kind = formats.decide(src.file.read(32), src.name, formatstr)
    src.file.seek(0)
    with _named(src.name, kind):
        if kind == "tiff":
            return tiff.read(src.file, src.size, opts, src.name)
        return raster.decode(kind, src.file.read(), opts, src.name)


@contextmanager
def _named(name, kind):
    with named(name, kind.upper()):
        try:
            yield
        except ImageTooLarge:
            raise
        except ImageError as error:
            raise error if str(error).startswith(name) else ImageError(f"{name}: {error}") from None


def _answer(picture: Picture, as_grey, return_metadata, opts, name):
    if opts.get("strip_alpha") or as_grey:
        picture = picture.opaque()
    array = picture.array
    if as_grey and picture.samples:
        if picture.samples != "RGB":
            what = "CMYK" if picture.samples == "CMYK" else f"{array.shape[-1]} samples of unknown meaning"
            raise ImageError(f"{name}: has {what}, which `as_grey` cannot convert")
        array = colors.rgb2grey(array)
    return (array, picture.metadata) if return_metadata else array


def imread(
    filename: Any,
    as_grey: bool = False,
    formatstr: str | None = None,
    return_metadata: bool = False,
    opts: dict[str, Any] | None = None,
) -> Any:
    """Read an image.

    Parameters
    ----------
    filename : str, path or file open for reading bytes
        What to read. The format is recognised by content; the extension does not matter.
    as_grey : bool, default False
        Convert colours to grey levels (`rgb2grey`, float64); alpha is dropped; grey images stay as they are.
    formatstr : str, default None
        Insist on a format: 'png', 'jpeg', 'tiff', 'bmp', 'webp', 'gif' (or 'jpg', 'tif', 'stk', 'lsm').
    return_metadata : bool, default False
        Return what the file says about its image too.
    opts : dict, default None
        'strip_alpha': drop the alpha channel. 'max_bytes': refuse images of more bytes when decoded.
        For TIFF 'page': read that page, from 0; 'series': read that image of a file with several, from 0.
        Options for writing are ignored, unknown ones are errors. The dict is not changed.

    Returns
    -------
    image : ndarray
        In native byte order, with the values that are stored: (h, w) for grey levels, (h, w, 2) with alpha,
        (h, w, 3) or (h, w, 4) for colours, palettes expanded. bool for 1 bit, uint8, uint16, or what TIFF holds:
        any integer or float type. A TIFF file that says what its axes are (OME, ImageJ, LSM, STK, and what
        `imsave` makes of more than two axes) is read whole, n-D, samples of colour last; any other TIFF, its
        first page (see `imread_multi`).
    metadata : Metadata or None
        With `return_metadata`: for TIFF the bytes of ImageDescription, with attributes axes, spacing, unit and
        channels (`pyimg.io.Metadata`); None for other formats.

    Raises
    ------
    FileNotFoundError, PermissionError
        From the operating system.
    ImageError
        If this is no image that pyimg reads, or it is damaged or truncated: OSError, ValueError and RuntimeError in one.
    ImageTooLarge
        An ImageError: the header claims more than 1 GiB of pixels *and* more than 16 times the file's size (or
        more than opts['max_bytes'], or ``PYIMG_MAX_IMAGE_BYTES``). Nothing has been allocated then.
    TypeError, ValueError
        For wrong arguments.
    ImportError
        If tifffile, imagecodecs or Pillow are missing: ``pip install "pyimg[io]"``.

    Notes
    -----
    Grey PNGs of 2 and 4 bits are scaled to 8, as the format demands. WhiteIsZero, CMYK and EXIF orientation are
    left as stored. The first frame of a GIF or WebP is read. Extra memory: the file's bytes (not for TIFF).

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.imsave("nuclei.tif", np.arange(12, dtype=np.uint16).reshape(3, 4))
    >>> mh.imread("nuclei.tif").shape
    (3, 4)
    """
    options = formats.options(opts)
    with source(filename) as src:
        picture = _decode(src, formatstr, options)
        return _answer(picture, as_grey, return_metadata, options, src.name)


def imread_from_blob(
    blob: bytes,
    formatstr: str | None = None,
    as_grey: bool = False,
    return_metadata: bool = False,
    opts: dict[str, Any] | None = None,
) -> Any:
    """Read an image from bytes in memory.

    Parameters
    ----------
    blob : bytes, bytearray or memoryview
        The contents of an image file.
    formatstr, as_grey, return_metadata, opts
        As for `imread`; mind the order.

    Returns
    -------
    ndarray, or (ndarray, metadata)
        As `imread`.

    Raises
    ------
    TypeError
        If `blob` is not bytes.
    ImageError
        As `imread`.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.imsave("nuclei.png", np.eye(4, dtype=np.uint8))
    >>> with open("nuclei.png", "rb") as f:
    ...     int(mh.imread_from_blob(f.read()).sum())
    4
    """
    if not isinstance(blob, (bytes, bytearray, memoryview)):
        raise TypeError(f"`blob` must be bytes, not {type(blob).__name__}")
    options = formats.options(opts)
    data = bytes(blob)
    src = Source(io.BytesIO(data), "blob", len(data))
    return _answer(_decode(src, formatstr, options), as_grey, return_metadata, options, "blob")


def imread_multi(filename: Any, formatstr: str | None = None, *, opts: dict[str, Any] | None = None) -> list[np.ndarray]:
    """Read all pages of a TIFF or STK file, or all frames of a GIF.

    Parameters
    ----------
    filename : str, path or file open for reading bytes
        What to read. A format that holds one image only gives a list of one.
    formatstr : str, default None
        As for `imread`.
    opts : dict, default None
        'max_bytes', as for `imread`, for all pages together.

    Returns
    -------
    list of ndarray
        Each page as `imread` gives it, (h, w) or (h, w, samples); shapes may differ.

    Raises
    ------
    ImageError
        As `imread`.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.imsave_multi("stack.tif", [np.zeros((4, 5), np.uint8), np.ones((2, 3), np.uint8)])
    >>> [page.shape for page in mh.imread_multi("stack.tif")]
    [(4, 5), (2, 3)]
    """
    options = formats.options(opts)
    with source(filename) as src:
        kind = formats.decide(src.file.read(32), src.name, formatstr)
        src.file.seek(0)
        if kind not in ("tiff", "gif"):
            return [_decode(src, formatstr, options).array]
        with _named(src.name, kind):
            if kind == "tiff":
                return tiff.read_pages(src.file, src.size, options, src.name)
            return raster.frames(src.file.read(), options, src.name)


def detect_format(filename_or_blob: Any, is_blob: bool = False) -> str | None:
    """Name the format of an image by its first bytes.

    Parameters
    ----------
    filename_or_blob : str, path, open file or bytes
        A file (its position stays) or, with `is_blob`, its contents; 32 bytes are enough.
    is_blob : bool, default False
        Whether these are bytes.

    Returns
    -------
    str or None
        'png', 'jpeg', 'tiff', 'bmp', 'webp' or 'gif'; None for anything else.

    Raises
    ------
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.detect_format(b"GIF89a", is_blob=True)
    'gif'
    """
    if is_blob:
        if not isinstance(filename_or_blob, (bytes, bytearray, memoryview)):
            raise TypeError(f"`filename_or_blob` must be bytes, not {type(filename_or_blob).__name__}")
        return formats.sniff(bytes(filename_or_blob[:32]))
    if formats.is_open(filename_or_blob, "read"):
        place = filename_or_blob.tell()
        head = filename_or_blob.read(32)
        filename_or_blob.seek(place)
        return formats.sniff(head)
    with source(filename_or_blob) as src:
        return formats.sniff(src.file.read(32))


def supports_format(formatstr: str) -> bool:
    """Say whether a format can be read and written.

    Parameters
    ----------
    formatstr : str
        Name of a format, or extension, in any case.

    Returns
    -------
    bool
        True for png, jpeg (jpg), tiff (tif, stk, lsm), bmp, webp and gif.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.supports_format("png"), mh.supports_format("xcf")
    (True, False)
    """
    return isinstance(formatstr, str) and formatstr.lower().lstrip(".") in formats.FORMATS
