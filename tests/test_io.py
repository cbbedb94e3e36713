"""Files to arrays and back: every format, type and shape; what is damaged, hostile or unknown."""

import io
import logging
import os
import struct
import sys
import zlib

import numpy as np
import pytest

import pyimg as mh
from pyimg.io import ImageError, ImageTooLarge, Metadata, error_imread, error_imsave, plain

tifffile = pytest.importorskip("tifffile")
imagecodecs = pytest.importorskip("imagecodecs")
Image = pytest.importorskip("PIL.Image")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def picture(shape, dtype, seed=0):
    rng = np.random.default_rng(seed)
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return rng.random(shape) > 0.5
    if dtype.kind == "f":
        return rng.normal(0, 100, shape).astype(dtype)
    info = np.iinfo(dtype)
    return rng.integers(info.min, info.max, shape, dtype, endpoint=True)


def same(a, b):
    assert (a.dtype, a.shape) == (b.dtype, b.shape)
    np.testing.assert_array_equal(a, b)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour, rows, extra=()):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *(chunk(*e) for e in extra), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def tiff(a, **arguments):
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, a, **{"metadata": None, **arguments})
    return buffer.getvalue()


HOLDS = [
    ("png", "?", [()]),
    ("png", "BH", [(), (2,), (3,), (4,)]),
    ("bmp", "?", [()]),
    ("bmp", "B", [(), (3,)]),
    ("webp", "B", [(3,), (4,)]),
    ("gif", "B", [()]),
    ("tiff", "?bBhHiIlLefd", [(), (3,), (4,)]),
]


@pytest.mark.parametrize(
    ("kind", "dtype", "tail"), [(k, d, t) for k, ds, ts in HOLDS for d in ds for t in ts], ids=lambda v: str(v)
)
def test_what_a_format_holds_comes_back(kind, dtype, tail):
    for shape in ((13, 9), (1, 1), (1, 17), (40, 1)):
        a = picture((*shape, *tail), dtype)
        mh.imsave(f"a.{kind}", a)
        same(mh.imread(f"a.{kind}"), a)
        assert mh.detect_format(f"a.{kind}") == kind


@pytest.mark.parametrize("shape", [(2, 3, 5, 7), (6, 5, 7), (2, 5, 7, 3), (5, 7, 2), (2, 2, 2, 4, 5), (1, 5, 7)])
@pytest.mark.parametrize("dtype", "?BHfd")
def test_tiff_keeps_any_number_of_axes(shape, dtype):
    a = picture(shape, dtype)
    mh.imsave("a.tif", a)
    back, meta = mh.imread("a.tif", return_metadata=True)
    same(back, a)
    assert meta == b"" and len(meta.axes) == a.ndim


@pytest.mark.parametrize("layout", [np.asfortranarray, lambda a: a[::-1, ::-2], lambda a: a.astype(a.dtype.newbyteorder())])
@pytest.mark.parametrize("kind", ["png", "tif"])
def test_any_memory_layout_is_saved(layout, kind):
    a = layout(picture((12, 16), "u2"))
    mh.imsave(f"a.{kind}", a)
    back = mh.imread(f"a.{kind}")
    assert back.dtype.isnative and back.flags.c_contiguous
    np.testing.assert_array_equal(back, a)


def test_lists_and_read_only_arrays_are_saved():
    mh.imsave("a.tif", [[1, 2], [3, 4]])
    assert mh.imread("a.tif").tolist() == [[1, 2], [3, 4]]
    a = picture((3, 4), "u1")
    a.flags.writeable = False
    mh.imsave("a.png", a)
    same(mh.imread("a.png"), a)


def test_jpeg_quality_and_shapes():
    y, x = np.mgrid[:64, :48]
    a = np.stack([x, y, x + y], -1).astype(np.uint8)
    mh.imsave("a.jpg", a)
    mh.imsave("b.JPEG", a, opts={"jpeg:quality": 95})
    default, fine = (np.abs(mh.imread(f).astype(int) - a).mean() for f in ("a.jpg", "b.JPEG"))
    assert fine < default < 3
    mh.imsave("g.jpg", a[..., 0])
    assert mh.imread("g.jpg").shape == (64, 48)
    with open("a.jpg", "rb") as f:
        np.testing.assert_array_equal(mh.imread("a.jpg"), np.asarray(Image.open(f)))


def test_names_say_nothing_where_content_does():
    a = picture((5, 6), "u1")
    mh.imsave("a.png", a)
    os.rename("a.png", "a.jpg")
    same(mh.imread("a.jpg"), a)
    os.rename("a.jpg", "noextension")
    same(mh.imread("noextension"), a)
    with pytest.raises(ImageError, match="is png, not tiff"):
        mh.imread("noextension", formatstr="tif")
    same(mh.imread("noextension", formatstr="PNG"), a)


