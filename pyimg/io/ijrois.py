"""Regions drawn in ImageJ, through roifile."""

import os
import zipfile
from typing import Any

import numpy as np

from .. import _check as check
from . import formats
from .errors import ImageError, need

__all__ = ["read_roi", "read_roi_zip"]

_LARGEST = 1 << 28  # bytes of one region


def read_roi(fileobj: Any, *, offset: float = -1) -> np.ndarray:
    """Read the outline of an ImageJ region (a .roi file).

    Parameters
    ----------
    fileobj : file open for reading bytes, str or path
        The file.
    offset : float, default -1
        Added to all coordinates. imread subtracts 1, so that is the default; ImageJ counts from 0: pass 0 for its own.

    Returns
    -------
    points : (n, 2) ndarray
        Corners as (y, x): int16 (int32 where that is too small); float32 for sub-pixel outlines, ovals,
        rectangles and lines. Of a region of several parts, the largest part.

    Raises
    ------
    ImageError
        If this is no such file, or it has no outline (a text, an image).

    Notes
    -----
    imread reads freehand outlines only; this reads all types that have points.

    Examples
    --------
    >>> from roifile import ImagejRoi
    >>> from pyimg.io.ijrois import read_roi
    >>> ImagejRoi.frompoints([[10, 20], [30, 20], [30, 50]]).tofile("cell.roi")
    >>> read_roi("cell.roi", offset=0)
    array([[20, 10],
           [20, 30],
           [50, 30]], dtype=int16)
    """
    if formats.is_open(fileobj, "read"):
        data, name = fileobj.read(_LARGEST + 1), str(getattr(fileobj, "name", "open file"))
    else:
        name = os.fspath(fileobj)
        with open(name, "rb") as file:
            data = file.read(_LARGEST + 1)
    return _points(data, name, check.number(offset, "offset"))


def read_roi_zip(fname: Any, *, offset: float = -1) -> list[np.ndarray]:
    """Read all regions of a zip file saved by ImageJ's ROI manager.

    Parameters
    ----------
    fname : str, path or open file
        The zip file.
    offset : float, default -1
        As for `read_roi`.

    Returns
    -------
    list of (n, 2) ndarray
        `read_roi` of each member, in the order of the file.

    Raises
    ------
    ImageError
        If this is no zip file of regions.

    Examples
    --------
    >>> import zipfile
    >>> from roifile import ImagejRoi
    >>> from pyimg.io.ijrois import read_roi_zip
    >>> with zipfile.ZipFile("cells.zip", "w") as z:
    ...     z.writestr("a.roi", ImagejRoi.frompoints([[1, 2], [3, 4], [5, 0]]).tobytes())
    >>> [points.shape for points in read_roi_zip("cells.zip")]
    [(3, 2)]
    """
    offset = check.number(offset, "offset")
    try:
        with zipfile.ZipFile(fname) as members:
            found = []
            for info in members.infolist():
                if info.is_dir():
                    continue
                if info.file_size > _LARGEST:
                    raise ImageError(f"{fname}: {info.filename} has {info.file_size:,} bytes: no region is so large")
                found.append(_points(members.read(info), f"{fname}: {info.filename}", offset))
            return found
    except zipfile.BadZipFile as error:
        raise ImageError(f"{fname}: is not a zip file: {error}") from None


def _points(data, name, offset):
    roifile = need("roifile")
    if data[:4] != b"Iout":
        raise ImageError(f"{name}: is not an ImageJ region (those begin with Iout)")
    try:
        xy = roifile.ImagejRoi.frombytes(data).coordinates()
    except Exception as error:  # damaged data make it raise anything
        raise ImageError(f"{name}: cannot be read as an ImageJ region: {error}") from error
    if not len(xy):
        raise ImageError(f"{name}: has no outline")
    points = np.asarray(xy)[:, ::-1] + offset
    if np.asarray(xy).dtype.kind == "f" or not float(offset).is_integer():
        return np.ascontiguousarray(points, np.float32)
    fits = np.abs(points).max() <= np.iinfo(np.int16).max
    return np.ascontiguousarray(points, np.int16 if fits else np.int32)
