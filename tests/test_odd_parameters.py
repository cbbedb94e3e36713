"""No function crashes, hangs, raises what is not documented or shows old memory for one odd argument among good ones."""

import os
import subprocess
import sys

import odd_parameters
import pytest
from conftest import ROOT

NAMES = sorted(odd_parameters.BASE)
GROUPS = [NAMES[i::8] for i in range(8)]


def lines(names, folder, perturb):
    """Call functions where glibc fills memory with a byte before it is used, and give what came of it."""
    run = subprocess.run(
        [sys.executable, "-P", str(ROOT / "tests" / "odd_parameters.py"), *names],
        cwd=folder, capture_output=True, text=True, timeout=600, check=False,
        env={**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", ""), "MALLOC_PERTURB_": perturb},
    )  # fmt: skip
    found = run.stdout.splitlines()
    assert run.returncode == 0, f"ended with {run.returncode} in {found[-1:]}\n{run.stderr[-2000:]}"
    return found


@pytest.mark.parametrize("names", GROUPS, ids=[names[0] for names in GROUPS])
def test_odd_parameters_do_no_harm(names, tmp_path):
    found = lines(names, tmp_path, "85")
    bad = [line for line in found if ": BAD " in line]
    assert not bad, "\n".join(bad[:20])
    again = lines(names, tmp_path, "170")
    other = [f"{a}\n{b}" for a, b in zip(found, again, strict=True) if a != b]
    assert not other, "\n".join(other[:20])
