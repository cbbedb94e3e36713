"""Flood from markers in the order of grey levels. Twin and specification: pyimg/_ref/flood.py.

Each pixel enters the queue once, so that the queues of all levels fit one after another in as much room as the image
takes. One number of few bytes says what level a pixel has or that it was seen or is no pixel: memory is what takes time.
Which of the neighbours are new, and which level is next, is known from bits: what cannot be foretold is no branch.
"""
from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t, uint64_t

from .bitset cimport first_bit, prefetch
from .pixel cimport index


ctypedef fused depth:
    int16_t
    int32_t
    int64_t

cdef enum:
    WAITS = -1
    TAKEN = -2
    AHEAD = 2
    ROWS = 12


cdef Py_ssize_t far(const int64_t *jumps, Py_ssize_t count, Py_ssize_t line, int64_t *rows) noexcept nogil:
    """Give some of the increasing jumps, such that the others mostly go to the same lines of the cache."""
    cdef Py_ssize_t k, n = 0
    for k in range(count):
        if n < ROWS and (n == 0 or jumps[k] - rows[n - 1] >= line):
            rows[n] = jumps[k]
            n += 1
    return n


cdef inline uint64_t unseen(const depth *s, const int64_t *jumps, Py_ssize_t count) noexcept nogil:
    """Say which of up to 64 neighbours are new."""
    cdef:
        uint64_t new = 0
        Py_ssize_t k
    if count == 4:
        return (<uint64_t> (s[jumps[0]] >= 0) | <uint64_t> (s[jumps[1]] >= 0) << 1
                | <uint64_t> (s[jumps[2]] >= 0) << 2 | <uint64_t> (s[jumps[3]] >= 0) << 3)
    for k in range(min(count, 64)):
        new |= <uint64_t> (s[jumps[k]] >= 0) << k
    return new


cdef void meet(const depth *s, const index *o, const int64_t *jumps, Py_ssize_t count, uint8_t *lines) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(count):
        lines[jumps[k]] |= s[jumps[k]] == WAITS and o[jumps[k]] != o[0]


cdef struct Levels:
    uint64_t words[1024]
    uint64_t groups[16]
    uint64_t top


cdef inline void add(Levels *s, Py_ssize_t v) noexcept nogil:
    s.words[v >> 6] |= <uint64_t> 1 << (v & 63)
    s.groups[v >> 12] |= <uint64_t> 1 << (v >> 6 & 63)
    s.top |= <uint64_t> 1 << (v >> 12)


cdef inline void drop(Levels *s, Py_ssize_t v, uint64_t empty) noexcept nogil:
    """Take v out if empty is 1."""
    s.words[v >> 6] &= ~(empty << (v & 63))
    empty = s.words[v >> 6] == 0
    s.groups[v >> 12] &= ~(empty << (v >> 6 & 63))
    empty = s.groups[v >> 12] == 0
    s.top &= ~(empty << (v >> 12))


cdef inline Py_ssize_t least(const Levels *s) noexcept nogil:
    cdef Py_ssize_t v = first_bit(s.top)
    v = (v << 6) + first_bit(s.groups[v])
    return (v << 6) + first_bit(s.words[v])


