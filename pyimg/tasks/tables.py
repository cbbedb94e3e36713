"""Tables of counts by function name, as jug prints them."""

import os
import sys

__all__ = ["table"]


def _columns():
    """Return the width of the terminal, 80 if there is none."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80
    except (AttributeError, ValueError, OSError):
        return 80


def _wrapped(name, width):
    from textwrap import wrap

    return wrap(name, width)


def table(groups, short: bool = False) -> str:
    """Return a table: a column for each group, a row for each function name, a line of totals.

    Parameters
    ----------
    groups : list of (str, mapping of str to int)
        Title and counts.
    short : bool, default False
        One line for each group instead.
    """
    if short:
        lines = [f"{title}:  {sum(counts.values())} tasks" for title, counts in groups]
        return "\n".join([*lines, f"** Total: {sum(sum(c.values()) for _, c in groups)} tasks."])
    # Names are wrapped to please the eye; a program that reads this wants them whole.
    for_eyes = "COLUMNS" in os.environ or sys.stdout.isatty()
    width = _columns() - 12 * len(groups) - 2
    width = 12 if width <= 8 else width

    def line(cells, name):
        return ("".join(f"{c!s:>12}" for c in cells) + f"  {name}").rstrip()

    whole = 12 * len(groups) + 2 + width
    lines = [line([title for title, _ in groups], "Task name"), "-" * whole]
    for name in sorted({n for _, counts in groups for n in counts}):
        first, *rest = _wrapped(name, width - 4) if for_eyes and len(name) > width else [name]
        lines.append(line([counts.get(name, 0) for _, counts in groups], first))
        lines += [line([""] * len(groups), "    " + more) for more in rest]
    lines += ["." * whole, line([sum(c.values()) for _, c in groups], "Total"), ""]
    return "\n".join(lines)
