"""Draw a few synthetic fields in the layout of the NETs data: python make_data.py FOLDER."""

import sys
from pathlib import Path

import numpy as np

import pyimg as mh


def field(size, share, rng):
    """Give the two channels and the marks: NETs are diffuse in both channels, nuclei are compact."""
    nuclei, _ = mh.data.nuclei((size, size), 12, rng=rng, radius=10, dtype="uint8")
    smooth = mh.gaussian_filter(rng.normal(size=(size, size)), 12)
    marks = smooth > np.quantile(smooth, 1 - share) if share > 0 else np.zeros((size, size), bool)
    strands = mh.gaussian_filter(rng.normal(size=(size, size)), 2)
    cloud = mh.gaussian_filter(marks.astype(float), 3) * (120 + 60 * strands / strands.std())
    noise = rng.normal(0, 4, (2, size, size))
    histone = 0.3 * nuclei + cloud + 10 + noise[0]
    dna = 0.8 * nuclei + 0.4 * cloud + 10 + noise[1]
    return [np.clip(channel, 0, 255).astype(np.uint8) for channel in (histone, dna)], marks


def main(folder, samples=4, fields=2, size=256):
    """Write the fields; every second has the marks of a second person, who marks less."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(samples * fields):
        rng = np.random.default_rng(i)
        (histone, dna), marks = field(size, i / (samples * fields), rng)
        stem = folder / f"image_{i % samples:02}_{i // samples:02}"
        for name, image in (("protein", histone), ("dna", dna), ("rois", marks.astype(np.uint8))):
            mh.imsave(f"{stem}_{name}.png", image)
        if i % 2:
            mh.imsave(f"{stem}_rois2.png", mh.erode(marks, np.ones((5, 5), bool)).astype(np.uint8))


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["nets"])
