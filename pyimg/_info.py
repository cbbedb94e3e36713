"""What is installed here, and how to cite it."""

import importlib.util
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from . import _backend, _threads

__all__ = ["citation", "citation_text", "short_citation_text", "show_config", "test"]

short_citation_text = "The pyimg developers. pyimg: large-scale analysis of bioimages in Python. 2026."
citation_text = f"""\
If pyimg helps your work, please cite

    {short_citation_text}

and, for the design it follows,

    Coelho, L.P. Mahotas: Open source software for scriptable computer vision.
    Journal of Open Research Software 1(1), e3, 2013. doi:10.5334/jors.ac
    Coelho, L.P. Jug: Software for parallel reproducible computation in Python.
    Journal of Open Research Software 5(1), 30, 2017. doi:10.5334/jors.161
"""
_OPTIONAL = (
    "numpy tifffile imagecodecs pillow roifile redis dask distributed scikit-learn matplotlib rich pandas pyarrow".split()
)


def citation(print_out: bool = True, short: bool = False) -> str:
    """Return (and print) how to cite pyimg.

    Parameters
    ----------
    print_out : bool, default True
        Print the text as well.
    short : bool, default False
        One line instead of a paragraph.

    Returns
    -------
    str
        The text.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.citation(print_out=False, short=True)[:10]
    'The pyimg '
    """
    text = short_citation_text if short else citation_text
    if print_out:
        print(text)
    return text


def simd_level() -> str:
    """Name the instruction set that the kernels run with on this CPU."""
    built = _backend._built
    if _backend.BACKEND != "compiled":
        return "none (NumPy twins)"
    if built.SIMD in ("v3", "v4"):
        return f"x86-64-{built.SIMD} (fixed at build)"
    if built.SIMD != "clones":
        return "NEON" if platform.machine() in ("aarch64", "arm64") else "baseline"
    from ._ext.histogram import simd_level as level

    return ("baseline", "x86-64-v3", "x86-64-v4")[level()] + " (chosen at load)"


def show_config(mode: str = "stdout") -> dict[str, Any] | None:
    """Show what this pyimg is made of: backend, SIMD level, threads, versions.

    Parameters
    ----------
    mode : {'stdout', 'dict'}, default 'stdout'
        Print, or return a dict.

    Returns
    -------
    dict or None
        The configuration with ``mode='dict'``.

    Raises
    ------
    ValueError
        If `mode` is another word.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.show_config("dict")["kernels"] in ("compiled", "reference")
    True
    """
    if mode not in ("stdout", "dict"):
        raise ValueError(f"`mode` must be 'stdout' or 'dict', not {mode!r}")
    versions = {}
    for name in _OPTIONAL:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    config = {
        "pyimg": _backend._built.VERSION,
        "kernels": _backend.BACKEND,
        "SIMD": simd_level(),
        "checked kernels": _backend._built.DEBUG_KERNELS,
        "threads": _threads.get_threads(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        **versions,
    }
    if mode == "dict":
        return config
    for key, value in config.items():
        print(f"{key:16}{value}")
    return None


def _have(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def test(verbose: bool = False) -> int:
    """Check this installation on small known answers (the full suite is in the source's tests/).

    Parameters
    ----------
    verbose : bool, default False
        Name each check.

    Returns
    -------
    int
        0 if all is well, as mahotas's `test` returns pytest's exit code.

    Examples
    --------
    >>> import pyimg as mh
    >>> mh.test()
    0
    """
    import contextlib
    import doctest
    import tempfile
    from importlib import import_module

    import pyimg

    failed = 0
    left_out = {"_info", *(() if _have("matplotlib") else ("show",)), *(() if _have("tifffile") else ("io",))}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for room in sorted({*pyimg._ROOMS} - left_out):
            failed += doctest.testmod(import_module(f"pyimg.{room}"), verbose=verbose).failed
    if failed:
        print(f"{failed} examples failed", file=sys.stderr)
    return int(failed > 0)
