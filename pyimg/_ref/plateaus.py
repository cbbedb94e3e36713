"""Regional extrema in NumPy: what pyimg/_ext/plateaus.pyx must compute."""



def regional(a, shape, steps, jumps, mask):
    """Take off the mask of local extrema those from which equal pixels lead, step by step, to one that is none."""
    a, on = a.reshape(shape), mask.reshape(shape)
    changed = True
    while changed:
        changed = False
        for step in steps.tolist():
            here = tuple(slice(max(0, -s), max(0, n - max(0, s))) for s, n in zip(step, a.shape))
            there = tuple(slice(max(0, s), max(0, n + min(0, s))) for s, n in zip(step, a.shape))
            if 0 in a[here].shape or a[here].shape != a[there].shape:
                continue
            bad = (on[here] != 0) & (on[there] == 0) & (a[here] == a[there])
            if bad.any():
                on[here][bad] = 0
                changed = True
    return 0
