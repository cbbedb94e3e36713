"""Reproduce the table of Coelho, Shariff and Murphy (2009), and add a row of our own.

    python reproduce.py [FOLDER] [--collection nih3t3|u2os] [-j N] [--tune]
    python reproduce.py --synthetic

FOLDER holds images/ and labels/ (or what PYIMG_ISBI2009 names, or ../../../shared/data/isbi_ic100).
"""

import argparse
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from published import COLUMNS, HEADINGS, PUBLISHED, SCALE

import pyimg as mh
from pyimg.batch import find_images, find_truth, grey, text_table
from pyimg.segmentation import _best
from pyimg.segmentation.nuclei import segment

SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data" / "isbi_ic100"
#: What --tune tries: relative lengths and levels of the default method.
GRID = {"OUTWARD": (0.1, 0.2), "DEPTH": (0.005, 0.02), "FAINT": (0.4, 0.5)}


def score(job):
    """Segment one image in one way and score it; settings replace those of the default method."""
    image, truth, method, settings = job
    image, truth = grey(mh.imread(image)), grey(mh.imread(truth))
    kept = {name: getattr(_best, name) for name in settings}
    try:
        for name, value in settings.items():
            setattr(_best, name, value)
        labels = segment(image, method)
    finally:
        for name, value in kept.items():
            setattr(_best, name, value)
    return mh.metrics.isbi2009_scores(truth, labels)


def pairs_of(folder):
    """Return (image, label image) of all images that have one."""
    images = find_images([Path(folder) / "images"])
    pairs = [(image, find_truth(image, Path(folder) / "labels")) for image in images]
    return [pair for pair in pairs if pair[1] is not None]


def mean(scores):
    """Return the row of the table that some scores make."""
    return tuple(SCALE.get(c, 1) * float(np.mean([s[c] for s in scores])) for c in COLUMNS)


def close(column, measured, printed):
    """Say whether a cell is the printed one, to 0.1 (the Rand index to a point: it was cut, not rounded)."""
    return abs(measured - printed) <= (1 + 1e-9 if column == "rand" else 0.1 + 1e-9)


def table(pairs, published, run):
    """Print measured (published) for each row; return how many cells agree and how many there are."""
    rows, agree, cells = [], 0, 0
    for method in (*PUBLISHED["nih3t3"], "auto"):
        measured = mean(run([(*pair, method, {}) for pair in pairs]))
        row = {"method": method}
        for i, (column, heading, value) in enumerate(zip(COLUMNS, HEADINGS, measured)):
            printed = published.get(method, (None,) * len(COLUMNS))[i]
            row[heading] = f"{value:.2f}"
            if printed is not None:
                row[heading] += f" ({printed})"
                cells += 1
                agree += close(column, value, printed)
        rows.append(row)
    print(text_table(rows))
    return agree, cells


def tune(pairs, run):
    """Choose settings on one half of the images and score the other with them, both ways."""
    settings = [dict(zip(GRID, values)) for values in product(*GRID.values())]
    jobs = [(*pair, "auto", s) for s in settings for pair in pairs]
    scores = np.array(run(jobs), dtype=object).reshape(len(settings), len(pairs))
    rows = []
    for half in (0, 1):
        chosen, others = slice(half, None, 2), slice(1 - half, None, 2)

        def cost(s, part=chosen):
            m = dict(zip(COLUMNS, mean(scores[s, part])))
            return m["hausdorff"] / 16 + m["nsd"] / 2.3 + sum(m[c] for c in COLUMNS[4:]) / 17

        best = min(range(len(settings)), key=cost)
        measured = mean(scores[best, others])
        row = {"tuned on": ("even", "odd")[half], "scored on": ("odd", "even")[half], **settings[best]}
        rows.append(row | dict(zip(HEADINGS, measured)))
    print(text_table(rows))


def synthetic(folder, images=3):
    """Write a few synthetic fields in the layout of the collections."""
    for name in ("images", "labels"):
        os.makedirs(Path(folder) / name, exist_ok=True)
    for i in range(images):
        image, labels = mh.data.nuclei((420, 420), 14, rng=i, radius=40, dtype="uint8")
        mh.imsave(Path(folder) / "images" / f"dna-{i}.png", image)
        mh.imsave(Path(folder) / "labels" / f"dna-{i}.png", labels.astype(np.uint8))


def main(arguments=None):
    """Run; return 1 if fewer than 95 % of the published cells come out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=os.environ.get("PYIMG_ISBI2009", SHARED))
    parser.add_argument("--collection", choices=sorted(PUBLISHED), default="nih3t3")
    parser.add_argument("-j", "--jobs", type=int, default=1, metavar="N")
    parser.add_argument("--tune", action="store_true", help="tune the default method on each half, score the other")
    parser.add_argument("--synthetic", action="store_true", help="three small synthetic fields: nothing published")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        if options.synthetic:
            synthetic(scratch)
        folder = scratch if options.synthetic else options.folder
        if not Path(folder).is_dir():
            print(f"no folder {folder}: name one with images/ and labels/, or use --synthetic", file=sys.stderr)
            return 1
        pairs = pairs_of(folder)
        print(f"{len(pairs)} images of {'synthetic nuclei' if options.synthetic else options.collection}: measured (published)")
        published = {} if options.synthetic else PUBLISHED[options.collection]
        with ProcessPoolExecutor(options.jobs, get_context("spawn")) as pool:

            def run(jobs):
                return list(pool.map(score, jobs) if options.jobs > 1 else map(score, jobs))

            agree, cells = table(pairs, published, run)
            if cells:
                print(f"{agree} of {cells} published cells come out within 0.1 (the Rand index within a point)")
            if options.tune:
                print()
                tune(pairs, run)
    return int(agree < 0.95 * cells)


if __name__ == "__main__":
    raise SystemExit(main())
