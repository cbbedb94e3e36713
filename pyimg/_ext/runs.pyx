"""Runs of pixels as words of bits, joined by union-find. Twin and specification: pyimg/_ref/runs.py.

A line of n pixels is W = (n + 63) // 64 words and one of zeros; two of zeros precede the first line. So line y begins
at word 2 + y * (W + 1), a word has neighbours on both sides, and a run is found by its place: `rank` counts the runs
that begin in the words before each word, and those in the place's own word are counted by an instruction.
"""
from libc.stdint cimport int64_t, uint8_t, uint64_t

from .bitset cimport count_bits, eight_bits, first_bit
from .pixel cimport index
from .simd cimport row

cdef enum:
    MANY = 4  # runs in a word from which on pixels are written one by one


cdef inline uint64_t begins(const uint64_t *b, bint joined) noexcept nogil:
    # Where runs begin in the word that b points to.
    return b[0] & ~(b[0] << 1 | (b - 1)[0] >> 63) if joined else b[0]


cdef row bits_of(const uint8_t *m, Py_ssize_t n, bint value, uint64_t *b) noexcept nogil:
    # Bit x says whether pixel x is zero, as `value` is, or not, as it is.
    cdef:
        Py_ssize_t w, x, whole = n >> 6
        uint64_t word, flip = 0 if value else <uint64_t> -1
    for w in range(whole):
        word = 0
        for x in range(8):
            word |= <uint64_t> eight_bits(m + 64 * w + 8 * x) << 8 * x
        b[w] = word ^ flip
    if n & 63:
        word = 0
        for x in range(64 * whole, n):
            word |= <uint64_t> ((m[x] != 0) == value) << (x & 63)
        b[whole] = word


cdef row counted(const uint64_t *b, Py_ssize_t words, bint joined, int64_t *rank, int64_t *total) noexcept nogil:
    cdef:
        Py_ssize_t w
        int64_t count = total[0]
    for w in range(words):
        rank[w] = count
        count += count_bits(begins(b + w, joined))
    rank[words] = total[0] = count


def find_runs(const uint8_t[:, ::1] mask, bint value, bint joined, Py_ssize_t start, Py_ssize_t stop,
              uint64_t[::1] bits, int64_t[::1] rank):
    """Write the words of lines start to stop, and their ranks, the first 0; return the number of runs.

    A run is of pixels that are zero or not as `value` is, or is one such pixel unless joined.
    Needs: bits and rank of 2 + lines * (words + 1).
    """
    cdef:
        Py_ssize_t n = mask.shape[1], words = (n + 63) // 64, y, at
        int64_t total = 0
    with nogil:
        if start == 0:
            bits[0] = bits[1] = 0
            rank[0] = rank[1] = 0
        for y in range(start, stop):
            at = 2 + y * (words + 1)
            bits[at + words] = 0
            if n:
                bits_of(&mask[y, 0], n, value, &bits[at])
            counted(&bits[at], words, joined, &rank[at], &total)
    return total


cdef inline index root_of(index *parent, index i) noexcept nogil:
    # Most are a root or its child: one question for both is easy to foretell.
    cdef index up = parent[i], above = parent[up]
    while above != up:
        parent[i] = above
        i, up = up, above
        above = parent[up]
    return up


cdef inline void unite(index *p, int64_t i, int64_t j) noexcept nogil:
    cdef index mine = root_of(p, <index> i), other = root_of(p, <index> j), low = mine if mine < other else other
    p[mine if mine > other else other] = low
    p[i] = low


cdef inline uint64_t from_place(const uint64_t *line, Py_ssize_t x) noexcept nogil:
    # The 64 pixels from x on.
    cdef Py_ssize_t r = x & 63
    line += x >> 6
    return line[0] >> r | line[1] << (64 - r) if r else line[0]


