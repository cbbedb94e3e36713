"""One number per region: sums, extremes, sizes, boxes."""

from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels, reference
from .._labels import LARGEST, as_labels, as_lines, regions
from .._prepare import computed, is_native

_kernels = kernels("labeled")


def _as_labeled(array: Any, labeled: Any, funcname: str, inplace: Any = "unused") -> np.ndarray:
    """Return labels as a C-contiguous int32 array of the shape of `array`; mahotas's helper, kept for its users.

    With `inplace` "unused" they are copied only if need be, with a false one always, with a true one never.
    """
    if inplace and inplace != "unused":
        if not (isinstance(labeled, np.ndarray) and labeled.dtype == np.int32 and labeled.flags.carray):
            raise ValueError(f"`labeled` of `{funcname}` must be a writable C-contiguous int32 array")
        a = labeled
    else:
        a = as_labels(labeled)
        if not inplace and a is labeled:
            a = a.copy()
    if np.shape(array) != a.shape:
        raise ValueError(f"`array` of `{funcname}` must have the shape of `labeled`, {a.shape}, not {np.shape(array)}")
    return a


def _both(array, labeled):
    """Check an array and its labels, give both flat, and the number of rows."""
    array = check.array(array, "array")
    labels = as_labels(labeled)
    check.same_shape(array, "array", labels, "labeled")
    return array, labels.ravel(), regions(labels)


def _size(minlength):
    return 0 if minlength is None else check.integer(minlength, "minlength", low=0, high=LARGEST)


def labeled_sum(array: Any, labeled: Any, minlength: int | None = None) -> np.ndarray:
    """Sum the pixels of each region.

    Parameters
    ----------
    array : (...) ndarray of any real dtype
        What to sum.
    labeled : (...) ndarray of integer
        Labels; negative ones are ignored.
    minlength : int, optional
        The least length of the result, which is filled up with zeros.

    Returns
    -------
    sums : (max(labeled.max() + 1, minlength),) ndarray
        ``sums[l] = array[labeled == l].sum()``. int64 for bool (a count) and signed integers, uint64 for unsigned
        ones, float64 for floats (longdouble for longdouble).

    Raises
    ------
    TypeError
        If `array` is not real, or `labeled` not integer.
    ValueError
        If the shapes differ, or a label is 2**28 or more.

    Notes
    -----
    Integer sums are exact (modulo 2**64, as NumPy's). Floats are added in raster order in float64. NaN spreads to its
    region's sum. There is always an entry of label 0. mahotas adds in the type of `array`, which wraps. Extra memory:
    none; an int32 copy of labels that are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.labeled_sum(np.array([200, 100, 7], np.uint8), np.array([1, 1, 0]))
    array([  7, 300], dtype=uint64)
    """
    array, labels, rows = _both(array, labeled)
    values = computed(array).ravel()
    rows = max(rows, _size(minlength))
    if array.dtype.kind in "bui":
        sums = np.zeros(rows, np.int64)
        _kernels.sum_integers(values, labels, sums)
        return sums.view(np.uint64) if array.dtype.kind == "u" else sums
    if is_native(values.dtype):
        sums = np.zeros(rows)
        _kernels.sum_reals(values, labels, sums)
        return sums
    sums = np.zeros(rows, values.dtype)
    inside = labels >= 0
    np.add.at(sums, labels[inside], values[inside])
    return sums


