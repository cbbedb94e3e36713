"""The options that all commands on tasks share, and the configuration files that give their defaults."""

import argparse
import configparser
import os
import sys
from copy import copy
from typing import Any

from . import selection

__all__ = [
    "Options", "add_common", "configuration", "configure", "default_options", "find_local_configuration_files", "parse",
    "read_configuration_file",
]  # fmt: skip

_HOME = ("~/.config/pyimg/pyimgrc", "~/.config/jug/jugrc", "~/.config/jugrc", "~/.jug/configrc")
_LOCAL = (".pyimgrc", "pyimgrc", ".jugrc", "jugrc")
#: Where `status --cache` remembers tasks, as jug has it.
STATUS_CACHE = ".jugstatus.sqlite3"
_FALSE = ("", "0", "false", "off", "no", "n")


def find_local_configuration_files() -> list[str]:
    """Return the configuration files of the current folder, the strongest first.

    Inside a git repository those of the folders above it count too, up to the repository's root.
    """
    above = [os.getcwd()]
    while os.path.dirname(above[-1]) != above[-1]:
        above.append(os.path.dirname(above[-1]))
    root = next((i for i, folder in enumerate(above) if os.path.exists(os.path.join(folder, ".git"))), 0)
    places = [os.path.join(folder, name) for folder in above[: root + 1] for name in _LOCAL]
    return [path for path in places if os.path.isfile(path)]


def configuration_files() -> list[str]:
    """Return the configuration files that count, the strongest first: the local ones, then the first of the user's."""
    at_home = [os.path.expanduser(path) for path in _HOME]
    return find_local_configuration_files() + [path for path in at_home if os.path.isfile(path)][:1]


def configuration(files=None) -> dict[str, str]:
    """Return the settings of configuration files, as option names and words.

    ``[main] key`` is the option `key`, ``[section] key`` is ``section_key``; dashes are underscores.

    Parameters
    ----------
    files : list of path-like, optional
        The strongest first; `configuration_files` by default.
    """
    settings: dict[str, str] = {}
    for path in reversed(configuration_files() if files is None else files):
        parser = configparser.RawConfigParser()
        with open(path, encoding="utf-8") as file:
            parser.read_file(file)
        settings.update(_settings(parser))
    return settings


def _settings(parser):
    names = {(s, k): k if s == "main" else f"{s}_{k}" for s in parser.sections() for k, _ in parser.items(s)}
    return {name.replace("-", "_"): parser.get(*where) for where, name in names.items()}


def configure(parser, settings: dict[str, str] | None = None) -> None:
    """Make the settings of the configuration files the defaults of a parser's options.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        With all its options.
    settings : dict, optional
        From `configuration`.
    """
    settings = configuration() if settings is None else settings
    for action in parser._actions:
        word = settings.get(action.dest)
        if word is None:
            continue
        if action.nargs == 0:
            value = word.lower() not in _FALSE
        else:
            try:
                value = action.type(word) if action.type else word
            except (TypeError, ValueError) as error:
                raise ValueError(f"configuration: {action.dest.replace('_', '-')} = {word!r}: {error}") from None
        parser.set_defaults(**{action.dest: value})


def add_common(parser) -> None:
    """Add the options that all commands on tasks have, then read the configuration files."""
    _common(parser)
    configure(parser)


def _common(parser):
    group = parser.add_argument_group("common")
    group.add_argument("jugfile", nargs="?", default="jugfile.py", help="the script that makes the tasks (default: jugfile.py)")
    group.add_argument("user_args", nargs="*", metavar="argument", help="what the script finds in sys.argv; options after --")
    group.add_argument(
        "--jugdir", default="%(jugfile)s.jugdata", metavar="STORE",
        help="folder, redis:// or rediss:// URL, or dict_store; %%(jugfile)s and %%(date)s are filled in; `safe:` before "
        "it refuses pickles (default: %(default)r)",
    )  # fmt: skip
    group.add_argument("--verbose", default="quiet", metavar="LEVEL", help="`info` or `debug`: say more on stderr")
    group.add_argument("--short", action="store_true", help="a sentence instead of a table")
    group.add_argument("--pdb", action="store_true", help="open a debugger where a task fails")
    group.add_argument("--aggressive-unload", action="store_true", help="accepted for jug's sake: results are never kept in memory")
    group.add_argument("--will-cite", action="store_true", help="accepted for jug's sake")