cdef row link_near(const uint64_t *b, const uint64_t *a, const int64_t *rank_b, const int64_t *rank_a, Py_ssize_t words,
                   Py_ssize_t d, bint before, bint after, index *p) noexcept nogil:
    # Joins pixel x of line b to pixel x + d of line a, and to those before and after it if so wished: of the same two
    # runs only the first pair where they overlap, and pairs at a step of one only of runs that do not.
    cdef:
        Py_ssize_t w, x
        uint64_t here, there, left, right, pairs, earlier, later, carry = 0, begin_b, begin_a, upto
        int64_t i, j
    for w in range(words):
        here = b[w]
        if here == 0:
            carry = 0
            continue
        x = 64 * w + d
        there = from_place(a, x)
        left = from_place(a, x - 1)
        right = from_place(a, x + 1) if after else 0
        pairs = here & there
        begin_b = begins(b + w, 1)
        earlier = left & ~there & begin_b if before else 0
        later = right & ~there & here & ~(here >> 1 | b[w + 1] << 63)
        upto = pairs
        pairs &= ~(pairs << 1 | carry)
        carry = upto >> 63
        if (pairs | earlier | later) == 0:
            continue
        begin_a = there & ~left
        i = rank_b[w] - 1
        j = rank_a[x >> 6] - 1
        if x & 63:
            j += count_bits(begins(a + (x >> 6), 1) & (((<uint64_t> 1) << (x & 63)) - 1))
        while pairs:
            upto = pairs ^ (pairs - 1)
            unite(p, i + count_bits(begin_b & upto), j + count_bits(begin_a & upto))
            pairs &= pairs - 1
        while earlier:
            upto = earlier ^ (earlier - 1)
            unite(p, i + count_bits(begin_b & upto), j + count_bits(begin_a & upto >> 1))
            earlier &= earlier - 1
        while later:
            upto = later ^ (later - 1)
            unite(p, i + count_bits(begin_b & upto), j + 1 + count_bits(begin_a & upto))
            later &= later - 1


cdef struct Run:
    int64_t i
    Py_ssize_t begin
    Py_ssize_t end


cdef inline Py_ssize_t next_of(const uint64_t *line, Py_ssize_t x, Py_ssize_t n, bint value) noexcept nogil:
    # The first place from x on that is set, as `value` is, or not; n or more: none.
    cdef:
        uint64_t flip = 0 if value else <uint64_t> -1, word
        Py_ssize_t w = x >> 6
    if x >= n:
        return n
    word = (line[w] ^ flip) & <uint64_t> -1 << (x & 63)
    while word == 0:
        w += 1
        if 64 * w >= n:
            return n
        word = line[w] ^ flip
    return 64 * w + first_bit(word)


cdef inline bint onward(const uint64_t *line, Py_ssize_t n, bint joined, Run *run) noexcept nogil:
    # Go to the next run of a line, if there is one.
    run.begin = next_of(line, run.end, n, 1)
    run.end = next_of(line, run.begin, n, 0) if joined else run.begin + 1
    run.i += 1
    return run.begin < n


cdef void link_far(const uint64_t *b, const uint64_t *a, int64_t i, int64_t j, Py_ssize_t n, bint joined,
                   Py_ssize_t least, Py_ssize_t most, index *p) noexcept nogil:
    # Joins pixel x of line b, whose first run is i, to x + least ... x + most of line a, whose first is j.
    cdef:
        Run mine, other, k
        bint some
    mine.i, mine.end = i - 1, 0
    other.i, other.end = j - 1, 0
    some = onward(a, n, joined, &other)
    while some and onward(b, n, joined, &mine):
        while some and other.end <= mine.begin + least:
            some = onward(a, n, joined, &other)
        k = other
        while k.begin < n and k.begin < mine.end + most:
            unite(p, mine.i, k.i)
            onward(a, n, joined, &k)


