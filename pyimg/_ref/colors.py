"""Colour kernels in NumPy: what pyimg/_ext/colors.pyx must compute."""

import numpy as np


def mix(pixels, matrix, out):
    """Set out[i, k] to (m[k,0] p[i,0] + m[k,1] p[i,1]) + m[k,2] p[i,2] in float64."""
    red, green, blue = pixels.astype(np.float64).T
    with np.errstate(invalid="ignore"):
        for k, (r, g, b) in enumerate(matrix):
            out[:, k] = (r * red + g * green) + b * blue


def mix_table(pixels, table, matrix, out):
    """Set out[i] to matrix @ table[pixels[i]], summed from the left."""
    mix(table[pixels], matrix, out)


def xyz_to_lab(xyz, white, out):
    """Set out[i] to L*, a*, b* of X, Y, Z: the CIE's formulas, with cube roots from a power series."""
    t = xyz * (1 / white)
    fx, fy, fz = np.where(t <= (6 / 29) * (6 / 29) * (6 / 29), (1 / 3) * ((29 / 6) * (29 / 6)) * t + 4 / 29, _cube_root(t)).T
    with np.errstate(invalid="ignore"):
        out[:, 0] = 116.0 * fy - 16.0
        out[:, 1] = 500.0 * (fx - fy)
        out[:, 2] = 200.0 * (fy - fz)


def table_to_lab(pixels, table, matrix, white, out):
    """Do mix_table and xyz_to_lab at once."""
    xyz = np.empty_like(out)
    mix_table(pixels, table, matrix, xyz)
    xyz_to_lab(xyz, white, out)


def _cube_root(t):
    """Cube root of positive doubles: t**(-1/3) from a third of the exponent, refined twice by a series in its error."""
    with np.errstate(all="ignore"):
        high = (t.view(np.int64) >> 32).astype(np.int32)
        r = ((1430175765 - (high * (1 / 3)).astype(np.int32)).astype(np.int64) << 32).view(np.float64)
        e = 1.0 - t * (r * r * r)
        r = r + r * (e * (1 / 3 + e * (2 / 9 + e * (14 / 81 + e * (35 / 243)))))
        e = 1.0 - t * (r * r * r)
        r = r + r * (e * (1 / 3 + e * (2 / 9)))
        return t * (r * r)