# -- jug's way --------------------------------------------------------------------------------------


class Options:
    """Options as attributes; those missing are looked up in others.

    Parameters
    ----------
    next : Options, optional
        The others.
    """

    def __init__(self, next=None):
        self.next = next

    def __getattr__(self, name):
        if name == "next" or name.startswith("__") or self.next is None:
            raise AttributeError(name)
        return getattr(self.next, name)

    def update(self, settings: dict) -> None:
        """Set many."""
        for name, value in settings.items():
            setattr(self, name, value)

    def copy(self) -> "Options":
        """Return a copy that can be changed."""
        return copy(self)


#: jug's defaults.
default_options = Options()
default_options.update(
    {
        "jugfile": "jugfile.py", "jugdir": "%(jugfile)s.jugdata", "subcommand": None, "argv": None, "verbose": "quiet",
        "aggressive_unload": False, "short": False, "pdb": False, "debug": False, "will_cite": False, "print_out": print,
        "execute_wait_cycle_time": 12.0, "execute_nr_wait_cycles": 150, "execute_keep_going": False,
        "execute_keep_failed": False, "execute_name": None, "execute_pattern": None, "execute_no_check_environment": False,
        "invalid_name": None, "invalid_pattern": None,
    }
)  # fmt: skip


def read_configuration_file(fp: Any = None, default_options: Options | None = None) -> Options:
    """Return the settings of configuration files as options; each has the type of its default.

    Parameters
    ----------
    fp : file, optional
        Read this one; by default those that count.
    default_options : Options, optional
        Where settings that are not made are looked up.
    """
    if fp is None:
        settings = configuration()
    else:
        parser = configparser.RawConfigParser()
        parser.read_file(fp)
        settings = _settings(parser)
    options = Options(default_options)
    for name, word in settings.items():
        known = getattr(default_options, name, None)
        options.update({name: word.lower() not in _FALSE if type(known) is bool else word if known is None else type(known)(word)})
    return options


def parse(args: list[str] | None = None, optionsfile: Any = None) -> Options:
    """Parse a command line of jug's, such as ``["execute", "jugfile.py"]``; ``sys.argv`` is then as the jugfile sees it.

    Parameters
    ----------
    args : list of str, optional
        Verb, options, jugfile and its arguments; the process's own by default.
    optionsfile : file, optional
        Configuration to read; by default the files that count.

    Returns
    -------
    Options
        What was given, before what is configured, before the defaults.
    """
    args = sys.argv[1:] if args is None else list(args)
    verb = args.pop(0) if args and not args[0].startswith("-") else None
    parser = argparse.ArgumentParser(prog=f"pyimg {verb}")
    _common(parser)
    section = "invalid_" if verb == "invalidate" else "execute_"
    parser.add_argument("--debug", action="store_true")
    old = ("--target", "--invalid") if verb == "invalidate" else ("--target",)
    selection.add_arguments(parser, f"{section}name", f"{section}pattern", verb == "invalidate", old)
    parser.add_argument("--wait-cycle-time", dest="execute_wait_cycle_time", type=float)
    parser.add_argument("--nr-wait-cycles", dest="execute_nr_wait_cycles", type=int)
    for flag in ("keep-going", "keep-failed", "no-check-environment"):
        parser.add_argument(f"--{flag}", dest=f"execute_{flag.replace('-', '_')}", action="store_true")
    for action in parser._actions:
        # Only what was given counts.
        action.default = argparse.SUPPRESS
    options = Options(read_configuration_file(optionsfile, default_options))
    given = vars(parser.parse_args(args))
    words = given.pop("user_args", [])
    options.update({**given, "subcommand": verb})
    if options.pdb:
        options.debug = True
    sys.argv[:] = [options.jugfile, *words]
    return options
