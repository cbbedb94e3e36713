"""`mahotas.io.pil` by name: `pyimg.io.imread` and `imsave` with its short signatures."""

from typing import Any

import numpy as np

from . import read, write

__all__ = ["imread", "imsave"]


def imread(filename: Any, as_grey: bool = False) -> np.ndarray:
    """Read an image: `pyimg.imread` without its other options.

    Parameters
    ----------
    filename : str, path or open file
        What to read.
    as_grey : bool, default False
        Convert colours to grey levels.

    Returns
    -------
    ndarray
        The image.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.io import pil
    >>> pil.imsave("a.png", np.zeros((2, 3), np.uint8)); pil.imread("a.png").shape
    (2, 3)
    """
    return read.imread(filename, as_grey=as_grey)


def imsave(filename: Any, array: Any) -> None:
    """Save an image: `pyimg.imsave` without its other options.

    Parameters
    ----------
    filename : str or path
        Where; the extension names the format.
    array : ndarray
        The image.

    Examples
    --------
    >>> import numpy as np
    >>> from pyimg.io import pil
    >>> pil.imsave("a.png", np.zeros((2, 3), np.uint8))
    """
    write.imsave(filename, array)