def labeled_mean(array: Any, labeled: Any) -> np.ndarray:
    """Average the pixels of each region.

    Parameters
    ----------
    array : (...) ndarray of any real dtype
        What to average.
    labeled : (...) ndarray of integer
        Labels; negative ones are ignored.

    Returns
    -------
    means : (labeled.max() + 1,) ndarray of float64
        ``means[l] = array[labeled == l].mean()``; NaN for labels that do not occur. longdouble for longdouble.

    Raises
    ------
    TypeError, ValueError
        As `labeled_sum`.

    Notes
    -----
    Sums are those of `labeled_sum`; of 64-bit integers they are taken in float64, so that they cannot wrap. Extra
    memory: none, 8 bytes per pixel for 64-bit integers; an int32 copy of labels that are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.labeled_mean(np.array([1.5, 2.5, 7]), np.array([1, 1, 0]))
    array([7., 2.])
    """
    array = check.array(array, "array")
    if array.dtype.kind in "ui" and array.dtype.itemsize == 8:
        array = array.astype(np.float64)
    sums, sizes = labeled_sum(array, labeled), labeled_size(labeled)
    means = sums.astype(np.promote_types(sums.dtype, np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sizes > 0, means / sizes, np.nan)


def _extremes(array, labeled):
    array, labels, rows = _both(array, labeled)
    values = computed(array).ravel()
    compiled = _kernels if is_native(values.dtype) else reference("labeled")
    seen = np.zeros(rows, np.uint8)
    least, most = np.zeros(rows, values.dtype), np.zeros(rows, values.dtype)
    compiled.label_extremes(values, labels, seen, least, most)
    gone = seen == 0
    if array.dtype.kind == "b":
        most[gone], least[gone] = False, True
        return least.astype(bool), most.astype(bool)
    least, most = least.astype(array.dtype.newbyteorder("="), copy=False), most.astype(array.dtype.newbyteorder("="), copy=False)
    limits = np.finfo(array.dtype) if array.dtype.kind == "f" else np.iinfo(array.dtype)
    most[gone], least[gone] = limits.min, limits.max
    return least, most


def labeled_max(array: Any, labeled: Any) -> np.ndarray:
    """Find the largest pixel of each region.

    Parameters
    ----------
    array : (...) ndarray of any real dtype
        Where to look.
    labeled : (...) ndarray of integer
        Labels; negative ones are ignored.

    Returns
    -------
    maxs : (labeled.max() + 1,) ndarray of array.dtype
        ``maxs[l] = array[labeled == l].max()``; for labels that do not occur the lowest (finite) value of the dtype.

    Raises
    ------
    TypeError
        If `array` is not real, or `labeled` not integer.
    ValueError
        If the shapes differ, or a label is 2**28 or more.

    Notes
    -----
    A region with a NaN has NaN. mahotas is wrong for regions of negative floats. Extra memory: none; an int32 copy of
    labels that are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.labeled_max(np.array([-1.5, -2.5, 7]), np.array([1, 1, 0]))
    array([ 7. , -1.5])
    """
    return _extremes(array, labeled)[1]


def labeled_min(array: Any, labeled: Any) -> np.ndarray:
    """Find the smallest pixel of each region.

    Parameters
    ----------
    array : (...) ndarray of any real dtype
        Where to look.
    labeled : (...) ndarray of integer
        Labels; negative ones are ignored.

    Returns
    -------
    mins : (labeled.max() + 1,) ndarray of array.dtype
        ``mins[l] = array[labeled == l].min()``; for labels that do not occur the highest (finite) value of the dtype.

    Raises
    ------
    TypeError
        If `array` is not real, or `labeled` not integer.
    ValueError
        If the shapes differ, or a label is 2**28 or more.

    Notes
    -----
    A region with a NaN has NaN. Extra memory: none; an int32 copy of labels that are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.labeled_min(np.array([-1.5, -2.5, 7]), np.array([1, 1, 0]))
    array([ 7. , -2.5])
    """
    return _extremes(array, labeled)[0]


def labeled_size(labeled: Any) -> np.ndarray:
    """Count the pixels of each region.

    Parameters
    ----------
    labeled : (...) ndarray of integer
        Labels; negative ones are ignored.

    Returns
    -------
    sizes : (labeled.max() + 1,) ndarray of int64
        ``sizes[l] = (labeled == l).sum()``, with that of the background, label 0.

    Raises
    ------
    TypeError
        If `labeled` is not integer.
    ValueError
        If a label is 2**28 or more.

    Notes
    -----
    There is always an entry of label 0. mahotas returns uint32 and asks for 16 GiB where a label is -1. Extra memory:
    none; an int32 copy of labels that are not int32.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.labeled_size(np.array([[0, 2, 2], [0, 0, 2]]))
    array([3, 0, 3])
    """
    labels = as_labels(labeled)
    sizes = np.zeros(regions(labels), np.int64)
    _kernels.label_sizes(labels.ravel(), sizes)
    return sizes


def bbox(f: Any, as_slice: bool = False) -> np.ndarray | list[tuple[slice, ...]]:
    """Find the bounding box of each region.

    Parameters
    ----------
    f : (...) ndarray of integer
        Labels; negative ones are ignored.
    as_slice : bool, optional
        Return slices. Default: False.

    Returns
    -------
    boxes : (f.max() + 1, 2 * f.ndim) ndarray of intp, or list of tuples of slice
        ``boxes[l] = (min_0, max_0, min_1, max_1, …)`` is the half-open box of label l, all zero where l does not occur;
        ``boxes[0]`` is that of the background. With `as_slice`, ``f[boxes[l]]`` is the box.

    Raises
    ------
    TypeError
        If `f` is not integer.
    ValueError
        If a label is 2**28 or more.

    Notes
    -----
    Extra memory: none.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.labeled.bbox(np.array([[0, 0, 1], [0, 2, 1]]))
    array([[0, 2, 0, 2],
           [0, 2, 2, 3],
           [1, 2, 1, 2]])
    """
    labels = as_labels(f, "f")
    boxes = np.zeros((regions(labels, "f"), 2 * max(labels.ndim, 1)), np.int64)
    leading = np.array(labels.shape[:-1], np.int64)
    _kernels.label_boxes(as_lines(labels), leading, np.zeros_like(leading), boxes)
    boxes = boxes[:, : 2 * labels.ndim].astype(np.intp, copy=False)
    if as_slice:
        return [tuple(slice(s, e) for s, e in box) for box in boxes.reshape(len(boxes), -1, 2).tolist()]
    return boxes
