"""Wavelets."""

import mahotas
import pywt
from harness import Row
from inputs import nuclei

import pyimg as mh


def rows():
    """Yield the rows."""
    for dtype in ("f4", "f8"):
        a = nuclei("nd2", dtype)
        yield Row(
            f"haar/nuclei/{dtype}/nd2",
            lambda a=a: mh.haar(a),
            {
                "mahotas": lambda a=a: mahotas.haar(a),
                "pywt": lambda a=a: pywt.dwt2(a, "haar")[0],
            },
            agree=None,
            note="PyWavelets gives four arrays, with another sign of differences",
        )
        t = mh.haar(a)
        yield Row(
            f"ihaar/nuclei/{dtype}/nd2",
            lambda t=t: mh.ihaar(t),
            {"mahotas": lambda t=t: mahotas.ihaar(t)},
            agree=(1e-6, 0),
        )
        for code in ("D4", "D8", "D20"):
            yield Row(
                f"daubechies/{code}/nuclei/{dtype}/nd2",
                lambda a=a, code=code: mh.daubechies(a, code),
                {
                    "mahotas": lambda a=a, code=code: mahotas.daubechies(a, code),
                    "pywt": lambda a=a, code=code: pywt.dwt2(a, f"db{int(code[1:]) // 2}", "zero")[0],
                },
                agree=None,
                note="mahotas's weights are float32; PyWavelets has other places and signs",
            )
            t = mh.daubechies(a, code)
            yield Row(
                f"idaubechies/{code}/nuclei/{dtype}/nd2",
                lambda t=t, code=code: mh.idaubechies(t, code),
                {"mahotas": lambda t=t, code=code: mahotas.idaubechies(t, code)},
                agree=(1e-4, 0.03),
                note="the frame differs",
            )
