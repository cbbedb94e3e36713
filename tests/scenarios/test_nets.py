"""The NET quantification on a few synthetic fields: it runs, resumes, repeats bit for bit."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

pytest.importorskip("sklearn")
pytest.importorskip("matplotlib")
EXAMPLE = ROOT / "examples" / "nets"
RUN = [sys.executable, "-P", "-c", "import sys; from pyimg.cli import main; sys.exit(main(sys.argv[1:]))"]
FIGURES = ("predictions.png", "residuals.png", "samples.png", "scores.png", "people.png")


def module(name):
    spec = importlib.util.spec_from_file_location(f"nets_{name}", EXAMPLE / f"{name}.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the example beside its synthetic data."""
    if not EXAMPLE.is_dir():
        pytest.skip("needs the examples")
    folder = tmp_path_factory.mktemp("nets")
    for source in EXAMPLE.glob("*.py"):
        shutil.copy(source, folder)
    module("make_data").main(folder / "data", samples=3)
    return folder


def pyimg(project, command, *options, out="results", split="origin,image", environment=None):
    arguments = [command, *options, "jugfile.py", "--", "data", "--forests", "tiny", "--split", split, "--out", out]
    variables = {**os.environ, "PYIMG_NUM_THREADS": "1", **(environment or {})}
    return subprocess.run(RUN + arguments, cwd=project, env=variables, capture_output=True, text=True, check=False)


def files(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def table(text):
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in text.splitlines() if line.startswith("|")]
    return {row[0]: row[1:] for row in rows}


def test_it_stops_resumes_and_repeats(project):
    stopped = pyimg(project, "execute", environment={"JUG_MAX_TASKS": "40"})
    assert stopped.returncode == 3, stopped.stderr
    assert not (project / "results").exists() or "scores.md" not in files(project / "results")
    done = pyimg(project, "execute")
    assert done.returncode == 0, done.stdout + done.stderr
    first = files(project / "results")
    assert set(first) == {*FIGURES, "scores.md", "people.md", "thresholds.md"}
    again = pyimg(project, "execute")
    assert again.returncode == 0 and files(project / "results") == first
    two = pyimg(project, "execute", "-j", "2", "--jugdir", "other.jugdata", out="results2", split="origin")
    assert two.returncode == 0, two.stderr
    second = files(project / "results2")
    same = first.keys() - {"scores.md", "scores.png"}  # which have both splits
    assert {name: second[name] for name in same} == {name: first[name] for name in same}

    scores = table(first["scores.md"].decode())
    assert list(scores)[2:] == ["pixel", "regions", "surf(1)", "surf(2)", "surf(4)", "surf(8)", "average", "matrix"]
    assert float(scores["regions"][0].split()[0]) > 50
    people = table(first["people.md"].decode())
    assert people["fields"] == ["3"] and 50 < float(people["R²"][0]) <= 100
    assert all(first[name].startswith(b"\x89PNG") for name in FIGURES)


def test_a_folder_without_fields_is_named(project):
    (project / "empty").mkdir()
    run = subprocess.run([*RUN, "execute", "jugfile.py", "--", "empty"], cwd=project, capture_output=True, text=True, check=False)
    assert run.returncode != 0 and "no image_SS_FF_protein.png in empty" in run.stdout + run.stderr


@pytest.fixture
def jugfile(project, monkeypatch):
    """The jugfile as a module."""
    monkeypatch.setattr(sys, "argv", ["jugfile.py", str(project / "data")])
    monkeypatch.syspath_prepend(str(project))
    return module("jugfile")


@pytest.fixture
def field(project, nets, monkeypatch):
    """A real field, where there is one."""
    return str(nets / "image_05_02")


def test_features_are_those_of_mahotas(jugfile, field):
    mh = pytest.importorskip("mahotas")
    oracle = pytest.importorskip("mahotas.features.surf")
    histone, dna = (mh.imread(f"{field}_{what}.png") for what in ("protein", "dna"))
    rows, local, _ = jugfile.pixel_features(field)
    z = (histone - histone.mean()) / histone.std()
    np.testing.assert_allclose(rows[:, 7].reshape(62, 62), mh.gaussian_filter(z, 16)[16::8, 16::8], atol=1e-12)
    edges = mh.sobel(dna, just_filter=True)[16::8, 16::8]
    np.testing.assert_allclose(rows[:, 18].reshape(62, 62), edges, rtol=1e-9, atol=1e-15)
    assert rows.shape == (3844, 19) and 0 <= local.min() <= local.max() <= 1

    places = [(y, x, 4, 1.0, 1.0) for y in range(32, 512, 8) for x in range(32, 512, 8)]
    rows, _, shape = jugfile.surf_features(field, 4)
    assert rows.shape == (2401, 129) and shape == (49, 49)
    np.testing.assert_array_equal(rows[:, 1:65], oracle.descriptors(histone, places, descriptor_only=True))
    np.testing.assert_array_equal(rows[:, 65:], oracle.descriptors(dna, places, descriptor_only=True))

    rows, local, _ = jugfile.region_features(field)
    labels, count = jugfile.oversegmented(histone)
    assert rows.shape == (count, 64) and np.isfinite(rows).all() and len(local) == count
    histone, dna = mh.stretch(histone), mh.stretch(dna)
    gradient = mh.sobel(histone, just_filter=True)
    for r in (1, 7, count):
        inside = labels == r
        np.testing.assert_allclose(rows[r - 1, 1:14], mh.features.haralick(histone * inside, ignore_zeros=True).mean(0), rtol=1e-9)
        np.testing.assert_allclose(rows[r - 1, 27], np.corrcoef(histone[inside], dna[inside])[0, 1], rtol=1e-9)
        np.testing.assert_allclose(rows[r - 1, 36], gradient[mh.erode(inside)].std(), rtol=1e-9)


def test_edges_of_regions_have_exact_levels(jugfile, field):
    """mahotas takes one off levels that are whole, by rounding; integers tell what they are."""
    mh = pytest.importorskip("mahotas")
    histone, dna = (mh.imread(f"{field}_{what}.png") for what in ("protein", "dna"))
    labels, count = jugfile.oversegmented(histone)
    a = np.pad(mh.stretch(dna).astype(int), 1, mode="edge")
    s, d = a[:-2] + 2 * a[1:-1] + a[2:], a[2:] - a[:-2]
    squares = (s[:, 2:] - s[:, :-2]) ** 2 + (d[:, :-2] + 2 * d[:, 1:-1] + d[:, 2:]) ** 2
    levels = jugfile.stretched_by_region(jugfile.mh.sobel(mh.stretch(dna), just_filter=True), labels)
    for r in range(1, count + 1):
        inside = squares[labels == r]
        np.testing.assert_array_equal(levels[labels == r], inside * 255 // inside.max())


def test_two_people_agree_as_published(jugfile, nets):
    """R² 97 and Q² 89 percent, as printed; 97.2 and 89.2 to a digit more."""
    names = sorted(str(p)[: -len("_rois2.png")] for p in nets.glob("*_rois2.png"))
    one, two = ([jugfile.fraction.f(name, what) for name in names] for what in ("rois", "rois2"))
    assert len(names) == 37
    assert round(100 * jugfile.r2(one, two), 1) == 97.2
    assert round(100 * jugfile.q2_score(one, two), 1) == 89.2
    r, rand, jaccard = np.array([jugfile.agreement.f(name) for name in names]).T
    found = [round(100 * v, 1) for v in (np.mean(r**2), r.mean(), rand.mean(), jaccard.mean())]
    assert found == [46.6, 67.9, 53.0, 67.0]