def test_paths_of_all_kinds(tmp_path):
    a = picture((5, 6, 3), "u1")
    for name in ("Zellen µ 細胞.PNG", "with space.Tif", "x.BMP"):
        mh.imsave(tmp_path / name, a)
        same(mh.imread(tmp_path / name), a)
        same(mh.imread(str(tmp_path / name)), a)
        with open(name, "rb") as f:
            same(mh.imread(f), a)
            f.seek(0)
            assert mh.detect_format(f) and f.tell() == 0
            same(mh.imread_from_blob(f.read()), a)


def test_paths_that_can_read_and_write_themselves(tmpdir):
    a = picture((5, 6), "u1")
    mh.imsave(tmpdir.join("a.png"), a)
    same(mh.imread(tmpdir.join("a.png")), a)
    assert mh.detect_format(tmpdir.join("a.png")) == "png"


def test_writing_to_an_open_file():
    a = picture((5, 6), "u2")
    for kind in ("png", "tiff"):
        buffer = io.BytesIO()
        mh.imsave(buffer, a, formatstr=kind)
        same(mh.imread_from_blob(buffer.getvalue(), kind), a)
    with pytest.raises(ImageError, match="pass `formatstr`"):
        mh.imsave(io.BytesIO(), a)


# formats as others write them


def test_png_of_few_bits():
    same(mh.imread_from_blob(png(8, 1, 1, 0, b"\0\xaa")), np.array([[1, 0, 1, 0, 1, 0, 1, 0]], bool))
    assert mh.imread_from_blob(png(4, 1, 2, 0, b"\0\x1b")).tolist() == [[0, 85, 170, 255]]
    assert mh.imread_from_blob(png(2, 1, 4, 0, b"\0\x1f")).tolist() == [[17, 255]]


def test_png_palettes_are_expanded():
    two = png(8, 1, 1, 3, b"\0\xaa", [(b"PLTE", bytes([1, 2, 3, 4, 5, 6]))])
    assert mh.imread_from_blob(two)[0, :2].tolist() == [[4, 5, 6], [1, 2, 3]]
    clear = png(2, 1, 8, 3, b"\0\0\1", [(b"PLTE", bytes(6)), (b"tRNS", b"\x07")])
    assert mh.imread_from_blob(clear).tolist() == [[[0, 0, 0, 7], [0, 0, 0, 255]]]
    assert mh.imread_from_blob(clear, opts={"strip_alpha": True}).shape == (1, 2, 3)


def test_alpha_can_be_stripped():
    for kind, dtype, samples in (("png", "u2", 2), ("png", "u1", 4), ("tif", "u1", 4), ("webp", "u1", 4)):
        a = picture((4, 5, samples), dtype)
        mh.imsave(f"a.{kind}", a)
        bare = mh.imread(f"a.{kind}", opts={"strip_alpha": True})
        np.testing.assert_array_equal(bare, a[..., 0] if samples == 2 else a[..., :3])


def test_as_grey():
    a = picture((4, 5, 3), "u1")
    mh.imsave("a.png", a)
    grey = mh.imread("a.png", as_grey=True)
    assert grey.dtype == np.float64
    np.testing.assert_allclose(grey, a @ [0.3, 0.59, 0.11])
    mh.imsave("b.png", np.dstack([a, a[..., :1]]))
    same(mh.imread("b.png", True), grey)
    mh.imsave("c.png", a[..., :2])
    same(mh.imread("c.png", as_grey=1), a[..., 0])
    mh.imsave("d.png", a[..., 0])
    same(mh.imread("d.png", as_grey=1), a[..., 0])


def test_cmyk_jpeg_is_raw():
    buffer = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 0, 0, 0)).save(buffer, "JPEG")
    back = mh.imread_from_blob(buffer.getvalue())
    assert back.shape == (8, 8, 4) and (back == 255).all()
    with pytest.raises(ImageError, match="CMYK"):
        mh.imread_from_blob(buffer.getvalue(), as_grey=True)


