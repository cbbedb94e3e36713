"""Which labels meet in two images: the table under all scores that count pixels."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import native

_kernels = kernels("contingency")


@dataclass(frozen=True, eq=False)
class Contingency:
    """Labels that meet: `size[k]` pixels are `reference[k]` in one image and `segmented[k]` in the other.

    Only pairs that occur are listed, in ascending order of `reference`, then of `segmented`.

    Attributes
    ----------
    reference, segmented : (k,) ndarray of int64 (uint64 where the image was)
        Labels, 0 among them.
    size : (k,) ndarray of int64
        Numbers of pixels.
    """

    reference: np.ndarray
    segmented: np.ndarray
    size: np.ndarray

    def totals(self, side: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the labels of one side (``'reference'`` or ``'segmented'``), ascending, and their sizes."""
        labels, index = np.unique(getattr(self, side), return_inverse=True)
        sizes = np.zeros(len(labels), np.int64)
        np.add.at(sizes, index, self.size)
        return labels, sizes

    def partners(self, side: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the labels of one side and, for each, the label of the other that it shares most pixels with.

        The smaller label wins a tie; 0 takes part.
        """
        mine, other = getattr(self, side), self.segmented if side == "reference" else self.reference
        order = np.lexsort((other, -self.size, mine))
        labels, first = np.unique(mine[order], return_index=True)
        return labels, other[order][first]


def label_images(reference: Any, segmented: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return both as arrays of labels of one shape, or say what is wrong."""
    reference = check.array(reference, "reference", kinds="bui")
    segmented = check.array(segmented, "segmented", kinds="bui")
    check.same_shape(segmented, "segmented", reference, "reference")
    return reference, segmented


def contingency(reference: Any, segmented: Any, *, ignore_labels: Iterable[int] = ()) -> Contingency:
    """Count how many pixels each label of one image shares with each label of the other.

    Parameters
    ----------
    reference, segmented : (...) ndarray of bool or integer
        Label images of one shape; any numbers, 0 for the background.
    ignore_labels : sequence of int, default ()
        Pixels with one of these labels in `reference` are left out.

    Returns
    -------
    table : Contingency
        ``table.size[k]`` pixels are ``table.reference[k]`` and ``table.segmented[k]``; only pairs that occur.

    Raises
    ------
    TypeError
        If an image is neither bool nor integer.
    ValueError
        If the shapes differ.

    Notes
    -----
    One pass and a hash table of the pairs that occur: time and memory do not depend on how large the labels are.
    Extra memory: at most one copy of each image, where their types differ or they are not contiguous.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.metrics.contingency([0, 1, 1, 2], [0, 5, 5, 5])
    Contingency(reference=array([0, 1, 2]), segmented=array([0, 5, 5]), size=array([1, 2, 1]))
    """
    reference, segmented = label_images(reference, segmented)
    width = max(reference.itemsize, segmented.itemsize)
    first, second = _bits(reference, width), _bits(segmented, width)
    room = 1 << 12
    while True:
        a, b, counts = (np.zeros(room, np.int64) for _ in range(3))
        used = _kernels.contingency(first, second, a, b, counts, np.full(2 * room, -1))
        if used >= 0:
            break
        room *= 8
    a, b = _labels(a[:used], reference, width), _labels(b[:used], segmented, width)
    keep = ~np.isin(a, np.array(list(ignore_labels), a.dtype))
    a, b, counts = a[keep], b[keep], counts[:used][keep]
    order = np.lexsort((b, a))
    return Contingency(a[order], b[order], counts[order])


def _bits(a, width):
    """Give labels as unsigned numbers of `width` bytes, in raster order: equality is all that counts."""
    kind = "u" if a.dtype.kind == "b" else a.dtype.kind
    return native(a).view(f"{kind}{a.itemsize}").astype(f"{kind}{width}", copy=False).view(f"u{width}").ravel()


def _labels(bits, a, width):
    """Undo `_bits`."""
    if a.dtype.kind == "i":
        return bits.astype(f"u{width}").view(f"i{width}").astype(np.int64)
    return bits.view(np.uint64) if a.dtype == np.uint64 else bits

