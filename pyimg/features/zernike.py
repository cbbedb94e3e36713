"""Zernike moments."""

import warnings
from functools import lru_cache
from typing import Any

import numpy as np

from .. import _check as check
from .._backend import kernels
from .._prepare import computed, is_native
from ..center_of_mass import center_of_mass

__all__ = ["zernike", "zernike_moments"]

_kernels = kernels("moments")
_BLOCK = 512  # pixels that are worked on at once


@lru_cache(16)
def _rules(degree: int) -> np.ndarray:
    """Give the recurrences of the Jacobi polynomials P_k^(0, l)(t), for all l up to the degree.

    R_n^l(r) = r**l P_k^(0, l)(2 r**2 - 1) with k = (n - l) / 2. The sum of factorials that defines it cancels badly for
    large n; these do not.
    """
    rules = np.zeros((degree + 1, max(1, degree // 2 + 1), 3))
    l = np.arange(degree + 1.0)
    rules[:, 0, 0], rules[:, 0, 1] = (l + 2) / 2, -l / 2
    for k in range(1, rules.shape[1]):
        n = k + 1
        below = 2 * n * (n + l) * (2 * n + l - 2)
        rules[:, k, 0] = (2 * n + l - 1) * (2 * n + l) * (2 * n + l - 2) / below
        rules[:, k, 1] = -(2 * n + l - 1) * l * l / below
        rules[:, k, 2] = -2 * (n - 1) * (n + l - 1) * (2 * n + l) / below
    rules.flags.writeable = False
    return rules


@lru_cache(16)
def _order(degree: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the row of sums of each moment, and its factor (n + 1) / π, in the order of the answer."""
    rows = {}
    for l in range(degree + 1):
        for k in range((degree - l) // 2 + 1):
            rows[l + 2 * k, l] = len(rows)
    pairs = sorted(rows)
    return np.array([rows[pair] for pair in pairs]), np.array([(n + 1) / np.pi for n, _ in pairs])


def zernike_moments(im: Any, radius: float, degree: int = 8, cm: Any = None) -> np.ndarray:
    """Compute the absolute values of the Zernike moments of an image up to a degree.

    Parameters
    ----------
    im : (Y, X) ndarray of any real dtype
        The image. Only pixels above 0 count.
    radius : float
        Radius of the unit disc, in pixels; above 0. What lies outside is left out.
    degree : int, optional
        Largest degree, 0 or more. Default: 8.
    cm : (2,) sequence of float, optional
        Centre of the disc as (row, column), in pixels. Default: the centre of mass of `im`.

    Returns
    -------
    zvalues : (m,) ndarray of float64
        ``(n + 1) / π * abs(Σ p R_nl(r) exp(-i l θ))`` for n = 0 … degree and l = 0 … n with n - l even, n first: (0, 0),
        (1, 1), (2, 0), (2, 2), …; 25 for degree 8. The sums are over the pixels in the disc, p are their values divided
        by the sum of these, r and θ their polar coordinates over `radius`. All 0 where no pixel counts.

    Raises
    ------
    TypeError
        If `im` is not real.
    ValueError
        If `im` has not 2 axes; if `radius`, `degree` or `cm` is out of range.

    Notes
    -----
    The radial polynomials are computed by recurrence, which is accurate for any degree: to 1e-12 for degree 100. mahotas
    sums factorials: its values are wrong from about degree 40. Only the pixels in the disc are computed. Extra memory:
    28 KiB.

    References
    ----------
    M. R. Teague, "Image analysis via the general theory of moments", Journal of the Optical Society of America 70(8),
    1980. doi:10.1364/JOSA.70.000920

    Examples
    --------
    >>> import numpy as np, pyimg as mh
    >>> mh.features.zernike_moments(np.ones((11, 11)), 5, 2).round(3) + 0.0
    array([0.318, 0.   , 0.037, 0.   ])
    """
    im = check.array(im, "im", ndim=2)
    radius = check.number(radius, "radius")
    if radius <= 0:
        raise ValueError(f"`radius` must be positive, not {radius}")
    degree = check.integer(degree, "degree", low=0, high=1000)
    f = computed(im)
    f = f if is_native(f.dtype) else f.astype(np.float64)
    if f.dtype.kind == "f" and not np.isfinite(f).all():
        raise ValueError("`im` must be finite, but has a NaN or an infinity")
    order, factors = _order(degree)
    if cm is None:
        cy, cx = center_of_mass(f)
        if not np.isfinite([cy, cx]).all():  # no mass
            return np.zeros(len(order))
    else:
        if np.size(cm) != 2:
            raise ValueError(f"`cm` must be two numbers, not {np.size(cm)}")
        cy, cx = (check.number(c, "cm") for c in cm)
    # of rows and columns that the disc does not meet nothing is read
    rows, columns = (
        slice(*(int(np.clip(edge, 0, n)) for edge in (np.floor(c - radius), np.floor(c + radius) + 2)))
        for c, n in zip((cy, cx), f.shape)
    )
    f = np.ascontiguousarray(f[rows, columns])
    sums, mass = np.zeros((len(order), 16)), np.zeros(1)
    scratch = np.empty((7, _BLOCK))
    _kernels.disc_sums(
        f, float(cy - rows.start), float(cx - columns.start), radius, degree, _rules(degree), scratch, sums, mass
    )
    if not mass[0]:
        return np.zeros(len(order))
    lanes = sums.reshape(-1, 2, 8).sum(2)[order] / mass[0]
    return factors * np.hypot(lanes[:, 0], lanes[:, 1])


def zernike(im: Any, degree: int, radius: float, cm: Any = None) -> np.ndarray:
    """Compute Zernike moments: mahotas's deprecated order of arguments, see `zernike_moments`.

    Parameters
    ----------
    im, degree, radius, cm : as those of `zernike_moments`
        The image, the largest degree, the radius, the centre.

    Returns
    -------
    zvalues : (m,) ndarray of float64
        As `zernike_moments` gives.

    Raises
    ------
    TypeError, ValueError
        As `zernike_moments`.

    Notes
    -----
    Extra memory: as `zernike_moments`.

    Examples
    --------
    >>> import warnings
    >>> import numpy as np, pyimg as mh
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     len(mh.features.zernike(np.ones((5, 5)), 8, 2))
    25
    """
    warnings.warn(
        "deprecated `zernike`: use `zernike_moments`, whose radius comes before its degree", DeprecationWarning, stacklevel=2
    )
    return zernike_moments(im, radius, degree, cm)
