"""Flat erosion of any footprint by chords, and of boxes by lines. Twin and specification: pyimg/_ref/flat.py.

All is a minimum of keys: ``_flat.py`` says how pixels become keys and how a maximum becomes a minimum.
"""
from libc.math cimport INFINITY
from libc.stdint cimport int64_t, uint8_t
from libc.stdlib cimport free, malloc

from .ahead cimport ask_for, LARGE
from .least cimport finish, flipped, least, lesser
from .pixel cimport key
from .simd cimport row


cdef struct Plan:
    # padded column c shows column columns[c] of the image, or what is outside (-1); first to last without a gap
    const int64_t *columns
    Py_ssize_t padded
    Py_ssize_t first
    Py_ssize_t last
    # table s + 1 of a line is the least of `steps[5 * s]` shifts of table s
    const int64_t *steps
    Py_ssize_t nsteps
    const int64_t *slots  # where the ring keeps a table, or -1


cdef inline key brought(key v, key flip, int *seen) noexcept nogil:
    if key is float or key is double:
        v = v * flip
        if v == v:
            return v
        seen[0] = 1
        return <key> INFINITY
    return v ^ flip


cdef row bring(const key *a, key *o, Py_ssize_t n, key flip, int *seen) noexcept nogil:
    """Write keys of pixels; NaN becomes the largest key and is seen."""
    cdef Py_ssize_t i
    cdef int found = 0
    cdef key v
    for i in range(n):
        if key is float or key is double:
            v = a[i] * flip
            found |= v != v
            o[i] = v if v == v else <key> INFINITY
        else:
            o[i] = a[i] ^ flip
    seen[0] |= found


cdef row attained(const key *a, const key *b, const key *c, const key *d, const key *v, uint8_t *mask,
                  Py_ssize_t n, key flip) noexcept nogil:
    """Mark where no key of four rows is less than the pixel's own; NaN is less than nothing."""
    cdef Py_ssize_t i
    for i in range(n):
        mask[i] = not lesser(lesser(a[i], b[i]), lesser(c[i], d[i])) < flipped(v[i], flip)


cdef void line(const key *a, key *o, Py_ssize_t begin, Py_ssize_t n, const Plan *plan, const key *numbers,
               int *seen) noexcept nogil:
    """Write n padded columns from `begin` on; a is NULL for a line outside."""
    cdef:
        Py_ssize_t c, end = begin + n
        Py_ssize_t x0 = min(max(begin, plan.first), end), x1 = max(min(end, plan.last), x0)
        Py_ssize_t p
    if a is NULL:
        for c in range(n):
            o[c] = numbers[0]
        return
    if x1 > x0:
        n = x1 - x0
        c = plan.columns[x0]
        bring(a + c, o + x0 - begin, n & ~63 if n > 64 else n, numbers[1], seen)
        if n > 64 and n & 63:
            bring(a + c + n - 64, o + x1 - begin - 64, 64, numbers[1], seen)
    c = begin
    while c < end:
        if c == x0 and x0 < x1:
            c = x1
            continue
        p = plan.columns[c]
        if p < 0:
            o[c - begin] = numbers[0]
        else:
            o[c - begin] = brought(a[p], numbers[1], seen)
        c += 1


cdef inline Py_ssize_t whole(Py_ssize_t n) noexcept nogil:
    # Rows of our own have room for whole vectors: what is beyond n is never looked at.
    return (n + 63) & ~63


