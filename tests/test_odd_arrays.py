"""No call of any public function on any odd array crashes, hangs, changes its input or raises what is not documented."""

import json
import os
import subprocess
import sys

import odd_calls
import pytest
from conftest import ROOT

import pyimg

NAMES = sorted(odd_calls.CALLS)


@pytest.mark.parametrize("name", NAMES)
def test_odd_arrays_do_no_harm(name, tmp_path):
    run = subprocess.run(
        [sys.executable, "-P", str(ROOT / "tests" / "odd_calls.py"), name],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
    )  # fmt: skip
    lines = [json.loads(text) for text in run.stdout.splitlines() if text.startswith("{")]
    bad = [line["bad"] for line in lines if "bad" in line]
    at = lines[-1].get("at", "?") if lines else "import"
    assert run.returncode == 0, f"ended with {run.returncode} in {at}\n{run.stderr[-2000:]}"
    assert not bad, "\n".join(bad[:20])


def test_every_public_function_is_called():
    functions = {name for name in pyimg._HOME if name not in odd_calls.NOT_CALLED}
    assert functions - set(odd_calls.CALLS) == set()
