"""Profiles, and the doors to data that is not part of the source."""

import os
import warnings
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("dev", max_examples=25, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
hypothesis.settings.register_profile("night", max_examples=5000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("PYIMG_PROFILE", "ci" if os.environ.get("CI") else "dev"))

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"

# Some oracles warn while they are imported; that is not ours to fail on.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    for name in ("mahotas", "skimage", "scipy.ndimage"):
        try:
            __import__(name)
        except ImportError:
            pass


@pytest.fixture(scope="session")
def isbi():
    """Folder of the ISBI 2009 images (NIH3T3) with labels drawn by hand."""
    folder = SHARED / "isbi_ic100"
    if not folder.is_dir():
        pytest.skip("needs the ISBI 2009 images beside the source: ../shared/data/isbi_ic100")
    return folder


@pytest.fixture(scope="session")
def nets():
    """Folder of the NETs images with regions drawn by hand."""
    folder = SHARED / "nets"
    if not folder.is_dir():
        pytest.skip("needs the NETs images beside the source: ../shared/data/nets")
    return folder
