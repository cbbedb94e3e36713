"""sRGB, CIE XYZ and CIE L*a*b*."""

from typing import Any

import numpy as np

from .._backend import kernels
from .._cast import result_dtype
from .._threads import blockwise
from .pixels import coloured

__all__ = ["lab2rgb", "lab2xyz", "rgb2lab", "rgb2xyz", "xyz2lab", "xyz2rgb"]

_kernels = kernels("colors")

# The numbers of mahotas: IEC 61966-2-1 and D65 to four digits (the second is not quite the inverse of the first).
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_TO_RGB = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])
_WHITE = np.array([0.95047, 1.0, 1.08883])
_NONE = np.empty(0)


def _linear(values):
    """Undo the gamma of sRGB: light from values that are 255 at full scale."""
    values = np.ascontiguousarray(values, np.float64)
    light = np.empty_like(values)
    _kernels.linear(values.reshape(-1), light.reshape(-1))
    return light


def _light(a):
    """Give (array, table of linear light): a table for grey levels that have one, None for others."""
    if a.dtype.kind in "ui" and a.dtype.itemsize > 2 and a.size and a.min() >= 0 and a.max() < 65536:
        a = a.astype(np.uint16)
    table = a.dtype in (np.uint8, np.uint16) and a.size
    return a, _linear(np.arange(int(a.max()) + 1)) if table else None


def _xyz(pixels, table, answer):
    if table is None:
        _kernels.mix(_linear(pixels), _TO_XYZ, answer)
    else:
        _kernels.mix_table(pixels, table, _TO_XYZ, answer)


def rgb2xyz(rgb: Any, dtype: Any = None, *, threads: int | None = None) -> np.ndarray:
    """Convert sRGB to CIE XYZ.

    Parameters
    ----------
    rgb : (..., 3) or (..., 4) ndarray of bool, integer or float
        Red, green, blue from 0 to 255 (for every dtype) and perhaps alpha, which is dropped.
    dtype : dtype, default None
        Of the answer; None means float64. Integers are rounded and kept within their range.
    threads : int or None, default None
        Number of threads.

    Returns
    -------
    xyz : (..., 3) ndarray
        X, Y, Z; white has Y = 1.

    Raises
    ------
    ValueError, TypeError
        As `rgb2grey`.

    Notes
    -----
    Linear light is ``c / 12.92`` up to c = 0.04045 and ``((c + 0.055) / 1.055) ** 2.4`` above, with c the value
    / 255, with relative errors below 2e-15. The matrix is mahotas's, of four digits. NaN and infinity make NaN.
    Extra memory: 400 KiB.

    References
    ----------
    IEC 61966-2-1:1999, Default RGB colour space - sRGB.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.rgb2xyz(np.array([255, 255, 255])).round(4)
    array([0.9505, 1.    , 1.089 ])
    """
    dtype = result_dtype(float if dtype is None else dtype)
    a, table = _light(coloured(rgb, "rgb", alpha=True))

    def fill(pixels, answer):
        _xyz(pixels, table, answer)

    return blockwise(fill, a.reshape(-1, 3), a.shape, dtype, cost=8, threads=threads)


def _float64(a):
    return a.astype(np.float64, copy=False)


def xyz2rgb(xyz: Any, dtype: Any = None, *, threads: int | None = None) -> np.ndarray:
    """Convert CIE XYZ to sRGB.

    Parameters
    ----------
    xyz : (..., 3) ndarray of bool, integer or float
        X, Y, Z; white has Y = 1.
    dtype : dtype, default None
        Of the answer; None means float64. Integers are rounded and kept within their range.
    threads : int or None, default None
        Number of threads.

    Returns
    -------
    rgb : (..., 3) ndarray
        Red, green, blue from 0 to 255; colours that sRGB does not have lie outside (floats are not clipped).

    Raises
    ------
    ValueError
        If the last axis is not 3.
    TypeError
        As `rgb2grey`.

    Notes
    -----
    The matrix has mahotas's four digits, so `rgb2xyz` and back is exact to 0.1 of 255. mahotas applies `dtype`
    before the gamma and then ignores it. Powers have relative errors below 1e-15. NaN and infinity make NaN.
    Extra memory: 200 KiB; 24 bytes per pixel where the image is not float.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.xyz2rgb(mh.rgb2xyz(np.array([[10, 20, 200]])), dtype=np.uint8)
    array([[ 10,  20, 200]], dtype=uint8)
    """
    dtype = result_dtype(float if dtype is None else dtype)
    a = _float64(coloured(xyz, "xyz", alpha=False))

    def fill(pixels, answer):
        _kernels.xyz_to_rgb(pixels, _NONE, _TO_RGB, answer)

    return blockwise(fill, a.reshape(-1, 3), a.shape, dtype, cost=8, threads=threads)


