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


def linear(values, out):
    """Set out to the light of sRGB values: c / 12.92 up to c = values / 255 = 0.04045, above ((c + 0.055) / 1.055)**2.4."""
    with np.errstate(all="ignore"):
        c = values / 255.0
        t = (c + 0.055) / 1.055
        r = _fraction(t, 858993459, 1287171997)
        y = r * r
        e = 1.0 - t * (y * y * r)
        r = r + r * (e * (0.19997695 + e * (0.12179047 + e * 0.09058818)))
        y = r * r
        e = 1.0 - t * (y * y * r)
        y = t * r
        y = y * y * y
        out[...] = np.where(c <= 0.04045, c / 12.92, y + y * (e * (3 / 5 + e * (12 / 25 + e * (52 / 125)))))


def lab_to_xyz(lab, white, out):
    """Set out[i] to X, Y, Z of L*, a*, b*: the CIE's formulas."""
    with np.errstate(all="ignore"):
        y = (lab[:, 0] + 16.0) * (1 / 116)
        x, z = y + lab[:, 1] * (1 / 500), y - lab[:, 2] * (1 / 200)
        for k, f in enumerate((x, y, z)):
            out[:, k] = np.where(f > 6 / 29, f * f * f, 3.0 * (6 / 29) * (6 / 29) * (f - 4 / 29)) * white[k]


def xyz_to_rgb(xyz, white, matrix, out):
    """Set out[i] to sRGB values of the light matrix @ xyz[i]; where there is a white, xyz is L*, a*, b* (see lab_to_xyz)."""
    if len(white):
        xyz, lab = np.empty_like(out), xyz
        lab_to_xyz(lab, white, xyz)
    mix(xyz, matrix, out)
    with np.errstate(all="ignore"):
        t = out.copy()
        r = _fraction(t, 357913941, 1162024452)
        y = r * r
        y = y * y
        e = 1.0 - t * (y * y * y)
        r = r + r * (e * (0.08324156 + e * (0.04495788 + e * (0.03451265 + e * 0.02787999))))
        z = r * r
        y = z * z
        e = 1.0 - t * (y * y * y)
        y = t * (y * (z * r))
        y = y + y * (e * (7 / 12 + e * (133 / 288 + e * (4123 / 10368))))
        out[...] = np.where(t <= 0.0031308, 3294.6 * t, 269.025 * y - 14.025)


def _cube_root(t):
    """Cube root of positive doubles: t**(-1/3) from a third of the exponent, refined twice by a series in its error."""
    with np.errstate(all="ignore"):
        r = _fraction(t, 1431655765, 1430175765)
        e = 1.0 - t * (r * r * r)
        r = r + r * (e * (1 / 3 + e * (2 / 9 + e * (14 / 81 + e * (35 / 243)))))
        e = 1.0 - t * (r * r * r)
        r = r + r * (e * (1 / 3 + e * (2 / 9)))
        return t * (r * r)


def _fraction(t, third, one):
    """Give t**-(third / 2**32) to some hundredths, from a part of the exponent; `one` has its high bits at t = 0."""
    return (np.uint64(one << 32) - (t.view(np.uint64) >> np.uint64(32)) * np.uint64(third)).view(np.float64)
