"""Draw which function's results which function takes: a node for each function, with counts by state.

Writes STEM.dot and, with Graphviz's `dot`, a picture.
"""

from ..tasks import options as common

HELP = "draw which function's results which function takes"


def arguments(parser):
    parser.add_argument("--no-status", dest="graph_no_status", action="store_true", help="leave the counts out")
    parser.add_argument("--file-format", dest="graph_format", default="png", metavar="FORMAT", help="of the picture (default: png)")
    common.add_common(parser)


def dot(graph, counts) -> str:
    """Return the graph of function names in Graphviz's language."""

    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    lines = ["digraph tasks {", "  rankdir=LR; node [shape=box, style=rounded];"]
    for title, total in sorted(graph.titles().items()):
        label = f"{title}\\n{total} tasks"
        if counts:
            label += "\\n" + " ".join(f"{word[0].upper()}:{counts[word][title]}" for word in counts if counts[word][title])
        lines.append(f"  {quoted(title)} [label={quoted(label).replace(chr(92) * 2 + 'n', chr(92) + 'n')}];")
    edges = {(graph.tasks[b].name, graph.tasks[n].name) for n, below in graph.needs.items() for b in below if b in graph.tasks}
    lines += [f"  {quoted(a)} -> {quoted(b)};" for a, b in sorted(edges)]
    return "\n".join([*lines, "}", ""])


def run(options):
    import os
    import subprocess
    import sys

    from ..tasks.project import from_options
    from ..tasks.report import state_counts

    project = from_options(options)
    text = dot(project.graph, None if options.graph_no_status else state_counts(project))
    stem = os.path.splitext(options.jugfile)[0]
    with open(f"{stem}.dot", "w", encoding="utf-8") as file:
        file.write(text)
    print(f"wrote {stem}.dot")
    picture = f"{stem}.{options.graph_format}"
    try:
        subprocess.run(["dot", f"-T{options.graph_format}", f"{stem}.dot", "-o", picture], check=True)
    except OSError as error:  # of a folder of PATH that may not be searched, too
        reason = "is not installed" if isinstance(error, FileNotFoundError) else f"cannot be run ({error.strerror})"
        print(f"Graphviz's `dot` {reason}: no picture", file=sys.stderr)
    except subprocess.CalledProcessError as error:
        print(f"Graphviz's `dot` failed (exit code {error.returncode}): no picture", file=sys.stderr)
    else:
        print(f"wrote {picture}")
    return 0
