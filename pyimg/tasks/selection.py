"""Choose tasks by name or pattern."""

import argparse
import fnmatch
import re
import sys

__all__ = ["matcher", "name_matcher", "pattern_matcher"]


def name_matcher(name: str):
    """Return a function that says whether a task has this name.

    Parameters
    ----------
    name : str
        The whole name, or its end after a dot; shell wildcards.
    """
    whole = re.compile(fnmatch.translate(name)).match

    def matches(task_name):
        words = task_name.split(".")
        return any(whole(".".join(words[i:])) for i in range(len(words)))

    return matches


def pattern_matcher(pattern: str):
    """Return a function that says whether a name contains a pattern.

    Parameters
    ----------
    pattern : str
        Words to be found anywhere, or a regular expression between slashes.

    Raises
    ------
    ValueError
        If it is empty: that would mean everything.
    """
    if pattern in ("", "//"):
        raise ValueError("an empty pattern would mean every task")
    if len(pattern) > 1 and pattern[0] == pattern[-1] == "/":
        return re.compile(pattern[1:-1]).search
    return lambda name: pattern in name


def matcher(name: str | None = None, pattern: str | None = None):
    """Return a function that says whether a task is meant; None if all are.

    Parameters
    ----------
    name, pattern : str, optional
        As for `name_matcher` and `pattern_matcher`; both must hold.
    """
    by_name = None if name is None else name_matcher(name)
    by_pattern = None if pattern is None else pattern_matcher(pattern)
    if by_name and by_pattern:
        sys.stderr.write("pyimg: warning: both a name and a pattern are given: tasks must match both\n")
        return lambda task_name: by_name(task_name) and by_pattern(task_name)
    return by_name or by_pattern


class _Old(argparse.Action):
    """An option of earlier jug: the same as ``--name``."""

    def __call__(self, parser, space, value, option_string=None):
        sys.stderr.write(f"pyimg: warning: {option_string} is deprecated: use --name (or --pattern)\n")
        setattr(space, self.dest, value)


def pattern_type(text: str) -> str:
    """Check a pattern given on the command line."""
    try:
        pattern_matcher(text)
    except (ValueError, re.error) as error:
        raise argparse.ArgumentTypeError(str(error) if isinstance(error, re.error) else f"empty pattern: {error}") from None
    return text


def add_arguments(parser, name: str, pattern: str, required: bool, old: tuple[str, ...]) -> None:
    """Add ``--name`` and ``--pattern`` to a parser, with jug's older words."""
    group = parser.add_mutually_exclusive_group(required=required)
    group.add_argument("--name", dest=name, metavar="NAME", help="tasks of this name, or of a name that ends in .NAME; wildcards")
    group.add_argument("--pattern", dest=pattern, metavar="TEXT", type=pattern_type, help="tasks whose name contains TEXT; /a regular expression/")
    for word in old:
        group.add_argument(word, dest=name, action=_Old, help=argparse.SUPPRESS)
