"""Haar's and Daubechies's wavelets, forth and back."""

from typing import Any

import numpy as np

from .. import _check as check
from . import _banks as banks
from ._codes import CODES


def haar(
    f: Any, preserve_energy: bool = True, inline: bool = False, *, axes: Any = None, threads: int | None = None
) -> np.ndarray:
    """Haar transform, one level.

    Parameters
    ----------
    f : (H, W) array_like of bool, integer or float
        The image; more or fewer axes with `axes`.
    preserve_energy : bool, default True
        Divide by 2 (in general by the square root of 2 for each axis), which keeps the sum of squares.
    inline : bool, default False
        Write the result to `f` if that is a float array, and return `f` itself.
    axes : int or sequence of int, optional
        The axes to transform, default the two of an image. ``axes=range(f.ndim)`` takes all.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    transformed : ndarray of float
        The shape of `f`, and its dtype if that is a float, else float64. Along each axis of n pixels, with
        ``half = n // 2``: sums ``f[2x] + f[2x + 1]`` at x, differences ``f[2x + 1] - f[2x]`` at ``half + x``,
        and for an odd n the last pixel, times the square root of 2, at the end.

    Raises
    ------
    ValueError
        If `f` does not have two axes and `axes` is not given, or is read-only and `inline` is true.

    See Also
    --------
    ihaar : the inverse, for odd sizes too
    daubechies : longer weights

    Notes
    -----
    float16 is computed as float32. NaN spreads over its block. Extra memory: the result, and a few rows.

    References
    ----------
    A. Haar, "Zur Theorie der orthogonalen Funktionensysteme", Mathematische Annalen 69 (1910) 331-371,
    doi:10.1007/BF01456326.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.haar([[1, 2], [3, 6]], preserve_energy=False)
    array([[12.,  4.],
           [ 6.,  2.]])
    """
    f, axes = banks.image(f, inline, axes)
    factors = banks.scales(len(axes), 0.5 if preserve_energy else 1.0)
    return banks.apply("analyse", f, axes, banks.split(CODES["D2"], factors), "constant", inline, threads)


def ihaar(
    f: Any, preserve_energy: bool = True, inline: bool = False, *, axes: Any = None, threads: int | None = None
) -> np.ndarray:
    """Inverse of `haar`.

    Parameters
    ----------
    f : (H, W) array_like of bool, integer or float
        What `haar` gave.
    preserve_energy : bool, default True
        What `haar` was told.
    inline : bool, default False
        Write the result to `f` if that is a float array, and return `f` itself.
    axes : int or sequence of int, optional
        What `haar` was told.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    image : ndarray of float
        The shape of `f`, and its dtype if that is a float, else float64. Along each axis ``(l - h) / 2`` at
        2x and ``(l + h) / 2`` at ``2x + 1`` for ``l = f[x]`` and ``h = f[n // 2 + x]``, and for an odd n the last
        value divided by the square root of 2; with `preserve_energy` times 2 (root of 2 for each axis).

    Raises
    ------
    ValueError
        If `f` does not have two axes and `axes` is not given, or is read-only and `inline` is true.

    See Also
    --------
    haar : the transform

    Notes
    -----
    Extra memory: as `idaubechies`.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.ihaar(mh.haar([[1, 2, 4], [3, 6, 0]])).round(12)
    array([[1., 2., 4.],
           [3., 6., 0.]])
    """
    f, axes = banks.image(f, inline, axes)
    factors = banks.scales(len(axes), 2.0 if preserve_energy else 1.0)
    return banks.apply("synthesise", f, axes, banks.join(CODES["D2"], factors), "constant", inline, threads)


def _weights(code):
    return CODES[check.choice(code, "code", tuple(CODES))]


