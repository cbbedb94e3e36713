"""Images for examples, by mahotas's names.

mahotas's own pictures cannot be shipped here. Where mahotas is installed beside pyimg they are used; elsewhere
synthetic stand-ins of the same names, shapes and types: a shop full of goods with one striped shirt ("wally"), a
still life ("lena"), a portrait of nobody ("luispedro"), fluorescent nuclei ("nuclear").
"""

from importlib.metadata import PackageNotFoundError, distribution
from os import path
from typing import Any

import numpy as np

from ..io import imread

__all__ = ["image_path", "load", "nuclear_image"]

_FILES = {
    "wally": "DepartmentStore.jpg",
    "departmentstore": "DepartmentStore.jpg",
    "lenna": "lena.jpg",
    "lena": "lena.jpg",
    "luispedro": "luispedro.jpg",
    "nuclear": "nuclear.png",
}


def image_path(name: str) -> str:
    """Return where the file of a demo image is, or would be.

    Parameters
    ----------
    name : str
        Name of a file, such as 'nuclear.png'.

    Returns
    -------
    str
        mahotas's file where mahotas is installed and has it; else the path of ours, whether it exists or not.

    Examples
    --------
    >>> from os.path import exists
    >>> from pyimg.demos import image_path
    >>> exists(image_path("nuclear.png")), exists(image_path("no such image"))
    (True, False)
    """
    try:
        original = str(distribution("mahotas").locate_file(f"mahotas/demos/data/{name}"))
    except PackageNotFoundError:
        original = ""
    return original if path.isfile(original) else path.join(path.abspath(path.dirname(__file__)), "data", name)


def load(image_name: str, as_grey: Any = None) -> np.ndarray:
    """Load a demo image.

    Parameters
    ----------
    image_name : str
        'wally' ('departmentstore'), 'lena' ('lenna'), 'luispedro' or 'nuclear', in any case.
    as_grey : bool, default None
        Convert it to grey levels (float64).

    Returns
    -------
    ndarray
        uint8 (h, w, 3), or float64 (h, w).

    Raises
    ------
    KeyError
        For any other name.

    Examples
    --------
    >>> from pyimg import demos
    >>> demos.load("nuclear").shape
    (1024, 1344, 3)
    """
    name = image_name.lower() if isinstance(image_name, str) else image_name
    if name not in _FILES:
        raise KeyError(f"`image_name` must be one of {', '.join(_FILES)}; not {image_name!r}")
    return imread(image_path(_FILES[name]), as_grey=bool(as_grey))


def nuclear_image() -> np.ndarray:
    """Load the demo image of fluorescent nuclei.

    Returns
    -------
    ndarray
        ``load('nuclear')``: uint8, (1024, 1344, 3), the channels equal.

    Examples
    --------
    >>> from pyimg import demos
    >>> demos.nuclear_image().dtype
    dtype('uint8')
    """
    return load("nuclear")
