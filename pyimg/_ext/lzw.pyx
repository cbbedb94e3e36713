"""LZW as in TIFF, and its differences of pixels. Twin and specification: pyimg/_ref/lzw.py."""
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy, memset

from .pixel cimport bits

cdef enum:
    CLEAR = 256
    END = 257
    CODES = 4096
    SLOTS = 16384


cdef uint32_t NOTHING = 0xFFFFFFFF


cdef inline uint32_t code_at(const uint8_t *p, int64_t bit, int64_t size, int width) noexcept nogil:
    # `width` bits from a place on, the most significant first; zeros beyond the end
    cdef:
        int64_t at = bit >> 3, k
        uint32_t v
    if at + 4 <= size:
        v = (<uint32_t> p[at] << 24) | (<uint32_t> p[at + 1] << 16) | (<uint32_t> p[at + 2] << 8) | p[at + 3]
    else:
        v = 0
        for k in range(at, size):
            v |= <uint32_t> p[k] << (24 - 8 * (k - at))
    return (v << (bit & 7)) >> (32 - width)


cdef int64_t unpack(const uint8_t *data, int64_t size, uint8_t *out, int64_t room,
                    const uint8_t *literals) noexcept nogil:
    cdef:
        const uint8_t *begin[CODES + 1]  # a string is where it was written first
        uint16_t length[CODES + 1]
        const uint8_t *p
        const uint8_t *before = out
        uint32_t code, free = END, full = 511
        int64_t bit = 9, at = 0, previous = 0, n, left, k
        int width = 9
        uint64_t eight
        bint sound = size > 1 and code_at(data, 0, size, 9) == CLEAR
    for code in range(256):
        begin[code] = literals + code
        length[code] = 1
    while sound and bit + width <= 8 * size:
        code = code_at(data, bit, size, width)
        bit += width
        if code >> 1 == CLEAR >> 1:
            if code == END:
                break
            free, full, width = END, 511, 9  # what is added next is no string, but takes the place of END
            continue
        begin[free] = before
        length[free] = <uint16_t> (previous + 1)
        free += free < CODES
        if free == full and width < 12:
            width += 1
            full = 2 * full + 1
        if code >= free:
            sound = False
            break
        p = begin[code]
        n = length[code]
        before, previous, left = out + at, n, room - at
        if code == free - 1 or n + 7 > left:  # its last byte is written only now, or no room for whole words
            n = min(n, left)
            for k in range(n):
                out[at + k] = p[k]
            if n == left:
                return room
        else:
            for k in range(0, n, 8):
                memcpy(&eight, p + k, 8)
                memcpy(out + at + k, &eight, 8)
        at += n
    memset(out + at, 0, room - at)
    return at if sound else -1


def decode(const uint8_t[::1] data, const int64_t[::1] offsets, const int64_t[::1] counts, Py_ssize_t room,
           Py_ssize_t start, Py_ssize_t stop, int64_t[::1] written, uint8_t[::1] out):
    """Decode parts start ... stop - 1: counts[i] bytes of data from offsets[i] on, to out[i * room:], `room` at most.

    Codes have 9 to 12 bits, most significant first, and grow one code early, as TIFF has it. A part must begin with
    a code to clear. written[i] is the number of bytes, or -1 where a code cannot be; what lacks is 0.

    Needs: parts within data; out with room for all parts, perhaps less for the last.
    """
    cdef:
        Py_ssize_t i
        uint8_t[264] literals  # some more, for they are read as words
    with nogil:
        for i in range(264):
            literals[i] = <uint8_t> (i & 255)
        for i in range(start, stop):
            if out.shape[0] > i * room:
                written[i] = unpack(&data[0] + offsets[i], counts[i], &out[0] + i * room,
                                    min(room, out.shape[0] - i * room), literals)


cdef struct Bits:
    uint8_t *to
    uint64_t waiting
    int count


cdef inline void put(Bits *b, uint32_t code, int width) noexcept nogil:
    cdef:
        int k
        uint32_t four
    b.waiting = b.waiting << width | code
    b.count += width
    if b.count >= 32:
        b.count -= 32
        four = <uint32_t> (b.waiting >> b.count)
        for k in range(4):
            b.to[k] = <uint8_t> (four >> (24 - 8 * k))
        b.to += 4


cdef int64_t pack(const uint8_t *data, int64_t size, uint32_t *table, uint8_t *out) noexcept nogil:
    # The table has entries of a string (code and byte, 20 bits) and its code, each near the place that is its hash.
    cdef:
        Bits b
        uint32_t code = data[0], string, place, free = 258
        int64_t i, n
        int width = 9
    b.to, b.waiting, b.count = out, CLEAR, 9
    memset(table, 255, SLOTS * sizeof(uint32_t))
    for i in range(1, size):
        string = code << 8 | data[i]
        place = string * 2654435761U >> 18
        while table[place] != NOTHING and table[place] >> 12 != string:
            place = (place + 1) & (SLOTS - 1)
        if table[place] != NOTHING:
            code = table[place] & (CODES - 1)
            continue
        put(&b, code, width)
        table[place] = string << 12 | free
        code = data[i]
        free += 1
        if free == CODES - 2:
            put(&b, CLEAR, width)
            memset(table, 255, SLOTS * sizeof(uint32_t))
            free, width = 258, 9
        elif free >> width:
            width += 1
    put(&b, code, width)
    put(&b, END, width + ((free + 1) >> width))
    n = b.to - out + (b.count + 7) // 8
    put(&b, 0, 31)  # what waits
    return n


def encode(const uint8_t[::1] data, Py_ssize_t room, Py_ssize_t start, Py_ssize_t stop, uint32_t[::1] table,
           int64_t[::1] sizes, uint8_t[:, ::1] out):
    """Encode parts start ... stop - 1, of `room` bytes, the last perhaps of less, to sizes[i] bytes in out[i].

    Needs: table of 16384; out of room * 3 // 2 + 16 for each part.
    """
    cdef Py_ssize_t i
    with nogil:
        for i in range(start, stop):
            sizes[i] = pack(&data[i * room], min(room, data.shape[0] - i * room), &table[0], &out[i, 0])


def accumulate(bits[:, ::1] lines, Py_ssize_t samples):
    """Add to each number of a line the one `samples` before it, which is a sum already; sums wrap.

    Needs: samples > 0.
    """
    cdef:
        Py_ssize_t n = lines.shape[1], y, x
        bits total
        bits *a
    with nogil:
        for y in range(lines.shape[0] if n else 0):
            a = &lines[y, 0]
            if samples == 1:
                total = 0
                for x in range(n):
                    total = <bits> (total + a[x])
                    a[x] = total
            else:
                for x in range(samples, n):
                    a[x] = <bits> (a[x] + a[x - samples])
