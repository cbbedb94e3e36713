"""Pixels of TIFF pages that are packed by LZW, as most are, and ours."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from .._backend import BACKEND, kernels
from .._prepare import native
from .._threads import slabs

_kernels = kernels("lzw")
HERE = BACKEND == "compiled"  #: else imagecodecs is faster than ours
_STRIP = 1 << 18  # bytes, about: as tifffile has them
_ATONCE = 64  # strips


def pixels(tif: Any, page: Any) -> np.ndarray | None:
    """Give the pixels of a page that is whole (see `tiff`); None where its kind, or its data, is left to tifffile."""
    dtype, shape = page.dtype, page.shape
    if not HERE or page.compression != 5 or page.fillorder != 1 or page.is_tiled or page.is_subsampled or page.imagedepth != 1:
        return None
    samples = page.samplesperpixel
    if page.bitspersample != 8 * dtype.itemsize or dtype.kind not in "uif" or (page.planarconfig != 1 and samples > 1):
        return None
    if page.predictor != 1 and (page.predictor != 2 or dtype.kind == "f"):
        return None
    offsets, counts = np.array(page.dataoffsets, np.int64), np.array(page.databytecounts, np.int64)
    height, line = page.imagelength, page.imagewidth * samples
    rows = min(page.rowsperstrip, height)
    if min(rows, line) < 1 or len(offsets) != -(-height // rows) or len(counts) != len(offsets):
        return None
    begin = int(offsets.min())
    span = int((offsets + counts).max()) - begin
    if span > 2 * counts.sum():
        return None
    tif.filehandle.seek(begin)
    data = np.frombuffer(tif.filehandle.read(span), np.uint8)
    out = np.empty((height, line), dtype.newbyteorder(tif.byteorder))
    written, room = np.zeros(len(offsets), np.int64), rows * line * dtype.itemsize

    def run(start, stop):
        _kernels.decode(data, offsets - begin, counts, room, start, stop, written, out.reshape(-1).view(np.uint8))

    slabs(run, len(offsets), work=out.nbytes * 2e-6)
    if written.sum() != out.nbytes:
        return None
    out = native(out)
    if page.predictor == 2:
        numbers = out.view(f"u{dtype.itemsize}")
        slabs(lambda *part: _kernels.accumulate(numbers[slice(*part)], samples), height, work=out.size * 1e-6)
    return out.reshape(shape)


def strips(array: np.ndarray, samples: int, rows: int, predictor: bool) -> Iterator[bytes]:
    """Give the packed strips of all pages of an array, of some rows each."""
    height, line = array.shape[-2 - (samples > 1)], array.shape[-1 - (samples > 1)] * samples
    room = rows * line * array.dtype.itemsize
    many = min(-(-height // rows), _ATONCE)
    out, sizes = np.empty((many, room * 3 // 2 + 16), np.uint8), np.empty(many, np.int64)

    def run(start, stop):
        _kernels.encode(data, room, start, stop, np.empty(1 << 14, np.uint32), sizes, out)

    for page in np.ascontiguousarray(array).reshape(-1, height, line):
        for at in range(0, height, many * rows):
            band = page[at : at + many * rows]
            if predictor:
                numbers = band.view(f"u{array.dtype.itemsize}")
                band = numbers.copy()
                band[:, samples:] -= numbers[:, :-samples]
            data, count = band.reshape(-1).view(np.uint8), -(-len(band) // rows)
            slabs(run, count, work=data.size * 4e-6)
            yield from (strip[:n].tobytes() for strip, n in zip(out[:count], sizes))


def rows_of(array: np.ndarray, samples: int) -> int:
    """Give how many rows of an array are a strip."""
    height, width = array.shape[-2 - (samples > 1) :][:2]
    return min(height, max(1, _STRIP // (width * samples * array.dtype.itemsize)))
