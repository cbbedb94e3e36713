"""One image: read, segment, score, write."""

import time
from pathlib import Path

import numpy as np

from ..io import imread, imsave
from ..measure import region_table
from ..metrics import scores
from ..segmentation.nuclei import segment
from ..stretch import overlay
from .jobs import Done, Job
from .tables import write_table


def grey(image: np.ndarray, channel: int | None = None) -> np.ndarray:
    """Return one channel of an image as read; colours are a last axis of 2 to 4.

    Parameters
    ----------
    image : ndarray
        (h, w), a stack, or with a last axis of grey and alpha, colours, or colours and alpha.
    channel : int, optional
        Which; by default the mean of the colours (where they are equal, that colour, in its own type).

    Returns
    -------
    image : ndarray
        Grey levels.

    Raises
    ------
    ValueError
        If there is no such channel.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.batch import grey
    >>> grey(np.zeros((4, 5, 3), np.uint8)).shape
    (4, 5)
    """
    colours = image.ndim > 2 and image.shape[-1] in (2, 3, 4)
    if channel is not None:
        count = image.shape[-1] if colours else 1
        if not 0 <= channel < count:
            raise ValueError(f"channel {channel} is not among the {count} of the image")
        return image[..., channel] if colours else image
    if not colours:
        return image
    image = image[..., : 3 if image.shape[-1] > 2 else 1]
    if (image == image[..., :1]).all():
        return image[..., 0]
    return image.mean(axis=-1)


def segment_one(job: Job) -> Done:
    """Do one job: the label image is written last, so that where it is, all is."""
    image = grey(imread(job.image), job.channel)
    options = dict(job.run.options)
    started = time.perf_counter()
    labels = segment(image, job.run.method, **options)
    done = Done(job, int(labels.max(initial=0)), time.perf_counter() - started)
    if job.truth is not None:
        reference = grey(imread(job.truth))
        if reference.shape != labels.shape:
            raise ValueError(f"its truth {job.truth} has shape {reference.shape}, not {labels.shape}")
        done.scores = scores(reference, labels, spacing=options.get("spacing"))
    if job.out is not None:
        base = Path(job.out) / job.name
        base.parent.mkdir(parents=True, exist_ok=True)
        stored = labels.astype(np.uint16 if done.regions < 1 << 16 else np.uint32)
        table = region_table(labels, image, spacing=options.get("spacing"))
        write_table(f"{base}_regions.csv", table)
        if job.pictures:
            imsave(f"{base}_overlay.png", picture(image, labels))
        imsave(f"{base}_labels.tif", stored)
    return done


def picture(image: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return an image to look at, (h, w, 3) uint8: outlines in green; a stack as seen from above.

    Grey levels are stretched from the darkest to the 99.8th percentile, dark ones a little more.
    """
    while image.ndim > 2:
        image, labels = image.max(axis=0), labels.max(axis=0)
    image, labels = np.atleast_2d(image), np.atleast_2d(labels)
    if not image.size:
        return np.zeros((*image.shape, 3), np.uint8)
    low, high = np.percentile(image, [0, 99.8])
    shade = np.clip((image - low) / (high - low if high > low else 1.0), 0, 1) ** 0.7
    return overlay((shade * 255).astype(np.uint8), green=labels, contours=True)
