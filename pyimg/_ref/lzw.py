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


def accumulate(lines, samples):
    """Add to each number of a line the one `samples` before it, which is a sum already; sums wrap."""
    for k in range(min(samples, lines.shape[1])):
        lines[:, k::samples] = np.cumsum(lines[:, k::samples], axis=1, dtype=lines.dtype)