def test_bmp_of_all_depths():
    a = picture((6, 10), "u1")
    for mode in ("1", "L", "P", "RGB"):
        image = Image.fromarray(np.dstack([a, a // 2, 255 - a])).convert(mode)
        image.save("a.bmp")
        back = mh.imread("a.bmp")
        wish = np.asarray(image.convert("RGB") if mode == "P" else image)
        same(back, wish)


def test_bmp_with_the_tones_exchanged():
    header = struct.pack("<2sIHHI", b"BM", 70, 0, 0, 62) + struct.pack("<IiiHHIIiiII", 40, 8, 2, 1, 1, 0, 8, 0, 0, 2, 2)
    blob = header + b"\xff\xff\xff\0\0\0\0\0" + b"\xf0\0\0\0\x0f\0\0\0"
    same(mh.imread_from_blob(blob), np.array([[1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1]], bool))


def test_gif_colours_and_frames():
    a = picture((6, 10), "u1") // 64 * 64
    colours = np.dstack([a, a // 2, 255 - a])
    mh.imsave("a.gif", colours)
    same(mh.imread("a.gif"), colours)
    with pytest.raises(ValueError, match="256 colours"):
        mh.imsave("b.gif", picture((40, 40, 3), "u1"))
    images = [Image.fromarray(colours), Image.fromarray(colours[::-1])]
    images[0].save("c.gif", save_all=True, append_images=images[1:])
    frames = mh.imread_multi("c.gif")
    assert [f.shape for f in frames] == [(6, 10, 3)] * 2
    same(frames[0], mh.imread("c.gif"))


def test_webp_lossy():
    a = np.full((16, 16, 3), 100, np.uint8)
    mh.imsave("a.webp", a, opts={"webp:quality": 80})
    assert np.abs(mh.imread("a.webp").astype(int) - 100).max() < 5


TIFFS = [
    {"tile": (16, 16)},
    {"bigtiff": True},
    {"byteorder": ">"},
    {"compression": "zlib"},
    {"compression": "zlib", "predictor": True},
    {"compression": "lzw", "rowsperstrip": 5},
    {"compression": "zstd"},
    {"compression": "packbits"},
    {"compression": "lzma", "tile": (32, 16), "byteorder": ">"},
]


@pytest.mark.parametrize("arguments", TIFFS, ids=str)
@pytest.mark.parametrize("dtype", ["u1", "i2", "u4", "f4", "f8"])
def test_tiff_of_others(arguments, dtype):
    a = picture((37, 29), dtype)
    same(mh.imread_from_blob(tiff(a, **arguments)), a)


def test_planar_colours_come_last():
    a = picture((3, 8, 9), "u2")
    same(mh.imread_from_blob(tiff(a, photometric="rgb", planarconfig="separate")), np.ascontiguousarray(np.moveaxis(a, 0, -1)))


def test_tiff_palette_is_expanded():
    index = picture((5, 6), "u1")
    table = picture((3, 256), "u1", 1).astype(np.uint16)
    wish = np.ascontiguousarray(table.T.astype(np.uint8)[index])
    same(mh.imread_from_blob(tiff(index, photometric="palette", colormap=table * 257)), wish)


def _told(blob):
    try:
        array, metadata = mh.imread_from_blob(blob, return_metadata=True)
    except Exception as error:
        return type(error), str(error)
    return array.tobytes(), array.shape, array.dtype, metadata.axes, str(metadata.spacing), metadata.unit, bytes(metadata)


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("strip", [None, 3])
def test_plain_tiff_is_what_tifffile_says(monkeypatch, order, strip):
    a = np.arange(35, dtype=np.uint16).reshape(7, 5)
    blob = tiff(a, byteorder=order, rowsperstrip=strip, resolution=(300, 150))
    assert plain.read(io.BytesIO(blob), len(blob), lambda nbytes: None) is not None
    rng = np.random.default_rng(0)
    blobs = [blob, *(blob[:n] for n in range(0, len(blob), 9))]
    for _ in range(300):
        spoilt = bytearray(blob)
        spoilt[rng.integers(len(blob) - 70)] = rng.choice([0, 1, 2, 3, 4, 7, 64, 255])
        blobs.append(bytes(spoilt))
    told = [_told(b) for b in blobs]
    assert told[0][0] == a.tobytes()
    monkeypatch.setattr(plain, "read", lambda *arguments: None)
    logging.disable()
    assert told == [_told(b) for b in blobs]
    logging.disable(logging.NOTSET)


def test_tiff_of_pillow():
    a = picture((7, 9), "u1")
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        Image.fromarray(a).save("a.tif", compression=compression)
        same(mh.imread("a.tif"), a)
    Image.fromarray(a > 100).save("b.tif", compression="group4")
    same(mh.imread("b.tif"), a > 100)


def test_pages():
    pages = [picture((4, 5), "u1"), picture((2, 3), "f4"), picture((3, 3, 3), "u1")]
    mh.imsave_multi("a.tif", pages)
    for back, page in zip(mh.imread_multi("a.tif"), pages, strict=True):
        same(back, page)
    same(mh.imread("a.tif"), pages[0])
    same(mh.imread("a.tif", opts={"page": 2}), pages[2])
    with pytest.raises(ImageError, match="no page 3"):
        mh.imread("a.tif", opts={"page": 3})
    mh.imsave_multi("b.tif", np.stack(pages[:1] * 4))
    assert len(mh.imread_multi("b.tif")) == 4
    assert mh.imread("b.tif").shape == (4, 5)
    mh.imsave("c.png", pages[0])
    assert len(mh.imread_multi("c.png")) == 1


def test_metadata_are_bytes():
    a = picture((4, 5), "u1")
    for given, wish in ((b"123qwe", b"123qwe"), ("µm", "µm".encode()), (None, b"")):
        mh.imsave("a.tif", a, metadata=given)
        back, meta = mh.imread("a.tif", return_metadata=True)
        same(back, a)
        assert isinstance(meta, bytes) and meta == wish and meta.axes == "YX" and meta.spacing is None
    mh.imsave("a.tif", np.stack([a, a]), metadata=b"two")
    back, meta = mh.imread("a.tif", return_metadata=True)
    assert back.shape == (2, 4, 5) and meta == b"two"
    mh.imsave("a.png", a, metadata=b"nowhere to go")
    assert mh.imread("a.png", return_metadata=True)[1] is None


def test_resolution_becomes_spacing():
    opts = {"tiff:XResolution": 10, "tiff:XResolutionUnit": 3}
    mh.imsave("a.tif", picture((4, 5), "u1"), opts=opts)
    assert opts == {"tiff:XResolution": 10, "tiff:XResolutionUnit": 3}
    a, meta = mh.imread("a.tif", return_metadata=True)
    assert meta.spacing == pytest.approx((0.1, 0.1)) and meta.unit == "cm"
    mh.imsave("b.tif", a, metadata=meta)
    again = mh.imread("b.tif", return_metadata=True)[1]
    assert again == b"" and again.spacing == meta.spacing and again.unit == "cm"
    mh.imsave("c.tif", a, opts={"tiff:YResolution": 4})
    assert mh.imread("c.tif", return_metadata=True)[1].spacing == (0.25, 0.25)


@pytest.mark.parametrize("axes", ["ZYX", "CZYX", "TZCYX", "YX", "YXS", "CYX"])
def test_ome_keeps_axes_and_spacing(axes):
    sizes = {"T": 2, "C": 2, "Z": 3, "Y": 6, "X": 7, "S": 3}
    a = picture([sizes[x] for x in axes], "u2")
    spacing = [{"Z": 2, "Y": 0.5, "X": 0.25}[x] for x in axes if x in "ZYX"]
    channels = ["DAPI", "GFP"] if "C" in axes else []
    mh.imsave("a.tif", a, metadata=Metadata(axes=axes, spacing=spacing, unit="um", channels=channels))
    back, meta = mh.imread("a.tif", return_metadata=True)
    same(back, a)
    assert (meta.axes, meta.spacing, meta.unit, meta.channels) == (axes, tuple(spacing), "µm", tuple(channels))
    mh.imsave("b.tif", back, metadata=meta)
    again = mh.imread("b.tif", return_metadata=True)[1]
    assert (again.axes, again.spacing, again.channels) == (meta.axes, meta.spacing, meta.channels)
    if axes == "ZYX":
        with pytest.raises(ValueError, match="an axis for each"):
            mh.imsave("c.tif", back.max(0), metadata=meta)
        assert not os.path.exists("c.tif")


def test_imagej_hyperstack():
    a = picture((3, 2, 5, 7), "u2")
    tifffile.imwrite("a.tif", a, imagej=True, resolution=(2, 4), metadata={"axes": "ZCYX", "spacing": 3, "unit": "micron"})
    back, meta = mh.imread("a.tif", return_metadata=True)
    same(back, a)
    assert (meta.axes, meta.spacing, meta.unit) == ("ZCYX", (3, 0.25, 0.5), "µm")
    assert meta.startswith(b"ImageJ=")
    assert len(mh.imread_multi("a.tif")) == 6
    same(mh.imread("a.tif", opts={"page": 3}), a[1, 1])
    mh.imsave("b.tif", back, metadata=meta)
    assert mh.imread("b.tif", return_metadata=True)[1].spacing == meta.spacing


def extra(blob, code, kind, written, count):
    """Set the count of a private tag: MetaMorph's counts planes, not values."""
    at = blob.index(struct.pack("<HHI", code, kind, written))
    return blob[: at + 4] + struct.pack("<I", count) + blob[at + 8 :]


def test_stk():
    a = picture((4, 6, 7), "u2")
    planes = [v for i in range(4) for v in (6 * i + 3, 2, 2451545, 0, 2451545, 0)]
    end = 4096
    sizes = (4, end, 5, end + 8, 6, end + 16)  # X and Y calibration, unit
    blob = tiff(a[0], extratags=[(33628, 4, 6, sizes, True), (33629, 5, 12, planes, True)])
    blob = extra(extra(blob, 33628, 4, 6, 3), 33629, 5, 12, 4) + a[1:].tobytes()
    blob = blob.ljust(end, b"\0") + struct.pack("<IIIII", 1, 4, 1, 2, 3) + b"um\0"
    back, meta = mh.imread_from_blob(blob, return_metadata=True)
    same(back, a)
    assert (meta.axes, meta.spacing, meta.unit) == ("ZYX", (1.5, 0.5, 0.25), "µm")
    for plane, wish in zip(mh.imread_multi(io.BytesIO(blob), "stk"), a, strict=True):
        same(plane, wish)
    with pytest.raises(ImageError):
        mh.imread_from_blob(blob[:500])


def test_lsm():
    a = picture((3, 6, 7), "u1")
    info = np.zeros(1, np.dtype([(n or "rest", t) for n, t in tifffile.TIFF.CZ_LSMINFO], align=False))
    for name, value in {"MagicNumber": 67127628, "StructureSize": info.itemsize, "DimensionX": 7, "DimensionY": 6,
                        "DimensionZ": 3, "DimensionChannels": 1, "DimensionTime": 1, "VoxelSizeX": 1e-7, "VoxelSizeY": 2e-7,
                        "VoxelSizeZ": 5e-7}.items():  # fmt: skip
        info[name] = value
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer) as t:
        for i, plane in enumerate(a):
            tag = [(34412, 1, info.nbytes, info.tobytes(), True)] if i == 0 else []
            t.write(plane, metadata=None, extratags=tag, contiguous=False)
            t.write(plane[::2, ::2], metadata=None, subfiletype=1, contiguous=False)
    back, meta = mh.imread_from_blob(buffer.getvalue(), "lsm", return_metadata=True)
    same(back.reshape(a.shape), a)
    assert meta.axes.endswith("ZYX") and meta.spacing == pytest.approx((0.5, 0.2, 0.1)) and meta.unit == "µm"
    assert len(mh.imread_multi(io.BytesIO(buffer.getvalue()))) == 3


def test_metadata_survive_copies():
    import copy
    import pickle

    meta = Metadata(b"x", axes="YX", spacing=(1, 2), unit="micron")
    for other in (copy.deepcopy(meta), pickle.loads(pickle.dumps(meta))):
        assert other == b"x" and other.spacing == (1.0, 2.0) and other.unit == "µm"
    with pytest.raises(ValueError, match="one entry per axis"):
        Metadata(axes="ZYX", spacing=(1, 2))


# errors


def test_a_missing_file_is_a_missing_file():
    for call in (mh.imread, mh.imread_multi, mh.detect_format):
        with pytest.raises(FileNotFoundError):
            call("nothing.png")
    with pytest.raises(FileNotFoundError):
        mh.imsave("no folder/a.png", np.zeros((2, 2), np.uint8))


@pytest.mark.parametrize("base", [OSError, ValueError, RuntimeError])
def test_an_image_error_is_what_each_predecessor_raised(base):
    with open("a.unknown", "w") as f:
        f.write("no image")
    with pytest.raises(base, match=r"^a\.unknown: is no format known here"):
        mh.imread("a.unknown")


@pytest.mark.parametrize("kind", ["png", "jpg", "tif", "bmp", "webp", "gif", "lsm"])
def test_text_and_nothing_are_named(kind):
    with open(f"a.{kind}", "w") as f:
        f.write("<!DOCTYPE html><p>404</p>")
    with pytest.raises(ImageError, match="called, but text that begins '<!DOCTYPE html>") as error:
        mh.imread(f"a.{kind}")
    assert "\n" not in str(error.value)
    open(f"a.{kind}", "w").close()
    with pytest.raises(ImageError, match="is empty"):
        mh.imread(f"a.{kind}")


def blobs():
    a = picture((33, 41), "u1") // 8
    colours = np.dstack([a, a, a[::-1]])
    made = {}
    for kind in ("png", "jpeg", "bmp", "webp", "gif", "tiff"):
        buffer = io.BytesIO()
        mh.imsave(buffer, a if kind == "gif" else colours, formatstr=kind)
        made[kind] = buffer.getvalue()
    made["strips"] = tiff(a, rowsperstrip=4)
    made["tiles"] = tiff(a, tile=(16, 16), compression="zlib")
    made["progressive"] = made.get("jpeg")
    buffer = io.BytesIO()
    Image.fromarray(colours).save(buffer, "JPEG", progressive=True)
    made["progressive"] = buffer.getvalue()
    return made


@pytest.mark.parametrize("kind", list(blobs()))
def test_half_an_image_is_an_error(kind):
    blob = blobs()[kind]
    mh.imread_from_blob(blob)
    for share in np.linspace(0.01, 0.97, 25):
        with pytest.raises(ImageError):
            mh.imread_from_blob(blob[: int(share * len(blob))])
    with pytest.raises(ImageError):
        mh.imread_from_blob(blob[:-2])


@pytest.mark.parametrize("kind", list(blobs()))
@pytest.mark.filterwarnings("ignore")
def test_damaged_bytes_give_an_image_or_an_image_error(kind, caplog):
    rng = np.random.default_rng(5)
    blob = blobs()[kind]
    for _ in range(60):
        bad = bytearray(blob)
        for _ in range(rng.integers(1, 6)):
            bad[rng.integers(0, len(bad))] = rng.integers(0, 256)
        try:
            mh.imread_from_blob(bytes(bad), opts={"max_bytes": 1 << 24})
        except ImageError as error:
            assert "\n" not in str(error)


def bombs():
    yield "png", png(65536, 65536, 8, 0, b"")
    yield "png", png(60000, 60000, 16, 6, b"")
    yield "bmp", struct.pack("<2sIHHI", b"BM", 70, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 60000, 60000, 1, 24, 0, 0, 0, 0, 0, 0)
    yield "gif", b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + b"," + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\2\2D\1\0;"
    yield "jpeg", b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 17, 8, 65535, 65535, 3) + bytes(9) + b"\xff\xda\0\2\xff\xd9"
    a = bytearray(tiff(np.zeros((4, 4), np.uint8)))
    for tag, value in ((256, 1 << 20), (257, 1 << 21), (278, 1 << 21)):
        at = a.index(struct.pack("<H", tag), 8)
        a[at : at + 12] = struct.pack("<HHII", tag, 4, 1, value)
    yield "tiff", bytes(a)


@pytest.mark.parametrize(("kind", "blob"), list(bombs()), ids=lambda v: v if isinstance(v, str) else "")
def test_huge_claims_are_refused_before_allocation(kind, blob):
    import tracemalloc

    tracemalloc.start()
    try:
        with pytest.raises(ImageTooLarge, match=r"bytes of pixels, more than the"):
            mh.imread_from_blob(blob)
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()


def test_limits_can_be_set(monkeypatch):
    mh.imsave("a.png", np.zeros((100, 100), np.uint8))
    mh.imsave("a.tif", np.zeros((3, 100, 100), np.uint8))
    with pytest.raises(ImageTooLarge):
        mh.imread("a.png", opts={"max_bytes": 9999})
    mh.imread("a.png", opts={"max_bytes": 10000})
    monkeypatch.setenv("PYIMG_MAX_IMAGE_BYTES", "20000")
    mh.imread("a.png")
    for call in (mh.imread, mh.imread_multi):
        with pytest.raises(ImageTooLarge, match="PYIMG_MAX_IMAGE_BYTES"):
            call("a.tif")
    monkeypatch.setenv("PYIMG_MAX_IMAGE_BYTES", "lots")
    with pytest.raises(ValueError, match="lots"):
        mh.imread("a.png")


def test_a_tile_that_inflates_beyond_its_size():
    good = tiff(np.zeros((16, 16), np.uint8), compression="zlib")
    bomb = zlib.compress(bytes(50_000_000), 9)
    with tifffile.TiffFile(io.BytesIO(good)) as t:
        at, count = t.pages[0].tags[273].valueoffset, t.pages[0].tags[279].valueoffset
    bad = bytearray(good) + bomb
    bad[at : at + 4] = struct.pack("<I", len(good))
    bad[count : count + 4] = struct.pack("<I", len(bomb))
    try:
        assert mh.imread_from_blob(bytes(bad)).shape == (16, 16)
    except ImageError:
        pass


@pytest.mark.parametrize(
    ("name", "dtype"),
    [("a.png", "f4"), ("a.png", "i4"), ("a.png", "i1"), ("a.jpg", "u2"), ("a.jpg", "?"), ("a.bmp", "u2"), ("a.webp", "f4"),
     ("a.gif", "u2"), ("a.tif", "c8"), ("a.tif", "g"), ("a.tif", "O")],
)  # fmt: skip
def test_a_dtype_that_a_format_cannot_hold_is_a_type_error(name, dtype):
    with pytest.raises(TypeError):
        mh.imsave(name, np.zeros((4, 4, 3), dtype))
    assert os.listdir() == []


@pytest.mark.parametrize(
    ("name", "shape"),
    [("a.png", (4,)), ("a.png", ()), ("a.png", (0, 4)), ("a.png", (4, 4, 5)), ("a.jpg", (4, 4, 4)), ("a.jpg", (4, 4, 2)),
     ("a.webp", (4, 4)), ("a.bmp", (4, 4, 4)), ("a.tif", (4,)), ("a.tif", (0, 3)), ("a.jpg", (1, 70000))],
)  # fmt: skip
def test_a_shape_that_a_format_cannot_hold_is_a_value_error(name, shape):
    with pytest.raises(ValueError):
        mh.imsave(name, np.zeros(shape, np.uint8))
    assert os.listdir() == []


@pytest.mark.parametrize(
    ("name", "opts", "error"),
    [("a.jpg", {"jpeg:quality": 101}, ValueError), ("a.jpg", {"jpeg:quality": "good"}, TypeError),
     ("a.png", {"png:compression_level": 10}, ValueError), ("a.png", {"colour": 1}, ValueError), ("a.png", 7, TypeError),
     ("a.tif", {"tiff:compress": "jbig"}, ValueError), ("a.tif", {"tiff:XResolution": -1}, ValueError),
     ("a.tif", {"tiff:XResolution": 1, "tiff:XResolutionUnit": 4}, ValueError), ("a.tif", {"metadata": 5}, TypeError)],
)  # fmt: skip
def test_options_are_checked(name, opts, error):
    with pytest.raises(error, match=r"opts|metadata"):
        mh.imsave(name, np.zeros((4, 4), np.uint8), opts=opts)
    assert os.listdir() == []


def test_reading_options_are_checked():
    mh.imsave("a.png", np.zeros((4, 4), np.uint8))
    with pytest.raises(ValueError, match="keys of"):
        mh.imread("a.png", opts={"a": None})
    with pytest.raises(TypeError, match="max_bytes"):
        mh.imread("a.png", opts={"max_bytes": 1.5})
    for wrong in (None, 3, b"a.png"):
        with pytest.raises(TypeError, match="path or an open file"):
            mh.imread(wrong)
    with pytest.raises(TypeError, match="must be bytes"):
        mh.imread_from_blob("a.png")
    with pytest.raises(TypeError, match="binary mode"), open("a.png", encoding="latin-1") as f:
        mh.imread(f)
    with pytest.raises(ImageError, match="some format"):
        mh.imsave("b.png", np.zeros((4, 4), np.uint8), "some format which does not exist")
    with pytest.raises(ImageError, match="no extension"):
        mh.imsave("b", np.zeros((4, 4), np.uint8))


@pytest.mark.parametrize("kind", ["tif", "png"])
def test_a_failed_save_changes_nothing(kind, monkeypatch):
    old = picture((4, 4), "u1")
    mh.imsave(f"a.{kind}", old)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as m, pytest.raises(OSError, match="No space"):
        m.setattr(os, "fsync", full)
        mh.imsave(f"a.{kind}", picture((64, 64), "u1", 1))
    assert os.listdir() == [f"a.{kind}"]
    same(mh.imread(f"a.{kind}"), old)


def test_old_pixels_stay_until_the_new_are_complete(tmp_path):
    old = picture((4, 4), "u1")
    mh.imsave(tmp_path / "a.tif", old)
    with pytest.raises(ValueError):
        mh.imsave_multi(tmp_path / "a.tif", [old, np.zeros(5, np.uint8)])
    with pytest.raises(ValueError, match="at least one"):
        mh.imsave_multi(tmp_path / "a.tif", [])
    same(mh.imread(tmp_path / "a.tif"), old)
    assert [p.name for p in tmp_path.iterdir()] == ["a.tif"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")
def test_links_and_permissions_are_kept(tmp_path):
    a = picture((4, 4), "u1")
    mh.imsave(tmp_path / "real.png", a)
    os.chmod(tmp_path / "real.png", 0o640)
    os.symlink(tmp_path / "real.png", tmp_path / "link.png")
    mh.imsave(tmp_path / "link.png", a[::-1])
    assert os.path.islink(tmp_path / "link.png")
    assert os.stat(tmp_path / "real.png").st_mode & 0o777 == 0o640
    same(mh.imread(tmp_path / "real.png"), np.ascontiguousarray(a[::-1]))
    with pytest.raises(IsADirectoryError):
        os.mkdir(tmp_path / "d.png")
        mh.imsave(tmp_path / "d.png", a)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX pipes")
def test_pipes_and_folders_are_no_images(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(ImageError, match="not a regular file"):
        mh.imread(tmp_path / "pipe.png")
    with pytest.raises(IsADirectoryError):
        mh.imread(tmp_path)


def test_files_of_microscopes_are_named():
    with pytest.raises(ImageError, match="Zeiss CZI"):
        mh.imread_from_blob(b"ZISRAWFILE" + bytes(40))


def test_formats():
    assert mh.detect_format(b"\xff\xd8\xff\0", True) == "jpeg"
    assert mh.detect_format(b"nothing", True) is None
    for known in ("png", "jpeg", "jpg", "tif", "tiff", "webp", "bmp", "stk", "lsm", "gif", "PNG"):
        assert mh.supports_format(known)
    assert not mh.supports_format("xyz-format-which-does-not-exist") and not mh.supports_format(None)


def test_aliases_and_names_of_mahotas():
    assert mh.imload is mh.imread and mh.imwrite is mh.imsave and mh.imload_multi is mh.imread_multi
    assert mh.imload_from_blob is mh.imread_from_blob and mh.imwrite_multi is mh.imsave_multi
    for call in (error_imread, error_imsave):
        with pytest.raises(ImportError, match=r"pyimg\[io\]"):
            call("a.png")


def test_without_the_extra(monkeypatch):
    for module in ("imagecodecs", "tifffile", "PIL", "PIL.BmpImagePlugin", "roifile"):
        monkeypatch.setitem(sys.modules, module, None)
    for blob in (png(1, 1, 8, 0, b"\0\0"), b"II*\0" + bytes(40), b"BM" + bytes(60)):
        if mh.detect_format(blob, True):
            with pytest.raises(ImportError, match=r'pip install "pyimg\[io\]"'):
                mh.imread_from_blob(blob)
    with pytest.raises(ImportError, match="tifffile"):
        mh.imsave("a.tif", np.zeros((3, 3), np.uint8))
    assert os.listdir() == []


def test_freeimage_by_name():
    from pyimg.freeimage import (
        FI_FORMAT,
        IO_FLAGS,
        imreadfromblob,
        imsavetoblob,
        read_multipage,
        write,
        write_multipage,
    )

    a = picture((10, 10), "u1")
    for name in ("t.png", "t.bmp", "t.tif", FI_FORMAT.FIF_PNG):
        same(imreadfromblob(imsavetoblob(a, name)), a)
    write_multipage([a, a[::-1]], "t.tif", IO_FLAGS.TIFF_DEFLATE)
    same(read_multipage("t.tif")[1], np.ascontiguousarray(a[::-1]))
    write(a, "t.jpg", IO_FLAGS.JPEG_QUALITYSUPERB)
    with pytest.raises(ValueError, match="flags"):
        write(a, "t.png", 77)


def test_rois():
    roifile = pytest.importorskip("roifile")
    import zipfile

    from pyimg.io.ijrois import read_roi, read_roi_zip

    points = np.array([[10, 20], [30, 20], [30, 55]])
    roi = roifile.ImagejRoi.frompoints(points)
    roi.roitype = roifile.ROI_TYPE.FREEHAND
    roi.tofile("a.roi")
    with open("a.roi", "rb") as f:
        back = read_roi(f)
    assert back.dtype == np.int16 and back.tolist() == (points[:, ::-1] - 1).tolist()
    np.testing.assert_array_equal(read_roi("a.roi", offset=0), points[:, ::-1])
    roifile.ImagejRoi.frompoints(points + 0.25).tofile("b.roi")
    assert read_roi("b.roi", offset=0).dtype == np.float32
    with zipfile.ZipFile("rois.zip", "w") as z:
        z.write("a.roi")
        z.write("b.roi")
    both = read_roi_zip("rois.zip")
    assert len(both) == 2 and (both[0] == back).all()
    for wrong in (b"", b"Iout", b"Iout" + bytes(70), b"text"):
        with pytest.raises(ImageError):
            read_roi(io.BytesIO(wrong))
    with pytest.raises(ImageError, match="not a zip"):
        read_roi_zip("a.roi")


def test_a_missing_file_without_extension_is_both_errors(tmp_path):
    with pytest.raises(FileNotFoundError):
        mh.imread(tmp_path / "nothing")
    with pytest.raises(ValueError, match="nothing"):  # what imread raises
        mh.imread(str(tmp_path / "nothing"))
