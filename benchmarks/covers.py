"""Which public functions have a row? Read from the rows' COVERS, without their imports."""

import ast
from importlib import import_module
from pathlib import Path

ROWS = Path(__file__).resolve().parent / "rows"
MODULES = "labeled morph features metrics polygon thresholding segmentation features.surf".split()
#: public functions that no row times, and why
EXCUSED = {
    "show_config citation citation_text short_citation_text test get_threads set_threads": "tell and set, compute nothing",
    "disk circle_se get_structuring_elem haralick_labels": "make what is small",
    "rgb2gray imload imload_from_blob imload_multi imwrite imwrite_multi haralick_features zernike": "other names",
    "detect_format supports_format": "read a few bytes",
    "show show_surf": "draw",
    "METHODS Contingency Matches ObjectCounts PairCounts Variation": "no functions",
    "isbi2009_scores match": "a loop over other scores",
}
_EXCUSED = {name for names in EXCUSED for name in names.split()}


def covered():
    """Give the functions that each rows file says it covers."""
    names = {}
    for path in sorted(ROWS.glob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "COVERS":
                names[path.stem] = ast.literal_eval(node.value).split()
    return names


def public():
    """Give the public functions: those of `pyimg`, and those that its modules have besides."""
    import pyimg

    names = {*pyimg._HOME}
    for module in MODULES:
        names |= {*import_module(f"pyimg.{module}").__all__}
    return names


def missing():
    """Name the public functions that have neither a row nor an excuse, and names that are not public."""
    named = {name for names in covered().values() for name in names}
    return [f"{name}: no row" for name in sorted(public() - named - _EXCUSED)] + [
        f"{name}: in COVERS or EXCUSED, not public" for name in sorted((named | _EXCUSED) - public())
    ]


def unkept(room, rows):
    """Name what a rows file says that it covers, and has no row for."""
    begun = {row.name.partition("/")[0].rpartition(".")[2] for row in rows}
    return sorted({*covered().get(room, ())} - begun)
