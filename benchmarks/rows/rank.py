"""Medians, ranks, means, majorities."""

import cv2
import diplib
import numpy as np
import SimpleITK as sitk
from harness import Row
from inputs import images, masks, nuclei
from scipy import ndimage
from skimage import filters

import pyimg as mh

COVERS = "median_filter rank_filter mean_filter majority_filter"


def medians():
    """Yield medians of boxes."""
    also = {1: "noise isbi n512 n8192", 2: "noise n8192", 5: "noise isbi n512", 15: "noise"}
    for r in (1, 2, 3, 5, 7, 15):
        for name, a in images(also=also.get(r, "")):
            side, dtype = 2 * r + 1, a.dtype
            Bc = np.ones((side, side), bool)
            peers = {}
            if dtype == np.uint8 or (dtype in ("u2", "f4") and r < 3):
                peers["opencv"] = lambda a=a, side=side: cv2.medianBlur(a, side)
            if r < 4 and a.size < 5e6:  # seconds
                peers["diplib"] = lambda a=a, side=side: diplib.MedianFilter(a, diplib.Kernel((side, side), "rectangular"))
                peers["scipy"] = lambda a=a, side=side: ndimage.median_filter(a, side)
            if dtype.kind == "u" and r > 3:
                peers["skimage"] = lambda a=a, side=side: filters.rank.median(a, np.ones((side, side), np.uint8))
            if r < 4 and a.size < 5e6:
                peers["simpleitk"] = lambda a=a, r=r: sitk.GetArrayFromImage(sitk.Median(sitk.GetImageFromArray(a), [r, r]))
            yield Row(f"median_filter/r{r}/{name}", lambda a=a, Bc=Bc: mh.median_filter(a, Bc), peers, margin=r)


def ranks():
    """Yield other ranks and windows."""
    for name, Bc in (("sq7", np.ones((7, 7), np.uint8)), ("disk5", mh.disk(5).astype(np.uint8))):
        many = int(Bc.sum())
        for image, a in images("u1 u2 f4 f8", ""):
            rank = many // 4
            peers = {"scipy": lambda a=a, Bc=Bc, rank=rank: ndimage.rank_filter(a, rank, footprint=Bc)}
            if name == "sq7":
                peers = {
                    "simpleitk": lambda a=a, share=(rank + 0.5) / many: sitk.GetArrayFromImage(
                        sitk.Rank(sitk.GetImageFromArray(a), share, [3, 3])
                    )
                }
            yield Row(
                f"rank_filter/{name}/{image}",
                lambda a=a, Bc=Bc, rank=rank: mh.rank_filter(a, Bc, rank),
                peers,
                agree=(0, 0) if name != "sq7" else None,
                margin=5,
            )
    a = nuclei("nd3", "u2")
    yield Row(
        "median_filter/r1/nuclei/u2/nd3",
        lambda: mh.median_filter(a),
        {"scipy": lambda: ndimage.median_filter(a, 3)},
    )


def means():
    """Yield means of boxes and disks."""
    for name, a in images(also="noise isbi n512 n8192"):
        yield Row(
            f"mean_filter/k15/{name}",
            lambda a=a: mh.mean_filter(a, np.ones((15, 15)), "reflect"),
            {
                "opencv": lambda a=a: cv2.boxFilter(a, cv2.CV_64F, (15, 15), borderType=cv2.BORDER_REFLECT),
                "scipy": lambda a=a: ndimage.uniform_filter(a, 15, output=float),
            },
            agree=(1e-6 * float(a.max()), 0),
        )
        if "n8192" in name or "n16384" in name or "isbi" in name:
            continue
        disk = mh.disk(5) / mh.disk(5).sum()
        yield Row(
            f"mean_filter/disk5/{name}",
            lambda a=a: mh.mean_filter(a, mh.disk(5), "reflect"),
            {"opencv": lambda a=a, disk=disk: cv2.filter2D(a.astype(float), -1, disk, borderType=cv2.BORDER_REFLECT)},
            agree=(1e-6 * float(a.max()), 0),
        )


def rows():
    """Yield the rows."""
    yield from medians()
    yield from ranks()
    yield from means()
    for N in (3, 5, 15):
        for name, mask in masks("noise n512"):
            yield Row(
                f"majority_filter/n{N}/{name}",
                lambda mask=mask, N=N: mh.majority_filter(mask, N),
                {"opencv": lambda mask=mask, N=N: cv2.medianBlur(mask.view(np.uint8), N)},
                margin=N,
            )
