"""Means over any window in NumPy: what pyimg/_ext/windows.pyx must compute."""

import numpy as np


def window_means(wide, rows, members, counts, count_of, start, stop, scratch, out):
    """Write out[j, x] = the sum of wide[rows[j] + x + members] over counts[count_of[j], x], j from start to stop."""
    x, whole = np.arange(out.shape[1]), len(members) // 8 * 8
    with np.errstate(all="ignore"):
        for j in range(start, stop) if len(members) else ():
            p = wide[rows[j] + x + members[:, None]]
            total = np.zeros(len(x), wide.dtype)
            for k in range(0, whole, 8):
                a, b, c, d, e, f, g, h = p[k : k + 8]
                total = total + (((a + b) + (c + d)) + ((e + f) + (g + h)))
            for row in p[whole:]:
                total = total + row
            out[j] = total.astype(np.float64) / counts[count_of[j]]
