"""Sums of an image times polynomials in NumPy: what pyimg/_ext/moments.pyx must compute."""

import numpy as np


def _lanes(values, sums=None):
    """Add values to eight sums in turn, one after the other."""
    sums = np.zeros(8) if sums is None else sums
    for at in range(0, len(values), 8):
        part = values[at : at + 8]
        sums[: len(part)] += part
    return sums


def weighted_lines(a, weights, out):
    """Write the sum of each line times the weights."""
    with np.errstate(invalid="ignore", over="ignore"):
        for y, line in enumerate(a.astype(np.float64)):
            total = 0.0
            for lane in _lanes(line * weights):
                total += lane
            out[y] = total


def disc_sums(f, cy, cx, radius, degree, rules, scratch, sums, mass):
    """Add f (x + i y)**l P_k(2 r**2 - 1) of the pixels above 0 whose r is at most 1 to sums, in lanes; f to mass[0]."""
    y, x = ((np.arange(n, dtype=np.float64) - c) / radius for n, c in zip(f.shape, (cy, cx)))
    y, x = np.broadcast_arrays(y[:, None], x)
    values = f.astype(np.float64)
    inside = (values > 0) & (np.sqrt(x * x + y * y) <= 1) & (y * y <= 1)
    x, y, values = x[inside], y[inside], values[inside]
    for value in values:
        mass[0] += value
    room = scratch.shape[1]
    for at in range(0, len(values), room):
        part = slice(at, at + room)
        u, v, re = x[part], y[part], values[part]
        im, t, term = np.zeros_like(re), 2 * (u * u + v * v) - 1, 0
        for l in range(degree + 1):
            p, q = np.ones_like(t), rules[l, 0, 0] * t + rules[l, 0, 1]
            for k in range((degree - l) // 2 + 1):
                _lanes(p * re, sums[term, :8])
                _lanes(p * im, sums[term, 8:])
                term += 1
                if k < (degree - l) // 2:
                    a, b, c = rules[l, k + 1]
                    p, q = q, (a * t + b) * q + c * p
            re, im = re * u - im * v, re * v + im * u
