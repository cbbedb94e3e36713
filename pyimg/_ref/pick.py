"""Pixels at given rows and columns in NumPy: what pyimg/_ext/pick.pyx must compute."""

import numpy as np


def pick(a, rows, columns, start, stop, out):
    """Write out[i, j] = a[rows[i], columns[j]] for i from start to stop."""
    out[start:stop] = a[np.ix_(rows[start:stop], columns)]