cdef void flow(depth *s, const int64_t *j, Py_ssize_t count, index *h, index *t, index *u, Py_ssize_t last, index *o,
               Py_ssize_t n, uint8_t *lines) noexcept nogil:
    cdef:
        Py_ssize_t near, p, q, k, v, c
        index m
        uint64_t new
        Levels levels
        int64_t rows[ROWS]
    near = far(j, count, 64 // sizeof(depth), rows)
    for k in range(1024):
        levels.words[k] = 0
    for k in range(16):
        levels.groups[k] = 0
    levels.top = 0
    for p in range(n):
        if o[p]:
            v = s[p]
            s[p] = WAITS
            add(&levels, v)
            u[t[v]] = <index> p
            t[v] += 1
    while levels.top:
        c = least(&levels)
        p = u[h[c]]
        q = u[min(<Py_ssize_t> h[c] + AHEAD, last)]
        h[c] += 1
        drop(&levels, c, h[c] == t[c])
        for k in range(near):
            prefetch(s + q + rows[k])
        prefetch(o + q)
        m = o[p]
        if lines is not NULL:
            s[p] = TAKEN
            meet(s + p, o + p, j, count, lines + p)
        for k in range(0, count, 64):
            new = unseen(s + p, j + k, count - k)
            while new:
                q = p + j[k + first_bit(new)]
                new &= new - 1
                v = s[q]
                s[q] = WAITS
                o[q] = m
                add(&levels, v)
                u[t[v]] = <index> q
                t[v] += 1


def flood_levels(uint8_t[::1] state, const int64_t[::1] jumps, index[::1] heads, index[::1] tails, index[::1] queue,
                 index[::1] labels, uint8_t[::1] lines):
    """Label each pixel as the first pixel taken whose neighbour p + j it is; take lowest levels first, then oldest.

    `state` holds the bytes of levels, of int16 or int32; negative at the end where a flood came. `heads` and `tails`
    say where in `queue` the queue of each level begins. Where labels meet another that waits, `lines` are set, unless
    there are none.

    Needs: levels below len(heads) <= 65536, and in queue as much room for each as it has pixels; in state a frame of -2
    that no jump from another pixel leaves; labels 0 where it is -2; lines as long as labels, or empty.
    """
    cdef:
        Py_ssize_t n = labels.shape[0], count = jumps.shape[0]
        const int64_t *j = &jumps[0] if count else NULL
        uint8_t *l = &lines[0] if lines.shape[0] else NULL
    with nogil:
        if n and heads.shape[0]:
            if state.shape[0] == 2 * n:
                flow(<int16_t *> &state[0], j, count, &heads[0], &tails[0], &queue[0], queue.shape[0] - 1, &labels[0],
                     n, l)
            else:
                flow(<int32_t *> &state[0], j, count, &heads[0], &tails[0], &queue[0], queue.shape[0] - 1, &labels[0],
                     n, l)


def flood_ranks(index[::1] state, const int64_t[::1] jumps, index[:, ::1] slots, uint64_t[::1] bits,
                index[::1] labels, uint8_t[::1] lines):
    """Flood as `flood_levels` does, where instead of levels the state has how many pixels each pixel is greater than.

    A pixel waits in the slot of its rank or in the first free one after it, which is that of no greater pixel. So the
    least slot is the next to take; `bits` says which are in use, and above it which words of it are not 0, and so on.

    Needs: ranks below len(slots); slots[i] = (i, any); bits 0, of as many words as all levels take; the rest as there.
    """
    cdef:
        Py_ssize_t n = labels.shape[0], count = jumps.shape[0], size = slots.shape[0], near, p, q, k, s, d
        Py_ssize_t reached = -1, above = 0
        const int64_t *j = &jumps[0] if count else NULL
        uint8_t *l = &lines[0] if lines.shape[0] else NULL
        index *r
        index *o
        index *u
        index m
        uint64_t *b[12]
        uint64_t new, empty
        int64_t rows[ROWS]
    with nogil:
        if n and size:
            r = &state[0]
            o = &labels[0]
            u = &slots[0, 0]
            near = far(j, count, 64 // sizeof(index), rows)
            b[0] = &bits[0]
            s = (size + 63) >> 6
            while s > 1:
                b[above + 1] = b[above] + s
                above += 1
                s = (s + 63) >> 6
            for p in range(n):
                if o[p]:
                    s = u[2 * <Py_ssize_t> r[p]]
                    u[2 * <Py_ssize_t> r[p]] = <index> (s + 1)
                    u[2 * s + 1] = <index> p
                    r[p] = WAITS
                    for d in range(above + 1):
                        b[d][s >> 6] |= <uint64_t> 1 << (s & 63)
                        s >>= 6
            while b[above][0]:
                s = 0
                for d in range(above, -1, -1):
                    s = (s << 6) + first_bit(b[d][s])
                p = u[2 * s + 1]
                if s >> 6 > reached and (s >> 6) + 1 < (size + 63) >> 6:
                    # most of what waits a little higher will be taken soon
                    reached = s >> 6
                    new = b[0][reached + 1]
                    while new:
                        q = u[2 * ((reached + 1 << 6) + first_bit(new)) + 1]
                        new &= new - 1
                        for k in range(near):
                            prefetch(r + q + rows[k])
                empty = 1
                for d in range(above + 1):
                    b[d][s >> 6] &= ~(empty << (s & 63))
                    empty = b[d][s >> 6] == 0
                    s >>= 6
                m = o[p]
                if l is not NULL:
                    r[p] = TAKEN
                    meet(r + p, o + p, j, count, l + p)
                for k in range(0, count, 64):
                    new = unseen(r + p, j + k, count - k)
                    while new:
                        q = p + j[k + first_bit(new)]
                        new &= new - 1
                        s = u[2 * <Py_ssize_t> r[q]]
                        u[2 * <Py_ssize_t> r[q]] = <index> (s + 1)
                        u[2 * s + 1] = <index> q
                        r[q] = WAITS
                        o[q] = m
                        for d in range(above + 1):
                            b[d][s >> 6] |= <uint64_t> 1 << (s & 63)
                            s >>= 6
