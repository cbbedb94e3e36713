"""Print what every kernel answers, as a digest a line: builds that give the same bits print the same.

``python tests/digests.py`` (`spin levels` compares the levels of SIMD with it).
"""

import hashlib
import importlib

import kernels as k
import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st


def bits(answer):
    """Give the bytes of an answer; which NaN it is does not count."""
    if isinstance(answer, (tuple, list)):
        return b"".join(map(bits, answer))
    a = np.array(answer)
    if a.dtype.kind == "f":
        a[np.isnan(a)] = np.nan
    return a.tobytes()


def digest(stem, name, dtype):
    """Give the digest of a kernel's answers to the same drawn arguments each time."""
    case = getattr(k.cases(stem), name)
    scratch = getattr(k.cases(stem), "SCRATCH", {}).get(name, "").split()
    kernel = k.specialised(getattr(importlib.import_module(f"pyimg._ext.{stem}"), name), dtype)
    names = k.ref_kernels(stem)[name]
    total = hashlib.sha256()

    @settings(max_examples=30, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(data=st.data())
    def run(data):
        arguments = [a.copy() if isinstance(a, np.ndarray) else a for a in case(data.draw, dtype)]
        total.update(bits(kernel(*arguments)))
        for parameter, value in zip(names, arguments):
            if parameter not in scratch:
                total.update(bits(value))

    run()
    return total.hexdigest()[:16]


def main():
    """Print the digests."""
    for stem in k.stems(k.EXT, ".pyx"):
        for name, dtype in k.specialisations(stem):
            if name not in {*getattr(k.cases(stem), "NO_CASE", {}), "simd_level"}:
                print(stem, name, dtype, digest(stem, name, dtype), flush=True)


if __name__ == "__main__":
    main()
