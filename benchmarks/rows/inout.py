"""Files, contrast, colours, polygons."""

import io

import cv2
import mahotas
import numpy as np
from harness import Row
from inputs import blobs, nuclei

import pyimg as mh


def _reading():
    import imagecodecs
    import tifffile
    from PIL import Image

    grey = nuclei("nd2", "u1")
    scenes = {"u1": grey, "u2": nuclei("nd2", "u2"), "rgb": np.ascontiguousarray(np.dstack([grey, np.roll(grey, 300, 0), 255 - grey]))}
    for name, a in scenes.items():
        blob = imagecodecs.png_encode(a, level=6)
        peers = {
            "imagecodecs": lambda b=blob: imagecodecs.png_decode(b),
            "opencv": lambda b=blob: cv2.imdecode(np.frombuffer(b, np.uint8), cv2.IMREAD_UNCHANGED),
            "pillow": lambda b=blob: np.asarray(Image.open(io.BytesIO(b))),
        }
        agree = None if name == "rgb" else (0, 0)
        yield Row(f"imread/png/{name}/nd2", lambda b=blob: mh.imread_from_blob(b), peers, agree)
    blob = imagecodecs.jpeg8_encode(scenes["rgb"], 90)
    yield Row(
        "imread/jpeg/rgb/nd2",
        lambda: mh.imread_from_blob(blob),
        {"imagecodecs": lambda: imagecodecs.jpeg8_decode(blob), "pillow": lambda: np.asarray(Image.open(io.BytesIO(blob)))},
    )
    for name, compression in (("raw", None), ("lzw", "lzw"), ("deflate", "zlib")):
        buffer = io.BytesIO()
        tifffile.imwrite(buffer, scenes["u2"], compression=compression, metadata=None)
        blob = buffer.getvalue()
        yield Row(
            f"imread/tiff-{name}/u2/nd2",
            lambda b=blob: mh.imread_from_blob(b),
            {
                "tifffile": lambda b=blob: tifffile.imread(io.BytesIO(b)),
                "opencv": lambda b=blob: cv2.imdecode(np.frombuffer(b, np.uint8), cv2.IMREAD_UNCHANGED),
            },
        )
    for name in ("u1", "rgb"):
        a = scenes[name]

        def ours(a=a):
            buffer = io.BytesIO()
            mh.imsave(buffer, a, formatstr="png")

        yield Row(
            f"imsave/png/{name}/nd2", ours, {"opencv": lambda a=a: cv2.imencode(".png", a)}, None, note="ours in memory too"
        )


def _stretched(a):
    low, high, _, _ = cv2.minMaxLoc(a)
    return cv2.convertScaleAbs(a, alpha=255 / (high - low), beta=-low * 255 / (high - low))


def _contrast():
    for dtype in ("u1", "u2", "f4", "f8"):
        a = nuclei("nd2", dtype)
        yield Row(
            f"stretch/nuclei/{dtype}/nd2",
            lambda a=a: mh.stretch(a),
            {"opencv": lambda a=a: _stretched(a), "mahotas": lambda a=a: mahotas.stretch(a)},
            (1, 0),
            note="opencv rounds",
        )


def _colour():
    grey = nuclei("nd2", "u1")
    rgb = np.ascontiguousarray(np.dstack([grey, np.roll(grey, 300, 0), 255 - grey]))
    yield Row(
        "rgb2grey/u1/nd2",
        lambda: mh.rgb2grey(rgb),
        {
            "opencv": lambda: cv2.cvtColor(rgb.astype(np.float32), cv2.COLOR_RGB2GRAY),
            "mahotas": lambda: mahotas.colors.rgb2grey(rgb),
        },
        (2, 0),
        note="opencv: other weights, float32",
    )
    yield Row(
        "rgb2lab/u1/nd2",
        lambda: mh.rgb2lab(rgb),
        {
            "opencv": lambda: cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB),
            "mahotas": lambda: mahotas.colors.rgb2lab(rgb),
        },
        (0.5, 0.01),
        note="opencv: float32",
    )
    yield Row("rgb2xyz/u1/nd2", lambda: mh.rgb2xyz(rgb), {"mahotas": lambda: mahotas.colors.rgb2xyz(rgb)}, (1e-9, 0))
    xyz = mh.rgb2xyz(rgb)
    yield Row("xyz2lab/f8/nd2", lambda: mh.xyz2lab(xyz), {"mahotas": lambda: mahotas.colors.xyz2lab(xyz)}, (1e-9, 0))
    yield Row("xyz2rgb/f8/nd2", lambda: mh.xyz2rgb(xyz), {"mahotas": lambda: mahotas.colors.xyz2rgb(xyz)}, (1e-9, 0))
    yield Row("rgb2sepia/u1/nd2", lambda: mh.colors.rgb2sepia(rgb), {"mahotas": lambda: mahotas.colors.rgb2sepia(rgb)})
    yield Row("overlay/u1/nd2", lambda: mh.overlay(grey, red=blobs()), {"mahotas": lambda: mahotas.overlay(grey, red=blobs())})


def _polygons():
    from mahotas import polygon as peer

    from pyimg import polygon

    turn = np.linspace(0, 2 * np.pi, 65)[:-1]
    reach = np.where(np.arange(64) % 2, 1000, 500)
    star = np.stack([1024 + reach * np.sin(turn), 1024 + reach * np.cos(turn)], -1).astype(int)
    xy = np.ascontiguousarray(star[:, ::-1].astype(np.int32))
    canvas = np.zeros((2048, 2048), np.uint8)
    yield Row(
        "fill_polygon/star/nd2",
        lambda: polygon.fill_polygon(star, canvas),
        {"opencv": lambda: cv2.fillPoly(canvas, [xy], 1), "mahotas": lambda: peer.fill_polygon(star, canvas)},
        None,
        note="opencv draws the outline too",
    )
    mask = blobs("nd2")
    yield Row(
        "convexhull/blobs/nd2",
        lambda: polygon.convexhull(mask),
        {"opencv": lambda: cv2.convexHull(cv2.findNonZero(mask.view(np.uint8))), "mahotas": lambda: peer.convexhull(mask)},
        None,
    )
    yield Row(
        "fill_convexhull/blobs/nd2",
        lambda: polygon.fill_convexhull(mask),
        {"mahotas": lambda: peer.fill_convexhull(mask)},
        (0, 0.01),
    )


def rows():
    """Yield the rows."""
    for part in (_reading, _contrast, _colour, _polygons):
        yield from part()
