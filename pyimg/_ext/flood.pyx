"""Flood from markers in the order of grey levels. Twin and specification: pyimg/_ref/flood.py.

Each pixel enters the queue once, so that the queues of all levels fit one after another in as much room as the image
takes. What takes time is to wait for memory: pixels that will be taken soon are fetched ahead.
"""
from libc.stdint cimport INT32_MIN, INT64_MIN, int64_t, uint8_t, uint16_t, uint64_t

from .bitset cimport first_bit, prefetch
from .pixel cimport index, level


cdef enum:
    AHEAD = 6
    ROWS = 12
    LINE = 1  # of `lines`: floods met here
    TAKEN = 2  # of `lines`: the pixel was taken


cdef Py_ssize_t far(const int64_t *jumps, Py_ssize_t count, Py_ssize_t line, int64_t *rows) noexcept nogil:
    """Give 0 and some of the increasing jumps, such that the others mostly go to the same lines of the cache."""
    cdef Py_ssize_t k, n = 1
    rows[0] = 0
    for k in range(count):
        if n < ROWS and (jumps[k] >= line or jumps[k] <= -line) and (n == 1 or jumps[k] - rows[n - 1] >= line):
            rows[n] = jumps[k]
            n += 1
    return n


cdef struct Levels:
    uint64_t words[1024]
    uint64_t groups[16]
    uint64_t top


cdef inline void add(Levels *s, Py_ssize_t v) noexcept nogil:
    s.words[v >> 6] |= <uint64_t> 1 << (v & 63)
    s.groups[v >> 12] |= <uint64_t> 1 << (v >> 6 & 63)
    s.top |= <uint64_t> 1 << (v >> 12)


cdef inline void drop(Levels *s, Py_ssize_t v) noexcept nogil:
    s.words[v >> 6] &= ~(<uint64_t> 1 << (v & 63))
    if s.words[v >> 6] == 0:
        s.groups[v >> 12] &= ~(<uint64_t> 1 << (v >> 6 & 63))
        if s.groups[v >> 12] == 0:
            s.top &= ~(<uint64_t> 1 << (v >> 12))


cdef inline Py_ssize_t least(const Levels *s) noexcept nogil:
    cdef Py_ssize_t v = first_bit(s.top)
    v = (v << 6) + first_bit(s.groups[v])
    return (v << 6) + first_bit(s.words[v])


