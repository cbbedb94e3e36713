"""Do the benchmarks cover everything and count rightly? Nothing is timed here."""

import subprocess
import sys

import numpy as np
import pytest
from conftest import ROOT

FOLDER = ROOT / "benchmarks"


@pytest.fixture
def load(monkeypatch):
    """Import modules of benchmarks/, and forget them afterwards."""
    before = {*sys.modules}
    monkeypatch.syspath_prepend(str(FOLDER))

    yield lambda name: __import__(name)
    for name in {*sys.modules} - before:
        if str(FOLDER) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def rows(load):
    Row = load("harness").Row
    one = Row("blur/u1/nd2", None, {}, times={"pyimg": 0.04, "opencv": 0.08, "scipy": 0.4}, threaded={"pyimg": 0.02})
    two = Row("blur/u1/n8192", None, {}, times={"pyimg": 0.8, "opencv": 0.4}, disagree={"opencv": 0.25})
    return [one, two, Row("alone/u1/nd2", None, {}, times={"pyimg": 1.0})]


def test_every_public_function_has_a_row_or_a_reason(load):
    assert load("covers").missing() == []


def test_ratio_best_and_speedup(load):
    one, two, alone = rows(load)
    assert (one.best, one.ratio, one.speedup) == ("opencv", 0.5, 2)
    assert (two.best, two.ratio) == ("opencv", 2)
    assert alone.best == "" and alone.ratio != alone.ratio and alone.speedup != alone.speedup


def test_differ_counts_pixels_beyond_the_tolerance(load):
    harness = load("harness")
    a = np.zeros((10, 10))
    b = a.copy()
    b[0, 0], b[5, 5], b[5, 6] = 9, 1, np.nan
    row = harness.Row("x", None, {}, agree=(1, 0))
    assert harness.differ(row, a, b) == pytest.approx(0.02)
    assert harness.differ(row, a, b[:5]) == 1
    row.margin = 1
    assert harness.differ(row, a, b) == pytest.approx(1 / 64)


def test_slow_calls_are_not_repeated_and_each_has_its_turns(load):
    harness = load("harness")
    count = {"pyimg": 0, "slow": 0, "slower": 0}
    calls = {who: lambda who=who: count.__setitem__(who, count[who] + 1) for who in count}
    times = harness.turns(calls, {"pyimg": 0.0, "slow": 1.0, "slower": 5.0}, seconds=0.0)
    assert count == {"pyimg": 3, "slow": 1, "slower": 0}
    assert times["slower"] == 5.0


def test_what_was_tried_is_found_by_the_longest_beginning(load, monkeypatch):
    module = load("tried")
    monkeypatch.setattr(module, "TRIED", {"read": "all", "read/png": "png", "readable": "other"})
    found = {name: module.tried(name) for name in ("read/png/u1", "read/pngs/u1", "read", "reader/png", "png/read")}
    assert found == {"read/png/u1": "png", "read/pngs/u1": "all", "read": "all", "reader/png": "", "png/read": ""}


def test_the_page_says_what_was_measured(load, tmp_path):
    pytest.importorskip("matplotlib")
    page = tmp_path / "performance.md"
    load("report").write(page, rows(load), ["edge", "edge", "rank"], lambda done: "fastest on 1 of 2")
    text = page.read_text()
    assert "**Fastest on 1 of 2.**" in text
    assert "| edge | 2 | 1 of 2 | 1.00 |" in text
    assert "| blur/u1/n8192 | opencv | 2.00 |  |" in text  # not yet the fastest, and nothing tried
    assert "| blur/u1 |  | 9.54 | 11.9 |  | 1.25 |" in text  # per pixel
    assert "1 of 1 become at least 1.8 times as fast" in text
    assert (tmp_path / "_static" / "performance.png").stat().st_size > 1000


def test_slower_means_beyond_the_share_and_the_noise(load):
    slower = load("compare").slower
    assert slower([(1, 1.15), (1, 1.2), (2, 2.4), (1, 1.3)], 0.1)
    assert not slower([(1, 1), (1, 1), (1, 1.05), (1, 1.3)], 0.1)
    wide = [(1, r) for r in (0.8, 0.9, 0.95, 1.3, 1.3, 1.3, 1.4)]
    assert not slower(wide, 0.1)
    bursts = [(1, 1), (0.9, 1.2), (0.95, 1.2), (0.97, 1.3)]
    assert slower(bursts, 0.1)
    assert not slower([*bursts, (1, 0.9)], 0.1)  # at its best it is as fast


def test_a_peer_that_is_not_installed_fails_only_when_called(tmp_path):
    code = """
import sys; sys.path.insert(0, sys.argv[1])
import peers
peers.PEERS["nowhere"] = "nowhere"
assert "nowhere" in peers.absent()
peers.stand_in(["nowhere"])
import nowhere.part
from nowhere.other import thing
from harness import Row, measure
row = measure(Row("x", lambda: 1, {"nowhere": lambda: nowhere.part.f(nowhere.A | nowhere.B), "other": lambda: 1 / 0}), 0)
assert row.refused == {"nowhere": "not installed", "other": "ZeroDivisionError: division by zero"}, row.refused
assert {*row.times} == {"pyimg"}
"""
    subprocess.run([sys.executable, "-c", code, str(FOLDER)], cwd=tmp_path, check=True)
