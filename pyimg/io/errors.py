"""What can go wrong with a file, named in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

__all__ = ["ImageError", "ImageTooLarge"]


class ImageError(OSError, ValueError, RuntimeError):
    """A file that is not the image it should be: unknown, damaged, truncated or of a kind not supported.

    imread raises RuntimeError here, Pillow OSError, mahotas's FreeImage ValueError: this is all three.
    """


class ImageTooLarge(ImageError):
    """An image that says it is larger than the limit; nothing has been allocated for it."""


class MissingImage(FileNotFoundError, ValueError):
    """No such file, and a name without an extension, for which imread raises ValueError."""


def need(module: str) -> ModuleType:
    """Import an optional package, or say how to get it."""
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0].replace("PIL", "pillow")
        raise ImportError(
            f'image files need {package}, which is not installed: pip install "pyimg[io]"', name=package
        ) from error


@contextmanager
def named(name: str, wish: str) -> Iterator[None]:
    """Turn whatever a decoder raises into one line that names the file."""
    try:
        yield
    except (ImageError, ImportError):
        raise
    except MemoryError as error:
        raise ImageTooLarge(f"{name}: does not fit into memory") from error
    except Exception as error:  # decoders of damaged data raise anything
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise ImageError(f"{name}: cannot be read as {wish}: {reason}") from error
