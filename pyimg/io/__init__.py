"""Files to arrays and back: imread and imsave of imread and mahotas, over tifffile, imagecodecs and Pillow."""

from typing import Any

from .errors import ImageError, ImageTooLarge
from .metadata import Metadata
from .read import detect_format, imread, imread_from_blob, imread_multi, supports_format
from .write import imsave, imsave_multi

__all__ = [
    "ImageError",
    "ImageTooLarge",
    "Metadata",
    "detect_format",
    "error_imread",
    "error_imsave",
    "imload",
    "imload_from_blob",
    "imload_multi",
    "imread",
    "imread_from_blob",
    "imread_multi",
    "imsave",
    "imsave_multi",
    "imwrite",
    "imwrite_multi",
    "supports_format",
]

imload = imread
imload_from_blob = imread_from_blob
imload_multi = imread_multi
imwrite = imsave
imwrite_multi = imsave_multi


def error_imread(*args: Any, **kwargs: Any) -> None:
    """Raise the ImportError of an installation that cannot read images (a name of mahotas's).

    Parameters
    ----------
    *args, **kwargs
        Ignored.

    Raises
    ------
    ImportError
        Always.

    Examples
    --------
    >>> from pyimg.io import error_imread
    >>> error_imread("nuclei.png")
    Traceback (most recent call last):
    ImportError: imread needs tifffile, imagecodecs and pillow: pip install "pyimg[io]"
    """
    raise ImportError('imread needs tifffile, imagecodecs and pillow: pip install "pyimg[io]"')


def error_imsave(*args: Any, **kwargs: Any) -> None:
    """Raise the ImportError of an installation that cannot write images (a name of mahotas's).

    Parameters
    ----------
    *args, **kwargs
        Ignored.

    Raises
    ------
    ImportError
        Always.

    Examples
    --------
    >>> from pyimg.io import error_imsave
    >>> error_imsave("nuclei.png", [[0]])
    Traceback (most recent call last):
    ImportError: imsave needs tifffile, imagecodecs and pillow: pip install "pyimg[io]"
    """
    raise ImportError('imsave needs tifffile, imagecodecs and pillow: pip install "pyimg[io]"')