cdef void link_line(const uint64_t[::1] bits, const int64_t[::1] rank, Py_ssize_t n, bint joined, Py_ssize_t y,
                    Py_ssize_t z, Py_ssize_t least, Py_ssize_t most, index *p) noexcept nogil:
    cdef:
        Py_ssize_t words = (n + 63) // 64, at = 2 + y * (words + 1), to = 2 + z * (words + 1)
    if joined and z != y and most - least <= 2 and least > -60 and most < 60:
        link_near(&bits[at], &bits[to], &rank[at], &rank[to], words, least + (most - least == 2), most - least == 2,
                  most > least, p)
    else:
        link_far(&bits[at], &bits[to], rank[at], rank[to], n, joined, least, most, p)


cdef int64_t numbered(index *p, int64_t count) noexcept nogil:
    # Parents come first, so each is a label already when its children are reached.
    cdef:
        int64_t i
        index n = 0
    for i in range(count):
        if p[i] == i:
            n += 1
            p[i] = n
        else:
            p[i] = p[p[i]]
    return n


def link_runs(const uint64_t[::1] bits, const int64_t[::1] rank, Py_ssize_t n, bint joined, const int64_t[::1] place,
              const int64_t[::1] line_at, const int64_t[:, ::1] steps, Py_ssize_t start, Py_ssize_t stop,
              index[::1] labels):
    """Join the runs of lines start to stop: give each the first run of its component; number them if that is all.

    Numbers are 1 ... in the order of first runs; the largest is returned, else 0. Lines have n pixels. Line y is at
    place[y] of a padded grid, which has line line_at[p] (-1: none) at p. Each step (to, least, most) joins pixel x of
    the line at p to pixels x + least ... x + most of that at p + to. Lines before start are left for `link_parts`.

    Needs: place[y] + to within the grid; to <= 0, and most < 0 where to is 0; rank counts runs from line 0 on.
    """
    cdef:
        Py_ssize_t y, z, s, words = (n + 63) // 64
        int64_t first = rank[1 + start * (words + 1)], last = rank[1 + stop * (words + 1)], i
        int64_t largest = 0
        index *p
    with nogil:
        if last > first:
            p = &labels[0]
            for y in range(start, stop):
                for i in range(rank[2 + y * (words + 1)], rank[1 + (y + 1) * (words + 1)]):
                    p[i] = <index> i
                for s in range(steps.shape[0]):
                    z = line_at[place[y] + steps[s, 0]]
                    if z >= start:
                        link_line(bits, rank, n, joined, y, z, steps[s, 1], steps[s, 2], p)
            if start == 0 and stop == place.shape[0]:
                largest = numbered(p, last)
            else:
                for i in range(first, last):
                    p[i] = p[p[i]]
    return largest


def link_parts(const uint64_t[::1] bits, const int64_t[::1] rank, Py_ssize_t n, bint joined, const int64_t[::1] place,
               const int64_t[::1] line_at, const int64_t[:, ::1] steps, const int64_t[::1] cuts, index[::1] labels):
    """Join what `link_runs` made of the parts that begin at each cut but the last; number the components as it does.

    Needs: increasing cuts, the first 0, the last the number of lines.
    """
    cdef:
        Py_ssize_t y, z, s, k
        int64_t largest = 0, reach = 0
        index *p
    with nogil:
        if labels.shape[0]:
            p = &labels[0]
            for s in range(steps.shape[0]):
                reach = max(reach, -steps[s, 0])
            for k in range(1, cuts.shape[0] - 1):
                for y in range(cuts[k], cuts[k + 1]):
                    if place[y] - reach > place[cuts[k] - 1]:
                        break
                    for s in range(steps.shape[0]):
                        z = line_at[place[y] + steps[s, 0]]
                        if 0 <= z < cuts[k]:
                            link_line(bits, rank, n, joined, y, z, steps[s, 1], steps[s, 2], p)
            largest = numbered(p, labels.shape[0])
    return largest


cdef inline uint64_t upto_end(uint64_t word, int x, bint joined) noexcept nogil:
    # The places of the run of ones from x on.
    cdef uint64_t rest = ~(word >> x)
    if not joined:
        return <uint64_t> 1 << x
    return (<uint64_t> -1 if rest == 0 else (rest & -rest) - 1) << x


