"""The quick start runs from top to bottom, and shows what it says."""

import os
import sys

import pytest
from conftest import ROOT

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
pytest.importorskip("matplotlib")
pytest.importorskip("tifffile")
NOTEBOOK = ROOT / "examples" / "quickstart.ipynb"


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The cells with their outputs, from a kernel that sees what this process sees, and a `pyimg` command."""
    if not NOTEBOOK.exists():
        pytest.skip("needs the examples")
    folder = tmp_path_factory.mktemp("notebook")
    command = folder / "pyimg"
    command.write_text(f"#!{sys.executable} -P\nimport sys\nfrom pyimg.cli import main\nsys.exit(main())\n")
    command.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        patch.setenv("PYTHONSAFEPATH", "1")
        patch.setenv("IPYTHONDIR", str(folder))
        patch.setenv("PYTHONWARNINGS", "default")
        notebook = nbformat.read(NOTEBOOK, 4)
        for cell in notebook.cells:
            assert not cell.get("outputs"), "save the notebook without outputs"
        client = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
        return client.execute().cells


def outputs(cells, word):
    """What the cell with that word in its source gave: text, and how many pictures."""
    (cell,) = [c for c in cells if c.cell_type == "code" and word in c.source]
    text = "".join(o.get("text", "") + o.get("data", {}).get("text/plain", "") for o in cell.outputs if o.get("name") != "stderr")
    return text, sum("image/png" in o.get("data", {}) for o in cell.outputs)


@pytest.mark.slow
def test_the_notebook_runs(executed):
    for word in ("mh.show(image);", "mh.otsu(smooth)", "mh.regmax", "best = segment(image)", "plt.scatter"):
        assert outputs(executed, word)[1] == 1, word
    text, _ = outputs(executed, "scores(truth")
    assert float(text.split("auto:")[1].split("f1 ")[1].split()[0]) > 0.8
    first, _ = outputs(executed, "write_text")
    assert "jugfile.compare" in first and "jugfile.mean" in first
    again, _ = outputs(executed, "computes nothing")
    assert "0          12  Total" in again
    assert outputs(executed, "value(space")[0].startswith("{1: 0.9")


def test_the_page_runs_like_a_session():
    """Every cell of docs/ipython.md, in order, in one namespace."""
    page = ROOT / "docs" / "ipython.md"
    if not page.exists():
        pytest.skip("needs the documentation")
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot
    cells = [part.split("```")[0] for part in page.read_text().split("```{code-cell} ipython3\n")[1:]]
    assert len(cells) == 7
    names = {}
    try:
        for cell in cells:
            exec(compile(cell, page.name, "exec"), names)
    finally:
        pyplot.close("all")
    assert names["labels"].max() == names["n"] > 10
