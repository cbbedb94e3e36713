"""Means over any window in NumPy: what pyimg/_ext/windows.pyx must compute."""

import numpy as np

from .boxes import TYPES


def window_means(
    src, kind, width, source, columns, before, outside, tables, rows, chords, counts, count_of, start, stop, scratch, out
):  # fmt: skip
    """Write out[j, x] = the sum of chords (line, column, table) around (rows[j], x) over counts[count_of[j], x]."""
    if start == stop or not width or not len(chords):
        return 0
    a = (src if kind < 0 else src.view(TYPES[kind])).reshape(-1, width)
    wide = np.full((len(a) + 1, width + 1), outside, scratch.dtype)  # -1 is the last
    wide[:-1, :-1] = a
    found = [wide[source][:, columns]]
    with np.errstate(all="ignore"):
        for one, other, step, _ in tables:
            moved = np.zeros_like(found[0])
            moved[:, : moved.shape[1] - step] = found[other][:, step:]
            found.append(found[one] + moved)
        for j in range(start, stop):
            first, *p = (found[t][rows[j] + i, x : x + width] for i, x, t in chords)
            whole = len(p) // 8 * 8
            for k in range(0, whole, 8):
                a, b, c, d, e, f, g, h = p[k : k + 8]
                first = first + (((a + b) + (c + d)) + ((e + f) + (g + h)))
            for row in p[whole:]:
                first = first + row
            out[j] = first.astype(np.float64) / counts[count_of[j]]
    return 0
