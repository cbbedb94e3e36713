"""The options that all commands on tasks share, and the configuration files that give their defaults."""

import configparser
import os
from pathlib import Path

__all__ = ["add_common", "configuration", "configure"]

_HOME = ("~/.config/pyimg/pyimgrc", "~/.config/jug/jugrc", "~/.config/jugrc", "~/.jug/configrc")
_LOCAL = (".pyimgrc", "pyimgrc", ".jugrc", "jugrc")
_FALSE = ("", "0", "false", "off", "no", "n")


def configuration_files() -> list[str]:
    """Return the configuration files that count, the strongest first.

    Those of the current folder and, inside a git repository, of the folders above up to its root; then the first of
    those in the home folder.
    """
    here = Path.cwd()
    folders = [here]
    for folder in (here, *here.parents):
        if (folder / ".git").exists():
            folders = [f for f in (here, *here.parents) if f == folder or folder in f.parents]
            break
    found = [str(folder / name) for folder in folders for name in _LOCAL if (folder / name).is_file()]
    at_home = [os.path.expanduser(path) for path in _HOME]
    return found + [path for path in at_home if os.path.isfile(path)][:1]


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
        for section in parser.sections():
            for key, word in parser.items(section):
                name = key if section == "main" else f"{section}_{key}"
                settings[name.replace("-", "_")] = word
    return settings


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
    configure(parser)
