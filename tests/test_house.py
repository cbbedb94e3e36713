"""Is anything missing or misplaced? The rules of docs/architecture.md, read from the source."""

import ast
import importlib
import subprocess
import sys

import kernels as k
import pytest
import stub
from conftest import ROOT

import pyimg

PACKAGE = ROOT / "pyimg"
# Imports go down only; rooms on one floor have no door between them (within a package they may).
FLOORS = {
    0: "_ref _ext _built _replacing",
    1: "_check _backend _cast _kept _package",
    2: "_prepare _threads _structure _footprint _labels _cuts _surface _hull",
    2.5: "_flat _runs _channels",
    2.6: "_boxes",
    2.7: "_transforms",
    3: "filters rank matching wavelets morph labeled distance histogram interpolate colors "
    "stretch polygon center_of_mass",
    4: "_info _convolve thresholding edge measure io metrics resize show euler bbox",
    4.5: "segmentation features",
    5: "tasks learn data batch",
    6: "cli demos",
    # names that mahotas has too: no code, only other doors to the rooms above
    7: "__main__ _morph convolve thin internal _filters bwperim freeimage features_cli mahotas_version",
    8: "__init__",
}
FLOOR = {room: floor for floor, rooms in FLOORS.items() for room in rooms.split()}
SOURCES = sorted(p for p in PACKAGE.rglob("*.py") if "_built" not in p.name)
LONGEST = 400


def room_of(path):
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_rooms(path):
    """Yield the rooms that a file imports from pyimg, inside functions too."""
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")
            if node.level == depth:
                yield from [module[0]] if module[0] else [a.name for a in node.names]
            elif node.level == 0 and module[0] == "pyimg":
                yield from [module[1]] if len(module) > 1 else [a.name for a in node.names]
            else:
                assert node.level < depth or not node.level, f"{path} imports from above the package"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                parts = alias.name.split(".")
                if parts[0] == "pyimg" and len(parts) > 1:
                    yield parts[1]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down_only(path):
    room = room_of(path)
    assert room in FLOOR, f"{room} has no floor: give it one in FLOORS"
    for other in imported_rooms(path):
        if other != room:
            assert other in FLOOR, f"{path.name} imports {other}, which has no floor"
            assert FLOOR[other] < FLOOR[room], f"{room} (floor {FLOOR[room]}) imports {other} (floor {FLOOR[other]})"


@pytest.mark.parametrize(
    "path", [*SOURCES, *sorted(PACKAGE.rglob("*.pyx"))], ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_a_room_stays_small(path):
    lines = len(path.read_text().splitlines())
    assert lines <= LONGEST, f"{path.relative_to(ROOT)} has {lines} lines: split it by what it does"


def test_every_kernel_file_has_a_twin_and_cases():
    assert k.stems(k.EXT, ".pyx") == k.stems(k.REF, ".py")
    assert k.stems(k.EXT, ".pyx") == k.stems(ROOT / "tests" / "cases", ".py")


@pytest.mark.parametrize("stem", k.stems(k.EXT, ".pyx"))
def test_twins_have_the_same_kernels_parameters_and_cases(stem):
    compiled = k.pyx_kernels(stem)
    assert compiled == k.ref_kernels(stem)
    case_module = k.cases(stem)
    excused = getattr(case_module, "NO_CASE", {})
    for name in compiled:
        assert hasattr(case_module, name) or name in excused, f"no case for {stem}.{name}"


def test_every_kernel_is_in_the_build_file():
    listed = [line.strip(" ',\n") for line in (k.EXT / "meson.build").read_text().splitlines()]
    for stem in k.stems(k.EXT, ".pyx"):
        assert stem in listed, f"{stem} is not in pyimg/_ext/meson.build"


@pytest.mark.parametrize("name", sorted(pyimg._HOME))
def test_a_public_name_resolves_and_is_documented(name):
    value = getattr(pyimg, name)
    if not callable(value):
        return
    doc = value.__doc__ or ""
    for section in ("Parameters", "Returns", "Examples"):
        wanted = section != "Returns" or "-> None" not in str(value)
        if section == "Parameters" and not value.__code__.co_argcount + value.__code__.co_kwonlyargcount:
            continue
        if section == "Returns" and value.__annotations__.get("return", "") in (None, "None"):
            wanted = False
        assert not wanted or f"{section}\n" in doc, f"{name} has no {section} section"


@pytest.mark.parametrize("name", sorted(pyimg._MODULES))
def test_a_public_module_imports_and_lists_its_names(name):
    module = importlib.import_module(f"pyimg.{name}")
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public), f"pyimg.{name}.{public} is promised and missing"


def test_importing_pyimg_loads_nothing_else(tmp_path):
    code = "import sys, pyimg; print([m for m in ('numpy', 'scipy', 'tifffile', 'dask') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("name", sorted(pyimg._BOTH))
def test_a_name_of_module_and_function_stays_the_function(name, tmp_path):
    code = f"import pyimg, pyimg.{name}; from pyimg.{name} import {name} as f; assert pyimg.{name} is f; assert callable(f)"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


def test_the_type_stub_has_every_public_name():
    assert stub.STUB.read_text() == stub.text(), "run `python -P tests/stub.py`"


def test_every_public_name_is_in_the_api_pages():
    pages = "\n".join(p.read_text() for p in (ROOT / "docs" / "api").glob("*.md"))
    words = {line.strip().split(".")[-1] for line in pages.splitlines() if line.startswith("   ")}
    aliases = {"rgb2grey", "imload", "imload_from_blob", "imload_multi", "imwrite", "imwrite_multi"}
    texts = {"citation_text", "short_citation_text"}
    assert {*pyimg._HOME} - aliases - texts - words == set()
