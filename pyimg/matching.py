"""Find templates: how much windows of an image differ from one, and where none does."""

from typing import Any

import numpy as np

from . import _check as check
from . import _prepare as prepare
from . import _transforms as transforms
from ._backend import kernels, reference
from ._threads import slabs

_kernels = kernels("matching")
_SINGLE, _DOUBLE = np.dtype(np.float32), np.dtype(np.float64)
_EIGHT_BITS = 256  # squares of differences of 8 bits that add up to less than 2**24
_CHUNK = 32  # squares that are added in float32 before the sum goes to a double
_EXACT = 2**53
_SOME = 64  # pixels of a template of 8 bits from which integers are faster
# Pixels of a template from which transforms are faster: in a plane that is not small, and elsewhere.
_MANY, _MANY_IN_SPACE = {"b": 320, "u": 320, "i": 320, "f": 180}, {"b": 2500, "u": 2500, "i": 2500, "f": 1024}


def template_match(
    f: Any,
    template: Any,
    mode: str = "reflect",
    cval: float = 0.0,
    out: np.ndarray | None = None,
    output: np.ndarray | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """Sum the squared differences between a template and the window around each pixel.

    Parameters
    ----------
    f : (...) array_like of bool, integer or float
        The image, of any dimension.
    template : array_like of bool, integer or float
        As many axes as `f`, not empty, of any size; the pixel at ``size // 2`` of each axis is its centre.
    mode : {'nearest', 'wrap', 'reflect', 'mirror', 'constant', 'ignore'}, default 'reflect'
        What lies outside the image. 'constant' and 'ignore' leave it out of the sum, as in mahotas.
    cval : float, default 0.0
        Nothing but 0: there is no constant outside.
    out : ndarray, optional
        Where to put the result: its exact shape and dtype, C-contiguous. It may be `f`.
    output : ndarray, optional
        Deprecated name of `out`.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    match : (...) ndarray of float64, or of f.dtype if that is a float
        ``sum_k (f[i + k - size // 2] - template[k])**2``: 0 where the template is, small where it almost is.

    Raises
    ------
    ValueError
        If `template` has another number of axes than `f` or is empty, `cval` is not 0, or `out` does not fit.

    See Also
    --------
    find : where the template is exactly

    Notes
    -----
    Nothing wraps: sums over integers of up to 16 bits are exact up to 2**53, those over wider integers are of
    exact differences. Neither image nor template is cast to what does not hold it. For float32 up to 32
    squares are added in float32, these sums in float64. Differences are squared as they are: where the
    template fits the sum is 0, which it is not for methods that expand the square. It is expanded where that is as
    good: for planes of 8 bits, from 64 pixels of the template on, in integers, which is exact; and with Fourier
    transforms for planes of integers of up to 16 bits and templates of 320 pixels and more, where their error is certain
    to be under 1/4, so that rounding gives the exact sum, and for float32 and 180 pixels, where sums that might be off
    by more than 2**-24 of themselves are made anew; for other numbers of axes from 2500 and 1024 pixels on. NaN spreads
    over the window. Extra memory: 4 bytes per pixel at most for images of 8 bits and float32, else 8, and 8 for the
    sums; with transforms of planes some rows, of others about 64.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> f = np.array([[0, 0, 200, 0, 0]], np.uint8)
    >>> mh.template_match(f, np.array([[0, 200, 0]], np.uint8))
    array([[40000., 80000.,     0., 80000., 40000.]])
    """
    f = check.array(f, "f")
    template = prepare.native(check.array(template, "template", empty=False))
    if template.ndim != f.ndim:
        raise ValueError(f"`template` must have {f.ndim} axes, one per axis of `f`, not {template.ndim}")
    mode = check.choice(mode, "mode", tuple(prepare.MODES))
    if check.number(cval, "cval", finite=False) != 0:
        raise ValueError(f"`cval` must be 0, for pixels outside are left out of the sum, not {cval}")
    out = prepare.renamed_output(out, output, "template_match")
    dtype = f.dtype.newbyteorder("=") if f.dtype.kind == "f" else _DOUBLE
    out = check.out(out, f.shape, dtype)
    if f.size:
        direct = dtype in (_SINGLE, _DOUBLE) and not prepare.overlaps(f, out) and not prepare.overlaps(template, out)
        sums = _squares(np.atleast_1d(f), np.atleast_1d(template), mode, out if direct else None, threads)
        if sums is not out:
            with np.errstate(all="ignore"):
                out[...] = sums.reshape(out.shape)
    return out


def _sum_type(f, template):
    """Choose the type in which differences are exact, and how many of its sums go to a wider one at a time."""
    common = np.result_type(f, template)
    if common.kind in "bui" and common.itemsize == 1:
        return _SINGLE, _EIGHT_BITS
    if common.kind == "f" and common.itemsize <= 4 and f.dtype.kind == template.dtype.kind:
        return _SINGLE, _CHUNK
    for a in (f, template):
        if a.dtype.kind in "ui" and a.dtype.itemsize == 8 and a.size and max(-int(a.min()), int(a.max())) > _EXACT:
            return np.dtype(np.longdouble), template.size
    return (_DOUBLE if common != np.longdouble else common), template.size


def _squares(f, template, mode, out, threads):
    dtype, chunk = _sum_type(f, template)
    before = [n // 2 for n in template.shape]
    after = [n - 1 - n // 2 for n in template.shape]
    many = (_MANY if f.ndim == 2 else _MANY_IN_SPACE)[f.dtype.kind]
    if template.size >= many and f.size * template.size >= many << 14 and mode not in ("constant", "ignore"):
        sums = _transformed(f, template, dtype, before, after, mode, threads, out)
        if sums is not None:
            return sums
    out = out if out is not None and out.dtype == _DOUBLE else None
    skip = mode in ("constant", "ignore") and template.size > 1
    if f.ndim == 2 and chunk == _EIGHT_BITS and _SOME <= template.size < 1 << 15 and not skip:
        return _eight_bits(f, template, before, after, mode, out, threads)
    src = _padded(f, dtype, before, after, mode)
    inside = _padded(np.ones(f.shape, bool), dtype, before, after, mode) if skip else src[:0]
    strides = np.array(src.strides, np.int64) // src.itemsize
    steps = np.tensordot(strides, np.indices(template.shape, np.int64), 1).ravel()
    taps = np.ascontiguousarray(template, dtype).ravel()
    native = prepare.is_native(dtype)
    kernel = (_kernels if native else reference("matching")).squares
    sums = np.empty(f.shape, _DOUBLE if native else dtype) if out is None else out
    shape = np.array(f.shape, np.int64)

    def run(start, stop):
        scratch = np.empty(1024, dtype)
        kernel(src.ravel(), inside.ravel(), shape, strides, steps, taps, chunk, start, stop, scratch, flat)

    flat = sums.reshape(-1)
    slabs(run, f.size // f.shape[-1], work=f.size * template.size * dtype.itemsize * 1e-8, threads=threads)
    return sums


def _eight_bits(f, template, before, after, mode, out, threads):
    """Give the sums for a plane and a template of 8 bits, in integers."""
    src = _padded(f, np.dtype(np.int16), before, after, mode)
    lines, columns = template.shape
    turned, step = _turned(template)
    _, g, n = turned.shape
    sums = np.empty(f.shape, _DOUBLE) if out is None else out
    room = (((f.shape[1] - 1) // g + 3) * step + n) // 4 + (5 * src.shape[1] + 8 * g) // 2 + 1

    def run(start, stop):
        _kernels.squares8(src, turned, step, columns, start, stop, prepare.aligned((room,), np.int64), sums)

    slabs(run, len(f), work=f.size * (20 + template.size / 25) * 1e-6, threads=threads, least=2 * lines)
    return sums


def _turned(template):
    """Give a template in groups of columns as kernel ``squares8`` takes it, and the numbers in a group."""
    lines, columns = template.shape
    ring = lines + 1
    sizes = {g: -(-g * ring // 32) * 32 for g in (1, 2, 4, 8)}
    groups = {g: -(-(g - 1 + columns) // g) for g in sizes}
    g = min(sizes, key=lambda g: groups[g] * sizes[g])  # the fewest zeros
    turned = prepare.aligned((ring, g, groups[g] * sizes[g]), np.int16)
    turned[...] = 0
    twice = np.zeros((g, groups[g], g, 2 * ring), np.int16)
    for c in range(g):
        twice[c].reshape(-1, 2, ring)[c : c + columns, :, :lines] = template.T[:, None]
    places = turned.reshape(ring, g, groups[g], -1)[..., : g * ring].reshape(ring, *twice.shape[:-1], ring)
    for r in range(ring):
        places[r] = twice[..., ring - r : 2 * ring - r]
    return turned, sizes[g]


def _padded(f, dtype, before, after, mode, less=0):
    """Give `f` as `dtype`, less a number, with what lies outside around it; zeros where that is nothing."""
    nothing = mode in ("constant", "ignore")
    wide = (np.zeros if nothing else np.empty)([b + n + a for b, n, a in zip(before, f.shape, after)], dtype)
    inside = wide[tuple(slice(b, b + n) for b, n in zip(before, f.shape))]
    if less:
        np.subtract(f, less, out=inside, dtype=dtype)
    else:
        inside[...] = f
    if nothing:
        return wide
    for axis, (b, n, a) in enumerate(zip(before, f.shape, after)):
        lines = np.moveaxis(wide, axis, 0)
        places = prepare.outside(n, b, a, mode) + b
        lines[:b] = lines[places[:b]]
        lines[b + n :] = lines[places[b:]]
    return wide


def _transformed(f, template, dtype, before, after, mode, threads, out=None):
    """Give the sums by Fourier transforms, or None where these might not be as good."""
    if "f" in (f.dtype.kind, template.dtype.kind):
        if dtype != _SINGLE:
            return None
    elif max(f.dtype.itemsize, template.dtype.itemsize) > 2:
        return None
    a = f.view(np.uint8) if f.dtype == bool else f

    def padded(less):
        return _padded(a, _DOUBLE, before, after, mode, less)

    return transforms.squares(a, template, before, after, mode, padded, threads, out)


def find(f: Any, template: Any, *, threads: int | None = None) -> np.ndarray:
    """Find the places where a template is exactly.

    Parameters
    ----------
    f : (...) array_like of bool, integer or float
        The image, of any dimension.
    template : array_like of bool, integer or float
        As many axes as `f`, not empty.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    found : (...) ndarray of bool
        True where ``f[i : i + size]`` equals `template`: at the first corner (in 2-D the top left one) of
        each match. ``np.argwhere(found)`` gives their coordinates.

    Raises
    ------
    ValueError
        If `template` has another number of axes than `f` or is empty.

    See Also
    --------
    template_match : how much each window differs

    Notes
    -----
    Values are compared as numbers: 257 is in no uint8 image, 0.5 in none of integers, NaN nowhere, and -0.0 is 0.0.
    Extra memory: none, but a copy of `f` where it is not in native order or, for floats, the template has zeros.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.find([[1, 2, 1, 2], [3, 4, 3, 5]], [[1, 2], [3, 4]])
    array([[ True, False, False, False],
           [False, False, False, False]])
    """
    f = check.array(f, "f")
    template = prepare.native(check.array(template, "template", empty=False))
    if template.ndim != f.ndim:
        raise ValueError(f"`template` must have {f.ndim} axes, one per axis of `f`, not {template.ndim}")
    found = np.zeros(f.shape, bool)
    taps = _same_values(template, f.dtype.newbyteorder("="))
    if taps is None or any(k > n for k, n in zip(template.shape, f.shape)):
        return found
    a = prepare.native(f)
    if a.dtype.kind == "f" and not taps.all():
        a, taps = a + 0, taps + 0  # -0.0 becomes 0.0
    strides = np.array(a.strides, np.int64) // a.itemsize
    steps = np.tensordot(strides, np.indices(taps.shape, np.int64), 1).ravel() if a.ndim else np.zeros(1, np.int64)
    native = a.itemsize <= 8
    a, taps, flat = a.reshape(-1), taps.reshape(-1), found.reshape(-1).view(np.uint8)
    if native:
        a, taps = a.view(f"u{a.itemsize}"), taps.view(f"u{a.itemsize}")
    kernel = (_kernels if native else reference("matching")).find
    places = a.size - int(steps[-1])
    slabs(lambda start, stop: kernel(a, steps, taps, start, stop, flat), places, work=places * 1e-6, threads=threads)
    for axis, (k, n) in enumerate(zip(template.shape, f.shape)):
        np.moveaxis(found, axis, 0)[n - k + 1 :] = False  # what went on in the next row
    return found


def _same_values(template, dtype):
    """Give the template as `dtype`, or None where that does not hold all its values."""
    if template.dtype == dtype:
        same = template
    else:
        if template.dtype.kind == "f" and dtype.kind in "bui":
            low, high = (0, 1) if dtype.kind == "b" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
            if not np.all((template >= low) & (template < float(high) + (float(high) < 2**53))):
                return None
        with np.errstate(all="ignore"):
            same = template.astype(dtype)
    if template.dtype.kind == "f" and np.isnan(template).any():
        return None
    if same is not template and not _equal(same, template):
        return None
    return np.ascontiguousarray(same, dtype).reshape(template.shape)


def _equal(a, b):
    """Say whether all numbers are the same, whatever their types."""
    with np.errstate(all="ignore"):
        if a.dtype.kind in "bui" and b.dtype.kind in "bui":
            return bool(np.array_equal(a, b) and np.array_equal(a < 0, b < 0))
        return bool(np.array_equal(a.astype(np.longdouble), b.astype(np.longdouble)))
