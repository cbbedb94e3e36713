"""`pyimg segment` and `pyimg demo` as a newcomer types them."""

import csv
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from conftest import ROOT

import pyimg as mh
from pyimg import batch
from pyimg.cli import main


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Three images with truth, and one file that is no image, in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("images", "truth"):
        (tmp_path / name).mkdir()
    for i in (1, 2, 10):
        image, labels = mh.data.nuclei((128, 128), 8, rng=i)
        mh.imsave(f"images/n{i}.tif", image)
        mh.imsave(f"truth/n{i}.png", labels.astype(np.uint8))
    return tmp_path


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def test_a_folder_is_segmented_measured_and_scored(folder, capsys):
    assert main(["segment", "images", "--truth", "truth"]) == 0
    out, err = capsys.readouterr()
    assert "[3/3] n10: " in err
    assert out.splitlines()[0].split()[:4] == ["method", "images", "regions", "seconds"]
    assert out.splitlines()[1].split()[:2] == ["auto", "3"]
    labels = mh.imread("segmented/n1_labels.tif")
    assert labels.dtype == np.uint16
    table = rows("segmented/n1_regions.csv")
    assert [int(r["label"]) for r in table] == list(range(1, int(labels.max()) + 1))
    assert sum(float(r["area"]) for r in table) == np.count_nonzero(labels)
    assert {"centroid-0", "intensity_mean", "perimeter", "eccentricity"} <= table[0].keys()
    overlay = mh.imread("segmented/n1_overlay.png")
    assert overlay.shape == (128, 128, 3)
    assert (overlay[..., 1] > overlay[..., 0]).any()
    scores = rows("segmented/scores.csv")
    assert [r["image"] for r in scores] == [os.path.join("images", f"n{i}.tif") for i in (1, 2, 10)]
    assert float(scores[0]["f1"]) > 0.8
    assert float(rows("segmented/summary.csv")[0]["images"]) == 3
    assert not [p for p in os.listdir("segmented") if p.startswith(".")]


def test_a_sweep_is_one_command(folder, capsys):
    command = "segment images/n1.tif images/n1?.tif --method mean,otsu --method rc --sigma 1,2 --out sweep --truth truth"
    assert main([*command.split(), "--no-overlay"]) == 0
    out = capsys.readouterr().out
    for way in ("mean-sigma1", "otsu-sigma2", "rc-sigma1"):
        assert way in out
        assert os.path.exists(f"sweep/{way}/n10_labels.tif")
    assert not os.path.exists("sweep/mean-sigma1/n1_overlay.png")
    assert len(rows("sweep/scores.csv")) == 12
    assert [r["method"] for r in rows("sweep/summary.csv")][:2] == ["mean-sigma1", "mean-sigma2"]


