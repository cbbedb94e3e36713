"""Cases of the kernels of LZW."""

import numpy as np
import strategies as s
from hypothesis import strategies as st


def packed(data):
    """Encode bytes as TIFF does."""
    bits, many, out = 0, 0, []

    def put(code, width):
        nonlocal bits, many
        bits, many = bits << width | code, many + width

    strings, width = {}, 9
    put(256, 9)
    word = b""
    for byte in data:
        longer = word + bytes([byte])
        if len(longer) == 1 or longer in strings:
            word = longer
            continue
        put(word[0] if len(word) == 1 else strings[word], width)
        strings[longer] = 258 + len(strings)
        word = longer[-1:]
        if 258 + len(strings) == 4094:
            put(word[0], 12)
            put(256, 12)
            strings, width, word = {}, 9, b""
        elif 258 + len(strings) == 1 << width:
            width += 1
    if word:
        put(word[0] if len(word) == 1 else strings[word], width)
        width += 258 + len(strings) + 1 == 1 << width
    put(257, width)
    pad = -many % 8
    out.append((bits << pad).to_bytes((many + pad) // 8, "big"))
    return b"".join(out)


def decode(draw, dtype):
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    room, parts = draw(st.sampled_from([1, 7, 8, 40, 20000])), draw(st.integers(1, 3))
    levels = draw(st.sampled_from([1, 2, 5, 256]))
    blobs = [np.frombuffer(packed(rng.integers(0, levels, room, np.uint8).tobytes()), np.uint8).copy() for _ in range(parts)]
    for blob in blobs:
        if draw(st.integers(0, 3)) == 0:  # damaged
            blob[rng.integers(0, len(blob))] ^= 1 << rng.integers(0, 8)
    counts = np.array([len(b) - draw(st.integers(0, 1)) for b in blobs], np.int64)
    offsets = np.cumsum([0, *map(len, blobs[:-1])]).astype(np.int64)
    start = draw(st.integers(0, parts))
    out = np.zeros(parts * room - draw(st.integers(0, room - 1)), np.uint8)
    return np.concatenate(blobs), offsets, counts, room, start, draw(st.integers(start, parts)), np.zeros(parts, np.int64), out


def accumulate(draw, dtype):
    lines, n = draw(st.integers(0, 3)), draw(st.sampled_from([0, 1, 2, 9, 40]))
    return draw(s.arrays(dtype, (lines, n))), draw(st.integers(1, 4))
