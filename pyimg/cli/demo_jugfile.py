"""Segment all images in several ways, compare with the truth.

Run it with `pyimg execute jugfile.py`, in as many processes as you like. What is done is not done again: change a
sigma, add an image or a method, and only what is new is computed. After a change of code: `pyimg invalidate`.
"""

import os
from glob import glob

import pyimg as mh
from pyimg.batch import picture, text_table
from pyimg.segmentation.nuclei import segment
from pyimg.tasks import TaskGenerator


@TaskGenerator
def threshold(image, sigma):
    """Smooth, then take what is above the mean."""
    smooth = mh.gaussian_filter(mh.imread(image), sigma)
    labels, _ = mh.label(smooth > smooth.mean())
    return labels


@TaskGenerator
def watershed(image, sigma):
    """Smooth, take what is above Otsu's threshold, divide it from its brightest places."""
    return segment(mh.imread(image), "watershed-intensity", sigma=sigma)


@TaskGenerator
def automatic(image):
    """Do what `pyimg segment` does by default."""
    return segment(mh.imread(image))


@TaskGenerator
def compare(labels, truth):
    return mh.metrics.scores(mh.imread(truth), labels)


@TaskGenerator
def draw(image, labels, name):
    os.makedirs("pictures", exist_ok=True)
    mh.imsave(name, picture(mh.imread(image), labels))
    return name


@TaskGenerator
def table(scores):
    """Average over images, one line for each way."""
    columns = ["rand", "dice", "hausdorff", "split", "merged", "added", "missing", "f1"]
    rows = []
    for way, all_images in scores.items():
        means = {c: sum(s[c] for s in all_images) / len(all_images) for c in columns}
        rows.append({"method": way, "images": len(all_images), **means})
    return text_table(rows)


scores = {}
pictures = []
for image in sorted(glob("images/*.tif")):
    name = os.path.splitext(os.path.basename(image))[0]
    ways = {f"threshold, sigma {sigma}": threshold(image, sigma) for sigma in (1, 2, 4)}
    ways |= {f"watershed, sigma {sigma}": watershed(image, sigma) for sigma in (1, 2, 4)}
    ways["automatic"] = automatic(image)
    for way, labels in ways.items():
        scores.setdefault(way, []).append(compare(labels, f"truth/{name}.tif"))
    pictures.append(draw(image, ways["automatic"], f"pictures/{name}.png"))
result = table(scores)