def test_one_bad_image_does_not_stop_the_others(folder, capsys):
    (folder / "images" / "bad.png").write_text("not an image")
    (folder / "images" / "empty.tif").write_bytes(b"")
    assert main(["segment", "images", "missing.png", "--method", "mean,otsu"]) == 1
    err = capsys.readouterr().err
    assert err.count("bad.png") == 1  # once for both ways
    assert "pyimg segment: missing.png: No such file" in err
    assert "Traceback" not in err
    assert os.path.exists("segmented/otsu/n2_labels.tif")
    assert not [p for p in os.listdir("segmented/otsu") if "bad" in p or "empty" in p]
    assert main(["segment", "images", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_processes_give_the_same(folder, capsys):
    assert main(["segment", "images", "--out", "one"]) == 0
    assert main(["segment", "images", "--out", "two", "-j", "2"]) == 0
    for name in ("n1_labels.tif", "n10_labels.tif"):
        np.testing.assert_array_equal(mh.imread(f"one/{name}"), mh.imread(f"two/{name}"))


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Ctrl-C of a POSIX terminal")
@pytest.mark.parametrize("started", [False, True])
def test_ctrl_c_stops_at_once(folder, started):
    for i in range(100, 500):
        (folder / "images" / f"n{i}.tif").write_bytes((folder / "images" / "n1.tif").read_bytes())
    command = [sys.executable, "-P", "-m", "pyimg.cli", "segment", "images", "-j", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    with process:
        if started:
            assert process.stderr.readline().startswith("[1/403]")
        else:
            while not os.path.exists("segmented"):
                time.sleep(0.01)
            time.sleep(0.3)  # workers are starting
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "pyimg: stopped"
    assert "Traceback" not in err
    names = os.listdir("segmented")
    assert not [name for name in names if name.startswith(".")]
    assert len([name for name in names if name.endswith("_labels.tif")]) < 400


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing*.tif"], "no images in 'nothing*.tif'"),
        (["truth", "--method", "best"], "`--method` must be one of"),
        (["images", "--sigma", "2,-1"], "`--sigma` must be at least 0, not -1.0"),
        (["images", "--spacing", "0"], "`--spacing` must be finite and above 0, not 0.0"),
        (["images", "--out", "images/n1.tif"], "images/n1.tif: File exists"),
        (["images", "--truth", "nowhere"], "no folder 'nowhere' of truth"),
    ],
)
def test_wrong_words_are_named_in_one_line(folder, capsys, words, message):
    assert main(["segment", *words]) == 1
    err = capsys.readouterr().err
    assert message in err
    assert len(err.splitlines()) == 1


def test_options_reach_the_engine(folder, capsys):
    stack, _ = mh.data.nuclei((8, 64, 64), 4, rng=1, radius=8)
    mh.imsave("stack.tif", stack)
    colour = np.repeat(mh.imread("images/n1.tif")[..., None], 3, -1)
    colour[..., 1] = 0
    mh.imsave("colour.png", colour)
    assert main("segment stack.tif --spacing 2,1,1 --min-size 20 --diameter 16 --out a".split()) == 0
    assert mh.imread("a/stack_labels.tif").shape == (8, 64, 64)
    assert mh.imread("a/stack_overlay.png").shape == (64, 64, 3)
    assert main("segment colour.png --channel 1 --out b".split()) == 0
    assert not mh.imread("b/colour_labels.tif").any()
    assert main("segment colour.png --channel 3 --out c".split()) == 1
    assert "channel 3 is not among the 3" in capsys.readouterr().err


def test_images_are_found_once_and_in_natural_order(folder):
    names = [os.path.basename(p) for p in batch.find_images(["images", "images/n1.tif", "images/*.tif"])]
    assert names == ["n1.tif", "n2.tif", "n10.tif"]
    assert batch.find_truth("images/n2.tif", "truth") == os.path.join("truth", "n2.png")
    assert batch.find_truth("images/n3.tif", "truth") is None
    assert [j.name for j in batch.plan(["a/x.png", "b/x.png"], [batch.Run()])] == ["x", "x-2"]


def test_results_are_not_segmented_again(folder, capsys):
    assert main(["segment", "images", "--method", "mean"]) == 0
    assert main(["segment", "**/n*.tif", "--method", "mean"]) == 0
    assert "[3/3]" in capsys.readouterr().err
    assert not os.path.exists("segmented/n1_labels_labels.tif")


def test_the_demo_computes_once(tmp_path, monkeypatch):
    pytest.importorskip("pyimg.tasks.worker")
    monkeypatch.chdir(tmp_path)

    def demo():
        command = [sys.executable, "-P", "-m", "pyimg.cli", "demo", "here"]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout

    first, second = demo(), demo()
    assert "5 images written" in first
    assert "76 tasks were run" in first
    assert "automatic" in first
    assert "nothing was computed" in second
    seconds = float(second.split("every result was there (")[1].split(" s)")[0])
    assert seconds < 2
    assert len(os.listdir(tmp_path / "here" / "pictures")) == 5


def test_the_talks_jugfile_runs(tmp_path, monkeypatch):
    pytest.importorskip("pyimg.tasks.worker")
    source = ROOT / "examples" / "segment"
    for name in ("jugfile.py", "make_data.py"):
        (tmp_path / name).write_text((source / name).read_text())
    for command in (["make_data.py"], ["-m", "pyimg.cli", "execute", "jugfile.py"]):
        subprocess.run([sys.executable, "-P", *command], cwd=tmp_path, capture_output=True, check=True)
    text = (tmp_path / "results.txt").read_text()
    assert "method2, sigma 4" in text
    assert all(0 < float(line.split()[-1]) <= 1 for line in text.splitlines()[1:])
