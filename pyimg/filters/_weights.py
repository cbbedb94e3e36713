"""Weights of Gaussians and of their derivatives, for lines of any length."""

from functools import lru_cache
from math import erf, pi, sqrt

import numpy as np

_FINE = 1 / 16  # steps, in sigmas, that need not be taken one by one
_SHORT = 1 << 12  # pixels of lines for which weights are kept


def _radius(sigma: float) -> int:
    radius = int(4 * sigma + 0.5)
    if radius < 1:
        raise ValueError(f"`sigma` must be at least 0.125 (or 0 for no smoothing at order 0), not {sigma}")
    return radius


def gaussian(sigma: float, order: int) -> np.ndarray:
    """Return the weights of a Gaussian, or of mahotas's derivatives of it."""
    radius = _radius(sigma)
    x = np.arange(-radius, radius + 1.0)
    s2 = sigma * sigma
    weights = np.exp(x * x / (-2 * s2))
    weights /= weights.sum()
    if order == 1:
        weights *= -x / s2
    elif order == 2:
        weights *= (x * x / s2 - 1) / s2
    elif order == 3:
        weights *= (3 - x * x / s2) * x / (s2 * s2)
    return weights


def on_line(sigma: float, order: int, n: int, mode: str) -> np.ndarray | None:
    """Return the weights of `gaussian` for lines of n pixels, None where nothing is to do.

    Of weights much longer than the line, which is repeated with a period (or is constant) outside, those that always
    meet the same pixel are added: shorter weights, with the same sums.
    """
    return (_kept if n <= _SHORT else _on_line)(sigma, order, n, mode)


def _on_line(sigma, order, n, mode):
    if sigma == 0 and order == 0:
        return None
    radius = _radius(sigma)
    period = {"wrap": n, "reflect": 2 * n, "mirror": 2 * n - 2}.get(mode, 0)
    reach = max(1, period or n)
    if not n:
        return None
    if radius <= 2 * reach:
        return gaussian(sigma, order)
    short = np.zeros(2 * reach + 1)
    if period:  # a step k is also k - period: both get their part, so that the sums stay symmetric
        k = np.arange(period)
        sums = _sums(sigma, order, (k + radius) % period - radius, radius - (radius - k) % period, period)
        short[:period], short[period:-1] = sums * (k / period), sums * (1 - k / period)
    else:
        short[1:-1] = _derivative(np.arange(1 - n, n) / sigma, order)
        short[-1] = _sums(sigma, order, np.array([n]), np.array([radius]), 1)[0]
        short[0] = short[-1] * (-1) ** order
    short /= _sums(sigma, 0, np.array([-radius]), np.array([radius]), 1) * sigma**order
    return (short + (-1) ** order * short[::-1]) / 2


@lru_cache(64)
def _kept(sigma, order, n, mode):
    weights = _on_line(sigma, order, n, mode)
    if weights is not None:
        weights.flags.writeable = False
    return weights


def _derivative(t, order):
    """Return that derivative of φ(t) = exp(-t² / 2); its integral for -1."""
    if order < 0:
        return np.array([sqrt(pi / 2) * erf(v / sqrt(2)) for v in t.tolist()])
    before, found = np.zeros(t.shape), np.exp(-t * t / 2)
    for k in range(order):
        before, found = found, -t * found - k * before
    return found


def _sums(sigma, order, first, last, step):
    """Add that derivative of φ at first / sigma, (first + step) / sigma, …, last / sigma, for each pair of ends.

    Steps that are small against sigma are not taken one by one: the formula of Euler and Maclaurin, whose next term is
    below 1e-15, tells the sum from the integral and derivatives at the ends.
    """
    h = step / sigma
    if h > _FINE:
        x = first[:, None] + step * np.arange((last - first).max() // step + 1)
        return np.where(x <= last[:, None], _derivative(x / sigma, order), 0).sum(1)
    a, b = first / sigma, last / sigma
    total = (_derivative(a, order) + _derivative(b, order)) / 2
    for k, share in ((-1, 1 / h), (1, h / 12), (3, -(h**3) / 720), (5, h**5 / 30240), (7, -(h**7) / 1209600)):
        total += share * (_derivative(b, order + k) - _derivative(a, order + k))
    return total
