"""mahotas's name of the command ``pyimg features``."""

import sys

from .cli import main as _verbs

__all__ = ["main"]


def main() -> None:
    """Run ``pyimg features`` with the arguments of this process, and exit."""
    sys.exit(_verbs(["features", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
