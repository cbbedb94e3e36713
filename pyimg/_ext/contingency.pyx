"""Which labels meet in two images, and how often. Twin and specification: pyimg/_ref/contingency.py."""
from libc.stdint cimport int64_t, uint64_t

from .pixel cimport bits


def contingency(
    const bits[::1] first,
    const bits[::1] second,
    int64_t[::1] a,
    int64_t[::1] b,
    int64_t[::1] counts,
    int64_t[::1] slots,
):
    """Write the pairs (first[i], second[i]) in order of their first appearance, and how often each is there.

    Returns the number of pairs, or -1 if there are more than a.size; then the outputs are 0.
    Needs: as many firsts as seconds; a, b, counts of one size, zero; slots all -1 (and so left), their
    number a power of two above a.size.
    """
    cdef:
        Py_ssize_t n = first.shape[0], i = 0, start, room = a.shape[0], used = 0, k
        uint64_t mask = <uint64_t> slots.shape[0] - 1, place
        bits x, y
        bint full = False
    with nogil:
        while i < n:
            x = first[i]
            y = second[i]
            start = i
            i += 1
            # Labels come in runs: one look-up each, not one per pixel.
            while i < n and first[i] == x and second[i] == y:
                i += 1
            place = slot(<uint64_t> x, <uint64_t> y) & mask
            while slots[place] >= 0:
                k = slots[place]
                if a[k] == <int64_t> x and b[k] == <int64_t> y:
                    break
                place = (place + 1) & mask
            if slots[place] < 0:
                if used == room:
                    full = True
                    break
                slots[place] = used
                a[used] = <int64_t> x
                b[used] = <int64_t> y
                used += 1
            counts[slots[place]] += i - start
        if 4 * used > slots.shape[0]:
            slots[:] = -1
        else:
            for k in range(used):  # each chain is emptied from a member's home on
                place = slot(<uint64_t> a[k], <uint64_t> b[k]) & mask
                while slots[place] >= 0:
                    slots[place] = -1
                    place = (place + 1) & mask
        if full:
            a[:] = 0
            b[:] = 0
            counts[:] = 0
    return -1 if full else used


cdef inline uint64_t slot(uint64_t x, uint64_t y) noexcept nogil:
    cdef uint64_t h = x * <uint64_t> 0x9E3779B97F4A7C15 + y * <uint64_t> 0xC2B2AE3D27D4EB4F
    h ^= h >> 32
    h *= <uint64_t> 0xD6E8FEB86659FD93
    return h ^ (h >> 32)
