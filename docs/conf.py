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
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type"]


def setup(app):
    """Let a page say @@pyimg.metrics@@ for all public names of that room."""
    import importlib
    import re

    def names(match):
        return "\n".join(f"   {name}" for name in importlib.import_module(match[1]).__all__)

    def expand(app, page, source):
        source[0] = re.sub(r"^@@([\w.]+)@@$", names, source[0], flags=re.M)

    app.connect("source-read", expand)