cdef row paint_line(const uint64_t *b, const int64_t *rank, bint joined, const index *labels, index *o,
                    Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t w, m
        uint64_t word, begin, run
        int64_t k
        int x, e
        index label
    for w in range((n + 63) // 64):
        word = b[w]
        if word == 0:
            continue
        begin = begins(b + w, joined)
        k = rank[w]
        m = min(64, n - 64 * w)
        if count_bits(begin) > MANY:
            for x in range(m):
                k += begin & 1
                o[64 * w + x] = labels[(k - 1) & -<int64_t> (word & 1)] & -<index> (word & 1)
                begin >>= 1
                word >>= 1
            continue
        while word:
            x = first_bit(word)
            run = upto_end(word, x, joined)
            k += begin >> x & 1
            label = labels[k - 1]
            word &= ~run
            e = x + count_bits(run)
            for x in range(x, e):
                o[64 * w + x] = label


def paint_runs(const uint64_t[::1] bits, const int64_t[::1] rank, bint joined, const index[::1] labels,
               Py_ssize_t start, Py_ssize_t stop, index[:, ::1] out):
    """Give each pixel of a run of lines start to stop the run's label. Needs: out is zero elsewhere."""
    cdef Py_ssize_t y, n = out.shape[1], words = (n + 63) // 64, at
    with nogil:
        if labels.shape[0]:
            for y in range(start, stop):
                at = 2 + y * (words + 1)
                paint_line(&bits[at], &rank[at], joined, &labels[0], &out[y, 0], n)


def mark_frame(const uint64_t[::1] bits, const int64_t[::1] rank, Py_ssize_t n, const uint8_t[::1] whole,
               const index[::1] labels, uint8_t[::1] touched):
    """Set touched[label] where a run of that label is at an end of its line, or anywhere in a line marked whole."""
    cdef:
        Py_ssize_t y, words = (n + 63) // 64, at
        int64_t i
    with nogil:
        if n:
            for y in range(whole.shape[0]):
                at = 2 + y * (words + 1)
                if whole[y]:
                    for i in range(rank[at], rank[at + words]):
                        touched[labels[i]] = 1
                else:
                    if bits[at] & 1:
                        touched[labels[rank[at]]] = 1
                    if bits[at + words - 1] >> ((n - 1) & 63) & 1:
                        touched[labels[rank[at + words] - 1]] = 1


cdef row clear_line(const uint64_t *b, const int64_t *rank, bint joined, const index *labels, const uint8_t *chosen,
                    uint8_t *o, Py_ssize_t n) noexcept nogil:
    cdef:
        Py_ssize_t w, x
        uint64_t word, begin, run, cleared
        int64_t k
    for w in range((n + 63) // 64):
        word = b[w]
        begin = begins(b + w, joined)
        k = rank[w]
        cleared = 0
        while word:
            x = first_bit(word)
            run = upto_end(word, <int> x, joined)
            k += begin >> x & 1
            word &= ~run
            cleared |= run & -<uint64_t> (chosen[labels[k - 1]] != 0)
        cleared = ~cleared
        for x in range(min(64, n - 64 * w)):
            o[64 * w + x] = cleared >> x & 1


def clear_runs(const uint64_t[::1] bits, const int64_t[::1] rank, bint joined, const index[::1] labels,
               const uint8_t[::1] chosen, Py_ssize_t start, Py_ssize_t stop, uint8_t[:, ::1] out):
    """Write 1 to lines start to stop but for the runs whose label is chosen."""
    cdef Py_ssize_t y, n = out.shape[1], words = (n + 63) // 64, at
    with nogil:
        if n:
            for y in range(start, stop):
                at = 2 + y * (words + 1)
                clear_line(&bits[at], &rank[at], joined, &labels[0] if labels.shape[0] else NULL, &chosen[0],
                           &out[y, 0], n)
