"""Results out of the store: as files, and as text."""

import json
import pickle
from typing import Any

from .core import Task, Tasklet
from .relations import describe
from .tables import table
from .values import value

__all__ = ["NoLoad", "print_task_summary_table", "write_metadata", "write_task_out"]


class NoLoad(Tasklet):
    """A task as an argument that is not loaded: the function gets the task itself, after it has run.

    Parameters
    ----------
    base : Task
        The task.

    Examples
    --------
    >>> from pyimg.tasks import NoLoad, Task
    >>> t = Task(print, NoLoad(Task(pow, 2, 3)))
    """

    __slots__ = ()
    loads = False

    def __init__(self, base):
        super().__init__(base, _itself)

    def value(self):
        """Return this object; ``.base`` is the task."""
        return self

    def __getitem__(self, index):
        raise TypeError("a NoLoad has no elements: its result is not loaded")


def _itself(x):
    return x


def _plain(x):
    """Make a description fit for JSON and YAML."""
    if isinstance(x, dict):
        return {str(k): _plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [_plain(v) for v in x]
    return x if isinstance(x, (int, float, str, bool, type(None))) else repr(x)


def write_metadata(result: Any, metadata_fname, metadata_format: str = "yaml") -> None:
    """Write how a result was made.

    Parameters
    ----------
    result : Task or structure of tasks
        Whose.
    metadata_fname : path-like
        Where to.
    metadata_format : {'yaml', 'json'}
        YAML needs PyYAML.

    Raises
    ------
    ValueError
        If the format is another word.
    """
    if metadata_format not in ("yaml", "json"):
        raise ValueError(f"`metadata_format` must be 'yaml' or 'json', not {metadata_format!r}")
    told = _plain(describe(result))
    if metadata_format == "json":
        text = json.dumps(told, indent=2)
    else:
        import yaml

        text = yaml.safe_dump(told)
    with open(metadata_fname, "w", encoding="utf-8") as file:
        file.write(text)


def _write_task_out(result, oname, metadata_fname, metadata_format):
    found = value(result.base)
    if type(found).__module__ == "numpy" and type(found).__name__ == "ndarray":
        import numpy

        with open(oname, "wb") as file:
            numpy.save(file, found)
    else:
        with open(oname, "wb") as file:
            pickle.dump(found, file)
    if metadata_fname is not None:
        write_metadata(result.base, metadata_fname, metadata_format)


_write_task_out.__name__ = _write_task_out.__qualname__ = "write_task_out"


def write_task_out(result: Any, oname, metadata_fname=None, metadata_format: str = "yaml") -> Task:
    """Return a task that writes a result to a file.

    Parameters
    ----------
    result : Task or object
        What to write: an array as .npy, anything else as a pickle.
    oname : path-like
        Where to; the name is used as it is.
    metadata_fname : path-like, optional
        Where to write how it was made.
    metadata_format : {'yaml', 'json'}
        How to write that.

    Returns
    -------
    Task
        Runs with the others.
    """
    from .utils import identity

    return Task(_write_task_out, NoLoad(identity(result)), oname, metadata_fname, metadata_format)


def print_task_summary_table(options, groups) -> None:
    """Print a table of counts.

    Parameters
    ----------
    options : object
        With ``short`` and, if it has it, ``print_out``.
    groups : list of (str, dict)
        Title and counts by function name.
    """
    getattr(options, "print_out", print)(table(groups, options.short))