def xyz2lab(xyz: Any, dtype: Any = None, *, threads: int | None = None) -> np.ndarray:
    """Convert CIE XYZ to CIE L*a*b* (D65).

    Parameters
    ----------
    xyz : (..., 3) ndarray of bool, integer or float
        X, Y, Z; white has Y = 1.
    dtype : dtype, default None
        Of the answer; None means float64. Integers are rounded and kept within their range.
    threads : int or None, default None
        Number of threads.

    Returns
    -------
    lab : (..., 3) ndarray
        L* from 0 to 100, a* and b*: ``116 f(Y) - 16``, ``500 (f(X) - f(Y))``, ``200 (f(Y) - f(Z))`` with f the
        cube root above (6/29)**3 and a line below, of X / 0.95047, Y and Z / 1.08883.

    Raises
    ------
    ValueError, TypeError
        As `xyz2rgb`.

    Notes
    -----
    Cube roots are exact to 4 units in the last place. NaN and infinity make NaN. Extra memory: 24 bytes per pixel where
    the image is not float.

    References
    ----------
    ISO/CIE 11664-4:2019, Colorimetry - CIE 1976 L*a*b* colour space.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.xyz2lab(np.array([0.95047, 1.0, 1.08883])).round(6) + 0.0
    array([100.,   0.,   0.])
    """
    dtype = result_dtype(float if dtype is None else dtype)
    a = _float64(coloured(xyz, "xyz", alpha=False))

    def fill(pixels, answer):
        _kernels.xyz_to_lab(pixels, _WHITE, answer)

    return blockwise(fill, a.reshape(-1, 3), a.shape, dtype, cost=8, threads=threads)


def rgb2lab(rgb: Any, dtype: Any = None, *, threads: int | None = None) -> np.ndarray:
    """Convert sRGB to CIE L*a*b* (D65).

    Parameters
    ----------
    rgb : (..., 3) or (..., 4) ndarray of bool, integer or float
        Red, green, blue from 0 to 255 (for every dtype) and perhaps alpha, which is dropped.
    dtype : dtype, default None
        Of the answer; None means float64. Integers are rounded and kept within their range.
    threads : int or None, default None
        Number of threads.

    Returns
    -------
    lab : (..., 3) ndarray
        ``xyz2lab(rgb2xyz(rgb))``.

    Raises
    ------
    ValueError, TypeError
        As `rgb2grey`.

    Notes
    -----
    With the four-digit matrix white is (100, 0.005, -0.010), as in mahotas. Extra memory: 400 KiB.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.rgb2lab(np.array([[255, 0, 0]], np.uint8)).round(1)
    array([[53.2, 80.1, 67.2]])
    """
    dtype = result_dtype(float if dtype is None else dtype)
    a, table = _light(coloured(rgb, "rgb", alpha=True))

    def fill(pixels, answer):
        if table is not None:
            _kernels.table_to_lab(pixels, table, _TO_XYZ, _WHITE, answer)
        else:
            xyz = np.empty((len(pixels), 3))
            _xyz(pixels, None, xyz)
            _kernels.xyz_to_lab(xyz, _WHITE, answer)

    return blockwise(fill, a.reshape(-1, 3), a.shape, dtype, cost=15, threads=threads)


def lab2xyz(lab: Any, dtype: Any = None, *, threads: int | None = None) -> np.ndarray:
    """Convert CIE L*a*b* (D65) to CIE XYZ: the inverse of `xyz2lab`.

    Parameters
    ----------
    lab : (..., 3) ndarray of bool, integer or float
        L*, a*, b*.
    dtype : dtype, default None
        Of the answer; None means float64. Integers are rounded and kept within their range.
    threads : int or None, default None
        Number of threads.

    Returns
    -------
    xyz : (..., 3) ndarray
        X, Y, Z; white has Y = 1.

    Raises
    ------
    ValueError, TypeError
        As `xyz2rgb`.

    Notes
    -----
    Extra memory: 200 KiB; 24 bytes per pixel where the image is not float.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.lab2xyz(np.array([100, 0, 0])).round(5)
    array([0.95047, 1.     , 1.08883])
    """
    dtype = result_dtype(float if dtype is None else dtype)
    a = _float64(coloured(lab, "lab", alpha=False))

    def fill(pixels, answer):
        _kernels.lab_to_xyz(pixels, _WHITE, answer)

    return blockwise(fill, a.reshape(-1, 3), a.shape, dtype, cost=5, threads=threads)


def lab2rgb(lab: Any, dtype: Any = None, *, threads: int | None = None) -> np.ndarray:
    """Convert CIE L*a*b* (D65) to sRGB: the inverse of `rgb2lab`.

    Parameters
    ----------
    lab : (..., 3) ndarray of bool, integer or float
        L*, a*, b*.
    dtype : dtype, default None
        Of the answer; None means float64. Integers are rounded and kept within their range.
    threads : int or None, default None
        Number of threads.

    Returns
    -------
    rgb : (..., 3) ndarray
        ``xyz2rgb(lab2xyz(lab))``, from 0 to 255.

    Raises
    ------
    ValueError, TypeError
        As `xyz2rgb`.

    Notes
    -----
    Extra memory: 200 KiB; 24 bytes per pixel where the image is not float.

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.lab2rgb(mh.rgb2lab(np.array([10, 20, 200])), dtype=np.uint8)
    array([ 10,  20, 200], dtype=uint8)
    """
    dtype = result_dtype(float if dtype is None else dtype)
    a = _float64(coloured(lab, "lab", alpha=False))

    def fill(pixels, answer):
        _kernels.xyz_to_rgb(pixels, _WHITE, _TO_RGB, answer)

    return blockwise(fill, a.reshape(-1, 3), a.shape, dtype, cost=8, threads=threads)
