"""Sphinx configuration: pages are Markdown, their code is run at build time."""

import os

import pyimg

os.environ.setdefault("PYIMG_NUM_THREADS", "1")

project = "pyimg"
copyright = "2026, the pyimg developers"
version = release = pyimg.__version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.extlinks",
    "sphinx.ext.viewcode",
    "sphinx.ext.mathjax",
    "numpydoc",
    "myst_nb",
    "sphinx_design",
    "sphinx_copybutton",
]
exclude_patterns = ["_build", "*.d", "jupyter_execute", "README.md"]
html_theme = "pydata_sphinx_theme"
html_title = "pyimg"
html_static_path = ["_static"]
html_theme_options = {"show_prev_next": False, "navigation_with_keys": False, "secondary_sidebar_items": ["page-toc"]}
html_sidebars = {"start": [], "tour": [], "performance": [], "differences": [], "conventions": [], "architecture": []}

extlinks = {"doi": ("https://doi.org/%s", "doi:%s")}
autosummary_generate = True
autodoc_typehints = "none"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "cache"
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_merge_streams = True
# ref.ref: docstrings inherited from scikit-learn point to its own pages
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type", "ref.ref"]
