"""Choose compiled kernels or their NumPy twins: once, for the whole library."""

from importlib import import_module
from os import environ
from types import ModuleType

try:
    from . import _built
except ImportError as error:  # the source tree is not a package until it is built
    raise ImportError(
        "pyimg is not built: install it (`pip install .`) and run Python outside its source folder"
    ) from error

#: Names the twins when no compiler was there at build time or ``PYIMG_BACKEND=reference`` asks for them.
BACKEND = environ.get("PYIMG_BACKEND", "compiled" if _built.COMPILED else "reference")
if BACKEND not in ("compiled", "reference"):
    raise ImportError(f"PYIMG_BACKEND must be 'compiled' or 'reference', not {BACKEND!r}")
if BACKEND == "compiled" and not _built.COMPILED:
    raise ImportError("PYIMG_BACKEND is 'compiled', but this build has no compiled kernels")


def kernels(name: str) -> ModuleType:
    """Give the kernel module of that name; one missing from a compiled build is an ImportError."""
    return import_module(f"pyimg.{'_ext' if BACKEND == 'compiled' else '_ref'}.{name}")


def reference(name: str) -> ModuleType:
    """Give the NumPy twin: for ``longdouble``, which no kernel computes and no other type holds."""
    return import_module(f"pyimg._ref.{name}")
