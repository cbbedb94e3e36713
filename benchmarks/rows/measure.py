"""The table of regions."""

import diplib as dip
import skimage.measure
from harness import Row
from inputs import blobs, nuclei

import pyimg as mh

OURS = ("label", "area", "bbox", "centroid", "axis_major_length", "axis_minor_length", "eccentricity", "orientation",
        "perimeter", "intensity_mean", "intensity_min", "intensity_max", "intensity_std")  # fmt: skip
DIPLIB = ["Size", "Minimum", "Maximum", "Center", "Inertia", "Perimeter", "Mean", "MinVal", "MaxVal", "StandardDeviation"]

COVERS = "region_table"


def rows():
    """Yield the rows."""
    for size in ("nd2", "nd3"):
        labels = mh.label(blobs(size))[0]
        for dtype in ("u1", "u2", "f4", "f8") if size == "nd2" else ("u2", "f4"):
            a = nuclei(size, dtype)
            ours = [name for name in OURS if size == "nd2" or name not in ("eccentricity", "orientation", "perimeter")]
            peers = {}
            if size == "nd2":
                peers["scikit-image"] = lambda a=a, labels=labels, ours=ours: skimage.measure.regionprops_table(
                    labels, a, properties=ours
                )
            names = DIPLIB if size == "nd2" else [n for n in DIPLIB if n != "Perimeter"]
            peers["diplib"] = lambda a=a, labels=labels, names=names: dip.MeasurementTool.Measure(
                dip.Image(labels.astype("u4")), dip.Image(a), names
            )
            yield Row(
                f"region_table/{dtype}/{size}",
                lambda a=a, labels=labels, ours=ours: mh.region_table(labels, a, properties=ours)["area"],
                peers,
                agree=None,
            )
