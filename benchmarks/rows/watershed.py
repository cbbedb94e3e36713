"""Watersheds from markers."""

import cv2
import diplib
import mahotas
import numpy as np
import SimpleITK as sitk
from harness import Row
from inputs import isbi, noise, nuclei
from scipy import ndimage
from skimage.segmentation import watershed

import pyimg as mh

COVERS = "cwatershed"


def _itk(surface, markers):
    flood = sitk.MorphologicalWatershedFromMarkersImageFilter()
    flood.MarkWatershedLineOff()
    flood.FullyConnectedOff()
    return sitk.GetArrayFromImage(flood.Execute(sitk.GetImageFromArray(surface), sitk.GetImageFromArray(markers)))


def _diplib(surface, markers):
    seeds = diplib.Image(markers.astype(np.uint32))
    return diplib.SeededWatershed(diplib.Image(surface), seeds, connectivity=1, flags={"no gaps"})


def _markers(smooth):
    return mh.label(mh.morph.regmin(smooth))[0].astype(np.int32)


def _surfaces():
    for size, dtypes in (("nd2", ("u1", "u2", "f4", "f8")), ("n512", ("u1",)), ("nd3", ("u1", "u2"))):
        markers = _markers(mh.gaussian_filter(noise(size, "f4"), 3 if size == "nd3" else 5))
        for dtype in dtypes:
            yield f"noise/{dtype}/{size}", noise(size, dtype), markers
    if isbi() is not None:
        yield "isbi/u1/1024x1344", ~isbi(), _markers(mh.gaussian_filter(isbi().astype("f4"), 5))
    smooth = -mh.gaussian_filter(nuclei("nd2", "f4"), 2)
    smooth = (smooth - smooth.min()) / np.ptp(smooth)
    markers = _markers(mh.gaussian_filter(smooth, 3))
    for dtype in ("u1", "u2", "f4"):
        surface = smooth if dtype == "f4" else (smooth * np.iinfo(dtype).max).astype(dtype)
        yield f"nuclei/{dtype}/nd2", surface, markers


def rows():
    """Yield the rows."""
    for name, surface, markers in _surfaces():
        peers = {
            "simpleitk": lambda a=surface, m=markers: _itk(a, m),
            "diplib": lambda a=surface, m=markers: _diplib(a, m),
        }
        if surface.dtype.kind == "u":
            peers["scipy"] = lambda a=surface, m=markers: ndimage.watershed_ift(a, m)
        if surface.ndim == 2:
            peers["skimage"] = lambda a=surface, m=markers: watershed(a, m)
            peers["mahotas"] = lambda a=surface, m=markers: mahotas.cwatershed(a, m)
        if surface.ndim == 2 and surface.dtype == np.uint8:
            colour = np.repeat(surface[..., None], 3, axis=2)
            peers["opencv"] = lambda a=colour, m=markers: cv2.watershed(a, m.copy())
        yield Row(
            f"cwatershed/{name}",
            lambda a=surface, m=markers: mh.cwatershed(a, m),
            peers,
            agree=None,
            note="only mahotas has the same rule for ties; opencv floods differences and leaves lines",
        )