cdef void flow(const level *a, const int64_t *j, Py_ssize_t count, index *h, index *t, Py_ssize_t levels, index *u,
               Py_ssize_t last, index *o, Py_ssize_t n, uint8_t *lines) noexcept nogil:
    cdef:
        Py_ssize_t near, p, q, k, v, c, first
        index m, w, at = 0, frame = <index> (INT32_MIN if sizeof(index) == 4 else INT64_MIN)
        Levels queued
        int64_t rows[ROWS]
    near = far(j, count, 64 // sizeof(index), rows)
    for k in range(1024):
        queued.words[k] = 0
    for k in range(16):
        queued.groups[k] = 0
    queued.top = 0
    for p in range(n):
        t[a[p]] += o[p] != frame
    for v in range(levels):
        w = t[v]
        h[v] = t[v] = at
        at += w
    for p in range(n):
        if o[p] and o[p] != frame:
            v = a[p]
            add(&queued, v)
            u[t[v]] = <index> p
            t[v] += 1
    if queued.top == 0:
        return
    c = least(&queued)
    first = -1
    while True:
        if first >= 0:
            # what was pushed last and is below all else needs no look at its queue
            p = first
            first = -1
            h[c] += 1
        else:
            if h[c] == t[c]:
                drop(&queued, c)
                if queued.top == 0:
                    break
                c = least(&queued)
                continue
            p = u[h[c]]
            q = u[min(<Py_ssize_t> h[c] + AHEAD, last)]
            h[c] += 1
            for k in range(near):
                prefetch(o + q + rows[k])
                prefetch(a + q + rows[k])
        m = o[p]
        if lines is not NULL:
            lines[p] |= TAKEN
        for k in range(count):
            q = p + j[k]
            w = o[q]
            if w == 0:
                o[q] = m
                v = a[q]
                add(&queued, v)
                u[t[v]] = <index> q
                t[v] += 1
                if v < c:
                    c = v
                    first = q
            elif lines is not NULL and w != m and w != frame and not lines[q] & TAKEN:
                lines[q] = LINE


def flood_levels(const uint8_t[::1] surface, const int64_t[::1] jumps, index[::1] heads, index[::1] tails,
                 index[::1] queue, index[::1] labels, uint8_t[::1] lines):
    """Label each pixel as the first pixel taken whose neighbour p + j it is; take lowest levels first, then oldest.

    `surface` holds the bytes of uint8 or uint16 levels. Of `lines`, unless there are none, bit 0 is set where a label
    met another that waited, bit 1 where a pixel was taken. `heads`, `tails` and `queue` are room for queues.

    Needs: levels below len(heads) = len(tails) <= 65536; tails 0; as much room in queue as pixels; labels framed by the
    least integer so that no jump from another pixel leaves them; lines 0, as long as labels, or empty.
    """
    cdef:
        Py_ssize_t n = labels.shape[0], count = jumps.shape[0], levels = heads.shape[0], last = queue.shape[0] - 1
        const int64_t *j = &jumps[0] if count else NULL
        uint8_t *line = &lines[0] if lines.shape[0] else NULL
    with nogil:
        if last >= 0 and levels:
            if surface.shape[0] == n:
                flow(&surface[0], j, count, &heads[0], &tails[0], levels, &queue[0], last, &labels[0], n, line)
            else:
                flow(<const uint16_t *> &surface[0], j, count, &heads[0], &tails[0], levels, &queue[0], last,
                     &labels[0], n, line)


cdef struct Tree:
    uint64_t *bits[12]
    Py_ssize_t top


cdef inline void grow(Tree *s, Py_ssize_t at) noexcept nogil:
    """Set a bit, and above it those that say that a word is not 0."""
    cdef Py_ssize_t d
    cdef uint64_t before
    for d in range(s.top + 1):
        before = s.bits[d][at >> 6]
        s.bits[d][at >> 6] = before | <uint64_t> 1 << (at & 63)
        if before:
            return
        at >>= 6


cdef inline Py_ssize_t next_word(Tree *s, Py_ssize_t at) noexcept nogil:
    """Give the first word that is not 0, after word `at` has become so; -1 if there is none."""
    cdef Py_ssize_t d = 1
    while d <= s.top:
        s.bits[d][at >> 6] &= ~(<uint64_t> 1 << (at & 63))
        at >>= 6
        if s.bits[d][at]:
            break
        d += 1
    if d > s.top:
        return -1
    while d:
        at = (at << 6) + first_bit(s.bits[d][at])
        d -= 1
    return at


def flood_ranks(index[:, ::1] cells, const int64_t[::1] jumps, index[::1] order, index[::1] tails, uint64_t[::1] bits,
                uint8_t[::1] lines):
    """Flood as `flood_levels` does, where each cell is a label and a rank: how many pixels the pixel is greater than.

    A pixel waits in the slot of its rank or in the first free one after it, which is that of no greater pixel. So the
    least slot is the next to take; `bits` says which are in use, and above it which words of it are not 0, and so on.
    `order` says whose slots are whose. The rank r of pixels that are equal to others is there as -1 - r; their slots
    have new owners in the end.

    Needs: cells and order as `order` of flood_order.pyx writes them; tails 0, as long as order; bits 0, of as many
    words as the tree over order takes; the rest as there.
    """
    cdef:
        Py_ssize_t n = cells.shape[0], count = jumps.shape[0], size = order.shape[0], words = (size + 63) >> 6
        Py_ssize_t near, p, q, k, s, word, far_off = words << 6, least_slot, least_pixel = 0
        const int64_t *j = &jumps[0] if count else NULL
        uint8_t *line = &lines[0] if lines.shape[0] else NULL
        index *o
        index *u
        index m, w, r, frame = <index> (INT32_MIN if sizeof(index) == 4 else INT64_MIN)
        uint64_t here
        int64_t rows[ROWS]
        Tree tree
    with nogil:
        if n and size:
            o = &cells[0, 0]
            u = &order[0]
            near = far(j, count, 32 // sizeof(index), rows)
            tree.bits[0] = &bits[0]
            tree.top = 0
            s = words
            while s > 1:
                tree.bits[tree.top + 1] = tree.bits[tree.top] + s
                tree.top += 1
                s = (s + 63) >> 6
            least_slot = far_off
            for p in range(n):
                if o[2 * p] and o[2 * p] != frame:
                    r = o[2 * p + 1]
                    s = r
                    if r < 0:
                        s = -1 - r
                        tails[s] += 1
                        s += tails[s] - 1
                        u[s] = <index> p
                    grow(&tree, s)
                    least_slot = min(least_slot, s)
            word = least_slot >> 6 if least_slot < far_off else -1
            least_slot = far_off
            while word >= 0:
                here = tree.bits[0][word]
                if here == 0:
                    word = next_word(&tree, word)
                    continue
                s = (word << 6) + first_bit(here)
                here &= here - 1
                tree.bits[0][word] = here
                if s == least_slot:
                    # what was pushed last needs no look at its slot
                    p = least_pixel
                else:
                    p = u[s]
                    q = p
                    if here:
                        q = u[(word << 6) + first_bit(here)]
                    elif word + 1 < words and tree.bits[0][word + 1]:
                        q = u[(word + 1 << 6) + first_bit(tree.bits[0][word + 1])]
                    for k in range(near):
                        prefetch(o + 2 * (q + rows[k]))
                m = o[2 * p]
                least_slot = far_off
                if line is not NULL:
                    line[p] |= TAKEN
                for k in range(count):
                    q = p + j[k]
                    w = o[2 * q]
                    if w == 0:
                        o[2 * q] = m
                        r = o[2 * q + 1]
                        s = r
                        if r < 0:
                            s = -1 - r
                            tails[s] += 1
                            s += tails[s] - 1
                            u[s] = <index> q
                        grow(&tree, s)
                        if s < least_slot:
                            least_slot = s
                            least_pixel = q
                    elif line is not NULL and w != m and w != frame and not line[q] & TAKEN:
                        line[q] = LINE
                word = min(word, least_slot >> 6)
