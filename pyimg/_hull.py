"""The convex hull of points of three whole coordinates, exact."""

import numpy as np

LARGEST = 1 << 20  # beyond it products of three coordinates are no longer below 2**63


def triangles(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the hull of (n, 3) int64 points as triangles of them, with the normals and the planes of these.

    A point x lies in the hull where ``normals @ x <= limits``. Without a triangle all points lie in a plane, whose
    normal and limit it is that are returned. Points are added one by one: triangles that see a new one are replaced
    by those that join it to their rim; none of these can be a line, for a triangle in whose plane it lies sees it not.

    Needs: a point; coordinates from 0 to LARGEST.
    """
    steps = points - points[0]
    b = int(np.abs(steps).sum(1).argmax())
    normal, c = _upright(steps[b], steps)
    heights = steps @ normal
    d = int(np.abs(heights).argmax())
    if not heights[d]:
        return np.zeros((0, 3), np.intp), normal[None], normal[None] @ points[0]
    if heights[d] > 0:
        b, c = c, b
    corners = np.array([(0, b, c), (b, 0, d), (c, b, d), (0, c, d)])
    normals, limits = _planes(points, corners)
    for p in np.random.default_rng(0).permutation(len(points)):  # in raster order more triangles come and go
        seen = normals @ points[p] > limits
        if seen.any():
            edges = corners[seen][:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
            there, back = edges @ [len(points), 1], edges @ [1, len(points)]
            rim = edges[~np.isin(there, back)]
            new = np.column_stack([rim, np.full(len(rim), p)])
            fresh = corners[~seen], normals[~seen], limits[~seen]
            corners, normals, limits = map(np.concatenate, zip(fresh, (new, *_planes(points, new))))
    return corners, normals, limits


def _upright(step, steps):
    """Return a vector at right angles to `step` and to one of `steps`, as long as can be, and the number of that one."""
    for others in (steps, np.eye(3, dtype=np.int64)):
        found = np.cross(step, others)
        k = int(np.abs(found).sum(1).argmax())
        if found[k].any():
            return found[k], k
    return others[0], 0


def _planes(points, corners):
    a, b, c = points[corners].swapaxes(0, 1)
    normals = np.cross(b - a, c - a)
    return normals, (normals * a).sum(1)
