"""Print what every kernel answers, as a digest a line: builds that give the same bits print the same.

``python tests/digests.py FILE`` draws the arguments and keeps them in FILE, or takes those that are there
(`spin levels` compares the levels of SIMD with it).
"""

import hashlib
import importlib
import pickle
import sys
from pathlib import Path

import kernels as k
import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

EXAMPLES = 20


def bits(answer):
    """Give the bytes of an answer; which NaN it is does not count."""
    if isinstance(answer, (tuple, list)):
        return b"".join(map(bits, answer))
    if answer is None:
        return b""
    a = np.array(answer)
    if a.dtype.kind == "f":
        a[np.isnan(a)] = np.nan
    return a.tobytes()


def drawn(stem, name, dtype):
    """Draw arguments of a kernel, EXAMPLES times."""
    case, found = getattr(k.cases(stem), name), []

    @settings(max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate])
    @given(data=st.data())
    def run(data):
        found.append([a.copy() if isinstance(a, np.ndarray) else a for a in case(data.draw, dtype)])

    run()
    return found


def digest(stem, name, dtype, arguments):
    """Give the digest of a kernel's answers and outputs."""
    scratch = getattr(k.cases(stem), "SCRATCH", {}).get(name, "").split()
    kernel = k.specialised(getattr(importlib.import_module(f"pyimg._ext.{stem}"), name), dtype)
    total = hashlib.sha256()
    for values in arguments:
        total.update(bits(kernel(*values)))
        for parameter, value in zip(k.ref_kernels(stem)[name], values):
            if parameter not in scratch:
                total.update(bits(value))
    return total.hexdigest()[:16]


def main(path):
    """Print the digests."""
    every = [
        (stem, name, dtype)
        for stem in k.stems(k.EXT, ".pyx")
        for name, dtype in k.specialisations(stem)
        if name not in {*getattr(k.cases(stem), "NO_CASE", {}), "simd_level"}
    ]
    if not path.exists():
        path.write_bytes(pickle.dumps({one: drawn(*one) for one in every}))
    arguments = pickle.loads(path.read_bytes())  # our own file
    for one in every:
        print(*one, digest(*one, arguments[one]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
