"""Files, contrast, colours, polygons."""

import io
import tempfile

import cv2
import imagecodecs
import mahotas
import numpy as np
import skimage.color
import tifffile
from harness import Row
from inputs import blobs, images, nuclei
from PIL import Image

import pyimg as mh

COVERS = (
    "imread imread_from_blob imread_multi imsave imsave_multi stretch stretch_rgb as_rgb rgb2grey rgb2lab "
    "rgb2xyz xyz2lab xyz2rgb lab2xyz lab2rgb rgb2sepia overlay fill_polygon line convexhull fill_convexhull"
)


def _reading():
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
        yield Row(f"imread_from_blob/png/{name}/nd2", lambda b=blob: mh.imread_from_blob(b), peers, agree)
    blob = imagecodecs.jpeg8_encode(scenes["rgb"], 90)
    yield Row(
        "imread_from_blob/jpeg/rgb/nd2",
        lambda: mh.imread_from_blob(blob),
        {"imagecodecs": lambda: imagecodecs.jpeg8_decode(blob), "pillow": lambda: np.asarray(Image.open(io.BytesIO(blob)))},
    )
    for name, compression in (("raw", None), ("lzw", "lzw"), ("deflate", "zlib")):
        buffer = io.BytesIO()
        tifffile.imwrite(buffer, scenes["u2"], compression=compression, metadata=None)
        blob = buffer.getvalue()
        yield Row(
            f"imread_from_blob/tiff-{name}/u2/nd2",
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


def _files():
    a, pages = nuclei("n1024", "u2"), list(np.stack([nuclei("n512", "u2")] * 16))
    folder = tempfile.TemporaryDirectory()
    one, many = f"{folder.name}/one.tif", f"{folder.name}/many.tif"
    mh.imsave(one, a)
    mh.imsave_multi(many, pages)
    yield Row(
        "imread/tiff/u2/n1024",
        lambda: mh.imread(one),
        {"tifffile": lambda: tifffile.imread(one), "opencv": lambda: cv2.imread(one, cv2.IMREAD_UNCHANGED)},
    )
    yield Row("imread_multi/tiff/u2/16 pages/n512", lambda: mh.imread_multi(many), {"tifffile": lambda: tifffile.imread(many)})
    other = f"{folder.name}/other.tif"
    yield Row(
        "imsave_multi/tiff/u2/16 pages/n512",
        lambda: mh.imsave_multi(other, pages),
        {"tifffile": lambda: tifffile.imwrite(other, np.stack(pages), metadata=None, compression="lzw", predictor=True)},
        None,
        note="ours is safe on the disk when it returns",
    )
    folder.cleanup()


def _stretched(a):
    low, high, _, _ = cv2.minMaxLoc(a)
    return cv2.convertScaleAbs(a, alpha=255 / (high - low), beta=-low * 255 / (high - low))


def _contrast():
    for name, a in images(also="noise isbi n512 n8192"):
        yield Row(
            f"stretch/{name}",
            lambda a=a: mh.stretch(a),
            {"opencv": lambda a=a: _stretched(a), "mahotas": lambda a=a: mahotas.stretch(a)},
            (1, 0),
            note="opencv rounds",
        )
    for dtype in ("u1", "u2", "f4"):
        a = nuclei("nd2", dtype)
        rgb = np.ascontiguousarray(np.dstack([a, np.roll(a, 300, 0), (a / 2).astype(dtype)]))
        peers = {
            "opencv": lambda rgb=rgb: cv2.merge([_stretched(c) for c in cv2.split(rgb)]),
            "mahotas": lambda rgb=rgb: mahotas.stretch_rgb(rgb),
        }
        yield Row(f"stretch_rgb/{dtype}/nd2", lambda rgb=rgb: mh.stretch_rgb(rgb), peers, (1, 0), note="opencv rounds")
        b, c = np.roll(a, 300, 0), np.roll(a, 300, 1)
        peers = {
            "opencv": lambda a=a, b=b, c=c: cv2.merge([_stretched(x) for x in (a, b, c)]),
            "mahotas": lambda a=a, b=b, c=c: mahotas.as_rgb(a, b, c),
        }
        yield Row(f"as_rgb/{dtype}/nd2", lambda a=a, b=b, c=c: mh.as_rgb(a, b, c), peers, (1, 0), note="opencv rounds")


def _colour():
    grey = nuclei("nd2", "u1")
    rgb = np.ascontiguousarray(np.dstack([grey, np.roll(grey, 300, 0), 255 - grey]))
    yield Row(
        "rgb2grey/u1/nd2",
        lambda: mh.rgb2grey(rgb),
        {
            "skimage": lambda: skimage.color.rgb2gray(rgb),
            "opencv": lambda: cv2.cvtColor(rgb.astype(np.float32), cv2.COLOR_RGB2GRAY),
            "mahotas": lambda: mahotas.colors.rgb2grey(rgb),
        },
        None,
        note="opencv, scikit-image: other weights",
    )
    for dtype in ("u1", "u2"):
        colours = rgb.astype(dtype) * (1 if dtype == "u1" else 257)
        yield Row(
            f"rgb2grey/{dtype} of {dtype}/nd2",
            lambda a=colours: mh.rgb2grey(a, a.dtype),
            {"opencv": lambda a=colours: cv2.cvtColor(a, cv2.COLOR_RGB2GRAY)},
            None,
            note="opencv: other weights",
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
    sepia = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])
    yield Row(
        "rgb2sepia/u1/nd2",
        lambda: mh.colors.rgb2sepia(rgb),
        {"opencv": lambda: cv2.transform(rgb, sepia), "mahotas": lambda: mahotas.colors.rgb2sepia(rgb)},
        (1, 0),
        note="opencv rounds",
    )
    lab = mh.rgb2lab(rgb)
    yield Row(
        "lab2xyz/f8/nd2", lambda: mh.colors.lab2xyz(lab), {"skimage": lambda: skimage.color.lab2xyz(lab)}, (1e-3, 0.01)
    )
    yield Row(
        "lab2rgb/f8/nd2",
        lambda: mh.colors.lab2rgb(lab),
        {"opencv": lambda: cv2.cvtColor(lab.astype(np.float32), cv2.COLOR_LAB2RGB), "skimage": lambda: skimage.color.lab2rgb(lab)},
        None,
        note="ours in 0 to 255",
    )
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
    yield Row(
        "line/nd2",
        lambda: polygon.line((3, 5), (2000, 1500), canvas),
        {"opencv": lambda: cv2.line(canvas, (5, 3), (1500, 2000), 1), "mahotas": lambda: peer.line((3, 5), (2000, 1500), canvas)},
        None,
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
    for part in (_reading, _files, _contrast, _colour, _polygons):
        yield from part()