def daubechies(
    f: Any, code: str, inline: bool = False, *, mode: str = "constant", axes: Any = None, threads: int | None = None
) -> np.ndarray:
    """Transform by Daubechies's wavelets of extremal phase, one level.

    Parameters
    ----------
    f : (H, W) array_like of bool, integer or float
        The image; more or fewer axes with `axes`.
    code : {'D2', 'D4', 'D6', 'D8', 'D10', 'D12', 'D14', 'D16', 'D18', 'D20'}
        The number of weights: twice that of vanishing moments.
    inline : bool, default False
        Write the result to `f` if that is a float array, and return `f` itself.
    mode : {'constant', 'wrap'}, default 'constant'
        What lies beyond the end: zeros, as in mahotas, or the begin, which loses nothing.
    axes : int or sequence of int, optional
        The axes to transform, default the two of an image. ``axes=range(f.ndim)`` takes all.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    transformed : ndarray of float
        The shape of `f`, and its dtype if that is a float, else float64. Along each axis of n pixels, with K
        weights c (of sum 2) and ``half = n // 2``: ``sum_i c[K - 1 - i] * f[2x + i]`` at x,
        ``sum_i (-1)**(i + 1) * c[i] * f[2x + i]`` at ``half + x``, and for an odd n the last pixel, times the
        square root of 2, at the end.

    Raises
    ------
    ValueError
        If `code` is no such, `f` does not have two axes and `axes` is not given, or `f` is read-only and `inline` is
        true.

    See Also
    --------
    idaubechies : the inverse
    wavelet_center : a border of zeros, with which ``mode='constant'`` loses nothing either

    Notes
    -----
    The transform doubles the sum of squares for each axis if ``mode='wrap'``. Weights are float64, rounded to
    float32 for float32 images, which are summed in float32. With 'wrap' an image of odd size begins anew
    after the last whole pair. NaN and infinity spread over the pixels whose sums they enter. Extra memory:
    the result, and a few rows.

    References
    ----------
    I. Daubechies, "Orthonormal bases of compactly supported wavelets", Communications on Pure and Applied
    Mathematics 41 (1988) 909-996, doi:10.1002/cpa.3160410705.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.daubechies(np.ones((1, 8)), "D4", mode="wrap", axes=1).round(12)
    array([[2., 2., 2., 2., 0., 0., 0., 0.]])
    """
    weights = _weights(code)
    f, axes = banks.image(f, inline, axes)
    return banks.apply("analyse", f, axes, banks.split(weights, [1.0] * len(axes)), mode, inline, threads)


def idaubechies(
    f: Any, code: str, inline: bool = False, *, mode: str = "constant", axes: Any = None, threads: int | None = None
) -> np.ndarray:
    """Inverse of `daubechies`.

    Parameters
    ----------
    f : (H, W) array_like of bool, integer or float
        What `daubechies` gave.
    code : {'D2', 'D4', 'D6', 'D8', 'D10', 'D12', 'D14', 'D16', 'D18', 'D20'}
        What it was told.
    inline : bool, default False
        Write the result to `f` if that is a float array, and return `f` itself.
    mode : {'constant', 'wrap'}, default 'constant'
        What `daubechies` was told. With 'constant' each band goes on before its begin as it begins.
    axes : int or sequence of int, optional
        What `daubechies` was told.
    threads : int, optional
        Number of threads, default ``get_threads()``. The result does not depend on it.

    Returns
    -------
    image : ndarray of float
        The shape of `f`, and its dtype if that is a float, else float64. Along each axis of n pixels, with K
        weights c and ``half = n // 2``: ``sum_j (c[K - 1 - i] * f[x - j] + (-1)**(i + 1) * c[i] * f[half + x - j]) / 2``
        over ``i = e + 2j`` at ``2x + e`` for e of 0 and 1, and for an odd n the last value divided by the square
        root of 2.

    Raises
    ------
    ValueError
        If `code` is no such, `f` does not have two axes and `axes` is not given, or `f` is read-only and `inline` is
        true.

    See Also
    --------
    daubechies : the transform

    Notes
    -----
    With ``mode='wrap'`` this is the inverse for any size. With 'constant' the first K - 2 pixels of each axis
    only come near the image's, unless these are zeros: what zeros beyond the end make of n pixels cannot be undone.
    Extra memory: the image as float twice: 16 bytes per pixel, 4 for float32, 8 for float64.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> f = np.arange(30.0).reshape(5, 6)
    >>> t = mh.daubechies(f, "D8", mode="wrap")
    >>> np.allclose(mh.idaubechies(t, "D8", mode="wrap"), f)
    True
    """
    weights = _weights(code)
    f, axes = banks.image(f, inline, axes)
    return banks.apply("synthesise", f, axes, banks.join(weights, [1.0] * len(axes)), mode, inline, threads)
