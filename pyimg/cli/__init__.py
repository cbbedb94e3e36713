"""The command ``pyimg``: a verb per file, no logic.

A verb is a module here with ``HELP`` (one line), ``arguments(parser)`` and ``run(options) -> exit code``.
It is imported only when it is called for.
"""

import argparse
import os
import sys
from importlib import import_module

#: The verbs, in the order of the help page.
VERBS = {
    "demo": "segment synthetic nuclei, compare with their truth, cache it all",
    "segment": "segment images, measure the regions, score against drawn truth",
    "features": "texture features of whole images, as a table",
    "execute": "run the tasks of a jugfile",
    "status": "count the tasks by state",
    "check": "exit with 0 if all tasks are done, else with 1",
    "sleep-until": "wait until all tasks are done",
    "why": "tell what a task stands on, what holds it, how it failed",
    "invalidate": "forget the results of tasks and of all that stands on them",
    "cleanup": "remove results that no task needs, and what dead workers left",
    "verify": "read every stored result and check its digest",
    "gc": "remove old results, or as many as it takes to save space",
    "pack": "bring small results together",
    "count": "count the tasks",
    "graph": "draw which function's results which function takes",
    "shell": "look at tasks and results in IPython",
    "webstatus": "show the status in a browser",
    "batch": "print the script that runs many workers on a cluster",
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


def line_of(error: BaseException) -> str:
    """Return what an error says in one line: of `[Errno 2] No such file or directory: 'a.png'` no number."""
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error).strip() or type(error).__name__


def _user_command(verb, arguments):
    from ..tasks.subcommands import run_user_command

    code = run_user_command(verb, arguments)
    if code is None:
        print(f"pyimg: no verb {verb!r}; `pyimg --help` lists them", file=sys.stderr)
    return 2 if code is None else code


def _parsed(parser, words):
    """Parse a command line; arguments of a jugfile may follow options too."""
    options, rest = parser.parse_known_args(words)
    if not rest:
        return options
    cut = words.index("--") if "--" in words else len(words)
    options, rest = parser.parse_known_args(words[:cut])
    if not hasattr(options, "user_args") or any(word.startswith("-") for word in rest):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.user_args = [*options.user_args, *rest, *words[cut + 1 :]]
    return options


def _leave():
    """Give up what a command holds in a store: its file among the workers, its connection."""
    core = sys.modules.get("pyimg.tasks.core")
    if core is not None and core.Task.store is not None:
        core.Task.store.close()


def main(arguments: list[str] | None = None) -> int:
    """Run one verb and return its exit code: 2 for wrong usage, 1 for an error named in one line."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    verb = arguments[0] if arguments else "help"
    try:
        if verb in ("-h", "--help", "help"):
            print(_usage(), flush=True)
            return 0 if arguments else 1
        if verb in ("--version", "version"):
            import pyimg

            print(f"pyimg {pyimg.__version__}", flush=True)
            return 0
        if verb in VERBS:
            return _module(verb).run(_parsed(parser_of(verb), arguments[1:])) or 0
        return _user_command(verb, arguments[1:])
    except KeyboardInterrupt:
        print("pyimg: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else the last flush would fail too
        return 141
    except Exception as error:
        if "--debug" in arguments:
            import traceback

            traceback.print_exc()
        else:
            print(f"pyimg {verb}: {line_of(error)}", file=sys.stderr)
        return 1
    finally:
        _leave()
