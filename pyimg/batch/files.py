"""Find images and the label images drawn for them."""

import os
from collections.abc import Iterable
from glob import glob, has_magic
from pathlib import Path

SUFFIXES = frozenset(".png .tif .tiff .jpg .jpeg .bmp .webp .gif .stk .lsm".split())


def find_images(words: Iterable[str | os.PathLike]) -> list[str]:
    """Return the paths meant by files, patterns and folders, each once, in order.

    Parameters
    ----------
    words : iterable of str or path
        A file (whether it exists or not: reading it will tell); a pattern, ``**`` for any folders; a folder, for
        the images in it.

    Returns
    -------
    paths : list of str
        Patterns and folders in natural order (2 before 10).

    Raises
    ------
    FileNotFoundError
        If a pattern or folder holds no image.

    Examples
    --------
    >>> from pyimg.batch import find_images
    >>> find_images(["b.png", "a.png", "b.png"])
    ['b.png', 'a.png']
    """
    found: dict[str, None] = {}
    for word in map(os.fspath, words):
        if os.path.isdir(word):
            some = [str(p) for p in Path(word).iterdir() if p.suffix.lower() in SUFFIXES]
        elif has_magic(word) and not os.path.exists(word):
            some = [p for p in glob(word, recursive=True) if os.path.isfile(p)]
        else:
            found[word] = None
            continue
        if not some:
            raise FileNotFoundError(f"no images in {word!r}")
        found.update(dict.fromkeys(sorted(some, key=_natural)))
    return list(found)


def _natural(path: str) -> list:
    """Sort numbers in names as numbers."""
    parts, digits = [""], False
    for c in path:
        if c.isdigit() != digits:
            parts.append("")
            digits = not digits
        parts[-1] += c
    return [int(p) if i % 2 and p.isdecimal() else p for i, p in enumerate(parts)]


def find_truth(image: str, folder: str | os.PathLike) -> str | None:
    """Return the label image of an image: the file of its name, with any image suffix, in a folder.

    Parameters
    ----------
    image : str
        Path of the image.
    folder : str or path
        Where labels are. ``name_labels``, ``name_label``, ``name_truth`` and ``name_mask`` are found for ``name`` too.

    Returns
    -------
    path : str or None
        None where there is none.

    Raises
    ------
    NotADirectoryError
        If `folder` is no folder.

    Examples
    --------
    >>> from pyimg.batch import find_truth
    >>> find_truth("images/a.png", ".") is None
    True
    """
    if not os.path.isdir(folder):
        raise NotADirectoryError(f"no folder {os.fspath(folder)!r} of truth")
    stem = Path(image).stem
    for ending in ("", "_labels", "_label", "_truth", "_mask"):
        for suffix in sorted(SUFFIXES):
            path = Path(folder) / f"{stem}{ending}{suffix}"
            if path.exists() and not (path.exists() and os.path.exists(image) and os.path.samefile(path, image)):
                return str(path)
    return None
