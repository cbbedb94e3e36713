"""Show an image, and labels on it, with matplotlib."""

from typing import Any

import numpy as np

from . import _check as check
from .stretch import outline

__all__ = ["show"]


def show(
    image: Any,
    labels: Any = None,
    *,
    ax: Any = None,
    contours: bool = True,
    cmap: Any = None,
    title: str | None = None,
) -> Any:
    """Show an image, with outlines of labelled regions where there are any.

    Parameters
    ----------
    image : (h, w), (h, w, 3) or (h, w, 4) ndarray of bool, integer or float
        What to show. Grey levels are shown from the least to the greatest finite one. Colours are shown as they
        are for uint8, of other types each stretched over all channels together. A (h, w) image of signed
        integers with few values from 0 on, what `label` returns, gets distinct colours, 0 black.
    labels : (h, w) ndarray of integer or bool, default None
        Regions of the image: 0 outside.
    ax : matplotlib.axes.Axes, default None
        Where; the current axes by default.
    contours : bool, default True
        Draw outlines of the regions; False fills them, half transparent.
    cmap : str or matplotlib.colors.Colormap, default None
        Colours of grey levels ('gray' by default).
    title : str, default None
        Title of the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Call ``matplotlib.pyplot.show()`` where no notebook shows it.

    Raises
    ------
    ImportError
        Without matplotlib: ``pip install "pyimg[plot]"``.
    TypeError, ValueError
        If `image` is no such array, or `labels` has another shape.

    Notes
    -----
    Extra memory: what Matplotlib takes.

    Examples
    --------
    >>> import pyimg as mh
    >>> image, labels = mh.data.nuclei((64, 64), 3)
    >>> import matplotlib; matplotlib.use("Agg")
    >>> mh.show(image, labels).get_title()
    '3 regions'
    """
    image = check.array(image, "image", ndim=(2, 3), empty=False)
    if image.ndim == 3 and image.shape[2] not in (3, 4):
        raise ValueError(f"`image` must have shape (h, w), (h, w, 3) or (h, w, 4), not {image.shape}: show one plane")
    if labels is not None:
        labels = check.array(labels, "labels", kinds="bui", shape=image.shape[:2])
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        raise ImportError('show needs matplotlib, which is not installed: pip install "pyimg[plot]"') from error
    ax = plt.gca() if ax is None else ax
    if image.ndim == 3:
        ax.imshow(image if image.dtype == np.uint8 else _unit(image))
    elif labels is None and cmap is None and _are_labels(image):
        ax.imshow(_coloured(image))
        title = _count(image) if title is None else title
    else:
        shown = image.astype(np.float64)
        finite = shown[np.isfinite(shown)]
        low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 1.0)
        ax.imshow(shown, cmap="gray" if cmap is None else cmap, vmin=low, vmax=high if high > low else low + 1)
    if labels is not None:
        drawn = outline(labels) if contours else labels != 0
        layer = np.dstack([_coloured(labels), drawn * (1.0 if contours else 0.5)])
        ax.imshow(layer, interpolation="nearest")
        title = _count(labels) if title is None else title
    ax.set_axis_off()
    if title:
        ax.set_title(title)
    return ax


def _are_labels(image):
    """Say whether this looks like what `label` returns: signed integers, from 0, not many more than regions can be."""
    return image.dtype.kind == "i" and image.min() >= 0 and 2 <= image.max() + 1 <= max(2, image.size // 4)


def _count(labels):
    n = len(np.unique(labels[labels != 0]))
    return f"{n} region" + ("s" if n != 1 else "")


def _unit(image):
    image = image.astype(np.float64)
    finite = image[np.isfinite(image)]
    low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 1.0)
    return np.clip(np.nan_to_num((image - low) / (high - low if high > low else 1)), 0, 1)


def _coloured(labels):
    """Give each label a colour; neighbours in number are far apart in hue (steps of the golden ratio)."""
    values, index = np.unique(labels, return_inverse=True)
    hue = values.astype(np.float64) * 0.61803398875 % 1
    value = np.where(values == 0, 0.0, np.where(values % 2 == 0, 1.0, 0.85))
    # hue to colour: three shifted triangles, cut at 0 and 1
    shifted = np.abs((hue[:, None] * 6 + np.array([0, 4, 2])) % 6 - 3) - 1
    table = value[:, None] * (1 - 0.75 * (1 - np.clip(shifted, 0, 1)))
    return table[index.reshape(labels.shape)]
