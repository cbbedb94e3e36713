"""Find kernels, their specialisations and their cases by looking at the two folders."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import numpy as np
from conftest import ROOT

EXT, REF = ROOT / "pyimg" / "_ext", ROOT / "pyimg" / "_ref"
CTYPES = {
    "float": "f4", "double": "f8", "int": "i4", "long": "i8", "short": "i2", "char": "i1", "signed char": "i1",
    "unsigned char": "u1", "Py_ssize_t": "i8",
} | {f"{u}int{b}_t": f"{u or 'i'}{b // 8}" for u in ("", "u") for b in (8, 16, 32, 64)}  # fmt: skip


def pyx_kernels(stem):
    """Give {name: parameter names} of the def functions of a .pyx file, read as text."""
    text = (EXT / f"{stem}.pyx").read_text()
    found = {}
    for match in re.finditer(r"^def (\w+)\((.*?)\):", text, re.M | re.S):
        parameters = re.sub(r"\[[^\]]*\]", "", re.sub(r"#.*", "", match[2]))
        found[match[1]] = [p.split("=")[0].split()[-1] for p in parameters.split(",") if p.strip()]
    return found


def ref_kernels(stem):
    """Give {name: parameter names} of the public functions of a twin, read as text."""
    tree = ast.parse((REF / f"{stem}.py").read_text())
    return {
        f.name: [a.arg for a in f.args.posonlyargs + f.args.args]
        for f in tree.body
        if isinstance(f, ast.FunctionDef) and not f.name.startswith("_")
    }


def stems(folder: Path, suffix: str):
    """Give the names of the kernel files in a folder."""
    return sorted(p.stem for p in folder.glob(f"*{suffix}") if not p.stem.startswith("_"))


def cases(stem):
    """Give the module of cases of a kernel file."""
    return importlib.import_module(f"cases.{stem}")


def specialisations(stem):
    """Yield (kernel name, dtype or None) for all compiled specialisations of a kernel file."""
    module = importlib.import_module(f"pyimg._ext.{stem}")
    for name in pyx_kernels(stem):
        kernel = getattr(module, name)
        for signature in getattr(kernel, "__signatures__", None) or {None: None}:
            yield name, None if signature is None else np.dtype(CTYPES[signature])


def specialised(kernel, dtype):
    """Pick the specialisation of a fused kernel."""
    if dtype is None:
        return kernel
    names = [n for n in kernel.__signatures__ if np.dtype(CTYPES[n]) == dtype]
    return kernel[names[0]]


def parameters(function):
    """Give parameter names of a Python or compiled function."""
    return list(inspect.signature(function).parameters)
