"""Flood from markers in the order of grey levels. Twin and specification: pyimg/_ref/flood.py.

Each pixel enters the queue once, so that the queues of all levels fit one after another in as much room as the image
takes. Labels are above 0 in the queue, 0 before and their negatives after it; the least integer is a frame.
"""
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint64_t

from .bitset cimport first_bit
from .pixel cimport index


cdef struct Levels:
    uint64_t words[1024]
    uint64_t groups[16]


cdef inline void add(Levels *s, Py_ssize_t v) noexcept nogil:
    s.words[v >> 6] |= <uint64_t> 1 << (v & 63)
    s.groups[v >> 12] |= <uint64_t> 1 << (v >> 6 & 63)


cdef inline void drop(Levels *s, Py_ssize_t v) noexcept nogil:
    s.words[v >> 6] &= ~(<uint64_t> 1 << (v & 63))
    if s.words[v >> 6] == 0:
        s.groups[v >> 12] &= ~(<uint64_t> 1 << (v >> 6 & 63))


cdef inline Py_ssize_t least(const Levels *s, Py_ssize_t v) noexcept nogil:
    """Give the least level, which is not below v; -1 if there is none."""
    cdef Py_ssize_t g, w
    if s.words[v >> 6]:
        return (v >> 6 << 6) + first_bit(s.words[v >> 6])
    for g in range(v >> 12, 16):
        if s.groups[g]:
            w = (g << 6) + first_bit(s.groups[g])
            return (w << 6) + first_bit(s.words[w])
    return -1


def flood_levels(const uint8_t[::1] surface, const int64_t[::1] jumps, index[::1] heads, index[::1] tails,
                 index[::1] queue, index[::1] labels, uint8_t[::1] lines):
    """Label each pixel as the first pixel taken whose neighbour p + j it is; take lowest levels first, then oldest.

    `surface` holds the bytes of uint8 or uint16 levels; `heads` and `tails` say where in `queue` the queue of each
    level begins. Where a label meets another in the queue, `lines` are set, unless there are none.

    Needs: levels below len(heads) <= 65536, and in queue as much room for each as it has pixels; labels framed by the
    least integer so that no jump from another pixel leaves it; lines as long as labels, or empty.
    """
    cdef:
        Py_ssize_t n = labels.shape[0], count = jumps.shape[0], p, q, k, v, c
        bint wide = surface.shape[0] > n, wanted = lines.shape[0] > 0
        const uint8_t *narrow_surface
        const uint16_t *wide_surface
        const int64_t *j = &jumps[0] if count else NULL
        index *o
        index *h
        index *t
        index *u
        index m, w
        Levels levels
    with nogil:
        if n and heads.shape[0]:
            narrow_surface = &surface[0]
            wide_surface = <const uint16_t *> &surface[0]
            o = &labels[0]
            h = &heads[0]
            t = &tails[0]
            u = &queue[0]
            for k in range(1024):
                levels.words[k] = 0
            for k in range(16):
                levels.groups[k] = 0
            for p in range(n):
                if o[p] > 0:
                    v = wide_surface[p] if wide else narrow_surface[p]
                    add(&levels, v)
                    u[t[v]] = <index> p
                    t[v] += 1
            c = least(&levels, 0)
            while c >= 0:
                if h[c] == t[c]:
                    drop(&levels, c)
                    c = least(&levels, c)
                    continue
                p = u[h[c]]
                h[c] += 1
                m = o[p]
                o[p] = -m
                for k in range(count):
                    q = p + j[k]
                    w = o[q]
                    if w == 0:
                        o[q] = m
                        v = wide_surface[q] if wide else narrow_surface[q]
                        if h[v] == t[v]:
                            add(&levels, v)
                        u[t[v]] = <index> q
                        t[v] += 1
                        if v < c:
                            c = v
                    elif wanted and w > 0 and w != m:
                        lines[q] = 1


def flood_ranks(const index[::1] ranks, const int64_t[::1] jumps, index[:, ::1] slots, uint64_t[::1] bits,
                index[::1] labels, uint8_t[::1] lines):
    """Flood as `flood_levels` does, where the pixels with a rank are that many that a pixel is greater than all of.

    A pixel waits in the slot of its rank or in the first free one after it, which is that of no greater pixel. So the
    least slot is the next to take; `bits` says which are in use, and above it which words of it are not 0, and so on.

    Needs: ranks below len(slots); slots[i] = (i, any); bits 0, of as many words as all levels take; the rest as there.
    """
    cdef:
        Py_ssize_t n = labels.shape[0], count = jumps.shape[0], size = slots.shape[0], p, q, k, s, depth, d
        bint wanted = lines.shape[0] > 0
        const index *r
        const int64_t *j = &jumps[0] if count else NULL
        index *o
        index *u
        index m, w
        uint64_t *b[12]
    with nogil:
        if n and size:
            r = &ranks[0]
            o = &labels[0]
            u = &slots[0, 0]
            depth = 0
            b[0] = &bits[0]
            s = (size + 63) >> 6
            while s > 1:
                b[depth + 1] = b[depth] + s
                depth += 1
                s = (s + 63) >> 6
            for p in range(n):
                if o[p] > 0:
                    s = u[2 * <Py_ssize_t> r[p]]
                    u[2 * <Py_ssize_t> r[p]] = <index> (s + 1)
                    u[2 * s + 1] = <index> p
                    for d in range(depth + 1):
                        b[d][s >> 6] |= <uint64_t> 1 << (s & 63)
                        s >>= 6
            while b[depth][0]:
                s = 0
                for d in range(depth, -1, -1):
                    s = (s << 6) + first_bit(b[d][s])
                p = u[2 * s + 1]
                for d in range(depth + 1):
                    b[d][s >> 6] &= ~(<uint64_t> 1 << (s & 63))
                    if b[d][s >> 6]:
                        break
                    s >>= 6
                m = o[p]
                o[p] = -m
                for k in range(count):
                    q = p + j[k]
                    w = o[q]
                    if w == 0:
                        o[q] = m
                        s = u[2 * <Py_ssize_t> r[q]]
                        u[2 * <Py_ssize_t> r[q]] = <index> (s + 1)
                        u[2 * s + 1] = <index> q
                        for d in range(depth + 1):
                            b[d][s >> 6] |= <uint64_t> 1 << (s & 63)
                            s >>= 6
                    elif wanted and w > 0 and w != m:
                        lines[q] = 1
