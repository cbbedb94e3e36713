"""The order of pixels of wide types. Twin and specification: pyimg/_ref/flood_order.py.

An item is part of a pixel's key above its position, in one word. Radix sort goes over up to 33 bits of keys, and again
over further bits of runs that are equal in these.
"""
from libc.stdint cimport INT32_MIN, INT64_MIN, UINT64_MAX, int32_t, int64_t, uint8_t, uint32_t, uint64_t

from .pixel cimport index


cdef enum:
    SHORT = 32  # the longest run that is sorted by insertion
    DIGIT = 11

cdef struct Keys:
    const uint8_t *pixels
    int kind
    int bits  # of a position
    uint64_t low


cdef inline uint64_t ordered(uint64_t v, uint64_t sign, uint64_t infinity) noexcept nogil:
    """Give the bits of a float such that they are ordered as floats are; NaN last, zeros equal."""
    if v & (sign - 1) > infinity:
        return UINT64_MAX
    if v == sign:
        return sign
    return (sign << 1) - 1 - v if v & sign else v | sign


cdef inline uint64_t key_at(const Keys *s, uint64_t i) noexcept nogil:
    """Give the pixel as an unsigned integer of the same order, less the least of all."""
    cdef uint64_t sign = <uint64_t> 1 << 63
    if s.kind == 4:
        return (<const uint32_t *> s.pixels)[i] - s.low
    if s.kind == 5:
        return <uint64_t> (<int64_t> (<const int32_t *> s.pixels)[i] + (<int64_t> 1 << 31)) - s.low
    if s.kind == 6:
        return (<const uint64_t *> s.pixels)[i] - s.low
    if s.kind == 7:
        return ((<const uint64_t *> s.pixels)[i] ^ sign) - s.low
    if s.kind == 8:
        return (ordered((<const uint32_t *> s.pixels)[i], sign >> 32, 0x7f800000ULL) & 0xffffffffULL) - s.low
    return ordered((<const uint64_t *> s.pixels)[i], sign, 0x7ff0000000000000ULL) - s.low


cdef inline int length(uint64_t v) noexcept nogil:
    cdef int n = 0
    while n < 64 and v >> n:
        n += 1
    return n


cdef void insertion(uint64_t *a, Py_ssize_t n, const Keys *s) noexcept nogil:
    cdef Py_ssize_t i, k
    cdef uint64_t item, key, mask = (<uint64_t> 1 << s.bits) - 1
    for i in range(1, n):
        item = a[i]
        key = key_at(s, item & mask)
        k = i
        while k and key_at(s, a[k - 1] & mask) > key:
            a[k] = a[k - 1]
            k -= 1
        a[k] = item


cdef void radix(uint64_t *a, uint64_t *b, Py_ssize_t n, int low, int digit, int passes) noexcept nogil:
    """Sort a by `passes` digits from bit `low` on; b is as long."""
    cdef:
        Py_ssize_t counts[3 << DIGIT]
        Py_ssize_t i, at, c, size = <Py_ssize_t> 1 << digit
        Py_ssize_t *count
        uint64_t item, mask = size - 1
        uint64_t *x = a
        uint64_t *y = b
        int k
    for i in range(passes << digit):
        counts[i] = 0
    for i in range(n):
        item = a[i] >> low
        for k in range(passes):
            counts[(k << digit) + (item & mask)] += 1
            item >>= digit
    for k in range(passes):
        count = counts + (k << digit)
        if count[(x[0] >> (low + k * digit)) & mask] == n:
            continue
        at = 0
        for i in range(size):
            c = count[i]
            count[i] = at
            at += c
        for i in range(n):
            item = x[i]
            c = (item >> (low + k * digit)) & mask
            y[count[c]] = item
            count[c] += 1
        x, y = y, x
    if x != a:
        for i in range(n):
            a[i] = x[i]


cdef void sort(uint64_t *a, uint64_t *b, Py_ssize_t n, int bits, const Keys *s) noexcept nogil:
    """Sort items whose keys may differ in the lowest `bits`; b is as long. Goes no deeper than the bits of a key."""
    cdef:
        int digit = min(DIGIT, max(5, length(n)))
        int kept = min(min(bits, 64 - s.bits), 3 * digit)
        int shift = bits - kept
        uint64_t at, mask = (<uint64_t> 1 << s.bits) - 1, part = (<uint64_t> 1 << kept) - 1
        Py_ssize_t i, begin
    if kept == 0:
        return
    for i in range(n):
        at = a[i] & mask
        a[i] = (key_at(s, at) >> shift & part) << s.bits | at
    radix(a, b, n, s.bits, digit, (kept + digit - 1) // digit)
    if shift == 0:
        return
    begin = 0
    for i in range(1, n + 1):
        if i == n or a[i] >> s.bits != a[begin] >> s.bits:
            if i - begin > SHORT:
                sort(a + begin, b, i - begin, shift, s)
            elif i - begin > 1:
                insertion(a + begin, i - begin, s)
            begin = i


def order(const uint8_t[::1] pixels, int kind, uint64_t[::1] items, uint64_t[::1] spare, index[:, ::1] cells,
          index[::1] order):
    """Write the places of pixels in rising order, NaN last, and into cells[:, 1] how many pixels each is greater than.

    This number r is there as -1 - r where other pixels are equal. Only pixels count whose cells[:, 0] is not the least
    integer.

    Needs: the bytes of as many pixels as cells, of kind 4 to 9; items, spare and order as long as pixels that count.
    """
    cdef:
        Py_ssize_t n = order.shape[0], p, i = 0, first
        uint64_t key, last, low = UINT64_MAX, high = 0, mask
        index frame = <index> (INT32_MIN if sizeof(index) == 4 else INT64_MIN)
        Keys s
    with nogil:
        if n:
            s.pixels = &pixels[0]
            s.kind = kind
            s.bits = length(cells.shape[0])
            s.low = 0
            for p in range(cells.shape[0]):
                if cells[p, 0] != frame:
                    key = key_at(&s, p)
                    low = min(low, key)
                    high = max(high, key)
                    items[i] = p
                    i += 1
            s.low = low
            sort(&items[0], &spare[0], n, length(high - low), &s)
            mask = (<uint64_t> 1 << s.bits) - 1
            first = 0
            last = key_at(&s, items[0] & mask)
            for i in range(1, n + 1):
                key = key_at(&s, items[i] & mask) if i < n else 0
                if i == n or key != last:
                    if i - first == 1:
                        p = items[first] & mask
                        order[first] = <index> p
                        cells[p, 1] = <index> first
                    else:
                        for p in range(first, i):
                            order[p] = <index> (items[p] & mask)
                            cells[order[p], 1] = <index> (-1 - first)
                    first = i
                    last = key
