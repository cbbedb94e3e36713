"""LZW as in TIFF, and its differences of pixels, in Python: what pyimg/_ext/lzw.pyx must compute."""

import numpy as np

_CLEAR, _END, _CODES = 256, 257, 4096


def decode(data, offsets, counts, room, start, stop, written, out):
    """Decode parts start ... stop - 1: counts[i] bytes of data from offsets[i] on, to out[i * room:], `room` at most."""
    for i in range(start, stop):
        part = data[offsets[i] : offsets[i] + counts[i]].tobytes()
        here = out[i * room : (i + 1) * room]
        written[i], found = _decoded(part, len(here))
        here[:] = np.frombuffer(found[: len(here)].ljust(len(here), b"\0"), np.uint8)


def _decoded(part, room):
    """Give how many bytes there are, -1 for a code that cannot be, and those before it."""
    bits, at = int.from_bytes(part, "big"), 8 * len(part)
    found, strings, before, width = bytearray(), None, b"", 9
    while at >= width and len(found) < room:
        at -= width
        code = bits >> at & (1 << width) - 1
        if code == _CLEAR:
            strings, before, width = [bytes([i]) for i in range(256)] + [b"", b""], b"", 9
            continue
        if strings is None:
            return -1, found
        if code == _END:
            break
        if before and len(strings) < _CODES:
            strings.append(before + (strings[code] if code < len(strings) else before)[:1])
            width += len(strings) == (1 << width) - 1 and width < 12
        if code >= len(strings):
            return -1, found
        before = strings[code]
        found += before
    if strings is None:
        return -1, found
    return min(len(found), room), found


def encode(data, room, start, stop, table, sizes, out):
    """Encode parts start ... stop - 1, of `room` bytes, the last perhaps of less, to sizes[i] bytes in out[i].

    `table` serves the compiled kernel.
    """
    for i in range(start, stop):
        found = _encoded(data[i * room : (i + 1) * room].tobytes())
        sizes[i] = len(found)
        out[i, : len(found)] = np.frombuffer(found, np.uint8)


def _encoded(part):
    codes, strings, word, width = [(_CLEAR, 9)], {}, part[:1], 9
    for i in range(1, len(part)):
        longer = word + part[i : i + 1]
        if longer in strings:
            word = longer
            continue
        codes.append((strings.get(word, word[0]), width))
        strings[longer] = 258 + len(strings)
        word = part[i : i + 1]
        if 258 + len(strings) == _CODES - 2:
            codes.append((_CLEAR, width))
            strings, width = {}, 9
        elif 258 + len(strings) == 1 << width:
            width += 1
    codes += [(strings.get(word, word[0]), width), (_END, width + (259 + len(strings) == 1 << width))]
    text = "".join(f"{code:0{width}b}" for code, width in codes)
    return int(text + "0" * (-len(text) % 8), 2).to_bytes((len(text) + 7) // 8, "big")


def accumulate(lines, samples):
    """Add to each number of a line the one `samples` before it, which is a sum already; sums wrap."""
    for k in range(min(samples, lines.shape[1])):
        lines[:, k::samples] = np.cumsum(lines[:, k::samples], axis=1, dtype=lines.dtype)
