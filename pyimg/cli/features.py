"""Compute texture features of whole images.

Writes a table with a row for each image, its columns separated by tabs (and the same as .parquet where pyarrow is
installed): mean and range over the directions of each Haralick feature, counts of local binary patterns. Options and
columns are those of mahotas-features. Exit codes: 1 if no features are asked for or an image cannot be used, 2 if the
output exists.

  pyimg features --haralick images/*.png
  pyimg features --lbp --lbp-radius 3 --lbp-points 8 --output lbp.tsv --clobber images/*.tif
"""

import argparse
import os
import sys

from .._replacing import replacing

HELP = "texture features of whole images, as a table"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add = parser.add_argument
    add("fnames", metavar="IMAGE", nargs="+", help="image files")
    add("--output", default="features.tsv", metavar="FILE", help="where to write (default: features.tsv)")
    add("--clobber", action="store_true", help="overwrite the output if it exists")
    add(
        "--convert-to-bw", default="no", choices=("no", "max", "yes"),
        help="of colour images: no is an error (default), max takes the brightest channel, yes mixes them as the eye does",
    )  # fmt: skip
    add("--no-color", action="store_true", help="print no colours")
    add("--haralick", action="store_true", help="compute Haralick features")
    add("--lbp", action="store_true", help="compute local binary patterns")
    add("--lbp-radius", type=float, default=8, metavar="R", help="radius of their circle, in pixels (default: 8)")
    add("--lbp-points", type=int, default=6, metavar="N", help="points on it (default: 6)")
    add("--lbp-compatible", action="store_true", help="sample as mahotas does, without interpolation")


def run(options: argparse.Namespace) -> int:
    """Compute, write, return the exit code."""
    if not (options.haralick or options.lbp):
        print("No features selected. Doing nothing.\n\nFor example, --haralick computes Haralick features.", file=sys.stderr)
        return 1
    if not options.clobber and os.path.exists(options.output):
        _error(f"{options.output} exists: --clobber overwrites it", options)
        return 2
    columns, rows = _columns(options), []
    for name in options.fnames:
        image = _grey(name, options)
        if image is None:
            return 1
        rows.append(_features(image, options))
    _write(options.output, options.fnames, columns, rows)
    return 0


def _error(text, options):
    plain = options.no_color or not sys.stderr.isatty()
    print(f"ERROR: {text}" if plain else f"\033[91mERROR: {text}\033[0m", file=sys.stderr)


def _radius(options):
    return int(options.lbp_radius) if options.lbp_radius == int(options.lbp_radius) else options.lbp_radius


def _columns(options):
    """Give the names of the columns."""
    from ..features.lbp import lbp_names
    from ..features.texture import haralick_labels

    names = []
    if options.haralick:
        names += [f"{what}:{label}" for what in ("mean", "ptp") for label in haralick_labels[:-1]]
    if options.lbp:
        names += lbp_names(_radius(options), options.lbp_points)
    return names


def _grey(name, options):
    """Read an image as grey levels; None, with a message, if it is colour and shall not be converted."""
    import numpy as np

    from .. import colors, io

    image = io.imread(name)
    if image.ndim == 2:
        return image
    if image.ndim == 3:
        if options.convert_to_bw == "max" or not np.ptp(image, 2).any():
            return image.max(2)
        if options.convert_to_bw == "yes" and image.shape[2] in (3, 4):
            return colors.rgb2grey(image[..., :3], dtype=np.uint8)
    _error(f"{name} is not a greyscale image (and --convert-to-bw was not specified)", options)
    return None


def _features(image, options):
    """Give one row of numbers."""
    from ..features import haralick, lbp

    row = []
    if options.haralick:
        row += haralick(image, return_mean_ptp=True).tolist()
    if options.lbp:
        row += lbp(image, options.lbp_radius, options.lbp_points, compatible=options.lbp_compatible).tolist()
    return row


def _write(path, names, columns, rows):
    """Write the table; what was there stays until the new one is complete."""
    with replacing(path) as file:
        for line in [["", *columns], *([name, *row] for name, row in zip(names, rows))]:
            file.write(("\t".join(map(str, line)) + "\n").encode())
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        return
    table = {"image": list(names), **{name: [row[i] for row in rows] for i, name in enumerate(columns)}}
    with replacing(os.path.splitext(path)[0] + ".parquet") as file:
        pyarrow.parquet.write_table(pyarrow.table(table), file)
