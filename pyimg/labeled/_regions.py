"""Rename and remove regions."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._labels import LARGEST, as_labels
from .._prepare import renamed_output
from ._values import _as_labeled, labeled_size

_kernels = kernels("relabel")


def _relabel(labels, out, drop=None):
    """Number the labels 1 … n into `out`, where drop[l] (of labels from 0 on) says which become 0; give n."""
    ends = np.zeros(2, np.int32)
    _kernels.label_range(labels.ravel(), ends)
    least, most = ends.tolist()
    if most - least < LARGEST:
        table = np.zeros(most - least + 1, np.int32)
        if drop is not None:
            table[-least : len(drop) - least][drop] = -1
        return int(_kernels.relabel(labels.ravel(), least, table, out.reshape(-1)))
    names, inverse = np.unique(labels, return_inverse=True)  # labels too far apart for a table
    inverse = inverse.ravel().astype(np.int32) + 1
    zero = np.searchsorted(names, 0)
    table = np.zeros(len(names) + 1, np.int32)
    if zero < len(names) and names[zero] == 0:
        table[zero + 1] = -1
    return int(_kernels.relabel(inverse, 0, table, out.reshape(-1)))


def relabel(labeled: Any, inplace: bool = False) -> tuple[np.ndarray, int]:
    """Number the regions 1 … n without gaps.

    Parameters
    ----------
    labeled : (...) ndarray of integer
        Labels; 0 is background, negative ones are regions too.
    inplace : bool, optional
        Write into `labeled`, which must be a C-contiguous writable int32 array. Default: False.

    Returns
    -------
    relabeled : (...) ndarray of int32
        0 where `labeled` is 0, else 1 … n in raster order of each region's first pixel.
    n : int
        The number of regions.

    Raises
    ------
    TypeError
        If `labeled` is not integer.
    ValueError
        If it cannot be written in place, or a label does not fit int32.

    Notes
    -----
    Extra memory: none; an int32 copy of labels that are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.relabel(np.array([0, 7, 7, 3, 0, 7]))
    (array([0, 1, 1, 2, 0, 1], dtype=int32), 2)
    """
    labels = _as_labeled(labeled, labeled, "relabel", inplace=True) if inplace else as_labels(labeled)
    out = labels if inplace else np.empty(labels.shape, np.int32)
    return out, _relabel(labels, out)


def is_same_labeling(labeled0: Any, labeled1: Any) -> bool:
    """Say whether two labeled images have the same regions, whatever their numbers.

    Parameters
    ----------
    labeled0, labeled1 : (...) ndarray of integer
        Labels, of one shape.

    Returns
    -------
    same : bool
        Whether one becomes the other when regions are renamed one to one; the background, 0, is 0 in both.

    Raises
    ------
    TypeError
        If they are not integer.
    ValueError
        If the shapes differ.

    Notes
    -----
    Extra memory: 9 bytes per pixel, and int32 copies of labels that are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.labeled.is_same_labeling(np.array([0, 1, 2]), np.array([0, 9, 4]))
    True
    >>> mh.labeled.is_same_labeling(np.array([0, 1, 2]), np.array([1, 0, 2]))
    False
    """
    a, b = as_labels(labeled0, "labeled0"), as_labels(labeled1, "labeled1")
    check.same_shape(a, "labeled0", b, "labeled1")
    (a, n), (b, m) = relabel(a), relabel(b)
    return n == m and np.array_equal(a, b)


def _erase(labels, gone, out):
    """Write labels without those in `gone` (int64, sorted) to `out`."""
    if len(gone) and int(gone[-1]) - int(gone[0]) >= LARGEST:
        np.copyto(out, np.where(np.isin(labels, gone), 0, labels))
        return
    low = int(gone[0]) if len(gone) else 0
    drop = np.zeros(int(gone[-1]) - low + 1 if len(gone) else 0, np.uint8)
    drop[gone - low] = 1
    _kernels.erase(labels.ravel(), low, drop, out.reshape(-1))


def remove_regions(labeled: Any, regions: Any, inplace: bool = False) -> np.ndarray:
    """Make regions background; the others keep their labels.

    Parameters
    ----------
    labeled : (...) ndarray of integer
        Labels.
    regions : sequence of int
        The labels to remove. Labels that do not occur are fine.
    inplace : bool, optional
        Write into `labeled`, which must be a C-contiguous writable int32 array. Default: False.

    Returns
    -------
    removed : (...) ndarray of int32
        ``np.where(np.isin(labeled, regions), 0, labeled)``.

    Raises
    ------
    TypeError
        If `labeled` or `regions` is not integer.
    ValueError
        If `labeled` cannot be written in place, or a label does not fit int32.

    Notes
    -----
    Extra memory: none; an int32 copy of labels that are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.labeled.remove_regions(np.array([0, 1, 2, 3, 2]), [2, 5])
    array([0, 1, 0, 3, 0], dtype=int32)
    """
    labels = _as_labeled(labeled, labeled, "remove_regions", inplace=True) if inplace else as_labels(labeled)
    gone = np.asarray(regions)
    gone = gone.astype(np.int32) if gone.size == 0 else check.array(regions, "regions", kinds="bui")
    gone = np.unique(gone)
    gone = gone[(gone >= np.iinfo(np.int32).min) & (gone <= np.iinfo(np.int32).max)].astype(np.int64)
    out = labels if inplace else np.empty(labels.shape, np.int32)
    _erase(labels, gone, out)
    return out


def remove_regions_where(labeled: Any, conditions: Any, inplace: bool = False) -> np.ndarray:
    """Make those regions background for which a condition holds; the others keep their labels.

    Parameters
    ----------
    labeled : (...) ndarray of integer
        Labels.
    conditions : (k,) ndarray
        Region l is removed where ``conditions[l]`` is true; those from k on stay.
    inplace : bool, optional
        Write into `labeled`, which must be a C-contiguous writable int32 array. Default: False.

    Returns
    -------
    removed : (...) ndarray of int32

    Raises
    ------
    TypeError
        If `labeled` is not integer.
    ValueError
        If `conditions` has not one axis, or as for `remove_regions`.

    Notes
    -----
    Extra memory: as `remove_regions`.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> labeled = np.array([0, 1, 1, 2, 3])
    >>> mh.labeled.remove_regions_where(labeled, mh.labeled_size(labeled) < 2)
    array([0, 1, 1, 0, 0], dtype=int32)
    """
    conditions = check.array(conditions, "conditions", ndim=1)
    return remove_regions(labeled, np.flatnonzero(conditions), inplace=inplace)


def _at_frame(a, rsize):
    """Give the values other than 0 within rsize of a face, sorted."""
    found = []
    for axis, width in enumerate(rsize):
        for side in (slice(0, width), slice(max(a.shape[axis] - width, 0), None)):
            face = a[(slice(None),) * axis + (side,)]
            found.append(face[face != 0])
    return np.unique(np.concatenate(found)) if found else np.empty(0, a.dtype)


def remove_bordering(labeled: Any, rsize: Any = 1, out: Any = None, output: Any = None) -> np.ndarray:
    """Make regions background that come near the frame of the image; the others keep their labels.

    Parameters
    ----------
    labeled : (...) ndarray of any real dtype
        Labels.
    rsize : int or sequence of int, optional
        A region goes if it has a pixel among the outermost `rsize` of an axis, in pixels; one number per axis, or one
        for all. Default: 1.
    out : (...) ndarray of labeled.dtype, optional
        Where to write. May be `labeled`.
    output : ndarray, optional
        Deprecated name of `out`.

    Returns
    -------
    removed : (...) ndarray of labeled.dtype

    Raises
    ------
    TypeError
        If `labeled` is not a real array.
    ValueError
        If `rsize` is negative or of another length, or `out` is not as described.

    Notes
    -----
    All labels are kept that do not occur at the frame, negative ones too; NaN is no label and stays. Extra memory: none
    for int32, 19 bytes per pixel else.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.labeled.remove_bordering(np.array([[1, 1, 0, 0], [0, 0, 2, 0], [0, 0, 0, 0]]))
    array([[0, 0, 0, 0],
           [0, 0, 2, 0],
           [0, 0, 0, 0]])
    """
    a = check.array(labeled, "labeled")
    rsize = check.per_axis(rsize, "rsize", a.ndim, check.integer, low=0)
    out = renamed_output(out, output, "remove_bordering")
    gone = _at_frame(a, rsize)
    dtype = a.dtype.newbyteorder("=")
    if out is None and dtype == np.int32:
        result = np.empty(a.shape, dtype)
    else:
        result = check.out(out, a.shape, dtype)
    if not len(gone):
        np.copyto(result, a)
    elif dtype == np.int32:
        _erase(as_labels(a), gone.astype(np.int64), result)
    elif dtype.kind in "ui" and dtype.itemsize <= 2:
        table = np.arange(1 << (8 * dtype.itemsize), dtype=f"u{dtype.itemsize}").view(dtype)
        table[gone.view(f"u{dtype.itemsize}")] = 0
        np.copyto(result, table[np.ascontiguousarray(a.astype(dtype, copy=False)).view(f"u{dtype.itemsize}")])
    else:
        np.copyto(result, np.where(np.isin(a, gone[gone == gone]), dtype.type(0), a))
    return result


def filter_labeled(
    labeled: Any, remove_bordering: bool = False, min_size: int | None = None, max_size: int | None = None
) -> tuple[np.ndarray, int]:
    """Keep the regions that meet conditions, numbered 1 … n.

    Parameters
    ----------
    labeled : (...) ndarray of integer
        Labels; negative ones are regions too.
    remove_bordering : bool, optional
        Remove regions with a pixel on the frame of the image. Default: False.
    min_size, max_size : int, optional
        The least and the greatest number of pixels of a region that stays; None and 0 mean no limit.

    Returns
    -------
    filtered : (...) ndarray of int32
        0 or 1 … n, in raster order of each region's first pixel.
    n : int
        The number of regions left.

    Raises
    ------
    TypeError
        If `labeled` is not integer.
    ValueError
        If a size is negative.

    Notes
    -----
    Extra memory: an int32 copy of labels that are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.labeled.filter_labeled(np.array([0, 3, 1, 1, 0]), min_size=2)
    (array([0, 0, 1, 1, 0], dtype=int32), 1)
    """
    labels = as_labels(labeled)
    low, high = (
        0 if size is None else check.integer(size, name, low=0)
        for size, name in ((min_size, "min_size"), (max_size, "max_size"))
    )
    if int(labels.min(initial=0)) < 0 or int(labels.max(initial=0)) >= LARGEST:
        labels, _ = relabel(labels)
    most = int(labels.max(initial=0))
    drop = np.zeros(most + 1, bool)
    if low or high:
        sizes = labeled_size(labels)
        drop |= (sizes < low) | ((sizes > high) if high else False)
    if remove_bordering:
        drop[_at_frame(labels, (1,) * labels.ndim)] = True
    drop[0] = False
    out = np.empty(labels.shape, np.int32)
    return out, _relabel(labels, out, drop)
