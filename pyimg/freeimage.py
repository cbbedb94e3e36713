"""`mahotas.freeimage` by name: `pyimg.io.freeimage`."""

from .io.freeimage import *  # noqa: F403
from .io.freeimage import __all__  # noqa: F401
