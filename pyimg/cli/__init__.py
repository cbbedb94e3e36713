"""The command ``pyimg``: a verb per file, no logic.

A verb is a module here with ``HELP`` (one line), ``arguments(parser)`` and ``run(options) -> exit code``.
It is imported only when it is called for.
"""

import argparse
import sys
import traceback
from importlib import import_module

#: The verbs, in the order of the help page.
VERBS = {
    "demo": "segment synthetic nuclei, compare with their truth, cache it all",
    "segment": "segment images, measure the regions, score against drawn truth",
}

__all__ = ["main"]


def parser_of(verb: str) -> argparse.ArgumentParser:
    """Return the parser of one verb."""
    module = _module(verb)
    parser = argparse.ArgumentParser(
        prog=f"pyimg {verb}", description=module.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    module.arguments(parser)
    return parser


def _module(verb):
    return import_module(f"pyimg.cli.{verb.replace('-', '_')}")


def _usage() -> str:
    width = max(map(len, VERBS))
    lines = [f"  {verb:{width}}  {text}" for verb, text in VERBS.items()]
    return "usage: pyimg VERB [ARGUMENTS]\n\n" + "\n".join(lines) + "\n\n`pyimg VERB --help` says more; `pyimg --version`."


def main(arguments: list[str] | None = None) -> int:
    """Run one verb and return its exit code: 2 for wrong usage, 1 for an error named in one line."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_usage())
        return 0 if arguments else 1
    if arguments[0] in ("--version", "version"):
        import pyimg

        print(f"pyimg {pyimg.__version__}")
        return 0
    verb = arguments[0]
    if verb not in VERBS:
        print(f"pyimg: no verb {verb!r}; `pyimg --help` lists them", file=sys.stderr)
        return 2
    options = parser_of(verb).parse_args(arguments[1:])
    try:
        return _module(verb).run(options) or 0
    except KeyboardInterrupt:
        print("pyimg: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 141
    except Exception as error:
        if options.debug:
            traceback.print_exc()
        else:
            print(f"pyimg {verb}: {error or type(error).__name__}", file=sys.stderr)
        return 1
