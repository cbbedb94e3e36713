"""Medians, ranks, means, majorities."""

import cv2
import diplib
import numpy as np
import SimpleITK as sitk
from harness import Row
from inputs import blobs, noise, nuclei
from scipy import ndimage
from skimage import filters

import pyimg as mh


def medians():
    """Yield medians of boxes."""
    for image in (nuclei, noise):
        for dtype in ("u1", "u2", "f4", "f8"):
            for r in (1, 2, 3, 5, 7, 15):
                a, side = image("nd2", dtype), 2 * r + 1
                Bc = np.ones((side, side), bool)
                peers = {}
                if dtype == "u1" or (dtype in ("u2", "f4") and r < 3):
                    peers["opencv"] = lambda a=a, side=side: cv2.medianBlur(a, side)
                elif r == 3:  # seconds
                    peers["diplib"] = lambda a=a, side=side: diplib.MedianFilter(a, diplib.Kernel((side, side), "rectangular"))
                elif dtype == "u2" and r == 15 and image is nuclei:
                    peers["skimage"] = lambda a=a, side=side: filters.rank.median(a, np.ones((side, side), np.uint8))
                yield Row(
                    f"median_filter/r{r}/{dtype}/{image.__name__}/nd2",
                    lambda a=a, Bc=Bc: mh.median_filter(a, Bc, threads=1),
                    peers,
                    margin=r,
                )


def ranks():
    """Yield other ranks and windows."""
    for name, Bc in (("sq7", np.ones((7, 7), np.uint8)), ("disk5", mh.disk(5).astype(np.uint8))):
        many = int(Bc.sum())
        for dtype in ("u1", "u2", "f4"):
            a, rank = nuclei("nd2", dtype), many // 4
            peers = {"scipy": lambda a=a, Bc=Bc, rank=rank: ndimage.rank_filter(a, rank, footprint=Bc)}
            if name == "sq7":
                peers = {
                    "simpleitk": lambda a=a, share=(rank + 0.5) / many: sitk.GetArrayFromImage(
                        sitk.Rank(sitk.GetImageFromArray(a), share, [3, 3])
                    )
                }
            yield Row(
                f"rank_filter/{name}/{dtype}/nuclei/nd2",
                lambda a=a, Bc=Bc, rank=rank: mh.rank_filter(a, Bc, rank, threads=1),
                peers,
                agree=(0, 0) if name != "sq7" else None,
                margin=5,
            )
    a = nuclei("nd3", "u2")
    yield Row(
        "median_filter/r1/u2/nuclei/nd3",
        lambda: mh.median_filter(a, threads=1),
        {"scipy": lambda: ndimage.median_filter(a, 3)},
    )


def means():
    """Yield means of boxes and disks."""
    for dtype in ("u1", "u2", "f4", "f8"):
        a = nuclei("nd2", dtype)
        yield Row(
            f"mean_filter/k15/{dtype}/nuclei/nd2",
            lambda a=a: mh.mean_filter(a, np.ones((15, 15)), "reflect", threads=1),
            {
                "opencv": lambda a=a: cv2.boxFilter(a, cv2.CV_64F, (15, 15), borderType=cv2.BORDER_REFLECT),
                "scipy": lambda a=a: ndimage.uniform_filter(a, 15, output=float),
            },
            agree=(1e-6 * float(a.max()), 0),
        )
        disk = mh.disk(5) / mh.disk(5).sum()
        yield Row(
            f"mean_filter/disk5/{dtype}/nuclei/nd2",
            lambda a=a: mh.mean_filter(a, mh.disk(5), "reflect", threads=1),
            {"opencv": lambda a=a, disk=disk: cv2.filter2D(a.astype(float), -1, disk, borderType=cv2.BORDER_REFLECT)},
            agree=(1e-6 * float(a.max()), 0),
        )


def rows():
    """Yield the rows."""
    yield from medians()
    yield from ranks()
    yield from means()
    mask = blobs("nd2")
    for N in (3, 5, 15):
        yield Row(
            f"majority_filter/n{N}/blobs/nd2",
            lambda N=N: mh.majority_filter(mask, N, threads=1),
            {"opencv": lambda N=N: cv2.medianBlur(mask.view(np.uint8), N)},
            margin=N,
        )
