"""Forget the results of tasks and of all tasks that stand on them; they are run again by the next `execute`.

A result that a worker is computing right now with what is forgotten will be refused.
"""

from ..tasks import options as common
from ..tasks import selection

HELP = "forget the results of tasks and of all that stands on them"


def arguments(parser):
    selection.add_arguments(parser, "invalid_name", "invalid_pattern", True, ("--target", "--invalid"))
    parser.add_argument("-n", "--dry-run", dest="invalid_dry_run", action="store_true", help="only show what would be forgotten")
    common.add_common(parser)


def run(options):
    from collections import Counter

    from ..tasks.project import from_options
    from ..tasks.tables import table

    project = from_options(options)
    graph, store = project.graph, project.store
    matches = selection.matcher(options.invalid_name, options.invalid_pattern)
    names = graph.above(n for n, t in graph.tasks.items() if matches(t.name))
    if not names:
        print("No results invalidated.")
        return 0
    if options.invalid_dry_run:
        removed = {n for n in names if store.has(n)}
    else:
        removed = store.invalidate(sorted(names))
    if not removed:
        print("Tasks invalidated, but no results removed")
        return 0
    title = "Would be" if options.invalid_dry_run else "Invalidated"
    print(table([(title, Counter(graph.tasks[n].name for n in removed))], options.short))
    return 0
