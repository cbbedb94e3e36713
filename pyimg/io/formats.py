"""Which format is it, and how large does its header say it is? Nothing here decodes."""

import os
import re
import struct
from collections.abc import Mapping
from typing import Any

from .. import _check as check
from .errors import ImageError, ImageTooLarge

#: Extensions and format names, lower case, and the format that reads and writes them.
FORMATS = {
    "png": "png", "jpeg": "jpeg", "jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "tiff": "tiff", "tif": "tiff",
    "btf": "tiff", "tf8": "tiff", "stk": "tiff", "lsm": "tiff", "bmp": "bmp", "dib": "bmp", "webp": "webp", "gif": "gif",
}  # fmt: skip
#: Files of microscopes and others that we know by their first bytes, and what to do with them.
STRANGERS = {
    b"ZISRAWFILE": "a Zeiss CZI file: export it as OME-TIFF, or read it with czifile",
    b"\xda\xce\xbe\x0a": "a Nikon ND2 file: export it as OME-TIFF, or read it with nd2",
    b"\x70\0\0\0\x2a": "a Leica LIF file: export it as OME-TIFF, or read it with readlif",
    b"\x70\0\0\0": "a Leica LIF file: export it as OME-TIFF, or read it with readlif",
    b"\x89HDF\r\n\x1a\n": "an HDF5 file: read it with h5py",
    b"gimp xcf": "a GIMP file: export it as PNG or TIFF",
    b"\0\0\0\x0cjP  \r\n\x87\n": "a JPEG 2000 file: convert it to PNG or TIFF",
    b"\x93NUMPY": "a NumPy file: read it with numpy.load",
    b"PK\x03\x04": "a zip archive",
}
#: Options of `opts`; a known one that says nothing about a format is ignored by it.
OPTIONS = frozenset(
    "strip_alpha max_bytes page series metadata jpeg:quality png:compression_level webp:quality tiff:compress "
    "tiff:horizontal-predictor tiff:XResolution tiff:YResolution tiff:XResolutionUnit".split()
)
_ANYWAY = 1 << 30  # bytes that any file may grow to
_GROWTH = 16  # and how many times its own size


def options(opts: Any) -> dict[str, Any]:
    """Return a copy of `opts`, whose keys are known."""
    if opts is None:
        return {}
    if not isinstance(opts, Mapping):
        raise TypeError(f"`opts` must be a dict, not {type(opts).__name__}")
    for key in opts:
        if key not in OPTIONS:
            raise ValueError(f"`opts` must have keys of {', '.join(sorted(OPTIONS))}; not {key!r}")
    for key in ("max_bytes", "page", "series"):
        if opts.get(key) is not None:
            check.integer(opts[key], f"opts[{key!r}]", low=0)
    return dict(opts)


def is_open(filename: Any, method: str) -> bool:
    """Say whether this is an open file with that method; some paths (py.path) have methods of these names too."""
    return hasattr(filename, method) and not isinstance(filename, os.PathLike)


def sniff(head: bytes) -> str | None:
    """Name the format that these first bytes (32 are enough) belong to."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:2] == b"BM" and (len(head) < 18 or head[14:18] in _BMP_HEADERS):
        return "bmp"
    return None


_BMP_HEADERS = {struct.pack("<I", n) for n in (12, 16, 40, 52, 56, 64, 108, 124)}


def by_name(name: str) -> str | None:
    """Name the format of a file name's extension, in any case."""
    return FORMATS.get(os.path.splitext(name)[1][1:].lower())


def wanted(formatstr: Any) -> str | None:
    """Return the format that `formatstr` asks for."""
    if formatstr is None:
        return None
    if not isinstance(formatstr, str):
        raise TypeError(f"`formatstr` must be a str, not {type(formatstr).__name__}")
    found = FORMATS.get(formatstr.lower().lstrip("."))
    if found is None:
        raise ImageError(f"`formatstr` must be one of {', '.join(FORMATS)}; not {formatstr!r}")
    return found


