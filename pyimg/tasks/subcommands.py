"""Commands of one's own: ``pyimg my-report jugfile.py``.

Write them in ``~/.config/pyimg/user_commands.py`` (or ``~/.config/jug/jug_user_commands.py``)::

    from pyimg.tasks.subcommands import SubCommand

    class Report(SubCommand):
        "Says how many results there are"
        name = "my-report"

        def run(self, options, store, jugspace, **kwargs):
            print(len(store.list()))

    report = Report()
"""

import argparse
import os
import sys
import traceback

__all__ = ["SubCommand", "cmdapi", "commands", "run_user_command"]

#: Registered commands by name.
commands: dict[str, "SubCommand"] = {}
_FILES = ("~/.config/pyimg/user_commands.py", "~/.config/jug/jug_user_commands.py")


class SubCommand:
    """Base of commands: each instance is registered under its class's `name`.

    Attributes
    ----------
    name : str
        What is typed; the first line of the docstring is its help.
    """

    name = ""

    def __init__(self):
        if not self.name:
            raise ValueError(f"the command {type(self).__name__} needs a `name`")
        commands[self.name] = self

    def __call__(self, *args, **kwargs):
        return self.run(*args, **kwargs)

    def parse(self, parser) -> None:
        """Add options of its own to an `argparse` parser."""

    def parse_defaults(self) -> dict:
        """Return defaults of its own options."""
        return {}

    def run(self, *args, **kwargs):
        """Do it; called with ``options``, ``store`` and ``jugspace``; the exit code may be returned."""
        raise NotImplementedError


class _Api:
    """jug's way to the commands."""

    def get(self, name: str) -> SubCommand:
        """Return a command; raise KeyError if there is none."""
        return commands[name]

    def run(self, name: str, *args, **kwargs):
        """Run a command."""
        return commands[name].run(*args, **kwargs)


cmdapi = _Api()


def load_user_commands(files=_FILES) -> None:
    """Run the files in which commands are written; a mistake in one is reported and no more."""
    for path in map(os.path.expanduser, files):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                source = file.read()
            try:
                exec(compile(source, path, "exec"), {"__name__": "user_commands", "__file__": path})
            except Exception:
                sys.stderr.write(f"pyimg: cannot use {path}:\n{traceback.format_exc()}")


def run_user_command(verb: str, arguments: list[str]) -> int | None:
    """Run a command of the user's.

    Parameters
    ----------
    verb : str
        Its name.
    arguments : list of str
        What follows it.

    Returns
    -------
    int or None
        Its exit code; None if there is no such command.
    """
    from .options import add_common
    from .project import from_options

    if verb not in commands:
        load_user_commands()
    command = commands.get(verb)
    if command is None:
        return None
    parser = argparse.ArgumentParser(prog=f"pyimg {verb}", description=type(command).__doc__)
    command.parse(parser)
    parser.set_defaults(**(command.parse_defaults() or {}))
    add_common(parser)
    options = parser.parse_args(arguments)
    project = from_options(options)
    return command.run(options=options, store=project.store, jugspace=project.space) or 0
