"""Hit-or-miss templates and thinning by them. Twin and specification: pyimg/_ref/patterns.py."""
from libc.stdint cimport int64_t, uint8_t, uint32_t
from libc.stdlib cimport calloc, free

from .bitset cimport first_bit
from .pixel cimport bits
from .simd cimport row
from .stack cimport Stack, drop_stack, empty_stack, push


cdef row match4(const bits *a, const bits *b, const bits *c, const bits *d, bits u, bits v, bits w, bits x,
                bits *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = o[i] & (a[i] == u) & (b[i] == v) & (c[i] == w) & (d[i] == x)


def hitmiss(const bits[::1] a, const int64_t[::1] jumps, const bits[::1] values, const int64_t[::1] starts,
            Py_ssize_t width, bits[::1] out):
    """Write 1 where a[p + jumps[k]] is values[k] for all k, else 0, at the `width` places from each of `starts` on.

    Needs: all these places and jumps from them within a.
    """
    cdef:
        Py_ssize_t j, k, x, n = jumps.shape[0]
        Py_ssize_t i[4]
        const bits *v
        bits *o
    with nogil:
        for j in range(starts.shape[0] if width > 0 else 0):
            o = &out[starts[j]]
            for x in range(width):
                o[x] = 1
            k = 0
            while k < n:
                for x in range(4):  # the last one again does no harm
                    i[x] = min(k + x, n - 1)
                v = &a[starts[j]]
                match4(v + jumps[i[0]], v + jumps[i[1]], v + jumps[i[2]], v + jumps[i[3]],
                       values[i[0]], values[i[1]], values[i[2]], values[i[3]], o, width)
                k += 4


cdef row codes_of(const uint8_t *u, const uint8_t *a, const uint8_t *d, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(1, n - 1):
        o[i] = (u[i - 1] | u[i] << 1 | u[i + 1] << 2 | a[i - 1] << 3 | a[i + 1] << 4
                | d[i - 1] << 5 | d[i] << 6 | d[i + 1] << 7)


cdef row lively(const uint8_t *a, const uint8_t *codes, uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(n):
        o[i] = a[i] & (codes[i] != 255)


cdef inline bint wake(uint8_t *a, const uint8_t *codes, const uint8_t *table, Stack *active, int64_t p) noexcept nogil:
    """Put a pixel that fits some template on the list, once."""
    if a[p] == 1 and table[codes[p]]:
        a[p] = 3
        return push(active, p)
    return 1


cdef bint strike(uint8_t *a, uint8_t *codes, const uint8_t *table, int turn, const int64_t *around, Stack *active,
                 Stack *hits) noexcept nogil:
    """Remove all pixels that fit template `turn`, found before any of them is gone."""
    cdef:
        Py_ssize_t i, k, kept = 0
        int64_t p, q
        uint8_t fits
    hits.size = 0
    for i in range(active.size):
        p = active.data[i]
        fits = table[codes[p]]
        if fits >> turn & 1:
            a[p] = 0
            if not push(hits, p):
                return 0
        elif fits:
            active.data[kept] = p
            kept += 1
        else:
            a[p] = 1
    active.size = kept
    for i in range(hits.size):
        for k in range(8):
            q = hits.data[i] + around[k]
            codes[q] &= ~(1 << (7 - k))  # seen from there, the pixel lies the other way
            if not wake(a, codes, table, active, q):
                return 0
    return 1


def thin(uint8_t[:, ::1] a, const uint8_t[::1] table, Py_ssize_t most):
    """Remove pixels that fit template 0, then 1 … 7, all of one template at once; again until none does.

    Bit t of table[code] says whether a pixel fits template t; bit k of its code is its neighbour k in raster order.
    Ends after `most` rounds if that is not negative. Returns 0, or -1 if memory was short.

    Needs: a is 0 or 1, and 0 on its frame; table[255] and table[0] are 0.
    """
    cdef:
        Py_ssize_t h = a.shape[0], w = a.shape[1], y, x, before
        int64_t around[8]
        uint8_t *codes
        uint8_t *first
        uint8_t *image
        const uint8_t *lut
        int turn, short = 0
        Stack active = empty_stack(), hits = empty_stack()
    with nogil:
        if h > 2 and w > 2:
            codes = <uint8_t *> calloc(h * w + w, 1)
            if codes is NULL:
                short = -1
            else:
                first = codes + h * w
                image = &a[0, 0]
                lut = &table[0]
                around[0], around[1], around[2], around[3] = -w - 1, -w, -w + 1, -1
                around[4], around[5], around[6], around[7] = 1, w - 1, w, w + 1
                for y in range(1, h - 1):
                    codes_of(image + (y - 1) * w, image + y * w, image + (y + 1) * w, codes + y * w, w)
                for y in range(1, h - 1):
                    lively(image + y * w, codes + y * w, first, w)
                    for x in range(1, w - 1):
                        if first[x] and not wake(image, codes, lut, &active, y * w + x):
                            short = -1
                before = 1
                while before and most and not short:
                    before = 0
                    for turn in range(8):
                        if not strike(image, codes, lut, turn, around, &active, &hits):
                            short = -1
                            break
                        before += hits.size
                    most -= 1
                for y in range(h):
                    for x in range(w):
                        image[y * w + x] &= 1
                free(codes)
            drop_stack(&active)
            drop_stack(&hits)
    return short


cdef inline uint32_t spread(uint32_t seed, uint32_t members, const uint32_t *joined) noexcept nogil:
    """Give the members that paths through members reach from `seed`; joined[k] are those next to k."""
    cdef uint32_t reached = seed, waiting = seed, new
    while waiting:
        new = joined[first_bit(waiting)] & members & ~reached
        waiting = (waiting & (waiting - 1)) | new
        reached |= new
    return reached


def simple(const uint8_t[::1] a, const int64_t[::1] voxels, const int64_t[::1] ring, const uint32_t[::1] touch,
           const uint32_t[::1] share, uint32_t near, uint32_t faces, uint8_t[::1] out):
    """Write 1 for voxels whose removal changes no connection, and that have two neighbours at least, else 0.

    Of the 26 around, those that are on must be one piece (bits k and l are joined where touch[k] has l), and those that
    are off and in `faces` in one piece of those off and `near` (joined by share). Needs: all voxels + ring within a.
    """
    cdef:
        Py_ssize_t i, k
        uint32_t on, off, open_faces
    with nogil:
        for i in range(voxels.shape[0]):
            on = 0
            for k in range(26):
                on |= <uint32_t> (a[voxels[i] + ring[k]] != 0) << k
            off = ~on & near
            open_faces = ~on & faces
            out[i] = (on & (on - 1) != 0 and open_faces != 0 and spread(on & -on, on, &touch[0]) == on
                      and (open_faces & ~spread(open_faces & -open_faces, off, &share[0])) == 0)
