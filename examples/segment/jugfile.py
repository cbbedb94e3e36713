"""The talk's demo: segment images in two ways with two sigmas, compare with hand segmentation.

    pyimg execute jugfile.py            # in as many terminals, or with -j N, as you like
    pyimg status jugfile.py
    pyimg invalidate jugfile.py --name method2     # after changing method2

Images are images/*, hand segmentations references/* of the same names.
"""

import os
from glob import glob

import pyimg as mh
from pyimg.tasks import TaskGenerator


@TaskGenerator
def method1(image, sigma):
    image = mh.imread(image)
    if image.ndim > 2:
        image = image[:, :, 0]
    image = mh.gaussian_filter(image, sigma)
    labels, _ = mh.label(image > image.mean())
    return labels


@TaskGenerator
def method2(image, sigma):
    image = mh.imread(image)
    if image.ndim > 2:
        image = image[:, :, 0]
    image = mh.gaussian_filter(image, sigma)
    mask = image > mh.otsu(image.astype("uint16"))
    seeds, _ = mh.label(mh.regmax(image))
    return mask * mh.cwatershed(image.max() - image, seeds)


@TaskGenerator
def compare(labels, reference):
    return mh.metrics.adjusted_rand(mh.imread(reference), labels)


@TaskGenerator
def print_results(results):
    lines = [f"{way:18} {sum(values) / len(values):.3f}" for way, values in sorted(results.items())]
    text = "\n".join(["method             adjusted Rand index", *lines])
    with open("results.txt", "w") as file:
        print(text, file=file)
    return text


results = {}
for image in sorted(glob("images/*")):
    reference = os.path.join("references", os.path.basename(image))
    for sigma in (2, 4):
        for method in (method1, method2):
            way = f"{method.f.__name__}, sigma {sigma}"
            results.setdefault(way, []).append(compare(method(image, sigma), reference))
print_results(results)
