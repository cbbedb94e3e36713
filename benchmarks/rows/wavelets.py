"""Wavelets."""

import mahotas
import pywt
from harness import Row
from inputs import images, nuclei

import pyimg as mh

COVERS = "haar ihaar daubechies idaubechies wavelet_center wavelet_decenter"


def rows():
    """Yield the rows."""
    for name, a in images("f4 f8", "noise n512"):
        if a.ndim != 2:
            continue
        yield Row(
            f"haar/{name}",
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
            f"ihaar/{name}",
            lambda t=t: mh.ihaar(t),
            {"mahotas": lambda t=t: mahotas.ihaar(t)},
            agree=(1e-6, 0),
        )
        for code in ("D4", "D8", "D20"):
            yield Row(
                f"daubechies/{code}/{name}",
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
                f"idaubechies/{code}/{name}",
                lambda t=t, code=code: mh.idaubechies(t, code),
                {"mahotas": lambda t=t, code=code: mahotas.idaubechies(t, code)},
                agree=(1e-4, 0.03),
                note="the frame differs",
            )
    small = nuclei("nd2", "f8")[:1500, :1500].copy()
    centred = mh.wavelet_center(small)
    yield Row(
        "wavelet_center/f8/1500x1500",
        lambda: mh.wavelet_center(small),
        {"mahotas": lambda: mahotas.wavelet_center(small)},
        agree=None,
        note="mahotas's border may be wider",
    )
    yield Row(
        "wavelet_decenter/f8/1500x1500",
        lambda: mh.wavelet_decenter(centred, small.shape),
        {"mahotas": lambda: mahotas.wavelet_decenter(centred, small.shape)},
        agree=None,
    )
