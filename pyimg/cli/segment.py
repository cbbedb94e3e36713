"""Segment images and measure what is found.

For each image: NAME_labels.tif (16 or 32 bits, 0 outside), NAME_regions.csv (and .parquet with pyarrow), and
NAME_overlay.png. With --truth: scores.csv, summary.csv and a table. Several methods or sigmas make a sweep: each way has
a folder of its own. One bad image is reported and does not stop the others; the exit code is then 1.

  pyimg segment images/
  pyimg segment 'images/*.tif' --method otsu --sigma 2 --out results
  pyimg segment images/ --method mean,otsu,auto --sigma 1,2,4 --truth labels/ -j 4
"""

import argparse
import os
import sys

HELP = "segment images, measure the regions, score against drawn truth"


def _words(text):
    return [w for w in text.replace(",", " ").split() if w]


def _numbers(text):
    try:
        return [float(w) for w in _words(text)]
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a number, or numbers with commas: {text!r}") from None


def _workers(text):
    try:
        n = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a whole number: {text!r}") from None
    return n if n > 0 else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    from ..segmentation.nuclei import METHODS

    add = parser.add_argument
    add("images", nargs="+", metavar="IMAGE", help="files, patterns ('*.tif', '**/*.png') and folders")
    add("--method", action="append", type=_words, metavar="M[,M]", help=f"{', '.join(METHODS)} (default: auto)")
    add("--sigma", action="append", type=_numbers, metavar="S[,S]", help="of the Gaussian (default: from the image)")
    add("--min-size", type=float, metavar="N", help="least size of an object in pixels (default: from the image)")
    add("--diameter", type=float, metavar="D", help="typical diameter of an object (default: from the image)")
    add("--spacing", type=_numbers, metavar="Y,X", help="size of a pixel along each axis, or one number (default: 1)")
    add("--channel", type=int, metavar="C", help="channel of colour images, from 0 (default: the mean of all)")
    add("--truth", metavar="DIR", help="folder of label images of the same names to compare with")
    add("--out", metavar="DIR", default="segmented", help="folder to write to (default: segmented)")
    add("--no-overlay", action="store_true", help="write no pictures")
    add("-j", "--jobs", type=_workers, default=1, metavar="N", help="processes; 0 for as many as there are CPUs")


def ways(options: argparse.Namespace) -> list:
    """Return each method with each sigma."""
    from .. import _check as check
    from ..batch import Run
    from ..segmentation.nuclei import METHODS

    methods = [check.choice(m, "--method", METHODS) for some in options.method or [["auto"]] for m in some]
    sigmas = [s for some in options.sigma or [[None]] for s in some]
    for name, values in (("--sigma", sigmas), ("--min-size", [options.min_size]), ("--channel", [options.channel])):
        for value in values:
            if value is not None:
                check.number(value, name, low=0)
    for name, values in (("--diameter", [options.diameter]), ("--spacing", options.spacing or [])):
        for value in values:
            if value is not None and not 0 < value < float("inf"):
                raise ValueError(f"`{name}` must be finite and above 0, not {value}")
    common = {"min_size": options.min_size, "diameter": options.diameter}
    if options.spacing is not None:
        common["spacing"] = options.spacing[0] if len(options.spacing) == 1 else tuple(options.spacing)
    chosen = tuple((k, v) for k, v in common.items() if v is not None)
    runs = [Run(m, (*(() if s is None else (("sigma", s),)), *chosen)) for m in methods for s in sigmas]
    return list(dict.fromkeys(runs))


def run(options: argparse.Namespace) -> int:
    """Segment; return 1 if an image could not be done."""
    from .. import batch
    from .progress import progress

    runs = ways(options)
    images = batch.find_images(options.images)
    out = os.path.realpath(options.out) + os.sep
    images = [p for p in images if not os.path.realpath(p).startswith(out)]  # '**' finds our own results too
    if not images:
        raise FileNotFoundError(f"no images but those in {options.out}, where results go")
    os.makedirs(options.out, exist_ok=True)
    jobs = batch.plan(
        images, runs, truth=options.truth, out=options.out, channel=options.channel, pictures=not options.no_overlay
    )
    results, told = [], set()
    with progress(len(jobs), "segment") as step:
        for done in batch.run(jobs, options.jobs):
            results.append(done)
            if done.error:
                step(None)
                _tell(done, told, options.debug)
            else:
                step(f"{done.job.name}: {done.regions} regions, {done.seconds:.2f} s")
    order = {job: i for i, job in enumerate(jobs)}
    results.sort(key=lambda done: order[done.job])
    _report(batch, results, options)
    return 1 if told else 0


def _tell(done, told, debug):
    """Report what went wrong with an image, once for all ways."""
    text = done.error if done.job.image in done.error else f"{done.job.image}: {done.error}"
    if text in told:
        return
    told.add(text)
    print(f"pyimg segment: {text}", file=sys.stderr)
    if debug and done.traceback:
        print(done.traceback, file=sys.stderr)


def _report(batch, results, options):
    good = [done for done in results if not done.error]
    rows = batch.summary(good)
    scored = [
        {"image": d.job.image, "method": d.job.run.name, "regions": d.regions, "seconds": d.seconds, **d.scores}
        for d in good
        if d.scores
    ]
    shown = ["method", "images", "regions", "seconds"]
    if scored:
        batch.write_table(os.path.join(options.out, "scores.csv"), scored)
        batch.write_table(os.path.join(options.out, "summary.csv"), rows)
        shown += batch.SHOWN
    if options.truth is not None:
        missing = sum(not d.scores for d in good)
        if missing:
            print(f"{missing} of {len(good)} have no truth in {options.truth}", file=sys.stderr)
    if rows:
        print(batch.text_table(rows, shown))
        print(f"written to {options.out}")
