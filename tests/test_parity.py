"""Do both roads arrive? Every compiled kernel, on every type it takes, against its NumPy twin.

A case ``name(draw, dtype)`` in ``tests/cases/<file>.py`` draws the arguments of kernel ``name``.
Both roads get copies; afterwards all arguments (outputs and inputs alike) must be equal, bit for bit,
dtype and shape too. ``ULP = {"name": n}`` in the case file allows n units in the last place, with its reason;
``SCRATCH = {"name": "a b"}`` names room to work in, which a kernel may leave in any state.
"""

import importlib

import kernels as k
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyimg import _backend

if _backend.BACKEND != "compiled":
    pytest.skip("this build has only the NumPy twins: nothing to compare", allow_module_level=True)

EVERY = [
    (stem, name, dtype)
    for stem in k.stems(k.EXT, ".pyx")
    for name, dtype in k.specialisations(stem)
    if name not in getattr(k.cases(stem), "NO_CASE", {})
]


def copies(arguments):
    return [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]


def assert_equal(ours, twin, ulp, where):
    if not isinstance(ours, np.ndarray):
        assert ours == twin or (ours != ours and twin != twin), f"{where}: {ours} != {twin}"
        return
    assert (ours.dtype, ours.shape) == (twin.dtype, twin.shape), where
    if ulp and ours.dtype.kind == "f":
        np.testing.assert_array_max_ulp(ours, twin, ulp)
    else:
        np.testing.assert_array_equal(ours, twin, err_msg=where)


@pytest.mark.parametrize(("stem", "name", "dtype"), EVERY, ids=lambda v: str(v))
@given(data=st.data())
def test_compiled_and_numpy_agree(stem, name, dtype, data):
    case = getattr(k.cases(stem), name)
    ulp = getattr(k.cases(stem), "ULP", {}).get(name, 0)
    arguments = list(case(data.draw, dtype))
    mine, twins = copies(arguments), copies(arguments)
    compiled = k.specialised(getattr(importlib.import_module(f"pyimg._ext.{stem}"), name), dtype)
    twin = getattr(importlib.import_module(f"pyimg._ref.{stem}"), name)
    assert_equal(compiled(*mine), twin(*twins), ulp, "returned")
    scratch = getattr(k.cases(stem), "SCRATCH", {}).get(name, "").split()
    for parameter, ours, theirs in zip(k.parameters(twin), mine, twins):
        if parameter not in scratch:
            assert_equal(ours, theirs, ulp, parameter)