def decide(head: bytes, name: str, formatstr: Any) -> str:
    """Name the format by content; where that says nothing, say what the file is not."""
    wish = wanted(formatstr)
    found = sniff(head)
    if found:
        if wish and wish != found:
            raise ImageError(f"{name}: is {found}, not {wish} as `formatstr` says")
        return found
    if not head:
        raise ImageError(f"{name}: is empty (0 bytes)")
    for magic, text in STRANGERS.items():
        if head.startswith(magic):
            raise ImageError(f"{name}: is {text}")
    says = wish or by_name(name)
    text = re.match(rb"[\t\n\r -~]{8}", head + b" " * 8)
    content = f"text that begins {head[:16].decode('latin-1')!r}" if text else f"bytes that begin {head[:8].hex(' ')}"
    claim = f"not the {says} it is called" if says else "no format known here (png, jpeg, tiff, bmp, webp, gif)"
    raise ImageError(f"{name}: is {claim}, but {content}")


def allow(nbytes: int, size: int, opts: Mapping[str, Any], name: str) -> None:
    """Refuse an image whose decoded bytes exceed what a file of this size may claim."""
    limit = opts.get("max_bytes")
    if limit is None and os.environ.get("PYIMG_MAX_IMAGE_BYTES"):
        text = os.environ["PYIMG_MAX_IMAGE_BYTES"]
        if not text.isdecimal():
            raise ImageError(f"PYIMG_MAX_IMAGE_BYTES must be a number of bytes, not {text!r}")
        limit = int(text)
    if limit is None:
        limit = max(_ANYWAY, _GROWTH * size)
    if nbytes > limit:
        raise ImageTooLarge(
            f"{name}: says it holds {nbytes:,} bytes of pixels, more than the {limit:,} allowed for this file of "
            f"{size:,}: if you trust it, pass opts={{'max_bytes': {nbytes}}} or set PYIMG_MAX_IMAGE_BYTES"
        )


def pixel_bytes(kind: str, data: bytes) -> int:
    """Give the bytes that a PNG, JPEG, BMP or WebP needs when decoded, from its header alone."""
    if kind == "png":
        width, height, depth, colour = struct.unpack_from(">IIBB", data, 16)
        return width * height * {0: 1, 2: 3, 3: 4, 4: 2, 6: 4}[colour] * (2 if depth == 16 else 1)
    if kind == "bmp":
        if data[14] == 12:
            width, height = struct.unpack_from("<HH", data, 18)
        else:
            width, height = struct.unpack_from("<ii", data, 18)
        return abs(width) * abs(height) * 4
    if kind == "webp":
        if data[12:16] == b"VP8X":
            width, height = (1 + int.from_bytes(data[i : i + 3], "little") for i in (24, 27))
        elif data[12:16] == b"VP8L":
            packed = int.from_bytes(data[21:25], "little")
            width, height = 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
        else:
            width, height = (n & 0x3FFF for n in struct.unpack_from("<HH", data, 26))
        return width * height * 4
    return _jpeg_bytes(data)


def _jpeg_bytes(data: bytes) -> int:
    i = 2
    while i + 4 <= len(data):
        if data[i] != 0xFF:
            raise ImageError("no marker where one must be")
        marker = data[i + 1]
        if marker == 0xFF:  # a marker may be filled up
            i += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:
            i += 2
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            bits, height, width, samples = struct.unpack_from(">BHHB", data, i + 4)
            return width * height * samples * (1 if bits == 8 else 2)
        else:
            i += 2 + struct.unpack_from(">H", data, i + 2)[0]
    raise ImageError("no frame")


_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]", re.S)


def whole_jpeg(data: bytes) -> bool:
    """Say whether the end marker follows the scans: libjpeg fills what is missing with grey and says nothing."""
    i, scans = 2, 0
    while found := _MARKER.search(data, i):
        marker, i = data[found.start() + 1], found.end()
        if marker == 0xD9:
            return scans > 0
        scans += marker == 0xDA
        if i + 2 <= len(data):  # step over the segment; after a scan's header the search steps over its data
            i += struct.unpack_from(">H", data, i)[0]
    return False


def png_chunks(data: bytes) -> dict[bytes, bytes]:
    """Walk over the chunks of a PNG up to its end; give the first of each kind but pixels."""
    found: dict[bytes, bytes] = {}
    i = 8
    while i + 12 <= len(data):
        length = int.from_bytes(data[i : i + 4], "big")
        kind = data[i + 4 : i + 8]
        if kind != b"IDAT" and kind not in found and length < 4096:
            found[kind] = data[i + 8 : i + 8 + length]
        if kind == b"IEND":
            return found
        i += 12 + length
    raise ImageError("it is truncated: the end is missing")