cdef void shifts(const key *old, const int64_t *step, const key **p, key *new, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(step[0]):
        p[k] = old + step[1 + k]
    least(p, step[0], new, n)


cdef void across(const key *a, key *goal, Py_ssize_t begin, Py_ssize_t n, const Plan *plan, key *temporary,
                 Py_ssize_t stride, bint ours, const key *numbers, int *seen) noexcept nogil:
    """Write the last table of a line to goal: a row of our own, or just its columns."""
    cdef:
        Py_ssize_t s
        key *old = temporary if plan.nsteps else goal
        key *new
        const key *p[12]
        const int64_t *step
    line(a, old, begin, n, plan, numbers, seen)
    for s in range(plan.nsteps):
        step = plan.steps + 5 * s
        new = temporary + (s + 1) * stride if s < plan.nsteps - 1 else goal
        n -= step[step[0]]
        shifts(old, step, p, new, whole(n) if ours or new != goal else n)
        old = new


cdef int sweep(const key[:, ::1] a, const int64_t[::1] source, const Plan *plan, const int64_t[::1] rows,
               const int64_t[:, ::1] chords, const key *numbers, Py_ssize_t tile, Py_ssize_t start,
               Py_ssize_t stop, Py_ssize_t width, key *out, uint8_t *mask) noexcept nogil:
    """Keep the tables of the last padded rows in a ring; a row of the answer is the least of one row per chord."""
    cdef:
        Py_ssize_t count = chords.shape[0], nsteps = plan.nsteps, reach = plan.padded - width
        Py_ssize_t kept = 0, depth = 1, stride, c0 = 0, w, j, k, s, at, t, filled, size
        const int64_t *step
        key *ring
        key *old
        key *new
        key *temporary
        const key **p
        int seen = 0
        bint far = a.shape[0] * width * <Py_ssize_t> sizeof(key) >= LARGE
    for s in range(nsteps + 1):
        kept = max(kept, plan.slots[s] + 1)
    for k in range(count):
        depth = max(depth, chords[k, 0] + 1)
    tile = min(tile, width)
    stride = (tile + reach + 63) // 64 * 64 + 64  # seldom a power of two: the rows would share cache sets
    ring = <key *> malloc((depth * kept + nsteps + 1) * stride * sizeof(key))
    p = <const key **> malloc((max(count, 4) + 8) * sizeof(key *))
    if ring is NULL or p is NULL:
        free(ring)
        free(p)
        return -1
    temporary = ring + depth * kept * stride
    while c0 < width:
        w = min(tile, width - c0)
        filled = -1
        for j in range(start, stop):
            filled = max(filled, rows[j])
            while filled < rows[j] + depth:
                at = filled % depth
                old = temporary if plan.slots[0] < 0 else ring + (at * kept + plan.slots[0]) * stride
                size = w + reach
                if far and filled + 1 < source.shape[0] and source[filled + 1] >= 0:
                    ask_for(&a[source[filled + 1], 0] + c0, w * sizeof(key))
                line(&a[source[filled], 0] if source[filled] >= 0 else NULL, old, c0, size, plan, numbers, &seen)
                for s in range(nsteps):
                    step = plan.steps + 5 * s
                    t = plan.slots[s + 1]
                    new = temporary + (s + 1) * stride if t < 0 else ring + (at * kept + t) * stride
                    size -= step[step[0]]
                    shifts(old, step, p, new, whole(size))
                    old = new
                filled += 1
            if far and mask is NULL and j + 1 < stop:
                ask_for(out + (j + 1) * width + c0, w * sizeof(key))
            at = rows[j] % depth
            for k in range(count):
                s = at + chords[k, 0]
                s = s - depth if s >= depth else s
                p[k] = ring + (s * kept + chords[k, 2]) * stride + chords[k, 1]
            if mask is NULL:
                least(p, count, out + j * width + c0, w)
                finish(out + j * width + c0, w, numbers)
            else:
                least(p, count, temporary, whole(w))
                attained(temporary, temporary, temporary, temporary, &a[j, 0] + c0, mask + j * width + c0, w,
                         numbers[1])
        c0 += tile
    free(ring)
    free(p)
    return seen


cdef inline key *place(key *ring, Py_ssize_t *newest, Py_ssize_t depth, Py_ssize_t stride) noexcept nogil:
    newest[0] = newest[0] + 1 if newest[0] + 1 < depth else 0
    return ring + newest[0] * stride


cdef int ladder(const key[:, :, ::1] a, const int64_t[::1] source, const Plan *plan, const int64_t[:, ::1] down,
                Py_ssize_t slant, const key *numbers, Py_ssize_t tile, Py_ssize_t start, Py_ssize_t stop,
                Py_ssize_t width, key *out, uint8_t *mask) noexcept nogil:
    """Send rows, least along the line already, up the steps of `down`: each keeps the last few of the one below."""
    cdef:
        Py_ssize_t nsteps = plan.nsteps, ndown = down.shape[0], reach = plan.padded - width, stride
        Py_ssize_t high = 0, c0 = 0, w, s, k, o, y0, y1, r, q, m, j, t, more
        Py_ssize_t depth[64]
        Py_ssize_t newest[64]  # where each ring has its last row
        key *rings[65]
        key *ring
        key *temporary
        key *goal
        key *target
        key *here
        const key *p[12]
        int seen = 0
        bint far = a.shape[0] * a.shape[1] * width * <Py_ssize_t> sizeof(key) >= LARGE
    tile = min(tile, width)
    stride = (tile + reach + 63) // 64 * 64 + 64
    for s in range(ndown):
        depth[s] = down[s, down[s, 0]] + 1
        high += depth[s]
    ring = <key *> malloc((high + nsteps + 2) * stride * sizeof(key))
    if ring is NULL:
        return -1
    rings[0] = ring
    for s in range(ndown):
        rings[s + 1] = rings[s] + depth[s] * stride
    temporary = rings[ndown]
    goal = temporary + (nsteps + 1) * stride
    high -= ndown
    m = source.shape[0] - high  # rows of the answer in a block
    while c0 < width:
        w = min(tile, width - c0)
        for o in range(start // m, (stop + m - 1) // m):
            y0 = max(start - o * m, 0)
            y1 = min(stop - o * m, m)
            for s in range(ndown):
                newest[s] = -1
            for r in range(y0, y1 + high):
                q = r - high
                j = o * m + q
                if far and r + 1 < y1 + high and source[r + 1] >= 0:  # what the next row needs
                    ask_for(&a[o, source[r + 1], 0] + c0, w * sizeof(key))
                    if q + 1 >= y0 and q + 1 < y1 and mask is NULL:
                        ask_for(out + (j + 1) * width + c0, w * sizeof(key))
                target = out + j * width + c0 if mask is NULL else goal
                here = target if ndown == 0 else place(rings[0], newest, depth[0], stride)
                across(&a[o, source[r], 0] if source[r] >= 0 else NULL, here, c0, w + reach, plan, temporary,
                       stride, mask is not NULL or ndown > 0, numbers, &seen)
                q = r
                more = high
                for s in range(ndown):
                    q -= depth[s] - 1
                    more -= depth[s] - 1
                    if q < y0:
                        break
                    for k in range(down[s, 0]):
                        t = newest[s] + 1 + down[s, 1 + k]
                        p[k] = rings[s] + (t - depth[s] if t >= depth[s] else t) * stride
                        p[k] += slant * down[s, 1 + k] if slant > 0 else slant * (down[s, 1 + k] + 1 - depth[s])
                    if s < ndown - 1:
                        least(p, down[s, 0], place(rings[s + 1], newest + s + 1, depth[s + 1], stride),
                              whole(w + (slant if slant > 0 else -slant) * more))
                    elif mask is NULL:
                        least(p, down[s, 0], target, w)
                if q < y0:
                    continue
                if mask is NULL:
                    finish(target, w, numbers)
                    continue
                for k in range(down[ndown - 1, 0] if ndown else 0, 4):
                    p[k] = p[k - 1] if k else goal
                attained(p[0], p[1], p[2], p[3], &a[o, q, 0] + c0, mask + j * width + c0, w, numbers[1])
        c0 += tile
    free(ring)
    return seen


cdef Plan planned(const int64_t[::1] columns, Py_ssize_t first, Py_ssize_t last, const int64_t[:, ::1] steps,
                  const int64_t[::1] slots) noexcept nogil:
    cdef Plan plan
    plan.columns = &columns[0]
    plan.padded = columns.shape[0]
    plan.first = first
    plan.last = last
    plan.nsteps = steps.shape[0]
    plan.steps = &steps[0, 0] if plan.nsteps else NULL
    plan.slots = &slots[0]
    return plan


def chords(const key[:, ::1] a, const int64_t[::1] source, const int64_t[::1] columns, Py_ssize_t first,
           Py_ssize_t last, const int64_t[:, ::1] steps, const int64_t[::1] slots, const int64_t[::1] rows,
           const int64_t[:, ::1] members, const key[::1] numbers, Py_ssize_t tile, Py_ssize_t start,
           Py_ssize_t stop, key[:, ::1] out):
    """Write out[j, x] = the least key of chords (row, column, table) of the padded image around (rows[j], x).

    The padded image is a[source][:, columns], -1 being numbers[0]; its columns `first` to `last` run without a gap.
    Table 0 is the padded image, table s + 1 at x the least of table s at x + d for the d in
    steps[s, 1:1 + steps[s, 0]]; slots[s] names tables, and a chord names its table by slot.
    numbers: outside, flip, low, high, add, held. A key is the pixel ^ flip (float: * flip, NaN becoming infinity);
    an answer is min(max(key, low), high) + add, not where held and the key is the largest, and flipped back.
    Returns 1 if a NaN was seen, 0 if not, -1 if memory was short. Only rows start to stop are written.

    Needs: low and high the ends of the type where add is 0; rows increasing; at most 4 shifts in a step,
    increasing from 0; at least one chord; all within the padding.
    """
    cdef Plan plan
    cdef int seen = 0
    with nogil:
        if stop > start and out.shape[1]:
            plan = planned(columns, first, last, steps, slots)
            seen = sweep(a, source, &plan, rows, members, &numbers[0], tile, start, stop, out.shape[1],
                         &out[0, 0], NULL)
    return seen


def chords_attained(const key[:, ::1] a, const int64_t[::1] source, const int64_t[::1] columns, Py_ssize_t first,
                    Py_ssize_t last, const int64_t[:, ::1] steps, const int64_t[::1] slots,
                    const int64_t[::1] rows, const int64_t[:, ::1] members, const key[::1] numbers,
                    Py_ssize_t tile, Py_ssize_t start, Py_ssize_t stop, uint8_t[:, ::1] mask):
    """Mark where the answer of `chords` (before `add`) is not less than the pixel's own key; NaN is less than nothing.

    Needs: what `chords` needs; mask has the shape of a."""
    cdef Plan plan
    cdef int seen = 0
    with nogil:
        if stop > start and mask.shape[1]:
            plan = planned(columns, first, last, steps, slots)
            seen = sweep(a, source, &plan, rows, members, &numbers[0], tile, start, stop, mask.shape[1],
                         NULL, &mask[0, 0])
    return seen


def box(const key[:, :, ::1] a, const int64_t[::1] source, const int64_t[::1] columns, Py_ssize_t first,
        Py_ssize_t last, const int64_t[:, ::1] steps, const int64_t[::1] slots, const int64_t[:, ::1] down,
        Py_ssize_t slant, const key[::1] numbers, Py_ssize_t tile, Py_ssize_t start, Py_ssize_t stop, key[:, ::1] out):
    """Write the least key of a box: `chords` for each block a[o], with the last table combined down the rows too.

    `down` does to rows what `steps` does along them. Blocks of out have source.size + 1 - height of the box rows.
    Each row of the box is `slant` columns further than the one above: a line aslant is a box one column wide.
    Needs: what `chords` needs; at most 64 steps down.
    """
    cdef Plan plan
    cdef int seen = 0
    with nogil:
        if stop > start and out.shape[1]:
            plan = planned(columns, first, last, steps, slots)
            seen = ladder(a, source, &plan, down, slant, &numbers[0], tile, start, stop, out.shape[1], &out[0, 0], NULL)
    return seen


def box_attained(const key[:, :, ::1] a, const int64_t[::1] source, const int64_t[::1] columns, Py_ssize_t first,
                 Py_ssize_t last, const int64_t[:, ::1] steps, const int64_t[::1] slots,
                 const int64_t[:, ::1] down, Py_ssize_t slant, const key[::1] numbers, Py_ssize_t tile,
                 Py_ssize_t start, Py_ssize_t stop, uint8_t[:, ::1] mask):
    """Mark pixels as `chords_attained` does. Needs: what `box` needs; mask has a row per row of a."""
    cdef Plan plan
    cdef int seen = 0
    with nogil:
        if stop > start and mask.shape[1]:
            plan = planned(columns, first, last, steps, slots)
            seen = ladder(a, source, &plan, down, slant, &numbers[0], tile, start, stop, mask.shape[1], NULL,
                          &mask[0, 0])
    return seen
