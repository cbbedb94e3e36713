"""Segment many images: find them, run methods over them, measure and score, write everything down.

The engine of ``pyimg segment``.
"""

from .files import find_images, find_truth
from .jobs import Done, Job, Run, plan, run
from .one import grey, picture
from .tables import SHOWN, summary, text_table, write_table

__all__ = [
    "SHOWN",
    "Done",
    "Job",
    "Run",
    "find_images",
    "find_truth",
    "grey",
    "picture",
    "plan",
    "run",
    "summary",
    "text_table",
    "write_table",
]
