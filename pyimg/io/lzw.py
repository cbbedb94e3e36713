"""Pixels of TIFF pages that are packed by LZW: most of them, and ours, in strips."""

from typing import Any

import numpy as np

from .._backend import kernels
from .._prepare import native
from .._threads import slabs

_kernels = kernels("lzw")


def pixels(tif: Any, page: Any) -> np.ndarray | None:
    """Give the pixels of a page that is whole (see `tiff`); None where its kind, or its data, is left to tifffile."""
    dtype, shape = page.dtype, page.shape
    if page.compression != 5 or page.fillorder != 1 or page.is_tiled or page.is_subsampled or page.imagedepth != 1:
        return None
    if page.bitspersample != 8 * dtype.itemsize or dtype.kind not in "uif" or (page.planarconfig != 1 and page.samplesperpixel > 1):
        return None
    if page.predictor != 1 and (page.predictor != 2 or dtype.kind == "f"):
        return None
    offsets, counts = np.array(page.dataoffsets, np.int64), np.array(page.databytecounts, np.int64)
    height, line = page.imagelength, page.imagewidth * page.samplesperpixel
    rows = min(page.rowsperstrip, height)
    if len(offsets) != -(-height // rows) or len(counts) != len(offsets):
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
        slabs(lambda *part: _kernels.accumulate(numbers[slice(*part)], page.samplesperpixel), height, work=out.size * 1e-6)
    return out.reshape(shape)
