"""Does every example in a docstring run, and give what it says?"""

import doctest
import importlib
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

from pyimg.tasks.core import alltasks

PACKAGE = ROOT / "pyimg"
ROOMS = sorted(
    ".".join(("pyimg", *p.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for p in PACKAGE.rglob("*.py")
    if p.name != "_built.py" and "_ref" not in p.parts and p.stem != "__main__"
)


@pytest.mark.parametrize("room", ROOMS)
def test_examples(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    alltasks.clear()
    with np.printoptions():
        result = doctest.testmod(importlib.import_module(room), optionflags=doctest.ELLIPSIS)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    assert result.failed == 0, f"{result.failed} examples of {room} fail: see above"


def test_there_are_rooms():
    assert Path(PACKAGE, "__init__.py").exists() and "pyimg.histogram" in ROOMS
