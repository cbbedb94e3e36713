"""The type stub pyimg/__init__.pyi, made from the table of public names: ``python -P tests/stub.py`` writes it."""

from pathlib import Path

import pyimg

STUB = Path(__file__).resolve().parent.parent / "pyimg" / "__init__.pyi"


def text():
    """Give what the stub must say."""
    lines = ["# Made by tests/stub.py from the table in __init__.py, for type checkers and editors.", ""]
    lines += [f"from . import {name} as {name}" for name in sorted(pyimg._MODULES)]
    for room, names in pyimg._ROOMS.items():
        lines += [f"from .{room} import {name} as {name}" for name in sorted(names.split())]
    return "\n".join([*lines, "", "__version__: str", ""])


if __name__ == "__main__":
    STUB.write_text(text())
