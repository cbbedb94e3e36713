"""Blobs of any size in NumPy: what pyimg/_ext/hessian.pyx must compute.

`sums` is an integral image: sums[y, x] is the sum of the pixels up to and with (y, x).
"""

import numpy as np


def integral(f, out):
    """Write to out[y, x] the sum of f[:y + 1, :x + 1].

    For integers it is the running sum of the row plus the entry above. For floats, whose rounding depends on the order,
    it is mahotas's f[y, x] + ((above + left) - above left).
    """
    if f.dtype.kind != "f":
        np.cumsum(np.cumsum(f, axis=1, dtype=np.float64), axis=0, out=out)
        return
    above = [0.0] * f.shape[1]
    for y, row in enumerate(f.tolist()):
        left = corner = 0.0
        for x, v in enumerate(row):
            left, corner = v + ((above[x] + left) - corner), above[x]
            above[x] = left
        out[y] = above


def responses(sums, step, lobe, r0, c0, scratch, out):
    """Write to out[i, j] the determinant of the Hessian at pixel ((r0 + i) step, (c0 + j) step), from boxes.

    With lobes of side L, of three side by side the middle one counted -2 times: Dxx, Dyy, Dxy over (3 L)**2, and
    Dxx Dyy - 0.36 Dxy**2, 0 where negative; its sign is that of Dxx + Dyy. `scratch` serves the compiled kernel.
    """
    rows, columns = ((start + np.arange(n)) * step for start, n in zip((r0, c0), out.shape))

    def at(y, x):
        return sums[(rows + y)[:, None], columns + x]

    third, half, scale = (3 * lobe + 1) // 2, (lobe + 1) // 2, 1 / (3.0 * lobe * (3.0 * lobe))

    def xx(x):
        return at(lobe - 1, x) - at(-lobe, x)

    def yy(x):
        return (at(3 * lobe - third, x) - at(-third, x)) - 3 * (at(lobe - half, x) - at(-half, x))

    def xy(x):
        return (at(-1, x) - at(-lobe - 1, x)) - (at(lobe, x) - at(0, x))

    with np.errstate(all="ignore"):
        dxx = scale * ((xx(3 * lobe - third) - xx(-third)) - 3 * (xx(lobe - half) - xx(-half)))
        dyy = scale * (yy(lobe - 1) - yy(-lobe))
        dxy = scale * ((xy(lobe) - xy(0)) - (xy(-1) - xy(-lobe - 1)))
        det = dxx * dyy - 0.36 * dxy * dxy
        det = np.where(det < 0, 0, det)
        out[...] = np.where(dxx + dyy < 0, -det, det)


def _refined(v, newton):
    """Solve for the place of the maximum of the parabola in 3 x 3 x 3 values; None where it is half a step away."""
    i, y, x = v[:, 1, 1], v[1, :, 1], v[1, 1, :]
    a, b, c = (u[2] + u[0] - 2 * u[1] for u in (x, y, i))
    d, e, f = ((u[2, 2] + u[0, 0] - u[0, 2] - u[2, 0]) / 4 for u in (v[1], v[:, 1], v[:, :, 1]))
    g = np.array([y[2] - y[0], x[2] - x[0], i[2] - i[0]]) / 2
    if newton:
        a, b, e, f, g = b, a, f, e, -g
    A, B, C = b * c - f * f, a * c - e * e, a * b - d * d
    D, E, F = e * f - d * c, d * f - e * b, d * e - f * a
    det = a * A + (d * D if newton else -d * D) + e * E
    if det == 0:
        return None
    shift = [p / det * g[0] + q / det * g[1] + r / det * g[2] for p, q, r in ((A, D, E), (D, B, F), (E, F, C))]
    return shift if all(abs(s) < 0.5 for s in shift) else None


def peaks(pyramid, threshold, row0, col0, newton, scratch, found):
    """Write the maxima of |pyramid| above the threshold as (row, column, interval, value, sign); return their number.

    The inside is cut into blocks of 3 x 3 x 3; the first largest of a block is a maximum if none of its 26 neighbours
    is larger, and a parabola through them has its own at less than half a step from it. row0, col0 are added.
    `scratch` serves the compiled kernel.
    """
    n, height, width = pyramid.shape
    size, count = np.abs(pyramid), 0
    for r in range(1, height - 1, 3):
        for i in range(1, n - 1, 3):
            for c in range(1, width - 1, 3):
                block = size[i : min(i + 3, n - 1), r : min(r + 3, height - 1), c : min(c + 3, width - 1)]
                if not (block > threshold).any():
                    continue
                mi, mr, mc = np.unravel_index(block.argmax(), block.shape)
                mi, mr, mc = int(mi) + i, int(mr) + r, int(mc) + c
                around = tuple(slice(m - 1, m + 2) for m in (mi, mr, mc))
                if (size[around] > size[mi, mr, mc]).any():
                    continue
                with np.errstate(all="ignore"):
                    shift = _refined(size[around], newton)
                if shift is not None:
                    sign = -1 if pyramid[mi, mr, mc] < 0 else 1
                    found[count] = (row0 + mr) + shift[0], (col0 + mc) + shift[1], mi + shift[2], size[mi, mr, mc], sign
                    count += 1
    return count
